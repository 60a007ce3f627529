from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questions.keys import NumberKey
from questions.numbers import grade_number
from questions.verdict import Verdict
from tests.questions import writings

ELECTORS = ("electoral votes", "votos electorales")
DOLLARS = ("US dollars", "dólares de EE. UU.")
PERCENT = ("percent", "por ciento")
MILLION_VOTERS = ("million voters", "millones de electores")

locales = st.sampled_from(["en", "es", "es-MX", "es-ES"])
counts = st.integers(0, 9_999_999)
amounts = st.decimals(-(10**9), 10**9, places=2) | st.integers(-(10**9), 10**9).map(Decimal)


def graded(
    value: object,
    text: str,
    units: tuple[str, ...] = (),
    locale: str = "en",
    *,
    tolerance: str = "0",
    final: bool = False,
) -> Verdict:
    key = NumberKey(Decimal(str(value)), Decimal(tolerance), units)
    return grade_number(key, text, locale, final=final)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("270", "270"),
        ("270", "270."),
        ("270", "(270)"),
        ("270", "‘270’"),
        ("270", "„270“"),
        ("270", "`270`"),
        ("270", "２７０"),
        ("14916927", "１４，９１６，９２７"),
        ("58.55", "el 58.55 %"),
        ("270", "the 270"),
        ("7", "007"),
        ("14916927", "14,916,927"),
        ("14916927", "14.916.927"),
        ("14916927", "14 916 927"),
        ("14916927", "14\u00a0916\u202f927"),
        ("14916927", "14'916,927"),
        ("14916927", "14’916’927"),
        ("14916927", "14 millones 916 mil 927"),
        ("0.58", "0.58 %"),
        ("0.58", ".58"),
        ("0.58", "0,58 puntos porcentuales"),
        ("58.55", "58,55 %"),
        ("58.55", "58.55 percent"),
        ("58.55", "58.55 per cent"),
        ("58.55", "58.55 por ciento"),
        ("58.55", "58.55%"),
        ("0.56", "0.56 percentage points"),
        ("0.580", "0,580"),
        ("-5", "-5"),
        ("-5", "−5"),
        ("-5", "minus five"),
        ("-5", "menos cinco"),
        ("5", "+5"),
        ("1234.5", "1,234.5"),
        ("1234.5", "1.234,5"),
        ("1234.5", "1 234,5"),
        ("750000", "$750,000.00"),
        ("750000", "$ 750 000"),
        ("-750000", "-$750000"),
        ("15000000", "15 million"),
        ("71400000", "71.4 millones"),
        ("71400000", "71,4 millones"),
        ("750000", "750 mil"),
        ("750000", "750k"),
        ("3000000000", "3 mil millones"),
    ],
)
def test_figures(value: str, text: str) -> None:
    assert graded(value, text) is Verdict.CORRECT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (270, "two hundred seventy"),
        (270, "Two hundred and seventy"),
        (270, "doscientos setenta"),
        (270, "2 hundred seventy"),
        (36, "thirty-six"),
        (36, "treinta y seis"),
        (21, "veintiuno"),
        (21, "veintiún"),
        (21, "veinte y uno"),
        (16, "diez y seis"),
        (16, "dieciséis"),
        (100, "cien"),
        (100, "a hundred"),
        (101, "ciento una"),
        (1000, "mil"),
        (1000, "a thousand"),
        (1500, "fifteen hundred"),
        (2006, "two thousand and six"),
        (31_000, "treinta y un mil"),
        (1_000_000, "un millón"),
        (1_200_000, "one million, two hundred thousand"),
        (71_000_000, "setenta y un millones"),
        (0, "cero"),
        (0, "zero"),
    ],
)
def test_words(value: int, text: str) -> None:
    assert graded(value, text) is Verdict.CORRECT


def test_regression_two_hundred_seventy_is_270() -> None:
    assert graded(270, "two hundred seventy", ELECTORS) is Verdict.CORRECT
    assert graded(270, "doscientos setenta votos electorales", ELECTORS) is Verdict.CORRECT


@pytest.mark.parametrize(
    ("value", "units", "text"),
    [
        (270, ELECTORS, "270 votes"),
        (270, ELECTORS, "270 electoral votes."),
        (1, ELECTORS, "1 voto"),
        (750_000, DOLLARS, "US$750 000"),
        (750_000, DOLLARS, "$750,000.00 USD"),
        (750_000, DOLLARS, "750 mil dólares de EE.UU."),
        (750_000, DOLLARS, "U.S. $750000"),
        ("58.55", PERCENT, "58.55 %"),
        ("58.55", PERCENT, "58.55"),
        ("71.4", MILLION_VOTERS, "71.4"),
        ("71.4", MILLION_VOTERS, "71.4 million"),
        ("71.4", MILLION_VOTERS, "71.4 million voters"),
        ("71.4", MILLION_VOTERS, "71,4 millones de electores"),
        ("71.4", MILLION_VOTERS, "71,400,000"),
        ("71.4", MILLION_VOTERS, "71 millones 400 mil"),
    ],
)
def test_the_words_of_the_unit_may_stand_around_it(value: object, units: tuple[str, ...], text: str) -> None:
    assert graded(value, text, units) is Verdict.CORRECT


@pytest.mark.parametrize("text", ["71.4 thousand", "71400", "714 million", "71.4 mil voters"])
def test_millions_are_not_thousands(text: str) -> None:
    assert graded("71.4", text, MILLION_VOTERS) is Verdict.WRONG


@pytest.mark.parametrize(
    "text", ["1,234", "1.234", "233,831", "233.831", "-1,234", "1,234 votes", "71.400 millones"]
)
@pytest.mark.parametrize("value", [1234, "1.234", 233_831, 5])
def test_a_lone_group_of_three_is_asked_back_whatever_the_key(value: object, text: str) -> None:
    assert graded(value, text, ("votes",)) is Verdict.AMBIGUOUS


@pytest.mark.parametrize(
    ("value", "text", "locale"),
    [
        (233_831, "233,831", "en"),
        (233_831, "233,831", "es"),
        (233_831, "233,831", "es-MX"),
        (233_831, "233.831", "es-ES"),
        (233_831, "233.831", "es_ES"),
        ("233.831", "233.831", "en"),
        ("233.831", "233.831", "es"),
        ("233.831", "233,831", "es-ES"),
        (71_400_000_000, "71,400 millones", "es"),
        ("71400000", "71,400 millones", "es-ES"),
    ],
)
def test_at_last_a_lone_group_is_read_as_the_locale_does(value: object, text: str, locale: str) -> None:
    assert graded(value, text, locale=locale, final=True) is Verdict.CORRECT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "?",
        "votes",
        "%",
        "$",
        "-",
        "not 270",
        "no 270",
        "sin 270",
        "about 270",
        "270 or 271",
        "270 o 271",
        "270, 271",
        "269-270",
        "270 people",
        "270th",
        "27⁰",
        "270½",
        "٢٧٠",
        "2e2",
        "0x10e",
        "270/1",
        "540/2",
        "135+135",
        "- 270",
        "--270",
        "270-",
        "2,70,000",
        "14,91,6927",
        "1,234 567",
        "012,345",
        "1.2.3",
        "1,2,3",
        "5 1 2",
        "27 0",
        "two seventy",
        "twohundred",
        "two hundred setenta",
        "seventy two hundred and",
        "two and seventy",
        "mil mil",
        "cien setenta",
        "ciento",
        "zero hundred",
        "zero thousand",
        "one million zero",
        "hundred thousandth",
        "million thousand million",
        "one thousand fifteen hundred",
        "and",
        "y",
        "y seis",
        "270\0",
        "1.5 million 300",
        "270 % %%% x",
    ],
)
def test_what_is_no_single_number_cannot_be_read(text: str) -> None:
    for final in (False, True):
        assert graded(270, text, ELECTORS, final=final) is Verdict.UNREADABLE


def test_percent_is_no_unit_of_votes() -> None:
    assert graded(34, "34 %", ("days", "días")) is Verdict.UNREADABLE
    assert graded(34, "34 pesos", DOLLARS) is Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("0.56", Verdict.CORRECT),
        ("0.565", Verdict.CORRECT),
        ("0.555", Verdict.CORRECT),
        ("0.5651", Verdict.WRONG),
        ("0.565" + "0" * 150 + "1", Verdict.WRONG),
        ("0.00056500000000000000000000000000000001 mil", Verdict.WRONG),
        ("0.5549", Verdict.WRONG),
        ("0.6", Verdict.WRONG),
    ],
)
def test_the_tolerance_is_exact(text: str, verdict: Verdict) -> None:
    assert graded("0.56", text, tolerance="0.005") is verdict


def test_what_is_too_long_is_not_read() -> None:
    assert graded(1, "0" * 199 + "1") is Verdict.CORRECT
    assert graded(1, "0" * 200 + "1") is Verdict.UNREADABLE
    assert graded(1, "9" * 5000) is Verdict.UNREADABLE


@given(counts, st.sampled_from(["", " and"]))
def test_numbers_are_read_from_words(number: int, joint: str) -> None:
    assert graded(number, writings.english_number(number, joint)) is Verdict.CORRECT
    assert graded(number, writings.spanish_number(number)) is Verdict.CORRECT


def test_all_small_and_all_round_numbers_are_read_from_words() -> None:
    for number in (*range(2200), *range(1000, 10**6, 1000), *range(10**6, 10**7, 99_999)):
        assert graded(number, writings.english_number(number)) is Verdict.CORRECT, number
        assert graded(number, writings.spanish_number(number)) is Verdict.CORRECT, number


@given(amounts, locales, st.booleans())
def test_numbers_are_read_from_figures(value: Decimal, locale: str, final: bool) -> None:
    for form in writings.figures(value):
        assert graded(value, form, locale=locale, final=final) is Verdict.CORRECT, form
        assert graded(value, f"{form} votes", ("votes",), locale, final=final) is Verdict.CORRECT, form


@given(amounts, amounts, locales, st.booleans())
def test_another_number_is_never_right_in_any_form(
    value: Decimal, other: Decimal, locale: str, final: bool
) -> None:
    assume(value != other)
    for form in writings.figures(other):
        assert graded(value, form, locale=locale, final=final) is Verdict.WRONG


@given(counts, counts)
def test_another_number_is_never_right_in_words(value: int, other: int) -> None:
    assume(value != other)
    for words in (writings.english_number(other), writings.spanish_number(other)):
        assert graded(value, words, final=True) is Verdict.WRONG


@given(counts, st.data())
def test_a_lost_word_never_leaves_the_number_right(number: int, data: st.DataObject) -> None:
    for words in (writings.english_number(number).split(), writings.spanish_number(number).split()):
        place = data.draw(st.integers(0, len(words) - 1))
        lost = words.pop(place)
        again = graded(number, " ".join(words), final=True)
        assert again is not Verdict.CORRECT or (lost in {"one", "un"} and words), (lost, words)


@given(
    counts,
    st.sampled_from(["", " ", "\t", "\u00a0", "¿", "(", '"', "«"]),
    st.sampled_from(["", " ", "?", ").", "!", "»", ","]),
)
def test_case_accents_and_what_stands_around_do_not_matter(number: int, before: str, after: str) -> None:
    for form in (
        writings.english_number(number),
        writings.spanish_number(number),
        *writings.figures(Decimal(number)),
    ):
        for same in (form.upper(), form.replace("e", "é").replace("o", "ô")):
            assert graded(number, before + same + after) is Verdict.CORRECT


@given(st.text(), amounts, locales, st.booleans())
def test_no_text_is_too_odd(text: str, value: Decimal, locale: str, final: bool) -> None:
    assert graded(value, text, ELECTORS, locale, final=final) in Verdict


@given(st.text(st.sampled_from("0123456789.,' -%$kmil yandonehundr"), max_size=40), locales, st.booleans())
def test_what_looks_like_a_number_is_no_trap(text: str, locale: str, final: bool) -> None:
    assert graded(270, text, MILLION_VOTERS, locale, final=final) in Verdict


@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=20))
def test_no_unit_is_too_odd(units: list[str], text: str) -> None:
    assert graded(270, text, tuple(units), final=True) in Verdict
