"""Instants come back aware, in UTC and equal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import StatementError

from bot.store import due, quizzes, tables
from bot.store.answers import Draft, record
from tests.factories import NOON, answer, open_round, quiz, work

INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.timezones())  # noqa: DTZ001
ONCE_A_DATABASE = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


def there_and_back(connection: Connection, instant: datetime) -> Any:
    connection.execute(tables.due.delete())
    due.add_work(connection, work(due_at=instant))
    return connection.execute(select(tables.due.c.due_at)).scalar_one()


@given(instant=INSTANTS)
@ONCE_A_DATABASE
def test_an_instant_comes_back_in_utc_and_equal(engine: Engine, instant: datetime) -> None:
    with engine.begin() as connection:
        back = there_and_back(connection, instant)
    assert back == instant.astimezone(UTC)
    assert back.utcoffset() == timedelta(0)


@given(instant=INSTANTS)
@ONCE_A_DATABASE
def test_an_answers_instant_is_that_of_any_other_row(engine: Engine, instant: datetime) -> None:
    """Answers are written as JSON, past the column's own type."""
    with engine.begin() as connection:
        quizzes.drop_quiz(connection, "quiz")
        open_round(connection)
        record(connection, [Draft(answer(turn="quiz-1", at=instant))])
        back = connection.execute(select(tables.answer.c.at)).scalar_one()
        assert back == there_and_back(connection, instant)
        equal = select(func.count()).where(tables.answer.c.at == tables.due.c.due_at)
        assert connection.scalar(equal) == 1  # as written, too
        connection.execute(tables.answer.delete())


@given(instants=st.lists(INSTANTS, min_size=2, max_size=5, unique=True))
@ONCE_A_DATABASE
def test_instants_are_ordered_by_the_database_as_in_time(engine: Engine, instants: list[datetime]) -> None:
    with engine.begin() as connection:
        connection.execute(tables.due.delete())
        for number, instant in enumerate(instants):
            due.add_work(connection, work(str(number), due_at=instant))
        found = connection.scalars(select(tables.due.c.due_at).order_by(tables.due.c.due_at)).all()
        assert found == sorted(instant.astimezone(UTC) for instant in instants)
        assert due.next_due(connection, ["discord"]) == min(found)


def test_a_naive_instant_is_refused(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(StatementError, match="an instant needs a time zone"):
        there_and_back(connection, NOON.replace(tzinfo=None))


def test_no_instant_comes_back_as_none(engine: Engine) -> None:
    with engine.begin() as connection:
        open_round(connection)
        assert quizzes.find_quiz(connection, "quiz") == quiz(closes_at=None, closed_at=None)
