"""Setting a room's daily: when, on what, how many questions, and telling the room of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot import plans, turns
from bot.cards import Card
from bot.engine.schedule import EVERY_DAY, Schedule, read_time
from bot.engine.weekdays import read_weekdays
from bot.moderating import once
from bot.outcomes import SOON, finish, put_off
from bot.ports import TryLater, Unreachable
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import planned
from bot.show.notices import platform_word
from bot.store import communities, due, schedules
from bot.store.due import Claim, Work
from bot.store.schedules import RoomSchedule
from bot.turns import QUESTIONS
from questions.model import Language

ANNOUNCE = "announce-schedule"
# All of them are shown in one list.
MOST_SCHEDULES = 25

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Begun:
    """A schedule as it was written, what stood in its place, and the claim on telling the room of it."""

    schedule: RoomSchedule
    before: RoomSchedule | None
    zone_settled: bool
    claim: Claim | None


async def set_schedule(shell: Shell, request: Request, room: Room) -> Reply:
    """Post a quiz in this room at this time from now on, in the place of what was set for the same time.

    The room is told: where the bot may not write, nothing is set.

    Raises:
        Refusal: the bot may not write here, no zone is known, or the community has too many schedules.
    """
    zone = await shell.store.read(lambda c: communities.settings_of(c, room.community).zone)
    wanted = _wanted(shell, request, room, zone)
    now, lease = shell.clock.now(), shell.new_id()
    begun = await once(shell, request, room, lambda c: _begin(c, wanted, request.cause, now, lease))
    if begun is not None and begun.claim is not None:
        await _announce_now(shell, begun, begun.claim)
    shell.wake()
    at = wanted.rule.at
    stands = await shell.store.read(lambda c: schedules.schedule_at(c, room.community, room.id, at))
    # A redelivered command may come after others: it tells what stands.
    return Reply(await _card(shell, stands or wanted, request.player.language))


async def announce(shell: Shell, claim: Claim) -> None:
    """Tell a room of the schedule that was set for it."""
    id, _, cause = claim.subject.partition("/")
    schedule = await shell.store.read(lambda c: schedules.find_schedule(c, id))
    if schedule is None or schedule.paused_at is not None:
        return
    card = await _card(shell, schedule, schedule.language)
    await shell.stages[claim.platform].post(schedule.community, schedule.room, card, cause)


def _wanted(shell: Shell, request: Request, room: Room, zone: str | None) -> RoomSchedule:
    given = request.arguments
    topic, days = given.get("topic"), given.get("weekdays")
    zone = str(given["zone"]) if "zone" in given else zone
    if zone is None:
        raise Refusal("zone-needed")
    return RoomSchedule(
        id=shell.new_id(),
        community=room.community,
        room=room.id,
        rule=Schedule(
            read_time(str(given["time"])), zone, EVERY_DAY if days is None else read_weekdays(str(days))
        ),
        topic=None if topic is None else str(topic),
        questions=int(given.get("questions", QUESTIONS)),
        language=turns.language(request, room),
        set_by=request.player.id,
    )


def _begin(connection: Connection, wanted: RoomSchedule, cause: str, now: datetime, lease: str) -> _Begun:
    at = wanted.rule.at
    before = schedules.schedule_at(connection, wanted.community, wanted.room, at)
    if before is None and len(schedules.schedules_of(connection, wanted.community)) >= MOST_SCHEDULES:
        raise Refusal("too-many-schedules", most=MOST_SCHEDULES)
    kept = schedules.put_schedule(connection, wanted)
    settled = communities.settle_zone(connection, wanted.community, wanted.rule.zone)
    plans.plan_next(connection, kept, now)
    # The newest says it all: of what was set before, and could not be told yet, nobody needs to hear.
    due.drop_work_of(connection, ANNOUNCE, f"{kept.id}/")
    lane = f"{kept.community}/{kept.room}"
    claim = due.add_work(connection, Work(ANNOUNCE, f"{kept.id}/{cause}", kept.community, now, lane), lease)
    return _Begun(kept, before, settled, claim)


async def _announce_now(shell: Shell, begun: _Begun, claim: Claim) -> None:
    now = shell.clock.now()
    try:
        await announce(shell, claim)
    except Unreachable:
        await shell.store.write(lambda c: _take_back(c, begun, claim, now))
        raise Refusal(platform_word("cannot-post", begun.schedule.community)) from None
    except Exception as error:
        # The schedule stands: the timekeeper will tell of it.
        if not isinstance(error, TryLater):
            _log.exception("a schedule is not announced yet", subject=claim.subject)
        await put_off(shell, claim, error, SOON)
    else:
        await finish(shell, claim)


def _take_back(connection: Connection, begun: _Begun, claim: Claim, now: datetime) -> None:
    """Leave all as it was before a schedule was set."""
    due.done(connection, claim)
    plans.drop_plan(connection, begun.schedule)
    if begun.before is None:
        schedules.remove_schedule(connection, begun.schedule.id, now)
    else:
        schedules.put_schedule(connection, begun.before)
        if begun.before.paused_at is None:
            plans.plan_next(connection, begun.before, now)
    if begun.zone_settled:
        communities.change_settings(
            connection, begun.schedule.community, lambda known: replace(known, zone=None)
        )


async def _card(shell: Shell, schedule: RoomSchedule, language: Language) -> Card:
    now = shell.clock.now()
    at = await shell.store.read(lambda c: plans.next_run(c, schedule, now)[1])
    return planned.is_set(shell.bank, schedule, at, language)
