"""Transactions of several processes that meet: in the order of keys, tried again, limited in time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.engine.scoring import Tally
from bot.store import database, quizzes, scores, tables
from bot.store.answers import Draft, Outcome, record
from bot.store.database import database_url as read_url
from bot.store.database import reading_engine, writing_engine
from bot.store.upsert import add, put
from bot.store.writer import Writer
from tests.factories import COMMUNITY, NOON, answer, open_round, question, quiz

SOON = 20
PLAYERS = [f"p{number:02}" for number in range(60)]
NUMBERS = ("points", "correct", "answered")


@pytest.fixture
def peers(postgres_url: str) -> Iterator[tuple[Engine, Engine]]:
    """The writing connections of two processes."""
    engines = writing_engine(read_url(postgres_url)), writing_engine(read_url(postgres_url))
    yield engines
    for engine in engines:
        engine.dispose()


def refusals(*engines: Engine) -> list[str]:
    """The codes of what the server refuses from now on."""
    codes: list[str] = []
    for engine in engines:
        event.listen(
            engine, "handle_error", lambda context: codes.append(context.original_exception.sqlstate)
        )
    return codes


async def waiting(engine: Engine, most: int) -> None:
    """Until so many transactions wait for others."""

    def count() -> int:
        with engine.connect() as connection:
            return connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")) or 0

    async with asyncio.timeout(SOON):
        while await asyncio.to_thread(count) < most:
            pass


async def both(
    engines: tuple[Engine, Engine], rounds: int, unit: Callable[[Random], Callable[[Connection], Any]]
) -> None:
    """Two writers do units of work at once, each in an order of its own."""
    writers = [Writer(engine) for engine in engines]
    dice = [Random(1), Random(2)]
    for _ in range(rounds):
        await asyncio.wait_for(
            asyncio.gather(*(writer.run(unit(own)) for writer, own in zip(writers, dice, strict=True))),
            SOON,
        )
    for writer in writers:
        await asyncio.to_thread(writer.close)


async def test_two_processes_that_settle_the_same_players_in_different_orders_do_not_deadlock(
    peers: tuple[Engine, Engine],
) -> None:
    with peers[0].begin() as connection:
        quizzes.open_quiz(connection, quiz(), [question()])

    def settle(dice: Random) -> Callable[[Connection], None]:
        players = dice.sample(PLAYERS, len(PLAYERS))
        return lambda c: scores.settle_turn(c, "quiz", "history", {id: Tally(10, 1, 1) for id in players})

    def totals(dice: Random) -> Callable[[Connection], None]:
        place = {"community": COMMUNITY, "day": NOON.date(), "room": "r", "topic": "t"}
        numbers = dict.fromkeys(NUMBERS, 1)
        rows = [place | numbers | {"player": id} for id in dice.sample(PLAYERS, len(PLAYERS))]
        return lambda c: add(c, tables.total, rows, NUMBERS)

    codes = refusals(*peers)
    await both(peers, 60, settle)
    await both(peers, 60, totals)
    assert codes == []
    with peers[0].connect() as connection:
        assert set(scores.standings(connection, "quiz").values()) == {Tally(1200, 120, 120)}
        assert connection.scalar(select(func.sum(tables.total.c.points))) == 120 * len(PLAYERS)


async def test_two_processes_that_record_the_same_players_in_different_orders_do_not_deadlock(
    peers: tuple[Engine, Engine], postgres_url: str
) -> None:
    with peers[0].begin() as connection:
        open_round(connection)
    third = writing_engine(read_url(postgres_url))
    codes = refusals(*peers)
    writers = [Writer(engine) for engine in peers]
    with third.connect() as holder:
        # What both want stands in the middle, so that each has written its first when they meet.
        record(holder, [Draft(answer("m", turn="quiz-1"))])
        batches = [
            asyncio.create_task(
                writer.run(partial(record, drafts=[Draft(answer(id, turn="quiz-1")) for id in ids]))
            )
            for writer, ids in zip(writers, ("amz", "zma"), strict=True)
        ]
        await waiting(third, 2)
    first, second = await asyncio.wait_for(asyncio.gather(*batches), SOON)
    assert codes == []
    assert {one.outcome for one in [*first, *second]} == {Outcome.RECORDED}
    for writer in writers:
        await asyncio.to_thread(writer.close)
    third.dispose()


def count_up(connection: Connection, key: str) -> None:
    connection.execute(text("UPDATE memory SET value = value::int + 1 WHERE key = :key"), {"key": key})


async def test_units_that_deadlock_are_both_done(peers: tuple[Engine, Engine]) -> None:
    with peers[0].begin() as connection:
        put(connection, tables.memory, [{"key": key, "value": "0"} for key in "ab"])
    met = threading.Barrier(2, timeout=SOON)
    tries: list[str] = []

    def crosswise(keys: str) -> Callable[[Connection], None]:
        def unit(connection: Connection) -> None:
            tries.append(keys)
            count_up(connection, keys[0])
            if tries.count(keys) == 1:
                met.wait()
            count_up(connection, keys[1])

        return unit

    writers = [Writer(engine, dice=Random(seed)) for seed, engine in enumerate(peers)]
    codes = refusals(*peers)
    await asyncio.wait_for(
        asyncio.gather(writers[0].run(crosswise("ab")), writers[1].run(crosswise("ba"))), SOON
    )
    assert codes == ["40P01"]
    assert await writers[0].run(lambda c: dict(c.execute(select(tables.memory)).all())) == {
        "a": "2",
        "b": "2",
    }
    for writer in writers:
        await asyncio.to_thread(writer.close)


@pytest.mark.parametrize(("times", "done"), [(1, True), (5, True), (6, False)])
async def test_a_unit_that_cannot_be_serialized_is_tried_again_some_times(
    peers: tuple[Engine, Engine], times: int, done: bool
) -> None:
    with peers[0].begin() as connection:
        put(connection, tables.memory, [{"key": "a", "value": "0"}])
    left = [times]

    def unit(connection: Connection) -> None:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        connection.execute(select(tables.memory)).all()
        if left[0]:
            left[0] -= 1
            with peers[1].begin() as another:
                count_up(another, "a")
        count_up(connection, "a")

    writer = Writer(peers[0])
    codes = refusals(peers[0])
    if done:
        await writer.run(unit)
    else:
        with pytest.raises(DBAPIError):
            await writer.run(unit)
    assert codes == ["40001"] * times
    assert await writer.run(lambda c: c.scalar(select(tables.memory.c.value))) == str(times + done)
    await asyncio.to_thread(writer.close)


async def test_a_batch_of_answers_that_deadlocks_is_written_all_the_same(
    peers: tuple[Engine, Engine],
) -> None:
    with peers[0].begin() as connection:
        open_round(connection, length=2)
    met = threading.Barrier(2, timeout=SOON)
    times: list[str] = []

    def close_crosswise(connection: Connection) -> None:
        times.append("close")
        connection.execute(update(tables.turn).where(tables.turn.c.id == "quiz-2").values(message="m"))
        if len(times) == 1:
            met.wait()
        connection.execute(update(tables.turn).where(tables.turn.c.id == "quiz-1").values(message="m"))

    def hold_first(connection: Connection, *_: Any) -> None:
        times.append("answers")
        connection.exec_driver_sql("SELECT 1 FROM turn WHERE id = 'quiz-1' FOR SHARE")
        if times.count("answers") == 1:
            met.wait()

    writers = [Writer(engine) for engine in peers]
    codes = refusals(*peers)
    event.listen(peers[1], "begin", hold_first)
    clicks = [
        writers[1].record(Draft(answer(player, turn=turn)))
        for turn in ("quiz-1", "quiz-2")
        for player in "ab"
    ]
    closing = writers[0].run(close_crosswise)
    recorded, _ = await asyncio.wait_for(asyncio.gather(asyncio.gather(*clicks), closing), SOON)
    assert codes == ["40P01"]
    assert {one.outcome for one in recorded} == {Outcome.RECORDED}
    for writer in writers:
        await asyncio.to_thread(writer.close)


def test_statements_of_units_and_questions_have_limits_on_postgresql(postgres_url: str) -> None:
    def shown(engine: Engine, name: str) -> str:
        with engine.connect() as connection:
            return str(connection.scalar(text(f"SHOW {name}")))

    writing, reading = writing_engine(read_url(postgres_url)), reading_engine(read_url(postgres_url))
    assert shown(writing, "statement_timeout") == "10s"
    assert shown(writing, "lock_timeout") == "5s"
    assert shown(writing, "idle_in_transaction_session_timeout") == "10s"
    assert shown(reading, "statement_timeout") == "2s"
    writing.dispose()
    reading.dispose()


async def test_a_unit_that_takes_too_long_is_broken_off_and_the_next_is_done(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database._WRITING, "statement_timeout", 50)
    writer = Writer(writing_engine(read_url(postgres_url)))
    with pytest.raises(DBAPIError, match="statement timeout"):
        await asyncio.wait_for(writer.run(lambda c: c.scalar(text("SELECT pg_sleep(60)"))), SOON)
    assert await writer.run(lambda c: c.scalar(text("SELECT 1"))) == 1
    await asyncio.to_thread(writer.close)


async def test_a_lock_that_is_held_for_long_is_waited_for_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database._WRITING, "lock_timeout", 20)
    writer = Writer(writing_engine(read_url(postgres_url)))
    plain = create_engine(read_url(postgres_url))
    with plain.begin() as connection:
        put(connection, tables.memory, [{"key": "a", "value": "0"}])
    codes = refusals(writer._engine)
    holder = plain.connect()
    holding = holder.begin()
    count_up(holder, "a")
    unit = asyncio.create_task(writer.run(lambda c: count_up(c, "a")))
    while not codes:
        await asyncio.wait([unit], timeout=0.01)
    holding.commit()
    await asyncio.wait_for(unit, SOON)
    assert set(codes) == {"55P03"}
    holder.close()
    plain.dispose()
    await asyncio.to_thread(writer.close)


def test_totals_are_vacuumed_long_before_a_fifth_of_them_is_dead(postgres_url: str) -> None:
    engine = create_engine(read_url(postgres_url))
    with engine.connect() as connection:
        options: dict[str, str] = dict(
            connection.execute(
                text(
                    "SELECT option_name, option_value FROM pg_class, pg_options_to_table(reloptions)"
                    " WHERE relname = 'total'"
                )
            ).all()
        )
    engine.dispose()
    assert float(options["autovacuum_vacuum_scale_factor"]) <= 0.01
    assert int(options["autovacuum_vacuum_threshold"]) <= 1000
    assert int(options["fillfactor"]) == 90
