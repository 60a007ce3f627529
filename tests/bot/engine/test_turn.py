from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.turn import (
    GRACE,
    NotAnOption,
    NotYourTurn,
    TurnClosed,
    closes_early,
    expected_next,
)
from tests.factories import NOON, SECOND, turn

people = st.sets(st.sampled_from(["ana", "ben", "cho", "dan"]))


@given(st.timedeltas(timedelta(hours=-1), timedelta(hours=1)))
def test_an_answer_counts_up_to_the_time_shown_and_not_a_microsecond_longer(late: timedelta) -> None:
    open_turn = turn()
    at = open_turn.closes_at + late
    if late > timedelta(0):
        with pytest.raises(TurnClosed):
            open_turn.answer("ana", "right", at, "click")
    else:
        answer = open_turn.answer("ana", "right", at, "click")
        assert (answer.turn, answer.player, answer.given, answer.at, answer.cause) == (
            open_turn.id,
            "ana",
            "right",
            at,
            "click",
        )


@given(st.text(max_size=8))
def test_only_an_option_of_the_question_is_an_answer(given: str) -> None:
    if given in {"right", "wrong", "other"}:
        return
    with pytest.raises(NotAnOption):
        turn().answer("ana", given, NOON, "click")


def test_anyone_may_answer_a_shared_turn() -> None:
    assert turn(player=None).answer("anyone", "wrong", NOON, "click").player == "anyone"


def test_an_own_turn_takes_its_players_answer_and_no_other() -> None:
    own = turn(player="ana")
    assert own.answer("ana", "right", NOON, "click").given == "right"
    with pytest.raises(NotYourTurn):
        own.answer("ben", "right", NOON, "click")


def test_another_player_learns_nothing_of_an_own_turn_but_whose_it_is() -> None:
    own = turn(player="ana")
    with pytest.raises(NotYourTurn):
        own.answer("ben", "no option", own.closes_at + SECOND, "click")


def test_a_turn_closes_a_little_after_the_time_shown() -> None:
    assert turn().due_to_close == turn().closes_at + GRACE
    assert timedelta(0) < GRACE <= timedelta(seconds=5)


def test_options_stand_in_the_order_of_the_turn() -> None:
    assert [option.id for option in turn(order=("other", "right", "wrong")).options()] == [
        "other",
        "right",
        "wrong",
    ]


@given(people, people)
def test_a_turn_closes_early_when_all_expected_have_answered_and_someone_was(
    expected: set[str], answered: set[str]
) -> None:
    assert closes_early(expected, answered) == (len(expected) > 0 and not expected - answered)


@given(people, people)
def test_who_answered_and_who_is_present_is_expected_next(answered: set[str], present: set[str]) -> None:
    assert expected_next(answered, present) == answered | present
