"""PgBouncer before PostgreSQL, pooling transactions: a session is another's after each of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from sqlalchemy import Connection, text

from bot.ports import CannotStart
from bot.store import due, rebuild, tables
from bot.store.answers import given_in
from bot.store.beside import beside
from bot.store.database import database_url as read_url
from bot.store.store import Store, migrate, open_store
from bot.store.upsert import put
from tests.conftest import PostgresServer
from tests.factories import NOON, answer, open_round, work

SOON = 20
PORT = 6432
SETTINGS = """
[databases]
* = host={server}
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 2
logfile = {folder}/log
"""


@pytest.fixture(scope="module")
def pooled(postgres: PostgresServer) -> Iterator[Path]:
    """The folder of PgBouncer's socket; it has two connections to the server for each database."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("PgBouncer is not installed (Debian: apt-get install pgbouncer)")
    folder = Path(tempfile.mkdtemp(prefix="civiquiz-pgb-"))
    folder.chmod(0o777)
    (folder / "users").write_text('"postgres" ""\n')
    (folder / "settings").write_text(SETTINGS.format(server=postgres.socket, port=PORT, folder=folder))
    # It refuses to run as root, as the server does.
    user = postgres.socket.stat().st_uid if os.geteuid() == 0 else None
    process = subprocess.Popen([program, "--quiet", str(folder / "settings")], user=user)
    deadline = monotonic() + SOON
    while not (folder / f".s.PGSQL.{PORT}").exists():
        assert process.poll() is None, (folder / "log").read_text()
        assert monotonic() < deadline
    yield folder
    process.send_signal(signal.SIGINT)
    process.wait(SOON)
    shutil.rmtree(folder)


@pytest.fixture
def url(pooled: Path, postgres_url: str) -> str:
    """The database through PgBouncer, as an operator writes it."""
    return (
        f"postgresql://postgres@/{read_url(postgres_url).database}?host={pooled}&port={PORT}&pgbouncer=true"
    )


@pytest.fixture
def stores(url: str) -> Iterator[list[Store]]:
    """Three processes on it, with more connections than the server is given."""
    stores = [open_store(url, NOON)[0] for _ in range(3)]
    yield stores
    for store in stores:
        store.close()


async def test_several_processes_play_through_it(stores: list[Store]) -> None:
    await stores[0].write(lambda c: open_round(c, length=2))

    async def play(number: int, store: Store) -> None:
        for turn in ("quiz-1", "quiz-2"):
            for click in range(15):  # the driver would prepare a statement at its fifth use
                await store.record(answer(f"p{number}-{click}", turn=turn))
                await store.read(lambda c: given_in(c, "quiz-1"))
                await store.write(lambda c: due.next_due(c, ["discord"]))

    plays = (play(number, store) for number, store in enumerate(stores))
    await asyncio.wait_for(asyncio.gather(*plays), SOON)
    assert len(await stores[1].read(lambda c: given_in(c, "quiz-2"))) == 45


async def test_each_piece_of_work_is_claimed_once_through_it(stores: list[Store]) -> None:
    for number in range(30):
        await stores[0].write(partial(due.add_work, work=work(f"t{number}")))
    claim = partial(due.claim, platforms=["discord"], at=NOON, most=10)
    claims = await asyncio.gather(
        *(store.write(partial(claim, lease=f"l{number}")) for number, store in enumerate(stores))
    )
    assert len({claim.id for claimed in claims for claim in claimed}) == 30


async def test_the_limits_of_units_and_questions_hold_for_them_alone(stores: list[Store], url: str) -> None:
    limit = text("SHOW statement_timeout")
    for _ in range(3):
        assert await stores[0].write(lambda c: c.scalar(limit)) == "10s"
        assert await stores[0].read(lambda c: c.scalar(limit)) == "2s"
    plain = url.replace("&pgbouncer=true", "")
    with psycopg.connect(plain, prepare_threshold=None) as another:
        assert another.execute("SHOW statement_timeout").fetchone() == ("0",)


async def test_a_connection_that_it_drops_is_made_again_and_the_work_is_done_once(
    stores: list[Store], postgres: PostgresServer, url: str
) -> None:
    def count_up(connection: Connection) -> int:
        statement = text("UPDATE memory SET value = value::int + 1 WHERE key = 'n' RETURNING value")
        return int(connection.scalar(statement))

    await stores[0].write(lambda c: put(c, tables.memory, [{"key": "n", "value": "0"}]))
    assert await stores[0].write(count_up) == 1
    postgres.disconnect(url)
    assert await asyncio.wait_for(stores[0].write(count_up), SOON) == 2


def test_the_operators_commands_work_through_it(stores: list[Store], url: str) -> None:
    assert migrate(url, NOON) is None
    with beside(url) as database:
        assert database.look(lambda c: list(rebuild.all_differences(c))) == []
        assert database.write(lambda c: rebuild.put_right(c, [])) == 0


def test_who_forgets_to_tell_of_it_is_told_what_to_write(url: str) -> None:
    with pytest.raises(CannotStart, match=r"pgbouncer=true"):
        open_store(url.replace("&pgbouncer=true", ""), NOON)


@pytest.mark.parametrize("value", ["yes", "TRUE"])
def test_what_is_told_of_it_is_true_or_false(value: str) -> None:
    with pytest.raises(CannotStart, match="neither pgbouncer=true nor pgbouncer=false"):
        read_url(f"postgresql://host/name?pgbouncer={value}")
