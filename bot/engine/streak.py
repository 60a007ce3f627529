"""Streaks: on how many dates in a row a player has played, with one grace day a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Streak:
    """The streak that runs now and the longest there was, in days played."""

    now: int = 0
    longest: int = 0


def streak(played: Iterable[date], today: date) -> Streak:
    """A player's streak on the local date `today`, from the local dates on which they played.

    A date without play breaks the streak, unless it is the first one missed in its week (ISO 8601, from
    Monday): that is its grace day. Who misses two dates of one week starts anew; the week's grace stays used
    up. A streak counts the days played, not its grace days. `today` itself breaks nothing while it lasts.
    Days are taken as they came: what is played later never mends what was broken.
    """
    length = longest = 0
    graced: tuple[int, int] | None = None
    before: date | None = None
    for day in sorted({day for day in played if day <= today}):
        held, graced = _bridged(before, day, graced)
        length = length + 1 if held else 1
        longest = max(longest, length)
        before = day
    runs, _ = _bridged(before, today, graced)
    return Streak(length if runs else 0, longest)


def _bridged(
    before: date | None, day: date, graced: tuple[int, int] | None
) -> tuple[bool, tuple[int, int] | None]:
    """Whether a streak holds over the dates between two, and the last week whose grace day is used."""
    if before is None:
        return False, graced
    for missed in _between(before, day):
        if _week(missed) == graced:
            return False, graced
        graced = _week(missed)
    return True, graced


def _between(before: date, day: date) -> Iterator[date]:
    missed = before + _DAY
    while missed < day:
        yield missed
        missed += _DAY


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
