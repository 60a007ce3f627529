"""What a player's days say: points, right answers by topic, the best day, the last four weeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.engine.leaderboard import RECENT_DAYS
from bot.engine.scoring import Tally, total


@dataclass(frozen=True, slots=True)
class Played:
    """What a player gathered on one local date and topic."""

    day: date
    topic: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Day:
    """What a player gathered on one local date."""

    date: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class Statistics:
    """`topics` are in the order of most answers. `best` is the first day with the most points, if there were
    any. `recent` are the last 28 local dates, today the last of them."""

    total: Tally
    topics: tuple[tuple[str, Tally], ...]
    best: Day | None
    recent: tuple[Day, ...]

    @property
    def recently_played(self) -> bool:
        """Whether the last 28 dates saw an answer."""
        return any(day.tally.answered for day in self.recent)


def statistics(played: Iterable[Played], today: date) -> Statistics:
    """Sum what a player gathered, as seen on the local date `today`."""
    days: dict[date, Tally] = {}
    topics: dict[str, Tally] = {}
    for one in played:
        days[one.day] = days.get(one.day, Tally()) + one.tally
        topics[one.topic] = topics.get(one.topic, Tally()) + one.tally
    scored = [Day(day, tally) for day, tally in days.items() if tally.points]
    return Statistics(
        total=total(days.values()),
        topics=tuple(sorted(topics.items(), key=lambda item: (-item[1].answered, item[0]))),
        best=min(scored, key=lambda day: (-day.tally.points, day.date), default=None),
        recent=tuple(Day(day, days.get(day, Tally())) for day in recent_dates(today)),
    )


def recent_dates(today: date) -> tuple[date, ...]:
    """The last 28 local dates, the oldest first."""
    return tuple(today - timedelta(days=ago) for ago in reversed(range(RECENT_DAYS)))
