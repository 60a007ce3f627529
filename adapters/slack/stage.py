"""Where the rooms of Slack see cards."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.draw import blocks, fallback
from adapters.slack.errors import CALL_FAILED, translated
from bot.cards import Card


class SlackStage:
    """A `bot.ports.Stage`.

    The client must not send again by itself: after a reset connection, the message may be there already.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._under_way: set[asyncio.Task[AsyncSlackResponse]] = set()

    async def post(self, room: str, card: Card, key: str) -> str:
        # Slack has no way to drop a repeat, so the key is of no use here.
        call = self._client.chat_postMessage(
            channel=room,
            text=fallback(card),
            blocks=blocks(card),
            parse="none",
            unfurl_links=False,
            unfurl_media=False,
        )
        return str((await self._done(call))["ts"])

    async def edit(self, room: str, message: str, card: Card) -> None:
        call = self._client.chat_update(
            channel=room, ts=message, text=fallback(card), blocks=blocks(card), parse="none"
        )
        await self._done(call)

    async def settle(self, seconds: float) -> None:
        """Let calls that are under way come to their end: one that is cut off would be made again."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    async def _done(self, call: Coroutine[Any, Any, AsyncSlackResponse]) -> AsyncSlackResponse:
        task = asyncio.create_task(call)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            return await task
        except CALL_FAILED as error:
            raise translated(error) from error
