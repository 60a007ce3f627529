"""What communities and players have chosen; everything has a sensible value before anybody chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from questions.model import Language

UTC_ZONE = "UTC"

# What stands for no choice of one's own.
AUTOMATIC = "automatic"
SWITCHES = {"on": True, "off": False}
# The times that a question of a round can be given, in seconds, as `CommunitySettings.seconds` has them.
LIMITS = {"suggested": None, "15": 15, "30": 30, "60": 60, "90": 90, "120": 120, "unlimited": 0}


class Starters(StrEnum):
    """Who may start a round."""

    EVERYONE = "everyone"
    MODERATORS = "moderators"


class Rooms(StrEnum):
    """Where rounds may be played, as seen from one room."""

    EVERYWHERE = "everywhere"
    ONLY_HERE = "only-here"
    HERE = "here"
    NOT_HERE = "not-here"


class Pace(StrEnum):
    """How much time a player takes for a question of one's own (WCAG 2.2.1, Timing Adjustable)."""

    NORMAL = "normal"
    DOUBLE = "double"
    TRIPLE = "triple"
    UNLIMITED = "unlimited"

    @property
    def factor(self) -> int | None:
        """By what the usual time is multiplied; None if there is no limit."""
        return {Pace.NORMAL: 1, Pace.DOUBLE: 2, Pace.TRIPLE: 3, Pace.UNLIMITED: None}[self]


@dataclass(frozen=True, slots=True)
class CommunitySettings:
    """What a community's moderators have set.

    `zone` and `language` are None until set: then UTC, and what the platform tells of the community.
    `seconds` is the time for a question of a round: None lets the length of its text suggest it, 0 sets no
    limit. `rooms` are the ids of those in which rounds may be played, all of them if none is named.
    `moderators` are players with a moderator's power although the platform gives them none. What was played
    before the local date `season` counts on no leaderboard.
    """

    zone: str | None = None
    language: Language | None = None
    bonus: bool = True
    seconds: int | None = None
    starters: Starters = Starters.EVERYONE
    rooms: frozenset[str] = frozenset()
    streaks: bool = True
    leaderboard: bool = True
    moderators: frozenset[str] = frozenset()
    season: date | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a player has chosen in a community. `excluded` is a moderator's choice, not theirs.

    `language` and `zone` are None until chosen: then what the platform tells, and the community's.
    """

    language: Language | None = None
    zone: str | None = None
    pace: Pace = Pace.NORMAL
    streak: bool = True
    excluded: bool = False
