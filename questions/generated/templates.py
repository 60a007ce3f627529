"""All templates, in the order of their questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from questions.generated.acts import acts_of_rules
from questions.generated.by_day import elections_by_day
from questions.generated.by_rule import elections_by_rule
from questions.generated.days import days_of_events
from questions.generated.draft import Recipe
from questions.generated.intervals import distances
from questions.generated.moved import moved_days, reasons_of_moving
from questions.generated.objections import objections
from questions.generated.on_a_day import events_of_days, weekdays
from questions.generated.rules import rules_in_force
from questions.generated.turning_points import turning_points
from questions.generated.what_if import other_rules

TEMPLATES: tuple[Callable[[], Iterator[tuple[str, Recipe]]], ...] = (
    days_of_events,
    rules_in_force,
    acts_of_rules,
    turning_points,
    elections_by_rule,
    elections_by_day,
    distances,
    weekdays,
    events_of_days,
    other_rules,
    objections,
    moved_days,
    reasons_of_moving,
)


@cache
def recipes() -> dict[str, Recipe]:
    recipes: dict[str, Recipe] = {}
    for template in TEMPLATES:
        for id, recipe in template():
            if id in recipes:
                raise ValueError(f"two generated questions have the id {id}")
            recipes[id] = recipe
    return recipes
