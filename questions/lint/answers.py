"""Grading that takes an answer for something else than the pack says it is."""

from __future__ import annotations

from collections.abc import Iterator

from questions.bank import Bank
from questions.grading import grade
from questions.keys import DateKey, NameKey, NumberKey
from questions.lint.texts import fault
from questions.model import LANGUAGES, Language, Question
from questions.page import Fault, shown
from questions.verdict import Verdict


def answers_graded_otherwise(bank: Bank) -> Iterator[Fault]:
    """What is shown as the answer must be right if it is typed, and each list of a name must do its work."""
    for question in bank.questions:
        for field, given, locale, expected in _gradings(question):
            verdict = grade(question.key, given, locale, final=field == "answer")
            if verdict is not expected:
                counts = f'"{shown(given)}" counts as {verdict}, not as {expected}'
                yield fault(question, field, f"{counts}; correct the lists or the answer")


def _gradings(question: Question) -> Iterator[tuple[str, str, Language, Verdict]]:
    if isinstance(question.key, DateKey | NumberKey | NameKey):
        for language in LANGUAGES:
            yield "answer", question.answer.to(language), language, Verdict.CORRECT
    if isinstance(question.key, NameKey):
        yield from (("accept", name, "en", Verdict.CORRECT) for name in question.key.accept)
        yield from (("prompt", name, "en", Verdict.BE_SPECIFIC) for name in question.key.prompt)
        yield from (("reject", name, "en", Verdict.WRONG) for name in question.key.reject)
