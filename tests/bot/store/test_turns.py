"""Turns at what may be done once in so many seconds, by all processes together."""

from __future__ import annotations

import asyncio

import pytest

from bot.store.store import Store, open_store
from tests.factories import NOON


async def test_each_turn_comes_so_many_seconds_after_the_one_before(store: Store) -> None:
    waits = [await store.turn("one", 100) for _ in range(3)]
    assert waits == pytest.approx([0, 100, 200], abs=20)
    assert await store.turn("another", 100) == pytest.approx(0, abs=20)


async def test_processes_take_turns_with_each_other(postgres_url: str) -> None:
    stores = [open_store(postgres_url, NOON)[0] for _ in range(3)]
    waits = await asyncio.gather(*(store.turn("one", 100) for store in stores for _ in range(3)))
    assert sorted(waits) == pytest.approx([100 * place for place in range(9)], abs=20)
    for store in stores:
        store.close()


async def test_a_turn_that_was_missed_is_not_waited_for(store: Store) -> None:
    # One that comes a billionth of a second later is over when the next is asked for.
    await store.turn("one", 1e-9)
    await store.turn("one", 1e-9)
    assert await store.turn("one", 100) == 0
