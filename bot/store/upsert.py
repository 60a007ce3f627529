"""Insert-or-else, which the two databases spell alike but SQLAlchemy keeps apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose keys are new, leave the others; return how many were new."""
    if not rows:
        return 0
    statement = _insert(connection, table).on_conflict_do_nothing()
    return sum(connection.execute(statement, dict(row)).rowcount for row in rows)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows or overwrite those with the same primary key."""
    _write(connection, table, rows, adding=())


def add(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], numbers: Sequence[str]
) -> None:
    """Insert rows, or add the named numbers to those with the same primary key.

    Rows are written in the order of their keys: two processes that add to the same rows
    in different orders would deadlock.
    """
    _write(connection, table, rows, adding=numbers)


def _write(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], adding: Sequence[str]
) -> None:
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = _insert(connection, table)
    fresh = statement.excluded
    changed = adding or [
        column.name for column in table.c if column.name not in keys and column.name in rows[0]
    ]
    values = {name: table.c[name] + fresh[name] if adding else fresh[name] for name in changed}
    ordered = sorted((dict(row) for row in rows), key=lambda row: tuple(str(row[key]) for key in keys))
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), ordered)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
