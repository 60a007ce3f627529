"""What a player chooses for themselves: language, zone, time to answer, streak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from bot.commands import CHOSEN
from bot.engine.preferences import Pace, Preferences
from bot.requests import Refusal, Reply, Request, Room, Value
from bot.shell import Shell
from bot.show.me import AUTOMATIC, ON, preferences_card
from bot.store import players
from bot.words import language_of


async def me(shell: Shell, request: Request, room: Room) -> Reply:
    """Take what was given and show what holds now."""
    chosen = {name: str(value) for name, value in request.arguments.items()}
    return await _choose(shell, request, room, chosen)


async def prefer(shell: Shell, request: Request, room: Room) -> Reply:
    """Take one thing, chosen in the card.

    Raises:
        Refusal: the card is of another time.
    """
    return await _choose(shell, request, room, {str(request.arguments["what"]): _one(request.arguments)})


async def _choose(shell: Shell, request: Request, room: Room, chosen: dict[str, str]) -> Reply:
    player = request.player

    def choose(connection: Connection) -> Preferences:
        wanted = players.preferences_of(connection, room.community, player.id)
        for what, value in chosen.items():
            wanted = _with(wanted, what, value)
        if chosen:
            players.put_preferences(connection, room.community, player.id, player.name, wanted)
        return wanted

    preferences = await (shell.store.write(choose) if chosen else shell.store.read(choose))
    shell.remember_preferences(room.community, player.id, preferences)
    return Reply(preferences_card(preferences, preferences.language or player.language), update=True)


def _with(preferences: Preferences, what: str, value: str) -> Preferences:
    match what:
        case "language":
            return replace(preferences, language=None if value == AUTOMATIC else language_of(value))
        case "zone":
            return replace(preferences, zone=value)
        case "pace" if value in set(Pace):
            return replace(preferences, pace=Pace(value))
        case "streak":
            return replace(preferences, streak=value == ON)
        case _:
            raise Refusal("gone")


def _one(arguments: Mapping[str, Value]) -> str:
    return str(arguments.get(CHOSEN, ""))
