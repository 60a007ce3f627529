"""What both stand-ins share: the server's life, waiting on events, violations, measured acts of users."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from pathlib import Path

from aiohttp import web

BOTENV = Path(__file__).resolve().parent / "botenv"


class RefusedByClient(Exception):
    """The real client would not let the user do this."""


def refuse_if(wrong, why: str):
    if wrong:
        raise RefusedByClient(why)


def cut(request: web.Request) -> web.Response:
    """Cuts the connection under a request."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)


class Act:
    """Something a user did and what came of it; times are time.monotonic()."""

    def __init__(self):
        self.t_sent = time.monotonic()
        self.t_ack: float | None = None
        self.t_visible: float | None = None  # the user sees a first result
        self.visible_by: str | None = None
        self.failed: str | None = None
        self.ack_event, self.visible_event = asyncio.Event(), asyncio.Event()

    @property
    def ack_ms(self) -> float | None:
        return None if self.t_ack is None else (self.t_ack - self.t_sent) * 1000

    @property
    def visible_ms(self) -> float | None:
        return None if self.t_visible is None else (self.t_visible - self.t_sent) * 1000

    def mark_visible(self, by: str | None = None):
        if self.t_visible is None:
            self.t_visible, self.visible_by = time.monotonic(), by
            self.visible_event.set()

    def fail(self, why: str):
        self.failed = why
        self.ack_event.set()
        self.visible_event.set()

    async def wait_ack(self, timeout: float = 4.0):
        await asyncio.wait_for(self.ack_event.wait(), timeout)
        return self

    async def wait_visible(self, timeout: float = 10.0):
        await asyncio.wait_for(self.visible_event.wait(), timeout)
        return self


class Server:
    """A server on the loopback, and what it saw."""

    def __init__(self, port: int, ack_deadline: float):
        self.host, self.port, self.ack_deadline = "127.0.0.1", port, ack_deadline
        self.violations: list[dict] = []
        self.notes: dict[str, int] = {}
        self.requests: deque = deque(maxlen=100_000)
        self.request_counts: dict[str, int] = {}
        self._new_event = asyncio.Event()
        self._tasks: set[asyncio.Task] = set()
        self._runner: web.AppRunner | None = None

    def routes(self) -> list[web.RouteDef]:
        raise NotImplementedError

    def websockets(self) -> list[web.WebSocketResponse]:
        raise NotImplementedError

    async def start(self):
        app = web.Application()
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self):
        for task in list(self._tasks):
            task.cancel()
        for ws in self.websockets():
            with contextlib.suppress(Exception):
                await asyncio.wait_for(ws.close(code=1001), 1)
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self):
        return await self.start()

    async def __aexit__(self, *exc):
        await self.stop()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def spawn(self, coro) -> asyncio.Task:
        task = asyncio.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def violation(self, where: str, what: str, **more):
        """Something a correct bot never does."""
        self.violations.append({"t": time.time(), "where": where, "what": what, **more})
        self.poke()

    def note(self, what: str):
        self.notes[what] = self.notes.get(what, 0) + 1

    def poke(self):
        """Something happened: whoever waits may look again."""
        event, self._new_event = self._new_event, asyncio.Event()
        event.set()

    async def wait_for(self, predicate, timeout: float = 10.0):
        """Waits until ``predicate()`` is true; it is asked after each event, and 20 times a second."""
        end = time.monotonic() + timeout
        while not (got := predicate()):
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError("wait_for: condition not met in time")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._new_event.wait(), min(left, 0.05))
        return got
