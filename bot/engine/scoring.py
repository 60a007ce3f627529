"""What an answer is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from questions.grading import Verdict, grade
from questions.keys import Key
from questions.model import Language

POINTS_FOR_CORRECT = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """What a player has gathered: points, right answers, answers."""

    points: int = 0
    correct: int = 0
    answered: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.points + other.points, self.correct + other.correct, self.answered + other.answered)


def points(verdict: Verdict) -> int:
    """Points for one answer: right is right, however fast."""
    return POINTS_FOR_CORRECT if verdict is Verdict.CORRECT else 0


def score(key: Key, given: str, language: Language) -> Tally:
    """The tally of one answer; what can be read in two ways is read as the quiz's language does."""
    verdict = grade(key, given, language)
    return Tally(points(verdict), int(verdict is Verdict.CORRECT), 1)


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
