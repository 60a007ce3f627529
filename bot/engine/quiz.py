"""Questions drawn at one time for one room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from questions.model import Difficulty, Language


class Mode(StrEnum):
    """`live`: all share the turns. `daily`: each player has one's own, until the quiz closes.

    `practice`: the quiz is one player's own, and counts nowhere.
    """

    LIVE = "live"
    DAILY = "daily"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Quiz:
    """`seconds` is the time to answer a shared turn: 0 sets no limit, None lets its question suggest one.

    `pause` is the time to read its reveal, `bonus` whether speed brings more points, `day` the local date
    that the points count for. `schedule` and `closes_at` are a daily's. `present` are the players who share
    the screen.
    """

    id: str
    community: str
    room: str
    mode: Mode
    topic: str | None
    language: Language
    length: int
    seconds: int | None
    pause: float
    starter: str
    day: date
    opened_at: datetime
    cause: str
    present: frozenset[str] = frozenset()
    schedule: str | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    message: str | None = None
    difficulty: Difficulty | None = None
    bonus: bool = False

    @property
    def timed(self) -> bool:
        """Whether its shared turns have a time limit."""
        return self.seconds != 0

    @property
    def rewards_speed(self) -> bool:
        """Whether a right answer brings more points the sooner it comes."""
        return self.bonus and self.timed

    @property
    def lane(self) -> str:
        """Posts and edits of one room are delivered in order."""
        return f"{self.community}/{self.room}"
