"""A room's daily and a community's zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import Connection, Engine

from bot.engine.schedule import EVERY_DAY, Schedule
from bot.store import quizzes, schedules
from tests.factories import COMMUNITY, NOON, ROOM, daily, question, room_schedule


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


@pytest.mark.parametrize("at", [time(0, 0), time(9, 5), time(23, 59)])
@pytest.mark.parametrize("topic", [None, "cienfuegos"])
@pytest.mark.parametrize("days", [EVERY_DAY, frozenset({0}), frozenset({1, 3, 6})])
def test_a_schedule_comes_back_as_it_was_set(
    connection: Connection, at: time, topic: str | None, days: frozenset[int]
) -> None:
    wanted = room_schedule(rule=Schedule(at, "America/Argentina/Buenos_Aires", days), topic=topic)
    assert schedules.put_schedule(connection, wanted) == wanted
    assert schedules.schedule_at(connection, COMMUNITY, ROOM, at) == wanted
    assert schedules.find_schedule(connection, wanted.id) == wanted


def test_setting_a_schedule_again_at_its_time_changes_it_under_the_id_that_it_had(
    connection: Connection,
) -> None:
    schedules.put_schedule(connection, room_schedule("first"))
    changed = room_schedule(
        "second",
        rule=Schedule(time(9), "Europe/Madrid", frozenset({5})),
        topic=None,
        questions=7,
        language="en",
    )
    assert schedules.put_schedule(connection, changed) == replace(changed, id="first")
    assert schedules.schedules_of(connection, COMMUNITY) == [replace(changed, id="first")]


def test_a_removed_schedule_runs_no_more_but_its_row_serves_again(connection: Connection) -> None:
    wanted = room_schedule()
    schedules.put_schedule(connection, wanted)
    schedules.remove_schedule(connection, wanted.id, NOON)
    assert schedules.schedule_at(connection, COMMUNITY, ROOM, time(9)) is None
    assert schedules.find_schedule(connection, wanted.id) is None
    assert schedules.schedules_of(connection, COMMUNITY) == []
    assert schedules.put_schedule(connection, replace(wanted, id="another")) == wanted
    assert schedules.schedule_at(connection, COMMUNITY, ROOM, time(9)) == wanted


def test_a_room_has_a_schedule_for_each_time(connection: Connection) -> None:
    evening = room_schedule("evening", rule=Schedule(time(18), "America/Mexico_City"))
    schedules.put_schedule(connection, evening)
    schedules.put_schedule(connection, room_schedule("morning"))
    assert [one.id for one in schedules.schedules_of(connection, COMMUNITY, ROOM)] == ["morning", "evening"]
    assert schedules.schedule_at(connection, COMMUNITY, ROOM, time(18)) == evening
    assert schedules.schedule_at(connection, COMMUNITY, ROOM, time(12)) is None


def test_the_schedules_of_a_community_are_those_of_its_rooms_in_order(connection: Connection) -> None:
    for id, community, room in (("1", COMMUNITY, "b"), ("2", COMMUNITY, "a"), ("3", "slack:T1", "a")):
        schedules.put_schedule(connection, room_schedule(id, community=community, room=room))
    assert [one.id for one in schedules.schedules_of(connection, COMMUNITY)] == ["2", "1"]
    assert [one.id for one in schedules.schedules_of(connection, COMMUNITY, "b")] == ["1"]
    found = schedules.schedule_at(connection, "slack:T1", "a", time(9))
    assert found == replace(room_schedule("3"), community="slack:T1", room="a")


def test_a_pause_keeps_when_it_began_and_why_until_it_ends(connection: Connection) -> None:
    wanted = room_schedule()
    schedules.put_schedule(connection, wanted)
    schedules.put_pause(connection, wanted.id, NOON, "paused-by-moderator")
    paused = replace(wanted, paused_at=NOON, paused_for="paused-by-moderator")
    assert schedules.find_schedule(connection, wanted.id) == paused
    schedules.put_pause(connection, wanted.id, None, None)
    assert schedules.find_schedule(connection, wanted.id) == wanted
    schedules.put_schedule(connection, paused)
    assert schedules.put_schedule(connection, wanted) == wanted
    assert schedules.find_schedule(connection, wanted.id) == wanted


def test_the_open_quiz_that_no_message_shows_is_found(connection: Connection) -> None:
    wanted = room_schedule()
    schedules.put_schedule(connection, wanted)
    assert schedules.unposted(connection, wanted.id) is None
    quizzes.open_quiz(connection, daily(wanted.id, NOON.date(), "today"), [question()])
    assert schedules.unposted(connection, wanted.id) == "today"
    assert schedules.unposted(connection, "another") is None
    quizzes.put_message(connection, "today", "message 1")
    assert schedules.unposted(connection, wanted.id) is None
    quizzes.open_quiz(connection, daily(wanted.id, date(2026, 3, 1), "yesterday"), [question()])
    quizzes.close_quiz(connection, "yesterday", NOON)
    assert schedules.unposted(connection, wanted.id) is None
