"""A server on Discord, and how people use the bot there: slash commands, private messages, modals."""

from __future__ import annotations

import re
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import aiohttp

from adapters.discord.draw import embed_of, view_of
from bot.cards import Card
from bot.commands import parse
from bot.requests import Refusal
from bot.words import say
from questions.model import LANGUAGES
from tests.e2e.asked import known_commands
from tests.e2e.chats import Chat, Fields, Person, Seen, as_read
from tests.e2e.process import PLENTY, Bot, until

BUTTON, SELECT, TEXT, LABEL = 2, 3, 10, 18
SEND_MESSAGES: Final = 1 << 11
ALREADY_ACKNOWLEDGED: Final = 40060
_LINK: Final = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\(https?://[^)\s]+\)")
# Addresses and times stay as they are.
_MARKUP: Final = re.compile(r"(https?://\S+|<t:\d+:\w>)|\\(.)|[*_`~|]")


@dataclass(frozen=True)
class DiscordMessage:
    message: Any

    @property
    def title(self) -> str:
        return _read(self._embed.get("title", ""))

    @property
    def text(self) -> str:
        footer = self._embed.get("footer", {}).get("text", "")
        return "\n".join((self.title, _read(self._embed.get("description", "")), footer)).rstrip()

    @property
    def labels(self) -> list[str]:
        return [part["label"] for part in self._parts() if part["type"] == BUTTON]

    @property
    def menus(self) -> list[str]:
        return [_label(part) for part in self._parts() if part["type"] == SELECT]

    @property
    def fields(self) -> list[str]:
        return []

    def menu_id(self, menu: str) -> str:
        (found,) = (part for part in self._parts() if part["type"] == SELECT and _label(part) == menu)
        return str(found["custom_id"])

    @property
    def _embed(self) -> dict[str, Any]:
        (embed,) = self.message.data["embeds"]
        return dict(embed)

    def _parts(self) -> Iterator[dict[str, Any]]:
        return (part for row in self.message.data["components"] for part in row["components"])


@dataclass(frozen=True)
class DiscordModal:
    """The window that an interaction has opened."""

    interaction: Any

    @property
    def title(self) -> str:
        return str(self.interaction.modal["title"])

    @property
    def text(self) -> str:
        texts = [part["content"] for part in self._parts(TEXT)]
        labels = [part["label"] for part in self._parts(LABEL)]
        return "\n".join((self.title, *map(_read, texts), *labels))

    @property
    def labels(self) -> list[str]:
        return []

    @property
    def menus(self) -> list[str]:
        return []

    @property
    def fields(self) -> list[str]:
        return [part["component"]["custom_id"] for part in self._parts(LABEL)]

    def _parts(self, kind: int) -> Iterator[dict[str, Any]]:
        return (part for part in self.interaction.modal["components"] if part["type"] == kind)


class DiscordChat(Chat):
    platform = "discord"

    def __init__(self, sim: Any, bot: Bot) -> None:
        self.sim, self.bot = sim, bot
        self.mod, self.ana, self.bob = (
            Person(name.title(), sim.add_user(name)) for name in ("mod", "ana", "bob")
        )
        self.eva = Person("Eva", sim.add_user("eva", locale="es-ES"))
        members = [person.account for person in (self.mod, self.ana, self.bob, self.eva)]
        guild = sim.add_guild("civics", members, ["general", "other"])
        sim.make_admin(guild, self.mod.account)
        self.general, self.other = guild.channels.values()

    async def start(self) -> None:
        await self.bot.start()
        await self.connected()
        await self.sim.wait_commands()

    async def killed(self) -> None:
        await self.bot.stop(signal.SIGKILL)
        self.sim.gateway.sessions.clear()
        # Discord lets a bot introduce itself once in five seconds; no story waits for that.
        self.sim.gateway.identify_times.clear()

    async def lose_connection(self) -> None:
        await self.sim.drop_gateway(code=4000)
        await until(lambda: any(s.resumes for s in self.sim.gateway.sessions.values()))

    async def connected(self) -> None:
        await self.sim.wait_ready()

    async def opens(self, who: Person, command: str, room: Any = None) -> Seen:
        path, options = _slash(command)
        return await self._shown(await who.account.slash(room or self.general, f"quiz {path}", **options))

    async def press(self, who: Person, seen: Seen, label: str) -> Seen:
        return await self._shown(await who.account.click(_message(seen), label))

    async def nudge(self, who: Person, seen: Seen, label: str) -> None:
        await (await who.account.click(_message(seen), label)).wait_ack(PLENTY)

    async def choose(self, who: Person, seen: Seen, menu: str, *values: str) -> Seen:
        assert isinstance(seen, DiscordMessage)
        chosen = await who.account.select(seen.message, list(values), custom_id=seen.menu_id(menu))
        return await self._shown(chosen)

    async def form(self, who: Person, seen: Seen) -> Seen:
        answer = {say(language, "button-answer") for language in LANGUAGES}
        (label,) = answer & set(seen.labels)
        return await self.press(who, seen, label)

    async def send(self, who: Person, form: Seen, fields: Fields) -> Seen:
        assert isinstance(form, DiscordModal)
        return await self._shown(await who.account.submit_modal(form.interaction, dict(fields)))

    def posts(self, room: Any = None) -> list[DiscordMessage]:
        seen = self.ana.account.sees(room or self.general)
        return [DiscordMessage(message) for message in seen if not message.ephemeral]

    def private(self, who: Person, room: Any = None) -> list[DiscordMessage]:
        seen = who.account.sees(room or self.general)
        return [DiscordMessage(message) for message in seen if message.ephemeral]

    def interactions(self) -> list[Any]:
        """All that people did, oldest first, and what came of it."""
        return list(self.sim.interactions.values())

    def direct(self, who: Person) -> Any:
        return who.account.dm()

    def mention(self, who: Person) -> str:
        return str(who.account.id)

    def pictures(self, who: Person) -> list[tuple[bytes, str]]:
        files = [file for seen in self.private(who) for file in seen.message.data["attachments"]]
        return [(self.sim.cdn[file["id"]], file["description"]) for file in files]

    @asynccontextmanager
    async def delivered_twice(self) -> AsyncIterator[None]:
        self.sim.faults.duplicate_interactions = 1
        yield
        await until(lambda: self.sim.violations)
        # The second answer is refused, which is all that Discord can do with it.
        assert [violation["code"] for violation in self.sim.violations] == [ALREADY_ACKNOWLEDGED]
        self.sim.violations.clear()

    @asynccontextmanager
    async def closed_to_the_bot(self, room: Any) -> AsyncIterator[None]:
        await self.sim.deny_bot(room, SEND_MESSAGES)
        yield
        await self.sim.deny_bot(room, 0)
        assert {violation["what"] for violation in self.sim.violations} <= {"Missing Permissions"}
        self.sim.violations.clear()

    def put_off_a_post(self, seconds: int) -> None:
        self.sim.fault("rate_limit", op="create_message", delay=seconds)

    @asynccontextmanager
    async def undrawn(self, seen: Seen) -> AsyncIterator[None]:
        message = _message(seen)
        old = message.data["components"]
        yield
        message.data["components"] = old

    async def left_over(self, card: Card) -> Seen:
        view = view_of(card)
        drawn = {"embeds": [embed_of(card).to_dict()], "components": view.to_components() if view else []}
        address = f"{self.sim.url}/api/v10/channels/{self.general.id}/messages"
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {self.sim.app.token}"}) as session:
            await session.post(address, json=drawn, raise_for_status=True)
        return self.posts()[-1]

    def rename(self, who: Person, name: str) -> Person:
        who.account.user.global_name = name
        return replace(who, name=name)

    async def _shown(self, interaction: Any) -> Seen:
        await interaction.wait_visible(PLENTY)
        assert interaction.failed is None, interaction.failed
        if interaction.modal is not None:
            return DiscordModal(interaction)
        message = (interaction.followups or [interaction.original])[0]
        assert message.ephemeral
        return DiscordMessage(message)


def _slash(command: str) -> tuple[str, dict[str, Any]]:
    """What is typed as text elsewhere, as a slash command with its options.

    Discord takes any text for a time or a zone: what cannot be read stands there with its option's name.
    """
    try:
        meant, options = parse(known_commands(), command)
        return " ".join(meant.path), options
    except Refusal:
        words = command.split()
        named = dict(word.split(":", 1) for word in words if ":" in word)
        return " ".join(word for word in words if ":" not in word), named


def _label(menu: dict[str, Any]) -> str:
    """What a menu is about; behind it stands what is chosen."""
    return str(menu["placeholder"]).partition(": ")[0]


def _message(seen: Seen) -> Any:
    assert isinstance(seen, DiscordMessage)
    return seen.message


def _read(marked_up: str) -> str:
    """Text as Discord shows it: what is escaped stays, and what is not is markup, which nobody sees."""
    unlinked = _LINK.sub(r"\1", marked_up)
    return as_read(_MARKUP.sub(lambda found: found[1] or found[2] or "", unlinked))
