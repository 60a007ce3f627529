"""Click to acknowledgement: civiquiz beside an ordinary bot whose button only says "ok".

    python -m bench.click_to_ack [--rounds 5] [--clicks 100]

Both bots run as processes against local stand-ins for the platform, and take turns, so that a slow moment of
the machine hits both. Printed are the medians, in milliseconds, their ratio, and the slowest. civiquiz writes
each answer to disk before it says so; the ordinary bot keeps nothing. A first click of every player is not
counted.
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
SAMPLES = ROOT / "tests" / "chatsim" / "samples"
sys.path.insert(0, os.environ.get("CHATSIM") or str(SAMPLES.parent))

Click = Callable[[int], Awaitable[Any]]


@dataclass
class Contestant:
    """A bot with a question on the screen; `click(n)` is the click of the n-th player.

    `renew` brings the next question: a player has one answer to each.
    """

    name: str
    click: Click
    renew: Callable[[], Awaitable[None]]

    async def one_at_a_time(self, clicks: int) -> list[tuple[float, float]]:
        return [await self._measured(n) for n in range(clicks)]

    async def at_once(self, clicks: int) -> list[tuple[float, float]]:
        return await asyncio.gather(*(self._measured(n) for n in range(clicks)))

    async def _measured(self, n: int) -> tuple[float, float]:
        done = await self.click(n)
        await done.wait_visible()
        await done.wait_ack()
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


async def discord(stack: AsyncExitStack, ours: bool, players: int, questions: int) -> Contestant:
    from discord_sim import DiscordSim

    folder = stack.enter_context(tempfile.TemporaryDirectory())
    sim = await stack.enter_async_context(DiscordSim(rate_limits=False))
    people = [sim.add_user(f"player-{n}") for n in range(players)]
    channel = next(iter(sim.add_guild("guild", people).channels.values()))
    await stack.enter_async_context(running(_program(ours, "discord"), _environment(sim, folder), folder))
    await sim.wait_commands()
    await sim.wait_ready()
    command = (
        ("quiz play", {"topic": "electoral-calendar", "questions": questions, "seconds": 120})
        if ours
        else ("ask", {})
    )
    await people[0].slash(channel, command[0], **command[1])

    def posts() -> list[Any]:
        return [message for message in sim.bot_messages(channel) if not message.ephemeral]

    async def click(n: int) -> Any:
        return await people[n].click(posts()[-1], "A" if ours else "Answer")

    async def renew() -> None:
        # A question closes by itself when all who answered the one before have answered; the first does not.
        asked = posts()
        if ours and len(asked) == 1:
            await people[0].click(asked[-1], "Next")
        await sim.wait_for(lambda: not ours or len(posts()) > len(questions_seen))
        questions_seen.append(posts()[-1])

    questions_seen: list[Any] = [await sim.wait_for(posts)]
    return Contestant("civiquiz" if ours else "ordinary", click, renew)


async def slack(stack: AsyncExitStack, ours: bool, players: int, questions: int) -> Contestant:
    from slack_sim import SlackSim

    folder = stack.enter_context(tempfile.TemporaryDirectory())
    sim = await stack.enter_async_context(SlackSim(rate_limits=False))
    workspace = sim.add_workspace()
    people = [sim.add_user(workspace, f"player-{n}") for n in range(players)]
    channel = sim.add_channel(workspace, "general", people)
    await stack.enter_async_context(running(_program(ours, "slack"), _environment(sim, folder), folder))
    await sim.wait_socket()
    command = (
        ("/quiz", f"play electoral-calendar questions:{questions} seconds:120") if ours else ("/ask", "")
    )
    await sim.slash(people[0], channel, *command)

    def posts() -> list[Any]:
        return [m for m in sim.visible_messages(channel, people[0]) if m.visible_to is None]

    async def click(n: int) -> Any:
        return await sim.click(people[n], posts()[-1], "A" if ours else "Answer")

    async def renew() -> None:
        asked = posts()
        if ours and len(asked) == 1:
            await sim.click(people[0], asked[-1], "Next")
        await sim.wait_for(lambda: not ours or len(posts()) > len(questions_seen))
        questions_seen.append(posts()[-1])

    questions_seen: list[Any] = [await sim.wait_for(posts)]
    return Contestant("civiquiz" if ours else "ordinary", click, renew)


def _program(ours: bool, platform: str) -> list[str]:
    return ["-m", "bot.cli", "run"] if ours else [str(SAMPLES / f"{platform}_sample_bot.py")]


def _environment(sim: Any, folder: str) -> dict[str, str]:
    return {**sim.bot_env(), "DATABASE_URL": f"sqlite:///{folder}/bench.db", "CIVIQUIZ_PAUSE": "0"}


async def compare(platform: str, rounds: int, clicks: int) -> None:
    """Let both bots take turns and print what they took."""
    start = discord if platform == "discord" else slack
    async with AsyncExitStack() as stack:
        both = [await start(stack, ours, clicks, 2 * rounds + 1) for ours in (False, True)]
        for bot in both:  # not counted: both meet the players for the first time
            await bot.at_once(clicks)
        for at_once in (False, True):
            taken: dict[str, list[tuple[float, float]]] = {bot.name: [] for bot in both}
            for _ in range(rounds):
                for bot in both:
                    await bot.renew()
                    taken[bot.name] += await (bot.at_once if at_once else bot.one_at_a_time)(clicks)
            _report(platform, f"{clicks} at once" if at_once else "one at a time", taken)


def _report(platform: str, how: str, taken: dict[str, list[tuple[float, float]]]) -> None:
    for index, what in enumerate(("acknowledged", "reply seen")):
        ordinary = statistics.median(times[index] for times in taken["ordinary"])
        all_ours = [times[index] for times in taken["civiquiz"]]
        ours = statistics.median(all_ours)
        print(
            f"{platform:8} {how:14} {what:13} ordinary {ordinary:7.1f} ms   "
            f"civiquiz {ours:7.1f} ms   ratio {ours / ordinary:5.2f}   slowest {max(all_ours):7.1f} ms",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Time clicks against an ordinary bot.")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 10))
    parser.add_argument("--clicks", type=int, default=100)
    parser.add_argument("--platform", choices=("discord", "slack"), action="append")
    given = parser.parse_args()
    for platform in given.platform or ("discord", "slack"):
        asyncio.run(compare(platform, given.rounds, given.clicks))


if __name__ == "__main__":
    main()
