"""What the database refuses by itself, whatever program writes to it (invariants 2, 4 and 7)."""

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
A_DAILY = """INSERT INTO quiz (id, community, room, mode, language, length, seconds, pause, starter, present,
    day, opened_at, cause, schedule)
    SELECT 'another', {community}, {room}, {mode}, language, length, seconds, pause, starter, present,
    {day}, opened_at, 'another', {schedule} FROM quiz WHERE id = 'a daily'"""
TOMORROW = "'2026-03-03'"
A_TURN = """INSERT INTO turn (id, quiz, position, player, version, options, expected, opened_at, closes_at)
    SELECT 'another', quiz, position, player, version, options, expected, opened_at, closes_at
    FROM turn WHERE id = """
AN_ANSWER = "INSERT INTO answer (turn, player, given, at, cause) VALUES "
POST = """INSERT INTO due (key, kind, subject, platform, community, priority, due_at, attempts)
    VALUES ('post', 'post-daily', 'a daily', '{platform}', '{community}', 5, '2026-03-02 12:00:00', 0)"""
DUE = """INSERT INTO due (key, kind, subject, platform, community, priority, due_at, attempts)
    VALUES ('one', 'k', 's', 'discord', 'discord:42', 5, '2026-03-02 12:00:00', 0)"""
A_STANDING = "INSERT INTO standing (quiz, topic, player, points, correct, answered) VALUES"
A_TOTAL = "INSERT INTO total (community, day, player, room, topic, points, correct, answered) VALUES"
WHEN = "'2026-03-02 12:00:00'"


def a_daily(**changes: str) -> str:
    """A schedule's quiz of the next date, changed."""
    same = {"community": "community", "room": "room", "mode": "mode", "day": TOMORROW, "schedule": "schedule"}
    return A_DAILY.format(**same | changes)


@pytest.fixture
def played(engine: Engine) -> Engine:
    """A live quiz with two turns and an answer in the first; a daily of a schedule; work; points."""
    with engine.begin() as connection:
        open_round(connection, length=2)
        schedules.put_schedule(connection, room_schedule())
        quizzes.open_quiz(connection, daily("daily", NOON.date(), "a daily"), [question()])
        connection.execute(text(f"{AN_ANSWER} ('quiz-1', 'ana', 'right', {WHEN}, 'click')"))
        connection.execute(text(DUE))
        connection.execute(text(f"{A_STANDING} ('quiz', 't', 'ana', 1, 1, 1)"))
        connection.execute(text(f"{A_TOTAL} ('discord:42', '2026-03-02', 'ana', 'general', 't', 1, 1, 1)"))
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
        a_daily(day="day"),
        a_daily(schedule="NULL"),
        a_daily(schedule="NULL", day="day"),
        a_daily(mode="'live'"),
        a_daily(community="'discord:666'"),
        a_daily(room="'other'"),
        "UPDATE quiz SET schedule = NULL WHERE id = 'a daily'",
        "UPDATE quiz SET community = 'discord:666' WHERE id = 'a daily'",
        "UPDATE quiz SET room = 'other' WHERE id = 'a daily'",
        "UPDATE quiz SET day = NULL WHERE id = 'a daily'",
        "UPDATE quiz SET community = NULL WHERE id = 'quiz'",
        "UPDATE quiz SET schedule = 'daily' WHERE id = 'quiz'",
        "UPDATE schedule SET community = 'discord:666'",
        "UPDATE schedule SET room = 'other'",
        "UPDATE schedule SET id = 'another'",
        "DELETE FROM quiz WHERE id = 'a daily'",
        "UPDATE turn SET quiz = 'nothing' WHERE id = 'quiz-1'",
        "UPDATE turn SET id = 'another' WHERE id = 'quiz-1'",
        "UPDATE answer SET turn = 'nothing'",
        POST.format(platform="slack", community="discord:42"),
        POST.format(platform="disc", community="discord:42"),
        "UPDATE due SET community = 'slack:T1'",
        f"{A_STANDING} ('nothing', 't', 'ana', 1, 1, 1)",
        f"{A_STANDING} ('quiz', 't', 'ana', 1, 1, 1)",
        f"{A_TOTAL} (NULL, '2026-03-02', 'ana', 'general', 't', 1, 1, 1)",
        f"{A_TOTAL} ('discord:42', '2026-03-02', 'ana', 'general', 't', 1, 1, 1)",
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
        "a second daily on a date, by its schedule",
        "a daily that no schedule holds to one a date",
        "a second daily on a date, without its schedule",
        "a round on a schedule's date",
        "a daily of another community's schedule",
        "a daily in another room than its schedule's",
        "a daily taken from its schedule, to make room for another",
        "a daily moved to another community",
        "a daily moved to another room",
        "a daily of no date",
        "a quiz of no community",
        "a round put into a schedule's place",
        "a schedule moved to another community, with its dates",
        "a schedule moved to another room, with its dates",
        "a schedule renamed, to have its dates again",
        "a daily deleted, to be posted again",
        "a turn of no quiz",
        "a turn renamed, away from its answers",
        "an answer moved to no turn",
        "work that another platform would do",
        "work for a platform that only begins so",
        "work moved to another platform's community",
        "a result in no quiz",
        "a second result of a player in a quiz",
        "points of no community",
        "a second total of a player on a day",
    ],
)
def test_the_database_alone_refuses(played: Engine, statement: str) -> None:
    with played.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        a_daily(),
        f"{AN_ANSWER} ('quiz-2', 'ana', 'right', {WHEN}, 'another click')",
        f"{AN_ANSWER} ('quiz-1', 'bea', 'right', {WHEN}, 'another click')",
        POST.format(platform="discord", community="discord:42"),
        "UPDATE schedule SET removed_at = '2026-03-02 12:00:00'",
    ],
    ids=[
        "the next date's daily",
        "the next answer",
        "another player's answer",
        "other work",
        "a moved round",
    ],
)
def test_what_breaks_nothing_is_taken(played: Engine, statement: str) -> None:
    with played.begin() as connection:
        assert connection.execute(text(statement)).rowcount == 1
