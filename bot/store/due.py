"""Due work as rows: written in the transaction that causes it, claimed under a lease, done at least once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    Select,
    TextClause,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from bot.requests import platform_of
from bot.store import pace
from bot.store.tables import Instant, due
from bot.store.upsert import insert_new

LEASE = timedelta(seconds=10)
# What has this priority nobody waits for. The indexes know the number too.
LEISURE = 5
NO_RATES: Mapping[str, float] = MappingProxyType({})

# Spelled out as in the conditions of the indexes, or these would not be used.
_WANTED = text("due.set_aside_at IS NULL")
_URGENT = text("due.priority < 5")
_LEISURELY = text("due.priority >= 5")
_URGENT_ORDER = (due.c.priority, due.c.due_at, due.c.id)
_ORDER = (due.c.due_at, due.c.rank, due.c.id)
# A room's work sends something.
_SENDS = due.c.lane.is_not(None)
_AT = bindparam("at", type_=Instant())
_TAKE = (
    update(due)
    .where(due.c.id.in_(bindparam("ids", expanding=True)))
    .values(lease=bindparam("by"), lease_ends=bindparam("until"), attempts=due.c.attempts + 1)
)
_DONE = delete(due).where(due.c.id == bindparam("claimed"), due.c.lease == bindparam("under"))


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do.

    `subject` is the id of what it is about; kind and subject make a key, so that the same work is never
    written twice. Work in one `lane` is done in order; a lane is a room's, and what is in it sends something.
    Smaller priorities go first: below 5 players wait for it. Of what is due at one time, smaller ranks do.
    """

    kind: str
    subject: str
    community: str
    due_at: datetime
    lane: str | None = None
    priority: int = LEISURE
    rank: int = 0

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Claim:
    """Work that this process holds until the lease ends; `attempts` counts this one.

    `late`, in seconds, is how long it has been due. `taken_over`: who held it before has lost it, by dying or
    by losing the database, perhaps behind a post. `unsure`: a post was made that may or may not have come.
    `urgent`: players wait for it.
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
    urgent: bool = False

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


def next_due(
    connection: Connection,
    platforms: Collection[str],
    at: datetime | None = None,
    rates: Mapping[str, float] = NO_RATES,
    at_leisure: Collection[str] | None = None,
) -> datetime | None:
    """When the next work may be claimed that nobody holds; see `claim` for `rates` and `at_leisure`."""
    unhurried = list(platforms if at_leisure is None else at_leisure)
    full = pace.exhausted(connection, rates, at) if at is not None else {}
    times = [_first(connection, _Which.URGENT, {"platforms": list(platforms)})]
    if full:
        times.append(_first(connection, _Which.UNPACED, {"platforms": unhurried, "full": list(full)}))
    else:
        times.append(_first(connection, _Which.LEISURELY, {"platforms": unhurried}))
    for platform in full.keys() & set(unhurried):
        first = _first(connection, _Which.SENDING, {"platforms": [platform]})
        times.append(None if first is None else max(first, full[platform]))
    return min((time for time in times if time is not None), default=None)


def claim(
    connection: Connection,
    platforms: Collection[str],
    at: datetime,
    lease: str,
    most: int,
    rates: Mapping[str, float] = NO_RATES,
    at_leisure: Collection[str] | None = None,
    leisurely: int | None = None,
) -> Sequence[Claim]:
    """Take up to `most` pieces of work that are due: first what players wait for, then the oldest.

    Args:
        rates: how many messages a second a platform takes; what nobody waits for keeps to it.
        at_leisure: the platforms of which also such work is taken that nobody waits for; all if None.
        leisurely: how many pieces of that at most.
    """
    wanted: dict[str, Any] = {"platforms": list(platforms), "at": at, "most": most}
    found = list(connection.execute(_ready(_Which.URGENT), wanted))
    rest = most - len(found) if leisurely is None else min(most - len(found), leisurely)
    if rest > 0:
        wanted |= {"most": rest, "platforms": list(platforms if at_leisure is None else at_leisure)}
        full = pace.exhausted(connection, rates, at)
        if full:
            found += connection.execute(_ready(_Which.UNPACED), wanted | {"full": list(full)})
        else:
            found += connection.execute(_ready(_Which.LEISURELY), wanted)
    found = _within_pace(connection, found, rates, at)
    _take(connection, sorted(row.id for row in found), lease, at)
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
            row.priority < LEISURE,
        )
        for row in found
    ]


def renew(connection: Connection, claims: Collection[Claim], until: datetime) -> None:
    """Keep hold of work that takes longer than a lease, unless somebody else has it by now."""
    for claim in sorted(claims, key=lambda claim: claim.id):
        connection.execute(_held(claim).values(lease_ends=until))


def done(connection: Connection, claim: Claim) -> None:
    connection.execute(_DONE, {"claimed": claim.id, "under": claim.lease})


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
        connection.execute(_TAKE, {"ids": list(ids), "by": lease, "until": at + LEASE})


def _idle(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether nobody holds the row."""
    return or_(due.c.lease_ends.is_(None), due.c.lease_ends <= at)


class _Which(Enum):
    """Which work a question is about. `UNPACED` is what may be done at leisure though some platforms must not
    be sent anything, `SENDING` what sends something at leisure."""

    URGENT = auto()
    LEISURELY = auto()
    UNPACED = auto()
    SENDING = auto()


# These questions are asked all the time, and to build one takes longer than to answer it.


@cache
def _ready(which: _Which) -> Select[Any]:
    """What may be claimed `at` a time of `platforms`, in its order."""
    order = _URGENT_ORDER if which is _Which.URGENT else _ORDER
    wanted = select(due).where(due.c.due_at <= _AT, _idle(_AT), *_of(which), _open())
    return wanted.order_by(*order).limit(bindparam("most", type_=Integer)).with_for_update(skip_locked=True)


def _first(connection: Connection, which: _Which, of: Mapping[str, Any]) -> datetime | None:
    """When the first such work is due, or its lease ends if somebody holds it."""
    found = (connection.scalar(question, of) for question in (_first_due(which), _first_held(which)))
    return min((time for time in found if time is not None), default=None)


@cache
def _first_due(which: _Which) -> Select[datetime]:
    wanted = select(due.c.due_at).where(due.c.lease_ends.is_(None), *_of(which), _open())
    return wanted.order_by(due.c.due_at).limit(1)


@cache
def _first_held(which: _Which) -> Select[datetime]:
    return select(func.min(due.c.lease_ends)).where(due.c.lease_ends.is_not(None), *_of(which), _open())


def _of(which: _Which) -> Sequence[ColumnElement[bool] | TextClause]:
    match which:
        case _Which.URGENT:
            return [_URGENT]
        case _Which.LEISURELY:
            return [_LEISURELY]
        case _Which.UNPACED:
            full = due.c.platform.in_(bindparam("full", expanding=True))
            return [_LEISURELY, ~and_(full, _SENDS)]
        case _Which.SENDING:
            return [_LEISURELY, _SENDS]


def _open() -> ColumnElement[bool]:
    mine = due.c.platform.in_(bindparam("platforms", expanding=True))
    return and_(_WANTED, mine, ~_waits_in_lane(due))


def _within_pace(
    connection: Connection, found: Sequence[Row[Any]], rates: Mapping[str, float], at: datetime
) -> list[Row[Any]]:
    """Those rows that the platforms' pace allows, which counts what they send."""
    kept = list(found)
    for platform, rate in sorted(rates.items()):
        sending = [row for row in found if row.platform == platform and row.lane is not None]
        if not sending:
            continue
        whole_at = pace.held_pace(connection, platform)
        urgent = sum(row.priority < LEISURE for row in sending)
        leisurely = [row for row in sending if row.priority >= LEISURE]
        # What live rounds send now is taken off first.
        whole_at = pace.after_sending(whole_at, rate, at, urgent)
        allowed = leisurely[: pace.allowance(whole_at, rate, at)]
        pace.keep_pace(connection, platform, pace.after_sending(whole_at, rate, at, len(allowed)))
        over = {row.id for row in leisurely[len(allowed) :]}
        kept = [row for row in kept if row.id not in over]
    return kept


def _begins(subject_start: str) -> ColumnElement[bool]:
    # Not LIKE, which on SQLite takes small letters for capitals.
    return func.substr(due.c.subject, 1, len(subject_start)) == subject_start


def _held(claim: Claim) -> Update:
    return update(due).where(due.c.id == claim.id, due.c.lease == claim.lease)


def _waits_in_lane(row: FromClause) -> ColumnElement[bool]:
    """Whether earlier work of the row's lane is unfinished.

    Asked row by row: from a bare EXISTS PostgreSQL would make a join of the table with itself, and compare
    each row with each other while it has no statistics of what has just been written.
    """
    before = exists().where(
        _earlier.c.lane == row.c.lane, _earlier.c.id < row.c.id, _earlier.c.set_aside_at.is_(None)
    )
    return and_(row.c.lane.is_not(None), before)


# Made once: to make an alias takes longer than the question that it is for.
_earlier = due.alias("earlier")
