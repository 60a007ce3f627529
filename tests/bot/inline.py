"""A store without threads: what it is asked for is done at once, on one connection to a SQLite file.

So a run of the bot on it goes the same way each time. What is committed outlives the process, though not the
machine: nothing waits for the disk.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, NullPool, create_engine

from bot.engine.turn import Answer
from bot.store.answers import Draft, Newcomer, Recorded, record
from bot.store.store import Store
from bot.store.writer import Unit

T = TypeVar("T")

BEFORE, AFTER = "before a commit", "after a commit"


class InlineStore(Store):
    """Open on a migrated file that nobody else uses.

    Others get their turn before and after each thing it is asked. `moment` is called right before and right
    after each commit that changes anything, with which of the two it is.
    """

    def __init__(self, file: Path, moment: Callable[[str], None]) -> None:
        # Not the parent's, which starts threads.
        self._moment = moment
        self._raw, self._connection = _files().open(file)

    @property
    def shared(self) -> bool:
        return False

    async def write(self, unit: Unit[T]) -> T:
        return await self._in_turn(lambda: self._commit(unit))

    async def record(self, answer: Answer, newcomer: Newcomer | None = None) -> Recorded:
        draft = Draft(answer, newcomer)
        (recorded,) = await self._in_turn(lambda: self._commit(lambda c: record(c, [draft])))
        return recorded

    async def read(self, question: Callable[[Connection], T]) -> T:
        return await self._in_turn(lambda: self.look(question))

    def look(self, question: Callable[[Connection], T]) -> T:
        """Ask the database something now."""
        with self._connection.begin():
            return question(self._connection)

    def close(self) -> None:
        """Leave the file as it was committed last."""
        self._connection.close()

    async def _in_turn(self, do: Callable[[], T]) -> T:
        await asyncio.sleep(0)
        result = do()
        await asyncio.sleep(0)
        return result

    def _commit(self, unit: Unit[T]) -> T:
        before = self._raw.total_changes
        with self._connection.begin():
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            result = unit(self._connection)
            changed = self._raw.total_changes > before
            if changed:
                self._moment(BEFORE)
        if changed:
            self._moment(AFTER)
        return result


class _Files:
    """One engine for all files, so that what it has compiled serves them all."""

    def __init__(self) -> None:
        self._opened: sqlite3.Connection | None = None
        self._engine = create_engine("sqlite://", poolclass=NullPool, creator=self._hand_out)

    def open(self, file: Path) -> tuple[sqlite3.Connection, Connection]:
        # No transaction begins by itself, as in `bot.store.database`.
        self._opened = raw = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "locking_mode=EXCLUSIVE", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")
        return raw, self._engine.connect()

    def _hand_out(self) -> sqlite3.Connection:
        assert self._opened is not None
        return self._opened


@cache
def _files() -> _Files:
    return _Files()
