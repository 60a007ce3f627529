"""Quizzes, their questions and their turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, select, update

from bot.engine.quiz import Mode, Quiz
from bot.engine.turn import Turn
from bot.store.tables import SUGGESTED, answer, content, memory, quiz, quiz_question, turn
from bot.store.upsert import insert_new, put
from questions.content import from_json, to_json, version
from questions.model import Difficulty, Question


def asked(connection: Connection, drawn_for: Quiz) -> dict[str, int]:
    """How often those for whom a quiz is drawn were asked each question: a room, or who practises alone."""
    alone = drawn_for.mode is Mode.PRACTICE
    who = quiz.c.starter == drawn_for.starter if alone else quiz.c.room == drawn_for.room
    rows = connection.execute(
        select(content.c.question, func.count())
        .join(quiz_question, quiz_question.c.version == content.c.version)
        .join(quiz, quiz.c.id == quiz_question.c.quiz)
        .where(quiz.c.community == drawn_for.community, (quiz.c.mode == Mode.PRACTICE) == alone, who)
        .group_by(content.c.question)
    )
    return dict(rows.all())


def open_quiz(connection: Connection, opened: Quiz, questions: Sequence[Question]) -> bool:
    """Write a quiz with its questions; False if its cause, its schedule's date or, live, its room has one."""
    seconds = SUGGESTED if opened.seconds is None else opened.seconds
    row = asdict(opened) | {"present": sorted(opened.present), "seconds": seconds}
    if not insert_new(connection, quiz, [row]):
        return False
    drawn = [(version(question), question) for question in questions]
    contents = [
        {"version": id, "question": question.id, "topic": question.topic, "body": to_json(question)}
        for id, question in sorted(drawn, key=lambda pair: pair[0])
    ]
    insert_new(connection, content, contents)
    places = [
        {"quiz": opened.id, "position": place, "version": id} for place, (id, _) in enumerate(drawn, start=1)
    ]
    connection.execute(quiz_question.insert(), places)
    return True


def drop_quiz(connection: Connection, id: str) -> None:
    """Take back a quiz whose first question nobody has seen."""
    connection.execute(delete(turn).where(turn.c.quiz == id))
    connection.execute(delete(quiz_question).where(quiz_question.c.quiz == id))
    connection.execute(delete(quiz).where(quiz.c.id == id))


def find_quiz(connection: Connection, id: str, *, lock: bool = False) -> Quiz | None:
    """A quiz by id; `lock` keeps others from changing it until the transaction ends."""
    statement = select(quiz).where(quiz.c.id == id)
    return _one_quiz(connection, statement.with_for_update() if lock else statement)


def quiz_of_cause(connection: Connection, cause: str) -> Quiz | None:
    return _one_quiz(connection, select(quiz).where(quiz.c.cause == cause))


def live_quiz(connection: Connection, community: str, room: str) -> Quiz | None:
    """The round that runs in a room."""
    return _one_quiz(
        connection,
        select(quiz).where(
            quiz.c.community == community,
            quiz.c.room == room,
            quiz.c.mode == Mode.LIVE,
            quiz.c.closed_at.is_(None),
        ),
    )


def note_stop(connection: Connection, stopped: Quiz, cause: str) -> None:
    """Remember what stopped a room's round last, so that it is known if it comes again."""
    put(connection, memory, [{"key": _stop_key(stopped.community, stopped.room), "value": cause}])


def has_stopped(connection: Connection, community: str, room: str, cause: str) -> bool:
    """Whether a room's round was last stopped by this very event."""
    key = _stop_key(community, room)
    return connection.scalar(select(memory.c.value).where(memory.c.key == key)) == cause


def quizzes_on(connection: Connection, community: str, day: date) -> list[Quiz]:
    """Every quiz of a community and local date."""
    rows = connection.execute(
        select(quiz).where(quiz.c.community == community, quiz.c.day == day).order_by(quiz.c.id)
    )
    return [_quiz(row) for row in rows.mappings()]


def closed_turns_on(connection: Connection, community: str, day: date) -> dict[str, list[Turn]]:
    """The turns that have closed of each quiz of a community and local date."""
    found: dict[str, list[Turn]] = {}
    of_day = select(quiz.c.id).where(quiz.c.community == community, quiz.c.day == day)
    for closed in _turns(connection, turn.c.quiz.in_(of_day) & turn.c.closed_at.is_not(None)):
        found.setdefault(closed.quiz, []).append(closed)
    return found


def days_in_open_dailies(connection: Connection, community: str, player: str) -> list[date]:
    """The local dates of the dailies that a player has answered in and that have not closed yet."""
    rows = connection.scalars(
        select(quiz.c.day)
        .distinct()
        .join(turn, turn.c.quiz == quiz.c.id)
        .join(answer, (answer.c.turn == turn.c.id) & (answer.c.player == player))
        .where(quiz.c.community == community, quiz.c.mode == Mode.DAILY, quiz.c.closed_at.is_(None))
        .where(turn.c.player == player)
    )
    return list(rows)


def open_self_paced(connection: Connection, community: str, room: str, player: str) -> list[Quiz]:
    """What a player can play alone in a room: its dailies and their own practice, the newest first."""
    own = (quiz.c.mode == Mode.PRACTICE) & (quiz.c.starter == player)
    rows = connection.execute(
        select(quiz)
        .where(
            quiz.c.community == community,
            quiz.c.room == room,
            (quiz.c.mode == Mode.DAILY) | own,
            quiz.c.closed_at.is_(None),
        )
        .order_by(quiz.c.opened_at.desc())
    ).mappings()
    return [_quiz(row) for row in rows]


def open_dailies(connection: Connection, community: str, at: datetime) -> list[Quiz]:
    """A community's dailies that can be played, the newest first."""
    rows = connection.execute(
        select(quiz)
        .where(quiz.c.community == community, quiz.c.mode == Mode.DAILY)
        .where(quiz.c.closed_at.is_(None), quiz.c.closes_at > at)
        .order_by(quiz.c.opened_at.desc(), quiz.c.id)
    )
    return [_quiz(row) for row in rows.mappings()]


def close_quiz(connection: Connection, id: str, at: datetime) -> None:
    connection.execute(update(quiz).where(quiz.c.id == id).values(closed_at=at))


def put_message(connection: Connection, id: str, message: str) -> None:
    """Remember which message shows a daily."""
    connection.execute(update(quiz).where(quiz.c.id == id).values(message=message))


def questions_of(connection: Connection, id: str) -> list[tuple[str, Question]]:
    """The versions and questions of a quiz, in order."""
    rows = connection.execute(
        select(content.c.version, content.c.body)
        .join(quiz_question, quiz_question.c.version == content.c.version)
        .where(quiz_question.c.quiz == id)
        .order_by(quiz_question.c.position)
    )
    return [(row.version, _question(row.version, row.body)) for row in rows]


def drop_unasked(connection: Connection, id: str) -> None:
    """Take back the questions of a quiz that were drawn but not opened."""
    opened = select(func.coalesce(func.max(turn.c.position), 0)).where(turn.c.quiz == id).scalar_subquery()
    connection.execute(
        delete(quiz_question).where(quiz_question.c.quiz == id, quiz_question.c.position > opened)
    )


def open_turn(connection: Connection, opened: Turn) -> bool:
    """Write a turn; False if the quiz has one at this position (for this player) already."""
    row: dict[str, Any] = {
        "id": opened.id,
        "quiz": opened.quiz,
        "position": opened.position,
        "player": opened.player or "",
        "version": opened.version,
        "options": list(opened.order),
        "expected": sorted(opened.expected),
        "opened_at": opened.opened_at,
        "closes_at": opened.closes_at,
    }
    return bool(insert_new(connection, turn, [row]))


def find_turn(connection: Connection, id: str) -> Turn | None:
    rows = _turns(connection, turn.c.id == id)
    return rows[0] if rows else None


def turns_of(connection: Connection, quiz_id: str, player: str | None = None) -> list[Turn]:
    """The turns of a quiz that a player (None: all together) was given, in order."""
    return _turns(connection, (turn.c.quiz == quiz_id) & (turn.c.player == (player or "")))


def open_shared_turn(connection: Connection, quiz_id: str) -> str | None:
    """The id of the turn that all players of a quiz can answer now."""
    return connection.scalar(
        select(turn.c.id).where(turn.c.quiz == quiz_id, turn.c.player == "", turn.c.closed_at.is_(None))
    )


def close_turn(connection: Connection, id: str, at: datetime) -> bool:
    """Close a turn; False if it was closed already.

    The update waits for answers that are being written and shuts out later ones (invariant 3).
    """
    closed = connection.execute(
        update(turn).where(turn.c.id == id, turn.c.closed_at.is_(None)).values(closed_at=at)
    )
    return closed.rowcount == 1


def close_turns(connection: Connection, quiz_id: str, at: datetime) -> None:
    """Close every open turn of a quiz."""
    held = select(turn.c.id).where(turn.c.quiz == quiz_id, turn.c.closed_at.is_(None)).order_by(turn.c.id)
    ids = connection.scalars(held.with_for_update()).all()
    if ids:
        connection.execute(
            update(turn).where(turn.c.quiz == quiz_id, turn.c.closed_at.is_(None)).values(closed_at=at)
        )


def is_closed(connection: Connection, id: str) -> bool:
    return connection.scalar(select(turn.c.closed_at).where(turn.c.id == id)) is not None


def hold_open(connection: Connection, id: str) -> bool:
    """Whether a turn is open; if so, it stays open until the transaction ends."""
    held = select(turn.c.id).where(turn.c.id == id, turn.c.closed_at.is_(None)).with_for_update(read=True)
    return connection.scalar(held) is not None


def turn_message(connection: Connection, id: str) -> str | None:
    """The message that shows a turn, once it is posted."""
    return connection.scalar(select(turn.c.message).where(turn.c.id == id))


def put_turn_message(connection: Connection, id: str, message: str) -> None:
    connection.execute(update(turn).where(turn.c.id == id).values(message=message))


def answered_positions(connection: Connection, quiz_id: str, player: str) -> set[int]:
    """Which questions of a self-paced quiz a player has answered."""
    rows = connection.scalars(
        select(turn.c.position)
        .join(answer, answer.c.turn == turn.c.id)
        .where(turn.c.quiz == quiz_id, answer.c.player == player)
    )
    return set(rows)


def unanswered_turn(connection: Connection, quiz_id: str, player: str) -> Turn | None:
    """The question of a self-paced quiz that a player has been given and not answered."""
    answered = answered_positions(connection, quiz_id, player)
    own = turns_of(connection, quiz_id, player)
    return next((turn for turn in own if turn.position not in answered), None)


def answers_of(connection: Connection, quiz_id: str) -> list[tuple[str, str, str]]:
    """Every answer of a quiz: version of the question, player, what was given."""
    rows = connection.execute(
        select(turn.c.version, answer.c.player, answer.c.given)
        .join(answer, answer.c.turn == turn.c.id)
        .where(turn.c.quiz == quiz_id)
    )
    return [(row.version, row.player, row.given) for row in rows]


def _stop_key(community: str, room: str) -> str:
    return f"stop:{community}/{room}"


def _one_quiz(connection: Connection, statement: Any) -> Quiz | None:
    row = connection.execute(statement).mappings().first()
    return None if row is None else _quiz(row)


def _quiz(row: RowMapping) -> Quiz:
    values: Mapping[str, Any] = dict(row) | {
        "mode": Mode(row["mode"]),
        "present": frozenset(row["present"]),
        "seconds": None if row["seconds"] == SUGGESTED else row["seconds"],
        "difficulty": Difficulty(row["difficulty"]) if row["difficulty"] else None,
    }
    return Quiz(**values)


def _turns(connection: Connection, condition: Any) -> list[Turn]:
    rows = connection.execute(
        select(turn, content.c.body)
        .join(content, content.c.version == turn.c.version)
        .where(condition)
        .order_by(turn.c.position)
    ).mappings()
    return [_turn(row) for row in rows]


def _turn(row: RowMapping) -> Turn:
    return Turn(
        id=row["id"],
        quiz=row["quiz"],
        position=row["position"],
        player=row["player"] or None,
        version=row["version"],
        question=_question(row["version"], row["body"]),
        order=tuple(row["options"]),
        expected=frozenset(row["expected"]),
        opened_at=row["opened_at"],
        closes_at=row["closes_at"],
    )


@lru_cache(maxsize=1024)
def _question(version: str, body: str) -> Question:
    return from_json(body)
