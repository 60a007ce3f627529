"""The way in for every adapter: a request goes to its use case, a reply comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

import structlog

from bot import (
    agenda,
    board,
    community,
    course,
    home,
    joining,
    live,
    me,
    people,
    planning,
    plans,
    practice,
    season,
    self_paced,
    starting,
    stats,
    turns,
    typed,
    why,
)
from bot.cards import Card
from bot.commands import MODERATORS_BUTTONS, Command, Who, commands
from bot.requests import Refusal, Reply, Request, Room
from bot.shell import Shell
from bot.show import notices
from bot.store.faults import Away, Unsure
from bot.store.writer import Busy
from questions.model import Language

UseCase = Callable[[Shell, Request, Room], Awaitable[Reply | None]]

_log = structlog.get_logger()

_USE_CASES: Final[Mapping[str, UseCase]] = {
    "play": starting.play,
    "again": starting.again,
    "stop": live.stop,
    "answer": live.answer,
    "type": typed.answer,
    "fill": typed.fill,
    "submit": typed.submit,
    "why": why.why,
    "mine": why.mine,
    "next": live.next_question,
    "read": live.read,
    "practice": practice.practice,
    "start": self_paced.start,
    "on": self_paced.start,
    "pick": self_paced.pick,
    "leaderboard": board.leaderboard,
    "board": board.turn_page,
    "stats": stats.stats,
    "picture": stats.picture,
    "me": me.me,
    "prefer": me.prefer,
    "schedule-set": planning.set_schedule,
    "schedule-list": agenda.list_schedules,
    "schedule-preview": agenda.preview,
    "schedule-pause": agenda.pause,
    "schedule-resume": agenda.resume,
    "schedule-remove": agenda.remove,
    "settings": community.settings,
    "set": community.choose,
    "switch": community.switch,
    "moderators-add": people.add_moderator,
    "moderators-remove": people.remove_moderator,
    "moderators-list": people.list_moderators,
    "exclude": people.exclude,
    "include": people.include,
    "season-start": season.ask_start,
    "season-end": season.ask_end,
    "season": season.decide,
    "resume": agenda.resume_listed,
    "remove": agenda.remove_listed,
}

# Who chooses their language sees it as they choose it, not as they did before.
_CHOOSING: Final = frozenset({"me", "prefer"})
# What is of a whole community can be done from a page that is in none of its rooms.
_IN_NO_ROOM: Final = frozenset({"stats", "picture", "set", "switch"})


class Quizmaster:
    """Answers requests. What a user does wrong, and even a failure here, comes back as a reply."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.commands: tuple[Command, ...] = commands(shell.bank)
        guarded = {command.action for command in self.commands if command.who is Who.MODERATOR}
        self._guarded = guarded | MODERATORS_BUTTONS

    async def handle(self, request: Request) -> Reply | None:
        """Do what was asked. None means that there is nothing to say to this user."""
        language = request.player.language
        try:
            request = await self._as_settled(await self._as_preferred(request.kept()))
            language = request.player.language
            return await self._do(request)
        except Refusal as refused:
            return Reply(notices.refusal(language, refused))
        except Busy:
            return Reply(notices.refusal(language, Refusal("busy")))
        except Away:
            return Reply(notices.refusal(language, Refusal("away")))
        except Unsure:
            return Reply(notices.refusal(language, Refusal("unsure")))
        except Exception:
            _log.exception("request failed", action=request.action, cause=request.cause)
            return Reply(notices.refusal(language, Refusal("broken")))

    async def home(self, request: Request) -> list[Card]:
        """What a user's own page shows, where the platform has one."""
        language = request.player.language
        try:
            request = await self._as_settled(await self._as_preferred(request.kept()))
            language = request.player.language
            return await home.home(self._shell, request, self.commands)
        except Exception:
            _log.exception("a home failed", cause=request.cause)
            return [notices.refusal(language, Refusal("broken"))]

    async def question_in(self, room: Room) -> Card | None:
        """The open question that a room shows, for a platform whose rooms forget what they have shown."""
        return await course.question_in(self._shell, room.community, room.id)

    async def joined(self, room: Room) -> None:
        """A community has added the bot: it may say so in this room."""
        await joining.joined(self._shell, room)

    async def left(self, community: str) -> None:
        """A community has removed the bot: its dailies rest."""
        await plans.pause_community(self._shell, community, plans.WHEN_REMOVED)

    def choice_label(self, language: Language, option: str, value: str) -> str:
        """A choice of a command's option as menus show it."""
        return notices.choice_label(self._shell.bank, language, option, value)

    async def _as_preferred(self, request: Request) -> Request:
        """The request of a player who reads the language that they chose, if they chose one."""
        if request.where is None or request.action in _CHOOSING:
            return request
        player = request.player
        chosen = (await self._shell.preferences(request.where, player.id)).language
        if chosen in (None, player.language):
            return request
        return replace(request, player=replace(player, language=chosen))

    async def _as_settled(self, request: Request) -> Request:
        """The request with the power and in the language that its community has settled on."""
        room, player = request.room, request.player
        if request.where is None:
            return request
        settings = await self._shell.settings(request.where)
        if player.id in settings.moderators and not player.moderator:
            request = replace(request, player=replace(player, moderator=True))
        if room is not None and settings.language not in (None, room.language):
            request = replace(request, room=replace(room, language=settings.language))
        return request

    async def _room(self, request: Request) -> Room:
        """Where something is to be done that was asked for in no room."""
        if request.where is not None and request.action in _IN_NO_ROOM:
            return Room(request.where, "")
        room = await turns.room_of(self._shell, request)
        if room is None:
            raise Refusal("not-in-a-room")
        return room

    async def _do(self, request: Request) -> Reply | None:
        if request.action == "help":
            return Reply(notices.help_card(self._shell.bank, request.player.language, self.commands))
        room = request.room or await self._room(request)
        if request.action in self._guarded and not request.player.moderator:
            raise Refusal(notices.platform_word("only-moderator", room.community))
        use_case = _USE_CASES.get(request.action)
        if use_case is None:
            raise Refusal("gone")
        return await use_case(self._shell, request, room)
