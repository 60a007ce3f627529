"""The final count of Mexico's presidential election of 2006, entity by entity.

Figures are those after the tribunal's rulings of September 5, 2006. Each row of the file adds up to its
total, and all rows to the national figures. Shares are of all votes cast, null ones and those for
unregistered candidates included. The nominal list is kept for its sum alone: by turnout the district count
of July ranks the entities otherwise than the final count, so nothing is asked about it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from questions.fields import repeated
from questions.model import Authority, Source, Text
from questions.page import Fault, PackError, Report, shown, text_of

RETURNS = Path(__file__).parent / "data" / "mexico-2006-states.csv"
ENTITIES = 32


class Candidate(StrEnum):
    """The registered candidates, in the order of their national votes."""

    CALDERON = "calderon"
    LOPEZ_OBRADOR = "lopez-obrador"
    MADRAZO = "madrazo"
    MERCADO = "mercado"
    CAMPA = "campa"


@dataclass(frozen=True, slots=True)
class Entity:
    """What was counted in one of the federal entities, or in all of them."""

    id: str
    name: Text
    votes: Mapping[Candidate, int] = field(hash=False)
    unregistered: int
    null: int
    total: int
    nominal_list: int

    @property
    def ranking(self) -> tuple[Candidate, ...]:
        """The candidates, most votes first."""
        return tuple(sorted(Candidate, key=lambda candidate: -self.votes[candidate]))

    def at(self, place: int) -> Candidate:
        """Who came first, second and so on; places count from 1."""
        return self.ranking[place - 1]

    def place(self, candidate: Candidate) -> int:
        return self.ranking.index(candidate) + 1

    def lead(self, candidate: Candidate, over: Candidate) -> int:
        """How many votes more one candidate had than the other; negative if fewer."""
        return self.votes[candidate] - self.votes[over]

    def share(self, candidate: Candidate) -> Fraction:
        """The candidate's part of all votes cast."""
        return Fraction(self.votes[candidate], self.total)

    def percent(self, candidate: Candidate) -> Decimal:
        """The share in percent, rounded to two decimals."""
        return percent(self.share(candidate))


def percent(share: Fraction) -> Decimal:
    """A part of the whole in percent, rounded to two decimals."""
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Returns:
    """The count in every entity, in the order of the file, and where it stands."""

    authority: Authority
    entities: tuple[Entity, ...]

    @property
    def nation(self) -> Entity:
        """All entities together."""
        every = self.entities
        return Entity(
            "mexico",
            Text("Mexico", "México"),
            {candidate: sum(entity.votes[candidate] for entity in every) for candidate in Candidate},
            sum(entity.unregistered for entity in every),
            sum(entity.null for entity in every),
            sum(entity.total for entity in every),
            sum(entity.nominal_list for entity in every),
        )


def load_returns(sources: Mapping[str, Source], path: Path = RETURNS) -> Returns:
    """Read the file, whose source is among those given. Raises PackError with every fault of the file."""
    returns, faults = read_returns(sources, path)
    if returns is None:
        raise PackError(faults)
    return returns


def read_returns(
    sources: Mapping[str, Source] | None, path: Path = RETURNS
) -> tuple[Returns | None, tuple[Fault, ...]]:
    """Like `load_returns`, but hands the faults back; there are no returns if there are any.

    Without sources (their own file is at fault) nothing is said about the one that the file names.
    """
    report = Report(path)
    text = text_of(path, report)
    if text is None:
        return None, report.sorted()
    lines = text.splitlines()
    head, rows = lines[: len(_HEAD)], lines[len(_HEAD) :]
    found = [pattern.fullmatch(line) for pattern, line in zip(_HEAD.values(), head, strict=False)]
    if len(found) < len(_HEAD) or not all(found):
        report.add_at(1, f"must begin with the lines {', '.join(_HEAD)}")
        return None, report.sorted()
    authority = Authority(*(match[1] for match in found[:2] if match))
    if sources is not None and authority.source not in sources:
        report.add_at(1, f'no source has the id "{shown(authority.source)}"; add it to sources.toml')
    numbered = enumerate(rows, start=len(_HEAD) + 1)
    entities = tuple(entity for line, row in numbered if (entity := _entity(report, line, row)))
    _check_all(report, entities)
    faults = report.sorted()
    return (None if faults else Returns(authority, entities)), faults


_NUMBERS = (*Candidate, "unregistered", "null", "total", "nominal-list")
_COLUMNS = ",".join(("id", "en", "es", *_NUMBERS))
_HEAD = {
    '"# source: ..."': re.compile(r"# source: (\S+)"),
    '"# at: ..."': re.compile(r"# at: (\S.*)"),
    f'"{_COLUMNS}"': re.compile(re.escape(_COLUMNS)),
}
"""The first lines of the file: how they are named, and their form."""

_FIGURE = re.compile(r"[0-9]{1,9}")


def _entity(report: Report, line: int, row: str) -> Entity | None:
    cells = [cell.strip() for cell in row.split(",")]
    columns = _COLUMNS.split(",")
    if len(cells) != len(columns) or not all(cells):
        report.add_at(line, f"must fill {len(columns)} columns; this row fills {sum(map(bool, cells))}")
        return None
    id, en, es, *figures = cells
    numbers = dict(zip(_NUMBERS, figures, strict=True))
    unread = [name for name, figure in numbers.items() if not _FIGURE.fullmatch(figure)]
    for name in unread:
        what = f'{name} of "{shown(id)}" is "{shown(numbers[name])}"; write a whole number with digits alone'
        report.add_at(line, what)
    if unread:
        return None
    counts = {name: int(figure) for name, figure in numbers.items()}
    votes = {candidate: counts[candidate] for candidate in Candidate}
    entity = Entity(id, Text(en, es), votes, *(counts[name] for name in _NUMBERS[len(Candidate) :]))
    added = sum(votes.values()) + entity.unregistered + entity.null
    if added != entity.total:
        report.add_at(
            line, f'the votes of "{shown(id)}" add up to {added:,}, but its total is {entity.total:,}'
        )
    return entity


def _check_all(report: Report, entities: Sequence[Entity]) -> None:
    for id in repeated(entity.id for entity in entities):
        report.add(f'several rows have the id "{shown(id)}"; give each entity one')
    if len(entities) != ENTITIES:
        report.add(f"holds {len(entities)} entities that can be read; it must hold {ENTITIES}")
