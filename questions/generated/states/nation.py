"""All entities together: in how many something was so, and the national totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from questions.generated.draft import Draft, Recipe
from questions.generated.states.majorities import has_majority
from questions.generated.states.measures import BETWEEN, GAP
from questions.generated.states.options import ratio, three_numbers, votes_choice
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
from questions.model import Difficulty, Text
from questions.phrases import question, sentences

_ENTITIES = Text("federal entities", "entidades federativas")
_MANY = 1_000_000
# A pack asks in how many entities Calderón came first, and whether Madrazo did in any.
_ASKED_BY_A_PACK = ((Candidate.CALDERON, 1), (Candidate.MADRAZO, 1))


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
            "did one candidate receive more than half of all votes cast",
            "obtuvo una misma candidatura más de la mitad de todos los votos emitidos",
        ),
        has_majority,
    )
    yield _Condition(
        "million",
        Text(f"were more than {_MANY:,} votes cast", f"se emitieron más de {_MANY:,} votos"),
        lambda entity: entity.total > _MANY,
    )
    national = GAP.value(returns.nation)
    yield _Condition(
        "gap",
        Text(
            f"was the difference in votes {BETWEEN.en} larger than in the whole country",
            f"fue mayor la diferencia de votos {BETWEEN.es} que en todo el país",
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
    """How many votes a candidate received in the whole country, how many were null and how many were cast.

    A pack asks for Calderón's.
    """
    nation = returns.nation
    for candidate in Candidate:
        if candidate is not Candidate.CALDERON:
            who = NAMES[candidate]
            asked = Text(f"how many votes did {who} receive", f"cuántos votos obtuvo {who}")
            yield f"gen-mexico-total-{candidate}", _total(returns, asked, nation.votes[candidate])
    null = Text("how many votes were null", "cuántos votos fueron nulos")
    yield "gen-mexico-total-null", _total(returns, null, nation.null)
    cast = Text("how many votes were cast", "cuántos votos se emitieron")
    yield "gen-mexico-total-cast", _total(returns, cast, nation.total)


def _total(returns: Returns, asked: Text, right: int) -> Recipe:
    def build(id: str) -> Draft:
        totals = _totals(returns.nation) | _other_sums(returns)
        others = sorted((number for number in totals if number != right), key=lambda one: ratio(one, right))
        reasons = [
            (number, Text(f"That is all {totals[number].en}.", f"Es el total de {totals[number].es}."))
            for number in others
        ]
        return Draft(
            Difficulty.HARD,
            question(f"{asked.en} in the whole country", f"{asked.es} en todo el país", FINAL_COUNT),
            votes_choice(right, three_numbers(id, right, reasons)),
            sentences(_told(_totals(returns.nation))),
            [returns.authority],
        )

    return build


def _told(totals: Mapping[int, Text]) -> Text:
    return Text(
        "; ".join(f"{label.en}: {number:,}" for number, label in totals.items()),
        "; ".join(f"{label.es}: {number:,}" for number, label in totals.items()),
    )


def _totals(nation: Entity) -> dict[int, Text]:
    """What the national figures are."""
    return {
        **{
            nation.votes[candidate]: Text(f"votes for {name}", f"votos por {name}")
            for candidate, name in SURNAMES.items()
        },
        nation.unregistered: Text(
            "votes for unregistered candidates", "votos por candidaturas no registradas"
        ),
        nation.null: Text("null votes", "votos nulos"),
        nation.total: Text("votes cast", "votos emitidos"),
    }


def _other_sums(returns: Returns) -> dict[int, Text]:
    """Sums that somebody might take for a national total."""
    nation = returns.nation
    totals = {
        sum(nation.votes.values()): Text("votes for the five candidates", "votos por las cinco candidaturas"),
        nation.nominal_list: Text("voters on the nominal list", "electores de la lista nominal"),
    }
    for candidate in (Candidate.CALDERON, Candidate.LOPEZ_OBRADOR):
        name = SURNAMES[candidate]
        won = sum(entity.votes[candidate] for entity in returns.entities if entity.at(1) is candidate)
        totals[won] = Text(
            f"votes for {name} where {name} came first", f"votos por {name} donde {name} quedó primero"
        )
    return totals
