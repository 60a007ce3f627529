"""What an answer is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.engine.quiz import Quiz
from bot.engine.turn import Answer, Turn
from questions.grading import Verdict, grade
from questions.keys import Key
from questions.model import Language

POINTS_FOR_CORRECT = 10
MOST_FOR_SPEED = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """What a player has gathered: points, right answers, answers."""

    points: int = 0
    correct: int = 0
    answered: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.points + other.points, self.correct + other.correct, self.answered + other.answered)


def points(verdict: Verdict, bonus: int = 0) -> int:
    """The points for an answer; only a right one gets those for its speed."""
    return POINTS_FOR_CORRECT + bonus if verdict is Verdict.CORRECT else 0


def speed_bonus(turn: Turn, at: datetime) -> int:
    """The points that an answer given at `at`, the platform's time of it, gets for its speed if it is right.

    `MOST_FOR_SPEED * left / shown`, rounded to whole points, a half upwards: `shown` is the time from the
    opening of the turn to the close that was shown, `left` what was left of it, all of it at most.
    """
    shown = turn.closes_at - turn.opened_at
    left = min(max(turn.closes_at - at, timedelta(0)), shown)
    return (2 * MOST_FOR_SPEED * left + shown) // (2 * shown)


def score(key: Key, given: str, language: Language, bonus: int = 0) -> Tally:
    """The tally of one answer; what can be read in two ways is read as the quiz's language does."""
    verdict = grade(key, given, language)
    return Tally(points(verdict, bonus), int(verdict is Verdict.CORRECT), 1)


def score_turn(quiz: Quiz, turn: Turn, answers: Mapping[str, Answer]) -> dict[str, Tally]:
    """The tally of each player in a turn that all share.

    It follows from what is stored of quiz, turn and answers, and from nothing else.
    """
    tallies: dict[str, Tally] = {}
    for player, one in answers.items():
        bonus = speed_bonus(turn, one.at) if quiz.rewards_speed else 0
        tallies[player] = score(turn.question.key, one.given, quiz.language, bonus)
    return tallies


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
