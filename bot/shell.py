"""What every use case works with, in one place."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import structlog

from bot.engine.draw import Pool
from bot.engine.preferences import CommunitySettings, Preferences
from bot.engine.quiz import Quiz
from bot.engine.turn import Turn
from bot.ports import Clock, Stage
from bot.recent import Recent
from bot.store import communities, players
from bot.store.counts import What
from bot.store.store import Store
from questions.bank import Bank
from questions.model import Difficulty

# Another process may have written what a community or a player has chosen: it is looked up again then.
_REMEMBERED = timedelta(minutes=1)

_log = structlog.get_logger()


def _nothing() -> None:
    return None


@dataclass
class Shell:
    """The bank, the database, time, dice and the stages of the platforms that this process serves.

    `pause` is the time, in seconds, to read a reveal before the next question, `breath` the time before what
    is done in the background. `wake` tells the timekeeper that there may be new work; `counts` is what became
    of work since it last wrote them down.
    """

    bank: Bank
    store: Store
    clock: Clock
    rng: Random
    pause: float = 5
    breath: float = 0
    stages: dict[str, Stage] = field(default_factory=dict)
    wake: Callable[[], None] = _nothing
    counts: Counter[tuple[str, What]] = field(default_factory=Counter)
    turns: Recent[tuple[Quiz, Turn]] = field(default_factory=lambda: Recent(4096))
    background: set[asyncio.Task[None]] = field(default_factory=set)
    _again: dict[str, bool] = field(default_factory=dict)
    announced: Recent[bool] = field(default_factory=lambda: Recent(256))
    names: Recent[str] = field(default_factory=lambda: Recent(65536))
    refreshes: Recent[int] = field(default_factory=lambda: Recent(4096))
    _settings: Recent[tuple[CommunitySettings, datetime]] = field(default_factory=lambda: Recent(4096))
    _preferred: Recent[tuple[Preferences, datetime]] = field(default_factory=lambda: Recent(65536))
    _pools: dict[tuple[str, Difficulty | None], Pool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for topic in self.bank.topics:
            self._pool(topic.id, None)

    async def pools_of(self, topic: str | None, difficulty: Difficulty | None) -> list[Pool]:
        """What to draw from: a topic's questions or those of each topic, of one difficulty or any."""
        topics = [known.id for known in self.bank.topics if topic in {None, known.id}]
        if all((each, difficulty) in self._pools for each in topics):
            return [self._pool(each, difficulty) for each in topics]
        # Off the event loop: to tell how hard computed questions are takes some time, once.
        return await asyncio.to_thread(lambda: [self._pool(each, difficulty) for each in topics])

    def _pool(self, topic: str, difficulty: Difficulty | None) -> Pool:
        key = topic, difficulty
        if key not in self._pools:
            self._pools[key] = Pool(self.bank.pool(topic, difficulty))
        return self._pools[key]

    async def settings(self, community: str) -> CommunitySettings:
        """What a community's moderators have set, as it was at most a minute ago."""
        known = self._settings.get(community)
        if known is not None and self.clock.now() < known[1]:
            return known[0]
        if known is not None:
            # Whoever asks meanwhile need not wait for the database too.
            self.remember_settings(community, known[0])
        found = await self.store.read(lambda c: communities.settings_of(c, community))
        self.remember_settings(community, found)
        return found

    def remember_settings(self, community: str, settings: CommunitySettings) -> None:
        """Have what a moderator has just set hold at once."""
        self._settings.put(community, (settings, self.clock.now() + _REMEMBERED))

    async def preferences(self, community: str, player: str) -> Preferences:
        """What a player has chosen, as it was at most a minute ago."""
        known = self._preferred.get(f"{community}/{player}")
        if known is not None and self.clock.now() < known[1]:
            return known[0]
        found = await self.store.read(lambda c: players.preferences_of(c, community, player))
        self.remember_preferences(community, player, found)
        return found

    def remember_preferences(self, community: str, player: str, preferences: Preferences) -> None:
        """Have what a player has just chosen hold at once."""
        self._preferred.put(f"{community}/{player}", (preferences, self.clock.now() + _REMEMBERED))

    def start(self, key: str, work: Callable[[], Coroutine[Any, Any, None]], breaths: int = 1) -> None:
        """Do something behind what is being done now, so many breaths later.

        Under one key it runs once at a time: what is started meanwhile runs once more at the end.
        """
        running = key in self._again
        self._again[key] = True
        if running:
            return
        task = asyncio.create_task(self._repeat(key, work, self.breath * breaths))
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def settled(self) -> None:
        """Wait until nothing runs in the background."""
        while self.background:
            await asyncio.wait(self.background)

    async def _repeat(self, key: str, work: Callable[[], Coroutine[Any, Any, None]], pause: float) -> None:
        try:
            while self._again[key]:
                # Replies go first: what is done behind them has time.
                await asyncio.sleep(pause)
                self._again[key] = False
                await work()
        except Exception:
            _log.exception("background work failed", key=key)
        finally:
            del self._again[key]

    def new_id(self) -> str:
        """A new id, short enough for a button's: 80 random bits."""
        return f"{self.rng.getrandbits(80):020x}"
