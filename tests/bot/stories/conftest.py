"""Each story is told on both databases; with `--crash-points` on SQLite, with a crash at each moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import asdict
from functools import wraps

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.bot.crashes import Points, Story, summary
from tests.bot.fakes import PLAIN, House, Person

COUNTED = "crash points"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--crash-points", action="store_true", help="let the process die at each moment")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--crash-points", default=False):
        return
    stories = [item for item in items if isinstance(item, pytest.Function) and _can_be_told_again(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in stories])
    items[:] = stories
    for story in stories:
        story.obj = at_every_point(story)


def _can_be_told_again(item: pytest.Function) -> bool:
    """On SQLite, and not with a platform of its own, which would remember the last telling."""
    callspec = getattr(item, "callspec", None)
    on_sqlite = callspec is not None and callspec.params.get("kind") == "sqlite"
    return on_sqlite and "house" in item.fixturenames and "stage" not in item.fixturenames


def at_every_point(item: pytest.Function) -> Callable[..., Awaitable[None]]:
    """The story of a test, told with a crash at each of its moments."""
    tell = item.obj

    @wraps(tell)
    async def telling(**given: object) -> None:
        house, logged = item.funcargs["house"], item.funcargs["logged"]
        assert isinstance(house, House)
        assert isinstance(logged, list)
        found = await Story(tell, given, house, logged).at_every_point()
        item.user_properties.append((COUNTED, asdict(found)))
        assert not found.wrong, "\n".join(found.wrong)

    return telling


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    counted = [dict(report.user_properties).get(COUNTED) for report in reports if report.when == "call"]
    found = [Points(**one) for one in counted if one is not None]
    if found:
        terminalreporter.write_line(summary(found))


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
