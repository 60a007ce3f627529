from __future__ import annotations

import pytest

from questions.bank import Bank
from questions.keys import ChoiceKey, OrderKey, SetKey
from questions.lint.distractors import distractors_that_are_right
from questions.model import Option, Question, Text
from questions.page import Fault
from tests.questions.lint.linting import linted, named
from tests.questions.samples import pack, question, text


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(id, text(words)) for id, words in zip("abcde", texts, strict=False))


def judged(asked: Question) -> list[Fault]:
    """By this rule alone: the options read alike in both languages, which other rules would not allow."""
    return list(distractors_that_are_right(Bank([pack(asked)])))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The Senate", "Senate"),
        ("Article 89", "Article 89."),
        ("El Senado", "un senado"),
        ("1,000 votes", "1000 votes"),
        ("0.5", "0.50"),
        ("9 percent", "9%"),
        ("nine percent", "9 %"),
        ("9 por ciento", "nueve por ciento"),
        ("two hundred and one states", "201 states"),
        ("twenty-one", "21"),
        ("December 14, 2020", "14 December 2020"),
        ("14 de diciembre de 2020", "2020-12-14"),
        ("December 14, 2020", "December 2020"),
        ("December 14, 2020", "2020"),
        ("December 14, 2020", "December 14"),
        ("July 2006", "July 2, 2006"),
    ],
)
def test_a_wrong_option_that_says_what_the_right_one_says_is_right_too(right: str, wrong: str) -> None:
    faults = judged(question("q", options=options(right, wrong), key=ChoiceKey("a")))
    assert ("q", "options[#2].en") in named(faults)
    assert f'"{wrong}" is right too, as "{right}" is; make it wrong for sure, or drop it' in faults[0].what


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("December 14, 2020", "December 15, 2020"),
        ("December 14, 2020", "December 14, 2016"),
        ("December 14, 2020", "December 2016"),
        ("The second Monday in January", "The second Wednesday in January"),
        ("The first Monday after the second Wednesday", "The first Wednesday after the second Monday"),
        ("The 2nd Monday in January", "The 2nd Wednesday in January"),
        ("149 districts", "149 polling places"),
        ("1,000", "1,001"),
        ("1.5", "15"),
        ("20 and 87", "20 and 78"),
        ("Rule 48(a)", "Rule 48(b)"),
        ("1.2.3", "12.3"),
        ("A", "The"),
        ("one-fifth", "two-fifths"),
    ],
)
def test_a_wrong_option_that_says_something_else_passes(right: str, wrong: str) -> None:
    assert judged(question("q", options=options(right, wrong), key=ChoiceKey("a"))) == []


def test_the_fault_stands_in_the_language_that_has_it() -> None:
    both = (Option("a", Text("nine", "nueve")), Option("b", Text("ten", "el nueve")))
    assert named(linted(question("q", options=both, key=ChoiceKey("b")))) == [("q", "options[#2].es")]


def test_the_wrong_one_of_a_pair_may_stand_first() -> None:
    (fault, _) = judged(question("q", options=options("14 December 2020", "2020-12-14"), key=ChoiceKey("b")))
    assert '"14 December 2020" is right too, as "2020-12-14" is' in fault.what


def test_two_wrong_options_must_differ_as_well() -> None:
    three = options("Ohio", "1,000", "1000")
    (fault, _) = judged(question("q", options=three, key=ChoiceKey("a")))
    assert (fault.field, fault.what) == ("options[#3].en", 'says the same as "1,000"; make them differ')


def test_a_wrong_option_of_a_set_is_compared_with_every_right_one() -> None:
    four = options("1917", "June 1934", "1849", "1934")
    faults = judged(question("q", options=four, key=SetKey(frozenset("ab"))))
    assert named(faults) == [("q", "options[#4].en"), ("q", "options[#4].es")]


def test_two_right_options_of_a_set_may_be_a_month_and_its_year() -> None:
    four = options("1934", "June 1934", "1849", "1917")
    assert judged(question("q", options=four, key=SetKey(frozenset("ab")))) == []


def test_what_is_put_in_order_may_hold_a_year_and_its_months() -> None:
    assert judged(question("q", options=options("June 1934", "1934"), key=OrderKey(("a", "b")))) == []
