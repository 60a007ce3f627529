"""A community adds the bot, and may remove it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot import plans
from bot.requests import Room
from bot.shell import Shell
from bot.show.joining import welcome_card
from bot.store import communities, due, installations, memories
from bot.store.due import Claim, Work
from bot.store.installations import Installation
from bot.words import language_of

WELCOME: Final = "welcome"


async def joined(shell: Shell, room: Room) -> None:
    """Say in a room, once in the life of its community, how to begin."""
    now = shell.clock.now()
    await shell.store.write(lambda c: _plan_welcome(c, room, now))
    shell.wake()


async def installed(shell: Shell, new: Installation, room: Room, zone: str | None) -> None:
    """A Slack workspace has installed the app.

    Who did it counts as a moderator and is welcomed in `room`. `zone` is theirs, if it is known, and becomes
    the community's unless that has one.
    """
    await shell.store.write(lambda c: _install(c, new, room, zone))
    shell.wake()


async def uninstalled(shell: Shell, team: str, community: str, at: datetime) -> bool:
    """A Slack workspace has removed the app; False if it has installed it anew since then."""
    return await shell.store.write(lambda c: _uninstall(c, team, community, at))


async def welcome(shell: Shell, claim: Claim) -> None:
    """Say how to begin."""
    _, room, language = claim.subject.rsplit("/", 2)
    card = welcome_card(claim.community, language_of(language) or "en")
    await shell.stages[claim.platform].post(claim.community, room, card, claim.subject)


def _plan_welcome(connection: Connection, room: Room, now: datetime) -> None:
    if memories.remember_once(connection, f"welcomed/{room.community}", now.isoformat()):
        subject = f"{room.community}/{room.id}/{room.language or 'en'}"
        lane = f"{room.community}/{room.id}"
        due.add_work(connection, Work(WELCOME, subject, room.community, now, lane))


def _install(connection: Connection, new: Installation, room: Room, zone: str | None) -> None:
    if installations.put_installation(connection, new):
        communities.change_settings(
            connection,
            room.community,
            lambda known: replace(known, moderators=known.moderators | {new.installer}),
        )
    if zone is not None:
        communities.settle_zone(connection, room.community, zone)
    _plan_welcome(connection, room, new.installed_at)


def _uninstall(connection: Connection, team: str, community: str, at: datetime) -> bool:
    if not installations.mark_uninstalled(connection, team, at):
        return False
    plans.pause_all(connection, community, plans.WHEN_REMOVED, at)
    return True
