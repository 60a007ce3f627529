"""What a template hands over for each of its questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from questions.calendar import Authority
from questions.model import Difficulty, Option, Text


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before its options are laid out and its sources looked up."""

    difficulty: Difficulty
    stem: Text
    right: Option
    wrong: Sequence[Option]
    explanation: Text
    authorities: Sequence[Authority]


Recipe = Callable[[str], Draft]
"""Builds the draft of the question with the given id."""


def hard_if_old(election: int, recent: Difficulty = Difficulty.MEDIUM) -> Difficulty:
    return recent if election >= 2000 else Difficulty.MEDIUM if election >= 1936 else Difficulty.HARD
