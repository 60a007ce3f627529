"""Small things that outlive a process."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.store.tables import memory
from bot.store.upsert import insert_new


def remember_once(connection: Connection, key: str, value: str) -> bool:
    """Keep something under a key; False if something is kept there already, which stays."""
    return insert_new(connection, memory, [{"key": key, "value": value}]) == 1
