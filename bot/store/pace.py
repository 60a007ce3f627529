"""How fast a platform may be sent what nobody waits for: one pace for all processes on a database.

What live rounds send is counted too, but never held up: the others give way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.store.tables import pace
from bot.store.upsert import insert_new

# How many seconds' worth may be sent at once.
BURST = 0.25


def allowance(whole_at: datetime | None, rate: float, at: datetime) -> int:
    """How many may be sent now at `rate` a second, if all that was sent is given back by `whole_at`."""
    ahead = 0.0 if whole_at is None else max(0.0, (whole_at - at).total_seconds())
    # A hair more than nothing: what is given back exactly now must not be lost to rounding.
    return max(0, int((_burst(rate) - ahead) * rate + 1e-6))


def free_at(whole_at: datetime, rate: float) -> datetime:
    """When it is worth while to send again: not for one alone, if half a burst may go soon."""
    return whole_at + timedelta(seconds=_worth(rate) / rate - _burst(rate))


def after_sending(whole_at: datetime | None, rate: float, at: datetime, count: int) -> datetime:
    """When all that was sent will have been given back, if so many are sent now."""
    return max(at, whole_at or at) + timedelta(seconds=count / rate)


def paces(connection: Connection) -> dict[str, datetime]:
    """When each platform has given back all that was sent to it."""
    return {row.platform: row.whole_at for row in connection.execute(select(pace))}


def held_pace(connection: Connection, platform: str) -> datetime | None:
    """The same of one platform, which nobody else changes until the transaction ends."""
    found = select(pace.c.whole_at).where(pace.c.platform == platform).with_for_update()
    return connection.scalar(found)


def keep_pace(connection: Connection, platform: str, whole_at: datetime) -> None:
    """Note what was sent."""
    kept = update(pace).where(pace.c.platform == platform).values(whole_at=whole_at)
    if not connection.execute(kept).rowcount:
        insert_new(connection, pace, [{"platform": platform, "whole_at": whole_at}])


def exhausted(connection: Connection, rates: Mapping[str, float], at: datetime) -> dict[str, datetime]:
    """The platforms that are not to be sent anything just now, and from when on they are."""
    if not rates:
        return {}
    found = paces(connection)
    return {
        platform: free_at(found[platform], rate)
        for platform, rate in rates.items()
        if platform in found and allowance(found[platform], rate, at) < _worth(rate)
    }


def _burst(rate: float) -> float:
    """In seconds; one at least may always be sent at once."""
    return max(BURST, 1 / rate)


def _worth(rate: float) -> int:
    return max(1, int(_burst(rate) * rate / 2))
