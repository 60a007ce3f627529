"""Ranking over a period, a topic and a scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.engine.scoring import Tally


class Period(StrEnum):
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


class Scope(StrEnum):
    CHANNEL = "channel"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a leaderboard. Equal points share a rank: 1, 1, 3."""

    rank: int
    player: str
    tally: Tally


def local_date(instant: datetime, zone: str) -> date:
    """The date that an instant falls on in an IANA zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def first_day(period: Period, today: date) -> date | None:
    """The first local date that counts; None for all time. Weeks start on Monday (ISO 8601)."""
    match period:
        case Period.TODAY:
            return today
        case Period.WEEK:
            return today - timedelta(days=today.weekday())
        case Period.MONTH:
            return today.replace(day=1)
        case Period.ALL:
            return None


def ranked(tallies: Mapping[str, Tally]) -> tuple[Standing, ...]:
    """Order players by points, most first.

    Equal points share a rank and the next rank is left out (standard competition ranking, "1224"); neither
    time nor the number of answers breaks a tie. Within a rank the order is by id, so that it is stable.
    """
    ordered = sorted(tallies.items(), key=lambda item: (-item[1].points, item[0]))
    standings: list[Standing] = []
    for place, (player, tally) in enumerate(ordered, start=1):
        tied = standings and standings[-1].tally.points == tally.points
        standings.append(Standing(standings[-1].rank if tied else place, player, tally))
    return tuple(standings)
