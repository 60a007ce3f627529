from __future__ import annotations

import pytest

from questions.lint.lists import word_lists
from questions.lint.loaded_words import LOADED
from questions.model import Text
from tests.questions.lint.linting import linted, named
from tests.questions.samples import question


@pytest.mark.parametrize(
    ("english", "spanish", "field", "words"),
    [
        ("of the regime", "del gobierno", "explanation.en", '"regime" takes a side; better: government;'),
        ("Regimes fell.", "Cayeron gobiernos.", "explanation.en", '"regimes" takes a side'),
        ("Of course it did.", "Lo hizo.", "explanation.en", '"of course" takes a side; leave it out;'),
        ("the government", "el régimen", "explanation.es", '"regimen" takes a side; better: gobierno;'),
        ("he won", "robo la eleccion", "explanation.es", "better: ganó, o quién habla de robo;"),
        ("the governor", "el gobernador espurio", "explanation.es", '"espurio" takes a side'),
    ],
)
def test_a_word_that_takes_a_side_is_a_hint_in_its_language(
    english: str, spanish: str, field: str, words: str
) -> None:
    (hint,) = linted(question("a", explanation=Text(english, spanish)))
    assert (hint.question, hint.field, hint.hint) == ("a", field, True)
    assert words in hint.what
    assert hint.what.endswith("or quote who says so")


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("a regiment, and a course", "un regimiento, y un supositorio"),
        ('he said "of course" and “regime”', 'dijo «por supuesto» y "régimen"'),
    ],
    ids=["other words", "words of others"],
)
def test_a_word_passes_in_another_word_and_in_a_quotation(english: str, spanish: str) -> None:
    assert linted(question("a", explanation=Text(english, spanish))) == []


def test_a_word_is_named_once_a_text_and_each_text_for_itself() -> None:
    told = Text("the regime and the regime", "el gobierno")
    found = linted(question("a", stem=told, explanation=told))
    assert named(found) == [("a", "stem.en"), ("a", "explanation.en")]


def test_what_stands_outside_of_quotations_is_read() -> None:
    told = Text('"The law" of the regime is "old"', '"La ley" del régimen es "vieja"')
    assert named(linted(question("a", explanation=told))) == [
        ("a", "explanation.en"),
        ("a", "explanation.es"),
    ]


def test_each_language_has_a_list_of_its_own() -> None:
    lists = word_lists(LOADED)
    assert set(lists) == {"en", "es"}
    assert all(40 <= len(words) <= 80 for words in lists.values())
    assert linted(question("a", explanation=Text("gobierno espurio", "the spurious regime"))) == []
