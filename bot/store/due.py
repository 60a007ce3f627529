"""Due work as rows: written in the transaction that causes it, claimed under a lease, done at least once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Update,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.requests import platform_of
from bot.store.tables import due
from bot.store.upsert import insert_new

LEASE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do.

    `subject` is the id of what it is about; kind and subject make a key, so that the same work is never
    written twice. Work in one `lane` is done in order. Smaller priorities go first.
    """

    kind: str
    subject: str
    community: str
    due_at: datetime
    lane: str | None = None
    priority: int = 5

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Claim:
    """Work that this process holds until the lease ends; `attempts` counts this one."""

    id: int
    kind: str
    subject: str
    community: str
    attempts: int
    lease: str

    @property
    def platform(self) -> str:
        return platform_of(self.community)


def add_work(connection: Connection, work: Work, lease: str | None = None) -> Claim | None:
    """Write work down; with `lease` it is born claimed, to be done at once by who wrote it.

    Returns the claim, or None if there is none or the same work stands already.
    """
    row: dict[str, Any] = asdict(work) | {
        "key": work.key,
        "platform": platform_of(work.community),
        "attempts": 1 if lease else 0,
        "lease": lease,
        "lease_ends": work.due_at + LEASE if lease else None,
    }
    if not insert_new(connection, due, [row]) or lease is None:
        return None
    id = connection.scalar(select(due.c.id).where(due.c.key == work.key))
    return None if id is None else Claim(id, work.kind, work.subject, work.community, 1, lease)


def hasten(connection: Connection, kind: str, subject: str, at: datetime) -> bool:
    """Make work due earlier; False if it is done, or was due by then."""
    sooner = update(due).where(due.c.key == f"{kind}:{subject}", due.c.due_at > at).values(due_at=at)
    return connection.execute(sooner).rowcount == 1


def drop_work(connection: Connection, kind: str, subject: str) -> None:
    connection.execute(delete(due).where(due.c.key == f"{kind}:{subject}"))


def drop_work_of(connection: Connection, kind: str, subject_start: str) -> None:
    """Drop the work of a kind whose subject begins so."""
    connection.execute(delete(due).where(due.c.kind == kind, _begins(subject_start)))


def drop_waiting(connection: Connection, kind: str, subject_start: str, at: datetime) -> None:
    """Drop the work of a kind whose subject begins so, but for what is being done."""
    idle = or_(due.c.lease_ends.is_(None), due.c.lease_ends <= at)
    connection.execute(delete(due).where(due.c.kind == kind, _begins(subject_start), idle))


def next_due(connection: Connection, platforms: Collection[str]) -> datetime | None:
    """When the next work is due that nobody holds."""
    return connection.scalar(
        select(func.min(func.coalesce(due.c.lease_ends, due.c.due_at))).where(
            due.c.set_aside_at.is_(None), due.c.platform.in_(platforms), ~_waits_in_lane(due)
        )
    )


def claim(
    connection: Connection, platforms: Collection[str], at: datetime, lease: str, most: int
) -> Sequence[Claim]:
    """Take up to `most` pieces of work that are due, the most urgent first."""
    # An alias: a plain subquery on the updated table would be taken for the updated row itself.
    ready = due.alias("ready")
    free = or_(ready.c.lease_ends.is_(None), ready.c.lease_ends <= at)
    wanted = (
        select(ready.c.id)
        .where(ready.c.due_at <= at, ready.c.set_aside_at.is_(None), free)
        .where(ready.c.platform.in_(platforms), ~_waits_in_lane(ready))
        .order_by(ready.c.priority, ready.c.due_at, ready.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        # Found once: PostgreSQL may run a plain subquery for each row, and so take more than `most`.
        .cte("wanted")
    )
    taken = (
        update(due)
        .where(due.c.id.in_(select(wanted.c.id)))
        .values(lease=lease, lease_ends=at + LEASE, attempts=due.c.attempts + 1)
        .returning(due.c.id, due.c.kind, due.c.subject, due.c.community, due.c.attempts, due.c.lease)
    )
    return [Claim(*row) for row in sorted(connection.execute(taken), key=lambda row: row.id)]


def renew(connection: Connection, leases: Collection[str], until: datetime) -> None:
    """Keep hold of work that takes longer than a lease."""
    connection.execute(update(due).where(due.c.lease.in_(leases)).values(lease_ends=until))


def done(connection: Connection, claim: Claim) -> None:
    connection.execute(delete(due).where(due.c.id == claim.id, due.c.lease == claim.lease))


def put_off(connection: Connection, claim: Claim, until: datetime, error: str) -> None:
    """Give work back, to be tried again later."""
    connection.execute(_held(claim).values(due_at=until, lease=None, lease_ends=None, error=error))


def set_aside(connection: Connection, claim: Claim, at: datetime, error: str) -> None:
    """Keep work that cannot be done, with the reason, for the operator; its lane goes on."""
    connection.execute(_held(claim).values(set_aside_at=at, lease=None, lease_ends=None, error=error))


def free_leases(connection: Connection) -> None:
    """End every lease: who held them is dead. Only for a database that one process holds alone."""
    connection.execute(update(due).values(lease=None, lease_ends=None))


def _begins(subject_start: str) -> ColumnElement[bool]:
    # Not LIKE, which on SQLite takes small letters for capitals.
    return func.substr(due.c.subject, 1, len(subject_start)) == subject_start


def _held(claim: Claim) -> Update:
    return update(due).where(due.c.id == claim.id, due.c.lease == claim.lease)


def _waits_in_lane(row: FromClause) -> ColumnElement[bool]:
    """Whether earlier work of the row's lane is unfinished."""
    earlier = due.alias("earlier")
    return exists().where(
        earlier.c.lane == row.c.lane, earlier.c.id < row.c.id, earlier.c.set_aside_at.is_(None)
    )
