from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from questions.dates import PartialDate
from questions.keys import DateKey, NameKey, NumberKey
from questions.model import Text
from tests.questions.lint.linting import linted, named
from tests.questions.samples import question, text

BIDEN = NameKey(("Joe Biden", "Biden"), ("the president",), ("Hunter Biden",), person=True)


def test_lists_of_names_that_do_their_work_pass() -> None:
    assert linted(question("a", key=BIDEN, name=text("Joe Biden"))) == []


@pytest.mark.parametrize(
    ("key", "shown", "field", "words"),
    [
        (BIDEN, "Kamala Harris", "answer", '"Kamala Harris" counts as wrong, not as correct'),
        (replace(BIDEN, accept=("Joe Biden", "¿?")), "Joe Biden", "accept", "unreadable, not as correct"),
        (replace(BIDEN, reject=("President Biden",)), "Joe Biden", "accept", '"Biden" counts as wrong'),
        (replace(BIDEN, prompt=("the biden",)), "Joe Biden", "prompt", "correct, not as be-specific"),
        (replace(BIDEN, reject=("...",)), "Joe Biden", "reject", "unreadable, not as wrong"),
    ],
)
def test_a_name_graded_otherwise_than_its_list_says_is_a_fault(
    key: NameKey, shown: str, field: str, words: str
) -> None:
    faults = linted(question("a", key=key, name=text(shown)))
    assert set(named(faults)) == {("a", field)}
    assert words in faults[0].what


@pytest.mark.parametrize(
    "key",
    [
        NumberKey(Decimal(243934), units=("votes", "votos")),
        NumberKey(Decimal("0.56"), units=("votes", "votos")),
        DateKey(PartialDate(2020, 12, 14)),
        DateKey(PartialDate(2006, 7)),
        DateKey(PartialDate(1848)),
    ],
)
def test_a_date_and_a_number_are_right_as_they_are_shown(key: NumberKey | DateKey) -> None:
    assert linted(question("a", key=key, options=(), unit=Text("votes", "votos"))) == []


def test_a_number_that_is_wrong_as_it_is_shown_is_a_fault() -> None:
    faults = linted(question("a", key=NumberKey(Decimal(7)), unit=text("parsecs or so")))
    assert named(faults) == [("a", "answer"), ("a", "answer")]
