"""Who the players are and what they have chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, func, or_, select, update

from bot.engine.preferences import Pace, Preferences
from bot.store.tables import player
from bot.store.upsert import insert_new, put
from bot.words import language_of


def names(connection: Connection, community: str, ids: Iterable[str]) -> dict[str, str]:
    """What others see of players."""
    rows = connection.execute(
        select(player.c.id, player.c.name).where(player.c.community == community, player.c.id.in_(list(ids)))
    )
    return {row.id: row.name for row in rows}


def called(connection: Connection, community: str, given: str) -> list[str]:
    """The ids of those whom a text can mean: the player with that id, else all with that name in any case."""
    here = select(player.c.id).where(player.c.community == community)
    by_id = connection.scalars(here.where(player.c.id == given)).all()
    # The database folds both: SQLite knows the case of ASCII letters only.
    so_called = or_(player.c.name == given, func.lower(player.c.name) == func.lower(given))
    return list(by_id or connection.scalars(here.where(so_called).order_by(player.c.id)))


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


def set_excluded(connection: Connection, community: str, id: str, excluded: bool) -> None:
    """Keep a player off the leaderboards, or no longer; one who has not played yet too."""
    row = {"community": community, "id": id, "name": "", "excluded": excluded}
    if not insert_new(connection, player, [row]):
        here = (player.c.community == community, player.c.id == id)
        connection.execute(update(player).where(*here).values(excluded=excluded))


def excluded(connection: Connection, community: str) -> frozenset[str]:
    """The players whom a moderator keeps off the leaderboards."""
    return frozenset(
        connection.scalars(select(player.c.id).where(player.c.community == community, player.c.excluded))
    )
