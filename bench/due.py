"""Due work: how much a second is claimed and done, and how long a live round waits while dailies are due.

    python -m bench.due [--works 10000] [--seconds 20]

On SQLite and on PostgreSQL. First work that does nothing but is claimed and marked as done. Then so many
dailies fall due at one instant, are opened, and are posted to a platform that takes 60 ms for a message and
40 messages a second; meanwhile a piece of a live round's work falls due every 100 ms. Printed are
milliseconds from when that is due until it begins, and what became of the dailies.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from datetime import datetime, timedelta
from random import Random
from unittest.mock import patch

from sqlalchemy import Connection, func, insert, select

from bench.boards import databases
from bot import timekeeper
from bot.cards import Card
from bot.clock import AnchoredClock
from bot.course import URGENT
from bot.ports import Pictures
from bot.shell import Shell
from bot.store import due
from bot.store.due import LEISURE, Claim, Work
from bot.store.store import Store, migrate, open_store
from bot.store.tables import due as due_table
from bot.store.tables import quiz
from bot.store.tables import schedule as schedule_table
from bot.timekeeper import Timekeeper
from questions.bank import Bank, load_bank

NOTHING, LIVE = "nothing", "live"
EVERY = 0.1
TAKES, RATE = 0.06, 40.0


class SlowStage:
    """A platform that takes some time for a message."""

    pictures = Pictures.WORDS
    rate: float | None = RATE

    def __init__(self) -> None:
        self.posts = 0

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        await asyncio.sleep(TAKES)
        self.posts += 1
        return key

    async def edit(self, community: str, room: str, message: str, card: Card) -> None:
        await asyncio.sleep(TAKES)

    async def direct(self, community: str, player: str, card: Card) -> None:
        await asyncio.sleep(TAKES)


async def throughput(store: Store, bank: Bank, works: int) -> float:
    """Pieces of work a second."""
    clock, done, all_done = AnchoredClock(), 0, asyncio.Event()
    shell = Shell(bank, store, clock, Random(1))
    shell.stages["discord"] = SlowStage()

    async def nothing(shell: Shell, claim: Claim) -> None:
        nonlocal done
        done += 1
        if done == works:
            all_done.set()

    await store.write(lambda c: fill(c, clock.now(), works))
    with patch.object(timekeeper, "TASKS", {NOTHING: nothing}):
        began = time.monotonic()
        running = asyncio.create_task(Timekeeper(shell).run())
        await all_done.wait()
        took = time.monotonic() - began
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return works / took


def fill(connection: Connection, at: datetime, works: int) -> None:
    """Write work that does nothing."""
    rows = [
        {
            "key": f"{NOTHING}:{number}",
            "kind": NOTHING,
            "subject": str(number),
            "platform": "discord",
            "community": f"discord:{number}",
            "priority": LEISURE,
            "rank": 0,
            "due_at": at,
            "attempts": 0,
        }
        for number in range(works)
    ]
    connection.execute(insert(due_table), rows)


def plan(connection: Connection, at: datetime, dailies: int) -> None:
    """Have so many dailies, each of its own community, due at an instant."""
    plain = {"room": "general", "zone": "UTC", "weekdays": list(range(7)), "topic": None, "questions": 5}
    plain |= {"language": "en", "set_by": "mod", "at": f"{at:%H:%M}"}
    connection.execute(
        insert(schedule_table),
        [{"id": f"s{number}", "community": f"discord:{number}", **plain} for number in range(dailies)],
    )
    for number in range(dailies):
        subject, community = f"s{number}/{at.date()}", f"discord:{number}"
        due.add_work(connection, Work("open-daily", subject, community, at))


async def waits(store: Store, bank: Bank, dailies: int, seconds: float) -> tuple[list[float], int, int]:
    """Milliseconds that live work waits while dailies are due; how many were opened and posted meanwhile."""
    clock, stage = AnchoredClock(), SlowStage()
    shell = Shell(bank, store, clock, Random(1))
    shell.stages["discord"] = stage
    waited: list[float] = []

    async def live(shell: Shell, claim: Claim) -> None:
        due_at = began + timedelta(seconds=EVERY * int(claim.subject))
        waited.append((shell.clock.now() - due_at).total_seconds() * 1000)

    minute = clock.now().replace(second=0, microsecond=0)
    await store.write(lambda c: plan(c, minute, dailies))
    began = clock.now() + timedelta(seconds=1)
    works = [
        Work(LIVE, str(n), "discord:live", began + timedelta(seconds=EVERY * n), priority=URGENT)
        for n in range(int(seconds / EVERY))
    ]
    await store.write(lambda c: [due.add_work(c, work) for work in works])
    with patch.object(timekeeper, "TASKS", {**timekeeper.TASKS, LIVE: live}):
        running = asyncio.create_task(Timekeeper(shell).run())
        await asyncio.sleep(seconds + 2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    opened = await store.read(lambda c: c.scalar(select(func.count()).select_from(quiz)))
    return sorted(waited), opened or 0, stage.posts


async def measure(name: str, url: str, works: int, seconds: float) -> None:
    """Print what one database does."""
    await asyncio.to_thread(migrate, url, AnchoredClock().now())
    store, _ = await asyncio.to_thread(open_store, url, AnchoredClock().now())
    bank = load_bank()
    try:
        a_second = await throughput(store, bank, works)
        print(f"{name}: {a_second:,.0f} pieces of work a second, claimed and done, of {works:,} due at once")
        waited, opened, posted = await waits(store, bank, works, seconds)
        middle, late = statistics.median(waited), waited[int(len(waited) * 0.99)]
        print(
            f"{name}: with {works:,} dailies due, a live round's work waits {middle:.0f} ms (p50), "
            f"{late:.0f} ms (p99); {opened:,} dailies opened and {posted:,} posted in {seconds + 2:.0f} s"
        )
    finally:
        store.close()


def main() -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--works", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    with databases() as urls:
        for name, url in urls.items():
            asyncio.run(measure(name, url, given.works, given.seconds))


if __name__ == "__main__":
    main()
