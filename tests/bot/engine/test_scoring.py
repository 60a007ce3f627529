from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.scoring import POINTS_FOR_CORRECT, Tally, points, score, total
from questions.grading import Verdict
from questions.keys import FALSE, TRUE, ChoiceKey, TruthKey

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
