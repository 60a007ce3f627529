"""Who the players are, as Slack tells, remembered for some minutes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import CALL_FAILED, code
from bot.ports import Clock
from bot.requests import Player
from bot.words import language_of
from questions.model import Language

_REMEMBERED: Final = timedelta(minutes=5)
_MOST_REMEMBERED: Final = 10_000
# An answer waits for a name no longer than this, in seconds.
_PATIENCE: Final = 0.7

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Known:
    player: Player
    until: datetime


class People:
    def __init__(self, client: AsyncWebClient, clock: Clock, team: str) -> None:
        self._client = client
        self._clock = clock
        self._team = team
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Player | None]] = {}

    def language(self, user: str) -> Language:
        """The user's language as far as it is known without asking."""
        known = self._known.get(user)
        return known.player.language if known else "en"

    async def player(self, user: str, username: str) -> Player:
        """The user as a player; where Slack does not say, by the name in hand and without any power."""
        known = self._known.get(user)
        if known is not None and self._clock.now() < known.until:
            return known.player
        try:
            async with asyncio.timeout(_PATIENCE):
                told = await asyncio.shield(self._ask(user))
        except TimeoutError:
            told = None
        if told is not None:
            return told
        return replace(known.player, moderator=False) if known else Player(user, username or user)

    async def close(self) -> None:
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    def _ask(self, user: str) -> asyncio.Task[Player | None]:
        """One question at a time for each user, however many wait for it."""
        if user not in self._asking:
            task = asyncio.create_task(self._told(user))
            self._asking[user] = task
            task.add_done_callback(lambda _: self._asking.pop(user, None))
        return self._asking[user]

    async def _told(self, user: str) -> Player | None:
        try:
            answer = await self._client.users_info(user=user, include_locale=True)
        except CALL_FAILED as error:
            log.warning("Slack did not tell who a user is", user=user, error=code(error))
            return None
        player = self._read(answer["user"])
        self._remember(player)
        return player

    def _read(self, user: Mapping[str, Any]) -> Player:
        profile = user.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or user.get("name") or user["id"]
        # In a shared channel, the admins of other workspaces have no power here.
        at_home = user.get("team_id") == self._team
        return Player(
            id=user["id"],
            name=str(name),
            language=language_of(user.get("locale")) or "en",
            moderator=at_home and bool(user.get("is_admin") or user.get("is_owner")),
        )

    def _remember(self, player: Player) -> None:
        self._known[player.id] = _Known(player, self._clock.now() + _REMEMBERED)
        self._known.move_to_end(player.id)
        while len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)
