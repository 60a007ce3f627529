"""Interactions as Discord sends them, read by discord.py itself, without a connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest

from adapters.discord.read import Interaction

USER = {
    "id": "11",
    "username": "ana",
    "global_name": "Ana **G**",
    "discriminator": "0",
    "avatar": None,
}
MEMBER: dict[str, Any] = {
    "user": USER,
    "nick": None,
    "roles": [],
    "joined_at": "2026-01-01T00:00:00+00:00",
    "deaf": False,
    "mute": False,
    "flags": 0,
    "permissions": "0",
}
TEXT_CHANNEL = {"id": "33", "type": 0, "name": "general", "position": 0, "nsfw": False}
THREAD = {
    "id": "34",
    "type": 11,
    "name": "aside",
    "parent_id": "33",
    "owner_id": "11",
    "message_count": 0,
    "member_count": 1,
    "thread_metadata": {
        "archived": False,
        "auto_archive_duration": 60,
        "archive_timestamp": "2026-01-01T00:00:00+00:00",
    },
}
IN_A_GUILD = {
    "guild_id": "22",
    "guild": {"id": "22", "locale": "es-ES", "features": []},
    "guild_locale": "es-ES",
    "channel": TEXT_CHANNEL,
    "member": MEMBER,
}


@pytest.fixture
def interact() -> Callable[..., Interaction]:
    """Makes an interaction of a member in a guild's channel, with whatever is changed."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    bot: Any = USER | {"id": "1", "username": "civiquiz", "bot": True}
    client._connection.user = discord.ClientUser(state=client._connection, data=bot)

    def make(base: dict[str, Any] = IN_A_GUILD, **changed: Any) -> Interaction:
        payload: Any = {
            "id": "1468000000000000001",
            "application_id": "1",
            "type": 3,
            "token": "t",
            "version": 1,
            "locale": "en-US",
            "app_permissions": "0",
            "attachment_size_limit": 0,
            "entitlements": [],
            "data": {},
        }
        return Interaction(data=payload | base | changed, state=client._connection)

    return make
