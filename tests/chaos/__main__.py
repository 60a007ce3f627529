"""Chaos, as a program: kills, storms and clock changes, and the claim that nothing is lost and nothing twice.

    make chaos ARGS="--database postgresql --seconds 120 --seed 7"

Starts real `civiquiz run` processes, one on a SQLite file or two on a PostgreSQL server of its own, against
stand-ins for Discord and Slack (CHATSIM names other ones). Virtual players play while processes are killed
and started again, the database restarts or is slow, connections break, requests fail before and after their
effect, events come twice and wall clocks jump. Then it is checked from the outside what must hold. Exit
status 1, the seed, and where the logs are, if anything is broken. Nothing leaves this machine.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import Connection, select

from bot.engine.quiz import Mode
from bot.store.tables import quiz
from tests.chaos import checks, dailies, held
from tests.chaos.bots import Process, processes, started
from tests.chaos.checks import Seen
from tests.chaos.databases import Database, ask, database
from tests.chaos.faults import KILL, Faults
from tests.chaos.held import Held
from tests.chaos.plan import Plan, read_plan
from tests.chaos.players import Players
from tests.chaos.recovery import standstills
from tests.chaos.report import Report
from tests.chaos.world import World, world
from tests.invariants import broken as broken_in

# A daily is open for so many seconds at least; then some close, as often as Slack takes edits.
_OPEN_FOR: Final = 15.0
_CLOSES: Final = 40
_CLOSES_EACH: Final = 10.0
# How long, in seconds, everything may take to come to rest once nothing goes wrong any more.
_REST: Final = 600.0
_EVENT: Final = re.compile(r"level=(?:error|warning) event=(\"[^\"]*\"|\S+)")


def main() -> int:
    """Run chaos; the exit status."""
    plan = read_plan()
    # Who asks chaos to stop wants its processes to end as well.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    print(f"chaos on {plan.database}, seed {plan.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="civiquiz-chaos-"))
    with database(plan.database, folder) as found:
        report = asyncio.run(_run(plan, found, folder))
    print(report, flush=True)
    if report.broken:
        print(f"The logs, and a SQLite file, are in {folder}.")
        return 1
    shutil.rmtree(folder)
    return 0


async def _run(plan: Plan, found: Database, folder: Path) -> Report:
    rng = Random(plan.seed)
    async with world(plan, rng) as where:
        there = where.rooms
        due, seed = plan.schedules, rng.random()
        set_here = await ask(found, lambda c: dailies.set_dailies(c, there, due, plan.seconds, Random(seed)))
        running = processes(folder, plan.processes, found, where.environments)
        players = Players(where, Random(rng.random()))
        faults = Faults(plan, Random(rng.random()), where, found, running)
        began = time.monotonic()
        async with started(running):
            await where.connected()
            at_rest = await _play(plan, players, faults, found)
        lasted = time.monotonic() - began
        seen = _look(where, players, faults, set_here)
        kept = await ask(found, held.read)
        wrong = await ask(found, broken_in)
    return _report(plan, lasted, seen, kept, running, [*at_rest, *wrong])


async def _play(plan: Plan, players: Players, faults: Faults, found: Database) -> list[str]:
    """Play under faults, then come to rest; what did not."""
    playing = asyncio.create_task(players.play())
    closing = asyncio.create_task(_close_dailies(found))
    raging = asyncio.create_task(faults.rage())
    begins = time.monotonic()
    all_due, ends = begins + dailies.SPREAD * plan.seconds, begins + plan.seconds
    told = 0.0
    while (now := time.monotonic()) < ends and not (now > all_due and _reached(plan, players, faults)):
        await asyncio.sleep(0.5)
        for part in (playing, closing, raging):
            if part.done():
                part.result()
        if now - told > 30:
            told = now
            print(f"  {faults.kills} kills, {players.recorded} answers", flush=True)
    raging.cancel()
    closing.cancel()
    with suppress(asyncio.CancelledError):
        await raging
    await faults.end()
    players.starting = False
    rest = await _come_to_rest(found)
    playing.cancel()
    with suppress(asyncio.CancelledError):
        await playing
    await players.finish()
    return rest


def _reached(plan: Plan, players: Players, faults: Faults) -> bool:
    return plan.aims and faults.kills >= plan.kills and players.recorded >= plan.answers


async def _close_dailies(found: Database) -> None:
    while True:
        await asyncio.sleep(_CLOSES_EACH)
        with suppress(Exception):
            await ask(found, lambda c: dailies.close_some(c, _CLOSES, _OPEN_FOR))


async def _come_to_rest(found: Database) -> list[str]:
    """Wait until all is done that is due; dailies that are still open close now. What is left."""
    ends = time.monotonic() + _REST
    while time.monotonic() < ends:
        await asyncio.sleep(1)
        # Closed little by little: a workspace takes some forty edits a minute.
        await ask(found, lambda c: dailies.close_some(c, _CLOSES, _OPEN_FOR))
        if not await ask(found, _left):
            return []
    return [f"not at rest: {work}" for work in await ask(found, _left)]


def _left(connection: Connection) -> list[str]:
    soon = datetime.now(UTC) + timedelta(minutes=10)
    still_open = connection.scalars(select(quiz.c.id).where(quiz.c.closed_at.is_(None)))
    return [*held.waiting(connection, soon), *(f"quiz {id} is open" for id in still_open)]


def _look(where: World, players: Players, faults: Faults, set_here: set[str]) -> Seen:
    posts = {
        room: tuple(room.hands.post(message) for message in reversed(list(room.hands.messages(room))))
        for room in where.rooms
    }
    violations = [*where.discord.violations, *where.slack.violations]
    return Seen(players.clicks, posts, faults.done, faults.uncertain, violations, set_here)


def _report(
    plan: Plan, lasted: float, seen: Seen, kept: Held, running: Sequence[Process], broken: list[str]
) -> Report:
    again, windows = checks.not_once(seen, kept)
    forbidden, explained = checks.violations(seen)
    for check in (checks.lost_or_twice, checks.too_late, checks.unrevealed, checks.astray):
        broken += check(seen, kept)
    ended = [f"process {n} {what}" for n, process in enumerate(running) for what in process.ended]
    broken += [*again, *forbidden, *checks.undone(seen, kept), *ended]
    counted = Counter(fault.kind for fault in seen.faults)
    kills = counted.pop(KILL, 0)
    modes = Counter(one.mode for one in kept.quizzes.values())
    return Report(
        plan=plan,
        seconds=lasted,
        kills=kills,
        faults=counted,
        clicks=len(seen.clicks),
        recorded=sum(click.recorded or click.done for click in seen.clicks),
        answers=len(kept.answers),
        rounds=modes[Mode.LIVE],
        turns=len(checks.shared(kept)),
        dailies=modes[Mode.DAILY],
        windows=windows,
        given_up=len(checks.never_confirmed(seen, kept)),
        standstills=list(standstills(seen, kept, [process.down for process in running])),
        explained=explained,
        logged=Counter(_EVENT.findall("".join(process.bot.log() for process in running))),
        broken=broken,
    )


if __name__ == "__main__":
    sys.exit(main())
