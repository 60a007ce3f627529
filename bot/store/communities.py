"""What communities' moderators have set."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, select, update

from bot.engine.preferences import UTC_ZONE, CommunitySettings, Starters
from bot.store.tables import community
from bot.store.upsert import insert_new, put
from bot.words import language_of

_SETS = ("rooms", "moderators")


def settings_of(connection: Connection, id: str) -> CommunitySettings:
    """A community's settings; what nobody has set is as it is for everyone."""
    row = connection.execute(select(community).where(community.c.id == id)).mappings().first()
    if row is None:
        return CommunitySettings()
    values = {name: value for name, value in row.items() if name != "id"}
    values |= {name: frozenset(row[name]) for name in _SETS}
    return CommunitySettings(
        **values | {"language": language_of(row["language"]), "starters": Starters(row["starters"])}
    )


def put_settings(connection: Connection, id: str, settings: CommunitySettings) -> None:
    """Write a community's settings, all of them."""
    row = asdict(settings) | {name: sorted(getattr(settings, name)) for name in _SETS}
    put(connection, community, [{"id": id} | row])


def zone_of(connection: Connection, id: str) -> str:
    """A community's zone: the one that is set, or that of its first schedule; UTC before."""
    return settings_of(connection, id).zone or UTC_ZONE


def settle_zone(connection: Connection, id: str, zone: str) -> None:
    """Give a community its zone, if it has none."""
    row = asdict(CommunitySettings(zone=zone)) | {name: [] for name in _SETS}
    if not insert_new(connection, community, [{"id": id} | row]):
        connection.execute(
            update(community).where(community.c.id == id, community.c.zone.is_(None)).values(zone=zone)
        )
