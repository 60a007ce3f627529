"""How long a room may answer a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.timing import LONGEST, SHORTEST, UNTIMED, shared_close, suggested_seconds
from questions.keys import NameKey
from questions.model import Text
from tests.factories import NOON, SECOND, question


def with_stem(words: str) -> Text:
    return Text(words, words * 2)


@given(st.integers(1, 300))
def test_a_question_closes_after_the_seconds_that_were_chosen(seconds: int) -> None:
    assert shared_close(NOON, question(), "en", seconds) == NOON + seconds * SECOND


def test_without_a_limit_it_closes_after_a_day() -> None:
    assert shared_close(NOON, question(), "en", 0) == NOON + UNTIMED == NOON + timedelta(hours=24)


@given(st.integers(0, 3000), st.sampled_from(["en", "es"]))
def test_if_nothing_is_chosen_the_text_suggests_the_time(letters: int, language: str) -> None:
    asked = replace(question(), stem=with_stem("x" * letters))
    suggested = suggested_seconds(asked, "es" if language == "es" else "en")
    closes = shared_close(NOON, asked, "es" if language == "es" else "en", None)
    assert closes == NOON + suggested * SECOND
    assert SHORTEST <= suggested <= LONGEST
    assert suggested % 5 == 0


def test_a_longer_text_is_given_more_time_and_so_is_what_must_be_typed() -> None:
    short, long = (replace(question(), stem=with_stem("x" * letters)) for letters in (200, 500))
    assert suggested_seconds(short, "en") < suggested_seconds(long, "en")
    assert suggested_seconds(short, "en") < suggested_seconds(short, "es")
    typed = replace(short, key=NameKey(("x",)))
    assert suggested_seconds(typed, "en") == suggested_seconds(short, "en") + 15


@pytest.mark.parametrize("seconds", [0, 10, None])
def test_a_turn_never_closes_before_it_has_opened(seconds: int | None) -> None:
    assert shared_close(NOON, question(), "en", seconds) > NOON
