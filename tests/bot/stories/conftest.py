"""Each story is told on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.bot.fakes import PLAIN, House, Person


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What the operator would read in the log."""
    with capture_logs() as logged:
        yield logged


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    house = await House(database_url).open()
    await house.settle(PLAIN)
    yield house
    await house.close()


@pytest.fixture
def ana(house: House) -> Person:
    return house.person("ana")


@pytest.fixture
def ben(house: House) -> Person:
    return house.person("ben")


@pytest.fixture
def mod(house: House) -> Person:
    """A moderator."""
    return house.person("mod", moderator=True)


@pytest.fixture
async def twins(postgres_url: str) -> AsyncIterator[tuple[House, House]]:
    """Two processes on one database, with the same time and the same platforms."""
    one = await House(postgres_url).open()
    other = House(postgres_url, clock=one.clock, stage=one.stage, seed=1000)
    await other.open()
    await one.settle(PLAIN)
    yield one, other
    await one.close()
    await other.close()
