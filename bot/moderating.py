"""What moderators' commands and buttons have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from bot.requests import Request, Room
from bot.shell import Shell
from bot.store import moderation
from bot.store.moderation import Deed

T = TypeVar("T")


async def once(shell: Shell, request: Request, room: Room, change: Callable[[Connection], T]) -> T | None:
    """Change something in one unit of work; None, and no change, if this very event has made it before."""
    deed = Deed(request.cause, room.community, request.player.id, request.action, shell.clock.now())

    def do(connection: Connection) -> T | None:
        return change(connection) if moderation.note(connection, deed) else None

    return await shell.store.write(do)
