from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.budget import Budget
from tests.adapters.slack.conftest import NOON

SECOND = timedelta(seconds=1)


@given(
    burst=st.integers(1, 5),
    pauses=st.lists(st.integers(0, 3000).map(lambda ms: timedelta(milliseconds=ms)), max_size=60),
)
def test_never_more_than_the_burst_and_one_for_each_time_that_passed(
    burst: int, pauses: list[timedelta]
) -> None:
    budget, now, made = Budget(burst, SECOND), NOON, []
    for pause in pauses:
        now += pause
        if not budget.wait(now):
            budget.take(now)
            made.append(now)
    for start in range(len(made)):
        for end in range(start, len(made)):
            assert end - start + 1 <= burst + (made[end] - made[start]) // SECOND


@given(burst=st.integers(1, 5), calls=st.integers(1, 20))
def test_who_takes_ahead_of_time_is_told_how_long_to_wait(burst: int, calls: int) -> None:
    budget = Budget(burst, SECOND)
    waits = [budget.take(NOON) for _ in range(calls)]
    assert waits == [max(0, call - burst + 1) * SECOND for call in range(calls)]


def test_a_call_after_a_long_rest_finds_the_whole_burst_again_and_no_more() -> None:
    budget = Budget(3, SECOND)
    for _ in range(3):
        budget.take(NOON)
    later = NOON + timedelta(hours=1)
    assert [budget.take(later) for _ in range(4)] == [0 * SECOND, 0 * SECOND, 0 * SECOND, SECOND]


def test_nothing_is_allowed_until_the_end_of_a_hold_and_then_one_at_a_time() -> None:
    budget = Budget(3, SECOND)
    budget.hold(NOON + 10 * SECOND)
    assert budget.wait(NOON + 4 * SECOND) == 6 * SECOND
    assert [budget.take(NOON + 10 * SECOND) for _ in range(2)] == [0 * SECOND, SECOND]
