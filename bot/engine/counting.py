"""Which rounds count on leaderboards: it must not pay to play alone, or all day long."""

from __future__ import annotations

from enum import StrEnum

from bot.engine.quiz import Mode, Quiz

FEWEST_PLAYERS = 2
MOST_A_DAY = 10


class Uncounted(StrEnum):
    """Why a round counts on no leaderboard: too few answered in it, or the day's share had been played."""

    ALONE = "alone"
    ENOUGH = "enough"


def why_uncounted(quiz: Quiz, players: int, counted: int) -> Uncounted | None:
    """Why a quiz does not count; None if it does.

    `players` have answered in it; `counted` rounds of its room and local date count before it. Only rounds
    have these limits, and not where players share a screen: that is a table of their own.
    """
    if quiz.mode is not Mode.LIVE or quiz.present:
        return None
    if players < FEWEST_PLAYERS:
        return Uncounted.ALONE
    return Uncounted.ENOUGH if counted >= MOST_A_DAY else None
