"""Rules that sound like those of the law, and with them the events whose rules are asked about."""

from __future__ import annotations

from questions.calendar import (
    FIRST_DECEMBER_WEDNESDAY,
    FIRST_JANUARY_WEDNESDAY,
    FOURTH_DECEMBER_WEDNESDAY,
    SECOND_DECEMBER_WEDNESDAY,
    Before,
    DaysPreceding,
    Event,
    FixedDay,
    NthWeekday,
    Rule,
    WeekdayAfter,
)
from questions.calendar_text import (
    DECEMBER,
    FEBRUARY,
    JANUARY,
    MONDAY,
    NOVEMBER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
)

LIKE_RULES: dict[Event, tuple[Rule, ...]] = {
    Event.ELECTION_DAY: (
        NthWeekday(1, TUESDAY, NOVEMBER),
        NthWeekday(1, MONDAY, NOVEMBER),
        WeekdayAfter(MONDAY, NthWeekday(1, TUESDAY, NOVEMBER)),
        DaysPreceding(29, FIRST_DECEMBER_WEDNESDAY),
        DaysPreceding(41, FIRST_DECEMBER_WEDNESDAY),
        DaysPreceding(34, FIRST_JANUARY_WEDNESDAY),
    ),
    Event.MEETING: (
        NthWeekday(1, MONDAY, DECEMBER),
        SECOND_DECEMBER_WEDNESDAY,
        NthWeekday(1, MONDAY, JANUARY),
        NthWeekday(2, WEDNESDAY, JANUARY),
        WeekdayAfter(MONDAY, NthWeekday(2, TUESDAY, DECEMBER)),
        WeekdayAfter(TUESDAY, NthWeekday(2, MONDAY, DECEMBER)),
        WeekdayAfter(WEDNESDAY, NthWeekday(2, MONDAY, DECEMBER)),
        WeekdayAfter(MONDAY, FIRST_DECEMBER_WEDNESDAY),
    ),
    Event.ARRIVAL: (
        NthWeekday(4, MONDAY, DECEMBER),
        NthWeekday(4, WEDNESDAY, JANUARY),
        NthWeekday(2, WEDNESDAY, JANUARY),
        Before(NthWeekday(1, MONDAY, JANUARY)),
        Before(NthWeekday(2, WEDNESDAY, JANUARY)),
        FOURTH_DECEMBER_WEDNESDAY,
    ),
    Event.COUNT: (
        NthWeekday(1, WEDNESDAY, FEBRUARY),
        NthWeekday(2, MONDAY, FEBRUARY),
        NthWeekday(2, THURSDAY, FEBRUARY),
        NthWeekday(3, WEDNESDAY, FEBRUARY),
        WeekdayAfter(WEDNESDAY, NthWeekday(2, TUESDAY, FEBRUARY)),
        WeekdayAfter(MONDAY, NthWeekday(1, WEDNESDAY, FEBRUARY)),
        NthWeekday(2, WEDNESDAY, JANUARY),
        FixedDay(JANUARY, 3),
        FixedDay(JANUARY, 8),
        FixedDay(FEBRUARY, 6),
    ),
}
