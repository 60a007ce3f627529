"""The dailies' rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import Connection, RowMapping, Select, select, update

from bot.engine.schedule import Schedule
from bot.store.tables import quiz, schedule
from bot.store.upsert import insert_new
from bot.words import language_of
from questions.model import Language


@dataclass(frozen=True, slots=True)
class RoomSchedule:
    """A room's daily: when, on what, how many questions, in which language, and who set it.

    While it is paused it opens nothing; `paused_for` is the id of the sentence that says why.
    """

    id: str
    community: str
    room: str
    rule: Schedule
    topic: str | None
    questions: int
    language: Language
    set_by: str
    paused_at: datetime | None = None
    paused_for: str | None = None


def find_schedule(connection: Connection, id: str, *, lock: bool = False) -> RoomSchedule | None:
    """A schedule that was not removed; `lock` keeps others from changing it until the transaction ends."""
    statement = select(schedule).where(schedule.c.id == id, schedule.c.removed_at.is_(None))
    found = _schedules(connection, statement.with_for_update() if lock else statement)
    return found[0] if found else None


def schedule_at(connection: Connection, community: str, room: str, at: time) -> RoomSchedule | None:
    """The schedule of a room at a local time, if it has one."""
    in_room = schedules_of(connection, community, room)
    return next((found for found in in_room if found.rule.at == at), None)


def schedules_of(connection: Connection, community: str, room: str | None = None) -> list[RoomSchedule]:
    """The schedules of a community, or of one of its rooms, by room and time."""
    statement = select(schedule).where(schedule.c.community == community, schedule.c.removed_at.is_(None))
    if room is not None:
        statement = statement.where(schedule.c.room == room)
    return _schedules(connection, statement.order_by(schedule.c.room, schedule.c.at))


def put_schedule(connection: Connection, wanted: RoomSchedule) -> RoomSchedule:
    """Write a schedule; returns it under the id that its room's schedule at this time had before.

    That may have been removed: (schedule, local date) stays unique however often it is set.
    """
    row = asdict(wanted) | {
        "at": f"{wanted.rule.at:%H:%M}",
        "zone": wanted.rule.zone,
        "weekdays": sorted(wanted.rule.weekdays),
        "removed_at": None,
    }
    del row["rule"]
    if insert_new(connection, schedule, [row]):
        return wanted
    del row["id"]
    kept = (
        update(schedule)
        .where(*(schedule.c[name] == row[name] for name in ("community", "room", "at")))
        .values(row)
        .returning(schedule.c.id)
    )
    return replace(wanted, id=connection.execute(kept).scalar_one())


def remove_schedule(connection: Connection, id: str, at: datetime) -> None:
    connection.execute(update(schedule).where(schedule.c.id == id).values(removed_at=at))


def put_pause(connection: Connection, id: str, at: datetime | None, reason: str | None) -> None:
    """Pause a schedule for a reason, or let it run again with neither time nor reason."""
    connection.execute(update(schedule).where(schedule.c.id == id).values(paused_at=at, paused_for=reason))


def days_taken(connection: Connection, id: str, since: date) -> set[date]:
    """The local dates, from `since` on, that have had their quiz."""
    return set(connection.scalars(select(quiz.c.day).where(quiz.c.schedule == id, quiz.c.day >= since)))


def unposted(connection: Connection, id: str) -> str | None:
    """The open quiz of a schedule that no message shows."""
    return connection.scalar(
        select(quiz.c.id).where(quiz.c.schedule == id, quiz.c.closed_at.is_(None), quiz.c.message.is_(None))
    )


def _schedules(connection: Connection, statement: Select[tuple[object, ...]]) -> list[RoomSchedule]:
    return [_schedule(row) for row in connection.execute(statement).mappings()]


def _schedule(row: RowMapping) -> RoomSchedule:
    return RoomSchedule(
        id=row["id"],
        community=row["community"],
        room=row["room"],
        rule=Schedule(time.fromisoformat(row["at"]), row["zone"], frozenset(row["weekdays"])),
        topic=row["topic"],
        questions=row["questions"],
        language=language_of(row["language"]) or "en",
        set_by=row["set_by"],
        paused_at=row["paused_at"],
        paused_for=row["paused_for"],
    )
