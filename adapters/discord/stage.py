"""The rooms of Discord: posts and edits what everyone shall see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from adapters.discord.draw import changed_message, new_message
from bot.cards import Card
from bot.ports import Pictures, TryLater, Unreachable

ARCHIVED_THREAD, LOCKED_THREAD = 50083, 160005
_GONE: Final = frozenset({ARCHIVED_THREAD, LOCKED_THREAD})


class DiscordStage:
    """A `bot.ports.Stage` over the REST interface of a client, which someone else logs in."""

    pictures = Pictures.REPLY
    # Of the 50 requests a second that Discord takes of a bot; replies to interactions do not count.
    rate: float | None = 40.0

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        with self._told():
            # discord.py adds enforce_nonce: for some minutes Discord answers a repeat with the first message.
            message = await self._channel(room).send(**new_message(card), nonce=nonce_of(key))
        return str(message.id)

    async def edit(self, community: str, room: str, message: str, card: Card) -> None:
        with self._told():
            known = self._channel(room).get_partial_message(int(message))
            await known.edit(**changed_message(card))

    async def direct(self, community: str, player: str, card: Card) -> None:
        with self._told():
            channel = await self._client.create_dm(discord.Object(int(player)))
            await channel.send(**new_message(card))

    def _channel(self, room: str) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(int(room))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what went wrong in the words of the port."""
        if self._client.application_id is None or self._client.is_closed():
            raise TryLater("Discord is not connected")
        try:
            yield
        except discord.RateLimited as error:
            raise TryLater("rate limited", after=error.retry_after) from error
        except discord.HTTPException as error:
            raise _in_our_words(error) from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise TryLater(repr(error)) from error


def nonce_of(key: str) -> str:
    """The message's name in the 25 characters that Discord allows."""
    return hashlib.blake2b(key.encode(), digest_size=12).hexdigest()


def _in_our_words(error: discord.HTTPException) -> Exception:
    """A refusal without one of Discord's own codes comes from something in between and may pass."""
    if error.status >= 500 or error.status == 429 or (error.status in (403, 404) and not error.code):
        return TryLater(f"{error.status}", after=_advice(error))
    if error.status in (403, 404) or error.code in _GONE:
        return Unreachable(f"{error.code} {error.text}")
    return error


def _advice(error: discord.HTTPException) -> float | None:
    try:
        return float(error.response.headers.get("Retry-After", ""))
    except ValueError:
        return None
