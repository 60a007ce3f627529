"""The operator's commands, beside a bot that runs: no lock is held, and every unit is short."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.ports import CannotStart
from bot.store import schema
from bot.store.database import database_url, explain, reading_engine, sqlite_file, writing_engine

T = TypeVar("T")


class Beside:
    """Questions that see one moment, and short units of work. On SQLite a unit waits for the bot's own."""

    def __init__(self, reading: Engine, writing: Engine) -> None:
        self._reading = reading
        self._writing = writing

    def look(self, question: Callable[[Connection], T]) -> T:
        """Ask something that changes nothing: all its statements see the database at one moment."""
        with self._reading.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            else:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            return question(connection)

    def write(self, unit: Callable[[Connection], T]) -> T:
        """Do a unit of work in one transaction. The writer of a SQLite file waits for it: under 50 ms."""
        with self._writing.begin() as connection:
            return unit(connection)


@contextmanager
def beside(given: str) -> Iterator[Beside]:
    """Open a database for the operator, whether or not a bot plays on it.

    Raises:
        CannotStart: it is not there, cannot be reached, or has another schema.
    """
    url = database_url(given)
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise CannotStart(f"There is no database {file}. Check DATABASE_URL.")
    reading, writing = reading_engine(url, seconds=60), writing_engine(url)
    try:
        with reading.connect() as connection:
            found = schema.revision(connection)
        if found != schema.NEWEST:
            have = f"has schema {found}" if found else "is empty"
            raise CannotStart(
                f"The database {have}; this civiquiz needs {schema.NEWEST}. Run: civiquiz migrate"
            )
        yield Beside(reading, writing)
    except DBAPIError as error:
        raise explain(error, url) from error
    finally:
        reading.dispose()
        writing.dispose()
