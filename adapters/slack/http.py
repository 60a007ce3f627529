"""Many workspaces over HTTP: Slack calls this process."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.request.internals import parse_body
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import SECONDS_TO_SETTLE, bolt_app, new_client, new_session, readable
from adapters.slack.incoming import community_of
from adapters.slack.installed import InstalledWorkspaces
from adapters.slack.listeners import Listeners, Quiz
from adapters.slack.oauth import INSTALL, REDIRECT, Installations, Installing, States
from adapters.slack.seal import Seal
from adapters.slack.stage import SlackStage
from bot import joining
from bot.ports import CannotStart
from bot.settings import SlackHttp
from bot.shell import Shell

EVENTS: Final = "/slack/events"

log = structlog.get_logger()


class SlackHttpAdapter:
    platform: Final = "slack"

    def __init__(self, settings: SlackHttp, quizmaster: Quiz, shell: Shell) -> None:
        """
        Raises:
            CannotStart: the secret key is none.
        """
        self._host, self._port = settings.host, settings.port
        self._shell = shell
        self._session: aiohttp.ClientSession | None = None
        self._verifier = SignatureVerifier(settings.signing_secret)
        seal = Seal(settings.keys)
        self._workspaces = InstalledWorkspaces(shell.store, shell.clock, seal, self._new_client)
        installations = Installations(shell, seal, self._new_client, self._workspaces.forget)
        self._installing = Installing(
            settings.client_id, settings.client_secret, installations, States(shell)
        )
        self._app = bolt_app(
            self._workspaces, signing_secret=settings.signing_secret, oauth_flow=self._installing.flow
        )
        self._listeners = Listeners(quizmaster, shell.clock)
        self._listeners.register(self._app)
        self._app.event("app_uninstalled")(self._on_removal)
        self._app.event("tokens_revoked")(self._on_removal)
        self.stage = SlackStage(self._client_of, shell.clock)

    async def open(self) -> None:
        """See that the installations can be used, before anything is posted.

        Raises:
            CannotStart: the secret key is not theirs.
        """
        log.info("workspaces with the app", count=await self._workspaces.open_all())

    async def run(self) -> None:
        """Serve Slack's requests until cancelled.

        Raises:
            CannotStart: nothing can listen there.
        """
        server = web.Application()
        server.router.add_post(EVENTS, self._events)
        server.router.add_get(INSTALL, self._begin)
        server.router.add_get(REDIRECT, self._end)
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=SECONDS_TO_SETTLE)
        await runner.setup()
        try:
            await self._listen(runner)
            log.info("listening for Slack", host=self._host, port=self._port)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()
            await asyncio.gather(
                self._listeners.settle(SECONDS_TO_SETTLE), self.stage.settle(SECONDS_TO_SETTLE)
            )
            await self._workspaces.close()
            if self._session is not None:
                await self._session.close()

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            raise CannotStart(
                f"Nothing can listen on {self._host}:{self._port}: {error.strerror or error}. "
                "Change SLACK_LISTEN."
            ) from None

    async def _events(self, request: web.Request) -> web.Response:
        # Before anything is read into it: Bolt takes a body apart before it looks at the signature.
        if not self._signed(await request.read(), request):
            return web.Response(status=401)
        if not readable(await _payload(request)):
            return web.Response(status=400)
        return await to_aiohttp_response(await self._app.async_dispatch(await to_bolt_request(request)))

    def _signed(self, body: bytes, request: web.Request) -> bool:
        try:
            return self._verifier.is_valid_request(body, dict(request.headers))
        except (ValueError, TypeError):  # neither a time nor a signature nor text
            return False

    async def _begin(self, request: web.Request) -> web.Response:
        # Without what the address asks for: Bolt would write it into the next one as it is.
        asked = AsyncBoltRequest(body="", headers=dict(request.headers))
        return await to_aiohttp_response(await self._installing.begin(asked))

    async def _end(self, request: web.Request) -> web.Response:
        asked = AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))
        return await to_aiohttp_response(await self._installing.end(asked))

    async def _on_removal(self, body: dict[str, Any]) -> None:
        """A workspace has removed the app. Written before the answer: else Slack would not tell it again."""
        event, team = body["event"], str(body["team_id"])
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        at = datetime.fromtimestamp(int(body["event_time"]), UTC)
        if await joining.uninstalled(self._shell, team, community_of(team), at):
            log.info("a workspace has removed the app", team=team)
        self._workspaces.forget(team)

    async def _client_of(self, team: str) -> AsyncWebClient | None:
        workspace = await self._workspaces.find(team)
        return None if workspace is None else workspace.client

    def _new_client(self, token: str) -> AsyncWebClient:
        if self._session is None or self._session.closed:
            self._session = new_session()
        return new_client(token, self._session)


async def _payload(request: web.Request) -> object:
    """What the body of a request holds, as Bolt reads it; None if it cannot be read."""
    try:
        return parse_body(await request.text(), request.content_type)
    except (ValueError, RecursionError, LookupError):  # the last one is a charset that nobody knows
        return None
