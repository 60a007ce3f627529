"""The dailies' rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection, RowMapping, select, update

from bot.engine.schedule import Schedule
from bot.store.tables import quiz, schedule
from bot.store.upsert import put
from bot.words import language_of
from questions.model import Language


@dataclass(frozen=True, slots=True)
class RoomSchedule:
    """A room's daily: when, on what, how many questions, in which language, and who set it."""

    id: str
    community: str
    room: str
    rule: Schedule
    topic: str | None
    questions: int
    language: Language
    set_by: str


def schedule_of(
    connection: Connection, community: str, room: str, *, removed: bool = False
) -> RoomSchedule | None:
    """A room's schedule; with `removed`, also one that no longer runs."""
    statement = select(schedule).where(schedule.c.community == community, schedule.c.room == room)
    if not removed:
        statement = statement.where(schedule.c.removed_at.is_(None))
    row = connection.execute(statement).mappings().first()
    return None if row is None else _schedule(row)


def find_schedule(connection: Connection, id: str) -> RoomSchedule | None:
    """A schedule that runs, by id."""
    runs = (schedule.c.removed_at.is_(None), schedule.c.paused_at.is_(None))
    statement = select(schedule).where(schedule.c.id == id, *runs)
    row = connection.execute(statement).mappings().first()
    return None if row is None else _schedule(row)


def schedules_of(connection: Connection, community: str) -> list[RoomSchedule]:
    """The schedules that run in a community."""
    statement = select(schedule).where(schedule.c.community == community, schedule.c.removed_at.is_(None))
    return [_schedule(row) for row in connection.execute(statement.order_by(schedule.c.room)).mappings()]


def put_schedule(connection: Connection, wanted: RoomSchedule) -> None:
    """Write a schedule; one that was removed or paused runs again under the same id."""
    row = asdict(wanted) | {"at": f"{wanted.rule.at:%H:%M}", "zone": wanted.rule.zone, "removed_at": None}
    row |= {"paused_at": None, "paused_for": None}
    del row["rule"]
    put(connection, schedule, [row])


def remove_schedule(connection: Connection, id: str, at: datetime) -> None:
    connection.execute(update(schedule).where(schedule.c.id == id).values(removed_at=at))


def pause_schedules(connection: Connection, community: str, at: datetime, reason: str) -> list[str]:
    """Pause a community's schedules that run; their ids."""
    paused = (
        update(schedule)
        .where(schedule.c.community == community)
        .where(schedule.c.removed_at.is_(None), schedule.c.paused_at.is_(None))
        .values(paused_at=at, paused_for=reason)
        .returning(schedule.c.id)
    )
    return list(connection.scalars(paused))


def days_taken(connection: Connection, id: str, since: date) -> set[date]:
    """The local dates, from `since` on, that have had their quiz."""
    return set(connection.scalars(select(quiz.c.day).where(quiz.c.schedule == id, quiz.c.day >= since)))


def _schedule(row: RowMapping) -> RoomSchedule:
    return RoomSchedule(
        id=row["id"],
        community=row["community"],
        room=row["room"],
        rule=Schedule(time.fromisoformat(row["at"]), row["zone"]),
        topic=row["topic"],
        questions=row["questions"],
        language=language_of(row["language"]) or "en",
        set_by=row["set_by"],
    )
