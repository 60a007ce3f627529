"""Connections: a SQLite file for one machine, PostgreSQL for several, the same code above both."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.ports import CannotStart
from bot.store import wal
from questions.page import shown

# What `DATABASE_URL` ends in where PgBouncer stands before the server and pools transactions.
PGBOUNCER = "pgbouncer"
# A host that swallows packets must not hold up a start for minutes, nor work that is being done.
_PATIENCE = {"connect_timeout": 10, "tcp_user_timeout": 10_000, "keepalives_idle": 30}
# How long, in seconds, a question may take.
READING = 2.0
# A unit of work takes milliseconds; one that waits so long is better begun anew.
_WRITING = {"statement_timeout": 10_000, "lock_timeout": 5_000, "idle_in_transaction_session_timeout": 10_000}


def database_url(given: str) -> URL:
    """Read `DATABASE_URL`; `postgres://` is taken for psycopg, as hosting services write it.

    Raises:
        CannotStart: it is no address of a SQLite file or a PostgreSQL database.
    """
    try:
        if not given.isprintable():
            raise ValueError("no file and no host is called so")
        url = make_url(given)
    except (ArgumentError, ValueError):  # the latter for a port that is no number too
        raise CannotStart(
            "DATABASE_URL cannot be read. Write sqlite:///civiquiz.db or postgresql://user:password@host/name."
        ) from None
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        if url.query.get(PGBOUNCER, "true") not in {"true", "false"}:
            raise CannotStart("DATABASE_URL says neither pgbouncer=true nor pgbouncer=false.")
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite":
        raise CannotStart(
            f"DATABASE_URL names {shown(url.drivername)}; civiquiz works with sqlite and postgresql."
        )
    if url.database in (None, "", ":memory:"):
        raise CannotStart("DATABASE_URL names no file; SQLite in memory would lose every answer.")
    if url.query:
        raise CannotStart(
            f"DATABASE_URL has settings after its file. Write sqlite:///{shown(url.database)} alone."
        )
    return url


def _through_pgbouncer(url: URL) -> bool:
    return url.query.get(PGBOUNCER) == "true"


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database, by its one true name; None for PostgreSQL."""
    return Path(url.database).resolve() if url.drivername == "sqlite" and url.database else None


def writing_engine(url: URL) -> Engine:
    """For the one writer. On SQLite every transaction takes the write lock when it begins:
    one that reads first and writes later would fail at once if another wrote in between."""
    if sqlite_file(url) is None:
        return _postgresql(url, pool_size=2, limits=_WRITING)
    # One connection, kept: to open a file and set it up takes longer than to write an answer.
    engine = create_engine(
        url, pool_size=2, max_overflow=0, connect_args={"timeout": 10, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def reading_engine(url: URL, seconds: float = READING) -> Engine:
    """For questions that change nothing, in autocommit: on PostgreSQL a statement takes so long at most."""
    if sqlite_file(url) is None:
        limits = {"statement_timeout": int(seconds * 1000)}
        return _postgresql(url, pool_size=4, limits=limits, autocommit=not _through_pgbouncer(url))
    engine = create_engine(url, pool_size=4, connect_args={"timeout": 2, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _postgresql(url: URL, pool_size: int, limits: Mapping[str, int], autocommit: bool = False) -> Engine:
    """`limits` are settings of the server, in milliseconds."""
    pooled = _through_pgbouncer(url)
    options = " ".join(f"-c {name}={value}" for name, value in limits.items())
    arguments: dict[str, Any] = {"prepare_threshold": None} if pooled else {"options": options}
    engine = create_engine(
        url.difference_update_query([PGBOUNCER]),
        pool_size=pool_size,
        pool_pre_ping=True,
        pool_recycle=1800,
        isolation_level="AUTOCOMMIT" if autocommit else None,
        connect_args=_PATIENCE | arguments,
    )
    if pooled:
        # The server's session is another's after each transaction: what is set holds for one alone.
        setting = "; ".join(f"SET LOCAL {name} = {value}" for name, value in limits.items())
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(setting))
    return engine


def explain(error: DBAPIError, url: URL) -> CannotStart:
    """A database that does not answer, in a sentence for the operator (without the password)."""
    secret = [name for name in url.query if "password" in name]
    where = url.difference_update_query(secret).render_as_string(hide_password=True)
    if "startup parameter" in str(error.orig):
        return CannotStart(
            f"PgBouncer stands before the database {where}: add pgbouncer=true to what follows the ? in "
            "DATABASE_URL."
        )
    first = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no answer"
    return CannotStart(
        f"The database {where} cannot be used: {first}. Check DATABASE_URL and that it is running."
    )


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    # `isolation_level = None` leaves BEGIN to us; see `writing_engine`.
    connection.isolation_level = None
    cursor = connection.cursor()
    limit = f"journal_size_limit={wal.MOST}"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", limit):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
