"""The workspaces that have installed the app, as the database has them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Connection

from adapters.slack.people import People
from adapters.slack.replies import Replies
from adapters.slack.seal import NotOurs, Seal
from adapters.slack.workspaces import Workspace
from bot.ports import CannotStart, Clock, TryLater
from bot.store.installations import Installation, find_installation, installations, replace_token

# Another process may have been told of an installation, or of its end.
_REMEMBERED: Final = timedelta(minutes=1)
_MOST_REMEMBERED: Final = 1000

T = TypeVar("T")

log = structlog.get_logger()


class Store(Protocol):
    """What is wanted of the database."""

    async def read(self, question: Callable[[Connection], T]) -> T: ...

    async def write(self, unit: Callable[[Connection], T]) -> T: ...


@dataclass(slots=True)
class _Held:
    installation: Installation
    workspace: Workspace
    until: datetime


class InstalledWorkspaces:
    """Looks workspaces up; what was found holds for a minute."""

    def __init__(
        self, store: Store, clock: Clock, seal: Seal, new_client: Callable[[str], AsyncWebClient]
    ) -> None:
        self._store = store
        self._clock = clock
        self._seal = seal
        self._new_client = new_client
        self._held: OrderedDict[str, _Held] = OrderedDict()

    async def find(self, team: str) -> Workspace | None:
        held = self._held.get(team)
        if held is not None and self._clock.now() < held.until:
            return held.workspace
        found = await self._store.read(lambda c: find_installation(c, team))
        if found is None:
            self.forget(team)
            return None
        return self._hold(found)

    def forget(self, team: str) -> None:
        """Look a workspace up anew when it is wanted next."""
        self._held.pop(team, None)

    async def open_all(self) -> int:
        """See that every token can be read, and seal with the newest key what an older one sealed.

        Returns how many workspaces there are.

        Raises:
            CannotStart: no key opens a token.
        """
        found = await self._store.read(installations)
        for one in found:
            try:
                anew = self._seal.anew(one.token)
            except NotOurs:
                raise CannotStart(
                    "CIVIQUIZ_SECRET_KEY does not open the tokens of Slack's workspaces. Set the key of "
                    "before again, after the new one and a comma if you mean to change it. If it is lost, "
                    "empty the table slack_installation; the workspaces must then install the app anew."
                ) from None
            if anew is not None:
                await self._store.write(_replacing(one, anew))
        return len(found)

    async def close(self) -> None:
        for held in self._held.values():
            await held.workspace.people.close()

    def _hold(self, found: Installation) -> Workspace:
        until = self._clock.now() + _REMEMBERED
        held = self._held.get(found.team)
        if held is None or held.installation != found:
            held = self._held[found.team] = _Held(found, self._made(found), until)
        held.until = until
        self._held.move_to_end(found.team)
        while len(self._held) > _MOST_REMEMBERED:
            self._held.popitem(last=False)
        return held.workspace

    def _made(self, found: Installation) -> Workspace:
        try:
            client = self._new_client(self._seal.open(found.token))
        except NotOurs:
            log.error("no key opens the token of a workspace", team=found.team)
            raise TryLater("no key opens the token") from None
        people = People(client, self._clock, found.team)
        return Workspace(found.team, found.bot, found.bot_user, client, people, Replies(client))


def _replacing(one: Installation, anew: str) -> Callable[[Connection], None]:
    return lambda connection: replace_token(connection, one.team, one.token, anew)
