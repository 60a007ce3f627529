"""Points: settled when turns and quizzes close, summed by leaderboards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    CTE,
    Connection,
    Label,
    Row,
    ScalarSelect,
    Select,
    Table,
    case,
    func,
    select,
    true,
)

from bot.engine import counting
from bot.engine.counting import Uncounted
from bot.engine.leaderboard import PAGE, Field, Page, pages, placed
from bot.engine.quiz import Mode, Quiz
from bot.engine.scoring import Tally
from bot.engine.statistics import Played
from bot.store.tables import player, standing, total
from bot.store.tables import quiz as quizzes
from bot.store.upsert import add

_NUMBERS = ("points", "correct", "answered")
# The databases' integers have an end.
_FARTHEST = 10**9


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
    rows = connection.execute(
        select(standing.c.player, *_sums(standing)).where(standing.c.quiz == quiz).group_by(standing.c.player)
    )
    return {row.player: _tally(row) for row in rows}


def page(connection: Connection, field: Field, number: int, reader: str) -> Page:
    """A page of a leaderboard, the last one if it has fewer, with the reader's own line wherever it stands.

    Players who are kept off the leaderboards are not on it.
    """
    rows = connection.execute(_page_of(field, number, reader)).all()
    if not rows:
        return Page(())
    first = rows[0]
    last = pages(first.size)
    number = min(number, last)
    lines = placed([(row.player, _tally(row)) for row in rows], (number - 1) * PAGE, first.better)
    if first.own_points is None:
        return Page(lines, None, number, last)
    own = Tally(int(first.own_points), int(first.own_correct), int(first.own_answered))
    return Page(lines, placed([(reader, own)], better=first.ahead)[0], number, last)


def played(connection: Connection, community: str, player: str) -> list[Played]:
    """What a player gathered in a community, by local date and topic."""
    rows = connection.execute(
        select(total.c.day, total.c.topic, *_sums(total))
        .where(total.c.community == community, total.c.player == player)
        .group_by(total.c.day, total.c.topic)
    )
    return [Played(row.day, row.topic, _tally(row)) for row in rows]


def _page_of(field: Field, number: int, reader: str) -> Select[Any]:
    """All of a page in one statement, so that it is of one moment.

    Each line tells the number of players, how many have more points than the first line and than the reader,
    and the reader's own sums.
    """
    sums = _listed(field).cte("sums")
    own = select(sums).where(sums.c.player == reader).cte("own")
    wanted = min((number - 1) * PAGE, _FARTHEST)
    counted = select(func.count().label("size")).select_from(sums).cte("counted")
    size = select(counted.c.size).scalar_subquery()
    beginning = case((size > wanted, wanted), else_=(size - 1) // PAGE * PAGE)
    order = (sums.c.points.desc(), sums.c.player)
    lines = select(sums).order_by(*order).limit(PAGE).offset(beginning).cte("lines")
    best = select(func.max(lines.c.points)).scalar_subquery()
    return (
        select(
            lines,
            size.label("size"),
            _better(sums, best).label("better"),
            _better(sums, select(own.c.points).scalar_subquery()).label("ahead"),
            *(own.c[name].label(f"own_{name}") for name in _NUMBERS),
        )
        .select_from(lines.outerjoin(own, true()))
        .order_by(lines.c.points.desc(), lines.c.player)
    )


def _listed(field: Field) -> Select[Any]:
    """Each player's sums, but for those who are kept off."""
    conditions = [total.c.community == field.community]
    if field.room is not None:
        conditions.append(total.c.room == field.room)
    if field.topic is not None:
        conditions.append(total.c.topic == field.topic)
    if field.since is not None:
        conditions.append(total.c.day >= field.since)
    # Left out after summing: by then there are fewer rows to look at.
    sums = select(total.c.player, *_sums(total)).where(*conditions).group_by(total.c.player).subquery()
    kept_off = select(player.c.id).where(player.c.community == field.community, player.c.excluded)
    return select(sums).where(sums.c.player.not_in(kept_off))


def _better(sums: CTE, points: ScalarSelect[int]) -> ScalarSelect[int]:
    """How many players have more points."""
    return select(func.count()).select_from(sums).where(sums.c.points > points).scalar_subquery()


def _sums(table: Table) -> list[Label[int]]:
    return [func.sum(table.c[name]).label(name) for name in _NUMBERS]


def _tally(row: Row[Any]) -> Tally:
    return Tally(int(row.points), int(row.correct), int(row.answered))
