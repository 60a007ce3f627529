"""How many votes: those of a candidate, and by how many one was ahead of another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from questions.generated.draft import Draft, Recipe
from questions.generated.states.difficulty import graded
from questions.generated.states.of_four import mixed
from questions.generated.states.options import ratio, three_numbers, votes_choice
from questions.generated.states.wording import (
    FINAL_COUNT,
    FIRST_THREE,
    NAMES,
    SURNAMES,
    result,
    the,
)
from questions.keys import NumberKey
from questions.kinds import Asked
from questions.mexico_2006 import Candidate, Entity, Returns
from questions.model import Difficulty, Text
from questions.phrases import question, sentences

_NEAREST = 8
# How many times a number goes into the next one where the question is not hard.
_UNLIKE = Fraction(7, 5)
_PERCENT = Text("percent", "por ciento")
# In percentage points; the stem says so.
_TOLERANCE = Decimal(1)


def votes_of_candidates(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """How many votes a candidate received in an entity."""
    for candidate in FIRST_THREE:
        for entity in returns.entities:
            yield f"gen-mexico-votes-{candidate}-{entity.id}", _how_many(returns, entity, candidate)


def _how_many(returns: Returns, entity: Entity, candidate: Candidate) -> Recipe:
    def build(id: str) -> Draft:
        where, who, right = the(entity), NAMES[candidate], entity.votes[candidate]
        there = [
            (entity.votes[other], _votes_of(other, where)) for other in FIRST_THREE if other is not candidate
        ]
        elsewhere = [
            (other.votes[candidate], _votes_in(other, candidate))
            for other in _nearest(id, returns, entity, lambda one: one.votes[candidate])
        ]
        asked = Text(
            f"how many votes did {who} receive in {where.en}", f"cuántos votos obtuvo {who} en {where.es}"
        )
        return _of_votes(id, returns, asked, right, [*there, *elsewhere], result(entity))

    return build


def _votes_of(candidate: Candidate, where: Text) -> Text:
    who = SURNAMES[candidate]
    return Text(f"That is what {who} received in {where.en}.", f"Es lo que obtuvo {who} en {where.es}.")


def _votes_in(entity: Entity, candidate: Candidate) -> Text:
    who, where = SURNAMES[candidate], the(entity)
    return Text(f"{who} received so many in {where.en}.", f"{who} obtuvo esa cantidad en {where.es}.")


def leads(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """By how many votes the first was ahead of the second, and Calderón or López Obrador of the other one."""
    for entity in returns.entities:
        first, second = entity.ranking[:2]
        for over in dict.fromkeys((second, *(one for one in FIRST_THREE[:2] if one is not first))):
            yield f"gen-mexico-lead-over-{over}-{entity.id}", _lead(returns, entity, over)


def _lead(returns: Returns, entity: Entity, over: Candidate) -> Recipe:
    def build(id: str) -> Draft:
        where, first = the(entity), entity.at(1)
        one, other, right = NAMES[first], NAMES[over], entity.lead(first, over)
        there = [lead for lead in _leads_in(entity) if lead[0] != right]
        elsewhere = [
            lead
            for near in _nearest(id, returns, entity, lambda one: one.lead(one.at(1), one.at(2)))
            for lead in _leads_in(near)[:1]
        ]
        had, less = entity.votes[first], entity.votes[over]
        asked = Text(
            f"by how many votes was {one} ahead of {other} in {where.en}",
            f"por cuántos votos superó {one} a {other} en {where.es}",
        )
        working = Text(f"{had:,} minus {less:,} is {right:,}", f"{had:,} menos {less:,} son {right:,}")
        return _of_votes(id, returns, asked, right, [*there, *elsewhere], working, result(entity))

    return build


def _of_votes(
    id: str, returns: Returns, asked: Text, right: int, others: Iterable[tuple[int, Text]], *told: Text
) -> Draft:
    """A number of votes to be chosen among three others."""
    wrong = three_numbers(id, right, others)
    return Draft(
        graded(min(ratio(right, number) for number in wrong), _UNLIKE),
        question(asked.en, asked.es, FINAL_COUNT),
        votes_choice(right, wrong),
        sentences(*told),
        [returns.authority],
    )


def _leads_in(entity: Entity) -> list[tuple[int, Text]]:
    """The leads of the first over the second, of the first over the third, of the second over the third."""
    where, (first, second, third) = the(entity), entity.ranking[:3]
    return [
        (
            entity.lead(ahead, behind),
            Text(
                f"That is {SURNAMES[ahead]}'s lead over {SURNAMES[behind]} in {where.en}.",
                f"Es la ventaja de {SURNAMES[ahead]} sobre {SURNAMES[behind]} en {where.es}.",
            ),
        )
        for ahead, behind in ((first, second), (first, third), (second, third))
    ]


def shares_of_winners(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """What share of all votes the first in an entity received: typed, to the nearest point."""
    for entity in returns.entities:
        yield f"gen-mexico-percent-{entity.id}", _which_percent(returns, entity)


def _which_percent(returns: Returns, entity: Entity) -> Recipe:
    def build(id: str) -> Draft:
        where, first = the(entity), entity.at(1)
        asked = question(
            f"what percentage of all votes cast in {where.en} went to {NAMES[first]}",
            f"qué porcentaje de todos los votos emitidos en {where.es} obtuvo {NAMES[first]}",
            FINAL_COUNT,
        )
        return Draft(
            Difficulty.HARD,
            Text(
                f"{asked.en} An answer within one percentage point counts.",
                f"{asked.es} Se acepta un punto porcentual de más o de menos.",
            ),
            Asked(NumberKey(entity.percent(first), _TOLERANCE, (_PERCENT.en, _PERCENT.es)), unit=_PERCENT),
            sentences(result(entity)),
            [returns.authority],
        )

    return build


def _nearest(id: str, returns: Returns, entity: Entity, number: Callable[[Entity], int]) -> Iterable[Entity]:
    """The other entities whose number is nearest to that of the entity, mixed."""
    others = [other for other in returns.entities if other is not entity]
    near = sorted(others, key=lambda other: ratio(number(other), number(entity)))[:_NEAREST]
    return mixed(id, near)
