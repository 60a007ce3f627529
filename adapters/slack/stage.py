"""Where the rooms of Slack see cards."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.budget import Budget
from adapters.slack.draw import blocks, fallback
from adapters.slack.errors import CALL_FAILED, translated, translated_post
from adapters.slack.incoming import team_of
from bot.cards import Card, Picture
from bot.ports import Clock, Pictures, TryLater, Uncertain, Unreachable
from bot.recent import Recent

# Slack takes about one message a second and channel ...
_A_POST_EACH: Final = timedelta(seconds=1)
# ... and some 50 edits a minute and workspace: never more than that in any minute, nor a long drought.
_EDITS_AT_ONCE: Final = 10
_AN_EDIT_EACH: Final = timedelta(seconds=1.5)
# A message waits its turn no longer than that; then it is put off.
_IN_LINE: Final = timedelta(seconds=1)
_MOST_REMEMBERED: Final = 10_000
# The upload of a file itself is no call of the Web API, and fails in its own way.
_FAILED: Final = (*CALL_FAILED, SlackRequestError)


class SlackStage:
    """A `bot.ports.Stage`, which never asks for more than Slack gives.

    The clients must not send again by themselves: after a reset connection, the message may be there already.
    """

    pictures = Pictures.DIRECT
    # Slack's limits are those of a channel and of a workspace, which `Budget` keeps.
    rate: float | None = None

    def __init__(
        self,
        client_of: Callable[[str], Awaitable[AsyncWebClient | None]],
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """
        Args:
            client_of: the client with the token of a team, or None if the app is not installed there.
        """
        self._client_of = client_of
        self._clock = clock
        self._sleep = sleep
        self._budgets: Recent[Budget] = Recent(_MOST_REMEMBERED)
        self._under_way: set[asyncio.Task[AsyncSlackResponse]] = set()

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        # Slack has no way to drop a repeat, so the key is of no use here; a repeat carries the same buttons.
        client = await self._client(community)
        budget = self._budget(f"{community}/{room}", 1, _A_POST_EACH)
        await self._in_line(budget)
        call = client.chat_postMessage(
            channel=room,
            text=fallback(card),
            blocks=blocks(card),
            parse="none",
            unfurl_links=False,
            unfurl_media=False,
        )
        return str((await self._done(call, budget, translated_post))["ts"])

    async def edit(self, community: str, room: str, message: str, card: Card) -> None:
        client = await self._client(community)
        budget = self._budget(community, _EDITS_AT_ONCE, _AN_EDIT_EACH)
        now = self._clock.now()
        if wait := budget.wait(now):
            raise TryLater("so many edits", wait.total_seconds())
        budget.take(now)
        call = client.chat_update(
            channel=room, ts=message, text=fallback(card), blocks=blocks(card), parse="none"
        )
        await self._done(call, budget)

    async def direct(self, community: str, player: str, card: Card) -> None:
        client = await self._client(community)
        budget = self._budget(f"{community}/{player}", 1, _A_POST_EACH)
        opened = await self._done(client.conversations_open(users=player), budget)
        channel = str(opened["channel"]["id"])
        if card.picture is None:
            await self.post(community, channel, card, "")
        else:
            await self._done(self._upload(client, channel, card, card.picture), budget)

    async def settle(self, seconds: float) -> None:
        """Let calls that are under way come to their end: one that is cut off would be made again."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    async def _client(self, community: str) -> AsyncWebClient:
        client = await self._client_of(team_of(community))
        if client is None:
            raise Unreachable("the app is not installed in this workspace")
        return client

    def _budget(self, key: str, burst: int, every: timedelta) -> Budget:
        budget = self._budgets.get(key)
        if budget is None:
            budget = Budget(burst, every)
            self._budgets.put(key, budget)
        return budget

    async def _in_line(self, budget: Budget) -> None:
        now = self._clock.now()
        if (wait := budget.wait(now)) > _IN_LINE:
            raise TryLater("so many messages in one channel", wait.total_seconds())
        if wait := budget.take(now):
            await self._sleep(wait.total_seconds())

    def _upload(
        self, client: AsyncWebClient, channel: str, card: Card, picture: Picture
    ) -> Coroutine[Any, Any, AsyncSlackResponse]:
        return client.files_upload_v2(
            channel=channel,
            content=picture.png,
            filename="picture.png",
            title=card.title,
            alt_txt=picture.words,
            # Not `initial_comment`, which is markup.
            blocks=json.dumps(blocks(card)),
        )

    async def _done(
        self,
        call: Coroutine[Any, Any, AsyncSlackResponse],
        budget: Budget,
        tell: Callable[[Exception], Exception] = translated,
    ) -> AsyncSlackResponse:
        task = asyncio.create_task(call)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            return await task
        except _FAILED as error:
            told = tell(error)
            if isinstance(told, TryLater) and told.after and not isinstance(told, Uncertain):
                budget.hold(self._clock.now() + timedelta(seconds=told.after))
            raise told from error
