"""Virtual players: they start rounds, answer in them, go through dailies, click twice and too late."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from tests.chaos.hands import Gone, Question, Room
from tests.chaos.seen import Click
from tests.chaos.world import World

# Their questions are all answered by a click.
_TOPICS: Final = ("electoral-calendar", "choices")
_LANGUAGES: Final = ("en", "es")
# How often players look up, and how long a room is quiet before somebody starts a round, in seconds.
_LOOK: Final = 0.2
_QUIET: Final = 4.0
_FEWEST: Final = 3
_TWICE: Final = 0.1
_LATE: Final = 0.1
# Later than this, in seconds, the time of the shortest question is over.
_TOO_LATE: Final = 9.0
_PLAYS_A_DAILY: Final = 0.4


@dataclass
class Players:
    """Everybody who plays, and all that they did."""

    world: World
    rng: Random
    clicks: list[Click] = field(default_factory=list)
    starting: bool = True
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def play(self) -> None:
        """Play in every room until cancelled."""
        tables = [self._table(room) for room in self.world.tables]
        quiet = [self._dailies(room) for room in self.world.rooms]
        await asyncio.gather(*tables, *quiet)

    async def finish(self) -> None:
        """Wait until nobody looks at a screen any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    @property
    def recorded(self) -> int:
        return sum(click.recorded for click in self.clicks)

    async def _table(self, room: Room) -> None:
        """Rounds in one room, one after the other."""
        seen: set[str] = set()
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            question = room.hands.question(room)
            if question is not None and question.turn not in seen:
                seen.add(question.turn)
                self._answer_all(room, question)
            if question is not None:
                last = loop.time()
            elif self.starting and loop.time() - last > _QUIET:
                last = loop.time()
                self._do(self._start(room))
            await asyncio.sleep(_LOOK)

    async def _start(self, room: Room) -> None:
        topic, language = self.rng.choice(_TOPICS), self.rng.choice(_LANGUAGES)
        length, seconds = self.rng.randint(3, 6), self.rng.randint(5, 7)
        words = f"play topic:{topic} questions:{length} seconds:{seconds} language:{language}"
        await room.hands.command(room, self.rng.choice(room.people), words)

    def _answer_all(self, room: Room, question: Question) -> None:
        crowd = self.rng.sample(room.people, self.rng.randint(_FEWEST, len(room.people)))
        for person in crowd:
            late = self.rng.random() < _LATE
            wait = _TOO_LATE if late else self.rng.triangular(0.1, 4.0, 0.6)
            for _ in range(2 if self.rng.random() < _TWICE else 1):
                self._do(self._answer(room, person, question, wait))

    async def _answer(self, room: Room, person: Any, question: Question, wait: float) -> None:
        await asyncio.sleep(wait)
        option = self.rng.choice(question.options)
        self.clicks.append(await room.hands.click(room, person, question, option))

    async def _dailies(self, room: Room) -> None:
        """The dailies that appear in one room."""
        seen: set[str] = set()
        while True:
            found = room.hands.daily(room, seen)
            if found is not None:
                quiz, message = found
                seen.add(quiz)
                for person in room.people:
                    if self.rng.random() < _PLAYS_A_DAILY:
                        self._do(self._daily(room, person, message, self.rng.uniform(0.1, 8)))
            await asyncio.sleep(10 * _LOOK)

    async def _daily(self, room: Room, person: Any, message: Any, wait: float) -> None:
        await asyncio.sleep(wait)
        self.clicks += await room.hands.play_daily(room, person, message, self.rng.choice)

    def _do(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._tried(doing))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tried(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do something that the app on the player's phone may refuse, as when a button has just gone."""
        with suppress(*self.world.refusals, Gone):
            await doing
