"""The workspaces that this process serves, each with a client that carries its token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.people import People
from adapters.slack.replies import Replies
from bot.ports import TryLater

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace with the app in it: how to call it, its people, and the way back to them."""

    team: str
    bot: str
    bot_user: str
    client: AsyncWebClient
    people: People
    replies: Replies


class Workspaces(Protocol):
    async def find(self, team: str) -> Workspace | None:
        """The workspace; None if the app is not installed there.

        Raises:
            TryLater: its token cannot be read.
        """
        ...


class OneWorkspace:
    """All that Socket Mode brings is of the one workspace whose token is set."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def find(self, team: str) -> Workspace:
        return self._workspace


class Authorize(AsyncAuthorize):
    """Bolt's question whose event this is; the answer travels with it as `context["workspace"]`.

    Answered from memory, so that no click waits for Slack to tell it again.
    """

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        try:
            workspace = await self._workspaces.find(team_id or "")
        except TryLater:
            return None
        if workspace is None:
            log.warning("an event of a workspace that has not installed the app", team=team_id)
            return None
        context["workspace"] = workspace
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=workspace.team,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot,
            bot_token=workspace.client.token,
        )
