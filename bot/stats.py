"""What a player has reached: figures, streak, and a picture of the last four weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import chart
from bot.cards import Card, Picture
from bot.engine.leaderboard import local_date
from bot.engine.preferences import UTC_ZONE
from bot.engine.statistics import statistics
from bot.engine.streak import streak
from bot.ports import Pictures, TryLater, Unreachable
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import stats as show
from bot.show.notices import notice
from bot.show.stats import Profile
from bot.store import communities, players, quizzes, scores
from questions.model import Language


async def stats(shell: Shell, request: Request, room: Room) -> Reply:
    """A player's statistics, one's own if nobody is named, with the picture where a reply can carry one.

    Raises:
        Refusal: several players are called so.
    """
    language = request.player.language
    profile = await _profile(shell, request, room)
    if not profile.statistics.total.answered:
        return Reply(show.nothing(language, own=profile.player == request.player.id))
    pictures = shell.stages[room.platform].pictures
    card = show.statistics_card(shell.bank, profile, language, pictures)
    if pictures is Pictures.REPLY and profile.statistics.recently_played:
        card = replace(card, picture=await _drawn(profile, language))
    return Reply(card)


async def picture(shell: Shell, request: Request, room: Room) -> Reply:
    """Send the picture of a player's last four weeks to who asks, as a direct message.

    Raises:
        Refusal: the platform does not take it.
    """
    language = request.player.language
    profile = await _profile(shell, request, room)
    if not profile.statistics.recently_played:
        return Reply(notice(language, "picture-title", "recent-none"))
    if not shell.announced.get(request.cause):
        # Before it is sent: an event that comes once more meanwhile must not send it once more.
        shell.announced.put(request.cause, True)
        await _send(
            shell, request, room, show.picture_card(profile, await _drawn(profile, language), language)
        )
    return Reply(notice(language, "picture-title", "picture-sent"))


def profile_of(connection: Connection, community: str, player: str, now: datetime) -> Profile:
    """All that a player's statistics show."""
    settings = communities.settings_of(connection, community)
    today = local_date(now, settings.zone or UTC_ZONE)
    played = scores.played(connection, community, player)
    runs = None
    if settings.streaks and players.preferences_of(connection, community, player).streak:
        # That one has played a daily is no secret before it closes; what it brought is.
        days = {one.day for one in played} | set(quizzes.days_in_open_dailies(connection, community, player))
        runs = streak(days, today)
    name = players.names(connection, community, [player]).get(player)
    return Profile(player, name, statistics(played, today), runs)


async def _profile(shell: Shell, request: Request, room: Room) -> Profile:
    given = str(request.arguments.get("player", request.player.id))
    now = shell.clock.now()
    return await shell.store.read(lambda c: _found(c, room.community, given, now))


def _found(connection: Connection, community: str, given: str, now: datetime) -> Profile:
    meant = players.called(connection, community, given)
    if len(meant) > 1:
        raise Refusal("player-ambiguous", given=given)
    return profile_of(connection, community, meant[0] if meant else given, now)


async def _drawn(profile: Profile, language: Language) -> Picture:
    png = await chart.drawn(show.chart_of(profile.statistics, language))
    return Picture(png, show.recent_text(profile.statistics, language))


async def _send(shell: Shell, request: Request, room: Room, card: Card) -> None:
    try:
        await shell.stages[room.platform].direct(room.community, request.player.id, card)
    except Unreachable:
        raise Refusal("picture-unreachable") from None
    except TryLater:
        raise Refusal("picture-later") from None
