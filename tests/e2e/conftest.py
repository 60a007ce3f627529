"""Real `civiquiz run` processes against local stand-ins for Discord and Slack.

The environment variable CHATSIM names another folder with the stand-ins, such as one that checks every
request to Discord against its official schema. A violation of what a platform documents fails the story.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.store.store import migrate
from tests.e2e.asked import PACKS
from tests.e2e.chats import Chat
from tests.e2e.on_discord import DiscordChat
from tests.e2e.on_slack import SCOPES, SlackChat
from tests.e2e.process import Bot, environment

NewBot = Callable[..., Bot]

CHATSIM = Path(os.environ.get("CHATSIM") or Path(__file__).parents[1] / "chatsim").resolve()
sys.path.insert(0, str(CHATSIM))


@pytest.fixture
async def bots() -> AsyncIterator[list[Bot]]:
    """The bots of a story; at its end each still runs, ends when asked, and has logged no traceback."""
    started: list[Bot] = []
    yield started
    await _end(started)


@pytest.fixture
def new_bot(bots: list[Bot], tmp_path: Path) -> NewBot:
    """Makes bots, each with a folder and a database of its own."""

    def make(*environments: Mapping[str, str], **more: str) -> Bot:
        folder = tmp_path / f"bot-{len(bots)}"
        folder.mkdir()
        bots.append(Bot(folder, environment(folder, *environments, more)))
        return bots[-1]

    return make


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with nothing but its schema: most stories are not about how it is made."""
    file = tmp_path_factory.mktemp("database") / "quiz.db"
    migrate(f"sqlite:///{file}", datetime.now(UTC))
    return file


@pytest.fixture
def new_player(new_bot: NewBot, empty_database: Path) -> NewBot:
    """Makes bots that know the packs of the stories, and whose database is made already."""

    def make(*environments: Mapping[str, str], **more: str) -> Bot:
        bot = new_bot(*environments, CIVIQUIZ_PACKS=str(PACKS), **more)
        shutil.copy(empty_database, bot.database)
        return bot

    return make


@pytest.fixture
async def discord_sim(bots: list[Bot]) -> AsyncIterator[Any]:
    """Discord, with nothing that it would have refused at the end."""
    async with _discord(bots) as sim:
        yield sim


@pytest.fixture
async def sharded_sim(bots: list[Bot]) -> AsyncIterator[Any]:
    """Discord for a bot with two shards, of which one after the other may introduce itself."""
    async with _discord(bots, shards=2) as sim:
        yield sim


@pytest.fixture
async def slack_sim(bots: list[Bot]) -> AsyncIterator[Any]:
    """Slack, with nothing that it would have refused at the end."""
    async with _slack(bots) as sim:
        yield sim


@pytest.fixture
async def server(bots: list[Bot], new_player: NewBot) -> AsyncIterator[DiscordChat]:
    """A server on Discord, for what only Discord has."""
    async with _server(bots, new_player) as chat:
        yield chat


@pytest.fixture
async def workspace(bots: list[Bot], new_player: NewBot) -> AsyncIterator[SlackChat]:
    """A workspace on Slack, for what only Slack has."""
    async with _workspace(bots, new_player) as chat:
        yield chat


@pytest.fixture(params=["discord", "slack"])
async def chat(request: pytest.FixtureRequest, bots: list[Bot], new_player: NewBot) -> AsyncIterator[Chat]:
    """A community with a running bot, on each platform in turn: see `chats.py`."""
    async with (_server if request.param == "discord" else _workspace)(bots, new_player) as chat:
        yield chat


@asynccontextmanager
async def _server(bots: list[Bot], new_player: NewBot) -> AsyncIterator[DiscordChat]:
    async with _discord(bots) as sim:
        chat = DiscordChat(sim, new_player(sim.bot_env()))
        await chat.start()
        yield chat


@asynccontextmanager
async def _workspace(bots: list[Bot], new_player: NewBot) -> AsyncIterator[SlackChat]:
    async with _slack(bots) as sim:
        team = sim.add_workspace()
        team.scopes = set(SCOPES)
        chat = SlackChat(sim, team, new_player(sim.bot_env()))
        await chat.start()
        yield chat


@asynccontextmanager
async def _discord(bots: list[Bot], **limits: int) -> AsyncIterator[Any]:
    from discord_sim import DiscordSim

    # Discord names a gateway twice in five seconds at most; no story waits for that after a kill.
    async with DiscordSim(routes={"get_bot_gateway": (50, 5.0, None)}, **limits) as sim:
        yield sim
        await _end(bots)
        assert sim.violations == []


@asynccontextmanager
async def _slack(bots: list[Bot]) -> AsyncIterator[Any]:
    from slack_sim import SlackSim

    async with SlackSim() as sim:
        yield sim
        await _end(bots)
        assert sim.violations == []


async def _end(bots: list[Bot]) -> None:
    """End the bots before the platform that they are connected to."""
    while bots:
        bot = bots.pop()
        if bot.process is not None:
            ran = bot.process.returncode is None
            status = await bot.stop()
            assert ran, bot.log()
            assert status == 0, bot.log()
        assert "Traceback" not in bot.log(), bot.log()
