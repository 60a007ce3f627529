"""Ranking over a period, a topic and a scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.engine.scoring import Tally

# The days that statistics look back on, and that the period of that name counts.
RECENT_DAYS = 28
PAGE = 10


class Period(StrEnum):
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    RECENT = "28-days"
    ALL = "all"


class Scope(StrEnum):
    CHANNEL = "channel"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class View:
    """Which leaderboard a reader looks at."""

    period: Period = Period.ALL
    scope: Scope = Scope.CHANNEL
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a leaderboard. Equal points share a rank: 1, 1, 3."""

    rank: int
    player: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Field:
    """What is counted: in a community or one room of it, on one topic or all, since a local date or ever."""

    community: str
    room: str | None = None
    topic: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number` of `pages`, and the reader's `own` line wherever it stands, if they have one."""

    lines: tuple[Standing, ...]
    own: Standing | None = None
    number: int = 1
    pages: int = 1


def local_date(instant: datetime, zone: str) -> date:
    """The date that an instant falls on in an IANA zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def first_day(period: Period, today: date) -> date | None:
    """The first local date of a period; None for all time. Weeks start on Monday (ISO 8601)."""
    match period:
        case Period.TODAY:
            return today
        case Period.WEEK:
            return today - timedelta(days=today.weekday())
        case Period.MONTH:
            return today.replace(day=1)
        case Period.RECENT:
            return today - timedelta(days=RECENT_DAYS - 1)
        case Period.ALL:
            return None


def counted_from(period: Period, today: date, season: date | None) -> date | None:
    """The first local date that counts in a community whose season began on a date; None if all do."""
    return max((day for day in (first_day(period, today), season) if day is not None), default=None)


def pages(players: int) -> int:
    """How many pages a leaderboard has; an empty one has one too."""
    return max(1, -(-players // PAGE))


def ranked(tallies: Mapping[str, Tally]) -> tuple[Standing, ...]:
    """Order players by points, most first.

    Neither time nor the number of answers breaks a tie. Within a rank the order is by id, to be stable.
    """
    return placed(sorted(tallies.items(), key=lambda item: (-item[1].points, item[0])))


def placed(ordered: Iterable[tuple[str, Tally]], before: int = 0, better: int = 0) -> tuple[Standing, ...]:
    """Lines of a ranking, of which `before` stand before these, `better` of them with more points.

    A rank is one more than the number of players with more points: equal points share it, and the next one is
    left out (standard competition ranking, "1224").
    """
    standings: list[Standing] = []
    for place, (player, tally) in enumerate(ordered, start=before + 1):
        if standings and tally.points < standings[-1].tally.points:
            better = place - 1
        standings.append(Standing(better + 1, player, tally))
    return tuple(standings)
