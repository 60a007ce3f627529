"""Scores follow from the retained answers: compared with them, and put right (invariant 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, delete, event, insert, update
from typer.testing import CliRunner

from bot import course, daily
from bot.cli import app
from bot.engine.projection import Standing, Total
from bot.engine.quiz import Mode
from bot.engine.scoring import Tally
from bot.store import quizzes, rebuild, schedules, tables
from bot.store.answers import Draft, record
from bot.store.beside import Beside, beside
from bot.store.rebuild import Difference
from bot.store.store import open_store
from tests import factories
from tests.factories import COMMUNITY, NOON, ROOM, SECOND, open_round, question, room_schedule

DAY = (COMMUNITY, NOON.date())
TOPIC = "electoral-college"


def answer(connection: Connection, turn: str, **given: str) -> None:
    drafts = [Draft(factories.answer(player, option, turn)) for player, option in given.items()]
    record(connection, drafts)


def play_round(connection: Connection, id: str = "quiz", **changes: object) -> None:
    """A round of two questions, from its opening to its end."""
    _, turns = open_round(connection, length=2, id=id, **changes)
    answer(connection, f"{id}-1", ana="right", bea="wrong")
    answer(connection, f"{id}-2", ana="right", cem="right")
    for turn in turns:
        course._close(connection, turn.id, turn.due_to_close)


def play_daily(connection: Connection) -> None:
    schedules.put_schedule(connection, room_schedule())
    opened = factories.daily("daily", NOON.date(), "a daily", length=1)
    quizzes.open_quiz(connection, opened, [question()])
    quizzes.open_turn(connection, factories.turn("own", opened, player="ana"))
    answer(connection, "own", ana="right")
    daily._close(connection, "a daily", NOON + timedelta(days=1))


def play_practice(connection: Connection) -> None:
    opened = factories.quiz("practice", mode=Mode.PRACTICE, closes_at=NOON + SECOND)
    quizzes.open_quiz(connection, opened, [question()])
    quizzes.open_turn(connection, factories.turn("alone", opened, player="ana"))
    answer(connection, "alone", ana="right")
    quizzes.close_turns(connection, "practice", NOON)
    quizzes.close_quiz(connection, "practice", NOON)


def leave_round(connection: Connection) -> None:
    """A round whose second question is open."""
    open_round(connection, length=2, id="left", room="another")
    answer(connection, "left-1", ana="right", bea="right")
    course._close(connection, "left-1", NOON + 40 * SECOND)
    answer(connection, "left-2", ana="right", bea="right")


@pytest.fixture
def played(engine: Engine) -> Engine:
    """A fast round, twelve more of which two count no more, one of a single player, and all other kinds."""
    with engine.begin() as connection:
        play_round(connection, bonus=True)
        for number in range(12):
            play_round(connection, f"more-{number:02}", opened_at=NOON + number * SECOND + SECOND)
        open_round(connection, id="lonely", room="lonely")
        answer(connection, "lonely-1", ana="right")
        course._close(connection, "lonely-1", NOON + 40 * SECOND)
        play_round(connection, "elsewhere", community="slack:T1")
        play_daily(connection)
        play_practice(connection)
        leave_round(connection)
    return engine


@pytest.fixture
def database(played: Engine, database_url: str) -> Iterator[Beside]:
    with beside(database_url) as database:
        yield database


def all_of(database: Beside) -> list[Difference]:
    return database.look(lambda c: list(rebuild.all_differences(c)))


SPOILT: list[tuple[str, Callable[[Connection], object], int]] = [
    ("a standing", lambda c: c.execute(update(tables.standing).values(points=1)), 14 * 3 + 1 + 1 + 2),
    ("no standings", lambda c: c.execute(delete(tables.standing)), 14 * 3 + 1 + 1 + 2),
    ("totals", lambda c: c.execute(update(tables.total).values(answered=99)), 3 + 3),
    ("no totals", lambda c: c.execute(delete(tables.total)), 3 + 3),
    (
        "a total of nobody",
        lambda c: c.execute(
            insert(tables.total).values(
                community="discord:9", day=NOON.date(), player="eva", room="r", topic="t",
                points=1, correct=1, answered=1,
            )
        ),
        1,
    ),
    (
        "a standing of a quiz that is not settled",
        lambda c: c.execute(
            insert(tables.standing).values(
                quiz="practice", topic="t", player="ana", points=1, correct=1, answered=1
            )
        ),
        1,
    ),
]  # fmt: skip


def test_what_settling_wrote_is_what_the_answers_give(database: Beside) -> None:
    assert all_of(database) == []


@pytest.mark.parametrize(("spoil", "lines"), [one[1:] for one in SPOILT], ids=[one[0] for one in SPOILT])
def test_what_differs_from_the_answers_is_told_and_put_right(
    database: Beside, played: Engine, spoil: Callable[[Connection], object], lines: int
) -> None:
    with played.begin() as connection:
        spoil(connection)
    assert len(all_of(database)) == lines
    assert sum(rebuild.rebuild(database, day) for day in database.look(rebuild.all_days)) == lines
    assert all_of(database) == []
    assert sum(rebuild.rebuild(database, day) for day in database.look(rebuild.all_days)) == 0


def test_a_difference_tells_the_line_and_both_values(database: Beside, played: Engine) -> None:
    with played.begin() as connection:
        connection.execute(update(tables.standing).where(tables.standing.c.quiz == "left").values(points=3))
        connection.execute(delete(tables.total).where(tables.total.c.community == "slack:T1"))
    first, *_, last = all_of(database)
    assert first == Difference(Standing("left", TOPIC, "ana"), Tally(3, 1, 1), Tally(10, 1, 1))
    assert str(first) == (
        "Quiz left, topic electoral-college, player ana: stored is 3 points, 1 right of 1, "
        "the answers give 10 points, 1 right of 1."
    )
    assert last.line == Total("slack:T1", NOON.date(), "cem", ROOM, TOPIC)
    assert str(last).startswith("Leaderboard of slack:T1, room general, 2026-03-02, topic electoral-college,")
    assert "stored is nothing" in str(last)


def test_what_a_bot_settles_while_scores_are_put_right_is_not_written_over(
    database: Beside, played: Engine
) -> None:
    with played.begin() as connection:
        connection.execute(delete(tables.standing).where(tables.standing.c.player == "bea"))
        connection.execute(update(tables.total).values(points=7))
        play_round(connection, "settled", room="new", opened_at=NOON + timedelta(minutes=5))
        connection.execute(update(tables.standing).where(tables.standing.c.quiz == "left").values(points=3))
    wrong = database.look(lambda c: rebuild.differences(c, *DAY))
    with played.begin() as connection:
        course._close(connection, "left-2", NOON + timedelta(minutes=6))
        play_round(connection, "later", room="later", opened_at=NOON + timedelta(minutes=7))
    settled = {Standing("left", TOPIC, player) for player in ("ana", "bea")}
    assert settled <= {one.line for one in wrong}
    assert database.write(lambda c: rebuild.put_right(c, wrong)) == len(wrong) - len(settled)
    rebuild.rebuild(database, DAY)
    assert database.look(lambda c: rebuild.differences(c, *DAY)) == []


def test_two_who_put_scores_right_at_once_do_so_once(database: Beside, played: Engine) -> None:
    with played.begin() as connection:
        connection.execute(delete(tables.total))
        connection.execute(update(tables.standing).values(correct=0))
    wrong = database.look(lambda c: rebuild.differences(c, *DAY))
    assert database.write(lambda c: rebuild.put_right(c, wrong)) == len(wrong)
    assert database.write(lambda c: rebuild.put_right(c, wrong)) == 0
    assert database.look(lambda c: rebuild.differences(c, *DAY)) == []


def test_a_day_is_put_right_in_short_units(database: Beside, played: Engine) -> None:
    with played.begin() as connection:
        connection.execute(delete(tables.total))
        open_round(connection, id="big", room="big")
        answer(connection, "big-1", **{f"p{number:03}": "right" for number in range(120)})
        course._close(connection, "big-1", NOON + 40 * SECOND)
        connection.execute(delete(tables.standing).where(tables.standing.c.quiz == "big"))
        connection.execute(delete(tables.total))
    units: list[Connection] = []
    event.listen(database._writing, "commit", units.append)
    rows = rebuild.rebuild(database, DAY)
    assert rows > 240
    assert len(units) >= rows / rebuild.UNIT


def said(url: str, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["scores", *arguments], env={"DATABASE_URL": url})
    return result.exit_code, result.output


def test_the_operator_compares_and_rebuilds_beside_a_running_bot(played: Engine, database_url: str) -> None:
    store, _ = open_store(database_url, NOON)  # on SQLite it holds the file's lock
    assert said(database_url, "check")[0] == 0
    with played.begin() as connection:
        connection.execute(update(tables.total).values(points=1))
        connection.execute(delete(tables.standing))
    status, text = said(database_url, "check")
    assert status == 1
    assert "Quiz left, topic electoral-college, player ana: stored is nothing" in text
    assert "The answers give other scores in 52 lines." in text
    assert len(text.splitlines()) == 22
    assert said(database_url, "rebuild") == (
        0,
        "The scores are what the answers give; 52 lines had to be written.\n",
    )
    assert said(database_url, "check")[0] == 0
    store.close()


def test_to_compare_scores_makes_no_file_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="There is no database"), beside(f"sqlite:///{tmp_path / 'no.db'}"):
        pass
    assert not (tmp_path / "no.db").exists()
