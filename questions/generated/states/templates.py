"""All templates, in the order of their questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from questions.generated.draft import Recipe, gathered
from questions.generated.states.comparisons import entities_in_order, extremes
from questions.generated.states.majorities import majorities, no_majorities
from questions.generated.states.nation import national_totals, numbers_of_entities
from questions.generated.states.numbers import leads, shares_of_winners, votes_of_candidates
from questions.generated.states.placings import (
    candidates_by_place,
    candidates_in_order,
    entities_by_place,
    sets_of_wins,
)
from questions.mexico_2006 import Returns

TEMPLATES: tuple[Callable[[Returns], Iterator[tuple[str, Recipe]]], ...] = (
    candidates_by_place,
    candidates_in_order,
    entities_by_place,
    sets_of_wins,
    votes_of_candidates,
    leads,
    shares_of_winners,
    extremes,
    entities_in_order,
    majorities,
    no_majorities,
    numbers_of_entities,
    national_totals,
)


def recipes(returns: Returns) -> dict[str, Recipe]:
    return gathered(template(returns) for template in TEMPLATES)
