"""Several processes at one database: answers and closes that meet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from time import monotonic

import pytest
from sqlalchemy import Connection, Engine, text

from bot.store import quizzes
from bot.store.answers import Draft, Outcome, Recorded, given_in, record
from bot.store.database import database_url as read_url
from bot.store.database import writing_engine
from bot.store.store import open_store
from tests.factories import NOON, answer, open_round

SOON = 10
TURN = "quiz-1"


@pytest.fixture
def peers(database_url: str) -> Iterator[list[Engine]]:
    """Four processes' connections to one database, in which a round is played."""
    engines = [writing_engine(read_url(database_url)) for _ in range(4)]
    yield engines
    for engine in engines:
        engine.dispose()


@pytest.fixture
def postgres_peers(postgres_url: str) -> Iterator[list[Engine]]:
    engines = [writing_engine(read_url(postgres_url)) for _ in range(3)]
    with engines[0].begin() as connection:
        open_round(connection)
    yield engines
    for engine in engines:
        engine.dispose()


def close_and_count(connection: Connection, turn: str = TURN) -> dict[str, str]:
    """What the closing process settles: all that counts, seen after the turn is closed."""
    assert quizzes.close_turn(connection, turn, NOON)
    return given_in(connection, turn)


def click(connection: Connection, player: str, given: str = "right", turn: str = TURN) -> Recorded:
    (recorded,) = record(connection, [Draft(answer(player, given, turn, cause=f"{player} {given} {turn}"))])
    return recorded


@contextmanager
def meanwhile(engine: Engine, watching: Engine, work: object) -> Iterator[Future[object]]:
    """Start work in another process; the block runs once that waits for a lock of this one."""
    assert callable(work)

    def do() -> object:
        with engine.begin() as connection:
            return work(connection)

    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(do)
        deadline = monotonic() + SOON
        with watching.connect().execution_options(isolation_level="AUTOCOMMIT") as watch:
            while not watch.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                assert not future.done(), f"it did not wait: {future.result()}"
                assert monotonic() < deadline
        yield future


@pytest.mark.parametrize("seed", range(5))
def test_every_answer_told_recorded_was_counted_by_who_closed_the_turn(
    peers: list[Engine], seed: int
) -> None:
    rng = Random(seed)
    enough = rng.randrange(1, 8)
    recorded: list[set[str]] = [set(), set(), set()]
    closing = threading.Event()

    def hammer(number: int) -> None:
        for attempt in range(500):
            drafts = [Draft(answer(f"{number}/{attempt}/{n}", turn=TURN)) for n in range(3)]
            with peers[number].begin() as connection:
                results = record(connection, drafts)
            for draft, result in zip(drafts, results, strict=True):
                if result.outcome is Outcome.RECORDED:
                    recorded[number].add(draft.answer.player)
            if attempt == enough:
                closing.set()
            if results[-1].outcome is Outcome.CLOSED:
                return

    def close() -> set[str]:
        assert closing.wait(SOON)
        with peers[3].begin() as connection:
            return set(close_and_count(connection))

    with peers[0].begin() as connection:
        open_round(connection)
    with ThreadPoolExecutor(4) as threads:
        hammers = [threads.submit(hammer, number) for number in range(3)]
        counted = threads.submit(close).result()
        for each in hammers:
            each.result()
    assert set().union(*recorded) == counted
    with peers[0].begin() as connection:
        assert set(given_in(connection, TURN)) == counted


def test_closing_waits_for_an_answer_that_is_being_written_and_counts_it(
    postgres_peers: list[Engine],
) -> None:
    answering, closing, watching = postgres_peers
    with answering.connect() as connection:
        assert click(connection, "ana").outcome is Outcome.RECORDED
        with meanwhile(closing, watching, close_and_count) as counted:
            connection.commit()
        assert counted.result() == {"ana": "right"}


def test_an_answer_waits_for_a_close_that_is_being_written_and_does_not_count(
    postgres_peers: list[Engine],
) -> None:
    closing, answering, watching = postgres_peers
    with closing.connect() as connection:
        assert close_and_count(connection) == {}
        with meanwhile(answering, watching, lambda c: click(c, "ana")) as late:
            connection.commit()
        assert late.result() == Recorded(Outcome.CLOSED, "right")


def test_an_answer_counts_if_the_close_that_it_waited_for_was_undone(postgres_peers: list[Engine]) -> None:
    closing, answering, watching = postgres_peers
    with closing.connect() as connection:
        close_and_count(connection)
        with meanwhile(answering, watching, lambda c: click(c, "ana")) as saved:
            connection.rollback()
        assert saved.result() == Recorded(Outcome.RECORDED, "right")


def test_closing_all_turns_of_a_quiz_waits_for_an_answer_and_shuts_out_the_next(
    postgres_peers: list[Engine],
) -> None:
    answering, closing, watching = postgres_peers

    def close_all(connection: Connection) -> int:
        quizzes.close_turns(connection, "quiz", NOON)
        return len(quizzes.answers_of(connection, "quiz"))

    with answering.connect() as connection:
        click(connection, "ana")
        with meanwhile(closing, watching, close_all) as counted:
            connection.commit()
        assert counted.result() == 1
        assert click(connection, "bea").outcome is Outcome.CLOSED


def test_of_two_clicks_at_two_processes_the_second_is_told_which_one_stands(
    postgres_peers: list[Engine],
) -> None:
    first, second, watching = postgres_peers
    with first.connect() as connection:
        assert click(connection, "ana", "right").outcome is Outcome.RECORDED
        with meanwhile(second, watching, lambda c: click(c, "ana", "wrong")) as other:
            connection.commit()
        assert other.result() == Recorded(Outcome.ALREADY, "right")


def test_a_turn_that_two_processes_close_is_closed_by_one(postgres_peers: list[Engine]) -> None:
    first, second, watching = postgres_peers
    with first.connect() as connection:
        assert quizzes.close_turn(connection, TURN, NOON)
        with meanwhile(second, watching, lambda c: quizzes.close_turn(c, TURN, NOON)) as other:
            connection.commit()
        assert other.result() is False


def test_batches_that_hold_the_same_answers_in_different_orders_never_block_each_other(
    peers: list[Engine],
) -> None:
    turns, players = [f"quiz-{n}" for n in range(1, 4)], [f"p{n}" for n in range(150)]
    with peers[0].begin() as connection:
        open_round(connection, length=3)
    start = threading.Barrier(4, timeout=SOON)

    def write(number: int) -> int:
        rng = Random(number)
        counted = 0
        for batch in range(4):
            drafts = [
                Draft(answer(f"{batch} {player}", turn=turn, cause=f"{number} {batch} {player} {turn}"))
                for turn in turns
                for player in players
            ]
            rng.shuffle(drafts)
            start.wait()
            with peers[number].begin() as connection:
                counted += [one.outcome for one in record(connection, drafts)].count(Outcome.RECORDED)
        return counted

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(write, range(4))) == 4 * len(turns) * len(players)


async def test_a_click_at_one_process_for_a_turn_that_another_opened_just_works(postgres_url: str) -> None:
    one, _ = open_store(postgres_url, NOON)
    other, _ = open_store(postgres_url, NOON)
    await one.write(lambda c: open_round(c))
    assert (await other.record(answer(turn=TURN))).outcome is Outcome.RECORDED
    assert (await one.record(answer(turn=TURN, given="wrong", cause="later"))).outcome is Outcome.ALREADY
    assert await one.write(close_and_count) == {"ana": "right"}
    assert (await other.record(answer("bea", turn=TURN))).outcome is Outcome.CLOSED
    other.close()
    one.close()
