"""Due work as rows: written in the transaction that causes it, claimed under a lease, done at least once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Update,
    case,
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
    """Work that this process holds until the lease ends; `attempts` counts this one.

    `late`, in seconds, is how long it has been due. `taken_over`: who held it before has lost it, by dying or
    by losing the database, perhaps behind a post. `unsure`: a post was made that may or may not have come.
    """

    id: int
    kind: str
    subject: str
    community: str
    attempts: int
    lease: str
    late: float = 0
    taken_over: bool = False
    unsure: bool = False

    @property
    def platform(self) -> str:
        return platform_of(self.community)


@dataclass(frozen=True, slots=True)
class Standing:
    """Work as it stands, for the operator."""

    id: int
    kind: str
    subject: str
    community: str
    due_at: datetime
    attempts: int
    lease_ends: datetime | None
    set_aside_at: datetime | None
    unsure: bool
    error: str | None


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
    connection.execute(delete(due).where(due.c.kind == kind, _begins(subject_start), _idle(at)))


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
    wanted = (
        select(due)
        .where(due.c.due_at <= at, due.c.set_aside_at.is_(None), _idle(at))
        .where(due.c.platform.in_(platforms), ~_waits_in_lane(due))
        .order_by(due.c.priority, due.c.due_at, due.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    found = sorted(connection.execute(wanted), key=lambda row: row.id)
    _take(connection, [row.id for row in found], lease, at)
    return [
        Claim(
            row.id,
            row.kind,
            row.subject,
            row.community,
            row.attempts + 1,
            lease,
            (at - row.due_at).total_seconds(),
            row.lease is not None,
            row.unsure,
        )
        for row in found
    ]


def renew(connection: Connection, claims: Collection[Claim], until: datetime) -> None:
    """Keep hold of work that takes longer than a lease, unless somebody else has it by now."""
    for claim in sorted(claims, key=lambda claim: claim.id):
        connection.execute(_held(claim).values(lease_ends=until))


def done(connection: Connection, claim: Claim) -> None:
    connection.execute(delete(due).where(due.c.id == claim.id, due.c.lease == claim.lease))


def put_off(
    connection: Connection, claim: Claim, until: datetime, error: str, *, unsure: bool = False
) -> None:
    """Give work back, to be tried again later; `unsure` notes that it may have been done all the same."""
    kept = {"unsure": True} if unsure else {}
    connection.execute(_held(claim).values(due_at=until, lease=None, lease_ends=None, error=error, **kept))


def set_aside(connection: Connection, claim: Claim, at: datetime, error: str) -> None:
    """Keep work that cannot be done, with the reason, for the operator; its lane goes on."""
    connection.execute(_held(claim).values(set_aside_at=at, lease=None, lease_ends=None, error=error))


def free_leases(connection: Connection) -> None:
    """End every lease: who held them is dead. Only for a database that one process holds alone."""
    # Whose they were stays: who takes the work over shall know that somebody was at it.
    connection.execute(update(due).where(due.c.lease_ends.is_not(None)).values(lease_ends=due.c.due_at))


def standing(connection: Connection, kind: str | None = None) -> list[Standing]:
    """All work, or all of a kind."""
    statement = select(*(due.c[column.name] for column in fields(Standing)))
    if kind is not None:
        statement = statement.where(due.c.kind == kind)
    return [Standing(**row) for row in connection.execute(statement).mappings()]


def try_again(connection: Connection, ids: Collection[int], at: datetime) -> None:
    """Make work due now that failed before, as if nobody had tried; not what somebody holds."""
    # What is due already keeps its place.
    sooner = case((due.c.due_at < at, due.c.due_at), else_=at)
    fresh = {"set_aside_at": None, "attempts": 0, "unsure": False, "lease": None, "lease_ends": None}
    connection.execute(update(due).where(due.c.id.in_(ids), _idle(at)).values(due_at=sooner, **fresh))


def drop_all(connection: Connection, ids: Collection[int], at: datetime) -> None:
    """Drop work, but for what somebody holds."""
    connection.execute(delete(due).where(due.c.id.in_(ids), _idle(at)))


def _take(connection: Connection, ids: Collection[int], lease: str, at: datetime) -> None:
    if ids:
        held = {"lease": lease, "lease_ends": at + LEASE, "attempts": due.c.attempts + 1}
        connection.execute(update(due).where(due.c.id.in_(ids)).values(held))


def _idle(at: datetime) -> ColumnElement[bool]:
    """Whether nobody holds the row."""
    return or_(due.c.lease_ends.is_(None), due.c.lease_ends <= at)


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
