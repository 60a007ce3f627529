"""A daily's wall-clock rule: at which instants a local time in an IANA zone comes round."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

LONGEST_OPEN = timedelta(hours=72)
# Monday is 0.
EVERY_DAY = frozenset(range(7))

_TIME = re.compile(
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})\s*(?P<half>[ap]m)?|(?P<full>\d{1,2})\s*(?P<part>[ap]m)", re.I
)


@dataclass(frozen=True, slots=True)
class Run:
    """An occurrence: its local date, the instant, what the clocks show and how far ahead of UTC they are.

    `skipped`: the clocks do not show the schedule's time on that date, so it runs at another one. `twice`:
    they show it a second time later.
    """

    day: date
    at: datetime
    wall: datetime
    offset: timedelta
    skipped: bool
    twice: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The same local time in one zone, on certain days of the week.

    Raises ValueError if there is no such day.
    """

    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError(f"no days of the week: {sorted(self.weekdays)}")

    def occurrence(self, day: date) -> datetime | None:
        """The instant, in UTC, at which the schedule runs on a local date.

        A local time that the clocks skip runs at the next minute of the day that exists, or the last one
        before if they skip the rest of the day (Greenland, each March); one that they show twice runs the
        first time only (PEP 495, fold=0). None if the schedule does not run on that day of the week, or if
        the whole date does not exist there (Samoa, 2011-12-30).
        """
        if day.weekday() not in self.weekdays:
            return None
        zone = ZoneInfo(self.zone)
        wanted = self.at.hour * 60 + self.at.minute
        for minute in (*range(wanted, 24 * 60), *range(wanted - 1, -1, -1)):
            wall = datetime.combine(day, time(minute // 60, minute % 60))
            instant = wall.replace(tzinfo=zone).astimezone(UTC)
            if instant.astimezone(zone).replace(tzinfo=None) == wall:
                return instant
        return None

    def date_at(self, instant: datetime) -> date:
        """The local date at an instant."""
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def next_after(self, instant: datetime, taken: Collection[date] = ()) -> tuple[date, datetime]:
        """The first occurrence later than `instant` whose local date is not `taken`."""
        return next(self._after(instant, taken))

    def next_runs(self, instant: datetime, count: int, taken: Collection[date] = ()) -> tuple[Run, ...]:
        """The first occurrences later than `instant` whose local dates are not `taken`."""
        return tuple(self._run(day, at) for day, at in islice(self._after(instant, taken), count))

    def closes(self, day: date) -> datetime:
        """When the quiz of a local date closes: at the next occurrence, at most 72 hours later.

        Raises:
            ValueError: the schedule does not run on that date.
        """
        opened = self.occurrence(day)
        if opened is None:
            raise ValueError(f"no quiz on {day} in {self.zone}")
        return min(self.next_after(opened, taken=(day,))[1], opened + LONGEST_OPEN)

    def _after(self, instant: datetime, taken: Collection[date]) -> Iterator[tuple[date, datetime]]:
        day = self.date_at(instant)
        while True:
            at = self.occurrence(day)
            if at is not None and at > instant and day not in taken:
                yield day, at
            day += timedelta(days=1)

    def _run(self, day: date, at: datetime) -> Run:
        local = at.astimezone(ZoneInfo(self.zone))
        wall = local.replace(tzinfo=None)
        return Run(
            day,
            at,
            wall,
            local.utcoffset() or timedelta(),
            skipped=wall.time() != self.at,
            # The offset of the second time differs from that of the first.
            twice=local.replace(fold=1).utcoffset() != local.utcoffset(),
        )


def read_time(given: str) -> time:
    """Read `09:00`, `9:00`, `9:30pm` or `9pm`.

    Raises:
        ValueError: it is none of these.
    """
    match = _TIME.fullmatch(given.strip())
    if match is None:
        raise ValueError(given)
    hour = int(match["hour"] or match["full"])
    half = (match["half"] or match["part"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(given)
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(match["minute"] or 0))


def read_zone(given: str) -> str:
    """The IANA name of a zone, whatever its case.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        return _zones_by_folded_name()[_folded(given)]
    except KeyError:
        raise ValueError(given) from None


def find_zones(given: str, most: int) -> tuple[str, ...]:
    """IANA zones whose name holds what was typed, those whose city begins with it first."""
    wanted = _folded(given)
    city = wanted.rpartition("/")[2]
    hits = [
        (not folded.rpartition("/")[2].startswith(city), not folded.startswith("america/"), name)
        for folded, name in _zones_by_folded_name().items()
        if wanted in folded or (city and folded.rpartition("/")[2].startswith(city))
    ]
    return tuple(name for _, _, name in sorted(hits)[:most])


def _folded(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


@cache
def _zones_by_folded_name() -> dict[str, str]:
    return {name.lower(): name for name in sorted(available_timezones()) if "/" in name or name == "UTC"}
