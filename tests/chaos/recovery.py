"""How long rounds stood still because a process was killed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.engine.turn import GRACE
from tests.chaos.checks import Seen, shared
from tests.chaos.faults import KILL, Fault
from tests.chaos.held import Held, HeldTurn
from tests.chaos.seen import Post

# Faults in so many seconds before the kill may still work on.
_WORKS_ON: Final = 6.0


# When a process was killed, and when it was serving again.
Downs = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Standstill:
    """A question revealed so many seconds late after a kill; `alone` if nothing else went wrong."""

    seconds: float
    alone: bool


def standstills(seen: Seen, held: Held, down: Sequence[Downs]) -> Iterator[Standstill]:
    """How late each question was revealed during which a process was killed.

    That is counted from the kill if another process was serving then, otherwise from when one was serving
    again; and from the question's own time if that came later.
    """
    wall = time.time() - time.monotonic()
    by_id = {(room.id, post.id): post for room, posts in seen.posts.items() for post in posts}
    for turn in shared(held):
        post = by_id.get((held.quizzes[turn.quiz].room, turn.message or ""))
        found = _standstill(turn, post, wall, seen.faults, down) if post is not None else None
        if found is not None:
            yield found


def _serving(downs: Downs, at: float) -> float:
    """From when on a process serves, seen from an instant."""
    return next((serving for killed, serving in downs if killed <= at < serving), at)


def _standstill(
    turn: HeldTurn,
    post: Post,
    wall: float,
    faults: Sequence[Fault],
    down: Sequence[Downs],
) -> Standstill | None:
    revealed = post.since_without("answer")
    if revealed is None or not any(b.startswith("answer:") for b in post.states[0].buttons):
        return None
    opened, due = turn.opened_at - wall, turn.closes_at + GRACE.total_seconds() - wall
    if turn.closed_at is not None:
        due = min(due, turn.closed_at - wall)
    hits = sorted(killed for each in down for killed, _ in each if opened <= killed <= revealed)
    if not hits:
        return None
    killed = hits[0]
    begin = max(due, min(_serving(each, killed) for each in down))
    others = [
        fault
        for fault in faults
        if killed - _WORKS_ON <= fault.at <= revealed and not (fault.kind == KILL and fault.at <= killed)
    ]
    return Standstill(max(0.0, revealed - begin), alone=len(hits) == 1 and not others)
