"""Which questions a room is asked next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest
from random import Random

# How many questions are looked at for each one wanted, before all of a pool are.
_TRIES = 16


class Pool:
    """Ids of questions to draw from. Which they are decides what a seed draws, not how they were ordered."""

    def __init__(self, questions: Collection[str]) -> None:
        self.questions = tuple(sorted(questions))


def draw(pool: Pool, asked: Mapping[str, int], count: int, rng: Random) -> tuple[str, ...]:
    """Draw up to `count` different questions out of `pool`, those asked least often first.

    So a room meets no question again before its pool is used up. `asked` tells how often the room was
    asked each question; fewer than `count` come back only if the pool is smaller.

    A large pool is looked through only when most of it has been asked.
    """
    count = min(count, len(pool.questions))
    drawn = _never_asked(pool, asked, count, rng)
    return _least_asked(pool, asked, count, rng) if drawn is None else drawn


def draw_evenly(pools: Sequence[Pool], asked: Mapping[str, int], count: int, rng: Random) -> tuple[str, ...]:
    """Draw from several pools in turn, so that a large one does not crowd out the others."""
    turns = list(pools)
    rng.shuffle(turns)
    shares = _shares([len(pool.questions) for pool in turns], count)
    drawn = [draw(pool, asked, share, rng) for pool, share in zip(turns, shares, strict=True)]
    return tuple(question for rank in zip_longest(*drawn) for question in rank if question is not None)


def shuffled_options(options: Collection[str], rng: Random, avoid: tuple[str, ...] = ()) -> tuple[str, ...]:
    """An order of the options for one turn, another one than `avoid` if there is any."""
    order = list(options)
    rng.shuffle(order)
    if tuple(order) == avoid and len(order) > 1:
        order.reverse()
    return tuple(order)


def _never_asked(pool: Pool, asked: Mapping[str, int], count: int, rng: Random) -> tuple[str, ...] | None:
    """Some questions that are new to the room, at random; None if they are not found soon."""
    found: dict[str, None] = {}
    for _ in range(_TRIES * count):
        if len(found) == count:
            break
        question = rng.choice(pool.questions)
        if not asked.get(question):
            found[question] = None
    return tuple(found) if len(found) == count else None


def _least_asked(pool: Pool, asked: Mapping[str, int], count: int, rng: Random) -> tuple[str, ...]:
    by_times: dict[int, list[str]] = {}
    for question in pool.questions:
        by_times.setdefault(asked.get(question, 0), []).append(question)
    drawn: list[str] = []
    for times in sorted(by_times):
        drawn += rng.sample(by_times[times], min(count - len(drawn), len(by_times[times])))
    return tuple(drawn)


def _shares(sizes: Sequence[int], count: int) -> list[int]:
    """How many are drawn from each pool of so many questions, as even as they allow."""
    shares = [0] * len(sizes)
    left = min(count, sum(sizes))
    while left:
        for place, size in enumerate(sizes):
            if left and shares[place] < size:
                shares[place] += 1
                left -= 1
    return shares
