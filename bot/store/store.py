"""The database as the rest of the bot sees it: units of work, questions, answers."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from bot.engine.turn import Answer
from bot.ports import CannotStart
from bot.store import due, schema, turns
from bot.store.answers import Draft, Newcomer, Recorded
from bot.store.database import (
    READING,
    database_url,
    explain,
    reading_engine,
    sqlite_file,
    writing_engine,
)
from bot.store.faults import Away, is_away
from bot.store.session import forget_sessions
from bot.store.tables import memory
from bot.store.upsert import put
from bot.store.wal import Wal
from bot.store.writer import MOST_WAITING, PATIENCE, Busy, Unit, Writer

T = TypeVar("T")


class _Question:
    """A question that is being asked, to be broken off if it takes too long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: sqlite3.Connection | None = None

    @contextmanager
    def on(self, connection: Connection) -> Iterator[None]:
        driver = connection.connection.driver_connection
        self._asked = driver if isinstance(driver, sqlite3.Connection) else None
        try:
            yield
        finally:
            with self._lock:
                self._asked = None

    def break_off(self) -> None:
        """End a statement that runs on SQLite; PostgreSQL does so itself."""
        with self._lock:
            if self._asked is not None:
                self._asked.interrupt()


class Store:
    """Open one with `open_store`; close it when done."""

    def __init__(
        self,
        writing: Engine,
        reading: Engine,
        lock: FileLock | None,
        dice: Random | None = None,
        patience: float = PATIENCE,
    ) -> None:
        file = sqlite_file(writing.url)
        self._dice = dice or Random(0)
        tidy = Wal(file).shorten if file else _nothing
        self._writer = Writer(writing, patience=patience, dice=self._dice, tidy=tidy)
        self._reading = reading
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self._lock = lock
        self._patience = patience
        self._waiting = 0
        self._turns: dict[str, float] = {}

    @property
    def shared(self) -> bool:
        """Whether other processes may write the same database."""
        return self._lock is None

    async def write(self, unit: Unit[T]) -> T:
        """Do a unit of work in a transaction of its own. See `Writer.run` for what it raises."""
        return await self._writer.run(unit)

    async def record(self, answer: Answer, newcomer: Newcomer | None = None) -> Recorded:
        """Write an answer, and its player if new. See `Writer.record` for what it raises."""
        return await self._writer.record(Draft(answer, newcomer))

    async def read(self, question: Callable[[Connection], T]) -> T:
        """Ask the database something that changes nothing; a server that is away is waited for.

        Raises:
            Busy: too many wait for the server already.
            Away: it stayed away.
        """
        loop = asyncio.get_running_loop()
        since, pause = loop.time(), 0.02
        while True:
            try:
                return await self._read(question)
            except DBAPIError as error:
                if not is_away(error):
                    raise
                if loop.time() - since >= self._patience:
                    raise Away from error
            if self._waiting >= MOST_WAITING:
                raise Busy
            self._waiting += 1
            try:
                await asyncio.sleep(pause * self._dice.uniform(0.5, 1.5))
            finally:
                self._waiting -= 1
            pause = min(1.0, 2 * pause)

    async def recall(self, key: str) -> str | None:
        """What was remembered under a key."""
        return await self.read(lambda c: c.scalar(select(memory.c.value).where(memory.c.key == key)))

    async def remember(self, key: str, value: str) -> None:
        """Keep a small thing beyond the life of the process."""
        await self.write(lambda c: put(c, memory, [{"key": key, "value": value}]))

    async def turn(self, key: str, every: float) -> float:
        """The seconds until it is one's turn at what all processes together may do once in so many seconds.

        On a file, which one process holds alone, they are counted from its start.
        """
        if self.shared:
            return await self.write(lambda c: turns.take(c, key, every))
        now = asyncio.get_running_loop().time()
        mine = max(now, self._turns.get(key, now))
        self._turns[key] = mine + every
        return mine - now

    async def now(self) -> datetime:
        """The time of a PostgreSQL server, which the processes on it share."""
        return await self.read(_now)

    def close(self) -> None:
        """Finish what waits to be written; give the file free."""
        self._writer.close()
        self._readers.shutdown()
        self._reading.dispose()
        if self._lock is not None:
            self._lock.release()

    async def _read(self, question: Callable[[Connection], T]) -> T:
        loop, asked = asyncio.get_running_loop(), _Question()
        # On SQLite a long question would keep the write-ahead log from being begun anew.
        limit = loop.call_later(READING, asked.break_off)
        try:
            return await loop.run_in_executor(self._readers, self._ask, question, asked)
        finally:
            limit.cancel()

    def _ask(self, question: Callable[[Connection], T], asked: _Question) -> T:
        with self._reading.connect() as connection, asked.on(connection):
            return question(connection)


def open_store(given: str, at: datetime, dice: Random | None = None) -> tuple[Store, Path | None]:
    """Open a database for playing, its schema up to date; `dice` spread what is tried again.

    Returns the store and the backup that was made before a migration, if any.

    Raises:
        CannotStart: it cannot be reached, another process plays on the file, or its schema does not fit.
    """
    url = database_url(given)
    file = sqlite_file(url)
    with ExitStack() as undo:
        lock = _hold(file) if file else None
        if lock is not None:
            undo.callback(lock.release)
        writing = writing_engine(url)
        undo.callback(writing.dispose)
        try:
            backup = schema.bring_up_to_date(writing, file, at)
            if file is None:
                with writing.begin() as connection:
                    forget_sessions(connection)
        except DBAPIError as error:
            raise explain(error, url) from error
        undo.pop_all()
    return Store(writing, reading_engine(url), lock, dice), backup


def migrate(given: str, at: datetime) -> Path | None:
    """Bring a database's schema up to date; returns the backup of a SQLite file, if one was made.

    Raises:
        CannotStart: as `open_store`.
    """
    url = database_url(given)
    file = sqlite_file(url)
    lock = _hold(file) if file else None
    engine = writing_engine(url)
    try:
        if file is not None:
            return schema.bring_up_to_date(engine, file, at)
        with engine.begin() as connection:
            # Two operators at once: the second waits and then finds nothing to do.
            for limit in ("statement_timeout", "lock_timeout"):
                connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
            connection.execute(select(func.pg_advisory_xact_lock(0x51B1)))
            schema.upgrade(connection)
        return None
    except DBAPIError as error:
        raise explain(error, url) from error
    finally:
        engine.dispose()
        if lock is not None:
            lock.release()


async def free_dead_leases(store: Store) -> None:
    """On a file that this process holds alone, whoever held work before is dead."""
    if not store.shared:
        await store.write(due.free_leases)


def _hold(file: Path) -> FileLock:
    try:
        # Given free by whichever thread closes the store.
        lock = FileLock(f"{file}.lock", thread_local=False)
        lock.acquire(timeout=0)
    except Timeout:
        raise CannotStart(
            f"Another civiquiz plays on {file}. Stop it first, or give this one its own file."
        ) from None
    except OSError as error:
        raise CannotStart(
            f"The database {file} cannot be opened: {error.strerror}. Check DATABASE_URL."
        ) from None
    return lock


def _nothing() -> None:
    return None


def _now(connection: Connection) -> datetime:
    found: datetime = connection.execute(select(func.now())).scalar_one()
    return found.astimezone(UTC)
