"""A question that sets four entities side by side, of which one is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from questions.generated.draft import Choice, Draft
from questions.generated.lots import scattered, three_others
from questions.generated.states.options import entity_option
from questions.generated.states.wording import FINAL_COUNT, by_name, either
from questions.mexico_2006 import Entity, Returns
from questions.model import Difficulty, Text
from questions.phrases import question, sentences


def of_four(
    id: str,
    returns: Returns,
    right: Entity,
    others: Iterable[Entity],
    asked: Text,
    *,
    lead: Text,
    why: Callable[[Entity], Text],
    told: Callable[[Sequence[Entity]], Text],
    difficulty: Callable[[Sequence[Entity]], Difficulty],
) -> Draft:
    """`asked` follows "in which of these entities".

    `told` sets out the figures of the four; `difficulty` is given the wrong ones.
    """
    wrong = three_others(id, right, mixed(id, others), returns.entities.index)
    four = [right, *wrong]
    names = either(four)
    # The longer lead leaves no room in Spanish to call them "federativas".
    these = "estas entidades" if lead is FINAL_COUNT else "estas entidades federativas"
    return Draft(
        difficulty(wrong),
        question(
            f"in which of these federal entities {asked.en}: {names.en}",
            f"en cuál de {these} {asked.es}: {names.es}",
            lead,
        ),
        Choice(entity_option(right), [entity_option(other, why(other)) for other in wrong]),
        sentences(by_name(four, told)),
        [returns.authority],
    )


def mixed(id: str, entities: Iterable[Entity]) -> list[Entity]:
    """The entities in an order drawn by lot."""
    return scattered(id, entities, lambda entity: entity.id)
