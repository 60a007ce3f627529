"""What the rules read: every text that a bank shows, with the place to name if it is at fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from questions.bank import Bank, file_of
from questions.keys import OrderKey
from questions.model import NO_TEXT, Language, Option, Question, Text
from questions.page import Fault

QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")


@dataclass(frozen=True, slots=True)
class Told:
    """A text of the bank in both languages."""

    text: Text
    place: Fault
    """A fault that says nothing yet."""

    def fault(self, what: str, language: Language | None = None, *, hint: bool = False) -> Fault:
        """The fault of this text, or of what it says in one language."""
        field = self.place.field if language is None else f"{self.place.field}.{language}"
        return replace(self.place, field=field, what=what, hint=hint)


def fault(question: Question, field: str, what: str) -> Fault:
    return Fault(str(file_of(question.topic)), None, question.id, field, what)


def texts_of(bank: Bank) -> Iterator[Told]:
    """The titles of the topics, and each text of each question."""
    for topic in bank.topics:
        yield Told(topic.title, Fault(str(file_of(topic.id)), None, None, "topic.title", ""))
    for question in bank.questions:
        for field, text in _fields(question):
            if text != NO_TEXT:
                yield Told(text, fault(question, field, ""))


def named_options(question: Question) -> Iterator[tuple[str, Option]]:
    """The options with the name of the field that holds each."""
    name = "items" if isinstance(question.key, OrderKey) else "options"
    return ((f"{name}[#{number}]", option) for number, option in enumerate(question.options, start=1))


def _fields(question: Question) -> Iterator[tuple[str, Text]]:
    yield "stem", question.stem
    yield "explanation", question.explanation
    yield "answer", question.name
    yield "unit", question.unit
    for field, option in named_options(question):
        yield field, option.text
        yield f"{field}.why", option.why or NO_TEXT
