"""Where a candidate received more than half of all votes, and where one came first with less.

So few entities gave anybody a majority that one question tells them all. Therefore the wrong ones are of two
kinds: neither to know where somebody had a majority suffices, nor to know who came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from questions.generated.draft import Draft, Recipe
from questions.generated.states.of_four import mixed, of_four
from questions.generated.states.wording import FINAL_COUNT, NAMES, SURNAMES
from questions.mexico_2006 import Candidate, Entity, Returns
from questions.model import Difficulty, Text

_ASKED_WITHOUT_MAJORITY = 3
# Those that are further from half would tempt nobody.
_NEAREST = 6


def majorities(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In which of four entities a candidate received more than half of all votes.

    In one of the wrong ones another candidate did.
    """
    for entity in filter(has_majority, returns.entities):
        first = entity.at(1)
        asked = Text(
            f"did {NAMES[first]} receive more than half of all votes cast",
            f"obtuvo {NAMES[first]} más de la mitad de todos los votos emitidos",
        )
        others = [other for other in returns.entities if has_majority(other) and other.at(1) is not first]
        yield (
            f"gen-mexico-majority-{entity.id}",
            _which(returns, asked, entity, others, _without_majority(returns, first)[:_NEAREST]),
        )


def no_majorities(returns: Returns) -> Iterator[tuple[str, Recipe]]:
    """In which of four entities a candidate came first with less than half of all votes, but not much less.

    In one of the wrong ones the candidate had more than half; in the others somebody else came first, with
    less than half too.
    """
    leaders = {entity.at(1) for entity in returns.entities}
    for first in (candidate for candidate in Candidate if candidate in leaders):
        asked = Text(
            f"did {NAMES[first]} come first with less than half of all votes cast",
            f"quedó primero {NAMES[first]} con menos de la mitad de todos los votos",
        )
        won = [entity for entity in returns.entities if has_majority(entity) and entity.at(1) is first]
        others = [other for one in leaders - {first} for other in _without_majority(returns, one)[:_NEAREST]]
        for entity in _without_majority(returns, first)[:_ASKED_WITHOUT_MAJORITY]:
            yield f"gen-mexico-no-majority-{entity.id}", _which(returns, asked, entity, won, others)


def has_majority(entity: Entity) -> bool:
    return 2 * entity.votes[entity.at(1)] > entity.total


def _without_majority(returns: Returns, first: Candidate) -> list[Entity]:
    """Where the candidate came first with less than half, the nearest to half first."""
    without = [entity for entity in returns.entities if entity.at(1) is first and not has_majority(entity)]
    return sorted(without, key=lambda entity: entity.share(first), reverse=True)


def _which(
    returns: Returns, asked: Text, entity: Entity, one_of: Iterable[Entity], two_of: Iterable[Entity]
) -> Recipe:
    def build(id: str) -> Draft:
        return of_four(
            id,
            returns,
            entity,
            [*mixed(id, one_of)[:1], *mixed(id, two_of)[:2]],
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
