"""What a database can show of the design's invariants: `broken` says what does not hold, a sentence each.

It may be asked between any two transactions, of a database at rest or one that is played on; all that it
reads must be of one moment. Where that is too much, it looks only at quizzes that are open, or were opened
since some time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    exists,
    func,
    select,
)

from bot import course, daily, plans, practice
from bot.engine.quiz import Mode
from bot.planning import ANNOUNCE
from bot.requests import platform_of
from bot.store.rebuild import all_days, differences
from bot.store.tables import (
    Instant,
    answer,
    asked_again,
    content,
    due,
    player,
    quiz,
    quiz_question,
    schedule,
    standing,
    turn,
)
from bot.timekeeper import TASKS
from questions.content import from_json, version_of
from questions.grading import SEPARATOR

Check = Callable[[Connection, datetime], Iterator[str]]

# What the subject of each kind of work begins with: the id of a turn, a quiz or a schedule.
_SUBJECTS: Final = {
    course.POST_TURN: turn,
    course.REFRESH_TURN: turn,
    course.CLOSE_TURN: turn,
    course.REVEAL_TURN: turn,
    course.OPEN_TURN: quiz,
    course.POST_STANDINGS: quiz,
    plans.POST_DAILY: quiz,
    daily.CLOSE_DAILY: quiz,
    daily.REVEAL_DAILY: quiz,
    practice.CLOSE_PRACTICE: quiz,
    plans.OPEN_DAILY: schedule,
    ANNOUNCE: schedule,
}
_CLOSES: Final = {Mode.DAILY: daily.CLOSE_DAILY, Mode.PRACTICE: practice.CLOSE_PRACTICE}
_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SINCE: Final = bindparam("since", type_=Instant())


def broken(connection: Connection, since: datetime | None = None) -> list[str]:
    """What does not hold in a database, or of its quizzes that are open or were opened since then."""
    return [sentence for check in CHECKS for sentence in check(connection, since or _EVER)]


def lost_references(connection: Connection, since: datetime) -> Iterator[str]:
    """Whatever is referred to is there, also where the database was told not to look."""
    if since > _EVER:
        return
    for name, missing in _LOST:
        for id in connection.scalars(missing):
            yield f"{name} {id} is not there"


def answers_given_twice(connection: Connection, since: datetime) -> Iterator[str]:
    """One answer per player and question of a quiz, and one per event (invariant 2)."""
    for id, position, who, number in connection.execute(_ANSWERED_TWICE, {"since": since}):
        yield f"quiz {id}, question {position}: {who} has given {number} answers"
    for cause, number in connection.execute(_ANSWERING_TWICE, {"since": since}):
        yield f"event {cause} has given {number} answers"


def late_answers(connection: Connection, since: datetime) -> Iterator[str]:
    """No answer was made after the time shown of its turn (invariant 3)."""
    for id, who, at, closed in connection.execute(_LATE, {"since": since}):
        yield f"turn {id}: {who} answered at {at}, after {closed}"


def occurrences_twice(connection: Connection, since: datetime) -> Iterator[str]:
    """One quiz per schedule and local date (invariant 4), one event per quiz, one open round a room."""
    for id, day, number in connection.execute(_DATES_TWICE, {"since": since}):
        yield f"schedule {id}: {number} quizzes on {day}"
    for cause, number in connection.execute(_OPENING_TWICE, {"since": since}):
        yield f"event {cause} has opened {number} quizzes"
    for community, room, number in connection.execute(_ROUNDS_TWICE):
        yield f"room {room} of {community}: {number} rounds are open"


def crossed_communities(connection: Connection, since: datetime) -> Iterator[str]:
    """What belongs together is of one community (invariant 7)."""
    for id, community, room, of, in_room in connection.execute(_CROSSED_SCHEDULES, {"since": since}):
        yield f"quiz {id} is in {community}/{room}, its schedule in {of}/{in_room}"
    for community, id, who in connection.execute(_STRANGERS, {"since": since}):
        yield f"turn {id}: {who} is no player of {community}"
    for id, who, owner in connection.execute(_IN_ANOTHERS_TURN, {"since": since}):
        yield f"turn {id} of {owner}: {who} has answered"
    for id, starter, owner in connection.execute(_IN_ANOTHERS_PRACTICE, {"since": since}):
        yield f"quiz {id} is {starter}'s practice: {owner or 'everyone'} has a turn in it"


def forgotten_questions(connection: Connection, since: datetime) -> Iterator[str]:
    """A turn asks what was drawn, and stored options are ids of that wording (invariant 11)."""
    options: dict[str, tuple[str, ...]] = {}
    for version, body in connection.execute(_CONTENTS):
        options[version] = _options(body)
        if version_of(body) != version:
            yield f"content {version} has been changed"
    for id in connection.scalars(_NOT_DRAWN, {"since": since}):
        yield f"turn {id} asks what was not drawn for its place"
    for id, version, order in connection.execute(_ORDERS, {"since": since}):
        if tuple(sorted(order)) != options.get(version):
            yield f"turn {id}: {', '.join(order)} are not the options of its question"
    for id, who, given, version in connection.execute(_GIVEN, {"since": since}):
        known = options.get(version)
        if known and not set(given.split(SEPARATOR)) <= set(known):
            yield f"turn {id}: {who} gave {given}, which is no option"


def disordered_turns(connection: Connection, since: datetime) -> Iterator[str]:
    """Shared turns come one after the other, all can be answered in open quizzes only."""
    for id in connection.scalars(_OPEN_IN_CLOSED, {"since": since}):
        yield f"turn {id} is open in a closed quiz"
    for id, mode in connection.execute(_OF_WRONG_MODE, {"since": since}):
        yield f"turn {id} cannot be in a quiz of the mode {mode}"
    shared: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for id, position, closed_at in connection.execute(_SHARED, {"since": since}):
        shared[id].append((position, closed_at is None))
    for id, places in shared.items():
        if [place for place, _ in places] != list(range(1, len(places) + 1)):
            yield f"quiz {id} has left out a question"
        if any(is_open for _, is_open in places[:-1]):
            yield f"quiz {id} has gone on before a question was closed"


def stranded(connection: Connection, _: datetime) -> Iterator[str]:
    """Every quiz that is not closed, and every schedule that runs, has work that carries it on (invariant 5).

    What was set aside carries nothing on.
    """
    work: dict[str, set[str]] = defaultdict(set)
    for kind, subject in connection.execute(_IN_HAND):
        work[kind].add(subject)
    for id in connection.scalars(_OPEN_SHARED):
        if id not in work[course.CLOSE_TURN]:
            yield f"turn {id} is open and nothing will close it"
    opening = _beginnings(work[course.OPEN_TURN])
    asking = set(connection.scalars(_WITH_OPEN_TURN))
    for id, mode in connection.execute(_OPEN):
        if mode == Mode.LIVE:
            if id not in opening and id not in asking:
                yield f"quiz {id} is open and nothing will carry it on"
        elif id not in work[_CLOSES[Mode(mode)]]:
            yield f"quiz {id} is open and nothing will close it"
    planned = _beginnings(work[plans.OPEN_DAILY])
    for id in connection.scalars(_RUNNING):
        if id not in planned:
            yield f"schedule {id} runs and nothing is planned for it"


def hidden_dailies(connection: Connection, _: datetime) -> Iterator[str]:
    """A daily that nobody can see is still to be shown, unless its schedule rests: where nobody can write."""
    posts = {subject for kind, subject in connection.execute(_WORK) if kind == plans.POST_DAILY}
    for id in connection.scalars(_HIDDEN):
        if id not in posts:
            yield f"quiz {id} is open, in no message, and will not be posted"


def inconsistent_work(connection: Connection, _: datetime) -> Iterator[str]:
    """Each row of due work can be understood, is of its subject's community, and can still be of use."""
    work = connection.execute(_ALL_WORK).all()
    subjects = list(_beginnings(row.subject for row in work))
    communities: dict[Table, dict[str, str]] = {
        table: dict(connection.execute(statement, {"ids": subjects}).all())
        for table, statement in _COMMUNITIES.items()
    }
    resting = set(connection.scalars(_RESTING))
    planned: set[str] = set()
    for row in work:
        if row.kind not in TASKS:
            yield f"work {row.key}: nobody can do it"
        if row.key != f"{row.kind}:{row.subject}":
            yield f"work {row.key} is of {row.kind}:{row.subject}"
        if row.platform != platform_of(row.community):
            yield f"work {row.key} of {row.community} is for {row.platform}"
        if (row.lease is None) != (row.lease_ends is None):
            yield f"work {row.key} is half leased"
        if row.set_aside_at is not None and (row.lease is not None or row.error is None):
            yield f"work {row.key} is set aside without a reason, or held"
        if row.attempts < 0 or (row.lease is not None and row.attempts == 0):
            yield f"work {row.key} was tried {row.attempts} times"
        table = _SUBJECTS.get(row.kind)
        if table is None:
            continue
        id = row.subject.partition("/")[0]
        community = communities[table].get(id)
        if community is None:
            yield f"work {row.key} is about nothing"
        elif community != row.community:
            yield f"work {row.key} is for {row.community}, its subject of {community}"
        if row.kind == plans.OPEN_DAILY:
            if id in resting:
                yield f"schedule {id} rests, and something is planned for it"
            if id in planned:
                yield f"schedule {id} is planned twice"
            planned.add(id)


def wrong_scores(connection: Connection, since: datetime) -> Iterator[str]:
    """Standings and totals are what follows from the answers (invariant 6)."""
    days = all_days(connection) if since == _EVER else connection.execute(_DAYS, {"since": since})
    for community, day in days:
        for difference in differences(connection, community, day):
            yield str(difference)


CHECKS: Final[tuple[Check, ...]] = (
    lost_references,
    answers_given_twice,
    late_answers,
    occurrences_twice,
    crossed_communities,
    forgotten_questions,
    disordered_turns,
    stranded,
    hidden_dailies,
    inconsistent_work,
    wrong_scores,
)


def _beginnings(subjects: Iterable[str]) -> set[str]:
    return {subject.partition("/")[0] for subject in subjects}


@lru_cache(maxsize=4096)
def _options(body: str) -> tuple[str, ...]:
    return tuple(sorted(option.id for option in from_json(body).options))


def _twice(counted: Select[Any], *columns: ColumnElement[Any]) -> Select[Any]:
    """Only what is counted more than once."""
    return counted.group_by(*columns).having(func.count() > 1)


def _lost() -> Iterator[tuple[str, Select[Any]]]:
    for table in (quiz, quiz_question, turn, answer, asked_again, standing):
        for reference in table.foreign_key_constraints:
            found = reference.referred_table.alias("found")
            pairs = [(found.c[part.column.name], part.parent) for part in reference.elements]
            there = exists().where(*(there == here for there, here in pairs))
            refers = [here.is_not(None) for _, here in pairs]
            first = pairs[0][1]
            yield f"{table.name}: {first.name}", select(first).where(*refers, ~there)


# Built once: the same questions are asked again and again.
_LOST = list(_lost())
_IS_RECENT = quiz.c.closed_at.is_(None) | (quiz.c.opened_at >= _SINCE)
_RECENT = turn.c.quiz.in_(select(quiz.c.id).where(_IS_RECENT))
_ANSWERS = answer.join(turn, turn.c.id == answer.c.turn)
_TURNS = turn.join(quiz, quiz.c.id == turn.c.quiz)
_ANSWERED_TWICE = _twice(
    select(turn.c.quiz, turn.c.position, answer.c.player, func.count()).select_from(_ANSWERS).where(_RECENT),
    turn.c.quiz,
    turn.c.position,
    answer.c.player,
)
_ANSWERING_TWICE = _twice(
    select(answer.c.cause, func.count()).select_from(_ANSWERS).where(_RECENT), answer.c.cause
)
_LATE = (
    select(answer.c.turn, answer.c.player, answer.c.at, turn.c.closes_at)
    .select_from(_ANSWERS)
    .where(answer.c.at > turn.c.closes_at, _RECENT)
)
_DATES_TWICE = _twice(
    select(quiz.c.schedule, quiz.c.day, func.count()).where(quiz.c.schedule.is_not(None), _IS_RECENT),
    quiz.c.schedule,
    quiz.c.day,
)
_OPENING_TWICE = _twice(select(quiz.c.cause, func.count()).where(_IS_RECENT), quiz.c.cause)
_ROUNDS_TWICE = _twice(
    select(quiz.c.community, quiz.c.room, func.count()).where(
        quiz.c.mode == Mode.LIVE, quiz.c.closed_at.is_(None)
    ),
    quiz.c.community,
    quiz.c.room,
)
_CROSSED_SCHEDULES = (
    select(quiz.c.id, quiz.c.community, quiz.c.room, schedule.c.community, schedule.c.room)
    .join(schedule, schedule.c.id == quiz.c.schedule)
    .where((quiz.c.community != schedule.c.community) | (quiz.c.room != schedule.c.room), _IS_RECENT)
)
_KNOWN = exists().where(player.c.community == quiz.c.community, player.c.id == answer.c.player)
_STRANGERS = (
    select(quiz.c.community, answer.c.turn, answer.c.player)
    .select_from(_ANSWERS.join(quiz, quiz.c.id == turn.c.quiz))
    .where(
        ~exists().where(player.c.community == quiz.c.community, player.c.id == answer.c.player), _IS_RECENT
    )
)
_IN_ANOTHERS_TURN = (
    select(turn.c.id, answer.c.player, turn.c.player)
    .select_from(_ANSWERS)
    .where(turn.c.player != "", answer.c.player != turn.c.player, _RECENT)
)
_IN_ANOTHERS_PRACTICE = (
    select(quiz.c.id, quiz.c.starter, turn.c.player)
    .select_from(_TURNS)
    .where(quiz.c.mode == Mode.PRACTICE, turn.c.player != quiz.c.starter, _IS_RECENT)
)
_CONTENTS = select(content.c.version, content.c.body)
_DRAWN = exists().where(
    quiz_question.c.quiz == turn.c.quiz,
    quiz_question.c.position == turn.c.position,
    quiz_question.c.version == turn.c.version,
)
_NOT_DRAWN = select(turn.c.id).where(~_DRAWN, _RECENT)
_ORDERS = select(turn.c.id, turn.c.version, turn.c.options).where(_RECENT)
_GIVEN = (
    select(answer.c.turn, answer.c.player, answer.c.given, turn.c.version)
    .select_from(_ANSWERS)
    .where(_RECENT)
)
_OPEN_IN_CLOSED = (
    select(turn.c.id)
    .select_from(_TURNS)
    .where(turn.c.closed_at.is_(None), quiz.c.closed_at.is_not(None), _IS_RECENT)
)
_OF_WRONG_MODE = (
    select(turn.c.id, quiz.c.mode)
    .select_from(_TURNS)
    .where((turn.c.player == "") != (quiz.c.mode == Mode.LIVE), _IS_RECENT)
)
_SHARED = (
    select(turn.c.quiz, turn.c.position, turn.c.closed_at)
    .where(turn.c.player == "", _RECENT)
    .order_by(turn.c.position)
)
_IN_HAND = select(due.c.kind, due.c.subject).where(due.c.set_aside_at.is_(None))
_WORK = select(due.c.kind, due.c.subject)
_ALL_WORK = select(due)
_OPEN_TURN = turn.c.closed_at.is_(None) & turn.c.quiz.in_(select(quiz.c.id).where(quiz.c.closed_at.is_(None)))
_OPEN_SHARED = select(turn.c.id).where(turn.c.player == "", _OPEN_TURN)
_WITH_OPEN_TURN = select(turn.c.quiz).where(_OPEN_TURN)
_OPEN = select(quiz.c.id, quiz.c.mode).where(quiz.c.closed_at.is_(None))
_RUNS = schedule.c.paused_at.is_(None) & schedule.c.removed_at.is_(None)
_RUNNING = select(schedule.c.id).where(_RUNS)
_RESTING = select(schedule.c.id).where(~_RUNS)
_HIDDEN = (
    select(quiz.c.id)
    .join(schedule, schedule.c.id == quiz.c.schedule)
    .where(quiz.c.message.is_(None), quiz.c.closed_at.is_(None), _RUNS)
)
_IDS: Final[BindParameter[Sequence[str]]] = bindparam("ids", expanding=True)
_COMMUNITIES: Final[dict[Table, Select[Any]]] = {
    quiz: select(quiz.c.id, quiz.c.community).where(quiz.c.id.in_(_IDS)),
    schedule: select(schedule.c.id, schedule.c.community).where(schedule.c.id.in_(_IDS)),
    turn: select(turn.c.id, quiz.c.community).select_from(_TURNS).where(turn.c.id.in_(_IDS)),
}
_DAYS = select(quiz.c.community, quiz.c.day).distinct().where(_IS_RECENT)
