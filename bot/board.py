"""Who leads: over a period, in a room or a community, on one topic or all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.engine.leaderboard import Field, Period, Scope, View, counted_from, local_date
from bot.engine.preferences import UTC_ZONE
from bot.requests import Refusal, Reply, Request, Room, Value
from bot.shell import Shell
from bot.show import boards
from bot.show.boards import ALL_TOPICS, Board
from bot.store import communities, players, scores


async def leaderboard(shell: Shell, request: Request, room: Room) -> Reply:
    """The leaderboard asked for, from its top; this channel's of all time if nothing is said.

    Raises:
        Refusal: the community shows none.
    """
    return Reply(
        boards.leaderboard(shell.bank, await _found(shell, request, room, 1), request.player.language)
    )


async def turn_page(shell: Shell, request: Request, room: Room) -> Reply:
    """Another page, in the place of the one whose button was pressed; the last one beyond the end.

    Raises:
        Refusal: the community shows none, or the button is of another time.
    """
    try:
        number = int(request.arguments["page"])
    except ValueError:
        raise Refusal("gone") from None
    found = await _found(shell, request, room, max(1, number))
    return Reply(boards.leaderboard(shell.bank, found, request.player.language), update=True)


async def _found(shell: Shell, request: Request, room: Room, number: int) -> Board:
    view = _view(request.arguments)
    now = shell.clock.now()
    found = await shell.store.read(lambda c: _gather(c, room, view, number, request.player.id, now))
    if found is None:
        raise Refusal("leaderboard-off")
    return found


def _view(given: Mapping[str, Value]) -> View:
    """What was asked for, by a command or by a button."""
    topic = str(given.get("topic", ALL_TOPICS))
    try:
        return View(
            Period(str(given.get("period", Period.ALL))),
            Scope(str(given.get("scope", Scope.CHANNEL))),
            None if topic == ALL_TOPICS else topic,
        )
    except ValueError:
        raise Refusal("gone") from None


def _gather(
    connection: Connection, room: Room, view: View, number: int, reader: str, now: datetime
) -> Board | None:
    """All that a page shows; None if the community shows no leaderboard."""
    settings = communities.settings_of(connection, room.community)
    if not settings.leaderboard:
        return None
    since = counted_from(view.period, local_date(now, settings.zone or UTC_ZONE), settings.season)
    where = room.id if view.scope is Scope.CHANNEL else None
    page = scores.page(connection, Field(room.community, where, view.topic, since), number, reader)
    return Board(
        view,
        page,
        players.names(connection, room.community, {line.player for line in page.lines} | {reader}),
        reader,
        season=settings.season if since == settings.season else None,
        kept_off=players.preferences_of(connection, room.community, reader).excluded,
    )
