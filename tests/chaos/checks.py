"""What must hold after chaos, seen from the outside: by the stand-ins, and in the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from bot.engine.quiz import Mode
from bot.timekeeper import NEVER_CONFIRMED
from tests.chaos.faults import KILL, RESTART, Fault
from tests.chaos.hands import Room
from tests.chaos.held import Held, HeldTurn
from tests.chaos.seen import Click, Post

# A platform's own time of a click and the harness's may differ by so many seconds.
_SLACK: Final = 0.1
# A message is posted again if its process or the database went away between the send and the commit, which a
# slow database puts off, or if the bot was not told that it was there; in seconds around its first post.
_AWAY: Final = (-0.5, 12.0)
_UNTOLD: Final = 1.0
# When it is sent for the second and last time if Slack did not tell: after 10 s, or behind others of a room.
_AGAIN: Final = (9.0, 60.0)
# What the platforms tell of faults that were done to them: no click can be answered by a dead process, and a
# click that is delivered twice is answered twice.
_EXPLAINED: Final = (
    "no initial response within the deadline",
    "no acknowledgement within the deadline",
    "Interaction has already been acknowledged",
    "Unknown interaction",
    "identify before max_concurrency window passed",
    "unknown or used ticket",
    "not acknowledged, attempt",
    "expired_trigger_id",
    "exchanged_trigger_id",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was seen from the outside; posts by room.

    `uncertain` is when Slack took a post and did not say so.
    """

    clicks: Sequence[Click]
    posts: Mapping[Room, Sequence[Post]]
    faults: Sequence[Fault]
    uncertain: Sequence[float]
    violations: Sequence[dict[str, Any]]
    schedules: set[str]


@dataclass(frozen=True, slots=True)
class Window:
    """A message that was posted again, in a window that is written down."""

    platform: str
    subject: str
    seconds: float


def lost_or_twice(seen: Seen, held: Held) -> Iterator[str]:
    """Acknowledged answers that are not stored, or stored otherwise, or twice told; answers of nobody."""
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for click in seen.clicks:
        key = (click.turn, click.player)
        stored = held.answers.get(key)
        if click.recorded:
            told[key].add(click.cause)
            if stored is None:
                yield f"lost: {click} is not stored"
            elif (stored.cause, stored.given) != (click.cause, click.option):
                yield f"lost: {click} is stored as {stored}"
        elif click.done and stored is None:
            yield f"lost: {click} is not stored, though the daily is done"
    yield from (f"twice: {key} by {causes}" for key, causes in told.items() if len(causes) > 1)
    known = {click.cause for click in seen.clicks}
    yield from (f"nobody gave {key}: {one}" for key, one in held.answers.items() if one.cause not in known)


def too_late(seen: Seen, held: Held) -> Iterator[str]:
    """Answers that count though they came after the deadline."""
    for (turn, player), stored in held.answers.items():
        if stored.at > held.turns[turn].closes_at:
            yield f"late: {player}'s answer in {turn} at {stored.at} counts"
    for click in seen.clicks:
        turn_of_it = held.turns.get(click.turn)
        if click.recorded and turn_of_it is not None and click.at > turn_of_it.closes_at + _SLACK:
            yield f"late: {click} was recorded, {click.at - turn_of_it.closes_at:.2f} s after its deadline"


def not_once(seen: Seen, held: Held) -> tuple[list[str], list[Window]]:
    """What was never posted, or more often than a window explains; and those windows."""
    posted: dict[str, list[tuple[str, Post]]] = defaultdict(list)
    ids: set[tuple[str, str]] = set()
    for room, posts in seen.posts.items():
        for post in posts:
            ids.add((room.id, post.id))
            if post.subject is not None:
                posted[post.subject].append((room.hands.platform, post))
    broken, windows = [], []
    unconfirmed = {key.partition(":")[2] for key in never_confirmed(seen, held)}
    for subject, found in posted.items():
        for (_, before), (platform, again) in pairwise(found):
            window = Window(platform, subject, again.at - before.at)
            if platform == "slack" and _may_be_repeated(before, seen):
                windows.append(window)
            else:
                broken.append(f"posted again: {window}")
    for turn in shared(held):
        if turn.id not in unconfirmed and (held.quizzes[turn.quiz].room, turn.message) not in ids:
            broken.append(f"never posted: turn {turn}")
    for quiz in held.quizzes.values():
        if quiz.id in unconfirmed:
            continue
        if quiz.mode is Mode.DAILY and (quiz.room, quiz.message) not in ids:
            broken.append(f"never posted: daily {quiz}")
        if quiz.mode is Mode.LIVE and quiz.closed and f"again:{quiz.id}" not in posted:
            broken.append(f"no standings: {quiz}")
    opened = Counter(quiz.schedule for quiz in held.quizzes.values() if quiz.schedule is not None)
    broken += [f"no daily of schedule {id}" for id in sorted(seen.schedules - opened.keys())]
    broken += [f"{count} dailies of schedule {id}" for id, count in opened.items() if count > 1]
    return broken, windows


def _may_be_repeated(post: Post, seen: Seen) -> bool:
    first, last = _AWAY
    away = (fault.at for fault in seen.faults if fault.kind in {KILL, RESTART})
    return any(first <= at - post.at <= last for at in away) or any(
        abs(at - post.at) <= _UNTOLD for at in seen.uncertain
    )


def unrevealed(seen: Seen, held: Held) -> Iterator[str]:
    """Turns and dailies that stay open, or whose message does not show the answer at the end."""
    by_id = {(room.id, post.id): post for room, posts in seen.posts.items() for post in posts}
    for turn in shared(held):
        post = by_id.get((held.quizzes[turn.quiz].room, turn.message or ""))
        if turn.closed_at is None:
            yield f"never closed: {turn}"
        elif post is not None and post.since_without("answer") is None:
            yield f"never revealed: {turn}"
    for quiz in held.quizzes.values():
        post = by_id.get((quiz.room, quiz.message or ""))
        if not quiz.closed:
            yield f"never closed: {quiz}"
        elif quiz.mode is Mode.DAILY and post is not None and post.since_without("start") is None:
            yield f"never revealed: {quiz}"


def astray(seen: Seen, held: Held) -> Iterator[str]:
    """Messages in another room than their own."""
    for room, posts in seen.posts.items():
        for post in posts:
            verb, _, id = (post.subject or "").partition(":")
            quiz = held.quizzes.get(held.turns[id].quiz if verb == "answer" and id in held.turns else id)
            if post.subject is not None and quiz is None:
                yield f"unknown: {post.subject} was posted in {room.community}/{room.id}"
            elif quiz is not None and (quiz.community, quiz.room) != (room.community, room.id):
                yield f"astray: {post.subject} of {quiz.community}/{quiz.room} was posted in {room.id}"


def undone(seen: Seen, held: Held) -> Iterator[str]:
    """Work that was given up, though it was not sent twice without Slack ever saying that it had come."""
    unconfirmed = never_confirmed(seen, held)
    for key, error in held.set_aside.items():
        if key not in unconfirmed:
            yield f"set aside: {key}: {error}"


def never_confirmed(seen: Seen, held: Held) -> set[str]:
    """The keys of what was given up after two sends of which Slack said nothing."""
    sends = sorted(seen.uncertain)
    if not any(_AGAIN[0] <= later - before <= _AGAIN[1] for before in sends for later in sends):
        return set()
    return {key for key, error in held.set_aside.items() if error.startswith(NEVER_CONFIRMED)}


def violations(seen: Seen) -> tuple[list[str], Counter[str]]:
    """What the platforms' own rules forbid, and what they noted of the faults that were done to them."""
    broken, explained = [], Counter[str]()
    for violation in seen.violations:
        words = str(violation["what"])
        found = next((known for known in _EXPLAINED if known in words), None)
        if found is None:
            broken.append(f"violation: {violation}")
        else:
            explained[found] += 1
    return broken, explained


def shared(held: Held) -> list[HeldTurn]:
    """The turns that a room sees."""
    return [turn for turn in held.turns.values() if turn.shared]
