"""What goes wrong, in an order that the seed gives."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from tests.chaos.bots import Process
from tests.chaos.databases import LOCKED, Database
from tests.chaos.plan import Plan
from tests.chaos.world import World
from tests.e2e.wall_clock import COMPILER

KILL: Final = "kill -9"
RESTART: Final = "restart of the database"
SLOW: Final = "slow database"
_LOCK_HELD: Final = 2.0
_JUMPS: Final = (-3600, 3600, 86400)
# What a start asks for, too, and gives up on when it fails: that is for its operator.
_DISCORD: Final = (
    "(create_message|update_message|create_interaction_response|execute_webhook|webhook_message)"
)
_SLACK: Final = r"(chat\.postMessage|chat\.update|views\.open|views\.update|users\.info)"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that went wrong; `at` is of the monotonic clock."""

    at: float
    kind: str


@dataclass
class Faults:
    """Does what the seed says, and remembers what was done.

    `uncertain` is when Slack took a post and did not say so, or not at once.
    """

    plan: Plan
    rng: Random
    world: World
    database: Database
    processes: list[Process]
    done: list[Fault] = field(default_factory=list)
    uncertain: list[float] = field(default_factory=list)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        pick = self.world.slack.pick_fault

        def picked(method: str) -> Any:
            fault = pick(method)
            if fault is not None and method == "chat.postMessage" and fault.action.endswith("_after"):
                self.uncertain.append(time.monotonic())
            return fault

        self.world.slack.pick_fault = picked

    @property
    def counted(self) -> Counter[str]:
        return Counter(fault.kind for fault in self.done)

    @property
    def kills(self) -> int:
        return self.counted[KILL]

    async def rage(self) -> None:
        """Kill processes and do the rest, until cancelled."""
        killing = [self._kill_on(process, Random(self.rng.random())) for process in self.processes]
        parts = [asyncio.create_task(part) for part in (*killing, self._do_on())]
        try:
            await asyncio.gather(*parts)
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    async def end(self) -> None:
        """Let nothing go wrong any more; what has begun is brought to its end."""
        await asyncio.gather(*self._under_way)
        self.world.discord.faults.clear()
        self.world.slack.faults.clear()
        self.world.slack.duplicate_next = 0
        for process in self.processes:
            process.shift(0)

    async def _kill_on(self, process: Process, rng: Random) -> None:
        if self.plan.only and KILL not in self.plan.only:
            return
        each = self.plan.kill_each * len(self.processes)
        while True:
            await asyncio.sleep(each * rng.uniform(0.4, 1.6))
            # A machine's own supervisor starts it at once; on several machines that may take a little.
            pause = 0.0 if len(self.processes) == 1 else rng.uniform(0, 4)
            # Discord lets a bot introduce itself once in five seconds; nobody waits for that here.
            self.world.discord.gateway.identify_times.clear()
            self._note(KILL)
            await self._whole(process.kill(pause))

    async def _do_on(self) -> None:
        kinds = {k: do for k, do in self._kinds().items() if not self.plan.only or k in self.plan.only}
        while kinds:
            await asyncio.sleep(self.rng.expovariate(1 / self.plan.fault_each))
            kind = self.rng.choice(list(kinds))
            self._note(kind)
            await self._whole(kinds[kind]())

    async def _whole(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do something to its end, also if chaos ends meanwhile."""
        task = asyncio.create_task(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.shield(task)

    def _kinds(self) -> Mapping[str, Callable[[], Coroutine[Any, Any, None]]]:
        kinds: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "5xx before the effect": lambda: self._answers("status"),
            "5xx after the effect": lambda: self._answers("status_after"),
            "reset before the effect": lambda: self._answers("reset"),
            "reset after the effect": lambda: self._answers("reset_after"),
            "slow answers": lambda: self._answers("delay_after"),
            "storm of 429": self._storm,
            "duplicated deliveries": self._duplicate,
            "gateway dropped": self._drop_gateway,
            "session invalid": self._invalidate,
            "sockets cut": self._cut_sockets,
            "sockets refreshed": self._refresh_sockets,
            SLOW: self._slow,
        }
        if COMPILER is not None:
            kinds["wall clock moved"] = self._move_clock
        if self.plan.database == "postgresql":
            kinds[RESTART] = self._restart
        return kinds

    async def _answers(self, action: str) -> None:
        """A few requests to a platform go wrong in one way."""
        status, count, delay = (
            self.rng.choice((500, 502, 503)),
            self.rng.randint(1, 4),
            self.rng.uniform(1, 4),
        )
        if self.rng.random() < 0.6:
            self.world.discord.fault(action, op=_DISCORD, status=status, count=count, delay=delay)
        else:
            self.world.slack.fault(action, _SLACK, status=status, count=count, delay=delay)

    async def _storm(self) -> None:
        """Everything that a platform is asked is too much for some time."""
        delay = self.rng.uniform(0.5, 2.5)
        self.world.discord.fault("rate_limit", op=_DISCORD, count=self.rng.randint(5, 20), delay=delay)
        self.world.slack.fault("rate_limit", _SLACK, count=self.rng.randint(3, 10), delay=delay)

    async def _duplicate(self) -> None:
        self.world.discord.faults.duplicate_interactions += self.rng.randint(1, 8)
        self.world.slack.duplicate_next += self.rng.randint(1, 4)

    async def _drop_gateway(self) -> None:
        how = self.rng.choice(({"code": 4000}, {"abrupt": True}, {"reconnect_op": True}))
        self.world.discord.gateway.identify_times.clear()
        await self.world.discord.drop_gateway(**how)

    async def _invalidate(self) -> None:
        self.world.discord.gateway.identify_times.clear()
        await self.world.discord.gateway.invalidate_sessions()

    async def _cut_sockets(self) -> None:
        with suppress(ConnectionError):
            await self.world.slack.drop_sockets()

    async def _refresh_sockets(self) -> None:
        with suppress(ConnectionError):
            await self.world.slack.refresh_sockets(close_after=2.0)

    async def _slow(self) -> None:
        await self.database.hold(_LOCK_HELD, self.rng.choice(LOCKED))

    async def _move_clock(self) -> None:
        process, jump = self.rng.choice(self.processes), self.rng.choice(_JUMPS)
        # Not in the middle of a start: a file knows no other time than that of the machine at the start.
        async with process.busy:
            process.shift(jump)

    async def _restart(self) -> None:
        # A start without a database is refused, which is for the operator: none is begun meanwhile.
        async with AsyncExitStack() as stack:
            for process in self.processes:
                await stack.enter_async_context(process.busy)
            await self.database.restart(crash=self.rng.random() < 0.5)

    def _note(self, kind: str) -> None:
        self.done.append(Fault(time.monotonic(), kind))
