"""How hard a question is: the nearer the figures, the harder."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from questions.mexico_2006 import Entity
from questions.model import Difficulty

_FROM_EASIEST = list(Difficulty)


def graded(distance: Fraction, medium: Fraction, easy: Fraction | None = None) -> Difficulty:
    """`medium` and `easy` are the distances from which a question is no harder than that."""
    if easy is not None and distance >= easy:
        return Difficulty.EASY
    return Difficulty.MEDIUM if distance >= medium else Difficulty.HARD


def hardest(difficulties: Iterable[Difficulty]) -> Difficulty:
    return max(difficulties, key=_FROM_EASIEST.index)


def of_place(entity: Entity, place: int) -> Difficulty:
    """By how many points of all votes the candidate at the place was apart from those just before and behind.

    The first place is the one that is remembered, so only of it a question can be easy.
    """
    shares = [entity.share(candidate) * 100 for candidate in entity.ranking]
    near = [abs(shares[place - 1] - shares[other]) for other in (place - 2, place) if other >= 0]
    return graded(min(near), Fraction(6), Fraction(15) if place == 1 else None)
