"""Scores as they follow from the retained answers: what settling adds up piece by piece, told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.engine.counting import FEWEST_PLAYERS, why_uncounted
from bot.engine.quiz import Mode, Quiz
from bot.engine.scoring import Tally, score_turn
from bot.engine.turn import Answer, Turn


class Standing(NamedTuple):
    """Whose line in which quiz."""

    quiz: str
    topic: str
    player: str


class Total(NamedTuple):
    """Whose line of which leaderboard's day."""

    community: str
    day: date
    player: str
    room: str
    topic: str


@dataclass(frozen=True, slots=True)
class Played:
    """A quiz, and those of its turns that have closed, with each player's answer."""

    quiz: Quiz
    closed: Sequence[tuple[Turn, Mapping[str, Answer]]]


def standings(played: Played) -> dict[Standing, Tally]:
    """What the closed turns of a quiz brought; practice counts nowhere."""
    gathered: dict[Standing, Tally] = {}
    if played.quiz.mode is Mode.PRACTICE:
        return gathered
    for turn, answers in played.closed:
        for player, tally in score_turn(played.quiz, turn, answers).items():
            line = Standing(played.quiz.id, turn.question.topic, player)
            gathered[line] = gathered.get(line, Tally()) + tally
    return gathered


def totals(day: Sequence[tuple[Quiz, Mapping[Standing, Tally]]]) -> dict[Total, Tally]:
    """What leaderboards sum of all quizzes of a community and date, with their standings."""
    gathered: dict[Total, Tally] = {}
    players = {quiz.id: len({line.player for line in lines}) for quiz, lines in day}
    rounds = [quiz for quiz, _ in day if quiz.mode is Mode.LIVE and players[quiz.id] >= FEWEST_PLAYERS]
    for quiz, lines in day:
        before = sum(one.room == quiz.room and one.opened_at < quiz.opened_at for one in rounds)
        if quiz.closed_at is None or why_uncounted(quiz, players[quiz.id], before) is not None:
            continue
        for line, tally in lines.items():
            total = Total(quiz.community, quiz.day, line.player, quiz.room, line.topic)
            gathered[total] = gathered.get(total, Tally()) + tally
    return gathered
