from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.scoring import (
    MOST_FOR_SPEED,
    POINTS_FOR_CORRECT,
    Tally,
    points,
    score,
    score_turn,
    speed_bonus,
    total,
)
from questions.grading import Verdict
from questions.keys import FALSE, TRUE, ChoiceKey, TruthKey
from tests.factories import NOON, SECOND, answer, quiz, turn

numbers = st.integers(0, 1000)
tallies = st.lists(st.builds(Tally, numbers, numbers, numbers), max_size=8)


@given(st.text(max_size=5), st.text(max_size=5))
def test_only_the_right_option_brings_points_and_each_answer_counts_as_one(right: str, given: str) -> None:
    expected = Tally(POINTS_FOR_CORRECT, 1, 1) if given == right else Tally(0, 0, 1)
    assert score(ChoiceKey(right), given, "en") == expected


def test_a_statement_is_right_or_wrong_as_its_key_says() -> None:
    assert (
        score(TruthKey(True), TRUE, "en")
        == score(TruthKey(False), FALSE, "en")
        == Tally(POINTS_FOR_CORRECT, 1, 1)
    )
    assert score(TruthKey(True), FALSE, "en") == score(TruthKey(False), TRUE, "en") == Tally(0, 0, 1)


def test_a_wrong_answer_costs_nothing() -> None:
    assert points(Verdict.WRONG) == 0
    assert points(Verdict.CORRECT) == POINTS_FOR_CORRECT > 0


@given(tallies, st.data())
def test_a_total_does_not_depend_on_the_order_of_its_parts(parts: list[Tally], data: st.DataObject) -> None:
    assert total(parts) == total(data.draw(st.permutations(parts)))


@given(tallies, tallies)
def test_a_total_of_totals_is_the_total_of_all(some: list[Tally], others: list[Tally]) -> None:
    assert total([total(some), total(others)]) == total(some + others)


def test_the_total_of_nothing_is_nothing() -> None:
    assert total([]) == Tally(0, 0, 0)


# --- speed

shown = st.integers(1, 300)
moments = st.timedeltas(timedelta(seconds=-10), timedelta(seconds=310))


@given(shown, moments)
def test_the_bonus_is_the_share_of_the_time_that_was_left_in_whole_points(
    seconds: int, after: timedelta
) -> None:
    left = Fraction(seconds) - Fraction(after // timedelta(microseconds=1), 10**6)
    share = max(Fraction(0), min(Fraction(1), left / seconds))
    bonus = speed_bonus(turn(closes_at=NOON + seconds * SECOND), NOON + after)
    assert abs(bonus - MOST_FOR_SPEED * share) <= Fraction(1, 2)
    assert 0 <= bonus <= MOST_FOR_SPEED


@given(shown, moments, moments)
def test_who_answers_sooner_never_gets_less(seconds: int, one: timedelta, other: timedelta) -> None:
    asked = turn(closes_at=NOON + seconds * SECOND)
    sooner, later = sorted([one, other])
    assert speed_bonus(asked, NOON + sooner) >= speed_bonus(asked, NOON + later)


@pytest.mark.parametrize(
    ("after", "bonus"),
    [
        (-1, 5),
        (0, 5),
        (3, 5),
        (3.001, 4),
        (9, 4),
        (9.001, 3),
        (15, 3),
        (21, 2),
        (27, 1),
        (27.001, 0),
        (30, 0),
    ],
)
def test_in_thirty_seconds_a_point_goes_every_six_but_half_as_soon_for_the_first(
    after: float, bonus: int
) -> None:
    assert speed_bonus(turn(), NOON + after * SECOND) == bonus


def test_a_wrong_answer_gets_nothing_for_its_speed() -> None:
    assert points(Verdict.WRONG, MOST_FOR_SPEED) == 0
    assert score(ChoiceKey("right"), "wrong", "en", MOST_FOR_SPEED) == Tally(0, 0, 1)


def test_a_turn_is_scored_for_being_right_first_and_for_speed_if_the_quiz_says_so() -> None:
    answers = {
        "ana": answer("ana", "right", at=NOON),
        "ben": answer("ben", "right", at=NOON + 30 * SECOND),
        "cho": answer("cho", "wrong", at=NOON),
    }
    fast = score_turn(quiz(bonus=True), turn(), answers)
    assert fast == {"ana": Tally(15, 1, 1), "ben": Tally(10, 1, 1), "cho": Tally(0, 0, 1)}
    for plain in (quiz(bonus=False), quiz(bonus=True, seconds=0)):
        alike = score_turn(plain, turn(), answers)
        assert alike == {"ana": Tally(10, 1, 1), "ben": Tally(10, 1, 1), "cho": Tally(0, 0, 1)}


def test_speed_counts_where_the_text_suggests_the_time() -> None:
    assert score_turn(quiz(bonus=True, seconds=None), turn(), {"ana": answer(at=NOON)})["ana"].points == 15
