"""What becomes of an installation that Slack has granted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from slack_sdk.oauth.installation_store import Installation as Granted

from adapters.slack import pages
from adapters.slack.oauth import Installations, NotOneWorkspace, States
from adapters.slack.seal import Seal, new_key
from bot.engine.preferences import CommunitySettings
from bot.store import communities, installations
from tests.adapters.slack.conftest import RecordingClient, Refused, user_info
from tests.bot.fakes import House

SEAL = Seal(new_key())


@pytest_asyncio.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    house = await House(database_url).open()
    yield house
    await house.close()


def granted(**more: Any) -> Granted:
    known = {
        "team_id": "T1",
        "team_name": "Acme",
        "bot_token": "xoxb-1",
        "bot_id": "B1",
        "bot_user_id": "UBOT",
        "user_id": "UANA",
    }
    return Granted(**(known | more))


async def save(house: House, client: RecordingClient, new: Granted) -> list[str]:
    """Keep an installation; the teams that were told of."""
    told: list[str] = []
    await Installations(house.shell, SEAL, lambda _: client, told.append).async_save(new)
    return told


async def settings(house: House) -> CommunitySettings:
    return await house.shell.store.read(lambda c: communities.settings_of(c, "slack:T1"))


async def test_an_installation_is_kept_with_its_token_sealed(house: House, client: RecordingClient) -> None:
    client.answers["users.info"] = user_info(id="UANA", tz="America/Mexico_City", locale="es-LA")

    assert await save(house, client, granted(enterprise_id="E1")) == ["T1"]

    found = await house.shell.store.read(lambda c: installations.find_installation(c, "T1"))
    assert found is not None
    assert (found.enterprise, found.name, found.bot, found.bot_user, found.installer) == (
        *("E1", "Acme", "B1", "UBOT"),
        "UANA",
    )
    assert SEAL.open(found.token) == "xoxb-1"
    assert (await settings(house)).zone == "America/Mexico_City"
    await house.run_due()
    assert "Hola" in str(house.stage.last.card.lines)
    assert house.stage.last.room == "UANA"


@pytest.mark.parametrize(
    "told",
    [
        Refused("missing_scope"),
        Refused(status=503),
        TimeoutError(),
        user_info(tz="Mars/Olympus"),
        user_info(tz=None),
        user_info(),
    ],
)
async def test_an_installation_succeeds_also_where_nothing_is_told_of_the_installer(
    house: House, client: RecordingClient, told: Any
) -> None:
    client.answers["users.info"] = told

    await save(house, client, granted())

    assert await settings(house) == CommunitySettings(moderators=frozenset({"UANA"}))
    await house.run_due()
    assert "Hello" in str(house.stage.last.card.lines)


@pytest.mark.parametrize(
    "more", [{"is_enterprise_install": True}, {"team_id": None}, {"bot_token": None}, {"bot_token": ""}]
)
async def test_what_is_not_one_workspace_is_not_kept(
    house: House, client: RecordingClient, more: dict[str, Any]
) -> None:
    with pytest.raises(NotOneWorkspace):
        await save(house, client, granted(**more))
    assert await house.shell.store.read(installations.installations) == []


async def test_a_state_lasts_ten_minutes_and_serves_once(house: House) -> None:
    states = States(house.shell)
    first, second = await states.async_issue(), await states.async_issue()
    assert first != second
    house.clock.advance(599)
    assert await states.async_consume(first)
    assert not await states.async_consume(first)
    house.clock.advance(1)
    assert not await states.async_consume(second)


@pytest.mark.parametrize(
    ("asked", "language"),
    [("es-MX,es;q=0.9", "es"), ("es;q=1", "es"), ("en-US", "en"), ("fr,es", "en"), ("", "en")],
)
def test_a_page_speaks_the_language_that_the_browser_asks_for_first(asked: str, language: str) -> None:
    assert pages.language_for({"accept-language": [asked]}) == language
    assert pages.language_for({}) == "en"


def test_a_page_shows_the_name_of_a_workspace_as_it_is() -> None:
    page = pages.installed("en", "A1", "T1", "<script>&")
    assert "<script>" not in page
    assert "&lt;script&gt;&amp;" in page
