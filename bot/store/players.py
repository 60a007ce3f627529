"""Who the players are and what they have chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, select

from bot.engine.preferences import Pace, Preferences
from bot.store.tables import player
from bot.store.upsert import put
from bot.words import language_of


def names(connection: Connection, community: str, ids: Iterable[str]) -> dict[str, str]:
    """What others see of players."""
    rows = connection.execute(
        select(player.c.id, player.c.name).where(player.c.community == community, player.c.id.in_(list(ids)))
    )
    return {row.id: row.name for row in rows}


def preferences_of(connection: Connection, community: str, id: str) -> Preferences:
    """What a player has chosen; before that, what holds for everyone."""
    row = (
        connection.execute(select(player).where(player.c.community == community, player.c.id == id))
        .mappings()
        .first()
    )
    if row is None:
        return Preferences()
    return Preferences(
        language_of(row["language"]), row["zone"], Pace(row["pace"]), row["streak"], row["excluded"]
    )


def put_preferences(
    connection: Connection, community: str, id: str, name: str, preferences: Preferences
) -> None:
    """Write what a player has chosen, all of it, under the name that others see."""
    put(connection, player, [{"community": community, "id": id, "name": name} | asdict(preferences)])


def excluded(connection: Connection, community: str) -> frozenset[str]:
    """The players whom a moderator keeps off the leaderboards."""
    return frozenset(
        connection.scalars(select(player.c.id).where(player.c.community == community, player.c.excluded))
    )
