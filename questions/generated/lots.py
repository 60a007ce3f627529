"""Lots that hang on a question's id alone, and the choice of wrong options by lot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, TypeVar

OPTIONS = 4

T = TypeVar("T")


def lot(id: str, about: str, below: int) -> int:
    """A number from 0 that hangs on nothing but the question's id and what it is drawn for."""
    return int.from_bytes(blake2b(f"{about} {id}".encode(), digest_size=4).digest()) % below


def turned(id: str, items: Iterable[T]) -> list[T]:
    """The items, begun at one drawn by lot."""
    items = list(items)
    start = lot(id, "turn", len(items)) if items else 0
    return items[start:] + items[:start]


def scattered(id: str, items: Iterable[T], name: Callable[[T], object]) -> list[T]:
    """The items in an order drawn by lot. `name` tells them apart."""
    return sorted(items, key=lambda item: lot(id, str(name(item)), 1_000_000))


def _itself(item: Any) -> Any:
    return item


def three_others(id: str, right: T, others: Iterable[T], place: Callable[[T], Any] = _itself) -> list[T]:
    """Three of the others, the foremost ones, so that for the right one any rank among the four is as likely.

    `place` says by what they are ranked.
    """
    mine = place(right)
    lower: list[T] = []
    higher: list[T] = []
    for other in dict.fromkeys(others):
        if other != right:
            (lower if place(other) < mine else higher).append(other)
    if len(lower) + len(higher) < OPTIONS - 1:
        raise ValueError(f"{id} has only {len(lower) + len(higher)} wrong options")
    rank = min(max(lot(id, "rank", OPTIONS), OPTIONS - 1 - len(higher)), len(lower))
    return lower[:rank] + higher[: OPTIONS - 1 - rank]
