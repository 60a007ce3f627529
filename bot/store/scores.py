"""Points: settled when turns and quizzes close, summed by leaderboards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, func, select

from bot.engine import counting
from bot.engine.counting import Uncounted
from bot.engine.quiz import Mode, Quiz
from bot.engine.scoring import Tally
from bot.store.tables import quiz as quizzes
from bot.store.tables import standing, total
from bot.store.upsert import add

_NUMBERS = ("points", "correct", "answered")


def settle_turn(connection: Connection, quiz: str, topic: str, tallies: Mapping[str, Tally]) -> None:
    """Add what a closed turn brought to the standings of its quiz."""
    rows = [{"quiz": quiz, "topic": topic, "player": id} | asdict(tally) for id, tally in tallies.items()]
    add(connection, standing, rows, _NUMBERS)


def settle_quiz(connection: Connection, quiz: Quiz) -> None:
    """Add the standings of a closed quiz to the totals that leaderboards sum, if it counts there."""
    if why_uncounted(connection, quiz) is not None:
        return
    rows = connection.execute(select(standing).where(standing.c.quiz == quiz.id)).mappings()
    place = {"community": quiz.community, "room": quiz.room, "day": quiz.day}
    names = ("topic", "player", *_NUMBERS)
    add(connection, total, [place | {name: row[name] for name in names} for row in rows], _NUMBERS)


def why_uncounted(connection: Connection, quiz: Quiz) -> Uncounted | None:
    """Why a closed quiz counts on no leaderboard; None if it does. It says the same whenever it is asked."""
    players = connection.scalar(
        select(func.count(standing.c.player.distinct())).where(standing.c.quiz == quiz.id)
    )
    return counting.why_uncounted(quiz, players or 0, _counted_before(connection, quiz))


def _counted_before(connection: Connection, quiz: Quiz) -> int:
    """How many rounds of the room and date of a quiz were opened before it and had players enough.

    Of these all count, or the share of the day is used up.
    """
    earlier = (
        select(quizzes.c.id)
        .join(standing, standing.c.quiz == quizzes.c.id)
        .where(quizzes.c.community == quiz.community, quizzes.c.room == quiz.room, quizzes.c.day == quiz.day)
        .where(quizzes.c.mode == Mode.LIVE, quizzes.c.opened_at < quiz.opened_at)
        .group_by(quizzes.c.id)
        .having(func.count(standing.c.player.distinct()) >= counting.FEWEST_PLAYERS)
        .subquery()
    )
    return connection.scalar(select(func.count()).select_from(earlier)) or 0


def standings(connection: Connection, quiz: str) -> dict[str, Tally]:
    """Each player's tally in one quiz."""
    return _tallies(connection, standing, [standing.c.quiz == quiz])


def totals(
    connection: Connection, community: str, room: str | None, topic: str | None, since: date | None
) -> dict[str, Tally]:
    """Each player's tally in a community or one room of it, on one topic or all, since a date or ever."""
    conditions = [total.c.community == community]
    if room is not None:
        conditions.append(total.c.room == room)
    if topic is not None:
        conditions.append(total.c.topic == topic)
    if since is not None:
        conditions.append(total.c.day >= since)
    return _tallies(connection, total, conditions)


def _tallies(
    connection: Connection, table: Table, conditions: Sequence[ColumnElement[bool]]
) -> dict[str, Tally]:
    sums = [func.sum(table.c[name]).label(name) for name in _NUMBERS]
    rows = connection.execute(select(table.c.player, *sums).where(*conditions).group_by(table.c.player))
    return {row.player: Tally(int(row.points), int(row.correct), int(row.answered)) for row in rows}
