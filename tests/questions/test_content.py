from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.content import from_json, to_json, version, version_of
from questions.keys import ChoiceKey, TruthKey
from questions.model import Citation, Question, Text
from tests.questions.samples import SOURCE, question, text

keys = st.builds(ChoiceKey) | st.builds(TruthKey)
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
    ],
    ids=["stem", "key", "explanation", "source", "place in the source"],
)
def test_a_change_makes_another_version(changed: Question) -> None:
    assert version(changed) != version(question("a"))


@pytest.mark.parametrize("content", ["", "[]", "3", "{}", '{"id": "a"}'])
def test_what_is_no_question_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r"content of a question|Expecting value"):
        from_json(content)


def test_a_key_of_an_unknown_kind_is_refused() -> None:
    content = to_json(question("a")).replace('"kind":"choice"', '"kind":"sound"')
    with pytest.raises(ValueError, match="no key is of the kind 'sound'"):
        from_json(content)
