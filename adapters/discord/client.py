"""The connection to Discord: takes interactions in, hands them to the quizmaster, brings the replies back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any, Final

import discord
import structlog
from discord import app_commands

from adapters.discord.draw import MARK
from adapters.discord.login import REFUSED, log_in
from adapters.discord.read import (
    POSTING,
    Interaction,
    chosen,
    community_of,
    filled,
    first_channel,
    language_for,
    may_post,
    request_from,
    typed_into,
)
from adapters.discord.respond import respond
from adapters.discord.shapes import Unreadable, check
from adapters.discord.stage import DiscordStage
from adapters.discord.tree import Memory, Spanish, fingerprint, plant, suggests
from bot.commands import BUTTONS, FORMS, Command, Manner, bind
from bot.ports import CannotStart
from bot.quizmaster import Quizmaster
from bot.requests import Refusal, Reply, Room, Value
from bot.serving import Shards
from bot.show.notices import refusal
from bot.words import language_of

COMMANDS_KEY: Final = "discord-commands"
AUTHENTICATION_FAILED: Final = 4004
# Discord lets so many shards as `max_concurrency` says introduce themselves in five seconds.
INTRODUCTIONS: Final = 5.25
# How long a stop waits for replies that are under way.
LAST_REPLIES: Final = 2.0
# How long it waits for Discord to close the connection too; discord.py would wait for half a minute.
GOODBYE: Final = 3.0
# What discord.py raises where Discord's view of the commands is not ours.
_CHANGED: Final = (
    app_commands.CommandNotFound,
    app_commands.CommandSignatureMismatch,
    app_commands.TransformerError,
)

_log = structlog.get_logger()


class DiscordAdapter:
    """The quiz on Discord."""

    platform = "discord"

    def __init__(
        self, token: str, quizmaster: Quizmaster, memory: Memory, shards: Shards | None = None
    ) -> None:
        self._token = token
        self._shards = shards
        self._client = QuizClient(quizmaster, memory, shards)
        self.stage = DiscordStage(self._client)

    async def run(self) -> None:
        """Connect and serve until cancelled; without shards, only be there for the stage.

        Raises:
            CannotStart: the token is wrong, or Discord cannot be reached.
        """
        async with self._client as client:
            await log_in(client, self._token)
            try:
                await self._connect(client)
            finally:
                await client.finish_replies()

    async def _connect(self, client: QuizClient) -> None:
        if self._shards is not None and not self._shards.ids:
            _log.info("delivering on Discord, without a connection to hear")
            await asyncio.Event().wait()
        try:
            await client.learn_limits()
            await client.connect()
        except discord.GatewayNotFound as error:
            raise CannotStart("Discord names no gateway to connect to. Start again later.") from error
        except discord.ConnectionClosed as error:
            if error.code == AUTHENTICATION_FAILED:
                raise CannotStart(REFUSED) from error
            raise CannotStart(f"Discord closed the connection for good ({error.code}).") from error


class QuizClient(discord.AutoShardedClient):
    """Hears interactions and nothing else: no messages, no members, no cache of either."""

    def __init__(self, quizmaster: Quizmaster, memory: Memory, shards: Shards | None = None) -> None:
        split: Any = {"shard_ids": list(shards.ids), "shard_count": shards.count} if shards else {}
        super().__init__(
            **split,
            # To introduce a shard may have to wait for those of all other processes.
            shard_connect_timeout=None,
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            # A longer wait is the timekeeper's to plan, not to sit out inside a request.
            max_ratelimit_timeout=30.0,
        )
        self._quizmaster = quizmaster
        self._memory = memory
        self._under_way: set[asyncio.Task[Any]] = set()
        self._at_once = 1
        self._split = bool(split)
        self.tree = _Tree(self)
        plant(self.tree, quizmaster, self.command)
        self.add_dynamic_items(QuizItem)
        self._connection.parsers["INTERACTION_CREATE"] = self._take_in

    async def setup_hook(self) -> None:
        translator = Spanish()
        await self.tree.set_translator(translator)
        wanted = await fingerprint(self.tree, translator)
        if await self._memory.recall(COMMANDS_KEY) == wanted:
            return
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            # The commands registered before go on working; the next start tries again.
            _log.error("slash commands not registered", status=error.status, error=error.text)
        else:
            await self._memory.remember(COMMANDS_KEY, wanted)
            _log.info("slash commands registered")

    async def learn_limits(self) -> None:
        """Ask Discord how many shards there are, if nobody has said so, and how many may connect at once."""
        shards, _, limits = await self.http.get_bot_gateway()
        self._at_once = max(1, limits["max_concurrency"])
        if not self._split:
            self.shard_count = shards

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until a shard may introduce itself: one a bucket in five seconds, over all processes."""
        bucket = (shard_id or 0) % self._at_once
        await asyncio.sleep(await self._memory.turn(f"discord-identify/{bucket}", INTRODUCTIONS))

    async def on_ready(self) -> None:
        _log.info("connected to Discord", guilds=len(self.guilds))

    async def command(self, interaction: Interaction, command: Command, given: Mapping[str, Value]) -> None:
        """Serve a slash command."""
        try:
            if command.action in POSTING and interaction.guild_id is not None and not may_post(interaction):
                raise Refusal("cannot-post-discord")
            arguments = bind(command, given)
        except Refusal as refused:
            await self.refuse(interaction, refused)
        else:
            await self._serve(interaction, command.action, arguments, command.manner)

    def suggests(self, path: tuple[str, ...], option: str) -> bool:
        """Whether a command has an option that suggests values while the user types."""
        return any(
            suggests(one)
            for command in self._quizmaster.commands
            if command.path == path
            for one in command.options
            if one.name == option
        )

    async def press(self, interaction: Interaction, action: str) -> None:
        """Serve a click on a button or a choice in a menu, of any age."""
        await self._act(interaction, action, BUTTONS, chosen(interaction))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server, or the server is gone; one that is only down does not count."""
        await self._quizmaster.left(f"discord:{guild.id}")

    async def on_interaction(self, interaction: Interaction) -> None:
        """Serve a form that was sent: discord.py knows only forms that this very process has opened."""
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        if interaction.type is discord.InteractionType.modal_submit and custom_id.startswith(MARK):
            await self._act(interaction, custom_id.removeprefix(MARK), FORMS, filled(interaction))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say once how to begin, where the bot may write."""
        channel = first_channel(guild)
        if channel is not None:
            language = language_of(guild.preferred_locale.value)
            await self._quizmaster.joined(Room(community_of(guild.id), str(channel.id), language))

    async def refuse(self, interaction: Interaction, refused: Refusal) -> None:
        """Tell the user why not."""

        async def refusing() -> Reply:
            return Reply(refusal(language_for(interaction), refused))

        await self._answer(interaction, refusing(), Manner.PRIVATE)

    async def close(self) -> None:
        """Say goodbye to Discord, but do not wait long for its answer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await super().close()
        await self.http.close()

    async def finish_replies(self) -> None:
        """Let the replies under way go out: behind them are answers already recorded."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=LAST_REPLIES)

    def _take_in(self, payload: Any) -> None:
        """Let discord.py read an interaction. What it raises here would end the connection for everyone."""
        try:
            check(payload)
            self._connection.parse_interaction_create(payload)
        except (Unreadable, AttributeError, LookupError, TypeError, ValueError) as fault:
            _log.warning("Discord delivered what cannot be read", fault=repr(fault))

    async def _act(
        self,
        interaction: Interaction,
        action: str,
        known: Mapping[str, tuple[tuple[str, ...], Manner]],
        fields: Mapping[str, Value],
    ) -> None:
        verb, *values = action.split(":")
        names, manner = known.get(verb, ((), Manner.PRIVATE))
        if not names or len(names) != len(values):
            await self.refuse(interaction, Refusal("gone"))
            return
        await self._serve(interaction, verb, {**fields, **dict(zip(names, values, strict=True))}, manner)

    async def _serve(
        self, interaction: Interaction, action: str, arguments: Mapping[str, Value], manner: Manner
    ) -> None:
        request = request_from(interaction, action, arguments)
        await self._answer(interaction, self._quizmaster.handle(request), manner)

    async def _answer(
        self, interaction: Interaction, replying: Coroutine[Any, Any, Reply | None], manner: Manner
    ) -> None:
        # discord.py runs each interaction in a task of its own.
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        await respond(interaction, replying, manner)


class _Tree(app_commands.CommandTree[QuizClient]):
    """Discord's view of the commands may be older than ours, for instance while an update spreads."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let nobody type into an option that suggests nothing: discord.py would log a traceback."""
        if interaction.type is not discord.InteractionType.autocomplete:
            return True
        path, option = typed_into(interaction)
        return self.client.suggests(path, option)

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        if isinstance(error, _CHANGED) or interaction.type is discord.InteractionType.autocomplete:
            _log.warning("slash command of another time", interaction=interaction.id, error=repr(error))
            refused = Refusal("command-changed")
        else:
            _log.error("slash command failed", interaction=interaction.id, error=repr(error), exc_info=error)
            refused = Refusal("broken")
        # What is typed into an option can be answered with choices alone.
        answerable = interaction.type is discord.InteractionType.application_command
        if answerable and not interaction.response.is_done():
            await interaction.client.refuse(interaction, refused)


class QuizItem(
    discord.ui.DynamicItem[discord.ui.Item[Any]],
    template=re.compile(re.escape(MARK) + r"(?P<action>.+)", re.DOTALL),
):
    """Every button and menu of the quiz: what it does is read off its id, so it works after any restart."""

    def __init__(self, item: discord.ui.Item[Any], action: str) -> None:
        super().__init__(item)
        self._action = action

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> QuizItem:
        return cls(item, match["action"])

    async def callback(self, interaction: Interaction) -> None:
        await interaction.client.press(interaction, self._action)
