"""Reads an interaction as a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import discord

from bot.commands import CHOSEN
from bot.requests import Player, Request, Room, Value
from bot.words import language_of
from questions.grading import SEPARATOR
from questions.model import Language

# Their posts come later: whether the bot may post is asked while someone is there to hear the answer.
POSTING: Final = frozenset({"play", "schedule-set"})

_BRANCHES: Final = frozenset(
    kind.value
    for kind in (discord.AppCommandOptionType.subcommand, discord.AppCommandOptionType.subcommand_group)
)
# Into the others nobody types: discord.py keeps no text of them.
_TYPED: Final = frozenset(
    kind.value
    for kind in (
        discord.AppCommandOptionType.string,
        discord.AppCommandOptionType.integer,
        discord.AppCommandOptionType.number,
    )
)

Interaction = discord.Interaction[Any]


def request_from(interaction: Interaction, action: str, arguments: Mapping[str, Value]) -> Request:
    return Request(
        player=_player(interaction),
        room=_room(interaction),
        action=action,
        arguments=arguments,
        cause=f"discord:{interaction.id}",
        at=interaction.created_at,
    )


def filled(interaction: Interaction) -> dict[str, Value]:
    """The fields of a form that was sent, by name; several choices are joined."""
    data: Any = interaction.data or {}
    fields = [part["component"] for part in data.get("components", []) if part.get("component")]
    return {
        field["custom_id"]: SEPARATOR.join(field["values"]) if "values" in field else field.get("value") or ""
        for field in fields
        if field.get("custom_id")
    }


def chosen(interaction: Interaction) -> dict[str, Value]:
    """What was chosen in a menu, several joined; nothing for a button."""
    data: Any = interaction.data or {}
    return {CHOSEN: SEPARATOR.join(data["values"])} if "values" in data else {}


def typed_into(interaction: Interaction) -> tuple[tuple[str, ...], str]:
    """The path of the command and the name of the option into which a user types; an empty name for none."""
    path: list[str] = []
    options: list[Any] = cast(Any, interaction.data or {}).get("options", [])
    while options and options[0]["type"] in _BRANCHES:
        path.append(options[0]["name"])
        options = options[0].get("options", [])
    typed = (option for option in options if option.get("focused") and option["type"] in _TYPED)
    return tuple(path), next((option["name"] for option in typed if "value" in option), "")


def language_for(interaction: Interaction) -> Language:
    """The language of the user's own Discord."""
    return language_of(interaction.locale.value) or "en"


def may_post(interaction: Interaction) -> bool:
    """Whether the bot may put a round's messages where the interaction happened."""
    in_thread = isinstance(interaction.channel, discord.Thread)
    needed = discord.Permissions(
        view_channel=True, send_messages=not in_thread, send_messages_in_threads=in_thread, embed_links=True
    )
    return needed <= interaction.app_permissions


def community_of(guild: int) -> str:
    """A guild as the core knows it."""
    return f"discord:{guild}"


def first_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """Where a guild expects what comes from bots, else the first of its channels where the bot may write."""
    needed = discord.Permissions(view_channel=True, send_messages=True, embed_links=True)
    talking = (one for one in guild.text_channels if not one.is_news() and one != guild.rules_channel)
    channels = [*([guild.system_channel] if guild.system_channel else []), *talking]
    return next((one for one in channels if needed <= one.permissions_for(guild.me)), None)


def _player(interaction: Interaction) -> Player:
    return Player(
        id=str(interaction.user.id),
        name=interaction.user.display_name,
        language=language_for(interaction),
        moderator=interaction.permissions.manage_guild,
    )


def _room(interaction: Interaction) -> Room | None:
    if interaction.guild_id is None or interaction.channel_id is None:
        return None
    locale = interaction.guild_locale
    return Room(
        community=community_of(interaction.guild_id),
        id=str(interaction.channel_id),
        language=language_of(locale.value) if locale else None,
    )
