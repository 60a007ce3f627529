"""All templates, in the order of their questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from questions.generated.calendar.acts import acts_of_rules
from questions.generated.calendar.by_day import elections_by_day
from questions.generated.calendar.by_rule import elections_by_rule
from questions.generated.calendar.days import days_of_events
from questions.generated.calendar.intervals import distances
from questions.generated.calendar.moved import moved_days, reasons_of_moving
from questions.generated.calendar.objections import objections
from questions.generated.calendar.on_a_day import events_of_days, weekdays
from questions.generated.calendar.rules import rules_in_force
from questions.generated.calendar.turning_points import turning_points
from questions.generated.calendar.what_if import other_rules
from questions.generated.draft import Recipe, gathered

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
    return gathered(template() for template in TEMPLATES)
