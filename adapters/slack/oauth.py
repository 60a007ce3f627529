"""How workspaces install the app: over OAuth, in a browser, into our own database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any, Final

import structlog
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import pages
from adapters.slack.app import bolt_log, new_client
from adapters.slack.errors import CALL_FAILED, code
from adapters.slack.incoming import community_of
from adapters.slack.seal import Seal
from bot import joining
from bot.engine.schedule import read_zone
from bot.requests import Room
from bot.shell import Shell
from bot.store.installations import Installation, consume_state, issue_state
from bot.words import language_of

# What the app may do in a workspace; the manifests ask for the same.
SCOPES: Final = ("commands", "chat:write", "chat:write.public", "im:write", "users:read", "files:write")
INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"

_STATE_LIVES: Final = timedelta(minutes=10)
# How long the installer's browser waits for Slack to tell their zone and language, in seconds.
_PATIENCE: Final = 3.0
# Slack's and Bolt's words for why it failed, where the installer can do something about it.
_WHY: Final = {
    "access_denied": "page-denied",
    "invalid_browser": "page-expired",
    "invalid_state": "page-expired",
}

log = structlog.get_logger()


class NotOneWorkspace(BoltError):
    """The app was installed for a whole organization."""


class Installing:
    """The two pages of an installation: the way to Slack, and the way back."""

    def __init__(
        self, client_id: str, client_secret: str, installations: Installations, states: States
    ) -> None:
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=SCOPES,
            user_scopes=(),
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            install_page_rendering_enabled=False,
            installation_store=installations,
            state_store=states,
            state_expiration_seconds=int(_STATE_LIVES.total_seconds()),
            callback_options=AsyncCallbackOptions(success=self._installed, failure=self._not_installed),
            logger=bolt_log,
        )
        self.flow = AsyncOAuthFlow(client=new_client(None), logger=bolt_log, settings=settings)

    async def begin(self, request: AsyncBoltRequest) -> BoltResponse:
        """Send a browser to Slack, to be asked for consent there."""
        return await self.flow.handle_installation(request)

    async def end(self, request: AsyncBoltRequest) -> BoltResponse:
        """Take a browser back from Slack, with its user's consent or without."""
        try:
            return await self.flow.handle_callback(request)
        except CALL_FAILED as error:
            return self._failed(request, code(error), "page-failed", 503)

    async def _installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        new, language = args.installation, pages.language_for(args.request.headers)
        page = pages.installed(language, new.app_id or "", new.team_id or "", new.team_name or "Slack")
        return self._page(200, page)

    async def _not_installed(self, args: AsyncFailureArgs) -> BoltResponse:
        word = _WHY.get(args.reason, "page-failed")
        if isinstance(args.error, NotOneWorkspace):
            word = "page-organization"
        return self._failed(args.request, args.reason, word, args.suggested_status_code)

    def _failed(self, request: AsyncBoltRequest, reason: str, word: str, status: int) -> BoltResponse:
        log.warning("an installation failed", reason=reason)
        return self._page(status, pages.not_installed(pages.language_for(request.headers), word, INSTALL))

    def _page(self, status: int, html: str) -> BoltResponse:
        # The browser need not keep the state any longer.
        cookie = self.flow.settings.state_utils.build_set_cookie_for_deletion()
        return BoltResponse(
            status=status,
            body=html,
            headers={"content-type": "text/html; charset=utf-8", "set-cookie": cookie},
        )


class Installations(AsyncInstallationStore):
    """Where Bolt brings what was granted. What is needed of it later, `InstalledWorkspaces` looks up."""

    def __init__(
        self,
        shell: Shell,
        seal: Seal,
        new_client: Callable[[str], AsyncWebClient],
        on_change: Callable[[str], None],
    ) -> None:
        """
        Args:
            on_change: called with the id of a team whose installation is a new one.
        """
        self._shell = shell
        self._seal = seal
        self._new_client = new_client
        self._on_change = on_change

    async def async_save(self, installation: Granted) -> None:
        """Keep an installation, and welcome who made it.

        Raises:
            NotOneWorkspace: it is not that of one workspace.
        """
        team, token, installer = installation.team_id, installation.bot_token, installation.user_id
        if installation.is_enterprise_install or not team or not token:
            raise NotOneWorkspace(installation.enterprise_id)
        new = Installation(
            team=team,
            enterprise=installation.enterprise_id,
            name=installation.team_name or team,
            token=self._seal.close(token),
            bot=installation.bot_id or "",
            bot_user=installation.bot_user_id or "",
            installer=installer,
            installed_at=self._shell.clock.now(),
        )
        told = await self._told(token, installer)
        room = Room(community_of(team), installer, language_of(told.get("locale")))
        await joining.installed(self._shell, new, room, _zone(str(told.get("tz"))))
        self._on_change(team)
        log.info("a workspace has installed the app", team=team, workspace=new.name)

    async def _told(self, token: str, user: str) -> Mapping[str, Any]:
        """What Slack tells of a user; nothing if it does not in time."""
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._new_client(token).users_info(user=user, include_locale=True)
        except CALL_FAILED as error:
            log.warning("Slack did not tell who the installer is", user=user, error=code(error))
            return {}
        told: Mapping[str, Any] = answer["user"]
        return told


class States(AsyncOAuthStateStore):
    """The states of installations that have begun: each is used once, and within ten minutes."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        state = token_urlsafe(24)
        now = self._shell.clock.now()
        await self._shell.store.write(lambda c: issue_state(c, state, now, now + _STATE_LIVES))
        return state

    async def async_consume(self, state: str) -> bool:
        now = self._shell.clock.now()
        return await self._shell.store.write(lambda c: consume_state(c, state, now))


def _zone(told: str) -> str | None:
    try:
        return read_zone(told)
    except ValueError:
        return None
