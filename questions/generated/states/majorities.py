"""Where a candidate received more than half of all votes, and where nobody did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from questions.generated.draft import Draft, Recipe
from questions.generated.states.of_four import of_four
from questions.generated.states.wording import FINAL_COUNT, NAMES, SURNAMES
from questions.mexico_2006 import Entity, Returns
from questions.model import Difficulty, Text

_SETS = 4


def majorities(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In which of four entities a candidate received more than half of all votes."""
    for entity in with_majority(returns):
        first = entity.at(1)
        others = [other for other in returns.entities if other.at(1) is first and not has_majority(other)]
        asked = Text(
            f"did {NAMES[first]} receive more than half of all votes cast",
            f"obtuvo {NAMES[first]} más de la mitad de todos los votos emitidos",
        )
        for number in range(_SETS):
            yield (
                f"gen-mexico-majority-{entity.id}-{number + 1}",
                _which(returns, asked, entity, others[number::_SETS]),
            )


def no_majorities(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In which of four entities no candidate received more than half of all votes."""
    asked = Text(
        "did no candidate receive more than half of all votes cast",
        "ninguna candidatura obtuvo más de la mitad de todos los votos emitidos",
    )
    for entity in returns.entities:
        if not has_majority(entity):
            yield (
                f"gen-mexico-no-majority-{entity.id}",
                _which(returns, asked, entity, with_majority(returns)),
            )


def has_majority(entity: Entity) -> bool:
    return 2 * entity.votes[entity.at(1)] > entity.total


def with_majority(returns: Returns) -> list[Entity]:
    return [entity for entity in returns.entities if has_majority(entity)]


def _which(returns: Returns, asked: Text, entity: Entity, others: Sequence[Entity]) -> Recipe:
    def build(id: str) -> Draft:
        return of_four(
            id,
            returns,
            entity,
            others,
            asked,
            lead=FINAL_COUNT,
            why=_share_there,
            told=_shares,
            difficulty=lambda _: Difficulty.HARD if has_majority(entity) else Difficulty.MEDIUM,
        )

    return build


def _share_there(entity: Entity) -> Text:
    who, percent = SURNAMES[entity.at(1)], entity.percent(entity.at(1))
    return Text(
        f"{who} came first there, with {percent}%.", f"Ahí {who} quedó en primer lugar, con {percent}%."
    )


def _shares(entities: Sequence[Entity]) -> Text:
    """Who came first in each of the entities, and with which share."""
    told = [
        (entity.name, f"({SURNAMES[entity.at(1)]} {entity.percent(entity.at(1))}%)") for entity in entities
    ]
    return Text(
        f"share of all votes: {'; '.join(f'{name.en} {share}' for name, share in told)}",
        f"porcentaje de todos los votos: {'; '.join(f'{name.es} {share}' for name, share in told)}",
    )
