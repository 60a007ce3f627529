"""What comes in from Slack: one slash command, clicks on the bot's own buttons, and its own forms."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Mapping
from typing import Any, Final, Protocol, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack.draw import ACTION_PREFIX
from adapters.slack.incoming import Event, Press, command_text, of_click, of_command, of_form, press, sent
from adapters.slack.people import People
from adapters.slack.replies import Replies
from bot.cards import Card
from bot.commands import ROOT, Command, Manner, parse
from bot.ports import Clock
from bot.requests import Player, Refusal, Reply, Request
from bot.show.notices import refusal

_ACTIONS: Final = re.compile(f"^{ACTION_PREFIX}")
# The screens that a trigger opens; it lives three seconds.
_OPENING: Final = frozenset({Manner.FORM, Manner.SCREEN})
# How long a form that was sent waits for its answer, in seconds, before it says so: half of Slack's three.
_PATIENCE: Final = 1.5

T = TypeVar("T")

log = structlog.get_logger()


class Quiz(Protocol):
    """What the listeners want of the quizmaster."""

    @property
    def commands(self) -> tuple[Command, ...]: ...

    async def handle(self, request: Request) -> Reply | None: ...


class Listeners:
    """Each event is acknowledged at once and worked on behind it.

    Slack waits three seconds, and the writer may be busy.
    """

    def __init__(self, quiz: Quiz, people: People, replies: Replies, clock: Clock, team: str) -> None:
        self._quiz = quiz
        self._people = people
        self._replies = replies
        self._clock = clock
        self._team = team
        self._work: set[asyncio.Task[Any]] = set()

    def register(self, app: AsyncApp) -> None:
        app.command(f"/{ROOT}")(self._on_command)
        app.action(_ACTIONS)(self._on_click)
        app.view(_ACTIONS)(self._on_form)

    async def settle(self, seconds: float) -> None:
        """Let what is under way come to its end."""
        if self._work:
            await asyncio.wait(self._work, timeout=seconds)

    async def _on_command(self, ack: AsyncAck, command: dict[str, Any]) -> None:
        event = of_command(command, self._team, self._clock.now())
        await ack()
        self._start(self._answer_command(event, command_text(command)))

    async def _on_click(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        event = of_click(body, self._team, self._clock.now())
        await ack()
        self._start(self._answer_click(event, body["actions"][0]))

    async def _on_form(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Answer a form in its own window: at once if the answer is there in time, as mostly it is."""
        event = of_form(body, self._team, self._clock.now())
        answering = self._track(asyncio.create_task(self._form_answer(event, body["view"])))
        await asyncio.wait({answering}, timeout=_PATIENCE)
        language = self._people.language(event.user)
        card = answering.result() if answering.done() else None
        await ack(response_action="update", view=self._replies.view(event, card, language))
        if card is None:
            self._start(self._fill_form(event, answering))

    async def _form_answer(self, event: Event, view: Mapping[str, Any]) -> Card:
        player = await self._player(event)
        try:
            asked = sent(view)
        except Refusal as no:
            return refusal(player.language, no)
        reply = await self._quiz.handle(event.request(player, asked.action, asked.arguments))
        return reply.card if reply else refusal(player.language, Refusal("gone"))

    async def _fill_form(self, event: Event, answering: asyncio.Task[Card]) -> None:
        card = await answering
        await self._replies.fill(event.view, event, card, self._people.language(event.user))

    async def _answer_command(self, event: Event, text: str) -> None:
        player = await self._player(event)
        try:
            command, arguments = parse(self._quiz.commands, text)
        except Refusal as no:
            await self._refuse(event, player, no)
            return
        asked = Press(command.action, arguments, command.manner)
        if asked.manner in _OPENING:
            await self._answer_on_screen(event, asked)
        else:
            await self._answer(event, player, asked)

    async def _answer_click(self, event: Event, clicked: Mapping[str, Any]) -> None:
        try:
            asked = press(clicked)
        except Refusal as no:
            await self._refuse(event, await self._player(event), no)
            return
        if asked.manner in _OPENING:
            await self._answer_on_screen(event, asked)
        else:
            await self._answer(event, await self._player(event), asked)

    async def _answer(self, event: Event, player: Player, asked: Press) -> None:
        reply = await self._quiz.handle(event.request(player, asked.action, asked.arguments))
        if reply is not None:
            update = reply.update or asked.manner is Manner.UPDATE
            await self._replies.show(event, reply.card, player.language, update=update)

    async def _answer_on_screen(self, event: Event, asked: Press) -> None:
        """Open a modal at once, as its trigger lives three seconds, and fill it when the answer is there."""
        if not self._replies.first_with(event.trigger):
            return
        opening = asyncio.create_task(self._replies.open(event, self._people.language(event.user)))
        player = await self._player(event)
        reply = await self._quiz.handle(event.request(player, asked.action, asked.arguments))
        view = await opening
        if reply is None:
            return
        if view:
            await self._replies.fill(view, event, reply.card, player.language)
        else:
            await self._replies.show(event, reply.card, player.language, update=False)

    async def _refuse(self, event: Event, player: Player, no: Refusal) -> None:
        await self._replies.show(event, refusal(player.language, no), player.language, update=False)

    async def _player(self, event: Event) -> Player:
        return await self._people.player(event.user, event.username)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._track(asyncio.create_task(_logged(work)))

    def _track(self, task: asyncio.Task[T]) -> asyncio.Task[T]:
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        # One user's trouble must not end the process.
        log.exception("a Slack event was not answered")
