"""When a schedule runs next, and what keeps it from running."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from bot.shell import Shell
from bot.show.notices import platform_word
from bot.store import due, quizzes, schedules
from bot.store.due import Work
from bot.store.schedules import RoomSchedule

OPEN_DAILY = "open-daily"
POST_DAILY = "post-daily"

# Why schedules are paused: ids of sentences for the moderators.
BY_MODERATOR = "paused-by-moderator"
WHEN_REMOVED = "paused-when-removed"


def plan_next(connection: Connection, schedule: RoomSchedule, now: datetime) -> None:
    """Write down when a schedule runs next, in the place of what was planned before."""
    drop_plan(connection, schedule)
    day, at = next_run(connection, schedule, now)
    rank = rank_at(connection, schedule, at)
    due.add_work(connection, Work(OPEN_DAILY, f"{schedule.id}/{day}", schedule.community, at, rank=rank))


def rank_at(connection: Connection, schedule: RoomSchedule, at: datetime) -> int:
    """How many dailies of the community go before this one's at an instant.

    Each community has one of rank 0 then, one of rank 1, and so on: whoever has many waits for those who have
    few, not they for all of his.
    """
    others = schedules.schedules_of(connection, schedule.community)
    return sum(
        other.paused_at is None
        and (other.room, other.rule.at) < (schedule.room, schedule.rule.at)
        and other.rule.occurrence(other.rule.date_at(at)) == at
        for other in others
    )


def next_run(connection: Connection, schedule: RoomSchedule, now: datetime) -> tuple[date, datetime]:
    """The local date and the instant at which a schedule runs next: on a date that has had no quiz."""
    taken = schedules.days_taken(connection, schedule.id, schedule.rule.date_at(now))
    return schedule.rule.next_after(now, taken)


def drop_plan(connection: Connection, schedule: RoomSchedule) -> None:
    due.drop_work_of(connection, OPEN_DAILY, f"{schedule.id}/")


def post(connection: Connection, quiz_id: str, at: datetime) -> None:
    """Have a daily shown in its room, due at the time at which it was to be there."""
    quiz = quizzes.find_quiz(connection, quiz_id)
    if quiz is not None:
        # Before the openings that are due then: else, of many, all would be opened before one is shown.
        shown = Work(POST_DAILY, quiz.id, quiz.community, at, lane=quiz.lane, rank=-1)
        due.add_work(connection, shown)


def pause(connection: Connection, schedule: RoomSchedule, reason: str, now: datetime) -> None:
    """Let a schedule open nothing until it is resumed; what paused it first is what the moderators read."""
    if schedule.paused_at is None:
        schedules.put_pause(connection, schedule.id, now, reason)
        drop_plan(connection, schedule)


def resume(connection: Connection, schedule: RoomSchedule, now: datetime) -> None:
    """Let a schedule run again; the day's quiz, if it is open but could not be posted, is posted now."""
    if schedule.paused_at is None:
        return
    schedules.put_pause(connection, schedule.id, None, None)
    plan_next(connection, schedule, now)
    unposted = schedules.unposted(connection, schedule.id)
    if unposted is not None:
        post(connection, unposted, now)


async def pause_room(shell: Shell, community: str, room: str) -> None:
    """Pause the schedules of a room in which the bot cannot write any more."""
    now, reason = shell.clock.now(), platform_word("paused-room", community)
    await shell.store.write(lambda c: pause_all(c, community, reason, now, room))


async def pause_community(shell: Shell, community: str, reason: str) -> None:
    """Pause every schedule of a community; `reason` is the id of the sentence that tells why."""
    now = shell.clock.now()
    await shell.store.write(lambda c: pause_all(c, community, reason, now))


def pause_all(
    connection: Connection, community: str, reason: str, now: datetime, room: str | None = None
) -> None:
    """Pause the schedules of a community, or of one of its rooms."""
    for schedule in schedules.schedules_of(connection, community, room):
        pause(connection, schedule, reason, now)
