"""How a reply reaches the one user it is for. What fails is logged in a line: the next click tries anew."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.draw import View, blocks, fallback, home, loading, modal
from adapters.slack.errors import CALL_FAILED, code, retry_after
from adapters.slack.incoming import Event
from bot.cards import Card
from questions.model import Language

_MOST_REMEMBERED: Final = 1000
# How often a screen is tried at the times that Slack names, and how long they may be, in seconds: after that
# nobody looks at it any more.
_TRIES: Final = 3
_LONGEST_WAIT: Final = 30.0

log = structlog.get_logger()


class Replies:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def show(self, event: Event, card: Card, language: Language, *, update: bool) -> None:
        """Show the card in the modal that was clicked in, else in a private message."""
        if event.view:
            await self.fill(event.view, event, card, language)
        else:
            await self._respond(event, card, replace=update and event.on_private)

    def view(self, event: Event, card: Card | None, language: Language) -> View:
        """The card as a modal; without one, what is shown until it is there."""
        metadata = _metadata(event)
        return modal(card, language, metadata) if card else loading(language, metadata)

    def first_with(self, id: str) -> bool:
        """Whether this trigger or event is new: it opens one screen, also when it is delivered twice."""
        first = id not in self._seen
        self._seen[id] = None
        while len(self._seen) > _MOST_REMEMBERED:
            self._seen.popitem(last=False)
        return first

    async def open(self, event: Event, language: Language, card: Card | None = None) -> str:
        """Open a modal and return its id, or nothing if Slack did not let it open."""
        try:
            view = self.view(event, card, language)
            opened = await self._client.views_open(trigger_id=event.trigger, view=view)
            return str(opened["view"]["id"])
        except CALL_FAILED as error:
            log.warning("Slack opened no modal", user=event.user, error=code(error))
            return ""

    async def fill(self, view: str, event: Event, card: Card, language: Language) -> None:
        """Show the card in an open modal."""
        drawn = self.view(event, card, language)
        try:
            await _patiently(lambda: self._client.views_update(view_id=view, view=drawn))
        except CALL_FAILED as error:
            log.warning("Slack did not update a modal", user=event.user, error=code(error))

    async def publish(self, user: str, cards: Iterable[Card]) -> None:
        """Show the cards in a user's App Home."""
        drawn = home(cards)
        try:
            await _patiently(lambda: self._client.views_publish(user_id=user, view=drawn))
        except CALL_FAILED as error:
            log.warning("Slack did not show an App Home", user=user, error=code(error))

    async def _respond(self, event: Event, card: Card, *, replace: bool) -> None:
        webhook = AsyncWebhookClient(event.response_url, session=self._client.session, retry_handlers=[])
        message = {
            "response_type": "ephemeral",
            "replace_original": replace,
            "text": fallback(card),
            "blocks": blocks(card),
        }
        try:
            answer = await webhook.send_dict(message)
        except CALL_FAILED as error:
            log.warning("Slack took no private reply", user=event.user, error=code(error))
            return
        if answer.status_code != 200:
            log.warning("Slack took no private reply", user=event.user, error=answer.body[:100])


def _metadata(event: Event) -> str:
    return event.room.id if event.room else ""


async def _patiently(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
    """Call, and call again when Slack says that it is too early."""
    for _ in range(_TRIES - 1):
        try:
            return await call()
        except SlackApiError as error:
            wait = retry_after(error)
            if wait is None or wait > _LONGEST_WAIT:
                raise
            await asyncio.sleep(wait)
    return await call()
