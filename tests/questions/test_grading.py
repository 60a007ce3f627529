from __future__ import annotations

from decimal import Decimal

import pytest

from questions.bank import load_bank
from questions.dates import PartialDate
from questions.grading import grade
from questions.keys import (
    FALSE,
    TRUE,
    ChoiceKey,
    DateKey,
    Key,
    NameKey,
    NumberKey,
    OrderKey,
    SetKey,
    TruthKey,
)
from questions.verdict import Verdict
from tests.questions.guesses import SAMPLES, right_answers

KEYS = list(dict.fromkeys([*SAMPLES, *(question.key for question in load_bank().questions)]))


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        (ChoiceKey("a"), ["a"], ["b", "", "A", "a,b"]),
        (TruthKey(True), [TRUE], [FALSE, "", "yes"]),
        (TruthKey(False), [FALSE], [TRUE, "", "no"]),
        (OrderKey(("a", "b", "c")), ["a,b,c"], ["a,c,b", "a,b", "a,b,c,c", "abc", ""]),
        (SetKey(frozenset("ab")), ["a,b", "b,a"], ["a", "b", "a,b,c", "", "ab"]),
    ],
)
def test_ids(key: Key, right: list[str], wrong: list[str]) -> None:
    for final in (True, False):
        assert {grade(key, given, final=final) for given in right} == {Verdict.CORRECT}
        assert {grade(key, given, final=final) for given in wrong} == {Verdict.WRONG}


@pytest.mark.parametrize(
    ("key", "given", "verdict"),
    [
        (DateKey(PartialDate(2020, 12, 14)), "December", Verdict.BE_SPECIFIC),
        (DateKey(PartialDate(2020, 12, 14)), "1/2/2020", Verdict.AMBIGUOUS),
        (DateKey(PartialDate(2020, 12, 14)), "not December 14", Verdict.UNREADABLE),
        (NumberKey(Decimal(5)), "1,234", Verdict.AMBIGUOUS),
        (NumberKey(Decimal(5)), "about 5", Verdict.UNREADABLE),
        (NameKey(("House",), ("Congress",)), "Congress", Verdict.BE_SPECIFIC),
        (NameKey(("House",), ("Congress",)), "?", Verdict.UNREADABLE),
    ],
)
def test_what_is_unclear_is_asked_once_and_then_wrong(key: Key, given: str, verdict: Verdict) -> None:
    assert grade(key, given, final=False) is verdict
    assert grade(key, given, final=True) is Verdict.WRONG


@pytest.mark.parametrize(
    ("key", "given", "locale", "verdict"),
    [
        (DateKey(PartialDate(2020, 12, 14)), "December 15", "en", Verdict.WRONG),
        (DateKey(PartialDate(2006, 7, 2)), "2 de julio", "es", Verdict.CORRECT),
        (NameKey(("12th Amendment",)), "13th Amendment", "en", Verdict.WRONG),
        (NameKey(("12th",)), "11th 12th 13th 14th", "en", Verdict.WRONG),
        (NameKey(("Felipe Calderón", "Calderón")), "Calderon", "en", Verdict.CORRECT),
        (NameKey(("House of Representatives",)), "NOT the House of Representatives", "en", Verdict.WRONG),
        (NameKey(("Salvador Cienfuegos", "Cienfuegos")), "Camilo Cienfuegos", "es", Verdict.WRONG),
        (NameKey(("Salvador Cienfuegos", "Cienfuegos")), "Cienfuegos", "es", Verdict.CORRECT),
        (NumberKey(Decimal(270)), "two hundred seventy", "en", Verdict.CORRECT),
    ],
)
def test_regressions_of_other_bots(key: Key, given: str, locale: str, verdict: Verdict) -> None:
    assert grade(key, given, locale, final=False) is verdict
    assert grade(key, given, locale, final=True) is verdict


def test_every_key_accepts_its_own_answers() -> None:
    for key in KEYS:
        for locale, form in right_answers(key):
            assert grade(key, form, locale) is Verdict.CORRECT, (key, form)


@pytest.mark.parametrize("key", SAMPLES)
@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "a" * 100_000,
        " " * 100_000,
        "\0",
        "\ud800",
        "٣",
        "²",
        "\u202e",
        "1,",
        "-",
        "'",
        "́" * 150,
    ],
)
def test_odd_texts(key: Key, text: str) -> None:
    assert grade(key, text, final=False) is not Verdict.CORRECT
