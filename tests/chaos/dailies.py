"""Many dailies in a short time: they fall due while chaos reigns, and their closes are not waited for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update

from bot import plans
from bot.daily import CLOSE_DAILY
from bot.engine.schedule import Schedule
from bot.store import due
from bot.store.due import Work
from bot.store.schedules import RoomSchedule, put_schedule
from bot.store.tables import due as due_table
from bot.store.tables import quiz
from tests.chaos.hands import Room

_ZONES: Final = (
    *("America/Mexico_City", "America/New_York", "America/Los_Angeles", "Europe/Madrid", "Asia/Kolkata"),
    *("Asia/Tokyo", "Australia/Sydney", "Pacific/Apia", "America/Tijuana", "Atlantic/Azores", "UTC"),
)
_QUESTIONS: Final = 2
# How much of the time, in parts, dailies go on falling due.
SPREAD: Final = 0.85


def set_dailies(
    connection: Connection, rooms: tuple[Room, ...], number: int, seconds: float, rng: Random
) -> set[str]:
    """Set schedules that fall due within so many seconds; their ids.

    One whose minute is still to come runs then; one whose minute has passed is made up for, as after a time
    in which nothing ran.
    """
    now = datetime.now(UTC)
    taken: set[tuple[str, str]] = set()
    set_here: set[str] = set()
    for room in cycle(rooms):
        if len(set_here) == number:
            return set_here
        zone = rng.choice([zone for zone in _ZONES if 2 <= now.astimezone(ZoneInfo(zone)).hour <= 20])
        at = now + timedelta(seconds=rng.uniform(3, seconds * SPREAD))
        local = (at if rng.random() < 0.5 else now - timedelta(minutes=rng.randint(0, 60))).astimezone(
            ZoneInfo(zone)
        )
        time = local.time().replace(second=0, microsecond=0)
        if (room.id, str(time)) in taken:
            continue
        taken.add((room.id, str(time)))
        schedule = put_schedule(
            connection,
            RoomSchedule(
                id=f"{rng.getrandbits(80):020x}",
                community=room.community,
                room=room.id,
                rule=Schedule(time, zone),
                topic="choices",
                questions=_QUESTIONS,
                language=rng.choice(("en", "es")),
                set_by="chaos",
            ),
        )
        set_here.add(schedule.id)
        if datetime.combine(local.date(), time, ZoneInfo(zone)) > now:
            plans.plan_next(connection, schedule, now)
        else:
            work = Work(plans.OPEN_DAILY, f"{schedule.id}/{local.date()}", room.community, at)
            due.add_work(connection, work)
    raise ValueError("no room to set dailies in")


def close_some(connection: Connection, most: int, open_for: float) -> None:
    """Let dailies close that have been open for so many seconds, as if their day were over."""
    now = datetime.now(UTC)
    old = (
        select(due_table.c.id)
        .join(quiz, quiz.c.id == due_table.c.subject)
        .where(due_table.c.kind == CLOSE_DAILY, due_table.c.due_at > now)
        .where(quiz.c.opened_at < now - timedelta(seconds=open_for))
        .limit(most)
    )
    connection.execute(update(due_table).where(due_table.c.id.in_(old)).values(due_at=now))
