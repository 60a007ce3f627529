"""The writer's one connection: kept while it lasts, and what became of a commit that broke it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, delete, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.store.faults import Away, is_away
from bot.store.tables import committed

T = TypeVar("T")


@dataclass
class LostAtCommit(Exception):
    """The connection broke at a commit that may have come through, with this result."""

    result: Any
    number: int


class Session:
    """Transactions, one after the other, on one connection.

    On PostgreSQL each unit of work writes its number into a row of this session. A unit whose commit broke
    the connection came through if, and only if, that row holds its number: so no unit is done twice. The
    server's own word, `pg_xact_status`, is none: after a crash lost transactions' numbers are given anew.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: Connection | None = None
        self._remote = engine.dialect.name == "postgresql"
        self._name = ""
        self._number = 0

    def do(self, unit: Callable[[Connection], T], *, numbered: bool = True) -> T:
        """Do a unit of work in one transaction. What it raises undoes it.

        Raises:
            Away: the database cannot be had; nothing was done.
            LostAtCommit: the connection broke at the commit.
        """
        committing = False
        try:
            connection = self._connected()
            with connection.begin():
                result = unit(connection)
                if numbered and self._remote:
                    self._write_number(connection)
                committing = self._remote
            return result
        except DBAPIError as error:
            if not is_away(error):
                raise
            self.drop()
            if committing:
                raise LostAtCommit(result, self._number) from error
            raise Away from error

    def came_through(self, lost: LostAtCommit) -> bool:
        """Whether the last numbered unit was committed. It waits for a server that still commits it.

        Raises:
            Away: the database cannot be had.
        """
        try:
            return self.do(self._read_number, numbered=False) == lost.number
        except LostAtCommit as again:
            raise Away from again

    def drop(self) -> None:
        """Leave a connection that is broken; the next transaction makes another."""
        if self._kept is not None and self._remote:
            with suppress(DBAPIError):
                self._kept.invalidate()
            self.close()

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _connected(self) -> Connection:
        # To borrow a connection and give it back takes half as long as to write an answer.
        if self._kept is None:
            self._kept = self._engine.connect()
        return self._kept

    def _write_number(self, connection: Connection) -> None:
        if not self._name:
            self._name = str(connection.scalar(select(func.gen_random_uuid())))
        self._number += 1
        connection.execute(_numbering, {"writer": self._name, "unit": self._number})

    def _read_number(self, connection: Connection) -> int:
        # An update that changes nothing: unlike a look, it waits for one that is being committed.
        number: int = connection.execute(_reading, {"writer": self._name}).scalar_one()
        return number


# A unit that has written nothing needs no number, and its commit no wait for the disk.
_numbering = text(
    "INSERT INTO committed (writer, unit, at)"
    " SELECT CAST(:writer AS VARCHAR), CAST(:unit AS BIGINT), now()"
    " WHERE pg_current_xact_id_if_assigned() IS NOT NULL"
    " ON CONFLICT (writer) DO UPDATE SET unit = excluded.unit, at = excluded.at"
)
_reading = text(
    "INSERT INTO committed (writer, unit, at) VALUES (:writer, 0, now())"
    " ON CONFLICT (writer) DO UPDATE SET at = excluded.at RETURNING unit"
)


def forget_sessions(connection: Connection) -> None:
    """Delete the rows of sessions that ended long ago: nobody asks for their commits any more."""
    old = func.now() - func.make_interval(0, 0, 0, 1)
    connection.execute(delete(committed).where(committed.c.at < old))
