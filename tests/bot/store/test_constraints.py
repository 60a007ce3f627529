"""What the database refuses by itself, whatever program writes to it (invariants 2 and 4)."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from bot.store import quizzes, schedules
from tests.factories import NOON, daily, open_round, question, room_schedule

A_QUIZ = """INSERT INTO quiz (id, community, room, mode, language, length, seconds, pause, starter, present,
    day, opened_at, cause, schedule, closed_at)
    SELECT 'another', community, room, mode, language, length, seconds, pause, starter, present, day,
    opened_at, 'another', schedule, closed_at FROM quiz WHERE id = """
A_TURN = """INSERT INTO turn (id, quiz, position, player, version, options, expected, opened_at, closes_at)
    SELECT 'another', quiz, position, player, version, options, expected, opened_at, closes_at
    FROM turn WHERE id = """
AN_ANSWER = "INSERT INTO answer (turn, player, given, at, cause) VALUES "
DUE = """INSERT INTO due (key, kind, subject, platform, community, priority, due_at, attempts)
    VALUES ('one', 'k', 's', 'discord', 'discord:42', 5, '2026-03-02 12:00:00', 0)"""
WHEN = "'2026-03-02 12:00:00'"


@pytest.fixture
def played(engine: Engine) -> Engine:
    """A live quiz with two turns and an answer in the first; a daily of a schedule; one piece of work."""
    with engine.begin() as connection:
        open_round(connection, length=2)
        schedules.put_schedule(connection, room_schedule())
        quizzes.open_quiz(connection, daily("daily", NOON.date(), "a daily"), [question()])
        connection.execute(text(f"{AN_ANSWER} ('quiz-1', 'ana', 'right', {WHEN}, 'click')"))
        connection.execute(text(DUE))
    return engine


@pytest.mark.parametrize(
    "statement",
    [
        f"{AN_ANSWER} ('quiz-1', 'ana', 'wrong', {WHEN}, 'another click')",
        f"{AN_ANSWER} ('quiz-1', 'bea', 'right', {WHEN}, 'click')",
        f"{AN_ANSWER} ('quiz-2', 'ana', 'right', {WHEN}, 'click')",
        f"{AN_ANSWER} ('nowhere', 'ana', 'right', {WHEN}, 'another click')",
        f"{AN_ANSWER} ('quiz-2', 'ana', 'right', {WHEN}, NULL)",
        f"{AN_ANSWER} ('quiz-2', NULL, 'right', {WHEN}, 'another click')",
        f"{A_QUIZ} 'quiz'",
        f"{A_QUIZ} 'a daily'",
        f"{A_TURN} 'quiz-1'",
        "DELETE FROM turn WHERE id = 'quiz-1'",
        "DELETE FROM quiz WHERE id = 'quiz'",
        "DELETE FROM content",
        "DELETE FROM schedule",
        "UPDATE turn SET player = NULL WHERE id = 'quiz-1'",
        "UPDATE quiz SET cause = 'cause of quiz' WHERE id = 'a daily'",
        "UPDATE quiz SET schedule = 'nothing' WHERE id = 'a daily'",
        DUE,
    ],
    ids=[
        "a second answer of a player in a turn",
        "an event that answers for two players",
        "an event that answers in two turns",
        "an answer to no turn",
        "an answer without a cause",
        "an answer of nobody",
        "a second live quiz in a room",
        "a second quiz on a schedule's date",
        "a second shared turn at a position",
        "a turn lost with its answers",
        "a quiz lost with its turns",
        "content lost that was asked",
        "a schedule lost with its dates",
        "a turn that is neither shared nor one's own",
        "an event that opens two quizzes",
        "a daily of no schedule",
        "the same work twice",
    ],
)
def test_the_database_alone_refuses(played: Engine, statement: str) -> None:
    with played.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text(statement))
