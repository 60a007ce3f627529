"""The one thread that writes.

Whatever answers wait are written by one statement in one commit; nothing waits on purpose. Everything else is
a unit of work, a transaction of its own. A caller is told only after the commit.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.store.answers import Draft, Recorded, record

T = TypeVar("T")
Unit = Callable[[Connection], T]

MOST_WAITING = 5_000
_BATCH = 500


class Busy(Exception):
    """More waits to be written than the writer takes on."""


class Closed(Exception):
    """The writer has ended."""


@dataclass(slots=True)
class _Job(Generic[T]):
    work: T
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class Writer:
    """Takes work from the event loop and does it in a thread of its own, answers first."""

    def __init__(self, engine: Engine, most_waiting: int = MOST_WAITING) -> None:
        self._engine = engine
        # To borrow a connection and give it back takes half as long as to write an answer. A file's
        # connection cannot be lost, so it is kept; a server's may be, and the pool tries it before use.
        self._kept = engine.connect() if engine.dialect.name == "sqlite" else None
        self._most = most_waiting
        self._answers: deque[_Job[Draft]] = deque()
        self._units: deque[_Job[Unit[Any]]] = deque()
        self._change = threading.Condition()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def record(self, draft: Draft) -> Recorded:
        """Write an answer together with whatever other answers wait.

        Raises:
            Busy: too much waits already.
        """
        job: _Job[Draft] = self._job(draft)
        self._put(self._answers, job)
        recorded: Recorded = await job.future
        return recorded

    async def run(self, unit: Unit[T]) -> T:
        """Do a unit of work in one transaction; what it raises comes back and undoes it.

        Cancelling the caller does not stop a unit: it is done whole or not at all.

        Raises:
            Busy: too much waits already.
        """
        job: _Job[Unit[Any]] = self._job(unit)
        self._put(self._units, job)
        result: T = await job.future
        return result

    def close(self) -> None:
        """Finish what waits, then end the thread and its connections."""
        with self._change:
            self._ending = True
            self._change.notify()
        self._thread.join()
        if self._kept is not None:
            self._kept.close()
        self._engine.dispose()

    def _job(self, work: T) -> _Job[T]:
        loop = asyncio.get_running_loop()
        return _Job(work, loop, loop.create_future())

    def _put(self, queue: deque[Any], job: _Job[Any]) -> None:
        with self._change:
            if self._ending:
                raise Closed
            if len(self._answers) + len(self._units) >= self._most:
                raise Busy
            queue.append(job)
            self._change.notify()

    def _run(self) -> None:
        while True:
            with self._change:
                while not (self._answers or self._units or self._ending):
                    self._change.wait()
                answers = [self._answers.popleft() for _ in range(min(len(self._answers), _BATCH))]
                unit = self._units.popleft() if self._units and not answers else None
                if not answers and unit is None:
                    return
            if answers:
                self._record(answers)
            elif unit is not None:
                self._tell([unit], [self._attempt(unit.work)])

    def _record(self, jobs: Sequence[_Job[Draft]]) -> None:
        drafts = [job.work for job in jobs]
        outcome = self._attempt(lambda connection: record(connection, drafts))
        if not isinstance(outcome, Exception):
            self._tell(jobs, outcome)
        elif len(jobs) == 1:
            self._tell(jobs, [outcome])
        else:
            # One bad answer must not take the others down.
            for job in jobs:
                self._record([job])

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self._kept is None:
            with self._engine.begin() as connection:
                yield connection
        else:
            with self._kept.begin():
                yield self._kept

    def _attempt(self, unit: Unit[Any]) -> Any:
        try:
            with self._transaction() as connection:
                return unit(connection)
        except DBAPIError as error:
            if error.connection_invalidated:
                self._engine.dispose()
            return error
        except BaseException as error:
            # Whatever it is, this thread goes on, and the caller hears of it in a form that a future takes.
            if isinstance(error, Exception) and not isinstance(error, StopIteration):
                return error
            failure = RuntimeError(f"a unit of work ended with {error!r}")
            failure.__cause__ = error
            return failure

    def _tell(self, jobs: Sequence[_Job[Any]], outcomes: Sequence[Any]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
        for job, outcome in zip(jobs, outcomes, strict=True):
            by_loop.setdefault(job.loop, []).append((job.future, outcome))
        for loop, pairs in by_loop.items():
            try:
                loop.call_soon_threadsafe(_resolve, pairs)
            except RuntimeError:
                # The loop is closed: nobody waits any more. What was written stays written.
                continue


def _resolve(pairs: Sequence[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, outcome in pairs:
        if future.done():
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
