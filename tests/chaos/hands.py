"""How virtual players see and do things, on each platform."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from bot.words import say
from questions.model import LANGUAGES
from tests.chaos.seen import Click, Post, State, buttons_in, text_in
from tests.e2e.process import until

# How long, in seconds, a player looks at the screen before giving up.
PATIENCE: Final = 20.0
_LOADING: Final = tuple(say(language, "slack-loading") for language in LANGUAGES)
# How far up a player reads in a room.
_SCREEN: Final = 20


class Gone(Exception):
    """What a player meant to press is not there any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """A channel, and who is in it."""

    hands: Hands
    community: str
    id: str
    channel: Any
    people: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be answered by a click; `drawn` are its buttons as the platform keeps them."""

    turn: str
    options: tuple[str, ...]
    message: Any
    drawn: Any


class Hands(ABC):
    """A platform's stand-in, as its users handle it."""

    platform: str
    sim: Any

    @abstractmethod
    def messages(self, room: Room) -> Iterator[Any]:
        """The room's messages from the bot, the newest first."""

    @abstractmethod
    def post(self, message: Any) -> Post:
        """A message with all its states."""

    @abstractmethod
    def drawn(self, message: Any) -> Any:
        """What holds the buttons of a message."""

    @abstractmethod
    async def command(self, room: Room, person: Any, words: str) -> None:
        """Type a command, and wait for an answer."""

    @abstractmethod
    async def click(self, room: Room, person: Any, question: Question, option: str) -> Click:
        """Answer a question as it was drawn; what was told is in the click at the end."""

    @abstractmethod
    async def play_daily(self, room: Room, person: Any, message: Any, choose: Any) -> list[Click]:
        """Start a daily and answer its questions one after the other, as far as one gets."""

    def question(self, room: Room) -> Question | None:
        """The question that is open in a room."""
        for message in islice(self.messages(room), _SCREEN):
            drawn = self.drawn(message)
            found = _question(message, drawn, "answer")
            if found is not None:
                return found
        return None

    def daily(self, room: Room, known: set[str]) -> tuple[str, Any] | None:
        """A daily of the room that is not known yet, and its message."""
        for message in islice(self.messages(room), _SCREEN):
            for button in buttons_in(self.drawn(message)):
                verb, _, quiz = button.partition(":")
                if verb == "start" and quiz not in known:
                    return quiz, message
        return None


class DiscordHands(Hands):
    platform = "discord"

    def __init__(self, sim: Any) -> None:
        self.sim = sim

    def messages(self, room: Room) -> Iterator[Any]:
        bot = self.sim.app.bot.id
        return (
            message
            for message in reversed(room.channel.messages.values())
            if message.visible_to is None and message.author.id == bot
        )

    def post(self, message: Any) -> Post:
        states = (State(s["t"], buttons_in(s["components"]), text_in(s["embeds"])) for s in message.history)
        return Post(message.id, tuple(states))

    def drawn(self, message: Any) -> Any:
        return message.data["components"]

    async def command(self, room: Room, person: Any, words: str) -> None:
        path, *options = words.split()
        given: dict[str, Any] = dict(option.split(":", 1) for option in options)
        whole = {name: int(value) if value.isdecimal() else value for name, value in given.items()}
        done = await person.slash(room.channel, f"quiz {path}", **whole)
        with suppress(TimeoutError):
            await done.wait_visible(PATIENCE)

    async def click(self, room: Room, person: Any, question: Question, option: str) -> Click:
        message, now = question.message, question.message.data["components"]
        # As on a phone that has not drawn the newest state yet.
        message.data["components"] = question.drawn
        try:
            done = await person.click(message, custom_id=f"cq:answer:{question.turn}:{option}")
        finally:
            if message.data["components"] is question.drawn:
                message.data["components"] = now
        click = _click(room, question.turn, person.id, option, f"discord:{done.id}")
        await self._told(done, click)
        return click

    async def play_daily(self, room: Room, person: Any, message: Any, choose: Any) -> list[Click]:
        begun = await person.click(message, custom_id=_action(self.drawn(message), "start"))
        shown = await self._shown(begun)
        clicks: list[Click] = []
        while shown is not None and (question := _question(shown, self.drawn(shown), "pick")):
            option = choose(question.options)
            done = await person.click(shown, custom_id=f"cq:pick:{question.turn}:{option}")
            clicks.append(_click(room, question.turn, person.id, option, f"discord:{done.id}"))
            await self._told(done, clicks[-1])
            if not clicks[-1].told or _question(shown, self.drawn(shown), "pick") == question:
                break
        return clicks

    async def _told(self, done: Any, click: Click) -> None:
        shown = await self._shown(done)
        if shown is not None:
            click.told = text_in(shown.data["embeds"])

    async def _shown(self, done: Any) -> Any:
        """What a person got to see for something, or nothing."""
        with suppress(TimeoutError):
            await done.wait_visible(PATIENCE)
        if done.failed is not None:
            return None
        return next(iter([*done.followups, done.original]), None)


class SlackHands(Hands):
    platform = "slack"

    def __init__(self, sim: Any) -> None:
        self.sim = sim
        self._told: dict[str, str] = {}
        told = sim.apply_response

        def remember(action: Any, body: Any, by: str) -> Any:
            refused = told(action, body, by)
            if refused is None:
                # Of an event that is delivered twice, the first reply is what was waited for.
                self._told.setdefault(action.id, text_in(body.get("blocks")) or str(body.get("text")))
            return refused

        sim.apply_response = remember

    def messages(self, room: Room) -> Iterator[Any]:
        bot = next(iter(self.sim.workspaces.values())).bot
        return (
            message
            for message in reversed(room.channel.messages.values())
            if message.visible_to is None and message.user is bot
        )

    def post(self, message: Any) -> Post:
        states = (State(s["t"], buttons_in(s["blocks"]), text_in(s["blocks"])) for s in message.history)
        return Post(message.ts, tuple(states))

    def drawn(self, message: Any) -> Any:
        return message.blocks

    async def command(self, room: Room, person: Any, words: str) -> None:
        done = await self.sim.slash(person, room.channel, "/quiz", words)
        await self._reply(done)

    async def click(self, room: Room, person: Any, question: Question, option: str) -> Click:
        message, now = question.message, question.message.fields.get("blocks")
        message.fields["blocks"] = question.drawn
        try:
            done = await self.sim.click(person, message, action_id=f"cq:answer:{question.turn}:{option}")
        finally:
            if message.fields["blocks"] is question.drawn:
                message.fields["blocks"] = now
        click = _click(room, question.turn, person.id, option, f"slack:{done.trigger_id}")
        click.told = await self._reply(done)
        return click

    async def play_daily(self, room: Room, person: Any, message: Any, choose: Any) -> list[Click]:
        begun = await self.sim.click(person, message, action_id=_action(self.drawn(message), "start"))
        clicks: list[Click] = []
        try:
            view = await _in_time(lambda: begun.failed or begun.opened_view)
            if not isinstance(view, dict):
                return clicks
            shown = await self._screen(view["id"], None)
            while shown and (question := _question(shown, shown["blocks"], "pick")):
                option = choose(question.options)
                done = await self.sim.click_view(person, shown, action_id=f"cq:pick:{question.turn}:{option}")
                clicks.append(_click(room, question.turn, person.id, option, f"slack:{done.trigger_id}"))
                shown = await self._screen(view["id"], shown["hash"])
                clicks[-1].told = text_in(shown["blocks"]) if shown else ""
        finally:
            person.views.clear()
        return clicks

    async def _screen(self, view: str, before: str | None) -> Any:
        """A modal once it shows something else than before, and not that it loads."""

        def changed() -> Any:
            now = self.sim.views[view]
            text = text_in(now["blocks"])
            return now if now["hash"] != before and not any(word in text for word in _LOADING) else None

        return await _in_time(changed)

    async def _reply(self, done: Any) -> str:
        await _in_time(lambda: done.failed or done.id in self._told)
        return self._told.get(done.id, "")


def _click(room: Room, turn: str, player: str, option: str, cause: str) -> Click:
    return Click(room.community, room.id, turn, player, option, time.time(), cause)


def _action(drawn: Any, verb: str) -> str:
    found = [f"cq:{button}" for button in buttons_in(drawn) if button.startswith(f"{verb}:")]
    if not found:
        raise Gone(f"no button to {verb}")
    return found[0]


def _question(message: Any, drawn: Any, verb: str) -> Question | None:
    parts = [button.split(":") for button in buttons_in(drawn) if button.startswith(f"{verb}:")]
    options = tuple(option for _, _, option in parts)
    return Question(parts[0][1], options, message, drawn) if parts else None


async def _in_time(what: Any) -> Any:
    """What comes of something in the time that a player waits, or nothing."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await until(what)
    except TimeoutError:
        return None
