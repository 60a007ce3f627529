"""The processes: started, killed, restarted, their clocks moved, and watched."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.chaos.databases import Database
from tests.e2e.asked import PACKS
from tests.e2e.process import Bot, environment, until
from tests.e2e.wall_clock import WallClock, build, new_clock

# How long a reveal is to be read, in seconds: players here read fast.
_PAUSE: Final = "1"


@dataclass(slots=True)
class Process:
    """One `civiquiz run` under whatever process id; times are of the monotonic clock.

    `down` holds when it was killed and when it was serving again.
    """

    bot: Bot
    wall_clock: WallClock
    command: tuple[str, ...]
    down: list[tuple[float, float]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def runs(self) -> bool:
        return self.bot.process is not None and self.bot.process.returncode is None

    async def start(self) -> None:
        """Start it, and wait until it says that it serves."""
        self.shift(0)
        await self.bot.start(*self.command)
        await until(lambda: "event=serving" in self._last_log() or not self.runs)
        self.check()

    async def kill(self, pause: float) -> None:
        """End it in the middle of whatever it does, and start it again after a pause."""
        async with self.busy:
            self.check()
            killed = time.monotonic()
            await self.bot.stop(signal.SIGKILL)
            await asyncio.sleep(pause)
            await self.start()
            self.down.append((killed, time.monotonic()))

    async def stop(self) -> None:
        """End it as an operator does."""
        self.check()
        status = await self.bot.stop()
        if status:
            self.ended.append(f"asked to stop, it ended with status {status}")

    def shift(self, seconds: int) -> None:
        """Let its wall clock be off by so much; no other clock."""
        self.wall_clock.shift(seconds)

    def check(self) -> None:
        """Note if it has ended by itself."""
        if not self.runs:
            status = self.bot.process.returncode if self.bot.process is not None else None
            self.ended.append(f"ended by itself with status {status}: {self._last_log()[-600:]}")

    def _last_log(self) -> str:
        file = self.bot.folder / f"log-{self.bot.starts}.txt"
        return file.read_text(encoding="utf-8", errors="replace")


def processes(
    folder: Path, number: int, found: Database, environments: Sequence[Mapping[str, str]]
) -> list[Process]:
    """Processes on one database, none of them started yet."""
    library = build(folder)
    made = []
    for n in range(number):
        home = folder / f"bot-{n}"
        home.mkdir()
        clock = new_clock(library, home / "wall-clock")
        more = {"DATABASE_URL": found.url, "CIVIQUIZ_PACKS": str(PACKS), "CIVIQUIZ_PAUSE": _PAUSE}
        # Nowhere is everything compiled anew at each start.
        more["PYTHONDONTWRITEBYTECODE"] = ""
        # Each process holds its share of Discord's shards, and two of Slack's sockets.
        command = ("run", "--shards", f"{n}/{number}") if number > 1 else ("run",)
        made.append(
            Process(Bot(home, environment(home, *environments, more, clock.environment)), clock, command)
        )
    return made


@asynccontextmanager
async def started(processes: Sequence[Process]) -> AsyncIterator[None]:
    """Processes that serve; at the end they are asked to stop, and none is left."""
    try:
        for process in processes:
            await process.start()
        yield
        for process in processes:
            await process.stop()
    finally:
        for process in processes:
            if process.runs:
                await process.bot.stop(signal.SIGKILL)
