"""All entities together: in how many something was so, and the national totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from questions.generated.draft import Draft, Recipe
from questions.generated.lots import OPTIONS
from questions.generated.states.majorities import has_majority
from questions.generated.states.measures import BETWEEN, GAP
from questions.generated.states.options import ratio, votes_choice
from questions.generated.states.wording import (
    FINAL_COUNT,
    FIRST_THREE,
    NAMES,
    PLACES,
    SURNAMES,
    together,
)
from questions.keys import NumberKey
from questions.kinds import Asked
from questions.mexico_2006 import Candidate, Entity, Returns
from questions.model import Authority, Difficulty, Text
from questions.phrases import question, sentences

_ENTITIES = Text("federal entities", "entidades federativas")
_MANY = 1_000_000
# A pack asks in how many entities Calderón came first, and whether Madrazo did in any.
_ASKED_BY_A_PACK = ((Candidate.CALDERON, 1), (Candidate.MADRAZO, 1))

_DISTRICT_COUNT = {
    "lopez-obrador": 14_756_350,
    "madrazo": 9_301_441,
    "mercado": 1_128_850,
    "null": 904_604,
    "cast": 41_791_322,
}
"""What the count in the 300 districts gave, before the tribunal's rulings."""
_OF_THE_DISTRICT_COUNT = Authority(
    "la-jornada-2006-district-count", "copy at Voltaire Network, article 141738"
)


@dataclass(frozen=True, slots=True)
class _Condition:
    """What is so in some entities; `asked` follows "in how many of the 32 federal entities"."""

    id: str
    asked: Text
    holds: Callable[[Entity], bool]


def numbers_of_entities(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In how many entities something was so: typed."""
    for condition in _conditions(returns):
        yield f"gen-mexico-number-{condition.id}", _in_how_many(returns, condition)


def _conditions(returns: Returns) -> Iterator[_Condition]:
    for candidate in FIRST_THREE:
        for place in (1, 2, 3):
            if (candidate, place) not in _ASKED_BY_A_PACK:
                yield _placed(candidate, place)
    yield _Condition(
        "majority",
        Text(
            "did any candidate receive more than half of all votes cast",
            "alguna candidatura obtuvo más de la mitad de todos los votos emitidos",
        ),
        has_majority,
    )
    yield _Condition(
        "million",
        Text(f"were more than {_MANY:,} votes counted", f"se contaron más de {_MANY:,} votos"),
        lambda entity: entity.total > _MANY,
    )
    national = GAP.value(returns.nation)
    yield _Condition(
        "gap",
        Text(
            f"was the difference in votes {BETWEEN.en} larger than in the whole country",
            f"fue mayor la diferencia de votos {BETWEEN.es} que la diferencia nacional",
        ),
        lambda entity: GAP.value(entity) > national,
    )


def _placed(candidate: Candidate, place: int) -> _Condition:
    nth, who = PLACES[place], NAMES[candidate]
    return _Condition(
        f"{candidate}-{nth.en}",
        Text(f"did {who} come {nth.en}", f"quedó {who} en {nth.es} lugar"),
        lambda entity: entity.at(place) is candidate,
    )


def _in_how_many(returns: Returns, condition: _Condition) -> Recipe:
    def build(id: str) -> Draft:
        those = [entity for entity in returns.entities if condition.holds(entity)]
        asked, names, number = condition.asked, together(those), len(those)
        return Draft(
            Difficulty.HARD,
            question(
                f"in how many of the 32 federal entities {asked.en}",
                f"en cuántas de las 32 entidades federativas {asked.es}",
                FINAL_COUNT,
            ),
            Asked(NumberKey(Decimal(number), units=(_ENTITIES.en, _ENTITIES.es)), unit=_ENTITIES),
            sentences(Text(f"in {number} of 32: {names.en}", f"en {number} de 32: {names.es}")),
            [returns.authority],
        )

    return build


def national_totals(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """How many votes a candidate received in the whole country, how many were null and how many were counted.

    A pack asks for Calderón's.
    """
    asked: dict[str, Text] = {
        candidate: Text(f"how many votes did {who} receive", f"cuántos votos obtuvo {who}")
        for candidate, who in NAMES.items()
        if candidate is not Candidate.CALDERON
    }
    asked |= {
        "null": Text("how many votes were null", "cuántos votos fueron nulos"),
        "cast": Text(
            "how many votes were counted, null ones included,",
            "cuántos votos se contaron, incluidos los nulos,",
        ),
    }
    for what, text in asked.items():
        yield f"gen-mexico-total-{what}", _total(returns, what, text)


def _total(returns: Returns, what: str, asked: Text) -> Recipe:
    def build(id: str) -> Draft:
        totals = _totals(returns.nation)
        right = totals[what].number
        sums = [*totals.values(), *_other_sums(returns), *_of_the_districts(totals, what)]
        # The right one is the nearest to itself.
        nearest = sorted(sums, key=lambda one: ratio(one.number, right))[1:OPTIONS]
        return Draft(
            Difficulty.HARD,
            question(f"{asked.en} in the whole country", f"{asked.es} en todo el país", FINAL_COUNT),
            votes_choice(right, {one.number: one.why for one in nearest}),
            sentences(_told(totals.values())),
            [returns.authority, _OF_THE_DISTRICT_COUNT],
        )

    return build


@dataclass(frozen=True, slots=True)
class _Sum:
    """A national figure; `why` tells whoever chose it what it is."""

    number: int
    why: Text


@dataclass(frozen=True, slots=True)
class _Total(_Sum):
    """What the final count gave for the whole country; `label` is its name in the explanation."""

    label: Text


def _told(totals: Iterable[_Total]) -> Text:
    return Text(
        "; ".join(f"{total.label.en}: {total.number:,}" for total in totals),
        "; ".join(f"{total.label.es}: {total.number:,}" for total in totals),
    )


def _totals(nation: Entity) -> dict[str, _Total]:
    """The national figures, by what the question's id names."""
    return {
        **{
            candidate: _Total(
                nation.votes[candidate],
                Text(f"That is {name}'s national total.", f"Es el total nacional de {name}."),
                Text(f"votes for {name}", f"votos por {name}"),
            )
            for candidate, name in SURNAMES.items()
        },
        "unregistered": _total_number(
            nation.unregistered,
            Text("votes for unregistered candidates", "votos por candidatos no registrados"),
        ),
        "null": _total_number(nation.null, Text("null votes", "votos nulos")),
        "cast": _total_number(nation.total, Text("votes counted", "votos contados")),
    }


def _total_number(number: int, label: Text) -> _Total:
    return _Total(number, _is_the_number_of(label), label)


def _is_the_number_of(what: Text) -> Text:
    return Text(f"That is the number of {what.en}.", f"Es el número de {what.es}.")


def _other_sums(returns: Returns) -> Iterator[_Sum]:
    """Sums that somebody might take for a national total."""
    nation = returns.nation
    five = Text("votes for the five candidates", "votos por las cinco candidaturas")
    yield _Sum(sum(nation.votes.values()), _is_the_number_of(five))
    nominal = Text("voters on the nominal list", "electores de la lista nominal")
    yield _Sum(nation.nominal_list, _is_the_number_of(nominal))
    for candidate in (Candidate.CALDERON, Candidate.LOPEZ_OBRADOR):
        name = SURNAMES[candidate]
        yield _Sum(
            sum(entity.votes[candidate] for entity in returns.entities if entity.at(1) is candidate),
            Text(
                f"That is the sum of {name}'s votes in the entities where he came first.",
                f"Es la suma de los votos por {name} en las entidades donde quedó en primer lugar.",
            ),
        )


def _of_the_districts(totals: Mapping[str, _Total], asked: str) -> Iterator[_Sum]:
    """The totals before the rulings; only of what is not asked for need it be said what was counted."""
    for what, number in _DISTRICT_COUNT.items():
        label = totals[what].label
        of = Text("", "") if what == asked else Text(f": {label.en}", f": {label.es}")
        yield _Sum(
            number,
            Text(
                f"That is the figure of the district count of July{of.en}.",
                f"Es la cifra del cómputo distrital de julio{of.es}.",
            ),
        )
