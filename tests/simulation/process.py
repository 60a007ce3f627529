"""The bot as processes that die at random and come back some time later, each on the same file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy import Connection

from bot.commands import Command
from bot.engine.turn import Answer
from bot.quizmaster import Quizmaster
from bot.requests import Reply, Request, Room
from bot.shell import Shell
from bot.store import due
from bot.store.store import free_dead_leases
from bot.timekeeper import Timekeeper
from questions.bank import Bank
from tests.bot.crashes import Died, Life, MortalStage, MortalStore, unknown_posts
from tests.bot.fakes import PAUSE, FakeClock
from tests.simulation.platform import Platform

T = TypeVar("T")

# An interaction on Discord that nobody has taken by then has failed. Slack brings it again.
HOLDS = timedelta(minutes=1)
# Who has lived so shortly may not have come to do all that was due.
BRIEF = timedelta(minutes=1)


@dataclass
class Downtime:
    """When nothing ran."""

    begin: datetime
    end: datetime

    def covers(self, begin: datetime, end: datetime) -> bool:
        return self.begin <= begin and end <= self.end


@dataclass
class Process:
    """The bot, whichever process it is just now. `told` are the answers that players were told of.

    Of `lives` moments, right before or behind a commit or a call, one is a process's last.
    """

    file: Path
    bank: Bank
    clock: FakeClock
    platform: Platform
    dice: Random
    lives: int
    told: list[Answer] = field(default_factory=list)
    down: list[Downtime] = field(default_factory=list)
    crashes: int = 0

    @property
    def commands(self) -> Sequence[Command]:
        return self._quizmaster.commands

    async def open(self) -> None:
        while True:
            self._life = Life(self)
            self._store = MortalStore(self.file, self._life, self._life.moment, self.told)
            shell = Shell(self.bank, self._store, self.clock, Random(self.dice.getrandbits(64)), PAUSE)
            stage = MortalStage(self.platform, self._life, [])
            shell.stages["discord"] = shell.stages["slack"] = stage
            self._shell = shell
            self._quizmaster, self._timekeeper = Quizmaster(shell), Timekeeper(shell)
            try:
                await free_dead_leases(self._store)
                return
            except Died:
                self._die()

    def has_come(self, which: str) -> bool:
        """Whether a process's last moment has come."""
        return self.dice.randrange(self.lives) == 0

    async def handle(self, request: Request) -> Reply | None:
        """What a player gets back; None also if nobody was there to ask."""
        discord = request.room is not None and request.room.platform == "discord"
        if discord and self.clock.now() - request.at > HOLDS:
            return None
        while True:
            try:
                return await self._quizmaster.handle(request)
            except Died:
                await self._revive()
            if discord:
                # Nothing comes again by itself: the player sees it fail, and some try once more.
                if self.dice.random() < 0.3:
                    return None
                request = replace(request, cause=f"{request.cause}'", at=self.clock.now())

    async def joined(self, room: Room) -> None:
        await self._survive(lambda: self._quizmaster.joined(room))

    async def left(self, community: str) -> None:
        await self._survive(lambda: self._quizmaster.left(community))

    async def next_due(self) -> datetime | None:
        """When the next work is due, once nothing goes on in the background."""

        async def ask() -> datetime | None:
            await self._shell.settled()
            at, rates = self.clock.now(), self._timekeeper.rates
            return self.look(lambda c: due.next_due(c, ["discord", "slack"], at, rates))

        return await self._survive(ask)

    async def run_due(self) -> None:
        await self._survive(lambda: self._timekeeper.run_due())

    def look(self, question: Callable[[Connection], T]) -> T:
        """Ask the database something now."""
        return self._store.look(question)

    def close(self) -> None:
        self._life.over = True
        self._store.close()

    async def _survive(self, do: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await do()
            except Died:
                await self._revive()

    async def _revive(self) -> None:
        """Come back after the process has died, unless somebody saw to it."""
        if self._life.over:
            self._die()
            await self.open()

    def _die(self) -> None:
        self.crashes += 1
        # What was posted, while nothing committed says so, may be posted again.
        self.platform.uncertain |= self.look(unknown_posts)
        self.close()
        begin = self.clock.now()
        if self.down and begin - self.down[-1].end < BRIEF:
            begin = self.down.pop().begin
        self.clock.advance(self._time_down())
        self.down.append(Downtime(begin, self.clock.now()))

    def _time_down(self) -> float:
        """In seconds: most of the time a few, at times a night or two."""
        longest = self.dice.choices((20, 1200, 6 * 3600, 50 * 3600), (60, 30, 9, 1))[0]
        return round(self.dice.uniform(2, longest), 3)
