"""Which questions a room is asked next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest
from random import Random


def draw(pool: Collection[str], asked: Mapping[str, int], count: int, rng: Random) -> tuple[str, ...]:
    """Draw up to `count` different questions out of `pool`, those asked least often first.

    So a room meets no question again before its pool is used up. `asked` tells how often the room was
    asked each question; fewer than `count` come back only if the pool is smaller.
    """
    # Sorted first: the order of a set must not decide what a seed draws.
    shuffled = sorted(pool)
    rng.shuffle(shuffled)
    shuffled.sort(key=lambda question: asked.get(question, 0))
    return tuple(shuffled[:count])


def draw_evenly(
    pools: Sequence[Collection[str]], asked: Mapping[str, int], count: int, rng: Random
) -> tuple[str, ...]:
    """Draw from several pools in turn, so that a large one does not crowd out the others."""
    drawn = [draw(pool, asked, count, rng) for pool in pools]
    rng.shuffle(drawn)
    mixed = [question for rank in zip_longest(*drawn) for question in rank if question is not None]
    return tuple(mixed[:count])


def shuffled_options(options: Collection[str], rng: Random, avoid: tuple[str, ...] = ()) -> tuple[str, ...]:
    """An order of the options for one turn, another one than `avoid` if there is any."""
    order = list(options)
    rng.shuffle(order)
    if tuple(order) == avoid and len(order) > 1:
        order.reverse()
    return tuple(order)
