"""Where the rooms of Slack see cards."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.draw import blocks, fallback
from adapters.slack.errors import CALL_FAILED, translated
from bot.cards import Card


class SlackStage:
    """A `bot.ports.Stage`.

    The client must not send again by itself: after a reset connection, the message may be there already.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def post(self, room: str, card: Card, key: str) -> str:
        # Slack has no way to drop a repeat, so the key is of no use here.
        try:
            posted = await self._client.chat_postMessage(
                channel=room,
                text=fallback(card),
                blocks=blocks(card),
                parse="none",
                unfurl_links=False,
                unfurl_media=False,
            )
        except CALL_FAILED as error:
            raise translated(error) from error
        return str(posted["ts"])

    async def edit(self, room: str, message: str, card: Card) -> None:
        try:
            await self._client.chat_update(
                channel=room, ts=message, text=fallback(card), blocks=blocks(card), parse="none"
            )
        except CALL_FAILED as error:
            raise translated(error) from error
