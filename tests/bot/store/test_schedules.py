"""A room's daily and a community's zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.engine.schedule import Schedule
from bot.store import schedules
from tests.factories import COMMUNITY, NOON, ROOM, room_schedule


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


@pytest.mark.parametrize("at", [time(0, 0), time(9, 5), time(23, 59)])
@pytest.mark.parametrize("topic", [None, "cienfuegos"])
def test_a_schedule_comes_back_as_it_was_set(connection: Connection, at: time, topic: str | None) -> None:
    wanted = room_schedule(rule=Schedule(at, "America/Argentina/Buenos_Aires"), topic=topic)
    schedules.put_schedule(connection, wanted)
    assert schedules.schedule_of(connection, COMMUNITY, ROOM) == wanted
    assert schedules.find_schedule(connection, wanted.id) == wanted


def test_setting_a_schedule_again_changes_it(connection: Connection) -> None:
    schedules.put_schedule(connection, room_schedule())
    changed = room_schedule(rule=Schedule(time(18), "Europe/Madrid"), topic=None, questions=7, language="en")
    schedules.put_schedule(connection, changed)
    assert schedules.schedules_of(connection, COMMUNITY) == [changed]


def test_a_removed_schedule_runs_no_more_but_its_row_serves_again(connection: Connection) -> None:
    wanted = room_schedule()
    schedules.put_schedule(connection, wanted)
    schedules.remove_schedule(connection, wanted.id, NOON)
    assert schedules.schedule_of(connection, COMMUNITY, ROOM) is None
    assert schedules.find_schedule(connection, wanted.id) is None
    assert schedules.schedules_of(connection, COMMUNITY) == []
    assert schedules.schedule_of(connection, COMMUNITY, ROOM, removed=True) == wanted
    schedules.put_schedule(connection, wanted)
    assert schedules.schedule_of(connection, COMMUNITY, ROOM) == wanted


def test_a_room_has_one_schedule(connection: Connection) -> None:
    schedules.put_schedule(connection, room_schedule("first"))
    with pytest.raises(IntegrityError):
        schedules.put_schedule(connection, room_schedule("second"))


def test_the_schedules_of_a_community_are_those_of_its_rooms_in_order(connection: Connection) -> None:
    for id, community, room in (("1", COMMUNITY, "b"), ("2", COMMUNITY, "a"), ("3", "slack:T1", "a")):
        schedules.put_schedule(connection, room_schedule(id, community=community, room=room))
    assert [one.id for one in schedules.schedules_of(connection, COMMUNITY)] == ["2", "1"]
    found = schedules.schedule_of(connection, "slack:T1", "a")
    assert found == replace(room_schedule("3"), community="slack:T1", room="a")
