"""The only two things the bot asks of the outside: what time it is, and to show something."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.cards import Card


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC; never runs backwards."""
        ...


class Pictures(StrEnum):
    """How a platform can show a picture to one user: in a private reply, only in a direct message, or in
    words alone."""

    REPLY = "reply"
    DIRECT = "direct"
    WORDS = "words"


class Stage(Protocol):
    """Where the rooms and players of a platform's communities see cards.

    The calls raise `Unreachable` or `TryLater`; `post` also `Uncertain`, where a repeat cannot be dropped.
    """

    @property
    def pictures(self) -> Pictures: ...

    @property
    def rate(self) -> float | None:
        """How many posts and edits a second the platform takes of the whole bot; None if it sets no limit.

        Less than that, for what nobody waits for must leave room for what players do wait for.
        """
        ...

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        """Post a new message and return its id. `key` names the message, so that a repeat can be dropped."""
        ...

    async def edit(self, community: str, room: str, message: str, card: Card) -> None:
        """Show `card` in the place of what the message showed."""
        ...

    async def direct(self, community: str, player: str, card: Card) -> None:
        """Send `card` to a player of a community as a direct message."""
        ...


class Unreachable(Exception):
    """The bot may not write there, or the room or message is gone: trying again is of no use."""


class TryLater(Exception):
    """The platform could not take it now; `after` is its own advice in seconds, if it gave one."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Uncertain(TryLater):
    """A post may have come, and the platform cannot drop a repeat: it is sent once more and no oftener."""


class CannotStart(Exception):
    """What keeps the bot from running, in a sentence for the operator."""
