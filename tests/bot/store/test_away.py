"""A database that goes away: what waits is done when it is back, once, and nobody is told what is not so."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event, func, select, text

from bot.store import quizzes, tables
from bot.store.answers import Draft, Outcome, given_in
from bot.store.database import database_url as read_url
from bot.store.database import reading_engine, writing_engine
from bot.store.faults import Away, Unsure
from bot.store.session import forget_sessions
from bot.store.store import Store
from bot.store.upsert import put
from bot.store.writer import Writer
from tests.conftest import PostgresServer
from tests.factories import NOON, answer, open_round

SOON = 10
A_WHILE = 0.3


@pytest.fixture
def engine(postgres: PostgresServer, postgres_url: str) -> Iterator[Engine]:
    """PostgreSQL with a round of two questions, and a counter."""
    postgres.keep_commits(postgres_url)
    engine = writing_engine(read_url(postgres_url))
    with engine.begin() as connection:
        open_round(connection, length=2)
        put(connection, tables.memory, [{"key": "counter", "value": "0"}])
    yield engine
    engine.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    writer = Writer(engine)
    yield writer
    writer.close()


@asynccontextmanager
async def down(postgres: PostgresServer) -> AsyncIterator[None]:
    """The server ends at once, and is there again behind the block."""
    await asyncio.to_thread(postgres.crash)
    try:
        yield
    finally:
        await asyncio.to_thread(postgres.start)


def draft(player: str = "ana", turn: str = "quiz-1", **changes: Any) -> Draft:
    return Draft(answer(player, turn=turn, **changes))


def count_up(connection: Connection) -> int:
    """A unit that must not be done twice."""
    found = connection.scalar(
        text("UPDATE memory SET value = value::int + 1 WHERE key = 'counter' RETURNING value")
    )
    return int(found)


def counted(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(
            connection.scalar(select(tables.memory.c.value).where(tables.memory.c.key == "counter")) or 0
        )


def break_commits(
    patch: pytest.MonkeyPatch,
    engine: Engine,
    times: int,
    before: Callable[[Any], object],
    then: Callable[[], object],
) -> None:
    """Have some commits lose their connection: `before` is what becomes of them, `then` what comes next."""
    left, commit = [times], engine.dialect.do_commit

    def lose(connection: Any) -> None:
        if not left[0]:
            commit(connection)
            return
        left[0] -= 1
        before(connection)
        connection.dbapi_connection.close()
        then()
        raise psycopg.OperationalError("the connection is lost")

    patch.setattr(engine.dialect, "do_commit", lose)


def come_through(connection: Any) -> None:
    connection.commit()


def be_lost(connection: Any) -> None:
    connection.rollback()


def nothing() -> None:
    return None


async def test_what_comes_while_the_server_is_away_is_done_when_it_is_back(
    postgres: PostgresServer, writer: Writer, engine: Engine
) -> None:
    async with down(postgres):
        clicks = [asyncio.create_task(writer.record(draft(f"p{number}"))) for number in range(20)]
        units = [asyncio.create_task(writer.run(count_up)) for _ in range(5)]
        done, _ = await asyncio.wait([*clicks, *units], timeout=A_WHILE)
        assert not done
    assert {one.outcome for one in await asyncio.gather(*clicks)} == {Outcome.RECORDED}
    assert await asyncio.gather(*units) == [1, 2, 3, 4, 5]
    assert counted(engine) == 5


async def test_units_and_answers_in_full_flight_are_done_once_through_crashes_of_the_server(
    postgres: PostgresServer, writer: Writer, engine: Engine
) -> None:
    numbers, results, told = count(), [], []
    over = asyncio.Event()

    async def play(turn: str) -> None:
        while not over.is_set():
            player = f"p{next(numbers)}"
            recorded, result = await asyncio.gather(writer.record(draft(player, turn)), writer.run(count_up))
            assert recorded.outcome is Outcome.RECORDED
            told.append((turn, player))
            results.append(result)

    players = [asyncio.create_task(play(f"quiz-{place}")) for place in (1, 2) for _ in range(10)]
    for crashes in range(1, 4):
        before = len(results)
        async with down(postgres):
            pass
        while len(results) < before + 50:
            await asyncio.wait(players, timeout=0.01, return_when=asyncio.FIRST_EXCEPTION)
            assert not any(player.done() for player in players), crashes
    over.set()
    await asyncio.gather(*players)
    assert sorted(results) == list(range(1, len(results) + 1))
    assert counted(engine) == len(results)
    with engine.connect() as connection:
        stored = {(turn, player) for turn in ("quiz-1", "quiz-2") for player in given_in(connection, turn)}
    assert stored == set(told)


@pytest.mark.parametrize("fate", [come_through, be_lost])
@pytest.mark.parametrize("times", [1, 3])
async def test_a_unit_whose_commit_broke_is_done_once(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, engine: Engine, fate: Callable[[Any], object], times: int
) -> None:
    assert await writer.run(count_up) == 1
    break_commits(monkeypatch, engine, times, fate, nothing)
    assert await asyncio.wait_for(writer.run(count_up), SOON) == 2
    assert await writer.run(count_up) == 3
    assert counted(engine) == 3


@pytest.mark.parametrize("fate", [come_through, be_lost])
async def test_a_first_unit_whose_commit_broke_is_done_once(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, engine: Engine, fate: Callable[[Any], object]
) -> None:
    break_commits(monkeypatch, engine, 1, fate, nothing)
    assert await asyncio.wait_for(writer.run(count_up), SOON) == 1
    assert counted(engine) == 1


async def test_a_unit_that_only_looks_writes_nothing(writer: Writer, engine: Engine) -> None:
    await writer.run(lambda c: given_in(c, "quiz-1"))
    await writer.record(draft())
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.committed)) == 0
    await writer.run(count_up)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.committed)) == 1


def test_what_a_writer_noted_is_deleted_a_day_after_its_last_unit(engine: Engine) -> None:
    with engine.begin() as connection:
        for writer, hours in (("old", 25), ("young", 23)):
            at = func.now() - func.make_interval(0, 0, 0, 0, hours)
            connection.execute(tables.committed.insert().values(writer=writer, unit=1, at=at))
        forget_sessions(connection)
        assert connection.scalars(select(tables.committed.c.writer)).all() == ["young"]


@pytest.mark.parametrize("fate", [come_through, be_lost])
async def test_answers_whose_commit_broke_are_told_recorded_and_are(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, engine: Engine, fate: Callable[[Any], object]
) -> None:
    break_commits(monkeypatch, engine, 1, fate, nothing)
    clicks = [writer.record(draft(player)) for player in ("ana", "bea")]
    results = await asyncio.wait_for(asyncio.gather(*clicks), SOON)
    assert [one.outcome for one in results] == [Outcome.RECORDED, Outcome.RECORDED]
    with engine.connect() as connection:
        assert set(given_in(connection, "quiz-1")) == {"ana", "bea"}


@pytest.mark.parametrize(("fate", "outcome"), [(come_through, Outcome.RECORDED), (be_lost, Outcome.CLOSED)])
async def test_an_answer_whose_commit_broke_before_its_turn_closed_is_told_as_it_is_stored(
    writer: Writer,
    monkeypatch: pytest.MonkeyPatch,
    engine: Engine,
    postgres_url: str,
    fate: Callable[[Any], object],
    outcome: Outcome,
) -> None:
    another = writing_engine(read_url(postgres_url))

    def close() -> None:
        with another.begin() as connection:
            assert quizzes.close_turn(connection, "quiz-1", NOON)

    break_commits(monkeypatch, engine, 1, fate, close)
    assert (await asyncio.wait_for(writer.record(draft()), SOON)).outcome is outcome
    with another.connect() as connection:
        assert set(given_in(connection, "quiz-1")) == ({"ana"} if outcome is Outcome.RECORDED else set())
    another.dispose()


async def test_who_waited_too_long_is_told_that_nothing_was_recorded(
    postgres: PostgresServer, engine: Engine
) -> None:
    writer = Writer(engine, patience=0.05)
    async with down(postgres):
        with pytest.raises(Away):
            await asyncio.wait_for(writer.record(draft()), SOON)
        with pytest.raises(Away):
            await asyncio.wait_for(writer.run(count_up), SOON)
    assert (await writer.record(draft("bea"))).outcome is Outcome.RECORDED
    assert await writer.run(count_up) == 1
    assert set(await writer.run(lambda c: given_in(c, "quiz-1"))) == {"bea"}
    writer.close()


@pytest.mark.parametrize("fate", [come_through, be_lost])
async def test_who_may_have_been_recorded_is_told_neither_and_the_next_click_tells(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, engine: Engine, fate: Callable[[Any], object]
) -> None:
    writer = Writer(engine, patience=0.05)
    break_commits(monkeypatch, engine, 1, fate, postgres.crash)
    try:
        with pytest.raises(Unsure):
            await asyncio.wait_for(writer.record(draft(cause="first")), SOON)
    finally:
        await asyncio.to_thread(postgres.start)
    again = await writer.record(draft(given="wrong", cause="second"))
    assert again.outcome is (Outcome.ALREADY if fate is come_through else Outcome.RECORDED)
    assert again.given == ("right" if fate is come_through else "wrong")
    writer.close()


async def test_a_writer_that_ends_while_the_server_is_away_lets_go_of_what_waits(
    postgres: PostgresServer, engine: Engine
) -> None:
    writer = Writer(engine)
    async with down(postgres):
        click = asyncio.create_task(writer.record(draft()))
        await asyncio.sleep(0)
        await asyncio.wait_for(asyncio.to_thread(writer.close), SOON)
        with pytest.raises(Away):
            await click


async def test_questions_wait_for_the_server_too(
    postgres: PostgresServer, engine: Engine, postgres_url: str
) -> None:
    store = Store(writing_engine(read_url(postgres_url)), reading_engine(read_url(postgres_url)), None)
    await store.read(lambda c: c.scalar(text("SELECT 1")))
    async with down(postgres):
        asked = asyncio.create_task(store.read(lambda c: given_in(c, "quiz-1")))
        done, _ = await asyncio.wait([asked], timeout=A_WHILE)
        assert not done
    assert await asyncio.wait_for(asked, SOON) == {}
    store.close()


async def test_a_question_that_waited_too_long_is_given_up(
    postgres: PostgresServer, engine: Engine, postgres_url: str
) -> None:
    url = read_url(postgres_url)
    store = Store(writing_engine(url), reading_engine(url), None, patience=0.05)
    async with down(postgres):
        with pytest.raises(Away):
            await store.read(lambda c: given_in(c, "quiz-1"))
    store.close()


async def test_a_file_that_another_holds_for_long_is_waited_for(sqlite_url: str, tmp_path: Path) -> None:
    engine = writing_engine(read_url(sqlite_url))
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 1"))
    with engine.begin() as connection:
        open_round(connection)
    writer = Writer(engine)
    with closing(sqlite3.connect(tmp_path / "civiquiz.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        click = asyncio.create_task(writer.record(draft()))
        done, _ = await asyncio.wait([click], timeout=A_WHILE)
        assert not done
        holder.execute("COMMIT")
        assert (await asyncio.wait_for(click, SOON)).outcome is Outcome.RECORDED
    writer.close()


def test_those_who_wait_together_do_not_come_back_together(engine: Engine) -> None:
    waited: list[float] = []

    class Event:
        def wait(self, seconds: float) -> None:
            waited.append(seconds)

    writers = [Writer(engine, dice=Random(seed)) for seed in range(5)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.writer.threading.Event", Event)
        for one in writers:
            one._pause(1)
    for one in writers:
        one.close()
    assert len(set(waited)) == 5
    assert all(0.5 <= seconds <= 1.5 for seconds in waited)
