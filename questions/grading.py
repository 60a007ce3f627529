"""Is a given answer right? The only place that says so."""

from __future__ import annotations

from enum import StrEnum

from questions.keys import FALSE, TRUE, ChoiceKey, Key, TruthKey


class Verdict(StrEnum):
    CORRECT = "correct"
    WRONG = "wrong"


def right_option(key: Key) -> str:
    """The id of the option that is right."""
    match key:
        case ChoiceKey(option):
            return option
        case TruthKey(value):
            return TRUE if value else FALSE


def grade(key: Key, given: str) -> Verdict:
    """Grade the id of the chosen option."""
    return Verdict.CORRECT if given == right_option(key) else Verdict.WRONG
