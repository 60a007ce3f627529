"""What people do all day: play rounds and dailies, practise, ask, set, pause, leave, come back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Protocol

from bot.cards import Button, Card
from bot.commands import BUTTONS, Command, parse
from bot.requests import Player, Refusal, Reply, Request, Room, Value
from questions.model import LANGUAGES
from tests.simulation.digest import Digest
from tests.simulation.platform import Platform, Shown

ZONES = (
    *("America/Mexico_City", "America/New_York", "America/Los_Angeles", "America/Tijuana", "America/Cancun"),
    *("America/Chicago", "America/Sao_Paulo", "America/Santiago", "America/St_Johns", "America/Havana"),
    *("Europe/Madrid", "Europe/London", "Africa/Cairo", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati"),
)
# Also in hours that some days do not have, or have twice.
TIMES = ("00:00", "01:30", "02:30", "08:00", "09:00", "12:00", "18:30", "21:00", "23:59")
DAYS = ("", "", "", "weekdays", "mon,wed,fri", "weekends")
TOPICS = ("history", "law", "rights")
NAMES = ("ana", "ben", "cleo", "dan", "eva", "fay", "gil", "hal")

Deed = Callable[[datetime], Awaitable[None]]


@dataclass
class Community:
    """Someone's server or workspace, with its own habits."""

    id: str
    zone: str
    rooms: tuple[str, ...]
    players: tuple[Player, ...]
    # How likely a round is started on a day.
    lively: float
    here: bool = True

    @property
    def moderator(self) -> Player:
        return self.players[0]


@dataclass
class Agenda:
    """What is going to be done, in the order in which the bot hears of it and, at one time, of plan."""

    _heap: list[tuple[datetime, int, datetime, Deed]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    def plan(self, heard: datetime, at: datetime, deed: Deed) -> None:
        """Have something done at a time, of which the bot hears later."""
        heappush(self._heap, (heard, next(self._numbers), at, deed))

    @property
    def next_heard(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def take(self) -> list[tuple[datetime, Deed]]:
        """What the bot hears of next, all that it does at one time."""
        heard = self._heap[0][0]
        taken: list[tuple[datetime, Deed]] = []
        while self._heap and self._heap[0][0] == heard:
            _, _, at, deed = heappop(self._heap)
            taken.append((at, deed))
        return taken


class Bot(Protocol):
    """What people see of the bot."""

    @property
    def commands(self) -> Sequence[Command]: ...

    async def handle(self, request: Request) -> Reply | None: ...

    async def joined(self, room: Room) -> None: ...

    async def left(self, community: str) -> None: ...


class People:
    """Everyone, with dice of their own. Whatever comes back to them goes into the digest."""

    def __init__(self, dice: Random, platform: Platform, digest: Digest, communities: int) -> None:
        self.agenda = Agenda()
        self.communities = [_community(number, dice) for number in range(communities)]
        self.requests = 0
        self._by_id = {community.id: community for community in self.communities}
        self._dice, self._platform, self._digest = dice, platform, digest
        self._causes = count(1)

    def meet(self, bot: Bot) -> None:
        self._bot = bot

    def arrive(self, at: datetime) -> None:
        """Every community adds the bot, and most set a daily."""
        for community in self.communities:
            self._plan(at, 60, self._joins(community))
            if self._dice.random() < 0.75:
                self._plan(at + timedelta(minutes=2), 3600, self._sets_a_daily(community))

    def plan_day(self, at: datetime) -> None:
        """Plan a day for every community."""
        for community in self.communities:
            for chance, deed in self._habits(community):
                if self._dice.random() < chance:
                    self._plan(at, 86400, deed)

    def see(self, shown: Shown) -> None:
        """Some of those who see a new message do something about it."""
        community = self._by_id[shown.community]
        answers, start, again, next_one = (
            [button for button in shown.card.buttons if button.action.startswith(f"{verb}:")]
            for verb in ("answer", "start", "again", "next")
        )
        for player in community.players:
            if answers and self._dice.random() < 0.5:
                self._plan(shown.at, 35, self._press(community, shown.room, player, self._choose(answers)))
            if start and self._dice.random() < 0.25:
                self._plan(shown.at, 20 * 3600, self._press(community, shown.room, player, start[0]))
        if next_one and self._dice.random() < 0.1:
            self._plan(shown.at, 20, self._press(community, shown.room, community.moderator, next_one[0]))
        if again and self._dice.random() < 0.15:
            who = self._dice.choice(community.players)
            self._plan(shown.at, 60, self._press(community, shown.room, who, again[0]))

    def _habits(self, community: Community) -> Iterator[tuple[float, Deed]]:
        if not community.here:
            yield 0.2, self._comes_back(community)
            return
        dice, who = self._dice, self._dice.choice(community.players)
        topic, length = dice.choice(("", *TOPICS)), dice.randrange(1, 5)
        yield community.lively, self._type(community, who, f"play {topic} {length}")
        yield 0.02, self._type(community, who, "stop")
        yield 0.04, self._type(community, who, f"practice {topic} {length}")
        yield 0.05, self._type(community, who, dice.choice(("leaderboard", "stats", "schedule list", "me")))
        yield 0.02, self._type(community, who, f"me pace:{dice.choice(('normal', 'double', 'unlimited'))}")
        yield 0.02, self._type(community, community.moderator, self._change(community))
        yield 0.01, self._sets_a_daily(community)
        yield 0.003, self._leaves(community)

    def _change(self, community: Community) -> str:
        """What a moderator may want to change."""
        dice = self._dice
        return dice.choice(
            (
                *("schedule pause", "schedule resume", "schedule resume", "schedule remove"),
                f"settings zone:{dice.choice(ZONES)}",
                f"settings limit:{dice.choice(('suggested', '15', '60'))}",
                f"settings {dice.choice(('bonus', 'leaderboard', 'streaks'))}:{dice.choice(('on', 'off'))}",
                f"{dice.choice(('exclude', 'include'))} {dice.choice(community.players).id}",
                f"moderators {dice.choice(('add', 'remove'))} {dice.choice(community.players).id}",
            )
        )

    def _sets_a_daily(self, community: Community) -> Deed:
        dice = self._dice
        zone = community.zone if dice.random() < 0.9 else dice.choice(ZONES)
        words = (dice.choice(TIMES), zone, dice.choice(DAYS), dice.choice(TOPICS), str(dice.randrange(1, 4)))
        return self._type(community, community.moderator, f"schedule set {' '.join(filter(None, words))}")

    def _leaves(self, community: Community) -> Deed:
        async def leave(_: datetime) -> None:
            community.here = False
            self._platform.lose_room(community.id)
            await self._bot.left(community.id)

        return leave

    def _joins(self, community: Community) -> Deed:
        async def join(_: datetime) -> None:
            await self._bot.joined(Room(community.id, community.rooms[0]))

        return join

    def _comes_back(self, community: Community) -> Deed:
        async def come_back(at: datetime) -> None:
            community.here = True
            self._platform.gone.discard(community.id)
            await self._joins(community)(at)
            for room in community.rooms:
                await self._type(community, community.moderator, "schedule resume", room)(at)

        return come_back

    def _type(self, community: Community, who: Player, text: str, room: str | None = None) -> Deed:
        where = room or self._dice.choice(community.rooms)

        async def type_it(at: datetime) -> None:
            try:
                command, given = parse(self._bot.commands, text)
            except Refusal as refused:
                self._digest.add(text, refused.word)
                return
            await self._send(community, where, who, command.action, given, at)

        return type_it

    def _press(self, community: Community, room: str, who: Player, button: Button) -> Deed:
        verb, *values = button.action.split(":")

        async def press(at: datetime) -> None:
            given: dict[str, Value] = dict(zip(BUTTONS[verb][0], values, strict=True))
            await self._send(community, room, who, verb, given, at)

        return press

    async def _send(
        self,
        community: Community,
        room: str,
        who: Player,
        action: str,
        given: Mapping[str, Value],
        at: datetime,
    ) -> None:
        if not community.here:
            return
        request = Request(who, Room(community.id, room), action, given, f"event {next(self._causes)}", at)
        times = 2 if self._dice.random() < 0.03 else 1
        if self._dice.random() < 0.01:
            self._plan(at, 90, lambda _: self._again(request))
        self.requests += 1
        replies = await asyncio.gather(*(self._bot.handle(request) for _ in range(times)))
        self._digest.add(request, replies)
        if replies[0] is not None:
            self._follow(community, room, who, replies[0].card, at)

    async def _again(self, request: Request) -> None:
        """The platform delivers an event once more, with the time that it had."""
        self._digest.add(request, await self._bot.handle(request))

    def _follow(self, community: Community, room: str, who: Player, card: Card, at: datetime) -> None:
        """Go on with what comes back: answer the next question, most of the time."""
        picks = [button for button in card.buttons if button.action.startswith("pick:")]
        on = [button for button in card.buttons if button.action.startswith("on:")]
        if (picks or on) and self._dice.random() < 0.92:
            button = self._choose(picks) if picks else on[0]
            self._plan(at, 50, self._press(community, room, who, button))

    def _choose(self, options: Sequence[Button]) -> Button:
        right = [button for button in options if button.action.endswith(":right")]
        return right[0] if right and self._dice.random() < 0.6 else self._dice.choice(options)

    def _plan(self, since: datetime, within: float, deed: Deed) -> None:
        """Have something done some time after `since`; the bot hears of it a moment later."""
        at = since + timedelta(seconds=self._dice.randrange(1, int(within) + 1))
        delay = self._dice.uniform(0, 1) if self._dice.random() < 0.97 else self._dice.uniform(1, 6)
        self.agenda.plan(at + timedelta(milliseconds=round(delay * 10) * 100), at, deed)


def _community(number: int, dice: Random) -> Community:
    platform = "discord" if number % 2 else "slack"
    players = tuple(
        Player(name, name.title(), dice.choice(LANGUAGES), moderator=name == NAMES[0])
        for name in NAMES[: dice.randrange(2, len(NAMES) + 1)]
    )
    rooms = ("general", "quiz")[: dice.randrange(1, 3)]
    return Community(f"{platform}:{number}", ZONES[number % len(ZONES)], rooms, players, dice.uniform(0, 0.2))
