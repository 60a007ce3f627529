"""The bot is added to a guild, as discord.py tells it."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from adapters.discord.client import QuizClient
from adapters.discord.read import first_channel
from bot.requests import Room
from tests.adapters.discord.conftest import MEMBER, TEXT_CHANNEL, USER
from tests.adapters.discord.fakes import FakeMemory, FakeQuizmaster

MAY_WRITE = discord.Permissions(view_channel=True, send_messages=True, embed_links=True)
BOT = USER | {"id": "1", "username": "civiquiz", "bot": True}
NEWS = 5


def channel(id: int, position: int, kind: int = 0, deny: discord.Permissions | None = None) -> dict[str, Any]:
    denied = {"id": "1", "type": 1, "allow": "0", "deny": str(deny.value if deny else 0)}
    return TEXT_CHANNEL | {
        "id": str(id),
        "type": kind,
        "position": position,
        "permission_overwrites": [denied] if deny else [],
    }


def guild(client: QuizClient, *channels: dict[str, Any], **more: Any) -> discord.Guild:
    everyone = {"id": "22", "name": "@everyone", "permissions": str(MAY_WRITE.value), "position": 0}
    flags = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
    state: Any = client._connection
    bot: Any = BOT
    state.user = discord.ClientUser(state=state, data=bot)
    data: Any = {
        "id": "22",
        "name": "civics",
        "owner_id": "11",
        "preferred_locale": "es-ES",
        "roles": [everyone | flags],
        "members": [MEMBER | {"user": BOT}],
        "channels": list(channels),
    }
    return discord.Guild(data=data | more, state=state)


@pytest.fixture
def quizmaster() -> FakeQuizmaster:
    return FakeQuizmaster()


@pytest.fixture
def client(quizmaster: FakeQuizmaster) -> QuizClient:
    return QuizClient(quizmaster.as_quizmaster(), FakeMemory())


async def test_a_guild_is_welcomed_in_its_system_channel_and_its_language(
    client: QuizClient, quizmaster: FakeQuizmaster
) -> None:
    joined = guild(client, channel(31, 0), channel(32, 1), system_channel_id="32")
    await client.on_guild_join(joined)
    assert quizmaster.joins == [Room("discord:22", "32", "es")]


async def test_a_guild_in_a_language_the_bot_does_not_speak_has_none(
    client: QuizClient, quizmaster: FakeQuizmaster
) -> None:
    await client.on_guild_join(guild(client, channel(31, 0), preferred_locale="ja"))
    assert quizmaster.joins == [Room("discord:22", "31", None)]


@pytest.mark.parametrize(
    "missing",
    [
        discord.Permissions(view_channel=True),
        discord.Permissions(send_messages=True),
        discord.Permissions(embed_links=True),
    ],
)
async def test_where_the_bot_may_not_write_the_next_channel_serves(
    client: QuizClient, missing: discord.Permissions
) -> None:
    closed = channel(31, 0, deny=missing)
    joined = guild(client, closed, channel(33, 2), channel(32, 1), system_channel_id="31")
    found = first_channel(joined)
    assert found is not None
    assert found.id == 32


async def test_neither_news_nor_rules_are_a_place_to_talk(client: QuizClient) -> None:
    channels = (channel(31, 0, NEWS), channel(32, 1), channel(33, 2))
    found = first_channel(guild(client, *channels, rules_channel_id="32"))
    assert found is not None
    assert found.id == 33


async def test_a_guild_without_a_place_to_write_is_left_alone(
    client: QuizClient, quizmaster: FakeQuizmaster
) -> None:
    await client.on_guild_join(guild(client, channel(31, 0, deny=MAY_WRITE)))
    assert quizmaster.joins == []
