"""What became of due work, counted by UTC day and kind: for the operator, who need not have it exact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, func, select

from bot.store.tables import due_count
from bot.store.upsert import add

KEPT = timedelta(days=30)


class What(StrEnum):
    """What is counted.

    `SKIPPED`: dailies whose day was over before anybody could open them. `TAKEN_OVER`: done again because who
    held it before had died or lost it. `UNSURE`: a post of which nobody knows whether it came. Only these two
    may have shown a message twice.
    """

    DONE = "done"
    LATE = "late"
    RETRIED = "tried again"
    UNDELIVERED = "undelivered"
    SKIPPED = "skipped"
    TAKEN_OVER = "taken over"
    UNSURE = "unsure"
    SET_ASIDE = "set aside"


Counts = Mapping[tuple[str, What], int]


def add_counts(connection: Connection, day: date, counts: Counts) -> None:
    """Add to the counts of a day; what is older than 30 days is forgotten."""
    rows = [
        {"day": day, "kind": kind, "what": what.value, "times": times}
        for (kind, what), times in counts.items()
    ]
    add(connection, due_count, rows, ("times",))
    connection.execute(delete(due_count).where(due_count.c.day < day - KEPT))


def counts_since(connection: Connection, day: date) -> dict[tuple[str, What], int]:
    """The counts from a day on, by kind."""
    found = connection.execute(
        select(due_count.c.kind, due_count.c.what, func.sum(due_count.c.times))
        .where(due_count.c.day >= day)
        .group_by(due_count.c.kind, due_count.c.what)
        .order_by(due_count.c.kind, due_count.c.what)
    )
    return {(kind, What(what)): int(times) for kind, what, times in found}
