"""Seasons: from which day on the leaderboards of a community count. Nothing is ever deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from bot.engine.leaderboard import local_date
from bot.moderating import once
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import community as show
from bot.store import communities


async def ask_start(shell: Shell, request: Request, room: Room) -> Reply:
    """Ask whether a season shall start today: everyone will see it."""
    return Reply(show.ask_start(await _today(shell, room), request.player.language))


async def ask_end(shell: Shell, request: Request, room: Room) -> Reply:
    """Ask whether the season shall end."""
    began = (await shell.store.read(lambda c: communities.settings_of(c, room.community))).season
    language = request.player.language
    return Reply(show.no_season(language) if began is None else show.ask_end(began, language))


async def decide(shell: Shell, request: Request, room: Room) -> Reply:
    """Start or end a season, as its button says; one of another day asks once more.

    Raises:
        Refusal: the button is of another time.
    """
    language = request.player.language
    what, day = str(request.arguments["what"]), _day(request)
    match what:
        case "start":
            today = await _today(shell, room)
            if day != today:
                return Reply(show.ask_start(today, language), update=True)
            card = show.season_started(today, language)
        case "end":
            card = show.season_ended(language)
        case _:
            raise Refusal("gone")
    await once(shell, request, room, lambda c: _decide(c, room, what, day))
    held = await shell.store.read(lambda c: communities.settings_of(c, room.community))
    shell.remember_settings(room.community, held)
    return Reply(card, update=True)


def _decide(connection: Connection, room: Room, what: str, day: date) -> None:
    began = communities.settings_of(connection, room.community).season
    if what == "end" and began not in (day, None):
        raise Refusal("gone")
    season = day if what == "start" else None
    communities.change_settings(connection, room.community, lambda known: replace(known, season=season))


def _day(request: Request) -> date:
    try:
        return date.fromisoformat(str(request.arguments["day"]))
    except ValueError:
        raise Refusal("gone") from None


async def _today(shell: Shell, room: Room) -> date:
    zone = await shell.store.read(lambda c: communities.zone_of(c, room.community))
    return local_date(shell.clock.now(), zone)
