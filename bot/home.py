"""A user's own page, in no room: what is open for them, what they have reached, who leads, how to play."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from bot.board import leaderboard
from bot.cards import Card
from bot.commands import Command
from bot.engine.leaderboard import Scope
from bot.requests import Refusal, Request, Room
from bot.self_paced import Whereabouts, whereabouts
from bot.shell import Shell
from bot.show import dailies
from bot.show.community import settings_card
from bot.show.notices import help_card, notice
from bot.stats import stats
from bot.store import communities, quizzes
from questions.model import Language

Part = Callable[[Shell, Request, str], Awaitable[Sequence[Card]]]

# A page has its bounds, and a community seldom has more.
MOST_DAILIES: Final = 10


async def home(shell: Shell, request: Request, commands: Sequence[Command]) -> list[Card]:
    """The cards of the page, from top to bottom.

    Raises:
        Refusal: it is not known in which community the user is.
    """
    if request.where is None:
        raise Refusal("not-in-a-room")
    cards = [card for part in PARTS for card in await part(shell, request, request.where)]
    return [*cards, help_card(shell.bank, request.player.language, commands)]


async def open_dailies(shell: Shell, request: Request, community: str) -> Sequence[Card]:
    """The dailies of the community that are open: each with its Start, or that it is done."""
    player, now = request.player, shell.clock.now()

    def gather(connection: Connection) -> list[Whereabouts]:
        found = quizzes.open_dailies(connection, community, now)[:MOST_DAILIES]
        met = (whereabouts(connection, quiz.id, player.id, request.at) for quiz in found)
        return [where for where in met if where is not None]

    found = await shell.store.read(gather)
    return [_daily(shell, where, player.language) for where in found] or [
        notice(player.language, "schedule-title", "home-no-daily")
    ]


def _daily(shell: Shell, where: Whereabouts, language: Language) -> Card:
    if where.question is None:
        return dailies.own_end(where.quiz, where.answered, language, ())
    return dailies.daily(shell.bank, replace(where.quiz, language=language))


async def statistics(shell: Shell, request: Request, community: str) -> Sequence[Card]:
    """What its reader has reached, with the streak."""
    asked = replace(request, arguments={})
    return [(await stats(shell, asked, Room(community, ""))).card]


async def board(shell: Shell, request: Request, community: str) -> Sequence[Card]:
    """The leaderboard of the whole community, if it has one."""
    asked = replace(request, arguments={"scope": Scope.COMMUNITY})
    try:
        card = (await leaderboard(shell, asked, Room(community, ""))).card
    except Refusal:
        return []
    # What changes a card changes the whole page here, which would show the first of it again.
    return [replace(card, buttons=(), menus=())]


async def settings(shell: Shell, request: Request, community: str) -> Sequence[Card]:
    """What is set for the community, to those who may change it."""
    if not request.player.moderator:
        return []
    held = await shell.store.read(lambda c: communities.settings_of(c, community))
    return [settings_card(held, "", request.player.language)]


PARTS: Final[tuple[Part, ...]] = (open_dailies, statistics, board, settings)
