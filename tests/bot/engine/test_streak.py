from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.streak import Streak, streak

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
DAYS = st.sets(st.integers(0, 60).map(lambda n: MONDAY + n * DAY))
TODAYS = st.integers(0, 60).map(lambda n: MONDAY + n * DAY)


def marked(week_by_week: str) -> Streak:
    """The streak on the last of these days from a Monday on: `x` played, `.` not; spaces part the weeks."""
    marks = week_by_week.replace(" ", "")
    played = [MONDAY + n * DAY for n, mark in enumerate(marks) if mark == "x"]
    return streak(played, MONDAY + (len(marks) - 1) * DAY)


def retold(played: set[date], today: date) -> Streak:
    """The same rule told day by day, as a player lives through it."""
    length = longest = 0
    weeks_graced = set()
    for n in range(61):
        day = MONDAY + n * DAY
        if day > today:
            break
        week = day.isocalendar()[:2]
        if day in played:
            length += 1
            longest = max(longest, length)
        elif length and day < today:
            if week in weeks_graced:
                length = 0
            weeks_graced.add(week)
    return Streak(length, longest)


@pytest.mark.parametrize(
    ("days", "now", "longest"),
    [
        (".", 0, 0),
        ("x", 1, 1),
        ("xxxxxxx xxx", 10, 10),
        ("x.x", 2, 2),  # the grace day holds the streak, but is not counted
        ("x..", 1, 1),  # the second one is today, which is not over
        ("x...", 0, 1),
        ("x.x.x", 1, 2),  # two days missed in one week
        ("xxxxx.x x.xxx.x", 1, 10),  # a grace day each week; the second one of the week breaks it
        ("xxxxxx. .xxxx", 10, 10),  # Sunday and Monday are of two weeks
        ("xxxxxx. ..xxx", 3, 6),
        ("x.x.x.x", 1, 2),  # the week's grace day is used up, also for what began anew
        ("x..x.xx x.x", 4, 4),
        ("xxxxxxx ....... ....... x", 1, 7),
    ],
)
def test_one_day_a_week_may_be_missed(days: str, now: int, longest: int) -> None:
    assert marked(days) == Streak(now, longest)


def test_weeks_are_those_of_the_calendar_also_over_the_turn_of_the_year() -> None:
    thursday = date(2026, 12, 31)
    assert thursday.isoweekday() == 4
    # January 1 and 2 are of the week of December 28: only one of them may be missed.
    assert streak([thursday, date(2027, 1, 2)], date(2027, 1, 2)).now == 2
    assert streak([thursday, date(2027, 1, 3)], date(2027, 1, 3)).now == 1


@given(DAYS, TODAYS)
def test_a_streak_is_what_one_lives_through_day_by_day(played: set[date], today: date) -> None:
    assert streak(played, today) == retold(played, today)


@given(DAYS, TODAYS)
def test_today_breaks_nothing_while_it_lasts(played: set[date], today: date) -> None:
    before = streak(played - {today}, today)
    assert streak(played | {today}, today).now == before.now + 1
    # Nor does the day on which it would be missed cost more than itself.
    assert before.longest == streak(played, today - DAY).longest


@given(DAYS, TODAYS)
def test_playing_every_day_counts_every_day(played: set[date], today: date) -> None:
    all_days = {MONDAY + n * DAY for n in range((today - MONDAY).days + 1)}
    assert streak(all_days, today) == Streak(len(all_days), len(all_days))
    assert streak(played, today).longest <= len(all_days)


@given(DAYS, TODAYS, st.integers(-200, 200))
def test_whole_weeks_later_the_same_days_make_the_same_streak(
    played: set[date], today: date, weeks: int
) -> None:
    later = timedelta(weeks=weeks)
    assert streak([day + later for day in played], today + later) == streak(played, today)


@given(DAYS, TODAYS)
def test_what_is_played_later_does_not_change_what_was(played: set[date], today: date) -> None:
    until = {day for day in played if day <= today}
    assert streak(played, today) == streak(until, today)
    assert streak(played, today + DAY).longest >= streak(played, today).longest


@given(DAYS, TODAYS)
def test_the_streak_of_now_is_no_longer_than_the_longest(played: set[date], today: date) -> None:
    found = streak(played, today)
    assert 0 <= found.now <= found.longest <= len(played)
