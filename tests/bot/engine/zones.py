"""What a zone's clocks show, worked out by another way than the schedule's: stretches of one offset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

FIRST, LAST = date(2020, 1, 1), date(2029, 12, 31)
# Beyond 2037 zones go by a rule of their own, no longer by a list: thirty years hold some of both.
THIRTY_YEARS = date(2010, 1, 1), date(2039, 12, 31)
LAST_LISTED = 2037
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# Finds every change of the clocks, unless a zone undid one within four days; in these years none has.
_STEP = timedelta(days=4)


@dataclass(frozen=True)
class Stretch:
    """From `start` until `end` (UTC) the clocks are `offset` ahead of UTC."""

    start: datetime
    end: datetime
    offset: timedelta

    def instant_of(self, wall: datetime) -> datetime | None:
        """When the clocks show `wall` in this stretch, if they do."""
        instant = (wall - self.offset).replace(tzinfo=UTC)
        return instant if self.start <= instant < self.end else None

    @property
    def first_wall(self) -> datetime:
        return (self.start + self.offset).replace(tzinfo=None)


@cache
def stretches(name: str, first: date = FIRST, last: date = LAST) -> tuple[Stretch, ...]:
    """The stretches of a zone from a week before `first` until a week after `last`, without a hole."""
    begin = datetime.combine(first - 7 * DAY, time(), UTC)
    end = datetime.combine(last + 7 * DAY, time(), UTC)
    zone = ZoneInfo(name)
    found: list[Stretch] = []
    start = at = begin
    offset = _offset(zone, begin)
    while at < end:
        later = min(at + _STEP, end)
        if _offset(zone, later) != offset:
            change = _change(zone, at, later)
            found.append(Stretch(start, change, offset))
            start, offset = change, _offset(zone, change)
        at = later
    return (*found, Stretch(start, end, offset))


def first_instant(around: tuple[Stretch, ...], wall: datetime) -> datetime | None:
    """When the clocks show `wall` for the first time; None if they skip it."""
    return min(filter(None, (stretch.instant_of(wall) for stretch in around)), default=None)


def expected_occurrence(around: tuple[Stretch, ...], day: date, at: time) -> datetime | None:
    """When a schedule is to run: at its time, else the next minute of the day, else the last before it."""
    wanted = datetime.combine(day, at)
    run = first_instant(around, wanted)
    if run is not None:
        return run
    begun = [s.start for s in around if s.first_wall.date() == day and s.first_wall > wanted]
    if begun:
        return min(begun)
    ended = [s.end - MINUTE for s in around if (last := _last_wall(s)).date() == day and last < wanted]
    return max(ended, default=None)


def days_near_changes(around: tuple[Stretch, ...]) -> Iterator[date]:
    """The days on which, or next to which, the clocks change; in order, each once.

    On any other day the clocks keep one offset from the day before until the day after, so all of them
    are alike: the zone looks the same to the schedule wherever it looks.
    """
    near = {
        (after.start.replace(tzinfo=None) + offset).date() + shift * DAY
        for before, after in pairwise(around)
        for offset in (before.offset, after.offset)
        for shift in (-2, -1, 0, 1, 2)
    }
    return iter(sorted(near))


def kinds_of_changes(
    around: tuple[Stretch, ...], first: date, last: date
) -> Iterator[tuple[tuple[object, ...], date, date]]:
    """Each row of days near a change: what happens in it, from its first midnight on, first and last day.

    Rows in which the same happens are alike to a schedule, whichever their dates and zones.
    """
    for begin, end in rows(day for day in days_near_changes(around) if first <= day <= last):
        within = between(around, begin, end)
        midnight = datetime.combine(begin, time(), UTC)
        happens = (
            (after.start - midnight, before.offset, after.offset) for before, after in pairwise(within)
        )
        yield (end - begin, begin.year > LAST_LISTED, *happens), begin, end


def rows(found: Iterable[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as first and last."""
    joined: list[tuple[date, date]] = []
    for day in found:
        if joined and day - joined[-1][1] == DAY:
            joined[-1] = (joined[-1][0], day)
        else:
            joined.append((day, day))
    return joined


def between(around: tuple[Stretch, ...], first: date, last: date) -> tuple[Stretch, ...]:
    """The stretches that touch the dates from `first` to `last`, wherever on Earth."""
    start, end = (datetime.combine(day, time(), UTC) for day in (first - 2 * DAY, last + 3 * DAY))
    return tuple(stretch for stretch in around if stretch.end > start and stretch.start < end)


def _last_wall(stretch: Stretch) -> datetime:
    return (stretch.end - MINUTE + stretch.offset).replace(tzinfo=None)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    offset = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return offset
