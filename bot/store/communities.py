"""What communities' moderators have set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.engine.preferences import UTC_ZONE, CommunitySettings, Starters
from bot.store.tables import community
from bot.store.upsert import insert_new, put
from bot.words import language_of

_SETS = ("rooms", "moderators")


def settings_of(connection: Connection, id: str) -> CommunitySettings:
    """A community's settings; what nobody has set is as it is for everyone."""
    return _read(connection, select(community).where(community.c.id == id))


def put_settings(connection: Connection, id: str, settings: CommunitySettings) -> None:
    """Write a community's settings, all of them."""
    put(connection, community, [_row(id, settings)])


def change_settings(
    connection: Connection, id: str, change: Callable[[CommunitySettings], CommunitySettings]
) -> CommunitySettings:
    """Change a community's settings as they stand now, whatever others have changed meanwhile."""
    changed = change(_held(connection, id))
    put_settings(connection, id, changed)
    return changed


def zone_of(connection: Connection, id: str) -> str:
    """A community's zone: the one that is set, or that of its first schedule; UTC before."""
    return settings_of(connection, id).zone or UTC_ZONE


def settle_zone(connection: Connection, id: str, zone: str) -> bool:
    """Give a community its zone, if it has none; whether it had none."""
    known = _held(connection, id)
    if known.zone is not None:
        return False
    put_settings(connection, id, replace(known, zone=zone))
    return True


def _held(connection: Connection, id: str) -> CommunitySettings:
    """A community's settings, which nobody else changes until the transaction ends."""
    # A row that is not there cannot be locked.
    insert_new(connection, community, [_row(id, CommunitySettings())])
    return _read(connection, select(community).where(community.c.id == id).with_for_update())


def _read(connection: Connection, statement: Select[Any]) -> CommunitySettings:
    row = connection.execute(statement).mappings().first()
    if row is None:
        return CommunitySettings()
    values = {name: value for name, value in row.items() if name != "id"}
    values |= {name: frozenset(row[name]) for name in _SETS}
    return CommunitySettings(
        **values | {"language": language_of(row["language"]), "starters": Starters(row["starters"])}
    )


def _row(id: str, settings: CommunitySettings) -> dict[str, object]:
    return {"id": id} | asdict(settings) | {name: sorted(getattr(settings, name)) for name in _SETS}
