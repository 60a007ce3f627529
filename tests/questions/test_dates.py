from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questions.dates import PartialDate, grade_date, read_date
from questions.verdict import Verdict
from tests.questions import writings

DECEMBER_14 = PartialDate(2020, 12, 14)
JULY_2 = PartialDate(2006, 7, 2)
AUGUST_2019 = PartialDate(2019, 8)
YEAR_2006 = PartialDate(2006)

days = st.dates(date(1700, 1, 1), date(2100, 12, 31))
locales = st.sampled_from(["en", "es", "es-ES"])


def graded(wanted: PartialDate, text: str, locale: str = "en", final: bool = False) -> Verdict:
    return grade_date(wanted, text, locale, final=final)


def whole(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


@pytest.mark.parametrize(
    "text",
    [
        "December 14",
        "DECEMBER 14!",
        "Dec. 14th, 2020",
        "14 December 2020",
        "the 14th of December",
        "Monday, December 14",
        "December fourteenth",
        "14 de diciembre",
        "el 14 de diciembre de 2020",
        "14 de diciembre del 2020",
        "lunes 14 de diciembre del año 2020",
        "catorce de diciembre",
        "14-dic-2020",
        "2020-12-14",
        "2020–12–14",
        "el 14/12/2020",
        "12-14-2020",
        "14.12.2020",
        "14 / 12 / 2020",
        "14 del 12 de 2020",
        "12/14",
        "  «14 de Diciembre»  ",
        "a 14 de diciembre de 2020",
    ],
)
def test_the_forms_of_december_14(text: str) -> None:
    assert graded(DECEMBER_14, text) is Verdict.CORRECT


@pytest.mark.parametrize(
    "text",
    [
        "1 de julio",
        "1o de julio",
        "1º de julio",
        "1.º de julio",
        "1° de julio",
        "1er de julio",
        "primero de julio",
        "uno de julio",
        "July 1st",
        "the first of July",
        "Jul 1",
    ],
)
def test_the_first_of_a_month(text: str) -> None:
    assert read_date(text) == (PartialDate(None, 7, 1),)


@pytest.mark.parametrize("text", ["1 de septiembre", "1 de setiembre", "Sept. 1", "Sep 1", "1 set"])
def test_the_names_of_september(text: str) -> None:
    assert read_date(text) == (PartialDate(None, 9, 1),)


def test_regression_december_15_is_not_december_14() -> None:
    assert graded(DECEMBER_14, "December 15") is Verdict.WRONG


def test_regression_2_de_julio_is_july_2() -> None:
    assert graded(JULY_2, "2 de julio", "es") is Verdict.CORRECT


@pytest.mark.parametrize(
    "text", ["December 14, 2019", "14/12/2021", "2020-12-15", "the 13th", "November", "2021"]
)
def test_any_part_that_differs_is_wrong(text: str) -> None:
    assert graded(DECEMBER_14, text) is Verdict.WRONG


@pytest.mark.parametrize(
    "text", ["December", "diciembre de 2020", "2020", "12/2020", "el 14", "lunes 14", "día 14"]
)
def test_a_part_of_the_date_is_asked_to_be_more_specific(text: str) -> None:
    assert graded(DECEMBER_14, text) is Verdict.BE_SPECIFIC


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("August 2019", Verdict.CORRECT),
        ("agosto del 2019", Verdict.CORRECT),
        ("2019-08", Verdict.CORRECT),
        ("August 14, 2019", Verdict.CORRECT),
        ("August", Verdict.BE_SPECIFIC),
        ("2019", Verdict.BE_SPECIFIC),
        ("August 14", Verdict.BE_SPECIFIC),
        ("14", Verdict.UNREADABLE),
        ("August 2020", Verdict.WRONG),
        ("September 2019", Verdict.WRONG),
    ],
)
def test_a_month(text: str, verdict: Verdict) -> None:
    assert graded(AUGUST_2019, text) is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2006", Verdict.CORRECT),
        ("en el año 2006", Verdict.CORRECT),
        ("July 2, 2006", Verdict.CORRECT),
        ("julio de 2006", Verdict.CORRECT),
        ("July 2", Verdict.BE_SPECIFIC),
        ("06", Verdict.UNREADABLE),
        ("'06", Verdict.UNREADABLE),
        ("2007", Verdict.WRONG),
    ],
)
def test_a_year(text: str, verdict: Verdict) -> None:
    assert graded(YEAR_2006, text) is verdict


def test_a_date_without_a_year_in_the_key_counts_with_any() -> None:
    assert graded(PartialDate(None, 7, 2), "July 2, 1999") is Verdict.CORRECT


@pytest.mark.parametrize(
    "text", ["1/2/2020", "07-02-2006", "2.7.2006", "2/7", "2 del 7 de 2006", "el 2/7/2006"]
)
@pytest.mark.parametrize("wanted", [JULY_2, DECEMBER_14, YEAR_2006])
def test_figures_that_can_be_read_in_two_ways_are_asked_back_whatever_is_wanted(
    wanted: PartialDate, text: str
) -> None:
    assert graded(wanted, text) is Verdict.AMBIGUOUS


@pytest.mark.parametrize("text", ["7/7/2006", "07-07", "2006-07-07", "2006/7/7"])
def test_figures_that_mean_one_date_either_way_are_not_asked_back(text: str) -> None:
    assert graded(PartialDate(2006, 7, 7), text) is Verdict.CORRECT


@pytest.mark.parametrize(
    ("text", "locale", "verdict"),
    [
        ("7/2/2006", "en", Verdict.CORRECT),
        ("2/7/2006", "en", Verdict.WRONG),
        ("2/7/2006", "es", Verdict.CORRECT),
        ("2/7", "es-ES", Verdict.CORRECT),
        ("7/2/2006", "es-MX", Verdict.WRONG),
    ],
)
def test_at_last_figures_are_read_as_the_locale_does(text: str, locale: str, verdict: Verdict) -> None:
    assert graded(JULY_2, text, locale, final=True) is verdict


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?",
        "not December 14",
        "no el 14 de diciembre",
        "December 14 or 15",
        "14 o 15 de diciembre",
        "14 y 15 de diciembre",
        "1 a 5 de julio",
        "1 a 5",
        "December 14-15",
        "11, 12, 13, 14 December",
        "12, 14",
        "December 14 2020 2021",
        "November December 14",
        "before December 14",
        "> December 14",
        "≠ 14 de diciembre",
        "~~December 14~~",
        "Dezember 14",
        "Decembr 14",
        "diciembr 14",
        "14",
        "Monday",
        "Monday Tuesday December 14",
        "de",
        "14 2020",
    ],
)
def test_what_is_no_single_date_cannot_be_read(text: str) -> None:
    assert text == "14" or read_date(text) == ()
    assert graded(AUGUST_2019, text) is Verdict.UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "The first Wednesday in December",
        "first Wednesday of December 2006",
        "December, first Wednesday",
        "2nd Tuesday in December",
        "dec-first-wed",
        "1er miércoles de diciembre",
        "el 1.º miércoles de diciembre",
        "December 1st Wednesday",
    ],
)
def test_a_weekday_of_a_month_is_no_day_in_figures(text: str) -> None:
    assert read_date(text) == ()


@pytest.mark.parametrize(
    "text",
    ["December 1st, Friday", "Friday the 1st of December", "December 1, Friday", "viernes 1º de diciembre"],
)
def test_a_weekday_beside_the_day_does_not_matter(text: str) -> None:
    assert read_date(text) == (PartialDate(None, 12, 1),)


@pytest.mark.parametrize(
    "text",
    [
        "December １4",
        "‘December 14’",
        "„14 December“",
        "`2020-12-14`",
        "２０２０／１２／１４",
    ],
)
def test_wide_figures_and_odd_quotes_say_the_same_date(text: str) -> None:
    assert graded(DECEMBER_14, text) is Verdict.CORRECT


@pytest.mark.parametrize(
    "text",
    [
        "February 30",
        "30/2/2020",
        "2020-02-30",
        "31 de abril",
        "4/31",
        "day 32",
        "32 de julio",
        "0 de julio",
        "February 29, 2019",
        "29/02/2019",
        "2020-13-01",
        "13/13/2020",
        "0/0/2020",
        "2020-00-10",
        "July 0",
        "0000-12-14",
        "0999-12-14",
        "July 0987",
    ],
)
def test_there_is_no_such_date(text: str) -> None:
    assert graded(DECEMBER_14, text) is Verdict.UNREADABLE


def test_february_29_is_a_day_of_some_years() -> None:
    assert read_date("February 29") == (PartialDate(None, 2, 29),)
    assert read_date("29/2/2020") == (PartialDate(2020, 2, 29),)


@pytest.mark.parametrize(
    "text", ["14/12/20", "12-14-20", "20-12-14", "Dec 14, '20", "14 dic 20", "diciembre ’20"]
)
def test_a_year_of_two_digits_cannot_be_read(text: str) -> None:
    assert graded(DECEMBER_14, text) is Verdict.UNREADABLE


@pytest.mark.parametrize("text", ["December 1⁴", "December ¼", "١٤ December", "December ④", "December 14\0"])
def test_odd_figures_and_signs_are_not_read(text: str) -> None:
    assert graded(DECEMBER_14, text) is Verdict.UNREADABLE


def test_what_is_too_long_is_not_read() -> None:
    assert graded(DECEMBER_14, "December 14" + " " * 189) is Verdict.CORRECT
    assert graded(DECEMBER_14, "December 14" + " " * 190) is Verdict.UNREADABLE


@given(days, st.data())
def test_a_date_is_read_from_every_form(day: date, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(writings.days_with_year(day)))
    assert read_date(form) == (whole(day),)
    form = data.draw(st.sampled_from(writings.days_without_year(day)))
    assert read_date(form) == (PartialDate(None, day.month, day.day),)
    assert read_date(data.draw(st.sampled_from(writings.months(day.year, day.month)))) == (
        PartialDate(day.year, day.month),
    )
    assert read_date(data.draw(st.sampled_from(writings.years(day.year)))) == (PartialDate(day.year),)


@given(days, st.sampled_from(["en", "es"]), st.data())
def test_figures_are_asked_back_exactly_if_another_date_could_be_meant(
    day: date, locale: str, data: st.DataObject
) -> None:
    form = data.draw(st.sampled_from(writings.days_in_figures(day, locale)))
    unclear = day.day <= 12 and day.day != day.month
    assert graded(whole(day), form) is (Verdict.AMBIGUOUS if unclear else Verdict.CORRECT)
    assert graded(whole(day), form, locale, final=True) is Verdict.CORRECT


@given(days, days, locales, st.booleans(), st.data())
def test_another_date_is_never_right_in_any_form(
    wanted: date, other: date, locale: str, final: bool, data: st.DataObject
) -> None:
    assume(wanted != other)
    forms = [*writings.days_with_year(other), *writings.days_in_figures(other, locale[:2])]
    assert graded(whole(wanted), data.draw(st.sampled_from(forms)), locale, final) is not Verdict.CORRECT
    if (wanted.month, wanted.day) != (other.month, other.day):
        form = data.draw(st.sampled_from(writings.days_without_year(other)))
        assert graded(whole(wanted), form, locale, final) is Verdict.WRONG
    for form in (*writings.months(other.year, other.month), *writings.years(other.year)):
        assert graded(whole(wanted), form, locale, final) is not Verdict.CORRECT


@given(days, st.data())
def test_a_changed_letter_or_a_further_word_makes_it_unreadable(day: date, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(writings.days_with_year(day)))
    words = data.draw(st.sampled_from(["not", "no", "or", "o", "y", "circa", "antes", "x", "≠", "2nd", "5"]))
    assert graded(whole(day), f"{words} {form}") is Verdict.UNREADABLE
    assert graded(whole(day), f"{form} {words}") is Verdict.UNREADABLE


@given(
    days,
    st.sampled_from(["", " ", "\t", "\u00a0", "¿", "(", '"', "«"]),
    st.sampled_from(["", " ", "?", ").", "!", "»"]),
)
def test_case_accents_and_what_stands_around_do_not_matter(day: date, before: str, after: str) -> None:
    for form in (*writings.days_with_year(day), *writings.days_without_year(day)):
        as_it_is = read_date(form)
        assert read_date(before + form.upper() + after) == as_it_is
        assert read_date(before + form.replace("e", "é").replace("i", "ì") + after) == as_it_is


@given(st.text(), days, locales, st.booleans())
def test_no_text_is_too_odd(text: str, day: date, locale: str, final: bool) -> None:
    assert graded(whole(day), text, locale, final) in Verdict


@given(st.text(st.sampled_from("0123456789/-. ,'ºdeDecmbril"), max_size=30))
def test_what_looks_like_a_date_is_no_trap(text: str) -> None:
    assert all(reading.exists() for reading in read_date(text))
