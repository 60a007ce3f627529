"""What the database holds at the end, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.engine.quiz import Mode
from bot.store.tables import answer, due, quiz, turn


@dataclass(frozen=True, slots=True)
class HeldQuiz:
    id: str
    community: str
    room: str
    mode: Mode
    schedule: str | None
    message: str | None
    closed: bool


@dataclass(frozen=True, slots=True)
class HeldTurn:
    """`closes_at` and `closed_at` are in seconds since 1970."""

    id: str
    quiz: str
    shared: bool
    opened_at: float
    closes_at: float
    closed_at: float | None
    message: str | None


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    given: str
    at: float
    cause: str


@dataclass(frozen=True, slots=True)
class Held:
    """Quizzes and turns by id, answers by turn and player, work that is still to be done, and by its key why
    work was set aside."""

    quizzes: dict[str, HeldQuiz]
    turns: dict[str, HeldTurn]
    answers: dict[tuple[str, str], HeldAnswer]
    waiting: list[str]
    set_aside: dict[str, str]


def read(connection: Connection) -> Held:
    """Read all of it."""
    return Held(
        quizzes={row.id: _quiz(row) for row in connection.execute(select(quiz))},
        turns={row.id: _turn(row) for row in connection.execute(select(turn))},
        answers={
            (row.turn, row.player): HeldAnswer(row.given, row.at.timestamp(), row.cause)
            for row in connection.execute(select(answer))
        },
        waiting=waiting(connection),
        set_aside={
            row.key: str(row.error)
            for row in connection.execute(select(due).where(due.c.set_aside_at.is_not(None)))
        },
    )


def waiting(connection: Connection, horizon: datetime | None = None) -> list[str]:
    """Work that is not done; with a horizon, only what is due by then."""
    wanted = select(due.c.key, due.c.due_at, due.c.attempts, due.c.error).where(due.c.set_aside_at.is_(None))
    if horizon is not None:
        wanted = wanted.where(due.c.due_at <= horizon)
    return [
        f"{row.key} due {row.due_at} after {row.attempts} tries: {row.error}"
        for row in connection.execute(wanted)
    ]


def _quiz(row: Row[Any]) -> HeldQuiz:
    got = row._mapping
    return HeldQuiz(
        got["id"],
        got["community"],
        got["room"],
        Mode(got["mode"]),
        got["schedule"],
        got["message"],
        got["closed_at"] is not None,
    )


def _turn(row: Row[Any]) -> HeldTurn:
    got = row._mapping
    closed = got["closed_at"]
    return HeldTurn(
        got["id"],
        got["quiz"],
        not got["player"],
        got["opened_at"].timestamp(),
        got["closes_at"].timestamp(),
        None if closed is None else closed.timestamp(),
        got["message"],
    )
