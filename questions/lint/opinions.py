"""Opinion that passes for fact."""

from __future__ import annotations

from collections.abc import Iterator

from questions.bank import Bank
from questions.lint.texts import fault
from questions.model import LANGUAGES, SourceKind, Text
from questions.page import Fault

_ACCORDING = Text("according to", "según")


def opinions_told_as_facts(bank: Bank) -> Iterator[Fault]:
    for question in bank.questions:
        if any(citation.source.kind is not SourceKind.OPINION for citation in question.citations):
            continue
        for language in LANGUAGES:
            words = _ACCORDING.to(language)
            if words not in question.stem.to(language).casefold():
                what = f'rests on opinion alone; say "{words}" whom, or name a source of another kind'
                yield fault(question, f"stem.{language}", what)
