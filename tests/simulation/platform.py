"""A platform on bad days: busy, failing before what it is asked for or behind it, its rooms gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.cards import Card
from bot.ports import Clock, Pictures, TryLater, Unreachable
from tests.simulation.digest import Digest

# Of a thousand calls in calm weather.
BUSY, BUSY_WITHOUT_ADVICE, BROKEN_BEFORE, BROKEN_BEHIND = 10, 5, 3, 3
# How long Discord drops a second message under the same nonce.
NONCE_HOLDS = timedelta(minutes=2)
# A daily is open for three days, and nothing may run for two; what is shown as open for longer was forgotten.
LONGEST_OPEN = timedelta(days=6)
# A message that nobody can answer is changed once more at most, if a process has died behind the change.
REMEMBERED = timedelta(days=3)

_OPEN = frozenset({"answer", "fill", "next", "start"})


class Fault(Exception):
    """The platform failed in a way that tells nothing, such as a connection that is cut."""


@dataclass
class Shown:
    """A message as its room sees it now."""

    id: str
    community: str
    room: str
    key: str
    card: Card
    at: datetime
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody could still answer there."""
        return any(button.action.partition(":")[0] in _OPEN for button in self.card.buttons)


@dataclass
class Counts:
    """What a run did."""

    posts: int = 0
    edits: int = 0
    faults: int = 0
    busy: int = 0
    repeated: int = 0


@dataclass
class Platform:
    """Discord and Slack as one. `saw` is called with each message that a room sees for the first time.

    Messages are kept while they are open, and some days longer.
    """

    clock: Clock
    dice: Random
    digest: Digest
    saw: Callable[[Shown], None]
    # How many times as often as in calm weather it fails.
    storm: float
    pictures: Pictures = Pictures.REPLY
    rate: float | None = 40
    counts: Counts = field(default_factory=Counts)
    gone: set[str] = field(default_factory=set)
    messages: dict[str, Shown] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    # The newest message under each key.
    _by_key: dict[str, Shown] = field(default_factory=dict)
    _lost: set[str] = field(default_factory=set)
    # Keys under which a message was posted that the bot may not know of: these it may post again.
    uncertain: set[str] = field(default_factory=set)

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        behind = self._fail(community, "post")
        now, before = self.clock.now(), self._by_key.get(key)
        if before is not None and community.startswith("discord:") and now - before.at < NONCE_HOLDS:
            shown = before
        else:
            if before is not None:
                self._repeat(before, key)
            self.counts.posts += 1
            shown = Shown(f"message {self.counts.posts}", community, room, key, card, now, now)
            self.messages[shown.id] = self._by_key[key] = shown
            self.digest.add("post", now, community, room, key, card)
            self.saw(shown)
        if behind:
            self.uncertain.add(key)
            raise Fault("cut behind a post")
        return shown.id

    async def edit(self, community: str, room: str, message: str, card: Card) -> None:
        behind = self._fail(community, "edit")
        if message in self._lost:
            raise Unreachable(f"{message} is gone")
        shown = self.messages.get(message)
        if shown is None or (shown.community, shown.room) != (community, room):
            self.wrong.append(f"{community} edits {message}, which is not there")
            return
        self.counts.edits += 1
        self.digest.add("edit", self.clock.now(), message, card)
        shown.card, shown.changed_at = card, self.clock.now()
        if behind:
            raise Fault("cut behind an edit")

    async def direct(self, community: str, player: str, card: Card) -> None:
        behind = self._fail(community, "direct message")
        self.digest.add("direct", self.clock.now(), community, player, card)
        if behind:
            raise Fault("cut behind a direct message")

    def forget(self) -> None:
        """Check what is still open that long should not be, and drop what will not change any more."""
        now = self.clock.now()
        for shown in list(self.messages.values()):
            if shown.is_open and now - shown.at > LONGEST_OPEN:
                self.wrong.append(f"{shown.community}/{shown.room}: {shown.key} is still shown as open")
            if not shown.is_open and now - shown.changed_at > REMEMBERED:
                del self.messages[shown.id]
                if self._by_key.get(shown.key) is shown:
                    del self._by_key[shown.key]
                    self.uncertain.discard(shown.key)

    def lose_room(self, community: str) -> None:
        """Nobody sees any more what its rooms showed, nor can it be edited."""
        self.gone.add(community)
        for shown in [shown for shown in self.messages.values() if shown.community == community]:
            del self.messages[shown.id]
            self._lost.add(shown.id)

    def _repeat(self, before: Shown, key: str) -> None:
        self.counts.repeated += 1
        # Whichever the bot knows, the other will never change.
        self.messages.pop(before.id, None)
        if key not in self.uncertain:
            self.wrong.append(f"{key} was posted twice")

    def _fail(self, community: str, what: str) -> bool:
        """Fail, now or (if true is what comes back) behind what was asked for."""
        if community in self.gone:
            raise Unreachable(f"{community} is gone")
        thrown = self.dice.uniform(0, 1000 / self.storm)
        if thrown < BUSY:
            self.counts.busy += 1
            raise TryLater("rate limited", after=round(self.dice.uniform(0.3, 40), 3))
        if thrown < BUSY + BUSY_WITHOUT_ADVICE:
            self.counts.busy += 1
            raise TryLater("503")
        if thrown < BUSY + BUSY_WITHOUT_ADVICE + BROKEN_BEFORE + BROKEN_BEHIND:
            self.counts.faults += 1
            if thrown < BUSY + BUSY_WITHOUT_ADVICE + BROKEN_BEFORE:
                raise Fault(f"cut before a {what}")
            return True
        return False
