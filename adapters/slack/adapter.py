"""The Slack adapter: connects over Socket Mode and puts the parts together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.errors import CALL_FAILED, code, retry_after
from adapters.slack.listeners import Listeners, Quiz
from adapters.slack.people import People
from adapters.slack.replies import Replies
from adapters.slack.stage import SlackStage
from bot.ports import CannotStart, Clock

# A cut socket takes seconds to come back; the other one carries on.
_SOCKETS: Final = 2
_PING_SECONDS: Final = 5
_CALL_SECONDS: Final = 30
_SECONDS_TO_SETTLE: Final = 5
_LONGEST_PAUSE: Final = 30.0

_TOKEN_REFUSED: Final = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
_BOT_TOKEN_ADVICE: Final = (
    "Copy the Bot User OAuth Token (it begins with xoxb-) from the page OAuth & Permissions of your app "
    "at https://api.slack.com/apps; if the app was removed from the workspace, install it again there."
)
_APP_TOKEN_ADVICE: Final = (
    "Copy the App-Level Token (it begins with xapp-, with the scope connections:write) from the page "
    "Basic Information of your app at https://api.slack.com/apps, and see that Socket Mode is on."
)

log = structlog.get_logger()

# Bolt warns of a token that it sees in the environment and shall not use.
_bolt_log = logging.getLogger("slack_bolt.civiquiz")
_bolt_log.setLevel(logging.ERROR)
_socket_log = logging.getLogger("slack_sdk.civiquiz")
_socket_log.setLevel(logging.WARNING)


def _in_one_line(record: logging.LogRecord) -> bool:
    """A socket that cannot connect says so again and again: a line is enough."""
    record.exc_info = None
    return True


_socket_log.addFilter(_in_one_line)


class SlackAdapter:
    platform: Final = "slack"

    def __init__(self, bot_token: str, app_token: str, quizmaster: Quiz, clock: Clock) -> None:
        self._app_token = app_token.strip()
        self._quizmaster = quizmaster
        self._clock = clock
        # No handlers for retries: a call that is sent again could post twice.
        self._client = AsyncWebClient(bot_token, timeout=_CALL_SECONDS, retry_handlers=[])
        self.stage = SlackStage(self._client)

    async def run(self) -> None:
        """Serve the workspace until cancelled.

        Raises:
            CannotStart: Slack refused a token.
        """
        timeout = aiohttp.ClientTimeout(total=_CALL_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            self._client.session = session
            identity = await _insisting(self._client.auth_test, "SLACK_BOT_TOKEN", _BOT_TOKEN_ADVICE)
            await self._serve(identity)

    async def _serve(self, identity: AsyncSlackResponse) -> None:
        team = str(identity["team_id"])
        people = People(self._client, self._clock, team)
        listeners = Listeners(self._quizmaster, people, Replies(self._client), self._clock, team)
        app = _app(identity, self._client)
        listeners.register(app)
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
            await asyncio.gather(listeners.settle(_SECONDS_TO_SETTLE), self.stage.settle(_SECONDS_TO_SETTLE))
            await people.close()

    def _socket(self, app: AsyncApp) -> AsyncSocketModeHandler:
        return AsyncSocketModeHandler(
            app,
            self._app_token,
            logger=_socket_log,
            web_client=self._client,
            ping_interval=_PING_SECONDS,
        )

    async def _address(self) -> str:
        async def call() -> AsyncSlackResponse:
            return await self._client.apps_connections_open(app_token=self._app_token)

        return str((await _insisting(call, "SLACK_APP_TOKEN", _APP_TOKEN_ADVICE))["url"])


def _app(identity: AsyncSlackResponse, client: AsyncWebClient) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        # Known since the start, so that no click waits for Slack to tell it again.
        return AuthorizeResult(
            enterprise_id=identity.get("enterprise_id"),
            team_id=identity["team_id"],
            bot_user_id=identity.get("user_id"),
            bot_id=identity.get("bot_id"),
            bot_token=client.token,
        )

    return AsyncApp(
        logger=_bolt_log,
        client=AsyncWebClient(retry_handlers=[]),
        authorize=authorize,
        # Otherwise an acknowledgement waits for Bolt's poll of 10 ms; the listeners only start their work.
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
    )


async def _untyped(call: Callable[[], Awaitable[object]]) -> None:
    """Call what the library gives no types for."""
    await call()


async def _insisting(
    call: Callable[[], Awaitable[AsyncSlackResponse]], variable: str, advice: str
) -> AsyncSlackResponse:
    """Call until Slack answers.

    Raises:
        CannotStart: Slack refused the token.
    """
    pause = 1.0
    while True:
        try:
            return await call()
        except CALL_FAILED as error:
            if isinstance(error, SlackApiError) and code(error) in _TOKEN_REFUSED:
                raise CannotStart(f"Slack refused {variable} ({code(error)}). {advice}") from None
            wait = retry_after(error) or pause
            log.warning("Slack cannot be reached, trying again", error=code(error), seconds=wait)
        await asyncio.sleep(wait)
        pause = min(pause * 2, _LONGEST_PAUSE)
