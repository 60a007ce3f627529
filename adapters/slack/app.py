"""Bolt's app, and the calls to Slack that must come through before it can serve."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.errors import CALL_FAILED, code, retry_after
from adapters.slack.shapes import Unreadable, check
from adapters.slack.workspaces import Authorize, Workspaces
from bot.ports import CannotStart
from bot.words import say

CALL_SECONDS: Final = 30
SECONDS_TO_SETTLE: Final = 5
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

log = structlog.get_logger()

# Bolt warns of a token that it sees in the environment and shall not use.
bolt_log = logging.getLogger("slack_bolt.civiquiz")
bolt_log.setLevel(logging.ERROR)


def new_session() -> aiohttp.ClientSession:
    """The connections that all clients share."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))


def new_client(token: str | None, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    # No handlers for retries: a call that is sent again could post twice.
    return AsyncWebClient(token, timeout=CALL_SECONDS, session=session, retry_handlers=[])


def bolt_app(workspaces: Workspaces, **more: Any) -> AsyncApp:
    """Bolt's app, which finds out of which workspace an event is."""
    # Bolt's own type leaves out that no workspace may be found.
    authorize: Any = Authorize(workspaces)
    app = AsyncApp(
        logger=bolt_log,
        client=new_client(None),
        authorize=authorize,
        # Otherwise an acknowledgement waits for Bolt's poll of 10 ms; the listeners only start their work.
        process_before_response=True,
        attaching_function_token_enabled=False,
        # Whose language is not known: all.
        user_facing_authorize_error_message=f"{say('en', 'not-installed')}\n{say('es', 'not-installed')}",
        **more,
    )
    app.error(_failed)
    return app


def readable(payload: object) -> bool:
    """Whether what Slack delivered has the shape that Slack documents. If not, it is logged."""
    try:
        check(payload)
    except Unreadable as fault:
        log.warning("Slack delivered what cannot be read", fault=str(fault))
        return False
    return True


async def _failed(error: Exception) -> BoltResponse:
    """What Bolt itself could not do, such as telling a workspace that the app is not installed there."""
    if isinstance(error, CALL_FAILED):
        log.warning("Slack did not take an answer", error=code(error))
        return BoltResponse(status=200)
    log.error("a Slack event was not answered", exc_info=error)
    return BoltResponse(status=500)


async def insisting(
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
