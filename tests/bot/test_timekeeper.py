"""Leases, backoff and the loop: what keeps due work from being stuck, lost or hammered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, select
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot import timekeeper
from bot.course import POST_TURN, REVEAL_TURN
from bot.ports import TryLater, Uncertain
from bot.shell import Shell
from bot.store import due
from bot.store.counts import What
from bot.store.due import LEASE, Claim
from bot.store.tables import due as due_table
from bot.timekeeper import MOST_ATTEMPTS
from tests.bot.fakes import House
from tests.factories import NOON, SECOND, work

KIND = "close-turn"
Task = Callable[[Shell, Claim], Awaitable[None]]


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    with capture_logs() as logged:
        yield logged


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    house = await House(database_url).open()
    yield house
    await house.close()


@pytest.fixture
async def twins(postgres_url: str) -> AsyncIterator[tuple[House, House]]:
    """Two processes on one database, with the same time."""
    one = await House(postgres_url).open()
    other = await House(postgres_url, clock=one.clock, stage=one.stage, seed=1000).open()
    yield one, other
    await one.close()
    await other.close()


def does(monkeypatch: pytest.MonkeyPatch, task: Task) -> None:
    """Let work of a kind be this."""
    monkeypatch.setattr(timekeeper, "TASKS", {**timekeeper.TASKS, KIND: task})


async def add(house: House, *subjects: str, **changes: Any) -> None:
    def write(connection: Connection) -> None:
        for subject in subjects:
            due.add_work(connection, work(subject, **changes))

    await house.shell.store.write(write)


async def until(what: Callable[[], Awaitable[bool]]) -> None:
    """Let the bot go on until something is so."""
    async with asyncio.timeout(30):
        so = await what()
        while not so:
            await asyncio.sleep(0)
            so = await what()


async def is_logged(logged: list[EventDict], words: str) -> bool:
    return any(event["event"] == words for event in logged)


async def rows(house: House) -> dict[str, Any]:
    found = await house.shell.store.read(lambda c: c.execute(select(due_table)).all())
    return {row.subject: row for row in found}


async def test_work_that_takes_longer_than_a_lease_is_not_taken_by_a_peer(
    twins: tuple[House, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = twins
    begun, end = asyncio.Event(), asyncio.Event()
    times = 0

    async def task(shell: Shell, claim: Claim) -> None:
        nonlocal times
        times += 1
        begun.set()
        await end.wait()

    does(monkeypatch, task)
    await add(one, "turn")
    running = asyncio.create_task(one.run_due())
    await begun.wait()
    for _ in range(5):
        one.clock.advance(LEASE.total_seconds() / 3)
        await one.timekeeper.renew()
        await other.run_due()
    assert times == 1
    end.set()
    await running
    assert await rows(one) == {}


async def test_work_of_a_process_that_does_not_renew_is_done_by_a_peer_after_ten_seconds(
    twins: tuple[House, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = twins
    done: list[tuple[str, datetime]] = []
    never = asyncio.Event()

    async def task(shell: Shell, claim: Claim) -> None:
        if shell is one.shell:
            await never.wait()
        done.append((claim.subject, shell.clock.now()))

    does(monkeypatch, task)
    await add(one, "turn")
    stalled = asyncio.create_task(one.run_due())

    async def begun() -> bool:
        attempts: int = (await rows(one))["turn"].attempts
        return attempts > 0

    await until(begun)
    one.clock.advance(9.999)
    await other.run_due()
    assert done == []
    one.clock.advance(0.001)
    await other.run_due()
    assert done == [("turn", NOON + timedelta(seconds=10))]
    assert other.shell.counts[KIND, What.TAKEN_OVER] == 1
    never.set()
    await stalled


async def test_the_process_that_takes_a_file_goes_on_at_once_with_what_the_dead_one_held(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await House(sqlite_url).open()
    await add(house, "turn")
    await house.shell.store.write(lambda c: due.claim(c, ["discord"], NOON, "the dead", 1))
    done: list[str] = []

    async def task(shell: Shell, claim: Claim) -> None:
        done.append(claim.subject)

    does(monkeypatch, task)
    await house.run_due()
    assert done == []
    await house.restart()
    await house.run_due()
    assert done == ["turn"]
    assert house.shell.counts[KIND, What.TAKEN_OVER] == 1
    await house.close()


async def test_work_whose_end_could_not_be_written_is_done_again_however_busy_its_process_is(
    house: House, monkeypatch: pytest.MonkeyPatch, logged: list[EventDict]
) -> None:
    """Its lease is renewed no more, though other work is being done all the time."""
    end, done = asyncio.Event(), 0
    write = house.shell.store.write

    async def failing(unit: Callable[..., Any]) -> Any:
        raise ConnectionError("the database restarts")

    async def task(shell: Shell, claim: Claim) -> None:
        nonlocal done
        if claim.subject == "long":
            await end.wait()
        else:
            done += 1
            if done == 1:
                monkeypatch.setattr(house.shell.store, "write", failing)

    does(monkeypatch, task)
    await add(house, "long", "short")
    running = asyncio.create_task(house.timekeeper.run())
    await until(lambda: is_logged(logged, "due work is left"))
    monkeypatch.setattr(house.shell.store, "write", write)
    house.clock.advance(LEASE.total_seconds() / 2)
    await house.timekeeper.renew()
    house.clock.advance(LEASE.total_seconds() / 2)
    house.shell.wake()

    async def short_is_done() -> bool:
        return "short" not in await rows(house)

    await until(short_is_done)
    assert done == 2
    assert (await rows(house))["long"].attempts == 1
    end.set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_leases_are_renewed_on_after_a_renewal_that_failed(
    house: House, monkeypatch: pytest.MonkeyPatch, logged: list[EventDict]
) -> None:
    monkeypatch.setattr(timekeeper, "RENEW", 0)
    begun, end = asyncio.Event(), asyncio.Event()

    async def task(shell: Shell, claim: Claim) -> None:
        begun.set()
        await end.wait()

    async def failing(unit: Callable[..., Any]) -> Any:
        raise ConnectionError("the database restarts")

    does(monkeypatch, task)
    await add(house, "turn")
    running = asyncio.create_task(house.timekeeper.run())
    await begun.wait()
    write = house.shell.store.write
    monkeypatch.setattr(house.shell.store, "write", failing)
    await until(lambda: is_logged(logged, "leases are not renewed"))
    monkeypatch.setattr(house.shell.store, "write", write)
    house.clock.advance(5)

    async def renewed() -> bool:
        ends: datetime = (await rows(house))["turn"].lease_ends
        return ends == house.clock.now() + LEASE

    await until(renewed)
    end.set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await rows(house) == {}


async def tries_of(
    house: House, monkeypatch: pytest.MonkeyPatch, error: Exception, hours: int
) -> list[datetime]:
    tries: list[datetime] = []

    async def task(shell: Shell, claim: Claim) -> None:
        tries.append(shell.clock.now())
        raise error

    does(monkeypatch, task)
    await add(house, "turn")
    await house.pass_time(hours * 3600)
    return tries


async def test_what_fails_is_tried_ever_more_rarely_never_in_step_and_set_aside_in_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch, logged: list[EventDict]
) -> None:
    tries = await tries_of(house, monkeypatch, RuntimeError("a fault of ours"), 24)
    waits = [(later - sooner).total_seconds() for sooner, later in pairwise(tries)]
    assert len(tries) == MOST_ATTEMPTS
    for number, wait in enumerate(waits, start=1):
        plain = min(timekeeper.LONGEST_WAIT, 0.5 * 2**number)
        assert 0.75 * plain <= wait <= 1.25 * plain
        assert wait != plain
    kept = (await rows(house))["turn"]
    assert kept.set_aside_at == tries[-1]
    assert kept.error == "RuntimeError('a fault of ours')"
    assert house.shell.counts == {(KIND, What.RETRIED): MOST_ATTEMPTS - 1, (KIND, What.SET_ASIDE): 1}
    assert [event["log_level"] for event in logged if "set aside" in event["event"]] == ["error"]


async def test_two_pieces_of_work_that_fail_together_do_not_come_back_together(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def task(shell: Shell, claim: Claim) -> None:
        raise TryLater("502")

    does(monkeypatch, task)
    await add(house, *(f"turn {number}" for number in range(10)))
    await house.run_due()
    assert len({row.due_at for row in (await rows(house)).values()}) == 10


async def test_a_busy_platform_is_never_given_up_and_asked_when_it_says(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = await tries_of(house, monkeypatch, TryLater("rate limited", after=40), 1)
    assert len(tries) == 3600 / 40 + 1
    assert {later - sooner for sooner, later in pairwise(tries)} == {40 * SECOND}
    assert (await rows(house))["turn"].set_aside_at is None


async def test_a_post_of_unknown_outcome_is_repeated_once_and_then_left_to_the_operator(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = await tries_of(house, monkeypatch, Uncertain("reset", after=10), 1)
    assert tries == [NOON, NOON + 10 * SECOND]
    kept = (await rows(house))["turn"]
    assert kept.set_aside_at == NOON + 10 * SECOND
    assert kept.error == "sent twice, and never confirmed: reset"
    assert house.shell.counts[KIND, What.UNSURE] == 1


async def test_a_busy_platform_does_not_make_a_second_repeat_of_a_post_of_unknown_outcome(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = [Uncertain("reset", after=10), TryLater("rate limited", after=3), Uncertain("reset", after=10)]
    tries: list[datetime] = []

    async def task(shell: Shell, claim: Claim) -> None:
        tries.append(shell.clock.now())
        raise errors.pop(0)

    does(monkeypatch, task)
    await add(house, "turn")
    await house.pass_time(3600)
    assert [(at - NOON).total_seconds() for at in tries] == [0, 10, 13]
    assert (await rows(house))["turn"].set_aside_at is not None


async def test_the_first_question_is_repeated_like_any_other_post(house: House) -> None:
    house.stage.faults.append(Uncertain("reset", after=10))
    await house.person("ana").types("play history 1 120")
    assert house.stage.calls == 1
    await house.pass_time(9.999)
    assert house.stage.calls == 1
    await house.pass_time(0.001)
    assert [message.key for message in house.stage.messages] == [house.stage.last.key]
    assert house.shell.counts[POST_TURN, What.UNSURE] == 1
    assert house.shell.counts[POST_TURN, What.DONE] == 1


async def test_work_that_begins_long_after_its_time_is_counted_as_late(house: House) -> None:
    await house.person("ana").types("play history 1 10")
    house.clock.advance(60)
    await house.run_due()
    assert house.shell.counts[KIND, What.LATE] == 1
    assert house.shell.counts[REVEAL_TURN, What.LATE] == 0
