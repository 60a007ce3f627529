"""Who leads: over a period, in a room or a community, on one topic or all."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.engine.leaderboard import Period, Scope, first_day, local_date, ranked
from bot.engine.scoring import Tally
from bot.requests import Reply, Request, Room
from bot.shell import Shell
from bot.show import boards
from bot.store import communities, players, scores


async def leaderboard(shell: Shell, request: Request, room: Room) -> Reply:
    """The leaderboard asked for; this channel's of all time if nothing is said."""
    given = request.arguments
    period = Period(str(given.get("period", Period.ALL)))
    scope = Scope(str(given.get("scope", Scope.CHANNEL)))
    topic = str(given["topic"]) if "topic" in given else None
    now = shell.clock.now()

    def gather(connection: Connection) -> tuple[dict[str, Tally], dict[str, str]]:
        today = local_date(now, communities.zone_of(connection, room.community))
        where = room.id if scope is Scope.CHANNEL else None
        tallies = scores.totals(connection, room.community, where, topic, first_day(period, today))
        return tallies, players.names(connection, room.community, tallies)

    tallies, names = await shell.store.read(gather)
    order = ranked(tallies)
    language = request.player.language
    return Reply(
        boards.leaderboard(shell.bank, language, period, scope, topic, order, names, request.player.id)
    )
