"""Workspaces that have installed the app, as one process sees them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import pytest_asyncio
from slack_bolt.context.async_context import AsyncBoltContext
from structlog.testing import capture_logs

from adapters.slack import installed as module
from adapters.slack.installed import InstalledWorkspaces
from adapters.slack.seal import Seal, new_key
from adapters.slack.workspaces import Authorize
from bot.ports import CannotStart, TryLater
from bot.store import installations
from bot.store.installations import Installation
from tests.adapters.slack.conftest import RecordingClient, user_info
from tests.bot.fakes import House
from tests.factories import NOON, SECOND

KEY = new_key()


@dataclass
class Office:
    """The workspaces of a process, and the database that it shares with others."""

    house: House
    workspaces: InstalledWorkspaces
    clients: list[RecordingClient] = field(default_factory=list)

    async def install(self, team: str = "T1", token: str = "xoxb-1", key: str = KEY) -> Installation:
        new = Installation(team, None, team, Seal(key).close(token), "B1", "UBOT", "UANA", NOON)
        await self.house.shell.store.write(lambda c: installations.put_installation(c, new))
        return new

    async def remove(self, team: str = "T1") -> None:
        await self.house.shell.store.write(lambda c: installations.mark_uninstalled(c, team, NOON))

    async def token(self, team: str = "T1") -> str:
        found = await self.house.shell.store.read(lambda c: installations.find_installation(c, team))
        assert found is not None
        return found.token

    async def restart(self, keys: str) -> None:
        await self.workspaces.close()
        self.workspaces = made(self.house, keys, self.clients)


def made(house: House, keys: str, clients: list[RecordingClient]) -> InstalledWorkspaces:
    def new_client(token: str) -> RecordingClient:
        clients.append(RecordingClient())
        clients[-1].token = token
        clients[-1].answers["users.info"] = user_info()
        return clients[-1]

    return InstalledWorkspaces(house.shell.store, house.clock, Seal(keys), new_client)


@pytest_asyncio.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    house = await House(database_url).open()
    clients: list[RecordingClient] = []
    office = Office(house, made(house, KEY, clients), clients)
    yield office
    await office.workspaces.close()
    await house.close()


async def test_a_workspace_without_the_app_is_none(office: Office) -> None:
    assert await office.workspaces.find("T1") is None


async def test_each_workspace_is_called_with_its_own_token(office: Office) -> None:
    for number in (1, 2):
        await office.install(f"T{number}", f"xoxb-{number}")
    found = [await office.workspaces.find(f"T{number}") for number in (1, 2)]
    assert [(one.team, one.client.token) for one in found if one] == [("T1", "xoxb-1"), ("T2", "xoxb-2")]
    assert len(office.clients) == 2


async def test_who_people_are_is_remembered_while_the_installation_stays(office: Office) -> None:
    await office.install()
    for _ in range(3):
        workspace = await office.workspaces.find("T1")
        assert workspace is not None
        await workspace.people.player("U1", "ana")
        office.house.clock.advance(61)
    assert len(office.clients) == 1
    assert len(office.clients[0].called("users.info")) == 1


async def test_many_clicks_at_once_meet_one_workspace(office: Office) -> None:
    await office.install()
    found = await asyncio.gather(*(office.workspaces.find("T1") for _ in range(8)))
    assert len({id(one) for one in found}) == 1


async def test_what_another_process_was_told_is_known_within_a_minute(office: Office) -> None:
    await office.install()
    assert await office.workspaces.find("T1") is not None
    await office.remove()
    assert await office.workspaces.find("T1") is not None
    office.house.clock.advance(60)
    assert await office.workspaces.find("T1") is None


async def test_what_this_process_was_told_is_known_at_once(office: Office) -> None:
    await office.install()
    await office.workspaces.find("T1")
    await office.remove()
    office.workspaces.forget("T1")
    assert await office.workspaces.find("T1") is None
    await office.install(token="xoxb-new")
    workspace = await office.workspaces.find("T1")
    assert workspace is not None
    assert workspace.client.token == "xoxb-new"


async def test_no_more_workspaces_are_held_than_the_bound(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_REMEMBERED", 2)
    for team in ("T1", "T2", "T3"):
        await office.install(team)
        await office.workspaces.find(team)
    await office.workspaces.find("T3")
    assert len(office.clients) == 3
    await office.workspaces.find("T1")
    assert len(office.clients) == 4


async def test_at_the_start_every_token_is_tried(office: Office) -> None:
    assert await office.workspaces.open_all() == 0
    for team in ("T1", "T2"):
        await office.install(team)
    assert await office.workspaces.open_all() == 2
    await office.restart(new_key())
    with pytest.raises(CannotStart, match="does not open"):
        await office.workspaces.open_all()


async def test_a_removed_workspaces_token_needs_no_key(office: Office) -> None:
    await office.install()
    await office.remove()
    await office.restart(new_key())
    assert await office.workspaces.open_all() == 0


async def test_at_the_start_tokens_move_under_the_newest_key(office: Office) -> None:
    await office.install()
    new = new_key()
    await office.restart(f"{new},{KEY}")
    await office.workspaces.open_all()
    assert Seal(new).open(await office.token()) == "xoxb-1"
    await office.restart(new)
    assert await office.workspaces.open_all() == 1


async def test_a_token_that_a_foreign_key_sealed_meanwhile_is_told_to_the_operator(office: Office) -> None:
    await office.install(key=new_key())
    with capture_logs() as logs, pytest.raises(TryLater):
        await office.workspaces.find("T1")
    assert [(entry["log_level"], entry["team"]) for entry in logs] == [("error", "T1")]
    context = AsyncBoltContext()
    with capture_logs():
        asked = Authorize(office.workspaces)(context=context, enterprise_id=None, team_id="T1", user_id="U1")
        assert await asked is None


async def test_an_event_brings_its_workspace_with_it(office: Office) -> None:
    await office.install()
    context = AsyncBoltContext()
    authorize = Authorize(office.workspaces)
    told = await authorize(context=context, enterprise_id="E1", team_id="T1", user_id="U1")
    assert told is not None
    assert (told.team_id, told.bot_token, told.bot_user_id) == ("T1", "xoxb-1", "UBOT")
    assert context["workspace"] is await office.workspaces.find("T1")
    nobody = await authorize(context=AsyncBoltContext(), enterprise_id=None, team_id="T2", user_id="U1")
    assert nobody is None


async def test_a_new_installation_over_an_old_one_brings_its_token_within_a_minute(office: Office) -> None:
    old = await office.install()
    await office.workspaces.find("T1")
    new = replace(old, token=Seal(KEY).close("xoxb-2"), installed_at=NOON + SECOND)
    await office.house.shell.store.write(lambda c: installations.put_installation(c, new))
    office.house.clock.advance(timedelta(minutes=1).total_seconds())
    workspace = await office.workspaces.find("T1")
    assert workspace is not None
    assert workspace.client.token == "xoxb-2"
