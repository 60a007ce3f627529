from __future__ import annotations

from dataclasses import replace

import pytest

from questions.model import Citation, SourceKind, Text
from tests.questions.lint.linting import linted
from tests.questions.samples import SOURCE, question, text

OPINION = replace(SOURCE, id="column", kind=SourceKind.OPINION)


@pytest.mark.parametrize(
    ("english", "spanish", "fields"),
    [
        ("Who won?", "¿Quién ganó?", ["stem.en", "stem.es"]),
        ("Who won, according to the columnist?", "¿Quién ganó?", ["stem.es"]),
        ("Who won?", "¿Quién ganó, según el columnista?", ["stem.en"]),
        ("According to the columnist, who won?", "Según el columnista, ¿quién ganó?", []),
    ],
)
def test_opinion_is_told_as_opinion_in_each_language(english: str, spanish: str, fields: list[str]) -> None:
    faults = linted(question("a", stem=Text(english, spanish), source=OPINION))
    assert [fault.field for fault in faults] == fields


def test_opinion_beside_another_source_may_be_told_as_fact() -> None:
    both = (Citation(OPINION, "paragraph 3"), Citation(SOURCE, "section 7"))
    assert linted(replace(question("a", stem=text("Who won?")), citations=both)) == []
