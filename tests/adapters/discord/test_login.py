from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import discord
import pytest

from adapters.discord.invite import invite_link
from adapters.discord.login import log_in
from bot.ports import CannotStart


def away() -> discord.DiscordServerError:
    response: Any = SimpleNamespace(status=503, reason="", headers={})
    return discord.DiscordServerError(response, "away")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (discord.LoginFailure("no"), "Discord refused DISCORD_TOKEN"),
        (ValueError("line break in a header"), "Discord refused DISCORD_TOKEN"),
        (away(), "Discord cannot be reached"),
        (aiohttp.ClientError("no"), "Discord cannot be reached"),
        (OSError("no"), "Discord cannot be reached"),
        (TimeoutError(), "Discord cannot be reached"),
    ],
)
async def test_what_keeps_the_bot_from_logging_in_is_a_sentence_for_the_operator(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str
) -> None:
    async def login(_: discord.Client, token: str) -> None:
        raise fault

    monkeypatch.setattr(discord.Client, "login", login)
    client = discord.Client(intents=discord.Intents.none())
    with pytest.raises(CannotStart, match=sentence) as raised:
        await log_in(client, "a-secret")
    assert "a-secret" not in str(raised.value)


def test_the_invitation_asks_for_exactly_what_the_quiz_needs() -> None:
    link = urlsplit(invite_link(4711))
    asked = {name: values[0] for name, values in parse_qs(link.query).items()}
    assert (link.scheme, link.hostname) == ("https", "discord.com")
    assert asked["client_id"] == "4711"
    assert set(asked["scope"].split()) == {"bot", "applications.commands"}
    allowed = discord.Permissions(int(asked["permissions"]))
    assert {name for name, granted in allowed if granted} == {
        "read_messages",  # discord.py's older name of "view channel"
        "send_messages",
        "send_messages_in_threads",
        "embed_links",
    }
