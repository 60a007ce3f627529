"""Days that somebody might take for the one asked for."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from questions.calendar import DaysPreceding, ElectoralCalendar, Entry, Event, FixedDay, Rule
from questions.calendar_text import APRIL, JANUARY, MARCH, SUNDAY
from questions.generated.calendar.entries import fixed, rules_of
from questions.generated.lots import turned

SLIPS = (7, -7, 1, -1, 6, -6, 8, -8)
# On these days some state's electors did meet, although the law said otherwise.
MET_ELSEWHEN = {date(1856, 12, 4), date(1880, 12, 8)}
_MORE_DAYS: dict[Event, tuple[FixedDay, ...]] = {
    Event.COUNT: tuple(FixedDay(JANUARY, number) for number in (6, 4, 8, 7, 9, 3, 5)),
    Event.INAUGURATION: (
        FixedDay(MARCH, 4),
        FixedDay(JANUARY, 20),
        FixedDay(MARCH, 5),
        FixedDay(JANUARY, 21),
        FixedDay(APRIL, 30),
        FixedDay(JANUARY, 6),
    ),
}


def wrong_days(id: str, entry: Entry, day: date | None = None) -> list[date]:
    """Days that somebody might take for that of the entry (or for the one given), the likelier first."""
    day = day or fixed(entry)
    slips = [day + timedelta(days=days) for days in SLIPS]
    by_rule, steps, others = _days_near(entry.election, entry.event)
    likely = turned(id, [*by_rule, *steps, *slips[:4], *others])
    wrong = [other for other in (*likely, *slips) if other != day and other not in MET_ELSEWHEN]
    return [other for other in wrong if other.weekday() != SUNDAY or other in by_rule]


@cache
def _days_near(election: int, event: Event) -> tuple[list[date], list[date], list[date]]:
    """The days that rules give, that the reckoning passes through, and those of the election's events."""
    calendar = ElectoralCalendar(election)
    rules: list[Rule] = [*_MORE_DAYS.get(event, ()), *rules_of(event)]
    by_rule = [rule.day(election) for rule in rules if not isinstance(rule, DaysPreceding)]
    return by_rule, [step.day for step in calendar[event].steps], [one.day for one in calendar if one.day]
