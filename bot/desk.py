"""The operator's desk: what due work waits or fails, and trying it again or dropping it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, func, select

from bot import course, daily, plans, practice
from bot.ports import CannotStart
from bot.store import due, schedules
from bot.store.counts import What, counts_since
from bot.store.due import Standing
from bot.timekeeper import LATE, TASKS

# How far back the counts go.
COUNTED: Final = timedelta(days=7)
# Without these a quiz would stay open, and its room taken, for ever.
NEEDED: Final = frozenset(
    {course.CLOSE_TURN, course.OPEN_TURN, daily.CLOSE_DAILY, practice.CLOSE_PRACTICE},
)


class State(StrEnum):
    """How a piece of work stands, the worst first."""

    SET_ASIDE = "set aside"
    FAILING = "failing"
    LATE = "late"
    UNDER_WAY = "under way"
    WAITING = "waiting"


_ORDER: Final = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of work; `since` is when it was set aside, or else when it was or will be due."""

    work: Standing
    state: State

    @property
    def since(self) -> datetime:
        return self.work.set_aside_at or self.work.due_at


@dataclass(frozen=True, slots=True)
class Overview:
    """All due work at one moment, the worst first, and what became of work since a week ago, by kind."""

    at: datetime
    entries: Sequence[Entry]
    counts: Mapping[tuple[str, What], int]


def overview(connection: Connection, wall: datetime, kind: str | None = None) -> Overview:
    """Look at all due work, or at that of one kind. `wall` is the time on a machine of its own."""
    check_kind(kind)
    at = _now(connection, wall)
    entries = [Entry(work, _state(work, at)) for work in due.standing(connection, kind)]
    entries.sort(key=lambda entry: (_ORDER[entry.state], entry.since, entry.work.id))
    counted = counts_since(connection, (at - COUNTED).date())
    return Overview(at, entries, {key: times for key, times in counted.items() if kind in (None, key[0])})


def retry(connection: Connection, wall: datetime, ids: Collection[int], kind: str | None) -> int:
    """Have work that failed tried again at once, as if for the first time; how many pieces that are.

    Raises:
        CannotStart: there is no such work, or it has not failed. Then nothing is changed.
    """
    at = _now(connection, wall)
    chosen = _chosen(connection, at, ids, kind, "is waiting for its time; there is nothing to try again")
    due.try_again(connection, [work.id for work in chosen], at)
    return len(chosen)


def drop(connection: Connection, wall: datetime, ids: Collection[int], kind: str | None) -> int:
    """Drop work that failed; how many pieces that are. Of a daily that could not open, the next is planned.

    Raises:
        CannotStart: there is no such work, it has not failed, or a quiz would never end without it. Then
            nothing is changed.
    """
    at = _now(connection, wall)
    chosen = _chosen(connection, at, ids, kind, "has not failed; it is dropped only then")
    needed = [work for work in chosen if work.kind in NEEDED]
    if needed:
        raise CannotStart(
            f"{_listed(needed)} cannot be dropped: a quiz would stay open for ever. "
            "Mend the cause and try it again: civiquiz due retry"
        )
    due.drop_all(connection, [work.id for work in chosen], at)
    for work in chosen:
        if work.kind == plans.OPEN_DAILY:
            _plan_next(connection, work, at)
    return len(chosen)


def check_kind(kind: str | None) -> None:
    """Check that there is such a kind of work.

    Raises:
        CannotStart: there is none.
    """
    if kind is not None and kind not in TASKS:
        raise CannotStart(f"There is no work of the kind “{kind}”. Kinds are {', '.join(sorted(TASKS))}.")


def _chosen(
    connection: Connection, at: datetime, ids: Collection[int], kind: str | None, unfit: str
) -> list[Standing]:
    check_kind(kind)
    if (kind is None) == (not ids):
        raise CannotStart("Name the work by its ids, or all of a kind with --kind. See civiquiz due list.")
    found = due.standing(connection, kind)
    if kind is not None:
        return [work for work in found if _state(work, at) in (State.SET_ASIDE, State.FAILING)]
    by_id = {work.id: work for work in found}
    faults = [_fault(id, by_id.get(id), at, unfit) for id in ids]
    told = [fault for fault in faults if fault is not None]
    if told:
        raise CannotStart(" ".join((*told, "Nothing was changed.")))
    return [by_id[id] for id in dict.fromkeys(ids)]


def _fault(id: int, work: Standing | None, at: datetime, unfit: str) -> str | None:
    if work is None:
        return f"There is no work {id}: it may be done by now."
    match _state(work, at):
        case State.SET_ASIDE | State.FAILING:
            return None
        case State.UNDER_WAY:
            return f"Work {id} is under way just now: look again in some seconds."
        case _:
            return f"Work {id} {unfit}."


def _state(work: Standing, at: datetime) -> State:
    if work.set_aside_at is not None:
        return State.SET_ASIDE
    if work.lease_ends is not None and work.lease_ends > at:
        return State.UNDER_WAY
    if work.error is not None:
        return State.FAILING
    return State.LATE if work.due_at < at - timedelta(seconds=LATE) else State.WAITING


def _plan_next(connection: Connection, work: Standing, at: datetime) -> None:
    schedule = schedules.find_schedule(connection, work.subject.partition("/")[0], lock=True)
    if schedule is not None and schedule.paused_at is None:
        plans.plan_next(connection, schedule, at)


def _listed(works: Sequence[Standing]) -> str:
    return ", ".join(f"{work.id} ({work.kind})" for work in works)


def _now(connection: Connection, wall: datetime) -> datetime:
    """The time that the bots on this database go by."""
    if connection.dialect.name == "sqlite":
        return wall
    found: datetime = connection.execute(select(func.now())).scalar_one()
    return found.astimezone(UTC)
