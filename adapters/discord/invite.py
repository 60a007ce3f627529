"""The link with which a moderator adds the bot to a server."""

from __future__ import annotations

import discord

from adapters.discord.login import log_in

PERMISSIONS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True
)


def invite_link(application_id: int) -> str:
    """The link, asking for no more than what the quiz needs."""
    return discord.utils.oauth_url(
        application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )


async def application_id(token: str) -> int:
    """The id of the application whose token it is, as Discord tells it, which proves the token too.

    Raises:
        CannotStart: the token is wrong, or Discord cannot be reached.
    """
    async with discord.Client(intents=discord.Intents.none()) as client:
        await log_in(client, token)
        return (await client.application_info()).id
