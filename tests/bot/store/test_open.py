"""Opening a database: who may, and what the operator is told otherwise."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from bot.ports import CannotStart
from bot.store import due, tables
from bot.store.database import database_url as read_url
from bot.store.database import reading_engine, writing_engine
from bot.store.store import Store, free_dead_leases, migrate, open_store
from tests.conftest import PostgresServer
from tests.factories import COMMUNITY, NOON, SECOND, work

HOLD = """
import sys
from datetime import UTC, datetime
from bot.store.store import open_store
store, _ = open_store(sys.argv[1], datetime.now(UTC))
print("open", flush=True)
sys.stdin.read()
"""


def hold(url: str) -> subprocess.Popen[str]:
    """Another process that plays on the database."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def reason(url: str) -> str:
    """Why a database cannot be opened for playing; `migrate` says the same."""
    with pytest.raises(CannotStart) as refused:
        open_store(url, NOON)
    with pytest.raises(CannotStart) as refused_too:
        migrate(url, NOON)
    assert str(refused_too.value) == str(refused.value)
    return str(refused.value)


# --- one process a file


def test_a_second_process_on_a_sqlite_file_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    store, _ = open_store(sqlite_url, NOON)
    assert reason(sqlite_url) == (
        f"Another civiquiz plays on {tmp_path / 'civiquiz.db'}. Stop it first, or give this one its own file."
    )
    store.close()


def test_a_second_process_is_refused_by_whatever_name_it_calls_the_file(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alias.db").symlink_to(tmp_path / "civiquiz.db")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path / "folder")
    store, _ = open_store(sqlite_url, NOON)
    for other in (f"sqlite:///{tmp_path}/alias.db", "sqlite:///../civiquiz.db", "sqlite:///./../alias.db"):
        assert "Another civiquiz plays" in reason(other)
    store.close()


async def test_others_may_read_a_file_that_is_played_on(sqlite_url: str, tmp_path: Path) -> None:
    store, _ = open_store(sqlite_url, NOON)
    await store.remember("note", "seen")
    with sqlite3.connect(tmp_path / "civiquiz.db") as plain:
        assert plain.execute("SELECT value FROM memory").fetchall() == [("seen",)]
    plain.close()
    reading = reading_engine(read_url(sqlite_url))
    with reading.connect() as connection:
        assert connection.scalar(select(tables.memory.c.value)) == "seen"
        await store.remember("note", "changed meanwhile")
        assert connection.scalar(select(tables.memory.c.value)) == "changed meanwhile"
    reading.dispose()
    store.close()


def test_a_closed_file_can_be_opened_again(sqlite_url: str) -> None:
    for _ in range(2):
        open_store(sqlite_url, NOON)[0].close()


def test_a_file_opened_in_one_thread_and_closed_in_another_can_be_opened_again(sqlite_url: str) -> None:
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as another:
        store, _ = one.submit(open_store, sqlite_url, NOON).result()
        another.submit(store.close).result()
        store, _ = another.submit(open_store, sqlite_url, NOON).result()
        another.submit(store.close).result()


def test_a_file_that_could_not_be_opened_is_not_held(tmp_path: Path) -> None:
    file = tmp_path / "civiquiz.db"
    file.write_text("Dear diary, today I was no database file. " * 100)
    with pytest.raises(CannotStart) as refused:
        open_store(f"sqlite:///{file}", NOON)
    file.unlink()
    open_store(f"sqlite:///{file}", NOON)[0].close()
    assert "file is not a database" in str(refused.value)


def test_a_file_whose_holder_was_killed_can_be_opened_again(sqlite_url: str) -> None:
    with hold(sqlite_url) as holder:
        assert "Another civiquiz plays" in reason(sqlite_url)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        open_store(sqlite_url, NOON)[0].close()


def test_two_processes_share_a_postgresql(postgres_url: str) -> None:
    first, _ = open_store(postgres_url, NOON)
    second, _ = open_store(postgres_url, NOON)
    assert first.shared
    assert second.shared
    second.close()
    first.close()


def test_a_sqlite_file_is_not_shared(sqlite_url: str) -> None:
    store, _ = open_store(sqlite_url, NOON)
    assert not store.shared
    store.close()


# --- how a SQLite file is written


async def test_a_new_sqlite_file_is_read_while_written_and_loses_nothing_with_the_power(
    empty_sqlite_url: str,
) -> None:
    store, _ = open_store(empty_sqlite_url, NOON)

    def settings(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await store.write(settings) == ["wal", 2, 1]
    store.close()


def test_a_transaction_that_has_only_read_so_far_may_still_write(sqlite_url: str, tmp_path: Path) -> None:
    engine = writing_engine(read_url(sqlite_url))
    with engine.begin() as connection:
        assert connection.scalar(select(tables.memory.c.value)) is None
        with (
            closing(sqlite3.connect(tmp_path / "civiquiz.db", timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="database is locked"),
        ):
            other.execute("INSERT INTO memory VALUES ('note', 'in between')")
        connection.execute(tables.memory.insert(), {"key": "note", "value": "mine"})
    engine.dispose()


# --- what a start sets right


async def test_who_holds_a_sqlite_file_alone_frees_the_leases_of_the_dead(store: Store) -> None:
    await store.write(lambda c: due.add_work(c, work(), lease="dead"))
    await free_dead_leases(store)
    claims = await store.write(lambda c: due.claim(c, ["discord"], NOON + SECOND, "alive", 1))
    assert [claim.community for claim in claims] == ([] if store.shared else [COMMUNITY])


async def test_postgresql_tells_its_time_in_utc(postgres_url: str) -> None:
    store, _ = open_store(postgres_url, NOON)
    await store.write(lambda c: c.execute(text("SET TIME ZONE 'Asia/Tokyo'")))
    assert (await store.now()).tzinfo is UTC
    store.close()


# --- sentences for the operator


@pytest.mark.parametrize(
    "url",
    [
        "",
        "civiquiz.db",
        "sqlite",
        "mysql://me:s3cret@db/quiz",
        "sqlite+aiosqlite:///quiz.db",
        "postgresql+asyncpg://me:s3cret@db/quiz",
        "nonsense://me:s3cret@db/quiz",
        "postgresql://me:s3cret@db:port/quiz",
        "postgresql://me:s3cret/more@db/quiz",
        "postgresql://me:s3cret@db:99999999/quiz",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?cache=shared&uri=true",
        "sqlite:///quiz.db?mode=memory&uri=true",
        "sqlite:///quiz.db?timeout=soon",
    ],
)
def test_an_address_that_is_none_is_explained(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sentence = reason(url)
    assert "DATABASE_URL" in sentence
    assert "s3cret" not in sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_opened_whatever_its_address_calls_it(postgres_url: str, scheme: str) -> None:
    store, _ = open_store(postgres_url.replace("postgresql:", f"{scheme}:"), NOON)
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:s3cret@127.0.0.1:{port}/quiz",
        "postgresql://127.0.0.1:{port}/quiz?user=me&password=s3cret",
        "postgresql://me:s3cret@/quiz?host=/nowhere/at/all",
        "postgresql://me:s3cret@127.0.0.1:{port}/quiz?sslmode=none_such",
        "postgresql://me:s3cret@127.0.0.1:{port}/quiz?no_such_setting=1",
    ],
)
def test_a_postgresql_that_cannot_be_reached_is_explained_without_its_password(url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody answers on this port
        sentence = reason(url.format(port=taken.getsockname()[1]))
    assert sentence.endswith("Check DATABASE_URL and that it is running.")
    assert "s3cret" not in sentence
    assert "\n" not in sentence


def test_a_postgresql_database_that_does_not_exist_is_named(postgres: PostgresServer) -> None:
    url = postgres.create()
    postgres.drop(url)
    name = read_url(url).database
    assert re.search(f'database "{name}" does not exist', reason(url))


def test_a_folder_is_no_database_file(tmp_path: Path) -> None:
    assert "unable to open database file" in reason(f"sqlite:///{tmp_path}")


def test_a_path_through_a_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = reason(f"sqlite:///{tmp_path}/file/civiquiz.db")
    assert sentence.startswith(f"The database {tmp_path}/file/civiquiz.db cannot be opened")
    assert sentence.endswith("Check DATABASE_URL.")


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/new/folder/civiquiz.db", NOON)[0].close()
    assert (tmp_path / "new/folder/civiquiz.db").exists()


def test_a_damaged_file_is_explained(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "civiquiz.db"
    file.write_bytes(file.read_bytes()[:5000])
    assert "malformed" in reason(sqlite_url)
