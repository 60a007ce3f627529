"""The migrations lead to the tables, and to nothing that is not civiquiz's."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from bot.engine.leaderboard import Field
from bot.ports import CannotStart
from bot.store import schema, scores, tables
from bot.store.database import database_url as read_url
from bot.store.database import writing_engine
from bot.store.store import migrate, open_store
from tests.factories import NOON, SECOND


@pytest.fixture
def empty(empty_database_url: str) -> Engine:
    return writing_engine(read_url(empty_database_url))


def set_revision(url: str, revision: str) -> None:
    engine = writing_engine(read_url(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    engine.dispose()


def make_old(url: str) -> None:
    """A database as the first civiquiz left it, with a note in it."""
    engine = writing_engine(read_url(url))
    with engine.begin() as connection:
        schema.upgrade(connection, "0001")
        connection.execute(insert(tables.memory), {"key": "note", "value": "old"})
    engine.dispose()


def plan(connection: Connection, field: Field) -> list[str]:
    """How SQLite finds a page of a leaderboard."""
    asked: list[tuple[str, Any]] = []
    event.listen(connection, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    scores.page(connection, field, 1, "ana")
    statement, values = asked[0]
    return [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]


def notes(url: str) -> list[tuple[str, str]]:
    engine = writing_engine(read_url(url))
    with engine.connect() as connection:
        found = connection.execute(select(tables.memory.c.key, tables.memory.c.value)).all()
    engine.dispose()
    return [(key, value) for key, value in found]


def test_the_migrated_schema_is_that_of_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_indexes_that_hold_only_for_some_rows_were_migrated_with_their_conditions(engine: Engine) -> None:
    with engine.connect() as connection:
        found = {index["name"]: index for index in inspect(connection).get_indexes("quiz")}
    options = found["uq_quiz_live_room"]["dialect_options"]
    condition = str(options[f"{engine.dialect.name}_where"])
    assert found["uq_quiz_live_room"]["unique"]
    assert "live" in condition
    assert "closed_at IS NULL" in condition


def test_leaderboards_read_the_days_of_their_period_and_ask_an_index_who_is_kept_off(engine: Engine) -> None:
    with engine.connect() as connection:
        found = inspect(connection)
        key = found.get_pk_constraint("total")["constrained_columns"]
        assert key == [column.name for column in tables.total.primary_key]
        assert key[:2] == ["community", "day"]
        if engine.dialect.name == "sqlite":
            for field, read_by in (
                (Field("discord:42", since=NOON.date()), "PRIMARY KEY (community=? AND day>?)"),
                (Field("discord:42"), "PRIMARY KEY (community=?)"),
            ):
                steps = plan(connection, field)
                assert f"SEARCH total USING {read_by}" in steps
                assert any("ix_player_excluded" in step for step in steps)


def test_moving_the_totals_keeps_them(empty: Engine) -> None:
    row = {"community": "discord:42", "room": "general", "topic": "law", "day": NOON.date(), "player": "ana"}
    row |= {"points": 10, "correct": 1, "answered": 2}
    with empty.begin() as connection:
        schema.upgrade(connection, "0004")
        connection.execute(insert(tables.total), row)
    with empty.begin() as connection:
        schema.upgrade(connection)
        assert [dict(found) for found in connection.execute(select(tables.total)).mappings()] == [row]
    empty.dispose()


def test_the_newest_schema_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.NEWEST]


def test_migrating_from_the_first_schema_keeps_what_is_written(empty: Engine) -> None:
    with empty.begin() as connection:
        schema.upgrade(connection, "0001")
        connection.execute(insert(tables.memory), {"key": "note", "value": "kept"})
    with empty.begin() as connection:
        schema.upgrade(connection)
        assert schema.revision(connection) == schema.NEWEST
        assert connection.scalar(select(tables.memory.c.value)) == "kept"
    empty.dispose()


def test_a_migration_that_fails_changes_nothing(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic.operations import Operations

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("halfway")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError, match="halfway"):  # noqa: PT012
        patch.setattr(Operations, "create_index", fail)
        with empty.begin() as connection:
            schema.upgrade(connection)
    with empty.connect() as connection:
        assert inspect(connection).get_table_names() == []
    empty.dispose()


def test_migrating_a_second_time_changes_nothing(database_url: str) -> None:
    assert migrate(database_url, NOON) is None


def test_a_new_sqlite_file_is_made_without_a_backup(empty_sqlite_url: str, tmp_path: Path) -> None:
    store, backup = open_store(empty_sqlite_url, NOON)
    store.close()
    assert backup is None
    assert list(tmp_path.glob("*.backup")) == []


def test_an_older_sqlite_file_is_brought_up_to_date_after_a_backup(
    empty_sqlite_url: str, tmp_path: Path
) -> None:
    make_old(empty_sqlite_url)
    store, backup = open_store(empty_sqlite_url, NOON)
    store.close()
    assert backup == tmp_path / "civiquiz.db.0001.20260302T120000.backup"
    assert notes(empty_sqlite_url) == [("note", "old")]
    with sqlite3.connect(backup) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert kept.execute("SELECT key, value FROM memory").fetchall() == [("note", "old")]
    kept.close()


def test_migrate_brings_an_older_sqlite_file_up_to_date_after_a_backup(empty_sqlite_url: str) -> None:
    make_old(empty_sqlite_url)
    backup = migrate(empty_sqlite_url, NOON)
    assert backup is not None
    assert backup.exists()
    assert migrate(empty_sqlite_url, NOON + SECOND) is None


def test_an_empty_postgresql_is_refused_with_the_command_that_helps(empty_postgres_url: str) -> None:
    with pytest.raises(CannotStart, match=r"is empty.*civiquiz migrate"):
        open_store(empty_postgres_url, NOON)


def test_an_older_postgresql_is_refused_with_the_command_that_helps(empty_postgres_url: str) -> None:
    make_old(empty_postgres_url)
    with pytest.raises(CannotStart, match=r"has schema 0001.*civiquiz migrate"):
        open_store(empty_postgres_url, NOON)
    assert notes(empty_postgres_url) == [("note", "old")]


def test_after_migrate_postgresql_opens_and_has_kept_its_rows(empty_postgres_url: str) -> None:
    make_old(empty_postgres_url)
    assert migrate(empty_postgres_url, NOON) is None
    store, backup = open_store(empty_postgres_url, NOON)
    store.close()
    assert backup is None
    assert notes(empty_postgres_url) == [("note", "old")]


def test_two_operators_may_migrate_postgresql_at_once(empty_postgres_url: str) -> None:
    with ThreadPoolExecutor(4) as operators:
        for done in [operators.submit(migrate, empty_postgres_url, NOON) for _ in range(4)]:
            assert done.result() is None
    open_store(empty_postgres_url, NOON)[0].close()


@pytest.mark.parametrize("revision", ["9999", "3f2a90c1d7be"])
def test_a_schema_of_another_civiquiz_is_refused_and_left_alone(
    empty_database_url: str, revision: str, tmp_path: Path
) -> None:
    migrate(empty_database_url, NOON)
    set_revision(empty_database_url, revision)
    for start in (open_store, migrate):
        with pytest.raises(CannotStart, match=f"schema {revision}.*newer") as refused:
            start(empty_database_url, NOON)
        assert "civiquiz migrate" not in str(refused.value)
    assert list(tmp_path.glob("*.backup")) == []


def test_a_database_with_tables_of_others_is_refused_and_left_alone(empty_database_url: str) -> None:
    engine = writing_engine(read_url(empty_database_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoice (id INTEGER)"))
    for start in (open_store, migrate):
        with pytest.raises(CannotStart, match=r"other tables \(invoice\)"):
            start(empty_database_url, NOON)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["invoice"]
    engine.dispose()


# A row of each table that another one refers to, as schema 0003 had them.
_ROWS = (
    "INSERT INTO community (id, zone) VALUES ('discord:42', 'Europe/Madrid')",
    "INSERT INTO player (community, id, name) VALUES ('discord:42', 'ana', 'Ana')",
    "INSERT INTO content (version, question, topic, body) VALUES ('v1', 'q1', 't', '{}')",
    "INSERT INTO schedule (id, community, room, at, zone, questions, language, set_by)"
    " VALUES ('s1', 'discord:42', 'general', '09:00', 'Europe/Madrid', 5, 'es', 'ana')",
    "INSERT INTO quiz (id, community, room, mode, language, length, seconds, pause, starter, present, day,"
    " opened_at, schedule, cause) VALUES ('z1', 'discord:42', 'general', 'daily', 'es', 1, 0, 0, 'ana', '[]',"
    " '2026-03-02', '2026-03-02 12:00:00', 's1', 'daily/s1/2026-03-02')",
    "INSERT INTO quiz_question (quiz, position, version) VALUES ('z1', 1, 'v1')",
    "INSERT INTO turn (id, quiz, position, player, version, options, expected, opened_at, closes_at)"
    " VALUES ('t1', 'z1', 1, 'ana', 'v1', '[]', '[]', '2026-03-02 12:00:00', '2026-03-02 12:00:30')",
    "INSERT INTO answer (turn, player, given, at, cause)"
    " VALUES ('t1', 'ana', 'right', '2026-03-02 12:00:10', 'click 1')",
)


def test_a_database_in_use_is_migrated_with_all_its_rows(empty_database_url: str) -> None:
    engine = writing_engine(read_url(empty_database_url))
    with engine.begin() as connection:
        schema.upgrade(connection, "0003")
        for row in _ROWS:
            connection.execute(text(row))
    engine.dispose()
    migrate(empty_database_url, NOON)
    engine = writing_engine(read_url(empty_database_url))
    with engine.begin() as connection:
        for table in ("community", "player", "schedule", "quiz", "quiz_question", "turn", "answer"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 1, table
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(text("DELETE FROM schedule"))
    engine.dispose()


def test_a_migration_that_breaks_a_reference_is_taken_back(
    empty_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = writing_engine(read_url(empty_sqlite_url))
    with engine.begin() as connection:
        schema.upgrade(connection, "0003")
        for row in _ROWS:
            connection.execute(text(row))
    engine.dispose()
    monkeypatch.setattr(
        schema, "upgrade", lambda connection: connection.execute(text("DELETE FROM schedule"))
    )
    with pytest.raises(RuntimeError, match="broke a reference"):
        migrate(empty_sqlite_url, NOON)
    with sqlite3.connect(empty_sqlite_url.removeprefix("sqlite:///")) as file:
        assert file.execute("SELECT count(*) FROM schedule").fetchone() == (1,)
    file.close()
