"""A real `civiquiz run` as a process, to be started, killed and looked into."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# How long, in seconds, a story waits for what must come.
PLENTY = 30.0
_LONG_AGO = "2000-01-01 00:00:00.000000"


@dataclass
class Bot:
    """A `civiquiz run` with a database file and an environment of its own."""

    folder: Path
    environment: Mapping[str, str]
    process: asyncio.subprocess.Process | None = None
    starts: int = 0
    _log: Any = field(default=None, repr=False)

    @property
    def database(self) -> Path:
        return self.folder / "quiz.db"

    async def start(self, *arguments: str) -> None:
        """Start the process; it logs to a file in its folder."""
        self.starts += 1
        self._log = (self.folder / f"log-{self.starts}.txt").open("wb")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            *(arguments or ("run",)),
            cwd=self.folder,
            env=self.whole_environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process as an operator does, or at once with SIGKILL; its exit status."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(how)
        try:
            status = await asyncio.wait_for(self.process.wait(), PLENTY)
        except TimeoutError:
            self.process.kill()
            raise
        self._log.close()
        self.process = None
        return status

    async def restart(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End the process, by default in the middle of whatever it does, and start it again."""
        await self.stop(how)
        await self.start()

    async def ended(self) -> int:
        """Wait until the process ends by itself; its exit status."""
        assert self.process is not None
        status = await asyncio.wait_for(self.process.wait(), PLENTY)
        self._log.close()
        self.process = None
        return status

    def whole_environment(self) -> dict[str, str]:
        """This machine's environment with the bot's own tokens and database, and no others."""
        ours = ("DISCORD_", "SLACK_", "DATABASE_", "CIVIQUIZ_", "SIM_", "CHATSIM", "LC_", "LANG")
        machine = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return machine | {"LC_ALL": "C.UTF-8"} | dict(self.environment)

    def log(self) -> str:
        """All that the processes have logged."""
        files = sorted(self.folder.glob("log-*.txt"))
        return "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the database, or change it, beside the running process."""
        connection = sqlite3.connect(self.database, timeout=10)
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def hasten(self, kind: str) -> None:
        """Make work of a kind due now: no test waits for tomorrow."""
        assert self.sql(
            "UPDATE due SET due_at = '2000-01-01 00:00:00.000000' WHERE kind = ? RETURNING id", kind
        )


def environment(folder: Path, *environments: Mapping[str, str]) -> dict[str, str]:
    """The environment of a bot whose database is in the folder, and no other token than those given."""
    merged = {"DATABASE_URL": f"sqlite:///{folder / 'quiz.db'}", "CIVIQUIZ_PAUSE": "0"}
    for environment in environments:
        merged |= environment
    merged["PYTHONPATH"] = os.pathsep.join(part for part in (merged.get("PYTHONPATH"), str(ROOT)) if part)
    return merged


async def until(what: Callable[[], Any]) -> Any:
    """Wait until `what` gives something true; that thing."""
    async with asyncio.timeout(PLENTY):
        # What another process writes makes no event in this one.
        while not (got := what()):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return got
