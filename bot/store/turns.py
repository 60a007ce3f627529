"""Turns at what all processes on one PostgreSQL together may do once in so many seconds."""

from __future__ import annotations

from sqlalchemy import Connection, extract, func, select

from bot.store.tables import memory
from bot.store.upsert import insert_new, put


def take(connection: Connection, key: str, every: float) -> float:
    """Take the next turn; the seconds until then, by the server's clock."""
    insert_new(connection, memory, [{"key": key, "value": "0"}])
    # Held until the commit: each gets a turn of its own.
    free = connection.scalar(select(memory.c.value).where(memory.c.key == key).with_for_update())
    now = float(connection.scalar(select(extract("epoch", func.clock_timestamp()))) or 0)
    mine = max(now, float(free or 0))
    put(connection, memory, [{"key": key, "value": repr(mine + every)}])
    return mine - now
