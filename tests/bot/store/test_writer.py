"""The one thread that writes: together, in order of urgency, whole or not at all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store import quizzes, tables, writer
from bot.store.answers import Draft, Newcomer, Outcome, given_in
from bot.store.upsert import put
from bot.store.writer import Busy, Closed, Writer
from tests.factories import COMMUNITY, NOON, answer, open_round

SOON = 10


class Gate:
    """A unit of work that keeps the writer busy until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, connection: Connection) -> None:
        self.begun.set()
        assert self.let_go.wait(SOON)


@pytest.fixture
def writing(engine: Engine) -> Iterator[Writer]:
    with engine.begin() as connection:
        open_round(connection, length=2)
    writing = Writer(engine, most_waiting=100)
    yield writing
    writing.close()


@asynccontextmanager
async def held(writing: Writer) -> AsyncIterator[None]:
    """Let what is asked for inside wait, to be written when the block ends."""
    gate = Gate()
    busy = asyncio.create_task(writing.run(gate))
    assert await asyncio.to_thread(gate.begun.wait, SOON)
    try:
        yield
        await asyncio.sleep(0)  # the tasks made inside come to their turn
    finally:
        gate.let_go.set()
        await busy


def draft(player: str = "ana", turn: str = "quiz-1", **changes: Any) -> Draft:
    return Draft(answer(player, turn=turn, **changes))


def note(key: str, value: str = "written") -> writer.Unit[None]:
    return lambda connection: put(connection, tables.memory, [{"key": key, "value": value}])


def notes(connection: Connection) -> dict[str, str]:
    return dict(connection.execute(select(tables.memory.c.key, tables.memory.c.value)).all())


def count_commits(engine: Engine) -> list[Connection]:
    commits: list[Connection] = []
    event.listen(engine, "commit", commits.append)
    return commits


async def test_answers_that_wait_are_written_in_one_commit(writing: Writer, engine: Engine) -> None:
    async with held(writing):
        tasks = [asyncio.create_task(writing.record(draft(f"p{number}"))) for number in range(50)]
        commits = count_commits(engine)
    results = await asyncio.gather(*tasks)
    assert {one.outcome for one in results} == {Outcome.RECORDED}
    assert len(commits) == 2  # that of the gate, and that of the answers
    assert len(await writing.run(lambda c: given_in(c, "quiz-1"))) == 50


async def test_a_caller_is_told_only_after_the_commit(writing: Writer, engine: Engine) -> None:
    told_early = []
    event.listen(engine, "commit", lambda _: told_early.append(task.done()))
    task = asyncio.create_task(writing.record(draft()))
    await asyncio.wait_for(task, SOON)
    assert told_early == [False]
    with engine.connect() as another:
        assert given_in(another, "quiz-1") == {"ana": "right"}


async def test_answers_go_before_units_that_wait_longer(writing: Writer) -> None:
    async with held(writing):
        unit = asyncio.create_task(writing.run(lambda c: given_in(c, "quiz-1")))
        await asyncio.sleep(0)
        click = asyncio.create_task(writing.record(draft()))
    await click
    assert await unit == {"ana": "right"}


async def test_units_are_done_in_the_order_in_which_they_came(writing: Writer) -> None:
    done: list[int] = []

    def count(number: int) -> writer.Unit[None]:
        return lambda _: done.append(number)

    units = [writing.run(count(number)) for number in range(20)]
    await asyncio.gather(*units)
    assert done == list(range(20))


@pytest.mark.parametrize(
    "bad",
    [
        draft("bad", "nowhere"),
        Draft(answer("bad", turn="quiz-1", cause="stands elsewhere")),
        Draft(answer("bad", turn="quiz-1"), Newcomer(COMMUNITY, "bad", "half a \ud83d fox")),
        draft("bad", at=NOON.replace(tzinfo=None)),
    ],
    ids=["unknown turn", "cause of another turn", "unwritable name", "uncertain time"],
)
async def test_one_bad_answer_takes_no_other_down(writing: Writer, bad: Draft) -> None:
    await writing.record(draft("eva", "quiz-2", cause="stands elsewhere"))
    async with held(writing):
        tasks = [asyncio.create_task(writing.record(one)) for one in (draft("ana"), bad, draft("bea"))]
    first, spoilt, last = await asyncio.gather(*tasks, return_exceptions=True)
    for sound in (first, last):
        assert not isinstance(sound, BaseException)
        assert sound.outcome is Outcome.RECORDED
    assert isinstance(spoilt, ValueError) or (
        not isinstance(spoilt, BaseException) and spoilt.outcome is Outcome.CLOSED
    )
    assert await writing.run(lambda c: given_in(c, "quiz-1")) == {"ana": "right", "bea": "right"}


async def test_a_full_writer_is_busy_for_answers_and_units_alike(writing: Writer) -> None:
    async with held(writing):
        clicks = [asyncio.create_task(writing.record(draft(f"p{number}"))) for number in range(60)]
        units = [asyncio.create_task(writing.run(note(f"n{number}"))) for number in range(40)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await writing.record(draft("one too many"))
        with pytest.raises(Busy):
            await writing.run(note("one too many"))
    assert {one.outcome for one in await asyncio.gather(*clicks)} == {Outcome.RECORDED}
    await asyncio.gather(*units)
    assert (await writing.record(draft("later"))).outcome is Outcome.RECORDED
    assert len(await writing.run(notes)) == 40


async def test_the_unit_of_a_cancelled_caller_is_done_whole(writing: Writer) -> None:
    def two_notes(connection: Connection) -> None:
        note("first")(connection)
        note("second")(connection)

    async with held(writing):
        waiting = asyncio.create_task(writing.run(two_notes))
        click = asyncio.create_task(writing.record(draft()))
        await asyncio.sleep(0)
        waiting.cancel()
        click.cancel()
    results = await asyncio.gather(waiting, click, return_exceptions=True)
    assert all(isinstance(one, asyncio.CancelledError) for one in results)
    assert await writing.run(notes) == {"first": "written", "second": "written"}
    assert await writing.run(lambda c: given_in(c, "quiz-1")) == {"ana": "right"}


async def test_cancelling_one_caller_leaves_the_others_of_its_batch(writing: Writer) -> None:
    async with held(writing):
        clicks = [asyncio.create_task(writing.record(draft(player))) for player in ("ana", "bea")]
        await asyncio.sleep(0)
        clicks[0].cancel()
    assert (await clicks[1]).outcome is Outcome.RECORDED


async def test_units_that_wait_share_a_commit_on_a_file(writing: Writer, engine: Engine) -> None:
    async with held(writing):
        units = [asyncio.create_task(writing.run(note(f"n{number}"))) for number in range(20)]
        commits = count_commits(engine)
    await asyncio.gather(*units)
    # The first is that of the gate.
    assert len(commits) - 1 == (1 if engine.dialect.name == "sqlite" else 20)
    assert len(await writing.run(notes)) == 20


async def test_what_fails_among_units_takes_no_other_down(writing: Writer) -> None:
    def half_done(connection: Connection) -> None:
        note("half")(connection)
        raise LookupError("the other half")

    def twice(connection: Connection) -> None:
        note("once")(connection)
        connection.execute(tables.memory.insert(), {"key": "once", "value": "again"})

    def ends_all(connection: Connection) -> None:
        # As a full disk does: the database undoes more than the one statement.
        note("sense")(connection)
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("SELECT nothing FROM nowhere")

    async with held(writing):
        wanted = [note("first"), half_done, twice, ends_all, note("last")]
        units = [asyncio.create_task(writing.run(unit)) for unit in wanted]
    results = await asyncio.gather(*units, return_exceptions=True)
    assert [type(one) for one in results[:3]] == [type(None), LookupError, IntegrityError]
    assert isinstance(results[3], DBAPIError)
    assert results[4] is None
    assert await writing.run(notes) == {"first": "written", "last": "written"}


async def test_an_answer_waits_for_the_unit_that_is_being_done_alone(writing: Writer) -> None:
    slow = Gate()
    async with held(writing):
        first = asyncio.create_task(writing.run(slow))
        second = asyncio.create_task(writing.run(lambda c: given_in(c, "quiz-1")))
    assert await asyncio.to_thread(slow.begun.wait, SOON)
    click = asyncio.create_task(writing.record(draft()))
    await asyncio.sleep(0)
    slow.let_go.set()
    await asyncio.gather(first, click)
    assert await second == {"ana": "right"}


async def test_a_unit_that_fails_is_undone_and_says_why(writing: Writer) -> None:
    def half_done(connection: Connection) -> None:
        note("half")(connection)
        raise LookupError("the other half")

    with pytest.raises(LookupError, match="the other half"):
        await writing.run(half_done)
    await writing.run(note("next"))
    assert await writing.run(notes) == {"next": "written"}


async def test_a_unit_that_the_database_refuses_is_undone_and_says_why(writing: Writer) -> None:
    def twice(connection: Connection) -> None:
        note("half")(connection)
        connection.execute(tables.memory.insert(), {"key": "half", "value": "again"})

    with pytest.raises(IntegrityError):
        await writing.run(twice)
    await writing.run(note("next"))
    assert await writing.run(notes) == {"next": "written"}


@pytest.mark.parametrize("failure", [StopIteration("nothing there"), asyncio.CancelledError(), SystemExit(1)])
async def test_whatever_a_unit_raises_its_caller_hears_and_the_next_works(
    writing: Writer, failure: BaseException
) -> None:
    def fail(connection: Connection) -> None:
        note("half")(connection)
        raise failure

    with pytest.raises(RuntimeError):
        await asyncio.wait_for(writing.run(fail), SOON)
    assert await asyncio.wait_for(writing.run(notes), SOON) == {}


async def test_a_failing_unit_leaves_answers_that_come_with_it(writing: Writer) -> None:
    def fail(_: Connection) -> None:
        raise LookupError

    async with held(writing):
        bad = asyncio.create_task(writing.run(fail))
        click = asyncio.create_task(writing.record(draft()))
    assert (await click).outcome is Outcome.RECORDED
    with pytest.raises(LookupError):
        await bad


async def test_closing_finishes_what_waits(engine: Engine) -> None:
    with engine.begin() as connection:
        open_round(connection)
    writing = Writer(engine)
    async with held(writing):
        tasks = [asyncio.create_task(writing.record(draft(f"p{number}"))) for number in range(10)]
        unit = asyncio.create_task(writing.run(note("last")))
        await asyncio.sleep(0)
        closing = asyncio.create_task(asyncio.to_thread(writing.close))
    await closing
    assert {one.outcome for one in await asyncio.gather(*tasks)} == {Outcome.RECORDED}
    await unit
    with engine.connect() as connection:
        assert notes(connection) == {"last": "written"}
        assert len(given_in(connection, "quiz-1")) == 10


async def test_a_closed_writer_takes_nothing_on(engine: Engine) -> None:
    writing = Writer(engine)
    writing.close()
    with pytest.raises(Closed):
        await writing.run(notes)
    with pytest.raises(Closed):
        await writing.record(draft())


def test_what_nobody_waits_for_any_more_is_written(writing: Writer, engine: Engine) -> None:
    gate = Gate()

    async def leave() -> None:
        tasks = [asyncio.create_task(unit) for unit in (writing.run(gate), writing.run(note("left")))]
        await asyncio.to_thread(gate.begun.wait, SOON)
        assert not any(task.done() for task in tasks)

    asyncio.run(leave())  # cancels what waits and closes its loop
    gate.let_go.set()
    writing.close()
    with engine.connect() as connection:
        assert notes(connection) == {"left": "written"}


async def test_an_answer_that_waited_behind_the_close_of_its_turn_does_not_count(writing: Writer) -> None:
    # The close is being done when the answer comes.
    gate = Gate()

    def close(connection: Connection) -> None:
        quizzes.close_turn(connection, "quiz-1", NOON)
        gate(connection)

    closing = asyncio.create_task(writing.run(close))
    assert await asyncio.to_thread(gate.begun.wait, SOON)
    click = asyncio.create_task(writing.record(draft()))
    await asyncio.sleep(0)
    gate.let_go.set()
    await closing
    assert (await click).outcome is Outcome.CLOSED
