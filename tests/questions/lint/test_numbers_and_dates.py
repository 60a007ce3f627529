from __future__ import annotations

import pytest

from questions.dates import PartialDate
from questions.keys import ChoiceKey, DateKey, NameKey, OrderKey
from questions.model import Option, Text
from tests.questions.lint.linting import linted, named
from tests.questions.samples import question, text

ONE = (Option("a", text("short")),)

# --- numbers


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("It took 14,916,927 votes.", "Fueron 14,916,927 votos."),
        ("A share of 58.55 percent", "58.55 por ciento"),
        ("On January 6, 2021, at noon.", "El 6 de enero de 2021, a mediodía"),
        ("In 2020, as in 2016, 538 voted", "538 votaron en 2020 y en 2016"),
        ("The 2020 vote", "El voto de 2020, en 2020"),
    ],
)
def test_numbers_that_agree_pass_whatever_stands_around_them(english: str, spanish: str) -> None:
    assert linted(question("a", explanation=Text(english, spanish))) == []


def test_many_and_long_numbers_are_named_briefly() -> None:
    many = " ".join(str(number) for number in range(2006, 2106))
    found = " ".join(str(fault) for fault in linted(question("a", explanation=Text(many, "-"))))
    assert "English alone has 2006 and 2007 and " in found
    assert " and 90 more, Spanish none" in found
    assert all(len(str(fault)) < 300 for fault in linted(question("a", explanation=Text("9" * 5000, "-"))))


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("14,916,927", "14.916.927"),
        ("58.55", "58,55"),
        ("in 2020", "en 2021"),
        ("on 14", "el catorce"),
        ("1", "12"),
    ],
)
@pytest.mark.parametrize(
    "field", ["stem", "explanation", "options[#2]", "options[#2].why", "items[#2]", "answer", "unit"]
)
def test_numbers_that_differ_are_a_fault(field: str, english: str, spanish: str) -> None:
    words = Text(english, spanish)
    match field:
        case "stem":
            bad = question("a", stem=words)
        case "explanation":
            bad = question("a", explanation=words)
        case "answer":
            bad = question("a", key=NameKey((english, spanish)), name=words)
        case "unit":
            bad = question("a", key=DateKey(PartialDate(2006)), unit=words)
        case "options[#2].why":
            bad = question("a", options=(*ONE, Option("b", text("b"), words)))
        case _:
            key = OrderKey(("a", "b")) if field == "items[#2]" else ChoiceKey("a")
            bad = question("a", options=(*ONE, Option("b", words)), key=key)
    assert named(linted(bad)) == [("a", field)]


# --- dates


def only_fault(english: str, spanish: str) -> str:
    (fault,) = linted(question("a", explanation=Text(english, spanish)))
    assert (fault.question, fault.field) == ("a", "explanation")
    return fault.what


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("It was on December 14, 2020.", "Fue el 14 de diciembre de 2020."),
        ("It was the 14th of December, 2020.", "Fue el 14 de diciembre del año 2020."),
        ("In December 2020 and in May 1928", "En diciembre de 2020 y en mayo de 1928"),
        ("That August, and each March", "Ese agosto, y cada marzo"),
        ("on December 8, and on December 23", "el 8 de diciembre, y el 23"),
        ("on February 3 and 4", "el 3 y el 4 de febrero"),
        ("from July 5 to 6, 2006", "del 5 al 6 de julio de 2006"),
        ("On Saturday, November 7", "El sábado 7 de noviembre"),
        ("the first Wednesdays of January", "los primeros miércoles de enero"),
        ("on two Sundays", "en dos domingos"),
        ("May members object?", "¿Pueden objetar los miembros?"),
        ("on January 6, 2021 and on January 6, 2025", "el 6 de enero de 2021 y el 6 de enero de 2025"),
        ("On January 1 it began.", "Empezó el 1º de enero."),
    ],
)
def test_dates_that_agree_pass_however_each_language_writes_them(english: str, spanish: str) -> None:
    assert linted(question("a", explanation=Text(english, spanish))) == []


@pytest.mark.parametrize(
    ("english", "spanish", "words"),
    [
        ("on December 14, 2020", "el 14 de noviembre de 2020", "has December, Spanish noviembre"),
        ("in December", "en noviembre", "has December, Spanish noviembre"),
        ("in that month of March", "en ese mes", "has March, Spanish none"),
        ("in May 1928", "en 1928", "has May, Spanish none"),
        ("in that month", "en mayo", "has none, Spanish mayo"),
        ("on Monday", "el martes", "has Monday, Spanish martes"),
        ("on Mondays and Sundays", "los lunes", "has Sunday, Spanish none"),
        (
            "on December 14 and on January 6",
            "el 6 de diciembre y el 14 de enero",
            "has December 14 and January 6, Spanish 14 de enero and 6 de diciembre",
        ),
        (
            "on August 14, 2019 and on October 15, 2020",
            "el 14 de agosto de 2020 y el 15 de octubre de 2019",
            "has August 14, 2019 and October 15, 2020, Spanish 14 de agosto de 2020",
        ),
        (
            "on August 14, 2019 and on October 15, 2020",
            "el 14 de agosto del año 2020 y el 15 de octubre del año 2019",
            "has August 14, 2019 and October 15, 2020, Spanish 14 de agosto de 2020",
        ),
        (
            "on January 1 and on March 2",
            "el 1º de marzo y el 2 de enero",
            "has January 1 and March 2, Spanish 1 de marzo and 2 de enero",
        ),
        (
            "between May 1928 and June 1934",
            "entre mayo de 1934 y junio de 1928",
            "has June 1934 and May 1928, Spanish junio de 1928 and mayo de 1934",
        ),
    ],
)
def test_a_month_a_weekday_or_a_date_of_one_language_alone_is_a_fault(
    english: str, spanish: str, words: str
) -> None:
    assert f"English alone {words}" in only_fault(english, spanish)


def test_where_numbers_differ_the_days_of_months_are_not_named_too() -> None:
    assert "has 14, Spanish 15;" in only_fault("on December 14", "el 15 de diciembre")


def test_dates_of_titles_and_reasons_are_compared_too() -> None:
    why = Text("In May 1928.", "En junio de 1928.")
    faults = linted(question("a", options=(*ONE, Option("b", text("b"), why))))
    assert named(faults) == [("a", "options[#2].why")]
