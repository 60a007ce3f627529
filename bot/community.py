"""What moderators set for their community: `/quiz settings`, its menus and its buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import CHOSEN
from bot.engine.preferences import AUTOMATIC, LIMITS, SWITCHES, CommunitySettings, Rooms, Starters
from bot.engine.schedule import read_zone
from bot.moderating import once
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show.community import settings_card
from bot.store import communities
from bot.words import language_of


async def settings(shell: Shell, request: Request, room: Room) -> Reply:
    """Take what was given and show what holds now.

    Raises:
        Refusal: no room would be left in which rounds may be played.
    """
    chosen = {name: str(value) for name, value in request.arguments.items()}
    return await _choose(shell, request, room, chosen)


async def choose(shell: Shell, request: Request, room: Room) -> Reply:
    """Take what was chosen in a menu of the card.

    Raises:
        Refusal: the card is of another time.
    """
    given = request.arguments
    return await _choose(shell, request, room, {str(given["what"]): str(given.get(CHOSEN, ""))})


async def switch(shell: Shell, request: Request, room: Room) -> Reply:
    """Take what a button of the card says shall be; pressed twice, it changes nothing more.

    Raises:
        Refusal: as `settings`, or the card is of another time.
    """
    given = request.arguments
    return await _choose(shell, request, room, {str(given["what"]): str(given["to"])})


async def _choose(shell: Shell, request: Request, room: Room, chosen: Mapping[str, str]) -> Reply:
    def change(known: CommunitySettings) -> CommunitySettings:
        for what, value in chosen.items():
            known = _with(known, what, value, room.id)
        return known

    if chosen:
        await once(shell, request, room, lambda c: communities.change_settings(c, room.community, change))
    held = await shell.store.read(lambda c: communities.settings_of(c, room.community))
    shell.remember_settings(room.community, held)
    return Reply(settings_card(held, room.id, request.player.language), update=True)


def _with(known: CommunitySettings, what: str, value: str, here: str) -> CommunitySettings:
    try:
        match what:
            case "zone":
                return replace(known, zone=read_zone(value))
            case "language":
                return replace(known, language=None if value == AUTOMATIC else language_of(value))
            case "limit":
                return replace(known, seconds=LIMITS[value])
            case "starters":
                return replace(known, starters=Starters(value))
            case "rooms":
                return replace(known, rooms=_rooms(known.rooms, value, here))
            case "bonus":
                return replace(known, bonus=SWITCHES[value])
            case "streaks":
                return replace(known, streaks=SWITCHES[value])
            case "leaderboard":
                return replace(known, leaderboard=SWITCHES[value])
            case _:
                raise Refusal("gone")
    except (KeyError, ValueError):
        raise Refusal("gone") from None


def _rooms(rooms: frozenset[str], value: str, here: str) -> frozenset[str]:
    """The rooms in which rounds may be played: all of them if none is named."""
    match Rooms(value):
        case Rooms.EVERYWHERE:
            return frozenset()
        case _ if not here:
            raise Refusal("not-in-a-room")
        case Rooms.ONLY_HERE:
            return frozenset({here})
        case Rooms.HERE:
            # Where all are allowed, this one is.
            return rooms | {here} if rooms else rooms
        case Rooms.NOT_HERE:
            if rooms <= {here}:
                raise Refusal("rooms-needed")
            return rooms - {here}
