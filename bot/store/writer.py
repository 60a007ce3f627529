"""The one thread that writes.

Whatever answers wait are written by one statement in one commit; nothing waits on purpose. Everything else is
a unit of work, a transaction of its own; on a file, where a commit waits for the disk, those that wait share
one, each behind a savepoint. A caller is told only after the commit.

While a server is away, what waits goes on waiting and is done when it is back, once: an answer finds its own
cause if it was written before, and a unit's number tells whether it was (see `Session`).
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store.answers import Draft, Recorded, record
from bot.store.faults import Away, Unsure, is_conflict
from bot.store.session import LostAtCommit, Session

T = TypeVar("T")
Unit = Callable[[Connection], T]

MOST_WAITING = 5_000
# How long, in seconds, work waits for a server that is away: a player has been told that it takes a while.
PATIENCE = 20.0
_BATCH = 500
# How many units share a commit, and for how long, in seconds, they hold up what else waits.
_TOGETHER = 32
_LONGEST_TOGETHER = 0.02
# How often a transaction is tried again that met another; the first pause, in seconds, doubles each time.
_MEETINGS = 6
_FIRST_PAUSE = 0.01
_LONGEST_PAUSE = 1.0
# How often the server is looked for by a writer that is to end.
_LAST_LOOKS = 5


def _nothing() -> None:
    return None


class Busy(Exception):
    """More waits to be written than the writer takes on."""


class Closed(Exception):
    """The writer has ended."""


@dataclass(slots=True)
class _Job(Generic[T]):
    """Work that waits since `since`, by its loop's clock; `lost` once a commit of it broke."""

    work: T
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    since: float
    lost: LostAtCommit | None = None
    told: bool = False

    @property
    def waited(self) -> float:
        return self.loop.time() - self.since


class Writer:
    """Takes work from the event loop and does it in a thread of its own, answers first."""

    def __init__(
        self,
        engine: Engine,
        most_waiting: int = MOST_WAITING,
        patience: float = PATIENCE,
        dice: Random | None = None,
        tidy: Callable[[], None] = _nothing,
    ) -> None:
        """`dice` spread what is tried again; `tidy` is done after each transaction."""
        self._engine = engine
        self._session = Session(engine)
        self._tidy = tidy
        # On a server two writers that each hold what several units have locked would wait for each other.
        self._together = _TOGETHER if engine.dialect.name == "sqlite" else 1
        self._most = most_waiting
        self._patience = patience
        self._dice = dice or Random(0)
        self._answers: deque[_Job[Draft]] = deque()
        self._units: deque[_Job[Unit[Any]]] = deque()
        # How often, one after the other, the server was found to be away.
        self._absences = 0
        self._last_looks = _LAST_LOOKS
        self._change = threading.Condition()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def record(self, draft: Draft) -> Recorded:
        """Write an answer together with whatever other answers wait.

        Raises:
            Busy: too much waits already.
            Away: the database stayed away; the answer is not written.
            Unsure: the database went away while it wrote the answer, and stayed away.
        """
        job: _Job[Draft] = self._job(draft)
        self._put(self._answers, job)
        recorded: Recorded = await job.future
        return recorded

    async def run(self, unit: Unit[T]) -> T:
        """Do a unit of work in one transaction; what it raises comes back and undoes it.

        Cancelling the caller does not stop a unit: it is done whole or not at all.
        A unit may begin anew after it was undone, so it must change nothing but the database.

        Raises:
            Busy, Away, Unsure: as `record`.
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
        self._session.close()
        self._engine.dispose()

    def _job(self, work: T) -> _Job[T]:
        loop = asyncio.get_running_loop()
        return _Job(work, loop, loop.create_future(), loop.time())

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
            if self._absences:
                self._await_server()
            with self._change:
                while not (self._answers or self._units or self._ending):
                    self._change.wait()
                answers = [self._answers.popleft() for _ in range(min(len(self._answers), _BATCH))]
                most = 0 if answers else min(len(self._units), self._together)
                units = [self._units.popleft() for _ in range(most)]
                if not answers and not units:
                    return
            try:
                if answers:
                    self._record(answers)
                else:
                    self._do_all(units)
                self._absences = 0
            except Away:
                self._absences += 1
            with self._change:
                # First in the queue again, before what came meanwhile.
                self._answers.extendleft(job for job in reversed(answers) if not job.told)
                self._units.extendleft(job for job in reversed(units) if not job.told)

    def _await_server(self) -> None:
        """Wait a little, and let go of what has waited too long."""
        with self._change:
            if self._ending:
                self._last_looks -= 1
            most = self._patience if self._last_looks else 0.0
            over: list[_Job[Any]] = []
            for queue in (self._answers, self._units):
                while queue and queue[0].waited >= most:
                    over.append(queue.popleft())
            waits = bool(self._answers or self._units)
        self._tell(over, [Unsure() if job.lost else Away() for job in over])
        if waits:
            self._pause(min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**self._absences))

    def _do_all(self, jobs: Sequence[_Job[Unit[Any]]]) -> None:
        """Do units of work, as many as there is time for: together, or one by one if that is refused."""
        if len(jobs) > 1:
            outcomes = self._attempt(lambda connection: self._each(connection, jobs))
            if not isinstance(outcomes, Exception):
                self._tell(jobs[: len(outcomes)], outcomes)
                return
        for job in jobs:
            self._tell([job], [self._do(job)])

    def _each(self, connection: Connection, jobs: Sequence[_Job[Unit[Any]]]) -> list[Any]:
        """What each unit gave, or why it was undone; fewer than there are if others must not wait."""
        now = jobs[0].loop.time
        until = now() + _LONGEST_TOGETHER
        outcomes: list[Any] = []
        for job in jobs:
            if outcomes and (self._answers or now() > until):
                break
            try:
                with connection.begin_nested():
                    outcomes.append(job.work(connection))
            except BaseException as error:
                # Only what breaks a rule of the database is known to leave the others as they are.
                if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError):
                    raise
                outcomes.append(_as_failure(error))
        return outcomes

    def _do(self, job: _Job[Unit[Any]]) -> Any:
        """Do a unit of work, unless it turns out to be done."""
        if job.lost is not None:
            if self._session.came_through(job.lost):
                return job.lost.result
            job.lost = None
        try:
            return self._attempt(job.work)
        except LostAtCommit as lost:
            job.lost = lost
            raise Away from lost

    def _record(self, jobs: Sequence[_Job[Draft]]) -> None:
        drafts = [job.work for job in jobs]
        try:
            outcome = self._attempt(lambda connection: record(connection, drafts), numbered=False)
        except LostAtCommit as lost:
            for job in jobs:
                job.lost = lost
            raise Away from lost
        if not isinstance(outcome, Exception):
            self._tell(jobs, outcome)
        elif len(jobs) == 1:
            self._tell(jobs, [Unsure() if jobs[0].lost else outcome])
        else:
            # One bad answer must not take the others down.
            for job in jobs:
                self._record([job])

    def _attempt(self, unit: Unit[Any], *, numbered: bool = True) -> Any:
        """What a unit gave, or the exception that undid it. Where two transactions met it is tried again.

        Raises:
            Away, LostAtCommit: see `Session.do`.
        """
        for meeting in range(_MEETINGS):
            try:
                result = self._session.do(unit, numbered=numbered)
            except (Away, LostAtCommit):
                raise
            except BaseException as error:
                failure = error
            else:
                self._tidy()
                return result
            if not (isinstance(failure, DBAPIError) and is_conflict(failure)):
                break
            self._pause(_FIRST_PAUSE * 2.0**meeting)
        # Whatever it is, this thread goes on.
        return _as_failure(failure)

    def _pause(self, seconds: float) -> None:
        # Not all of them at one time: who met, or waited, together would do so again.
        threading.Event().wait(seconds * self._dice.uniform(0.5, 1.5))

    def _tell(self, jobs: Sequence[_Job[Any]], outcomes: Sequence[Any]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
        for job, outcome in zip(jobs, outcomes, strict=True):
            job.told = True
            by_loop.setdefault(job.loop, []).append((job.future, outcome))
        for loop, pairs in by_loop.items():
            try:
                loop.call_soon_threadsafe(_resolve, pairs)
            except RuntimeError:
                # The loop is closed: nobody waits any more. What was written stays written.
                continue


def _as_failure(error: BaseException) -> Exception:
    """What a unit of work raised, in a form that a future takes."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    wrapped = RuntimeError(f"a unit of work ended with {error!r}")
    wrapped.__cause__ = error
    return wrapped


def _resolve(pairs: Sequence[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, outcome in pairs:
        if future.done():
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
