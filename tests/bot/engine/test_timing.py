"""How long a question may be answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.preferences import Pace
from bot.engine.timing import LONGEST, SHORTEST, own_close, shared_close, suggested_seconds
from questions.keys import NumberKey
from questions.model import Text
from tests.factories import NOON, question

CLOSES = NOON + timedelta(hours=20)


def worded(letters: int, spanish: int = 0) -> Text:
    return Text("x" * letters, "y" * spanish)


@given(st.integers(0, 400), st.integers(0, 400))
def test_longer_texts_get_more_time_within_bounds_and_in_steps_of_five(one: int, other: int) -> None:
    short, long = sorted((one, other))
    times = [suggested_seconds(replace(question(), stem=worded(n)), "en") for n in (short, long)]
    assert SHORTEST <= times[0] <= times[1] <= LONGEST
    assert all(time % 5 == 0 for time in times)


def test_the_text_of_ones_own_language_counts() -> None:
    asked = replace(question(), stem=worded(0, 400))
    assert suggested_seconds(asked, "en") < suggested_seconds(asked, "es")


def test_what_is_typed_takes_longer() -> None:
    chosen = replace(question(), stem=worded(200))
    typed = replace(chosen, key=NumberKey.__new__(NumberKey))
    assert suggested_seconds(typed, "en") == suggested_seconds(chosen, "en") + 15


@pytest.mark.parametrize(("seconds", "after"), [(45, 45), (0, 86_400), (None, 20)])
def test_a_round_closes_after_what_is_set_or_suggested_or_a_day(seconds: int | None, after: int) -> None:
    assert shared_close(NOON, question(), "en", seconds) == NOON + timedelta(seconds=after)


@pytest.mark.parametrize(("pace", "after"), [("normal", 40), ("double", 80), ("triple", 120)])
def test_ones_own_time_is_twice_the_shared_one_by_ones_pace(pace: str, after: int) -> None:
    assert own_close(NOON, CLOSES, question(), "en", Pace(pace)) == NOON + timedelta(seconds=after)


def test_no_limit_and_no_time_go_beyond_the_close_of_the_quiz() -> None:
    assert own_close(NOON, CLOSES, question(), "en", Pace.UNLIMITED) == CLOSES
    soon = NOON + timedelta(seconds=5)
    assert own_close(NOON, soon, question(), "en", Pace.TRIPLE) == soon
