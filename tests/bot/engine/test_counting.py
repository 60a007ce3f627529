from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.counting import FEWEST_PLAYERS, MOST_A_DAY, Uncounted, why_uncounted
from bot.engine.quiz import Mode
from tests.factories import quiz

few = st.integers(0, 30)


@given(few, few)
def test_a_round_counts_from_two_players_up_and_ten_times_a_day(players: int, counted: int) -> None:
    counts = why_uncounted(quiz(), players, counted) is None
    assert counts == (players >= 2 and counted < 10)
    assert (FEWEST_PLAYERS, MOST_A_DAY) == (2, 10)


def test_a_round_that_does_not_count_says_why() -> None:
    assert why_uncounted(quiz(), 1, 0) is Uncounted.ALONE
    assert why_uncounted(quiz(), 2, 10) is Uncounted.ENOUGH
    assert why_uncounted(quiz(), 1, 10) is Uncounted.ALONE


@given(few, few)
def test_a_daily_and_a_round_at_one_screen_count_without_limit(players: int, counted: int) -> None:
    for free in (quiz(mode=Mode.DAILY), quiz(present=frozenset({"ana"}))):
        assert why_uncounted(free, players, counted) is None
