"""Each story is told on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.fakes import House, Person


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    house = await House(database_url).open()
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
