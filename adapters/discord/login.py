"""Logs in to Discord, or says to the operator why that did not work."""

from __future__ import annotations

import aiohttp
import discord

from bot.ports import CannotStart

# The quiz has no voice, so it needs no library for it and no warning that there is none.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

REFUSED = (
    "Discord refused DISCORD_TOKEN. Copy the bot's token anew from "
    "https://discord.com/developers/applications (your application, Bot, Reset Token) into .env."
)


async def log_in(client: discord.Client, token: str) -> None:
    """Log in.

    Raises:
        CannotStart: the token is wrong, or Discord cannot be reached.
    """
    try:
        await client.login(token)
    except (discord.LoginFailure, ValueError) as error:  # a token with a line break makes no HTTP header
        raise CannotStart(REFUSED) from error
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise CannotStart(
            f"Discord cannot be reached ({type(error).__name__}). Check this machine's network and "
            "https://discordstatus.com, then start again."
        ) from error
