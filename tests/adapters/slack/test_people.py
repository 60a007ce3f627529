from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import people as module
from adapters.slack.people import People
from bot.requests import Player
from tests.adapters.slack.conftest import RecordingClient, Refused, StillClock, user_info


@pytest_asyncio.fixture
async def people(client: RecordingClient, clock: StillClock) -> AsyncIterator[People]:
    client.answers["users.info"] = user_info()
    people = People(client, clock, "T1")
    yield people
    await people.close()


async def test_a_player_has_the_name_that_others_see(people: People) -> None:
    assert await people.player("U1", "ana.lopez") == Player("U1", "Ana", "en", moderator=False)


async def test_a_user_without_a_display_name_goes_by_the_real_one(
    people: People, client: RecordingClient
) -> None:
    client.answers["users.info"] = user_info(profile={"display_name": "", "real_name": "Ana López"})

    assert (await people.player("U1", "x")).name == "Ana López"


@pytest.mark.parametrize(
    ("locale", "language"), [("es-LA", "es"), ("es-ES", "es"), ("en-GB", "en"), ("fr-FR", "en")]
)
async def test_a_player_reads_the_language_of_their_slack(
    people: People, client: RecordingClient, locale: str, language: str
) -> None:
    client.answers["users.info"] = user_info(locale=locale)

    assert (await people.player("U1", "x")).language == language
    assert people.language("U1") == language
    assert client.called("users.info")[0]["include_locale"]


@pytest.mark.parametrize("rank", ["is_admin", "is_owner"])
async def test_admins_and_owners_of_the_workspace_moderate(
    people: People, client: RecordingClient, rank: str
) -> None:
    client.answers["users.info"] = user_info(**{rank: True})

    assert (await people.player("U1", "x")).moderator


async def test_an_admin_of_another_workspace_has_no_power_here(
    people: People, client: RecordingClient
) -> None:
    client.answers["users.info"] = user_info(is_admin=True, team_id="T2")

    assert not (await people.player("U1", "x")).moderator


async def test_slack_is_asked_once_in_some_minutes(
    people: People, client: RecordingClient, clock: StillClock
) -> None:
    await people.player("U1", "x")
    clock.pass_by(timedelta(minutes=4))
    await people.player("U1", "x")
    assert len(client.called("users.info")) == 1

    clock.pass_by(timedelta(minutes=2))
    await people.player("U1", "x")
    assert len(client.called("users.info")) == 2


async def test_many_clicks_of_one_user_ask_slack_once(people: People, client: RecordingClient) -> None:
    players = await asyncio.gather(*(people.player("U1", "x") for _ in range(20)))

    assert {player.name for player in players} == {"Ana"}
    assert len(client.called("users.info")) == 1


@pytest.mark.parametrize(
    "failure",
    [
        Refused("user_not_found"),
        Refused("ratelimited", 429),
        Refused(status=503),
        aiohttp.ClientError(),
        TimeoutError(),
    ],
)
async def test_when_slack_does_not_tell_the_user_plays_under_the_name_in_hand(
    people: People, client: RecordingClient, failure: Refused | Exception
) -> None:
    client.answers["users.info"] = failure

    assert await people.player("U1", "ana.lopez") == Player("U1", "ana.lopez", "en", moderator=False)


async def test_when_slack_does_not_tell_again_the_name_stays_and_the_power_goes(
    people: People, client: RecordingClient, clock: StillClock
) -> None:
    client.answers["users.info"] = user_info(is_admin=True, locale="es-LA")
    await people.player("U1", "x")
    client.answers["users.info"] = Refused(status=503)
    clock.pass_by(timedelta(minutes=6))

    assert await people.player("U1", "x") == Player("U1", "Ana", "es", moderator=False)


async def test_a_slow_slack_holds_nobody_up_and_is_heard_later(
    clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    asked = 0
    answered = asyncio.Event()

    class SlowClient(RecordingClient):
        async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
            nonlocal asked
            asked += 1
            await answered.wait()
            return await super().api_call(api_method, **arguments)

    client = SlowClient()
    client.answers["users.info"] = user_info()
    people = People(client, clock, "T1")
    assert (await people.player("U1", "ana.lopez")).name == "ana.lopez"

    monkeypatch.setattr(module, "_PATIENCE", 5)
    answered.set()
    assert (await people.player("U1", "ana.lopez")).name == "Ana"
    assert asked == 1


async def test_no_more_users_are_remembered_than_the_bound(
    people: People, client: RecordingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_REMEMBERED", 2)
    for id in ("U1", "U2", "U3"):
        client.answers["users.info"] = user_info(id=id, locale="es-LA")
        await people.player(id, "x")

    assert [people.language(id) for id in ("U1", "U2", "U3")] == ["en", "es", "es"]
