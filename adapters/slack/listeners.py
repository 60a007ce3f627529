"""What comes in from Slack: one slash command, clicks on the bot's own buttons, its own forms, App Homes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Mapping
from typing import Any, Final, Protocol, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from adapters.slack.draw import ACTION_PREFIX, suggestions
from adapters.slack.incoming import (
    Event,
    Press,
    command_text,
    of_click,
    of_command,
    of_form,
    of_home,
    press,
    sent,
)
from adapters.slack.workspaces import Workspace
from bot.cards import Card, Tone
from bot.commands import ROOT, Command, Manner, parse, suggested
from bot.ports import Clock
from bot.requests import Player, Refusal, Reply, Request
from bot.show.notices import refusal

_ACTIONS: Final = re.compile(f"^{ACTION_PREFIX}")
# The screens that a trigger opens; it lives three seconds.
_OPENING: Final = frozenset({Manner.FORM, Manner.SCREEN})
# How long a form that was sent waits for its answer, in seconds, before it says so.
_PATIENCE: Final = 0.9

T = TypeVar("T")

log = structlog.get_logger()


class Quiz(Protocol):
    """What the listeners want of the quizmaster."""

    @property
    def commands(self) -> tuple[Command, ...]: ...

    async def handle(self, request: Request) -> Reply | None: ...

    async def home(self, request: Request) -> list[Card]: ...


class Listeners:
    """Each event is acknowledged at once and worked on behind it.

    Slack waits three seconds, and the writer may be busy.
    """

    def __init__(self, quiz: Quiz, clock: Clock) -> None:
        self._quiz = quiz
        self._clock = clock
        self._work: set[asyncio.Task[Any]] = set()

    def register(self, app: AsyncApp) -> None:
        """Hear what comes in; Bolt's context tells of which workspace it is (see `Authorize`)."""
        app.command(f"/{ROOT}")(self._on_command)
        app.action(_ACTIONS)(self._on_click)
        app.view(_ACTIONS)(self._on_form)
        app.event("app_home_opened")(self._on_home)
        app.options(_ACTIONS)(self._on_search)

    async def settle(self, seconds: float) -> None:
        """Let what is under way come to its end."""
        if self._work:
            await asyncio.wait(self._work, timeout=seconds)

    async def _on_command(self, ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        here = _workspace(context)
        event = of_command(command, here.team, self._clock.now())
        await ack()
        self._start(self._answer_command(here, event, command_text(command)))

    async def _on_click(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        here = _workspace(context)
        event = of_click(body, here.team, self._clock.now())
        await ack()
        self._start(self._answer_click(here, event, body["actions"][0]))

    async def _on_form(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Answer a form in its own window: at once if the answer is there in time, as mostly it is."""
        here = _workspace(context)
        event = of_form(body, here.team, self._clock.now())
        answering = self._track(asyncio.create_task(self._form_answer(here, event, body["view"])))
        await asyncio.wait({answering}, timeout=_PATIENCE)
        language = here.people.language(event.user)
        card = answering.result() if answering.done() else None
        await ack(response_action="update", view=here.replies.view(event, card, language))
        if card is None:
            self._start(self._fill_form(here, event, answering))

    async def _on_home(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        here = _workspace(context)
        if body["event"].get("tab") == "home" and here.replies.first_with(body["event_id"]):
            self._start(self._show_home(here, of_home(body, here.team, self._clock.now())))

    async def _on_search(self, ack: AsyncAck, payload: dict[str, Any]) -> None:
        """Offer what fits what is typed into a menu."""
        action = str(payload["action_id"]).removeprefix(ACTION_PREFIX)
        await ack(options=suggestions(suggested(action, str(payload.get("value") or ""))))

    async def _form_answer(self, here: Workspace, event: Event, view: Mapping[str, Any]) -> Card:
        player = await _player(here, event)
        try:
            asked = sent(view)
        except Refusal as no:
            return refusal(player.language, no)
        reply = await self._quiz.handle(event.request(player, asked.action, asked.arguments))
        return reply.card if reply else refusal(player.language, Refusal("gone"))

    async def _fill_form(self, here: Workspace, event: Event, answering: asyncio.Task[Card]) -> None:
        card = await answering
        await here.replies.fill(event.view, event, card, here.people.language(event.user))

    async def _answer_command(self, here: Workspace, event: Event, text: str) -> None:
        player = await _player(here, event)
        try:
            command, arguments = parse(self._quiz.commands, text)
        except Refusal as no:
            await _refuse(here, event, player, no)
            return
        await self._answer_press(here, event, Press(command.action, arguments, command.manner))

    async def _answer_click(self, here: Workspace, event: Event, clicked: Mapping[str, Any]) -> None:
        try:
            asked = press(clicked)
        except Refusal as no:
            await _refuse(here, event, await _player(here, event), no)
            return
        await self._answer_press(here, event, asked)

    async def _answer_press(self, here: Workspace, event: Event, asked: Press) -> None:
        if event.at_home and asked.manner is Manner.UPDATE:
            await self._change_home(here, event, asked)
        elif event.at_home or asked.manner in _OPENING:
            await self._answer_on_screen(here, event, asked)
        else:
            await self._answer(here, event, asked)

    async def _answer(self, here: Workspace, event: Event, asked: Press) -> None:
        player = await _player(here, event)
        reply = await self._quiz.handle(event.request(player, asked.action, asked.arguments))
        if reply is not None:
            update = reply.update or asked.manner is Manner.UPDATE
            await here.replies.show(event, reply.card, player.language, update=update)

    async def _answer_on_screen(self, here: Workspace, event: Event, asked: Press) -> None:
        """Open a modal at once, as its trigger lives three seconds, and fill it when the answer is there."""
        if not here.replies.first_with(event.trigger):
            return
        opening = asyncio.create_task(here.replies.open(event, here.people.language(event.user)))
        player = await _player(here, event)
        reply = await self._quiz.handle(event.request(player, asked.action, asked.arguments))
        view = await opening
        if reply is None:
            return
        if view:
            await here.replies.fill(view, event, reply.card, player.language)
        else:
            await here.replies.show(event, reply.card, player.language, update=False)

    async def _change_home(self, here: Workspace, event: Event, asked: Press) -> None:
        """Do what changes something and show the App Home as it is then, or why it was not done."""
        player = await _player(here, event)
        reply = await self._quiz.handle(event.request(player, asked.action, asked.arguments))
        if reply is not None and reply.card.tone is Tone.REFUSED:
            await here.replies.open(event, player.language, reply.card)
        else:
            await self._show_home(here, event)

    async def _show_home(self, here: Workspace, event: Event) -> None:
        player = await _player(here, event)
        await here.replies.publish(event.user, await self._quiz.home(event.request(player, "home", {})))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._track(asyncio.create_task(_logged(work)))

    def _track(self, task: asyncio.Task[T]) -> asyncio.Task[T]:
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task


def _workspace(context: AsyncBoltContext) -> Workspace:
    workspace: Workspace = context["workspace"]
    return workspace


async def _player(here: Workspace, event: Event) -> Player:
    return await here.people.player(event.user, event.username)


async def _refuse(here: Workspace, event: Event, player: Player, no: Refusal) -> None:
    card = refusal(player.language, no)
    if event.at_home:
        await here.replies.open(event, player.language, card)
    else:
        await here.replies.show(event, card, player.language, update=False)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        # One user's trouble must not end the process.
        log.exception("a Slack event was not answered")
