from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice, product
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_bank
from questions.dates import PartialDate
from questions.grading import SEPARATOR, grade
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
from tests.questions import writings

WRONG_ANSWERS = 10_000

TYPED: list[Key] = [
    DateKey(PartialDate(2020, 12, 14)),
    DateKey(PartialDate(2020, 12, 15)),
    DateKey(PartialDate(2006, 7, 2)),
    DateKey(PartialDate(2006, 2, 7)),
    DateKey(PartialDate(2020, 12)),
    DateKey(PartialDate(2019, 8)),
    DateKey(PartialDate(2006)),
    DateKey(PartialDate(1848)),
    NumberKey(Decimal(270), units=("electoral votes", "votos electorales")),
    NumberKey(Decimal(306), units=("electoral votes", "votos electorales")),
    NumberKey(Decimal(243_934), units=("votes", "votos")),
    NumberKey(Decimal(233_831), units=("votes", "votos")),
    NumberKey(Decimal(14_916_927), units=("votes", "votos")),
    NumberKey(Decimal("0.58"), Decimal("0.005"), ("percentage points", "puntos porcentuales")),
    NumberKey(Decimal("58.55"), Decimal("0.05"), ("percent", "por ciento")),
    NumberKey(Decimal("71.4"), Decimal("0.05"), ("million voters", "millones de electores")),
    NumberKey(Decimal(750_000), units=("US dollars", "dólares de EE. UU.")),
    NumberKey(Decimal(72), Decimal(2), ("years", "años")),
    NameKey(
        ("Felipe Calderón", "Calderón", "Felipe Calderón Hinojosa"), ("Felipe",), ("Luisa Calderón",), True
    ),
    NameKey(("Salvador Cienfuegos", "Cienfuegos"), ("Salvador",), ("Camilo Cienfuegos",), True),
    NameKey(("Edmund Muskie", "Muskie"), ("Edmund",), ("Elon Musk", "Musk"), True),
    NameKey(("House of Representatives", "Cámara de Representantes"), ("Congress",), ("Senate", "Senado")),
    NameKey(("12th Amendment", "Twelfth Amendment", "12th"), ("Amendment",), ("13th Amendment",)),
    NameKey(("Twentieth Amendment", "20th Amendment", "20th"), (), ("Twenty-second Amendment",)),
    NameKey(("DEA", "Drug Enforcement Administration"), ("Department of Justice",), ("FDA", "FBI", "CIA")),
    NameKey(("Ohio", "State of Ohio"), ("Midwest",), ("Iowa", "Idaho")),
    NameKey(("Perote", "Perote, Veracruz"), ("Veracruz",), ("Cofre de Perote", "Peru")),
    ChoiceKey("house"),
    ChoiceKey("senate"),
    TruthKey(True),
    OrderKey(("arrest", "statement", "return")),
    SetKey(frozenset({"campa", "mercado"})),
]
KEYS = list(dict.fromkeys([*TYPED, *(question.key for question in load_bank().questions)]))


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
        for locale, form in answers(key):
            assert grade(key, form, locale) is Verdict.CORRECT, (key, form)


def test_no_answer_to_another_question_is_ever_right() -> None:
    dice = Random(3)
    for key, locale, form in islice(wrong_answers(dice), WRONG_ANSWERS):
        assert grade(key, form, locale, final=False) is not Verdict.CORRECT, (key, form)
        assert grade(key, form, locale, final=True) is Verdict.WRONG, (key, form)


@given(st.sampled_from(KEYS), st.text(), st.sampled_from(["en", "es", "es-ES", ""]), st.booleans())
def test_grading_never_raises(key: Key, text: str, locale: str, final: bool) -> None:
    verdict = grade(key, text, locale, final=final)
    assert not final or verdict in {Verdict.CORRECT, Verdict.WRONG}


@pytest.mark.parametrize("key", TYPED)
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


def answers(key: Key) -> Iterator[tuple[str, str]]:
    """Right answers, each with the locale that reads it so at last."""
    match key:
        case ChoiceKey(option):
            yield "en", option
        case TruthKey(value):
            yield "en", TRUE if value else FALSE
        case OrderKey(sequence):
            yield "en", SEPARATOR.join(sequence)
        case SetKey(options):
            yield "en", SEPARATOR.join(sorted(options))
        case NameKey(accept, _, _, person):
            for text, locale in product(accept, ("en", "es")):
                yield locale, text
                yield locale, f"general {text}" if person else text.upper()
        case NumberKey(value, _, units):
            yield from (("en", form) for form in writings.figures(value))
            yield from (("es", f"{value} {unit}") for unit in units)
            if value == int(value):
                yield "en", writings.english_number(int(value))
                yield "es", writings.spanish_number(int(value))
        case DateKey(PartialDate(int(year), int(month), int(day))):
            whole = date(year, month, day)
            yield from (("en", form) for form in writings.days_with_year(whole))
            yield from (("es", form) for form in writings.days_without_year(whole))
            yield from (
                (locale, form) for locale in ("en", "es") for form in writings.days_in_figures(whole, locale)
            )
        case DateKey(PartialDate(int(year), int(month), None)):
            yield from (("es", form) for form in writings.months(year, month))
        case DateKey(PartialDate(int(year), None, None)):
            yield from (("es", form) for form in writings.years(year))


def wrong_answers(dice: Random) -> Iterator[tuple[Key, str, str]]:
    """Keys of every kind as often, each with what is right, or nearly, for another question."""
    kinds = [[key for key in KEYS if isinstance(key, kind)] for kind in get_args(Key)]
    while True:
        key, other = (dice.choice(dice.choice(kinds)) for _ in range(2))
        locale, form = dice.choice([*answers(other), *near_misses(other)])
        if not overlap(key, other) and not says_the_same(key, form):
            yield key, locale, form


def near_misses(key: Key) -> Iterator[tuple[str, str]]:
    """What a player may say who has heard of it."""
    if isinstance(key, NameKey):
        yield from (("es", text) for text in (*key.prompt, *key.reject))
        yield from (("en", f"not {text}") for text in key.accept)


def overlap(key: Key, other: Key) -> bool:
    """Whether an answer to the other question may rightly answer this one."""
    match key, other:
        case (DateKey(PartialDate(year, month, day)), DateKey(said)):
            if day is not None and said.day is not None:
                return (month, day) == (said.month, said.day)  # the year may be left out
            return all(
                part in (None, of)
                for part, of in zip((year, month, day), (said.year, said.month, said.day), strict=True)
            )
        case (NumberKey(value, tolerance), NumberKey(said_value)):
            return abs(value - said_value) <= tolerance
        case (NumberKey(value, tolerance), DateKey(PartialDate(int(year), None, None))):
            return abs(value - year) <= tolerance
        case (DateKey(PartialDate(year, None, None)), NumberKey(value)):
            return value == year
        case (DateKey() | NumberKey() | NameKey(), ChoiceKey() | SetKey() | OrderKey()):
            return True  # an id like `nov-7` says a date
        case (NameKey(), NameKey()):
            return bool(set(key.accept) & set(other.accept))
        case _:
            return key == other


def says_the_same(key: Key, form: str) -> bool:
    """Whether a key lists the very words: a person may be the answer here and a near miss there."""
    return isinstance(key, NameKey) and form.casefold() in {text.casefold() for text in key.accept}
