"""Brings a reply to the user who waits for it, in the time that Discord gives."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import Final

import aiohttp
import discord
import structlog

from adapters.discord.draw import changed_message, modal_of, new_message
from adapters.discord.read import Interaction
from bot.cards import Card
from bot.commands import Manner
from bot.requests import Reply

# Everyone hears something within a second; Discord itself would show a failure after three.
PATIENCE: Final = 0.8
ALREADY_ACKNOWLEDGED: Final = 40060

_log = structlog.get_logger()


class _First(Enum):
    """What Discord got as the first response."""

    NOTHING = auto()
    THINKING = auto()
    LATER = auto()  # "this message will change", which shows nothing
    REFUSED = auto()  # it came too late: Discord takes nothing more


async def respond(interaction: Interaction, replying: Awaitable[Reply | None], manner: Manner) -> None:
    """Show the user the reply, first deferring if it takes long and is not to open a form.

    What Discord refuses is logged, not raised.
    """
    deferral = _Deferral(interaction, manner)
    try:
        reply = await replying
    finally:
        first = await deferral.end()
    if first is _First.REFUSED:
        return
    if reply is None:
        await _say_nothing(interaction, first)
    elif reply.opens:
        await _sent(interaction, lambda: interaction.response.send_modal(modal_of(reply.card)))
    elif reply.update and _is_private(interaction.message):
        await _update(interaction, first, reply.card)
    else:
        await _tell(interaction, first, reply.card)


class _Deferral:
    """Begins by itself when the reply takes long. Most replies do not, and cost no task of their own."""

    def __init__(self, interaction: Interaction, manner: Manner) -> None:
        self._interaction = interaction
        self._manner = manner
        self._task: asyncio.Task[_First] | None = None
        # A form can only be the first response.
        waits = manner is Manner.FORM
        self._timer = None if waits else asyncio.get_running_loop().call_later(PATIENCE, self._begin)

    async def end(self) -> _First:
        """What Discord has got so far; nothing more is sent."""
        if self._timer is not None:
            self._timer.cancel()
        return _First.NOTHING if self._task is None else await self._task

    def _begin(self) -> None:
        self._task = asyncio.create_task(_defer(self._interaction, self._manner))


async def _defer(interaction: Interaction, manner: Manner) -> _First:
    if manner is Manner.UPDATE and _is_private(interaction.message):
        taken = await _sent(interaction, lambda: interaction.response.defer())
        return _First.LATER if taken else _First.REFUSED
    taken = await _sent(interaction, lambda: interaction.response.defer(ephemeral=True, thinking=True))
    return _First.THINKING if taken else _First.REFUSED


async def _say_nothing(interaction: Interaction, first: _First) -> None:
    if first is _First.NOTHING and interaction.type is discord.InteractionType.component:
        await _sent(interaction, lambda: interaction.response.defer())
        return
    # Discord knows no silent answer to a command, nor after "thinking": show one and take it back.
    if first is _First.NOTHING:
        await _sent(interaction, lambda: interaction.response.defer(ephemeral=True, thinking=True))
    if first is not _First.LATER:
        await _sent(interaction, lambda: interaction.delete_original_response())


async def _update(interaction: Interaction, first: _First, card: Card) -> None:
    if first is _First.NOTHING:
        await _sent(interaction, lambda: interaction.response.edit_message(**changed_message(card)))
    else:
        await _sent(interaction, lambda: interaction.edit_original_response(**changed_message(card)))


async def _tell(interaction: Interaction, first: _First, card: Card) -> None:
    """Show the card in a private message of its own."""
    match first:
        case _First.NOTHING:
            await _sent(
                interaction, lambda: interaction.response.send_message(**new_message(card), ephemeral=True)
            )
        case _First.THINKING:
            await _sent(interaction, lambda: interaction.edit_original_response(**changed_message(card)))
        case _First.LATER:
            await _sent(interaction, lambda: interaction.followup.send(**new_message(card), ephemeral=True))


def _is_private(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral


async def _sent(interaction: Interaction, send: Callable[[], Awaitable[object]]) -> bool:
    """Send one response, drawn anew if it is sent once more because the connection broke before an answer.

    False if Discord refused it; of one that was lost nobody knows.
    """
    for last in (False, True):
        try:
            await send()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            if last:
                _log.warning("reply lost", interaction=interaction.id, error=repr(error))
        except discord.HTTPException as error:
            # "Already acknowledged": an earlier try, or an earlier delivery of the click, went through.
            if error.code == ALREADY_ACKNOWLEDGED:
                return True
            refused = {"interaction": interaction.id, "status": error.status, "code": error.code}
            _log.warning("reply refused", **refused)
            return False
        else:
            return True
    return True
