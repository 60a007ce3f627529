"""Answers: written many at a time, each told apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from sqlalchemy import (
    Connection,
    DateTime,
    Executable,
    Integer,
    RowMapping,
    String,
    bindparam,
    cast,
    column,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.sql.selectable import FromClause

from bot.engine.turn import Answer
from bot.store.tables import answer, asked_again, in_utc, player, quiz, turn
from bot.store.upsert import insert_new, put


class Outcome(StrEnum):
    """`RECORDED`: it counts. `ALREADY`: an earlier one stands. `CLOSED`: the turn had closed."""

    RECORDED = "recorded"
    ALREADY = "already"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an answer; `given` is the one that stands."""

    outcome: Outcome
    given: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A player whose display name is not known yet, or has changed."""

    community: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer to be written, with its player if that is a newcomer."""

    answer: Answer
    newcomer: Newcomer | None = None


def record(connection: Connection, drafts: Sequence[Draft]) -> list[Recorded]:
    """Write what can be written, in one statement, and tell of each answer what became of it.

    An answer's turn row is held in share, so that none slips in behind a close (invariant 3); the primary key
    keeps the first answer of a player (invariant 2); an answer that finds its own cause was redelivered.
    """
    answers = [draft.answer for draft in drafts]
    written = _insert(connection, answers)
    newcomers = {(one.community, one.id): asdict(one) for draft in drafts if (one := draft.newcomer)}
    put(connection, player, list(newcomers.values()))
    standing = _standing(connection, [one for one in answers if one.cause not in written])
    return [
        Recorded(Outcome.RECORDED, one.given)
        if one.cause in written
        else _outcome(one, standing.get((one.turn, one.player)))
        for one in answers
    ]


def ask_again(connection: Connection, turn_id: str, player_id: str, cause: str) -> bool:
    """Note that a player is asked once more; False if that has been done before, by another event."""
    insert_new(connection, asked_again, [{"turn": turn_id, "player": player_id, "cause": cause}])
    noted = connection.scalar(
        select(asked_again.c.cause).where(asked_again.c.turn == turn_id, asked_again.c.player == player_id)
    )
    return noted == cause


def answers_in(connection: Connection, turn_id: str) -> dict[str, Answer]:
    """Each player's answer in a turn."""
    rows = connection.execute(select(answer).where(answer.c.turn == turn_id))
    return {row.player: Answer(row.turn, row.player, row.given, row.at, row.cause) for row in rows}


def answers_by_turn(connection: Connection, community: str, day: date) -> dict[str, dict[str, Answer]]:
    """Each player's answer in each turn of the quizzes of a community and local date."""
    found: dict[str, dict[str, Answer]] = {}
    rows = connection.execute(
        select(answer)
        .join(turn, turn.c.id == answer.c.turn)
        .join(quiz, quiz.c.id == turn.c.quiz)
        .where(quiz.c.community == community, quiz.c.day == day)
    )
    for row in rows:
        one = Answer(row.turn, row.player, row.given, row.at, row.cause)
        found.setdefault(one.turn, {})[one.player] = one
    return found


def given_in(connection: Connection, turn_id: str) -> dict[str, str]:
    """What each player gave in a turn."""
    rows = connection.execute(select(answer.c.player, answer.c.given).where(answer.c.turn == turn_id))
    return {row.player: row.given for row in rows}


def answered_in(connection: Connection, turn_id: str) -> int:
    """How many have answered in a turn."""
    return connection.scalar(select(func.count()).where(answer.c.turn == turn_id)) or 0


def _outcome(wanted: Answer, found: RowMapping | None) -> Recorded:
    if found is None:
        return Recorded(Outcome.CLOSED, wanted.given)
    mine = found["cause"] == wanted.cause
    return Recorded(Outcome.RECORDED if mine else Outcome.ALREADY, found["given"])


def _insert(connection: Connection, answers: Sequence[Answer]) -> frozenset[str]:
    """Write the answers that count; their causes."""
    sqlite = connection.dialect.name == "sqlite"
    given = json.dumps([_plain(number, one, sqlite) for number, one in enumerate(answers)])
    return frozenset(connection.scalars(_inserting(sqlite), {"answers": given}))


def _standing(connection: Connection, answers: Sequence[Answer]) -> dict[tuple[str, str], RowMapping]:
    """The answers that stand in the place of some."""
    if not answers:
        return {}
    rows = connection.execute(_looking, {"keys": [(one.turn, one.player) for one in answers]})
    return {(row.turn, row.player): row._mapping for row in rows}


# Built once: to build a statement takes longer than to run it.
_looking = select(answer.c.turn, answer.c.player, answer.c.given, answer.c.cause).where(
    tuple_(answer.c.turn, answer.c.player).in_(bindparam("keys", expanding=True))
)


@cache
def _inserting(sqlite: bool) -> Executable:
    given = _rows_of_json() if sqlite else _recordset()
    open_turns = (
        select(given.c.turn, given.c.player, given.c.given, given.c.at, given.c.cause)
        .join(turn, turn.c.id == given.c.turn)
        .where(turn.c.closed_at.is_(None))
        # In the order of keys, so that two processes never wait for each other crosswise; of two answers
        # of one player the one that came first counts.
        .order_by(given.c.turn, given.c.player, given.c.number)
        .with_for_update(read=True, of=turn)
    )
    names = ["turn", "player", "given", "at", "cause"]
    insert = (insert_sqlite if sqlite else insert_postgresql)(answer)
    return insert.from_select(names, open_turns).on_conflict_do_nothing().returning(answer.c.cause)


def _plain(number: int, one: Answer, sqlite: bool) -> dict[str, str | int]:
    at = in_utc(one.at)
    return {
        "number": number,
        "turn": one.turn,
        "player": one.player,
        "given": one.given,
        # SQLite keeps instants as text in this form; see `tables.Instant`.
        "at": f"{at:%Y-%m-%d %H:%M:%S.%f}" if sqlite else at.isoformat(),
        "cause": one.cause,
    }


def _rows_of_json() -> FromClause:
    each = func.json_each(bindparam("answers")).table_valued("value")
    fields = ("number", "turn", "player", "given", "at", "cause")
    return select(*(func.json_extract(each.c.value, f"$.{name}").label(name) for name in fields)).subquery(
        "given"
    )


def _recordset() -> FromClause:
    records = func.jsonb_to_recordset(cast(bindparam("answers", type_=String), JSONB)).table_valued(
        column("number", Integer),
        column("turn", String),
        column("player", String),
        column("given", String),
        column("at", DateTime(timezone=True)),
        column("cause", String),
        name="given",
    )
    return records.render_derived(with_types=True)
