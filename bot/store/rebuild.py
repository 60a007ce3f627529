"""Scores rebuilt from the retained answers, compared with what is stored, and put right (invariant 6).

A community's day is read at one moment. What differs from what the answers give is then written, a few rows a
unit, each only if it still is as it was read: what a bot settles meanwhile is never written over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, select, tuple_

from bot.engine.projection import Played, Standing, Total, standings, totals
from bot.engine.scoring import Tally
from bot.store import quizzes, tables
from bot.store.answers import answers_by_turn
from bot.store.beside import Beside
from bot.store.upsert import insert_new

# How many rows are put right in one unit of work: a tenth of the 50 ms that one may take.
UNIT = 50
# How often a day is looked at again that a bot changes meanwhile.
_ATTEMPTS = 20

Day = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of a quiz or of a leaderboard that is not what the answers give; None is no line."""

    line: Standing | Total
    stored: Tally | None
    right: Tally | None

    def __str__(self) -> str:
        return (
            f"{self._where()}, topic {self.line.topic}, player {self.line.player}: "
            f"stored is {_told(self.stored)}, the answers give {_told(self.right)}."
        )

    def _where(self) -> str:
        if isinstance(self.line, Standing):
            return f"Quiz {self.line.quiz}"
        return f"Leaderboard of {self.line.community}, room {self.line.room}, {self.line.day}"


def all_days(connection: Connection) -> list[Day]:
    """Every community and date that has quizzes or totals."""
    found = set(connection.execute(select(tables.quiz.c.community, tables.quiz.c.day).distinct()))
    total = tables.total.c
    # From one day to the next by the key: there are many more totals than days.
    first = select(total.community, total.day).order_by(total.community, total.day).limit(1)
    here = connection.execute(first).first()
    while here is not None:
        found.add(here)
        behind = tuple_(total.community, total.day) > tuple_(*here)
        here = connection.execute(first.where(behind)).first()
    return sorted(found)


def differences(connection: Connection, community: str, day: date) -> list[Difference]:
    """What is stored of a community's date and is not what its answers give.

    All that it reads must be of one moment: see `Beside.look`.
    """
    played = _played(connection, community, day)
    lines = [(one.quiz, standings(one)) for one in played]
    right: dict[Standing | Total, Tally] = {
        line: tally for _, of_quiz in lines for line, tally in of_quiz.items()
    }
    for line, tally in totals(lines).items():
        right[line] = tally
    stored = _stored(connection, community, day)
    return [
        Difference(line, stored.get(line), right.get(line))
        for line in sorted(stored.keys() | right.keys(), key=_order)
        if stored.get(line) != right.get(line)
    ]


def all_differences(connection: Connection) -> Iterator[Difference]:
    """As `differences`, of all communities and dates."""
    for community, day in all_days(connection):
        yield from differences(connection, community, day)


def rebuild(database: Beside, day: Day) -> int:
    """Write what is right of a community's date; how many rows were wrong.

    Raises:
        RuntimeError: the date kept changing while it was looked at.
    """
    written = 0
    for _ in range(_ATTEMPTS):
        wrong = database.look(lambda c: differences(c, *day))
        if not wrong:
            return written
        for start in range(0, len(wrong), UNIT):
            written += database.write(partial(put_right, wrong=wrong[start : start + UNIT]))
    raise RuntimeError(f"the scores of {day[0]} on {day[1]} keep changing")


def put_right(connection: Connection, wrong: Sequence[Difference]) -> int:
    """Write what is right where the stored row still is as it was read; how many rows were."""
    return sum(_put_right(connection, one) for one in wrong)


def _played(connection: Connection, community: str, day: date) -> list[Played]:
    closed = quizzes.closed_turns_on(connection, community, day)
    answers = answers_by_turn(connection, community, day)
    return [
        Played(quiz, [(turn, answers.get(turn.id, {})) for turn in closed.get(quiz.id, [])])
        for quiz in quizzes.quizzes_on(connection, community, day)
    ]


def _stored(connection: Connection, community: str, day: date) -> Mapping[Standing | Total, Tally]:
    found: dict[Standing | Total, Tally] = {}
    standing, total, quiz = tables.standing, tables.total, tables.quiz
    of_quizzes = (
        select(standing)
        .join(quiz, quiz.c.id == standing.c.quiz)
        .where(quiz.c.community == community, quiz.c.day == day)
    )
    for row in connection.execute(of_quizzes):
        found[Standing(row.quiz, row.topic, row.player)] = Tally(row.points, row.correct, row.answered)
    of_day = select(total).where(total.c.community == community, total.c.day == day)
    for row in connection.execute(of_day):
        line = Total(row.community, row.day, row.player, row.room, row.topic)
        found[line] = Tally(row.points, row.correct, row.answered)
    return found


def _put_right(connection: Connection, wrong: Difference) -> int:
    table = tables.standing if isinstance(wrong.line, Standing) else tables.total
    key = wrong.line._asdict()
    if wrong.stored is None:
        return insert_new(connection, table, [key | asdict(wrong.right)]) if wrong.right else 0
    as_read = _is(table, key | asdict(wrong.stored))
    if wrong.right is None:
        return connection.execute(table.delete().where(as_read)).rowcount
    return connection.execute(table.update().where(as_read).values(**asdict(wrong.right))).rowcount


def _is(table: Table, values: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in values.items()))


def _order(line: Standing | Total) -> tuple[str, ...]:
    # That in which settling writes: standings first, each table in the order of its keys.
    return ("1" if isinstance(line, Standing) else "2", *map(str, line))


def _told(tally: Tally | None) -> str:
    if tally is None:
        return "nothing"
    return f"{tally.points} points, {tally.correct} right of {tally.answered}"
