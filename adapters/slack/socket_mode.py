"""One workspace over Socket Mode: connections that this process opens, so that nothing needs to reach it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.app import SECONDS_TO_SETTLE, bolt_app, insisting, new_client, new_session, readable
from adapters.slack.listeners import Listeners, Quiz
from adapters.slack.people import People
from adapters.slack.replies import Replies
from adapters.slack.stage import SlackStage
from adapters.slack.workspaces import OneWorkspace, Workspace
from bot.ports import Clock

# A cut socket takes seconds to come back; the other one carries on.
_SOCKETS: Final = 2
_PING_SECONDS: Final = 5

_BOT_TOKEN_ADVICE: Final = (
    "Copy the Bot User OAuth Token (it begins with xoxb-) from the page OAuth & Permissions of your app "
    "at https://api.slack.com/apps; if the app was removed from the workspace, install it again there."
)
_APP_TOKEN_ADVICE: Final = (
    "Copy the App-Level Token (it begins with xapp-, with the scope connections:write) from the page "
    "Basic Information of your app at https://api.slack.com/apps, and see that Socket Mode is on."
)

log = structlog.get_logger()

_socket_log = logging.getLogger("slack_sdk.civiquiz")
_socket_log.setLevel(logging.WARNING)


def _in_one_line(record: logging.LogRecord) -> bool:
    """A socket that cannot connect says so again and again: a line is enough."""
    record.exc_info = None
    return True


_socket_log.addFilter(_in_one_line)


class SlackSocketAdapter:
    platform: Final = "slack"

    def __init__(self, bot_token: str, app_token: str, quizmaster: Quiz, clock: Clock) -> None:
        self._app_token = app_token.strip()
        self._clock = clock
        self._client = new_client(bot_token)
        self._listeners = Listeners(quizmaster, clock)
        self.stage = SlackStage(self._client_of, clock)

    async def run(self) -> None:
        """Serve the workspace until cancelled.

        Raises:
            CannotStart: Slack refused a token.
        """
        async with new_session() as session:
            self._client.session = session
            identity = await insisting(self._client.auth_test, "SLACK_BOT_TOKEN", _BOT_TOKEN_ADVICE)
            await self._serve(identity)

    async def _client_of(self, team: str) -> AsyncWebClient:
        return self._client

    async def _serve(self, identity: AsyncSlackResponse) -> None:
        team = str(identity["team_id"])
        people = People(self._client, self._clock, team)
        bot, bot_user = str(identity.get("bot_id")), str(identity.get("user_id"))
        workspace = Workspace(team, bot, bot_user, self._client, people, Replies(self._client))
        app = bolt_app(
            OneWorkspace(workspace),
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
        )
        self._listeners.register(app)
        sockets: list[AsyncSocketModeHandler] = []
        try:
            for _ in range(_SOCKETS):
                address = await self._address()
                socket = self._socket(app)
                sockets.append(socket)
                socket.client.wss_uri = address
                await _untyped(socket.connect_async)
            log.info("connected to Slack", workspace=identity.get("team"), team=team)
            await asyncio.Event().wait()
        finally:
            for socket in sockets:
                await _untyped(socket.close_async)
            await asyncio.gather(
                self._listeners.settle(SECONDS_TO_SETTLE), self.stage.settle(SECONDS_TO_SETTLE)
            )
            await people.close()

    def _socket(self, app: AsyncApp) -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(
            app,
            self._app_token,
            logger=_socket_log,
            web_client=self._client,
            ping_interval=_PING_SECONDS,
        )
        handler.client.socket_mode_request_listeners[:] = [_reading(handler)]
        return handler

    async def _address(self) -> str:
        async def call() -> AsyncSlackResponse:
            return await self._client.apps_connections_open(app_token=self._app_token)

        return str((await insisting(call, "SLACK_APP_TOKEN", _APP_TOKEN_ADVICE))["url"])


def _reading(
    handler: AsyncSocketModeHandler,
) -> Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]:
    """Gives Bolt what it can read."""

    async def read(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if readable(request.payload):
            await handler.handle(handler.client, request)

    return read


async def _untyped(call: Callable[[], Awaitable[object]]) -> None:
    """Call what the library gives no types for."""
    await call()
