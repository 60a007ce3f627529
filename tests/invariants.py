"""What a database can show of the design's invariants: `broken` says what does not hold, a sentence each.

It may be asked between any two transactions, of a database at rest or one that is played on; all that it
reads must be of one moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, func, select

from bot import course, daily, plans, practice
from bot.engine.quiz import Mode
from bot.planning import ANNOUNCE
from bot.requests import platform_of
from bot.store.rebuild import all_differences
from bot.store.tables import (
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
from questions.model import Question

Check = Callable[[Connection], Iterator[str]]

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


def broken(connection: Connection) -> list[str]:
    """What does not hold in a database."""
    return [sentence for check in CHECKS for sentence in check(connection)]


def lost_references(connection: Connection) -> Iterator[str]:
    """Whatever is referred to is there, also where the database was told not to look."""
    for table in (quiz, quiz_question, turn, answer, asked_again, standing):
        for key in table.foreign_keys:
            found = key.column.table.alias("found")
            missing = select(key.parent).where(
                key.parent.is_not(None), ~exists().where(found.c[key.column.name] == key.parent)
            )
            for id in connection.scalars(missing):
                yield f"{table.name}: {key.parent.name} {id} is not there"


def answers_given_twice(connection: Connection) -> Iterator[str]:
    """One answer per player and question of a quiz, and one per event (invariant 2)."""
    by_player = (
        select(turn.c.quiz, turn.c.position, answer.c.player, func.count().label("given"))
        .join(turn, turn.c.id == answer.c.turn)
        .group_by(turn.c.quiz, turn.c.position, answer.c.player)
        .having(func.count() > 1)
    )
    for row in connection.execute(by_player):
        yield f"quiz {row.quiz}, question {row.position}: {row.player} has given {row.given} answers"
    by_cause = select(answer.c.cause, func.count()).group_by(answer.c.cause).having(func.count() > 1)
    for cause, number in connection.execute(by_cause):
        yield f"event {cause} has given {number} answers"


def late_answers(connection: Connection) -> Iterator[str]:
    """No answer was made after the time shown of its turn (invariant 3)."""
    late = (
        select(answer.c.turn, answer.c.player, answer.c.at, turn.c.closes_at)
        .join(turn, turn.c.id == answer.c.turn)
        .where(answer.c.at > turn.c.closes_at)
    )
    for row in connection.execute(late):
        yield f"turn {row.turn}: {row.player} answered at {row.at}, after {row.closes_at}"


def occurrences_twice(connection: Connection) -> Iterator[str]:
    """One quiz per schedule and local date (invariant 4), one event per quiz, one open round a room."""
    dates = select(quiz.c.schedule, quiz.c.day, func.count()).where(quiz.c.schedule.is_not(None))
    for id, day, number in connection.execute(_several(dates, quiz.c.schedule, quiz.c.day)):
        yield f"schedule {id}: {number} quizzes on {day}"
    for cause, number in connection.execute(_several(select(quiz.c.cause, func.count()), quiz.c.cause)):
        yield f"event {cause} has opened {number} quizzes"
    rounds = select(quiz.c.community, quiz.c.room, func.count()).where(
        quiz.c.mode == Mode.LIVE, quiz.c.closed_at.is_(None)
    )
    for community, room, number in connection.execute(_several(rounds, quiz.c.community, quiz.c.room)):
        yield f"room {room} of {community}: {number} rounds are open"


def crossed_communities(connection: Connection) -> Iterator[str]:
    """What belongs together is of one community (invariant 7)."""
    of_schedule = (
        select(quiz.c.id, quiz.c.community, quiz.c.room, schedule.c.community, schedule.c.room)
        .join(schedule, schedule.c.id == quiz.c.schedule)
        .where((quiz.c.community != schedule.c.community) | (quiz.c.room != schedule.c.room))
    )
    for id, community, room, of, in_room in connection.execute(of_schedule):
        yield f"quiz {id} is in {community}/{room}, its schedule in {of}/{in_room}"
    known = exists().where(player.c.community == quiz.c.community, player.c.id == answer.c.player)
    strangers = (
        select(quiz.c.community, answer.c.turn, answer.c.player)
        .join(turn, turn.c.id == answer.c.turn)
        .join(quiz, quiz.c.id == turn.c.quiz)
        .where(~known)
    )
    for community, id, who in connection.execute(strangers):
        yield f"turn {id}: {who} is no player of {community}"
    for id, who, owner in connection.execute(
        select(turn.c.id, answer.c.player, turn.c.player)
        .join(answer, answer.c.turn == turn.c.id)
        .where(turn.c.player != "", answer.c.player != turn.c.player)
    ):
        yield f"turn {id} of {owner}: {who} has answered"
    for id, starter, owner in connection.execute(
        select(quiz.c.id, quiz.c.starter, turn.c.player)
        .join(turn, turn.c.quiz == quiz.c.id)
        .where(quiz.c.mode == Mode.PRACTICE, turn.c.player != quiz.c.starter)
    ):
        yield f"quiz {id} is {starter}'s practice: {owner or 'everyone'} has a turn in it"


def forgotten_questions(connection: Connection) -> Iterator[str]:
    """A turn asks what was drawn, and stored options are ids of that wording (invariant 11)."""
    options: dict[str, set[str]] = {}
    for row in connection.execute(select(content)):
        if version_of(row.body) != row.version:
            yield f"content {row.version} has been changed"
        options[row.version] = {option.id for option in _question(row.body).options}
    drawn = exists().where(
        quiz_question.c.quiz == turn.c.quiz,
        quiz_question.c.position == turn.c.position,
        quiz_question.c.version == turn.c.version,
    )
    for id in connection.scalars(select(turn.c.id).where(~drawn)):
        yield f"turn {id} asks what was not drawn for its place"
    for row in connection.execute(select(turn.c.id, turn.c.version, turn.c.options)):
        if sorted(row.options) != sorted(options.get(row.version, ())):
            yield f"turn {row.id}: {', '.join(row.options)} are not the options of its question"
    given = select(answer.c.turn, answer.c.player, answer.c.given, turn.c.version)
    for row in connection.execute(given.join(turn, turn.c.id == answer.c.turn)):
        known = options.get(row.version, set())
        if known and not set(row.given.split(SEPARATOR)) <= known:
            yield f"turn {row.turn}: {row.player} gave {row.given}, which is no option"


def disordered_turns(connection: Connection) -> Iterator[str]:
    """Shared turns come one after the other, all can be answered in open quizzes only."""
    for id in connection.scalars(
        select(turn.c.id)
        .join(quiz, quiz.c.id == turn.c.quiz)
        .where(turn.c.closed_at.is_(None), quiz.c.closed_at.is_not(None))
    ):
        yield f"turn {id} is open in a closed quiz"
    for id, mode in connection.execute(
        select(turn.c.id, quiz.c.mode)
        .join(quiz, quiz.c.id == turn.c.quiz)
        .where((turn.c.player == "") != (quiz.c.mode == Mode.LIVE))
    ):
        yield f"turn {id} cannot be in a quiz of the mode {mode}"
    shared: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for row in connection.execute(select(turn).where(turn.c.player == "").order_by(turn.c.position)):
        shared[row.quiz].append((row.position, row.closed_at is None))
    for id, places in shared.items():
        if [place for place, _ in places] != list(range(1, len(places) + 1)):
            yield f"quiz {id} has left out a question"
        if any(is_open for _, is_open in places[:-1]):
            yield f"quiz {id} has gone on before a question was closed"


def stranded(connection: Connection) -> Iterator[str]:
    """Every quiz that is not closed, and every schedule that runs, has work that carries it on (invariant 5).

    What was set aside carries nothing on.
    """
    work: dict[str, set[str]] = defaultdict(set)
    for kind, subject in connection.execute(select(due.c.kind, due.c.subject).where(_in_hand())):
        work[kind].add(subject)
    open_turns = select(turn.c.id).where(turn.c.player == "", turn.c.closed_at.is_(None))
    for id in connection.scalars(open_turns):
        if id not in work[course.CLOSE_TURN]:
            yield f"turn {id} is open and nothing will close it"
    opening = _beginnings(work[course.OPEN_TURN])
    with_open_turn = set(connection.scalars(select(turn.c.quiz).where(turn.c.closed_at.is_(None))))
    for id, mode in connection.execute(select(quiz.c.id, quiz.c.mode).where(quiz.c.closed_at.is_(None))):
        if mode == Mode.LIVE:
            if id not in opening and id not in with_open_turn:
                yield f"quiz {id} is open and nothing will carry it on"
        elif id not in work[_CLOSES[Mode(mode)]]:
            yield f"quiz {id} is open and nothing will close it"
    planned = _beginnings(work[plans.OPEN_DAILY])
    runs = select(schedule.c.id).where(schedule.c.removed_at.is_(None), schedule.c.paused_at.is_(None))
    for id in connection.scalars(runs):
        if id not in planned:
            yield f"schedule {id} runs and nothing is planned for it"


def unshown(connection: Connection) -> Iterator[str]:
    """What nobody can see is still to be shown, unless its room cannot be written to.

    Of a turn that is open only: when its room is gone, its post is dropped, and so is its reveal. Of a daily
    whose room is gone the schedule is paused.
    """
    posts = set(connection.scalars(select(due.c.subject).where(due.c.kind == plans.POST_DAILY)))
    hidden = (
        select(quiz.c.id)
        .join(schedule, schedule.c.id == quiz.c.schedule)
        .where(quiz.c.message.is_(None), quiz.c.closed_at.is_(None))
        .where(schedule.c.paused_at.is_(None), schedule.c.removed_at.is_(None))
    )
    for id in connection.scalars(hidden):
        if id not in posts:
            yield f"quiz {id} is open, in no message, and will not be posted"


def inconsistent_work(connection: Connection) -> Iterator[str]:
    """Each row of due work can be understood, is of its subject's community, and can still be of use."""
    subjects: dict[Table, dict[str, str]] = {
        quiz: dict(connection.execute(select(quiz.c.id, quiz.c.community)).all()),
        schedule: dict(connection.execute(select(schedule.c.id, schedule.c.community)).all()),
        turn: dict(
            connection.execute(select(turn.c.id, quiz.c.community).join(quiz, quiz.c.id == turn.c.quiz)).all()
        ),
    }
    resting = set(
        connection.scalars(
            select(schedule.c.id).where(
                schedule.c.removed_at.is_not(None) | schedule.c.paused_at.is_not(None)
            )
        )
    )
    planned: set[str] = set()
    for row in connection.execute(select(due)):
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
        community = subjects[table].get(id)
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


def wrong_scores(connection: Connection) -> Iterator[str]:
    """Standings and totals are what follows from the answers (invariant 6)."""
    for difference in all_differences(connection):
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
    unshown,
    inconsistent_work,
    wrong_scores,
)


def _several(counted: Select[Any], *columns: ColumnElement[Any]) -> Select[Any]:
    """Only what is counted more than once."""
    return counted.group_by(*columns).having(func.count() > 1)


def _in_hand() -> ColumnElement[bool]:
    return due.c.set_aside_at.is_(None)


def _beginnings(subjects: Iterable[str]) -> set[str]:
    return {subject.partition("/")[0] for subject in subjects}


@lru_cache(maxsize=4096)
def _question(body: str) -> Question:
    return from_json(body)
