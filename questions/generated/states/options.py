"""Options whose text is an entity, a candidate or a number of votes, with the reason if they are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from questions.generated.draft import Choice
from questions.generated.lots import three_others
from questions.generated.states.wording import the, votes
from questions.mexico_2006 import Candidate, Entity
from questions.model import Option, Text
from questions.phrases import capital

CANDIDATES = {
    Candidate.CALDERON: "Calderón (Partido Acción Nacional)",
    Candidate.LOPEZ_OBRADOR: "López Obrador (Por el Bien de Todos)",
    Candidate.MADRAZO: "Madrazo (Alianza por México)",
    Candidate.MERCADO: "Mercado (Alternativa Socialdemócrata y Campesina)",
    Candidate.CAMPA: "Campa (Nueva Alianza)",
}
# Numbers nearer to each other than this would ask for the last digits.
_APART = Fraction(101, 100)
# A number so many times as large, or as small, tempts nobody.
_ALIKE = 3


def entity_option(entity: Entity, why: Text | None = None) -> Option:
    name = the(entity)
    return Option(
        entity.id, Text(capital(name.en.removeprefix("the ")), capital(name.es.removeprefix("el "))), why
    )


def candidate_option(candidate: Candidate, why: Text | None = None) -> Option:
    return Option(candidate, Text(CANDIDATES[candidate], CANDIDATES[candidate]), why)


def three_numbers(id: str, right: int, others: Iterable[tuple[int, Text]]) -> dict[int, Text]:
    """Three of the other numbers, each with why it is wrong: the foremost, those of like size first."""
    reasons: dict[int, Text] = {}
    for number, why in sorted(others, key=lambda other: ratio(other[0], right) > _ALIKE):
        if all(ratio(number, kept) >= _APART for kept in (right, *reasons)):
            reasons[number] = why
    return {number: reasons[number] for number in three_others(id, right, reasons)}


def votes_choice(right: int, wrong: Mapping[int, Text]) -> Choice:
    """Numbers of votes to choose from; the wrong ones with their reasons."""
    return Choice(_votes_option(right), [_votes_option(number, why) for number, why in wrong.items()])


def ratio(one: Fraction | int, other: Fraction | int) -> Fraction:
    """How many times the smaller number goes into the larger one."""
    return Fraction(max(one, other), min(one, other))


def _votes_option(number: int, why: Text | None = None) -> Option:
    return Option(f"votes-{number}", votes(number), why)
