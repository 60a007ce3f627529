"""What grading can say of an answer."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The last three ask the player once more."""

    CORRECT = "correct"
    WRONG = "wrong"
    BE_SPECIFIC = "be-specific"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"
