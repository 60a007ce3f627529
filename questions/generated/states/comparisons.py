"""In which of several entities a figure was highest or lowest, and which had more votes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import OPTIONS, three_others
from questions.generated.states.difficulty import graded
from questions.generated.states.measures import CAST, GAP, Extreme, Measure, share_of, votes_of
from questions.generated.states.of_four import mixed, of_four
from questions.generated.states.options import entity_option, ratio
from questions.generated.states.wording import FINAL_COUNT, FIRST_THREE, together
from questions.keys import OrderKey
from questions.kinds import Asked
from questions.mexico_2006 import Candidate, Entity, Returns
from questions.model import Text
from questions.phrases import question, sentences

_FORERUNNERS = 5
_EASILY_ORDERED = Fraction(3, 2)
# A pack asks for the closest of all.
_ASKED_BY_A_PACK = (Extreme.LOWEST, GAP, "campeche")


def extremes(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In which of four entities, or of all of them, a figure was highest or lowest."""
    yield from _extremes_of_four(returns)
    yield from _extremes_of_all(returns)


def _extremes_of_four(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    for measure in (GAP, CAST, *(share_of(candidate) for candidate in FIRST_THREE)):
        for extreme in Extreme:
            for entity in returns.entities:
                others = measure.beyond(entity, extreme, returns.entities)
                asked_already = (extreme, measure, entity.id) == _ASKED_BY_A_PACK
                if len(others) >= OPTIONS - 1 and not asked_already:
                    id = f"gen-mexico-{extreme}-{measure.id}-{entity.id}"
                    yield id, _of_four(returns, measure, extreme, entity, others)


def _of_four(
    returns: Returns, measure: Measure, extreme: Extreme, entity: Entity, others: Sequence[Entity]
) -> Recipe:
    def build(id: str) -> Draft:
        return of_four(
            id,
            returns,
            entity,
            others,
            measure.asked(extreme),
            lead=FINAL_COUNT,
            why=measure.reason,
            told=measure.told,
            difficulty=lambda wrong: measure.difficulty(entity, wrong),
        )

    return build


def _extremes_of_all(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    shares = [share_of(candidate) for candidate in Candidate]
    votes = [votes_of(candidate) for candidate in FIRST_THREE]
    for measure in (GAP, CAST, *shares, *votes):
        for extreme in Extreme if measure is CAST or measure.is_share else [Extreme.HIGHEST]:
            yield f"gen-mexico-{extreme}-{measure.id}-of-all", _of_all(returns, measure, extreme)


def _of_all(returns: Returns, measure: Measure, extreme: Extreme) -> Recipe:
    def build(id: str) -> Draft:
        highest = extreme is Extreme.HIGHEST
        entity, *others = sorted(returns.entities, key=measure.value, reverse=highest)
        wrong = three_others(id, entity, mixed(id, others[:_FORERUNNERS]), returns.entities.index)
        asked = measure.asked(extreme)
        return Draft(
            measure.difficulty(entity, wrong),
            question(
                f"in which of the 32 federal entities {asked.en}",
                f"en cuál de las 32 entidades federativas {asked.es}",
                FINAL_COUNT,
            ),
            Choice(entity_option(entity), [entity_option(other, measure.reason(other)) for other in wrong]),
            sentences(measure.told([entity, *wrong])),
            [returns.authority],
        )

    return build


def entities_in_order(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """Entities to be put in order of the votes counted there."""
    for entity in returns.entities:
        yield f"gen-mexico-order-cast-{entity.id}", _in_order(returns, entity)


def _in_order(returns: Returns, entity: Entity) -> Recipe:
    def build(id: str) -> Draft:
        four = [entity]
        for other in mixed(id, returns.entities):
            if len(four) < OPTIONS and min(ratio(other.total, one.total) for one in four) >= Fraction(6, 5):
                four.append(other)
        names = together(four)
        four.sort(key=lambda one: one.total, reverse=True)
        nearest = min(ratio(four[n].total, four[n + 1].total) for n in range(OPTIONS - 1))
        return Draft(
            graded(nearest, _EASILY_ORDERED),
            Text(
                f"Put {names.en} in order by the number of votes counted in each {FINAL_COUNT.en}, "
                "most votes first.",
                f"Ordena {names.es} según los votos contados en cada una {FINAL_COUNT.es}, "
                "de más a menos votos.",
            ),
            Asked(OrderKey(tuple(one.id for one in four)), tuple(entity_option(one) for one in four)),
            sentences(CAST.told(four)),
            [returns.authority],
        )

    return build
