"""Whatever Discord delivers: a clear reply or a quiet refusal, nothing broken, nobody else's rows touched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import discord
import pytest
from discord.webhook.async_ import AsyncWebhookAdapter
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.client import QuizClient
from bot.commands import Kind, Option, commands
from bot.words import say
from questions.model import LANGUAGES, Language
from tests.adapters.discord.conftest import IN_A_GUILD, MEMBER, USER
from tests.adapters.discord.fakes import FakeMemory
from tests.input import odd
from tests.input.odd import Ids
from tests.input.world import World, small_bank, world

OWN, OTHER = "discord:22", "discord:99"
LOCALES: dict[str, Language] = {"en-US": "en", "es-419": "es", "de": "en"}
MANAGE_GUILD = str(discord.Permissions(manage_guild=True).value)
MAY_POST = str(discord.Permissions(view_channel=True, send_messages=True, embed_links=True).value)
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
BUTTON, SELECT, TEXT_INPUT, LABEL = 2, 3, 4, 18
SUBCOMMAND, GROUP, STRING, INTEGER, USER_OPTION = 1, 2, 3, 4, 6
EPHEMERAL = 64


class Discord:
    """A guild's interactions, delivered as the gateway does to the real client above the real quizmaster."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ids = Ids(world)
        self.sent: list[dict[str, Any]] = []
        self._client = world.run(self._made())

    async def _made(self) -> QuizClient:
        client = QuizClient(self.world.quizmaster, FakeMemory())
        bot: Any = USER | {"id": "1", "username": "civiquiz", "bot": True}
        client._connection.user = discord.ClientUser(state=client._connection, data=bot)
        client.loop = client.http.loop = asyncio.get_running_loop()
        client._connection.loop = client.loop
        return client

    def begin(self) -> None:
        self.world.begin()
        self.sent.clear()

    def deliver(self, payload: Any) -> None:
        async def delivered() -> None:
            self._client._connection.parsers["INTERACTION_CREATE"](payload)
            await self.world.settle()

        self.world.run(delivered())

    async def take(self, route: Any, *, payload: Any = None, multipart: Any = None, **_: Any) -> Any:
        """A response to an interaction, as it would go out."""
        parts = multipart or []
        said = [discord.utils._to_json(payload)] if payload is not None else []
        said += [part["value"] for part in parts if part["name"] == "payload_json"]
        self.sent += [json.loads(one) for one in said]
        if not route.path.endswith("/callback"):
            return MESSAGE
        return {"interaction": {"id": "1", "type": 2, "response_message_id": "77"}}


@pytest.fixture(scope="module")
def guild(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Discord]:
    rooms = {OWN: "33", OTHER: "66"}
    with world(migrated_sqlite, tmp_path_factory.mktemp("discord"), "discord", OWN, OTHER, rooms) as made:
        discord_side = Discord(made)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(AsyncWebhookAdapter, "request", discord_side.take)
            yield discord_side


def clicks(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    action, chosen = ids.button(draw)
    custom_id = f"cq:{action}"
    pressed: dict[str, Any] = {"type": BUTTON, "custom_id": custom_id, "label": "A", "style": 2}
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": BUTTON}
    if chosen is not None:
        options = [{"label": one[:100] or "-", "value": one} for one in dict.fromkeys(chosen.split(","))]
        pressed = {"type": SELECT, "custom_id": custom_id, "options": options}
        data = {"custom_id": custom_id, "component_type": SELECT, "values": chosen.split(",")}
    message = MESSAGE | {
        "flags": draw(st.sampled_from([0, EPHEMERAL])),
        "components": [{"type": 1, "components": [pressed]}],
    }
    return _interaction(draw, COMPONENT) | {"data": data, "message": message}


def forms(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    fields = [
        {"type": SELECT, "custom_id": name, "values": given}
        if isinstance(given, list)
        else {"type": TEXT_INPUT, "custom_id": name, "value": given}
        for name, given in ids.fields(draw).items()
    ]
    data = {
        "custom_id": f"cq:{ids.form(draw)}",
        "components": [{"type": LABEL, "component": one} for one in fields],
    }
    return _interaction(draw, MODAL) | {"data": data}


def slashes(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    command = draw(st.sampled_from(COMMANDS))
    options, people = [], {}
    for option in command.options:
        if option.required or draw(st.booleans()):
            type, value = _given(draw, ids, option)
            options.append({"name": option.name, "type": type, "value": value})
            if type == USER_OPTION:
                people[value] = USER | {"id": value, "username": "bob"}
    data = _called(command.path, options) | {"resolved": {"users": people}}
    return _interaction(draw, COMMAND) | {"data": data}


def completions(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    command = draw(
        st.sampled_from([one for one in COMMANDS if any(o.kind is Kind.ZONE for o in one.options)])
    )
    typed = {"name": "zone", "type": STRING, "value": draw(odd.texts), "focused": True}
    return _interaction(draw, AUTOCOMPLETE) | {"data": _called(command.path, [typed])}


COMMANDS = commands(small_bank())
MESSAGE: dict[str, Any] = {
    "id": "55",
    "channel_id": "33",
    "author": USER | {"id": "1", "bot": True},
    "content": "",
    "timestamp": "2026-03-03T12:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "pinned": False,
    "type": 0,
}
with_zones = st.sampled_from([one for one in COMMANDS if any(o.kind is Kind.ZONE for o in one.options)])
kinds = st.sampled_from([clicks, clicks, clicks, slashes, slashes, forms, completions])


def _interaction(draw: st.DrawFn, type: int) -> dict[str, Any]:
    user = USER | {"id": draw(users), "global_name": draw(names)}
    manages = draw(st.booleans())
    known: dict[str, Any] = {
        # Its time is in it: 2026-03-03 14:00:05, as on the clock of the examples.
        "id": str(((1772546405_000 - 1420070400_000) << 22) + 1),
        "application_id": "1",
        "type": type,
        "token": "t",
        "version": 1,
        "locale": draw(locales),
        "app_permissions": draw(st.sampled_from([MAY_POST, MAY_POST, "0"])),
        "attachment_size_limit": 0,
        "entitlements": [],
    }
    match draw(places):
        case "direct":
            return known | {
                "user": user,
                "channel": {"id": "44", "type": 1, "recipients": []},
                "channel_id": "44",
            }
        case channel:
            member = MEMBER | {"user": user, "permissions": MANAGE_GUILD if manages else "0"}
            text = {"id": channel, "type": 0, "name": "general", "position": 0, "nsfw": False}
            return known | deepcopy(IN_A_GUILD) | {"channel": text, "channel_id": channel, "member": member}


coins = st.booleans()
users = st.sampled_from(["11", "12", "13", "18446744073709551615"])
names = st.sampled_from(["Ana", "Ana **G**", None, "\u202eevil\u2066", "\0", "\ud800", "x" * 32])
locales = st.sampled_from(list(LOCALES))
places = st.sampled_from(["33", "33", "33", "339", "66", "direct"])
_strings = st.sampled_from(
    ["UTC", "Europe/Madrid", "21:00", "9pm", "mon", "every day", "2006", "es", "en", "auto"]
)
_integers = st.sampled_from([0, 1, 3, 10, 20, 21, 300, -1, 2**53])


def _given(draw: st.DrawFn, ids: Ids, option: Option) -> tuple[int, Any]:
    if option.kind is Kind.INTEGER:
        return INTEGER, draw(_integers)
    if option.kind is Kind.PLAYER:
        return USER_OPTION, draw(users)
    if draw(coins) and option.choices:
        return STRING, draw(st.sampled_from(option.choices))
    return STRING, draw(_strings | odd.texts)


def _called(path: tuple[str, ...], options: list[dict[str, Any]]) -> dict[str, Any]:
    inner: dict[str, Any] = {"name": path[-1], "type": SUBCOMMAND, "options": options}
    if len(path) > 1:
        inner = {"name": path[0], "type": GROUP, "options": [inner]}
    return {"id": "9", "name": "quiz", "type": 1, "options": [inner]}


@st.composite
def payloads(draw: st.DrawFn, ids: Ids) -> tuple[dict[str, Any], bool]:
    """What Discord could deliver, and whether it is of the shape that Discord delivers today."""
    payload = draw(kinds)(draw, ids)
    if draw(odd.spoils):
        return odd.spoilt(draw, payload), False
    return payload, True


@odd.many
@given(st.data())
def test_whatever_discord_delivers_is_answered_or_refused_and_nothing_breaks(
    guild: Discord, data: st.DataObject
) -> None:
    payload, sound = data.draw(payloads(guild.ids))
    guild.begin()
    guild.deliver(payload)
    sent = guild.sent
    guild.world.check(json.dumps(sent))
    if not sound:
        return
    warned = [entry for entry in guild.world.heard.entries if entry["log_level"] == "warning"]
    assert warned == []
    assert sent
    language = LOCALES[payload["locale"]]
    titles = [embed["title"] for one in sent for embed in one.get("data", {}).get("embeds", [])]
    assert not any(say(other, "refused-title") in titles for other in LANGUAGES if other != language)


@odd.some
@given(odd.json)
def test_what_is_no_interaction_at_all_breaks_nothing(guild: Discord, payload: Any) -> None:
    guild.begin()
    guild.deliver(payload)
    guild.world.check("")
    assert guild.sent == []
