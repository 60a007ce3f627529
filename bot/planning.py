"""What moderators do with a room's daily: set it, list it, remove it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import turns
from bot.cards import Card, Line, Moment
from bot.daily import OPEN_DAILY, plan_next
from bot.engine.schedule import Schedule, read_time
from bot.ports import TryLater, Unreachable
from bot.requests import Refusal, Reply, Request, Room, platform_of
from bot.shell import Shell
from bot.show.notices import notice, platform_word
from bot.show.parts import topic_title
from bot.store import communities, due, schedules
from bot.store.schedules import RoomSchedule
from bot.turns import QUESTIONS
from bot.words import say, spans
from questions.model import Language


async def set_schedule(shell: Shell, request: Request, room: Room) -> Reply:
    """Post a quiz in this room every day from now on, in the place of what was set before.

    The room is told first: where the bot may not write, nothing is set.

    Raises:
        Refusal: the bot may not write here.
    """
    wanted = _wanted(shell, request, room)
    now = shell.clock.now()
    at = await shell.store.read(lambda c: _next(c, wanted, now))
    await _announce(shell, wanted, at, request.cause)
    await shell.store.write(lambda c: _set(c, wanted, now))
    shell.wake()
    return Reply(_set_card(shell, wanted, at, request.player.language))


async def list_schedules(shell: Shell, request: Request, room: Room) -> Reply:
    """The dailies of the community."""
    language = request.player.language
    now = shell.clock.now()
    found = await shell.store.read(lambda c: _planned(c, room.community, now))
    if not found:
        return Reply(notice(language, "schedule-title", "schedule-none"))
    lines = tuple(_line(shell, schedule, at, room, language) for schedule, at in found)
    return Reply(Card(say(language, "schedule-title"), lines))


async def remove_schedule(shell: Shell, request: Request, room: Room) -> Reply:
    """End this room's daily; a quiz that is open stays open until it closes."""
    now = shell.clock.now()
    removed = await shell.store.write(lambda c: _remove(c, room, now))
    word = "schedule-removed" if removed else "schedule-none"
    return Reply(notice(request.player.language, "schedule-title", word))


def _wanted(shell: Shell, request: Request, room: Room) -> RoomSchedule:
    given = request.arguments
    topic = given.get("topic")
    return RoomSchedule(
        id=shell.new_id(),
        community=room.community,
        room=room.id,
        rule=Schedule(read_time(str(given["time"])), str(given["zone"])),
        topic=None if topic is None else str(topic),
        questions=int(given.get("questions", QUESTIONS)),
        language=turns.language(request, room),
        set_by=request.player.id,
    )


async def _announce(shell: Shell, wanted: RoomSchedule, at: datetime, cause: str) -> None:
    if shell.announced.get(cause):
        return
    card = _set_card(shell, wanted, at, wanted.language)
    try:
        stage = shell.stages[platform_of(wanted.community)]
        await stage.post(wanted.community, wanted.room, card, cause)
    except Unreachable:
        raise Refusal(platform_word("cannot-post", wanted.community)) from None
    except TryLater:
        # The bot may write here, only not now; who set it is told privately all the same.
        return
    shell.announced.put(cause, True)


def _set_card(shell: Shell, wanted: RoomSchedule, at: datetime, language: Language) -> Card:
    said = (say(language, "schedule-is-set", **_facts(shell, wanted, language), count=wanted.questions),)
    return Card(say(language, "schedule-title"), (said, spans(language, "schedule-next", when=Moment(at))))


def _kept(connection: Connection, wanted: RoomSchedule) -> RoomSchedule:
    """The schedule under the id that its room had before."""
    before = schedules.schedule_of(connection, wanted.community, wanted.room, removed=True)
    return wanted if before is None else replace(wanted, id=before.id)


def _next(connection: Connection, wanted: RoomSchedule, now: datetime) -> datetime:
    id = _kept(connection, wanted).id
    return wanted.rule.next_after(now, schedules.days_taken(connection, id, wanted.rule.date_at(now)))[1]


def _set(connection: Connection, wanted: RoomSchedule, now: datetime) -> None:
    kept = _kept(connection, wanted)
    schedules.put_schedule(connection, kept)
    communities.settle_zone(connection, wanted.community, wanted.rule.zone)
    plan_next(connection, kept, now)


def _remove(connection: Connection, room: Room, now: datetime) -> bool:
    found = schedules.schedule_of(connection, room.community, room.id)
    if found is None:
        return False
    schedules.remove_schedule(connection, found.id, now)
    due.drop_work_of(connection, OPEN_DAILY, f"{found.id}/")
    return True


def _planned(connection: Connection, community: str, now: datetime) -> list[tuple[RoomSchedule, datetime]]:
    found = []
    for schedule in schedules.schedules_of(connection, community):
        taken = schedules.days_taken(connection, schedule.id, schedule.rule.date_at(now))
        found.append((schedule, schedule.rule.next_after(now, taken)[1]))
    return found


def _line(shell: Shell, schedule: RoomSchedule, at: datetime, here: Room, language: Language) -> Line:
    room = say(language, "schedule-here")
    if schedule.room != here.id:
        room = say(language, "schedule-elsewhere", id=schedule.room)
    return spans(language, "schedule-line", room=room, when=Moment(at), **_facts(shell, schedule, language))


def _facts(shell: Shell, schedule: RoomSchedule, language: Language) -> dict[str, str]:
    return {
        "time": f"{schedule.rule.at:%H:%M}",
        "zone": schedule.rule.zone,
        "topic": topic_title(shell.bank, schedule.topic, language),
    }
