"""What the tests of the rules share."""

from __future__ import annotations

from questions.bank import Bank
from questions.lint import lint
from questions.model import Question
from questions.page import Fault
from tests.questions.samples import pack


def linted(*questions: Question) -> list[Fault]:
    return lint(Bank([pack(*questions)]))


def named(faults: list[Fault]) -> list[tuple[str | None, str | None]]:
    return [(fault.question, fault.field) for fault in faults]
