from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.content import from_json, to_json, version, version_of
from questions.dates import PartialDate
from questions.keys import (
    ChoiceKey,
    DateKey,
    Key,
    NameKey,
    NumberKey,
    OrderKey,
    SetKey,
    TruthKey,
)
from questions.model import Citation, Option, Question, Text
from tests.questions.samples import SOURCE, question, text

numbers = st.decimals(-(10**15), 10**15, places=6) | st.just(Decimal("-0.0")) | st.just(Decimal("1E+3"))
keys = (
    st.builds(ChoiceKey)
    | st.builds(TruthKey)
    | st.builds(DateKey)
    | st.builds(NumberKey, numbers, numbers)
    | st.builds(NameKey, prompt=st.lists(st.text()).map(tuple), person=st.booleans())
    | st.builds(OrderKey)
    | st.builds(SetKey)
)
questions = st.builds(Question, key=keys)


@given(questions)
def test_a_question_comes_back_from_its_content_unchanged(given: Question) -> None:
    assert from_json(to_json(given)) == given


@given(questions)
def test_content_has_one_spelling(given: Question) -> None:
    assert to_json(from_json(to_json(given))) == to_json(given)


@given(questions, questions)
def test_equal_questions_and_only_those_share_a_version(one: Question, other: Question) -> None:
    assert (version(one) == version(other)) == (one == other)


def test_the_version_is_that_of_the_content() -> None:
    assert version(question("a")) == version_of(to_json(question("a")))


def test_the_content_stands_alone() -> None:
    (citation,) = json.loads(to_json(question("a")))["citations"]
    assert citation == {
        "at": "section 7",
        "source": {
            "id": "usc-3",
            "title": "3 U.S.C. chapter 1",
            "publisher": "United States Code",
            "date": "2022",
            "kind": "statute",
            "where": "Title 3",
        },
    }


@pytest.mark.parametrize(
    "changed",
    [
        question("a", stem=Text("a", "b")),
        question("a", key=ChoiceKey("b")),
        question("a", explanation=text("why")),
        question("a", source=replace(SOURCE, title="Title 3")),
        replace(question("a"), citations=(Citation(SOURCE, "section 8"),)),
        replace(question("a"), until=date(2028, 11, 6)),
        question("a", options=(Option("a", text("one")), Option("b", text("two"), why=text("too many")))),
        question("a", unit=text("votes")),
        question("a", name=text("Joe Biden")),
    ],
    ids=["stem", "key", "explanation", "source", "place in the source", "until", "why", "unit", "name"],
)
def test_a_change_makes_another_version(changed: Question) -> None:
    assert version(changed) != version(question("a"))


def test_what_a_question_does_not_have_is_left_out() -> None:
    expected = {"id", "topic", "difficulty", "stem", "options", "key", "explanation", "citations", "as_of"}
    content = json.loads(to_json(question("a")))
    assert set(content) == expected
    assert {name for option in content["options"] for name in option} == {"id", "en", "es"}


KEYS: list[tuple[Key, object]] = [
    (ChoiceKey("b"), {"kind": "choice", "option": "b"}),
    (TruthKey(True), {"kind": "truth", "value": True}),
    (DateKey(PartialDate(2006, 7)), {"kind": "date", "date": [2006, 7, None]}),
    (
        NumberKey(Decimal("0.560"), Decimal("1E+3"), ("votes", "votos")),
        {"kind": "number", "value": "0.56", "tolerance": "1000", "units": ["votes", "votos"]},
    ),
    (
        NameKey(("a", "b"), ("c",), ("d",), person=True),
        {"kind": "name", "accept": ["a", "b"], "prompt": ["c"], "reject": ["d"], "person": True},
    ),
    (OrderKey(("b", "a")), {"kind": "order", "sequence": ["b", "a"]}),
    (SetKey(frozenset("cab")), {"kind": "set", "options": ["a", "b", "c"]}),
]


@pytest.mark.parametrize(("key", "content"), KEYS)
def test_each_kind_of_key_is_told_in_full(key: Key, content: object) -> None:
    assert json.loads(to_json(question("a", key=key)))["key"] == content


def test_a_number_is_the_same_however_it_is_written() -> None:
    for number, other in [("0.5", "0.500"), ("5", "5.0"), ("1000", "1E+3"), ("0", "-0.0")]:
        one, same = (question("a", key=NumberKey(Decimal(digits))) for digits in (number, other))
        assert version(one) == version(same)


@pytest.mark.parametrize("content", ["", "[]", "3", "{}", '{"id": "a"}'])
def test_what_is_no_question_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r"content of a question|Expecting value"):
        from_json(content)


def test_a_number_that_is_none_is_refused() -> None:
    content = to_json(question("a", key=NumberKey(Decimal(5)))).replace('"value":"5"', '"value":"five"')
    with pytest.raises(ValueError, match="not the content of a question"):
        from_json(content)


def test_a_key_of_an_unknown_kind_is_refused() -> None:
    content = to_json(question("a")).replace('"kind":"choice"', '"kind":"sound"')
    with pytest.raises(ValueError, match="no key is of the kind 'sound'"):
        from_json(content)
