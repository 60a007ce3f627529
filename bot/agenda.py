"""What is planned in a community, and its moderators' say in it: list, preview, pause, resume, remove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

from sqlalchemy import Connection

from bot import plans
from bot.cards import Card
from bot.engine.schedule import Run, Schedule, read_time
from bot.engine.weekdays import read_weekdays
from bot.moderating import once
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import planned
from bot.store import communities, schedules
from bot.store.schedules import RoomSchedule

# How many of the next times a preview names.
AHEAD = 5


async def list_schedules(shell: Shell, request: Request, room: Room) -> Reply:
    """The dailies of the community; to moderators also what they can do about those that are paused."""
    return Reply(await _list(shell, request, room))


async def preview(shell: Shell, request: Request, room: Room) -> Reply:
    """When a daily of this room comes next, or when one would, with what the clocks do on those days.

    Raises:
        Refusal: none is set here and no time is given, or it is not clear which one is meant.
    """
    now = shell.clock.now()
    found, rule, runs = await shell.store.read(lambda c: _ahead(c, request, room, now))
    own = (await shell.preferences(room.community, request.player.id)).zone
    return Reply(planned.preview(shell.bank, found, rule, runs, own, request.player.language))


async def pause(shell: Shell, request: Request, room: Room) -> Reply:
    """Let a daily of this room rest until it is resumed.

    Raises:
        Refusal: none is set here, or it is not clear which one is meant.
    """
    found = await shell.store.read(lambda c: _meant(c, request, room, _runs))
    now = shell.clock.now()
    await once(shell, request, room, lambda c: plans.pause(c, _held(c, found), plans.BY_MODERATOR, now))
    return Reply(planned.is_paused(shell.bank, found, request.player.language))


async def resume(shell: Shell, request: Request, room: Room) -> Reply:
    """Let a daily of this room go on.

    Raises:
        Refusal: none is set here, or it is not clear which one is meant.
    """
    found = await shell.store.read(lambda c: _meant(c, request, room, _rests))
    now = shell.clock.now()
    await once(shell, request, room, lambda c: plans.resume(c, _held(c, found), now))
    shell.wake()
    at = await shell.store.read(lambda c: plans.next_run(c, found, now)[1])
    return Reply(planned.is_resumed(shell.bank, found, at, request.player.language))


async def remove(shell: Shell, request: Request, room: Room) -> Reply:
    """End a daily of this room; a quiz that is open stays open until it closes.

    Raises:
        Refusal: none is set here, or it is not clear which one is meant.
    """
    now = shell.clock.now()
    await once(shell, request, room, lambda c: _remove(c, _meant(c, request, room, _any), now))
    return Reply(planned.is_removed(request.player.language))


async def resume_listed(shell: Shell, request: Request, room: Room) -> Reply:
    """Let a daily go on that the list shows, also one of another room.

    Raises:
        Refusal: it is there no more, or in another community.
    """
    now = shell.clock.now()
    await once(shell, request, room, lambda c: plans.resume(c, _listed(c, request, room), now))
    shell.wake()
    return Reply(await _list(shell, request, room), update=True)


async def remove_listed(shell: Shell, request: Request, room: Room) -> Reply:
    """End a daily that the list shows, also one of a room that is gone.

    Raises:
        Refusal: it is there no more, or in another community.
    """
    now = shell.clock.now()
    await once(shell, request, room, lambda c: _remove(c, _listed(c, request, room), now))
    return Reply(await _list(shell, request, room), update=True)


async def _list(shell: Shell, request: Request, room: Room) -> Card:
    now = shell.clock.now()

    def gather(connection: Connection) -> list[tuple[RoomSchedule, datetime]]:
        found = schedules.schedules_of(connection, room.community)
        return [(schedule, plans.next_run(connection, schedule, now)[1]) for schedule in found]

    found = await shell.store.read(gather)
    player = request.player
    return planned.listed(shell.bank, found, room.id, player.language, moderator=player.moderator)


def _ahead(
    connection: Connection, request: Request, room: Room, now: datetime
) -> tuple[RoomSchedule | None, Schedule, tuple[Run, ...]]:
    """The schedule that is meant, or none and the rule that is tried out, and its next runs."""
    at, days = _time(request), request.arguments.get("weekdays")
    in_room = schedules.schedules_of(connection, room.community, room.id)
    if at is None or any(schedule.rule.at == at for schedule in in_room):
        found = _meant(connection, request, room, _any)
        stands = found.rule
    else:
        found = None
        stands = Schedule(at, communities.zone_of(connection, room.community))
    rule = replace(
        stands,
        zone=str(request.arguments.get("zone", stands.zone)),
        weekdays=stands.weekdays if days is None else read_weekdays(str(days)),
    )
    if found is None or rule != found.rule:
        return None, rule, rule.next_runs(now, AHEAD)
    taken = schedules.days_taken(connection, found.id, rule.date_at(now))
    return found, rule, rule.next_runs(now, AHEAD, taken)


def _meant(
    connection: Connection, request: Request, room: Room, fits: Callable[[RoomSchedule], bool]
) -> RoomSchedule:
    """The schedule of a room that a command is about: at its time, or the only one; first those that fit."""
    in_room = schedules.schedules_of(connection, room.community, room.id)
    at = _time(request)
    if not in_room:
        raise Refusal("schedule-none")
    times = ", ".join(f"{schedule.rule.at:%H:%M}" for schedule in in_room)
    if at is not None:
        found = next((schedule for schedule in in_room if schedule.rule.at == at), None)
        if found is None:
            raise Refusal("schedule-not-at", given=f"{at:%H:%M}", times=times)
        return found
    fitting = [schedule for schedule in in_room if fits(schedule)] or in_room
    if len(fitting) > 1:
        raise Refusal("schedule-which", times=times)
    return fitting[0]


def _listed(connection: Connection, request: Request, room: Room) -> RoomSchedule:
    found = schedules.find_schedule(connection, str(request.arguments["schedule"]), lock=True)
    if found is None or found.community != room.community:
        raise Refusal("gone")
    return found


def _held(connection: Connection, found: RoomSchedule) -> RoomSchedule:
    """A schedule as it stands now, which nobody else changes until the transaction ends."""
    held = schedules.find_schedule(connection, found.id, lock=True)
    if held is None:
        raise Refusal("schedule-none")
    return held


def _remove(connection: Connection, found: RoomSchedule, now: datetime) -> None:
    schedules.remove_schedule(connection, found.id, now)
    plans.drop_plan(connection, found)


def _time(request: Request) -> time | None:
    given = request.arguments.get("time")
    return None if given is None else read_time(str(given))


def _runs(schedule: RoomSchedule) -> bool:
    return schedule.paused_at is None


def _rests(schedule: RoomSchedule) -> bool:
    return schedule.paused_at is not None


def _any(schedule: RoomSchedule) -> bool:
    return True
