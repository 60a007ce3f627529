"""Click to acknowledgement: civiquiz beside an ordinary bot whose button only says "ok".

    python -m bench.click_to_ack [--rounds 5] [--clicks 100]

Both bots run as processes against local stand-ins for the platform, and take turns, so that a slow moment of
the machine hits both. Printed are the medians, in milliseconds, and their ratio. civiquiz writes each answer
to disk before it says so; the ordinary bot keeps nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CHATSIM = ROOT / "tests" / "chatsim"
sys.path.insert(0, str(CHATSIM))

Click = Callable[[int], Awaitable[Any]]


@dataclass
class Contestant:
    """A bot with a question on the screen; `click(n)` is the click of the n-th player."""

    name: str
    click: Click
    clicked: int = 0

    async def one_at_a_time(self, clicks: int) -> list[tuple[float, float]]:
        return [await self._measured() for _ in range(clicks)]

    async def at_once(self, clicks: int) -> list[tuple[float, float]]:
        return await asyncio.gather(*(self._measured() for _ in range(clicks)))

    async def _measured(self) -> tuple[float, float]:
        self.clicked += 1
        done = await self.click(self.clicked - 1)
        await done.wait_visible()
        return done.ack_ms, done.visible_ms


@asynccontextmanager
async def running(arguments: list[str], environment: dict[str, str], folder: str) -> Any:
    """A bot as a process."""
    paths = os.pathsep.join((environment.pop("PYTHONPATH"), str(ROOT)))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=folder,
        env={**os.environ, **environment, "PYTHONPATH": paths, "CIVIQUIZ_LOG": "WARNING"},
    )
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


async def discord(stack: AsyncExitStack, ours: bool, players: int, folder: str) -> Contestant:
    from discord_sim import DiscordSim

    sim = await stack.enter_async_context(DiscordSim(rate_limits=False))
    people = [sim.add_user(f"player-{n}") for n in range(players)]
    guild = sim.add_guild("guild", people)
    channel = next(iter(guild.channels.values()))
    await stack.enter_async_context(running(_program(ours, "discord"), _environment(sim, folder), folder))
    await sim.wait_commands()
    await sim.wait_ready()
    if ours:
        await people[0].slash(channel, "quiz play", questions=1, seconds=120)
    else:
        await people[0].slash(channel, "ask")
    await sim.wait_for(lambda: _public(sim, channel))
    message = _public(sim, channel)[0]

    async def click(n: int) -> Any:
        return await people[n].click(message, "A" if ours else "Answer")

    return Contestant("civiquiz" if ours else "ordinary", click)


async def slack(stack: AsyncExitStack, ours: bool, players: int, folder: str) -> Contestant:
    from slack_sim import SlackSim

    sim = await stack.enter_async_context(SlackSim(rate_limits=False))
    workspace = sim.add_workspace()
    people = [sim.add_user(workspace, f"player-{n}") for n in range(players)]
    channel = sim.add_channel(workspace, "general", people)
    await stack.enter_async_context(running(_program(ours, "slack"), _environment(sim, folder), folder))
    await sim.wait_socket()
    command = ("/quiz", "play questions:1 seconds:120") if ours else ("/ask", "")
    started = await sim.slash(people[0], channel, *command)
    await started.wait_visible()
    message = next(m for m in sim.visible_messages(channel, people[0]) if not m.ephemeral_to)

    async def click(n: int) -> Any:
        return await sim.click(people[n], message, "A" if ours else "Answer")

    return Contestant("civiquiz" if ours else "ordinary", click)


def _program(ours: bool, platform: str) -> list[str]:
    return ["-m", "bot.cli", "run"] if ours else [str(CHATSIM / "samples" / f"{platform}_sample_bot.py")]


def _environment(sim: Any, folder: str) -> dict[str, str]:
    return {**sim.bot_env(), "DATABASE_URL": f"sqlite:///{folder}/bench.db"}


def _public(sim: Any, channel: Any) -> list[Any]:
    return [message for message in sim.bot_messages(channel) if not message.ephemeral]


async def compare(platform: str, rounds: int, clicks: int) -> None:
    """Let both bots take turns and print what they took."""
    start = discord if platform == "discord" else slack
    players = rounds * clicks * 2
    async with AsyncExitStack() as stack:
        folders = [stack.enter_context(tempfile.TemporaryDirectory()) for _ in range(2)]
        both = [await start(stack, ours, players, folders[ours]) for ours in (False, True)]
        for how in ("one at a time", f"{clicks} at once"):
            taken: dict[str, list[tuple[float, float]]] = {"ordinary": [], "civiquiz": []}
            for _ in range(rounds):
                for bot in both:
                    run = bot.one_at_a_time if how == "one at a time" else bot.at_once
                    taken[bot.name] += await run(clicks)
            _report(platform, how, taken)


def _report(platform: str, how: str, taken: dict[str, list[tuple[float, float]]]) -> None:
    for index, what in enumerate(("acknowledged", "reply seen")):
        ordinary = statistics.median(times[index] for times in taken["ordinary"])
        ours = statistics.median(times[index] for times in taken["civiquiz"])
        print(
            f"{platform:8} {how:14} {what:13} ordinary {ordinary:7.1f} ms   "
            f"civiquiz {ours:7.1f} ms   ratio {ours / ordinary:5.2f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Time clicks against an ordinary bot.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clicks", type=int, default=100)
    parser.add_argument("--platform", choices=("discord", "slack"), action="append")
    given = parser.parse_args()
    for platform in given.platform or ("discord", "slack"):
        asyncio.run(compare(platform, given.rounds, given.clicks))


if __name__ == "__main__":
    main()
