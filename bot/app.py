"""The one place where the parts are put together."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress
from random import SystemRandom
from typing import Protocol

import structlog

from bot import chart
from bot.clock import AnchoredClock
from bot.ports import CannotStart, Stage
from bot.quizmaster import Quizmaster
from bot.serving import Serving
from bot.settings import Settings, SlackHttp, SlackSocket
from bot.shell import Shell
from bot.store.store import Store, free_dead_leases, open_store
from bot.timekeeper import Timekeeper
from bot.words import language_of
from questions.bank import load_bank
from questions.page import PackError

# How often, in seconds, the clock of a process is set to that of the database it shares with others.
ANCHOR = 60.0
BREATH = 0.03
# How long after the start, in seconds, what draws pictures is loaded: whoever waited has been answered then.
WARM_UP = 5.0

_log = structlog.get_logger()


class Adapter(Protocol):
    """A platform: where it shows cards, and its life until it is cancelled or the user leaves."""

    @property
    def platform(self) -> str: ...

    @property
    def stage(self) -> Stage: ...

    async def run(self) -> None: ...


async def run_chats(settings: Settings, serving: Serving) -> None:
    """Serve chat platforms until stopped.

    Raises:
        CannotStart: something that the operator must mend.
    """
    async with _house(settings) as (shell, quizmaster, timekeeper):
        adapters = await _chats(serving, shell, quizmaster)
        shell.breath = BREATH
        shell.stages.update({adapter.platform: adapter.stage for adapter in adapters})
        _log.info("serving", platforms=[adapter.platform for adapter in adapters])
        asyncio.get_running_loop().call_later(WARM_UP, chart.warm)
        await _until_stopped([timekeeper.run(), *(adapter.run() for adapter in adapters)])


async def run_terminal(settings: Settings) -> None:
    """Play in the terminal until the user leaves.

    Raises:
        CannotStart: something that the operator must mend.
    """
    from adapters.terminal.adapter import TerminalAdapter

    settings = settings.model_copy(update={"civiquiz_pause": 0.0})
    async with _house(settings) as (shell, quizmaster, timekeeper):
        language = language_of(os.environ.get("LC_ALL") or os.environ.get("LANG")) or "en"
        adapter = TerminalAdapter(quizmaster, shell.clock, timekeeper.run_due, language)
        shell.stages["terminal"] = adapter
        await timekeeper.run_due()
        await _until_stopped([timekeeper.run(), adapter.run()])


@asynccontextmanager
async def _house(settings: Settings) -> AsyncIterator[tuple[Shell, Quizmaster, Timekeeper]]:
    try:
        bank = load_bank(added=settings.civiquiz_packs)
    except PackError as error:
        raise CannotStart(str(error)) from None
    clock = AnchoredClock()
    dice = SystemRandom()
    store, backup = await asyncio.to_thread(open_store, settings.database_url, clock.now(), dice)
    if backup is not None:
        _log.info("schema brought up to date", backup=str(backup))
    try:
        await free_dead_leases(store)
        shell = Shell(bank, store, clock, dice, settings.civiquiz_pause)
        async with _anchored(store, clock):
            yield shell, Quizmaster(shell), Timekeeper(shell)
        await shell.settled()
    finally:
        await asyncio.to_thread(store.close)


@asynccontextmanager
async def _anchored(store: Store, clock: AnchoredClock) -> AsyncIterator[None]:
    """Keep the clock to the time of a shared database."""
    if not store.shared:
        yield
        return
    clock.begin(await store.now())
    anchoring = asyncio.create_task(_keep_anchored(store, clock))
    try:
        yield
    finally:
        anchoring.cancel()


async def _keep_anchored(store: Store, clock: AnchoredClock) -> None:
    while True:
        await asyncio.sleep(ANCHOR)
        try:
            clock.anchor(await store.now())
        except Exception:
            _log.exception("the database does not tell the time")


async def _chats(serving: Serving, shell: Shell, quizmaster: Quizmaster) -> list[Adapter]:
    # Imported only if used: each brings a large library.
    adapters: list[Adapter] = []
    if serving.discord is not None:
        from adapters.discord.client import DiscordAdapter

        adapters.append(DiscordAdapter(serving.discord, quizmaster, shell.store, serving.shards))
    match serving.slack:
        case SlackSocket(bot_token, app_token):
            from adapters.slack.socket_mode import SlackSocketAdapter

            adapters.append(SlackSocketAdapter(bot_token, app_token, quizmaster, shell.clock))
        case SlackHttp() as over_http:
            from adapters.slack.http import SlackHttpAdapter

            slack = SlackHttpAdapter(over_http, quizmaster, shell)
            await slack.open()
            adapters.append(slack)
    return adapters


async def _until_stopped(parts: Sequence[Awaitable[None]]) -> None:
    """Run all parts until one ends, or a signal asks to stop; then end the others in order."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no signal handlers on its loop
            loop.add_signal_handler(name, stopped.set)
    waiting = asyncio.create_task(stopped.wait())
    done, _ = await asyncio.wait([*tasks, waiting], return_when=asyncio.FIRST_COMPLETED)
    # Adapters first, the timekeeper last: what is being delivered still has its platform.
    for task in [waiting, *reversed(tasks)]:
        task.cancel()
    await asyncio.gather(waiting, *tasks, return_exceptions=True)
    for task in done - {waiting}:
        task.result()
