"""What comes in from an adapter and what goes back to one user."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.cards import Card
from questions.model import Language

Value = str | int

_UNKEEPABLE: Final = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Room:
    """A channel of a community. `community` is the platform and its own id: `discord:42`.

    `language` is what the community reads: as its moderators have set, else where the platform tells.
    """

    community: str
    id: str
    language: Language | None = None

    @property
    def platform(self) -> str:
        return platform_of(self.community)


@dataclass(frozen=True, slots=True)
class Player:
    """A user in a community. `name` is what others see, as the user wrote it: to be escaped.

    A `moderator` is one by the platform's word, or by that of the community's other moderators.
    """

    id: str
    name: str
    language: Language = "en"
    moderator: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a user did.

    `room` is None in a direct message and on a screen of the user's own; `community` may be known all the
    same. `cause` is the platform's id of the event: a redelivery has the same. `at` is the platform's own
    time of the event. `present` names the players who share the screen, where the platform knows them (a
    terminal does).
    """

    player: Player
    room: Room | None
    action: str
    arguments: Mapping[str, Value]
    cause: str
    at: datetime
    present: frozenset[str] = field(default_factory=frozenset)
    community: str | None = None

    @property
    def where(self) -> str | None:
        """The community where the user is, as far as it is known."""
        return self.room.community if self.room else self.community

    def kept(self) -> Request:
        """The request without what no database keeps, in anything that a user or a platform wrote."""
        player, room = self.player, self.room
        return replace(
            self,
            player=replace(player, id=keepable(player.id), name=keepable(player.name)),
            room=room and replace(room, community=keepable(room.community), id=keepable(room.id)),
            arguments={
                keepable(name): keepable(value) if isinstance(value, str) else value
                for name, value in self.arguments.items()
            },
            cause=keepable(self.cause),
            community=self.community and keepable(self.community),
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What the user gets back, privately.

    `update` changes the private card that was clicked; `opens` shows the card's form in a window at once.
    """

    card: Card
    update: bool = False
    opens: bool = False


class Refusal(Exception):
    """A rule or a limit says no; `word` is the id of the sentence that tells the user why."""

    def __init__(self, word: str, **arguments: object) -> None:
        super().__init__(word)
        self.word = word
        self.arguments = arguments


def keepable(text: str) -> str:
    """The text with a replacement character for what no database keeps: NUL, and halves of characters."""
    return _UNKEEPABLE.sub("\ufffd", text)


def platform_of(community: str) -> str:
    """The platform's name out of a community's id."""
    return community.partition(":")[0]
