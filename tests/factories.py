"""Small sound things for tests; `dataclasses.replace` or keywords change what matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.engine.quiz import Mode, Quiz
from bot.engine.schedule import Schedule
from bot.engine.turn import Answer, Turn
from bot.store import quizzes
from bot.store.due import Work
from bot.store.schedules import RoomSchedule
from questions.content import version
from questions.keys import ChoiceKey
from questions.model import Citation, Difficulty, Option, Question, Source, SourceKind, Text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
COMMUNITY = "discord:42"
ROOM = "general"

_SOURCE = Source("usc-3", "3 U.S.C. chapter 1", "United States Code", "2022", SourceKind.STATUTE, "Title 3")


def text(words: str) -> Text:
    return Text(words, f"{words} (es)")


def question(id: str = "q1", topic: str = "electoral-college") -> Question:
    """A question with the options `right`, `wrong` and `other`."""
    return Question(
        id=id,
        topic=topic,
        difficulty=Difficulty.EASY,
        stem=text(f"Which one, {id}?"),
        options=tuple(Option(option, text(option)) for option in ("right", "wrong", "other")),
        key=ChoiceKey("right"),
        explanation=text("Because."),
        citations=(Citation(_SOURCE, "section 7"),),
        as_of=date(2026, 1, 31),
    )


def quiz(id: str = "quiz", **changes: Any) -> Quiz:
    """A live quiz of one question; its cause follows from its id."""
    plain = Quiz(
        id=id,
        community=COMMUNITY,
        room=ROOM,
        mode=Mode.LIVE,
        topic=None,
        language="en",
        length=1,
        seconds=30,
        pause=5,
        starter="ana",
        day=NOON.date(),
        opened_at=NOON,
        cause=f"cause of {id}",
    )
    return replace(plain, **changes)


def daily(schedule: str, day: date, id: str | None = None, **changes: Any) -> Quiz:
    """A schedule's quiz of a date."""
    closes_at = NOON + timedelta(days=1)
    found = quiz(id or f"daily {schedule} {day}", mode=Mode.DAILY, seconds=0, pause=0, day=day)
    return replace(found, schedule=schedule, closes_at=closes_at, **changes)


def turn(id: str = "turn", of: Quiz | None = None, asked: Question | None = None, **changes: Any) -> Turn:
    """The first shared turn of a quiz."""
    asked = asked or question()
    plain = Turn(
        id=id,
        quiz=of.id if of else "quiz",
        position=1,
        player=None,
        version=version(asked),
        question=asked,
        order=("wrong", "right", "other"),
        expected=frozenset(),
        opened_at=NOON,
        closes_at=NOON + 30 * SECOND,
    )
    return replace(plain, **changes)


def answer(player: str = "ana", given: str = "right", turn: str = "turn", **changes: Any) -> Answer:
    """An answer of a player; its cause follows from turn and player."""
    plain = Answer(turn, player, given, NOON + SECOND, f"click of {player} in {turn}")
    return replace(plain, **changes)


def room_schedule(id: str = "daily", **changes: Any) -> RoomSchedule:
    plain = RoomSchedule(
        id, COMMUNITY, ROOM, Schedule(time(9), "America/Mexico_City"), "mexico-2006", 5, "es", "ana"
    )
    return replace(plain, **changes)


def work(subject: str = "turn", **changes: Any) -> Work:
    """Work that is due at noon."""
    return replace(Work("close-turn", subject, COMMUNITY, NOON), **changes)


def open_round(connection: Connection, length: int = 1, **changes: Any) -> tuple[Quiz, Sequence[Turn]]:
    """Write a quiz and a shared turn for each of its questions; the turns are `<quiz>-1`, `<quiz>-2`, ..."""
    opened = quiz(**({"length": length} | changes))
    questions = [question(f"q{place}") for place in range(1, length + 1)]
    assert quizzes.open_quiz(connection, opened, questions)
    turns = [
        turn(f"{opened.id}-{place}", opened, asked, position=place)
        for place, asked in enumerate(questions, start=1)
    ]
    for each in turns:
        assert quizzes.open_turn(connection, each)
    return opened, turns
