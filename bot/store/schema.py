"""Which shape the database has, and bringing it to the one this version needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, inspect, text

from bot.ports import CannotStart

# The newest file in `migrations/versions`; a test holds the two together.
NEWEST: Final = "0009"
_MIGRATIONS = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """The database's revision; None if it is empty.

    Raises:
        CannotStart: the database was written by a newer civiquiz, or by something else.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if found is not None and not any(_MIGRATIONS.glob(f"versions/{found}_*.py")):
            raise CannotStart(
                f"The database has schema {found}, which this civiquiz (schema {NEWEST}) does not know. "
                "Install the newer civiquiz again."
            )
        return found
    if tables:
        raise CannotStart(
            f"The database holds other tables ({', '.join(tables[:3])}). Give civiquiz one of its own."
        )
    return None


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the schema to a revision, in the connection's transaction.

    Raises:
        CannotStart: as `revision`.
    """
    revision(connection)
    # Alembic takes a quarter of a second to import: only who migrates pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def bring_up_to_date(engine: Engine, file: Path | None, at: datetime) -> Path | None:
    """Make a SQLite file fit, after a backup beside it; of a PostgreSQL database demand that it fits.

    Returns the backup, if one was made.

    Raises:
        CannotStart: PostgreSQL has an older schema, or either has a newer one.
    """
    with engine.connect() as connection:
        found = revision(connection)
    if found == NEWEST:
        return None
    if file is None:
        have = f"has schema {found}" if found else "is empty"
        raise CannotStart(f"The database {have}; this civiquiz needs {NEWEST}. Run: civiquiz migrate")
    backup = _back_up(engine, file, found, at) if found else None
    with _rebuilding(engine) as connection:
        upgrade(connection)
    return backup


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables of a SQLite file may be made anew while others refer to them.

    SQLite can change little of a table in place; see "Making Other Kinds Of Table Schema Changes" at
    https://sqlite.org/lang_altertable.html.
    """
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")  # of no effect inside a transaction
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise RuntimeError(f"a migration broke a reference: {tuple(broken)}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _back_up(engine: Engine, file: Path, found: str, at: datetime) -> Path:
    backup = file.with_name(f"{file.name}.{found}.{at:%Y%m%dT%H%M%S}.backup")
    # VACUUM runs outside of any transaction.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(backup),))
    return backup
