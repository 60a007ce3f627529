"""The write-ahead log of a SQLite file stays short, whoever reads."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.store import store as store_module
from bot.store import tables
from bot.store.database import database_url as read_url
from bot.store.database import writing_engine
from bot.store.store import open_store
from bot.store.upsert import put
from bot.store.wal import Wal
from bot.store.writer import Unit, Writer
from tests.factories import NOON

SOON = 10
MEGABYTE = 2**20


@pytest.fixture
def file(sqlite_url: str, tmp_path: Path) -> Path:
    return tmp_path / "civiquiz.db"


@pytest.fixture
def writer(sqlite_url: str, file: Path) -> Iterator[Writer]:
    wal = Wal(file, most=MEGABYTE)
    writer = Writer(writing_engine(read_url(sqlite_url)), tidy=wal.shorten)
    yield writer
    writer.close()


def log_size(file: Path) -> int:
    return Path(f"{file}-wal").stat().st_size


def note(number: int) -> Unit[None]:
    """Some forty pages."""
    return lambda c: put(c, tables.memory, [{"key": f"{number % 7}", "value": f"{number:09}" * 16_000}])


def look(file: Path) -> sqlite3.Connection:
    """A reader that sees one moment until it is closed."""
    reader = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM memory").fetchone()
    return reader


async def test_the_log_is_short_again_when_a_long_reader_has_ended(writer: Writer, file: Path) -> None:
    with closing(look(file)):
        for number in range(40):
            await writer.run(note(number))
        grown = log_size(file)
        assert grown > 4 * MEGABYTE
    for number in range(15):
        await writer.run(note(number))
    assert log_size(file) < grown / 2


async def test_the_log_stays_short_though_some_reader_always_looks(writer: Writer, file: Path) -> None:
    over, looks = threading.Event(), [0]

    def read() -> None:
        while not over.is_set():
            with closing(look(file)):
                over.wait(0.005)
            looks[0] += 1

    most = 0
    with ThreadPoolExecutor(4) as readers:
        reading = [readers.submit(read) for _ in range(4)]
        for number in range(400):
            await writer.run(note(number))
            most = max(most, log_size(file))
        over.set()
        for one in reading:
            one.result()
    assert looks[0] > 100
    assert most < 4 * MEGABYTE


async def test_a_question_that_takes_too_long_is_broken_off_and_others_go_on(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "READING", 0.05)
    store, _ = open_store(sqlite_url, NOON)
    endless = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")

    def ask(connection: Connection) -> object:
        return connection.scalar(endless)

    for _ in range(6):  # more than there are readers
        with pytest.raises(Exception, match="interrupted"):
            await asyncio.wait_for(store.read(ask), SOON)
    assert await store.read(lambda c: c.scalar(text("SELECT 1"))) == 1
    store.close()
