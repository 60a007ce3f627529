"""Insert-or-else, which the two databases spell alike but SQLAlchemy keeps apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose keys are new, leave the others; return how many were new."""
    statement = _inserting(connection.dialect.name, table)
    return sum(connection.execute(statement, dict(row)).rowcount for row in rows)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows or overwrite those with the same primary key."""
    if rows:
        _write(connection, table, rows, _overwriting(connection.dialect.name, table, tuple(rows[0])))


def add(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], numbers: tuple[str, ...]
) -> None:
    """Insert rows, or add the named numbers to those with the same primary key."""
    if rows:
        _write(connection, table, rows, _adding(connection.dialect.name, table, numbers))


def _write(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], statement: Executable
) -> None:
    # In the order of keys: two processes that write the same rows in different orders would deadlock.
    keys = _keys(table)
    ordered = sorted((dict(row) for row in rows), key=lambda row: tuple(str(row[key]) for key in keys))
    connection.execute(statement, ordered)


# Built once each: to build a statement takes longer than to run it.
@cache
def _inserting(dialect: str, table: Table) -> Executable:
    # By itself an insert that gets an id back from PostgreSQL does not tell how many rows it wrote.
    return _insert(dialect, table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@cache
def _overwriting(dialect: str, table: Table, given: tuple[str, ...]) -> Executable:
    keys, insert = _keys(table), _insert(dialect, table)
    fresh = {name: insert.excluded[name] for name in given if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=fresh)


@cache
def _adding(dialect: str, table: Table, numbers: tuple[str, ...]) -> Executable:
    insert = _insert(dialect, table)
    sums = {name: table.c[name] + insert.excluded[name] for name in numbers}
    return insert.on_conflict_do_update(index_elements=_keys(table), set_=sums)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key]
