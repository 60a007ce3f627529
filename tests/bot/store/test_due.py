"""Due work: written once, claimed by one, done in order."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, select, text

from bot.store import due, tables
from bot.store.database import database_url as read_url
from bot.store.database import writing_engine
from bot.store.due import LEASE, Claim
from tests.factories import NOON, SECOND, work

BOTH = ["discord", "slack"]


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def claim(
    connection: Connection,
    at: datetime = NOON,
    platforms: Collection[str] = ("discord", "slack"),
    lease: str = "mine",
    most: int = 100,
) -> list[Claim]:
    return list(due.claim(connection, platforms, at, lease, most))


def subjects(claims: Collection[Claim]) -> list[str]:
    return [claim.subject for claim in claims]


def add(connection: Connection, *subjects: str, **changes: Any) -> None:
    for subject in subjects:
        due.add_work(connection, work(subject, **changes))


def left(connection: Connection) -> list[str]:
    return list(connection.scalars(select(tables.due.c.subject).order_by(tables.due.c.id)))


def row(connection: Connection, subject: str) -> Any:
    return connection.execute(select(tables.due).where(tables.due.c.subject == subject)).one()


# --- writing work down


def test_the_same_work_is_written_once(connection: Connection) -> None:
    add(connection, "turn", "turn", due_at=NOON)
    add(connection, "turn", due_at=NOON + SECOND)
    assert len(left(connection)) == 1
    assert row(connection, "turn").due_at == NOON


def test_work_of_another_kind_on_the_same_subject_is_other_work(connection: Connection) -> None:
    add(connection, "turn")
    add(connection, "turn", kind="reveal-turn")
    assert len(left(connection)) == 2


def test_work_that_was_done_may_be_written_again(connection: Connection) -> None:
    add(connection, "turn")
    due.done(connection, claim(connection)[0])
    add(connection, "turn")
    assert subjects(claim(connection)) == ["turn"]


def test_a_claim_tells_what_to_do(connection: Connection) -> None:
    add(connection, "turn", community="slack:T1")
    (found,) = claim(connection)
    assert (found.kind, found.subject, found.community, found.platform) == (
        "close-turn",
        "turn",
        "slack:T1",
        "slack",
    )
    assert (found.attempts, found.lease) == (1, "mine")


def test_work_born_claimed_is_held_until_its_lease_ends(connection: Connection) -> None:
    born = due.add_work(connection, work(), lease="mine")
    assert born is not None
    assert (born.subject, born.attempts, born.lease) == ("turn", 1, "mine")
    assert claim(connection, NOON + LEASE - SECOND, lease="peer") == []
    (taken,) = claim(connection, NOON + LEASE, lease="peer")
    assert (taken.id, taken.attempts, taken.lease) == (born.id, 2, "peer")


def test_work_born_claimed_can_be_completed(connection: Connection) -> None:
    born = due.add_work(connection, work(), lease="mine")
    assert born is not None
    due.done(connection, born)
    assert left(connection) == []


def test_work_that_stands_already_is_not_claimed_by_writing_it_again(connection: Connection) -> None:
    add(connection, "turn")
    assert due.add_work(connection, work(), lease="mine") is None
    assert row(connection, "turn").lease is None


def test_the_number_of_work_that_was_done_is_not_used_again(connection: Connection) -> None:
    """Else a claim of work that was dropped could complete other work that came after it."""
    add(connection, "first")
    (held,) = claim(connection)
    due.drop_work(connection, "close-turn", "first")
    add(connection, "second")
    claim(connection)
    due.done(connection, held)
    assert left(connection) == ["second"]


# --- claiming it


def test_only_what_is_due_is_claimed(connection: Connection) -> None:
    add(connection, "past", due_at=NOON - SECOND)
    add(connection, "now", due_at=NOON)
    add(connection, "soon", due_at=NOON + timedelta(microseconds=1))
    assert subjects(claim(connection)) == ["past", "now"]
    assert subjects(claim(connection, NOON + SECOND)) == ["soon"]


def test_only_the_work_of_the_platforms_served_is_claimed(connection: Connection) -> None:
    add(connection, "d", community="discord:1")
    add(connection, "s", community="slack:1")
    assert claim(connection, platforms=[]) == []
    assert claim(connection, platforms=["terminal"]) == []
    assert subjects(claim(connection, platforms=["slack"])) == ["s"]
    assert subjects(claim(connection, platforms=BOTH)) == ["d"]


def test_what_is_claimed_is_not_claimed_again(connection: Connection) -> None:
    add(connection, "turn")
    claim(connection)
    assert claim(connection, lease="peer") == []
    assert claim(connection, lease="mine") == []


def test_the_most_urgent_is_claimed_first_then_the_oldest(connection: Connection) -> None:
    add(connection, "late", due_at=NOON - SECOND)
    add(connection, "later", due_at=NOON)
    add(connection, "oldest", due_at=NOON - 2 * SECOND)
    add(connection, "urgent", priority=1)
    taken = [subject for _ in range(4) for subject in subjects(claim(connection, most=1))]
    assert taken == ["urgent", "oldest", "late", "later"]


@pytest.mark.parametrize("forbidden", [[], ["hashjoin", "mergejoin", "hashagg", "sort", "material"]])
def test_no_more_is_claimed_than_asked_for_however_it_is_planned(
    connection: Connection, forbidden: list[str]
) -> None:
    if connection.dialect.name == "postgresql":
        for way in forbidden:  # what is left looks for the wanted rows anew for each row of the table
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
    add(connection, *(f"t{number}" for number in range(20)))
    assert len(claim(connection, most=3)) == 3
    assert len(claim(connection, most=100)) == 17


def test_a_lane_is_done_in_the_order_in_which_it_was_written(connection: Connection) -> None:
    add(connection, "post", lane="room", priority=5, due_at=NOON)
    add(connection, "edit", lane="room", priority=1, due_at=NOON - SECOND)
    add(connection, "other room", lane="other", priority=9)
    add(connection, "no lane", priority=9)
    first, *others = claim(connection)
    assert [first.subject, *subjects(others)] == ["post", "other room", "no lane"]
    assert claim(connection) == []
    due.done(connection, first)
    assert subjects(claim(connection)) == ["edit"]


def test_a_lane_waits_for_work_that_is_not_due_yet(connection: Connection) -> None:
    add(connection, "post", lane="room", due_at=NOON + SECOND)
    add(connection, "edit", lane="room")
    assert claim(connection) == []
    assert subjects(claim(connection, NOON + SECOND)) == ["post"]


def test_a_lane_waits_for_work_that_was_put_off(connection: Connection) -> None:
    add(connection, "post", "edit", lane="room")
    due.put_off(connection, claim(connection)[0], NOON + SECOND, "busy")
    assert claim(connection) == []
    assert subjects(claim(connection, NOON + SECOND)) == ["post"]


def test_a_lane_goes_on_without_what_was_set_aside(connection: Connection) -> None:
    add(connection, "post", "edit", lane="room")
    due.set_aside(connection, claim(connection)[0], NOON, "gone")
    assert subjects(claim(connection)) == ["edit"]


# --- leases


def test_a_peer_takes_over_when_a_lease_has_ended(connection: Connection) -> None:
    add(connection, "turn")
    claim(connection)
    assert claim(connection, NOON + LEASE - timedelta(microseconds=1), lease="peer") == []
    (taken,) = claim(connection, NOON + LEASE, lease="peer")
    assert (taken.attempts, taken.lease) == (2, "peer")


def test_a_renewed_lease_holds_longer(connection: Connection) -> None:
    add(connection, "turn", "foreign")
    mine = claim(connection, most=1)
    claim(connection, most=1, lease="dead")
    due.renew(connection, mine, NOON + 2 * LEASE)
    assert subjects(claim(connection, NOON + LEASE, lease="peer")) == ["foreign"]
    assert subjects(claim(connection, NOON + 2 * LEASE, lease="peer")) == ["turn", "foreign"]


def test_who_has_lost_the_lease_changes_nothing(connection: Connection) -> None:
    add(connection, "turn")
    (lost,) = claim(connection)
    (held,) = claim(connection, NOON + LEASE, lease="peer")
    before = row(connection, "turn")
    due.done(connection, lost)
    due.put_off(connection, lost, NOON + 3 * LEASE, "late")
    due.set_aside(connection, lost, NOON, "late")
    due.renew(connection, [lost], NOON + 9 * LEASE)
    assert row(connection, "turn") == before
    due.done(connection, held)
    assert left(connection) == []


def test_freed_leases_are_claimed_at_once(connection: Connection) -> None:
    add(connection, "turn")
    claim(connection, lease="dead")
    due.free_leases(connection)
    (taken,) = claim(connection)
    assert taken.attempts == 2


def test_who_takes_work_over_knows_that_somebody_was_at_it(connection: Connection) -> None:
    add(connection, "died with its process", "was put off", "lost its lease")
    dead, off, _ = claim(connection, lease="dead")
    assert not any(one.taken_over for one in (dead, off))
    due.put_off(connection, off, NOON, "busy")
    due.done(connection, claim(connection)[0])
    found = {one.subject: one.taken_over for one in claim(connection, NOON + LEASE)}
    assert found == {"died with its process": True, "lost its lease": True}


def test_work_of_a_process_that_died_with_its_file_is_known_as_taken_over(connection: Connection) -> None:
    add(connection, "held", "idle")
    claim(connection, most=1, lease="dead")
    due.free_leases(connection)
    assert {one.subject: one.taken_over for one in claim(connection)} == {"held": True, "idle": False}


def test_a_send_of_unknown_outcome_is_remembered_until_it_is_tried_afresh(connection: Connection) -> None:
    add(connection, "post")
    due.put_off(connection, claim(connection)[0], NOON, "reset", unsure=True)
    (again,) = claim(connection)
    assert again.unsure
    due.put_off(connection, again, NOON, "busy")
    (third,) = claim(connection)
    assert third.unsure
    due.try_again(connection, [third.id], NOON + LEASE)
    assert [(one.unsure, one.attempts) for one in claim(connection, NOON + LEASE)] == [(False, 1)]


def test_what_somebody_holds_is_neither_tried_again_nor_dropped_by_the_operator(
    connection: Connection,
) -> None:
    add(connection, "held")
    (held,) = claim(connection)
    before = row(connection, "held")
    due.try_again(connection, [held.id], NOON + SECOND)
    due.drop_all(connection, [held.id], NOON + SECOND)
    assert row(connection, "held") == before


def test_a_claim_tells_how_late_it_is(connection: Connection) -> None:
    add(connection, "turn", due_at=NOON - 90 * SECOND)
    assert [one.late for one in claim(connection)] == [90]


# --- what becomes of it


def test_work_put_off_comes_back_later_with_its_attempts(connection: Connection) -> None:
    add(connection, "turn")
    due.put_off(connection, claim(connection)[0], NOON + SECOND, "rate limit")
    assert row(connection, "turn").error == "rate limit"
    assert claim(connection) == []
    (again,) = claim(connection, NOON + SECOND, lease="peer")
    assert again.attempts == 2


def test_work_set_aside_is_kept_with_its_reason_and_not_claimed(connection: Connection) -> None:
    add(connection, "turn")
    due.set_aside(connection, claim(connection)[0], NOON, "the room is gone")
    assert claim(connection, NOON + 100 * LEASE) == []
    kept = row(connection, "turn")
    assert (kept.set_aside_at, kept.error, kept.lease) == (NOON, "the room is gone", None)
    assert due.next_due(connection, BOTH) is None


def test_work_can_be_hastened_but_not_delayed(connection: Connection) -> None:
    add(connection, "turn", due_at=NOON + 30 * SECOND)
    assert not due.hasten(connection, "close-turn", "turn", NOON + 31 * SECOND)
    assert not due.hasten(connection, "reveal-turn", "turn", NOON)
    assert due.hasten(connection, "close-turn", "turn", NOON)
    assert not due.hasten(connection, "close-turn", "turn", NOON)
    assert subjects(claim(connection)) == ["turn"]


def test_hastening_what_is_done_tells_so(connection: Connection) -> None:
    assert not due.hasten(connection, "close-turn", "turn", NOON)


def test_only_the_named_work_is_dropped(connection: Connection) -> None:
    add(connection, "turn", "turn2")
    add(connection, "turn", kind="reveal-turn")
    due.drop_work(connection, "close-turn", "turn")
    assert left(connection) == ["turn2", "turn"]


@pytest.mark.parametrize("start", ["ab/", "a%/", "a_/", "a\\/", "a//", "%", "_", "[a]/"])
def test_work_is_dropped_by_how_its_subject_begins_to_the_letter(connection: Connection, start: str) -> None:
    others = ["AB/1", "axb/1", "ab1/", "1ab/", "abc/1", "a%%/1", "a__/1", "a\\\\/1", "a///", "[A]/1"]
    others = [other for other in others if not other.startswith(start)]
    add(connection, *others, f"{start}1", f"{start}2026-03-02", start)
    add(connection, f"{start}1", kind="reveal-turn")
    due.drop_work_of(connection, "close-turn", start)
    assert left(connection) == [*others, f"{start}1"]


def test_work_that_waits_is_dropped_and_what_is_being_done_stays(connection: Connection) -> None:
    add(connection, "t/1", "t/2", "t/3", "u/1")
    (held, dead) = claim(connection, most=2, lease="held")
    due.renew(connection, [held, dead], NOON + 20 * SECOND)
    connection.execute(tables.due.update().where(tables.due.c.id == dead.id).values(lease_ends=NOON + SECOND))
    due.drop_waiting(connection, "close-turn", "t/", NOON + SECOND)
    assert left(connection) == [held.subject, "u/1"]


# --- the pace of a platform

RATES = {"discord": 40.0}
# A quarter of a second's worth.
BURST = 10


def at_pace(connection: Connection, at: datetime, most: int = 100, **more: Any) -> list[Claim]:
    return list(due.claim(connection, BOTH, at, "mine", most, RATES, **more))


def many(connection: Connection, count: int, name: str = "post", **changes: Any) -> None:
    for number in range(count):
        add(
            connection,
            f"{name}{number}",
            lane=changes.pop("lane", None) or f"{name} room {number}",
            **changes,
        )


def test_no_more_is_sent_at_once_than_a_burst_and_then_as_the_rate_allows(connection: Connection) -> None:
    many(connection, 40)
    assert len(at_pace(connection, NOON)) == BURST
    assert at_pace(connection, NOON) == []
    # Not one by one: as many as are worth a claim, when they are allowed.
    then = due.next_due(connection, BOTH, NOON, RATES)
    assert then == NOON + timedelta(seconds=5 / 40)
    assert len(at_pace(connection, then)) == 5
    assert len(at_pace(connection, NOON + 10 * SECOND)) == BURST


def test_all_processes_on_a_database_keep_one_pace(connection: Connection) -> None:
    many(connection, 40)
    taken = [len(due.claim(connection, BOTH, NOON, lease, 5, RATES)) for lease in ("one", "other", "third")]
    assert taken == [5, 5, 0]


def test_what_players_wait_for_is_sent_at_once_and_counted(connection: Connection) -> None:
    many(connection, 40)
    many(connection, 8, "live", priority=1)
    found = subjects(at_pace(connection, NOON))
    assert sum(subject.startswith("live") for subject in found) == 8
    assert len(found) == BURST
    many(connection, 30, "more live", priority=1)
    assert len(at_pace(connection, NOON)) == 30
    # The others give way until what was sent is given back.
    assert at_pace(connection, NOON + SECOND / 2) == []
    assert len(at_pace(connection, NOON + 2 * SECOND)) == BURST


def test_what_sends_nothing_and_other_platforms_know_no_pace(connection: Connection) -> None:
    many(connection, 20)
    assert len(at_pace(connection, NOON)) == BURST
    add(connection, "opens")
    many(connection, 15, "slack", community="slack:T1")
    assert due.next_due(connection, BOTH, NOON, RATES) == NOON
    found = subjects(at_pace(connection, NOON))
    assert "opens" in found
    assert len(found) == 16


def test_work_whose_lease_has_ended_waits_for_the_pace_of_its_platform_too(connection: Connection) -> None:
    add(connection, "left", lane="a room", due_at=NOON + SECOND)
    assert len(at_pace(connection, NOON + SECOND)) == 1
    ended = NOON + SECOND + due.LEASE
    many(connection, 40)
    assert len(at_pace(connection, ended)) == BURST
    pace = due.next_due(connection, BOTH, ended, RATES)
    assert pace is not None
    assert pace > ended
    assert due.next_due(connection, BOTH, ended, RATES, at_leisure=[]) is None


def test_what_nobody_waits_for_can_be_left_out_of_a_claim(connection: Connection) -> None:
    add(connection, "live", priority=1, due_at=NOON + SECOND)
    many(connection, 20)
    many(connection, 3, "slack", community="slack:T1")
    assert due.next_due(connection, BOTH, NOON, RATES, at_leisure=[]) == NOON + SECOND
    later = NOON + SECOND
    assert subjects(at_pace(connection, later, at_leisure=[])) == ["live"]
    assert subjects(at_pace(connection, later, at_leisure=["slack"], leisurely=2)) == ["slack0", "slack1"]


def test_of_what_is_due_at_one_time_each_community_has_its_first_before_any_has_its_second(
    connection: Connection,
) -> None:
    for rank in range(3):
        add(connection, f"greedy {rank}", community="discord:greedy", rank=rank)
    for number in range(3):
        add(connection, f"other {number}", community=f"discord:{number}")
    add(connection, "older", due_at=NOON - SECOND, rank=7)
    taken = [subject for _ in range(7) for subject in subjects(claim(connection, most=1))]
    firsts = ["greedy 0", "other 0", "other 1", "other 2"]
    assert taken == ["older", *firsts, "greedy 1", "greedy 2"]


# --- when the next is due


def test_the_next_due_time_is_that_of_the_platforms_served(connection: Connection) -> None:
    assert due.next_due(connection, BOTH) is None
    add(connection, "s", community="slack:1", due_at=NOON + SECOND)
    add(connection, "d", community="discord:1", due_at=NOON + 2 * SECOND)
    assert due.next_due(connection, []) is None
    assert due.next_due(connection, ["discord"]) == NOON + 2 * SECOND
    assert due.next_due(connection, BOTH) == NOON + SECOND


def test_work_that_is_held_is_due_again_when_its_lease_ends(connection: Connection) -> None:
    add(connection, "turn")
    claim(connection)
    assert due.next_due(connection, BOTH) == NOON + LEASE


def test_work_that_waits_in_its_lane_is_not_due(connection: Connection) -> None:
    add(connection, "post", lane="room", due_at=NOON + 2 * SECOND)
    add(connection, "edit", lane="room", due_at=NOON + SECOND)
    assert due.next_due(connection, BOTH) == NOON + 2 * SECOND


def test_postgresql_never_joins_the_table_to_itself_however_little_it_knows_of_it(postgres_url: str) -> None:
    """Else ten thousand dailies that have just been planned took seconds to look through."""
    statements: list[tuple[str, Any]] = []
    engine = writing_engine(read_url(postgres_url))
    with engine.begin() as connection:
        many(connection, 300)
        event.listen(connection, "before_cursor_execute", lambda *sent: statements.append(sent[2:4]))
        due.next_due(connection, BOTH, NOON, RATES)
        at_pace(connection, NOON)
        asked = [(words, values) for words, values in statements if "earlier" in words]
        plans = [
            " ".join(connection.exec_driver_sql(f"EXPLAIN {words}", values).scalars())
            for words, values in asked
        ]
    engine.dispose()
    assert len(plans) >= 4
    assert all("Join" not in plan and "SubPlan" in plan for plan in plans), plans


# --- several processes


@contextmanager
def processes(url: str, count: int) -> Iterator[list[Engine]]:
    engines = [writing_engine(read_url(url)) for _ in range(count)]
    yield engines
    for engine in engines:
        engine.dispose()


def test_two_processes_never_hold_the_same_work(database_url: str) -> None:
    total = 200
    start = threading.Barrier(2, timeout=10)

    def take(engine: Engine, lease: str) -> list[int]:
        start.wait()
        taken: list[int] = []
        for _ in range(total):
            with engine.begin() as connection:
                claims = claim(connection, lease=lease, most=7)
            if not claims:
                return taken
            taken += [claim.id for claim in claims]
            with engine.begin() as connection:
                for one in claims[::2]:  # some are done, some stay held
                    due.done(connection, one)
        raise AssertionError("there was no end of work")

    with processes(database_url, 2) as engines, ThreadPoolExecutor(2) as threads:
        with engines[0].begin() as connection:
            add(connection, *(f"t{number}" for number in range(total)))
        takers = [threads.submit(take, engine, f"lease {n}") for n, engine in enumerate(engines)]
        counted = Counter(id for taker in takers for id in taker.result())
    assert len(counted) == total
    assert set(counted.values()) == {1}


def test_two_processes_keep_a_lane_in_order(database_url: str) -> None:
    start = threading.Barrier(2, timeout=10)
    done: list[tuple[str, str]] = []

    def take(engine: Engine, lease: str) -> None:
        start.wait()
        # Not so many rounds: while one waits for the file's lock, the other may go round thousands of times.
        end = monotonic() + 60
        while monotonic() < end:
            with engine.begin() as connection:
                claims = claim(connection, lease=lease, most=3)
            for one in claims:
                lane, _, _ = one.subject.partition("/")
                done.append((lane, one.subject))
                with engine.begin() as connection:
                    due.done(connection, one)
            with engine.begin() as connection:
                if connection.scalar(select(func.count()).select_from(tables.due)) == 0:
                    return
        raise AssertionError("there was no end of work")

    with processes(database_url, 2) as engines, ThreadPoolExecutor(2) as threads:
        with engines[0].begin() as connection:
            for number in range(15):
                for lane in ("a", "b", "c"):
                    due.add_work(connection, work(f"{lane}/{number:02}", lane=lane))
        for taker in [threads.submit(take, engine, f"lease {n}") for n, engine in enumerate(engines)]:
            taker.result()
    for lane in ("a", "b", "c"):
        order = [subject for where, subject in done if where == lane]
        assert order == [f"{lane}/{number:02}" for number in range(15)]


def test_work_that_another_process_is_just_claiming_is_not_waited_for(postgres_url: str) -> None:
    with processes(postgres_url, 2) as (first, second):
        with first.begin() as connection:
            add(connection, "one", "two")
        with first.begin() as claiming:
            assert subjects(claim(claiming, lease="first", most=1)) == ["one"]
            with second.begin() as connection:
                connection.execute(text("SET LOCAL lock_timeout = '2s'"))
                assert subjects(claim(connection, lease="second")) == ["two"]
