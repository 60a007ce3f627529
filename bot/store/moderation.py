"""What moderators did, each event once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.store.tables import moderation
from bot.store.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a moderator did to a community, and the platform's event that asked for it."""

    cause: str
    community: str
    player: str
    action: str
    at: datetime


def note(connection: Connection, deed: Deed) -> bool:
    """Write down what is being done; False if this very event has done it before."""
    return insert_new(connection, moderation, [asdict(deed)]) == 1
