"""What moderators decide about players: who moderates too, and who is kept off the leaderboards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from bot.engine.preferences import CommunitySettings
from bot.moderating import once
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show.community import moderators_card
from bot.show.notices import notice
from bot.show.parts import name_of
from bot.store import communities, players

# What the ids of players look like, where a platform lets one pick whom the bot has not met yet.
_IDS: Final = {"discord": re.compile(r"[0-9]{1,20}"), "slack": re.compile(r"[UW][A-Z0-9]{1,20}")}


async def add_moderator(shell: Shell, request: Request, room: Room) -> Reply:
    """Let a player do what moderators do, in this community.

    Raises:
        Refusal: it is not clear who is meant.
    """
    return await _name(shell, request, room, "moderator-added", lambda known, id: known | {id})


async def remove_moderator(shell: Shell, request: Request, room: Room) -> Reply:
    """Take back what `add_moderator` gave; who moderates by the platform's word still does.

    Raises:
        Refusal: it is not clear who is meant.
    """
    return await _name(shell, request, room, "moderator-removed", lambda known, id: known - {id})


async def list_moderators(shell: Shell, request: Request, room: Room) -> Reply:
    """Who may moderate."""

    def gather(connection: Connection) -> tuple[frozenset[str], dict[str, str]]:
        ids = communities.settings_of(connection, room.community).moderators
        return ids, players.names(connection, room.community, ids)

    ids, names = await shell.store.read(gather)
    return Reply(moderators_card(room.community, ids, names, request.player.language))


async def exclude(shell: Shell, request: Request, room: Room) -> Reply:
    """Keep a player off the leaderboards of this community; what they reached is kept.

    Raises:
        Refusal: it is not clear who is meant.
    """
    return await _exclude(shell, request, room, "player-excluded", excluded=True)


async def include(shell: Shell, request: Request, room: Room) -> Reply:
    """Show a player on the leaderboards again.

    Raises:
        Refusal: it is not clear who is meant.
    """
    return await _exclude(shell, request, room, "player-included", excluded=False)


async def _name(
    shell: Shell,
    request: Request,
    room: Room,
    word: str,
    change: Callable[[frozenset[str], str], frozenset[str]],
) -> Reply:
    id = await _meant(shell, request, room)

    def changed(known: CommunitySettings) -> CommunitySettings:
        return replace(known, moderators=change(known.moderators, id))

    await once(shell, request, room, lambda c: communities.change_settings(c, room.community, changed))
    held = await shell.store.read(lambda c: communities.settings_of(c, room.community))
    shell.remember_settings(room.community, held)
    return await _told(shell, request, room, "moderators-title", word, id)


async def _exclude(shell: Shell, request: Request, room: Room, word: str, *, excluded: bool) -> Reply:
    id = await _meant(shell, request, room)
    await once(shell, request, room, lambda c: players.set_excluded(c, room.community, id, excluded))
    held = await shell.store.read(lambda c: players.preferences_of(c, room.community, id))
    shell.remember_preferences(room.community, id, held)
    return await _told(shell, request, room, "exclusion-title", word, id)


async def _told(shell: Shell, request: Request, room: Room, title: str, word: str, id: str) -> Reply:
    names = await shell.store.read(lambda c: players.names(c, room.community, [id]))
    language = request.player.language
    return Reply(notice(language, title, word, name=name_of(id, names, language)))


async def _meant(shell: Shell, request: Request, room: Room) -> str:
    """The id of the player whom a command names: one whom the community knows, or whom the platform does."""
    given = str(request.arguments["player"])
    called = await shell.store.read(lambda c: players.called(c, room.community, given))
    if len(called) > 1:
        raise Refusal("player-ambiguous", given=given)
    if called:
        return called[0]
    ids = _IDS.get(room.platform)
    if ids is None or not ids.fullmatch(given):
        raise Refusal("player-unknown", given=given)
    return given
