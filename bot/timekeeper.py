"""Does what is due: closes turns, reveals, opens dailies, delivers posts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Final

import structlog
from sqlalchemy import Connection

from bot import course, daily, joining, planning, plans, practice
from bot.outcomes import finish, put_off, set_aside
from bot.ports import TryLater, Uncertain, Unreachable
from bot.shell import Shell
from bot.store import counts, due
from bot.store.counts import What
from bot.store.due import LEASE, Claim

Task = Callable[[Shell, Claim], Awaitable[None]]

# How often to look for what other processes wrote, and how often to renew a lease, in seconds.
LOOK = 1.0
RENEW = LEASE.total_seconds() / 3
# How much is done at once of each platform, lest one that hangs holds up another, and how much of that
# nobody waits for, so that there is always room for what players wait for.
AT_ONCE = 32
LEISURELY_AT_ONCE = 24
# Such work is claimed only when there is room for some: to claim one costs about as much as to claim many.
LEISURELY_STEP = 8
MOST_ATTEMPTS = 24
# Discord drops a repeated post for some minutes: the next try comes well within them.
LONGEST_WAIT = 60.0
_SHORTEST_WAIT = 0.005
# Work that begins so many seconds after its time is counted as late.
LATE = 10.0
# How often, in seconds, what became of work is written down.
COUNT = 60.0

# Why a post is set aside that may have come once, twice or not at all.
NEVER_CONFIRMED = "sent twice, and never confirmed"

_log = structlog.get_logger()

TASKS: Final[Mapping[str, Task]] = {
    course.OPEN_TURN: course.open_turn,
    course.POST_TURN: course.post_turn,
    course.REFRESH_TURN: course.refresh_turn,
    course.CLOSE_TURN: course.close_turn,
    course.REVEAL_TURN: course.reveal_turn,
    course.POST_STANDINGS: course.post_standings,
    plans.OPEN_DAILY: daily.open_daily,
    plans.POST_DAILY: daily.post_daily,
    daily.CLOSE_DAILY: daily.close_daily,
    daily.REVEAL_DAILY: daily.reveal_daily,
    planning.ANNOUNCE: planning.announce,
    practice.CLOSE_PRACTICE: practice.close_practice,
    joining.WELCOME: joining.welcome,
}


@dataclass(frozen=True, slots=True)
class _Room:
    """What may be claimed: so much of these platforms, and so much of it that nobody waits for, of some."""

    platforms: Sequence[str]
    most: int
    at_leisure: Sequence[str]
    leisurely: int


class Timekeeper:
    """Claims due work of the platforms that this process serves, and does it."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._name = shell.new_id()
        self._leases = count(1)
        self._woken = asyncio.Event()
        self._running: dict[asyncio.Task[None], Claim] = {}
        self._claiming = asyncio.Lock()
        shell.wake = self._woken.set

    async def run(self) -> None:
        """Keep doing what is due, until cancelled; what is being done then is finished."""
        beside = [asyncio.create_task(self._keep_leases()), asyncio.create_task(self._keep_counts())]
        try:
            while True:
                self._woken.clear()
                try:
                    await self._start_due()
                    pause = await self._until_next()
                except Exception:
                    _log.exception("due work cannot be read")
                    pause = LOOK
                await self._sleep(pause)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            await self.write_counts()

    async def run_due(self) -> None:
        """Do all that is due now and what follows from it at once."""
        while True:
            # First what may make work due: looked at later, it might end unseen between two looks.
            await self._shell.settled()
            if not await self._start_due() and not self._running:
                return
            await asyncio.gather(*self._running)

    async def write_counts(self) -> None:
        """Write down what became of work since the last time; what cannot be written waits for the next."""
        day, counted = self._shell.clock.now().date(), self._shell.counts
        if not counted:
            return
        self._shell.counts = Counter()
        try:
            await self._shell.store.write(lambda c: counts.add_counts(c, day, counted))
        except Exception:
            _log.exception("the counts of due work cannot be written")
            self._shell.counts.update(counted)

    async def _start_due(self) -> int:
        """Claim what is due and begin it; how much that was."""
        # One at a time: whoever asks whether anything runs must not look between a claim and its task.
        async with self._claiming:
            room = self._room()
            if not room.platforms or await self._next_in(room) > 0:
                return 0
            claims = await self._claim(room)
            for claim in claims:
                task = asyncio.create_task(self._do(claim))
                self._running[task] = claim
                task.add_done_callback(self._finished)
            return len(claims)

    def _finished(self, task: asyncio.Task[None]) -> None:
        claim = self._running.pop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # It is done again when its lease ends: what was done is not written down.
            _log.warning("due work is left", work=claim.kind, subject=claim.subject, reason=repr(error))
        self._woken.set()

    @property
    def rates(self) -> dict[str, float]:
        """How many messages a second the platforms take that set a limit."""
        return {name: stage.rate for name, stage in self._shell.stages.items() if stage.rate is not None}

    def _room(self) -> _Room:
        """What there is room for beside what is being done."""
        running = Counter(claim.platform for claim in self._running.values())
        leisurely = Counter(claim.platform for claim in self._running.values() if not claim.urgent)
        platforms = [name for name in self._shell.stages if running[name] < AT_ONCE]
        at_leisure = [name for name in platforms if leisurely[name] <= LEISURELY_AT_ONCE - LEISURELY_STEP]
        return _Room(
            platforms,
            min((AT_ONCE - running[name] for name in platforms), default=0),
            at_leisure,
            min((LEISURELY_AT_ONCE - leisurely[name] for name in at_leisure), default=0),
        )

    async def _claim(self, room: _Room) -> list[Claim]:
        # A token for each claim: of work that is lost and taken again, the first try holds nothing any more.
        lease, now, rates = f"{self._name}/{next(self._leases)}", self._shell.clock.now(), self.rates

        def unit(connection: Connection) -> Sequence[Claim]:
            platforms, most, at_leisure, leisurely = (
                room.platforms,
                room.most,
                room.at_leisure,
                room.leisurely,
            )
            return due.claim(connection, platforms, now, lease, most, rates, at_leisure, leisurely)

        return list(await self._shell.store.write(unit))

    async def _next_in(self, room: _Room) -> float:
        """Seconds until the next work can be claimed; nothing or less if some can be now."""
        now, rates = self._shell.clock.now(), self.rates
        at = await self._shell.store.read(
            lambda c: due.next_due(c, room.platforms, now, rates, room.at_leisure)
        )
        return LOOK if at is None else (at - self._shell.clock.now()).total_seconds()

    async def _until_next(self) -> float:
        room = self._room()
        if not room.platforms:
            return LOOK
        return min(LOOK, max(_SHORTEST_WAIT, await self._next_in(room)))

    async def _sleep(self, seconds: float) -> None:
        # Not `wait_for`: before Python 3.12 it swallows a cancellation that comes together with the event.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(RENEW)
            await self.renew()

    async def renew(self) -> None:
        """Keep hold of what is being done, and of nothing else: what was left shall be taken over."""
        until, held = self._shell.clock.now() + LEASE, list(self._running.values())
        if not held:
            return
        try:
            await self._shell.store.write(lambda c: due.renew(c, held, until))
        except Exception as error:
            _log.warning("leases are not renewed", reason=repr(error))

    async def _keep_counts(self) -> None:
        while True:
            await asyncio.sleep(COUNT)
            await self.write_counts()

    async def _do(self, claim: Claim) -> None:
        if claim.attempts == 1 and claim.late > LATE:
            self._count(claim, What.LATE)
        if claim.taken_over:
            self._count(claim, What.TAKEN_OVER)
            _log.warning("taken over", work=claim.kind, subject=claim.subject, attempts=claim.attempts)
        try:
            await TASKS[claim.kind](self._shell, claim)
        except Unreachable as error:
            _log.warning("not delivered", work=claim.kind, subject=claim.subject, reason=str(error))
            self._count(claim, What.UNDELIVERED)
        except Uncertain as error:
            if claim.unsure:
                await set_aside(self._shell, claim, f"{NEVER_CONFIRMED}: {error}")
            else:
                await put_off(self._shell, claim, error, self._backoff(claim))
            return
        except TryLater as error:
            await put_off(self._shell, claim, error, self._backoff(claim))
            return
        except Exception as error:
            _log.exception("due work failed", work=claim.kind, subject=claim.subject, attempts=claim.attempts)
            if claim.attempts < MOST_ATTEMPTS:
                await put_off(self._shell, claim, error, self._backoff(claim))
            else:
                await set_aside(self._shell, claim, repr(error))
            return
        await finish(self._shell, claim)

    def _count(self, claim: Claim, what: What) -> None:
        self._shell.counts[claim.kind, what] += 1

    def _backoff(self, claim: Claim) -> float:
        """Seconds to wait: twice as long each time, give or take a quarter, lest failures march in step."""
        return min(LONGEST_WAIT, 0.5 * 2.0**claim.attempts) * self._shell.rng.uniform(0.75, 1.25)
