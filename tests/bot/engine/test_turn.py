from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.turn import (
    GRACE,
    NotAnOption,
    NotReadable,
    NotYourTurn,
    Turn,
    TurnClosed,
    closes_early,
    expected_next,
)
from questions.dates import PartialDate
from questions.grading import SEPARATOR
from questions.keys import ChoiceKey, DateKey, Key, OrderKey, SetKey, TruthKey
from tests.factories import NOON, SECOND, question, turn

LETTERED: list[Key] = [
    ChoiceKey("right"),
    TruthKey(True),
    OrderKey(("right", "wrong", "other")),
    SetKey(frozenset({"right", "other"})),
]


def turn_on(key: Key) -> Turn:
    """A turn with the letters A (wrong), B (right) and C (other), or one without."""
    asked = replace(question(), key=key, options=() if isinstance(key, DateKey) else question().options)
    return turn(asked=asked, order=tuple(id for id in ("wrong", "right", "other") if asked.option(id)))


ORDER, SET, CHOICE = (turn_on(key) for key in (LETTERED[2], LETTERED[3], LETTERED[0]))
TYPED = turn_on(DateKey(PartialDate(2020, 12, 14)))
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


@pytest.mark.parametrize(
    "text",
    [
        "BAC",
        "bac",
        "b a c",
        "B, A, C",
        " B > A > C. ",
        "B → A → C",
        "(b) (a) (c)",
        "“B-A-C”",
        "ＢＡＣ",
        "B, A y C",
    ],
)
def test_letters_are_read_however_they_stand_together(text: str) -> None:
    assert ORDER.read(text) == "right,wrong,other"


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (ORDER, "BA"),
        (ORDER, "BAA"),
        (ORDER, "BACB"),
        (ORDER, "B A D"),
        (ORDER, "2 1 3"),
        (ORDER, "not BAC"),
        (SET, ""),
        (SET, "and"),
        (SET, "A A"),
        (SET, "?"),
        (CHOICE, "A B"),
        (CHOICE, "right"),
        (CHOICE, "Á1"),
    ],
)
def test_what_does_not_name_options_as_the_question_asks_is_not_read(asked: Turn, text: str) -> None:
    with pytest.raises(NotReadable):
        asked.read(text)


@given(
    st.sampled_from([*map(turn_on, LETTERED), TYPED]),
    st.text() | st.text("abcABCdyand ,.>→()\0Ｂ", max_size=12),
)
def test_what_is_read_is_an_answer_and_nothing_else_is_raised(asked: Turn, text: str) -> None:
    try:
        given = asked.read(text)
    except NotReadable:
        assert asked.order
        return
    assert not given or asked.answer("ana", given, NOON, "typed").given == given


@given(
    st.lists(st.sampled_from("ABC"), min_size=1, unique=True),
    st.sampled_from(["", " ", ",", ", ", " > ", "\n", " - ", ";", " and ", " y "]),
    st.sampled_from(["", " ", ".", "!", "\u00a0"]),
)
def test_letters_say_the_same_in_any_case_and_with_anything_between(
    letters: list[str], between: str, after: str
) -> None:
    for written in (between.join(letters) + after, between.join(letters).lower()):
        assert SET.read(written) == SEPARATOR.join(SET.order["ABC".index(letter)] for letter in letters)


def test_what_is_typed_stays_as_it_reads() -> None:
    assert TYPED.read("  el 14 de diciembre\n") == "el 14 de diciembre"
    assert TYPED.read("14\0 de \ud800\u200bdiciembre") == "14 de diciembre"
