"""A process of the bot with time, platforms and people in the hands of a test."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy import Table, func, select

from bot.cards import Bold, Button, Card, Form, Line, Link, Menu, Moment, Place, Span, Tone
from bot.commands import BUTTONS, CHOSEN, FORMS, parse
from bot.engine.preferences import CommunitySettings
from bot.ports import Pictures, Stage, Unreachable
from bot.quizmaster import Quizmaster
from bot.requests import Player, Reply, Request, Room, Value
from bot.shell import Shell
from bot.store import communities, due
from bot.store.store import Store, free_dead_leases, open_store
from bot.timekeeper import Timekeeper
from bot.words import say
from questions.bank import Bank
from questions.grading import SEPARATOR
from questions.model import LANGUAGES, Language, Pack, Topic
from tests.factories import COMMUNITY, NOON, ROOM, question, text

PAUSE = 5.0
# So that stories can tell points and closes by heart; what holds before anybody sets it has its own stories.
PLAIN = CommunitySettings(bonus=False, seconds=30)


class FakeClock:
    """Stands still until it is moved, and only forward."""

    def __init__(self, at: datetime = NOON) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        assert at >= self._at, f"the clock would run backwards from {self._at} to {at}"
        self._at = at

    def advance(self, seconds: float) -> None:
        self.set(self._at + timedelta(seconds=seconds))


@dataclass
class Message:
    """What a room saw in one message: the card that was posted, then those that replaced it."""

    community: str
    room: str
    key: str
    id: str
    cards: list[Card]

    @property
    def card(self) -> Card:
        return self.cards[-1]


@dataclass
class RecordingStage:
    """A platform that keeps every message, and those `sent` to one player with who got them. `faults` are
    raised, one a call; `broken` is at every call.

    `shown` are the cards in the order in which the rooms saw them, without those of a question that only tell
    anew how many have answered. In the rooms that are `gone` nobody can write. `lost` is raised once behind a
    post that has come.
    """

    pictures: Pictures = Pictures.REPLY
    rate: float | None = None

    messages: list[Message] = field(default_factory=list)
    shown: list[Card] = field(default_factory=list)
    sent: list[tuple[str, str, Card]] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    broken: Exception | None = None
    gone: set[str] = field(default_factory=set)
    lost: Exception | None = None
    calls: int = 0

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        self._call(room)
        message = Message(community, room, key, f"message {len(self.messages) + 1}", [card])
        self.messages.append(message)
        self.shown.append(card)
        if self.lost is not None:
            lost, self.lost = self.lost, None
            raise lost
        return message.id

    async def edit(self, community: str, room: str, message: str, card: Card) -> None:
        self._call(room)
        found = next(known for known in self.messages if known.id == message)
        assert (found.community, found.room) == (community, room)
        if not (card.tone is Tone.QUESTION and card.title == found.card.title):
            self.shown.append(card)
        found.cards.append(card)

    async def direct(self, community: str, player: str, card: Card) -> None:
        self._call(player)
        self.sent.append((community, player, card))

    def in_room(self, room: str = ROOM) -> list[Message]:
        return [message for message in self.messages if message.room == room]

    @property
    def dailies(self) -> list[Message]:
        """The messages without those that only tell of a schedule."""
        told = {say(language, "schedule-title") for language in LANGUAGES}
        return [message for message in self.messages if message.cards[0].title not in told]

    @property
    def last(self) -> Message:
        return self.messages[-1]

    def _call(self, room: str) -> None:
        self.calls += 1
        if room in self.gone:
            raise Unreachable(f"no room {room}")
        if self.broken is not None:
            raise self.broken
        if self.faults:
            raise self.faults.pop(0)


class House:
    """One process on a database. `restart` is a kill and a new start: only the database, time and the
    platforms stay what they were."""

    def __init__(
        self,
        url: str,
        bank: Bank | None = None,
        clock: FakeClock | None = None,
        stage: RecordingStage | None = None,
        seed: int = 1,
    ) -> None:
        self.url = url
        self.clock = clock or FakeClock()
        self.stage = stage or RecordingStage()
        self.bank = bank or bank_of({"history": 6, "law": 6})
        self._seeds = count(seed)
        self._causes = (f"event {seed}.{number}" for number in count(1))

    async def open(self) -> House:
        store, _ = await asyncio.to_thread(open_store, self.url, self.clock.now())
        await free_dead_leases(store)
        self.furnish(store, self.stage)
        return self

    def furnish(self, store: Store, stage: Stage) -> None:
        """Put a process together on an open store."""
        # Dice of its own for each process: two that throw the same would make the same ids.
        self.shell = Shell(self.bank, store, self.clock, Random(next(self._seeds)), PAUSE)
        self.shell.stages["discord"] = self.shell.stages["slack"] = stage
        self.quizmaster = Quizmaster(self.shell)
        self.timekeeper = Timekeeper(self.shell)

    async def close(self) -> None:
        await asyncio.to_thread(self.shell.store.close)

    async def settle(self, settings: CommunitySettings, community: str = COMMUNITY) -> None:
        """Give a community its settings."""
        await self.shell.store.write(lambda c: communities.put_settings(c, community, settings))

    async def restart(self) -> None:
        await self.close()
        await self.open()

    async def restart_with(self, bank: Bank) -> None:
        """Start again after the packs have changed."""
        self.bank = bank
        await self.restart()

    async def run_due(self) -> None:
        await self.timekeeper.run_due()

    async def pass_time(self, seconds: float) -> None:
        """Let time pass as it does, each piece of work done when it is due."""
        await self.pass_until(self.clock.now() + timedelta(seconds=seconds))

    async def pass_until(self, until: datetime) -> None:
        await self.run_due()
        while (at := await self.next_due()) is not None and at <= until:
            assert at > self.clock.now(), "due work was not done"
            self.clock.set(at)
            await self.run_due()
        self.clock.set(until)

    async def next_due(self) -> datetime | None:
        at, rates = self.clock.now(), self.timekeeper.rates
        return await self.shell.store.read(lambda c: due.next_due(c, ["discord", "slack"], at, rates))

    async def count(self, table: Table) -> int:
        rows = await self.shell.store.read(lambda c: c.scalar(select(func.count()).select_from(table)))
        return rows or 0

    def new_cause(self) -> str:
        return next(self._causes)

    def person(
        self,
        id: str,
        *,
        name: str | None = None,
        language: Language = "en",
        moderator: bool = False,
        room: str = ROOM,
        community: str = COMMUNITY,
    ) -> Person:
        player = Player(id, name or id.title(), language, moderator)
        return Person(self, player, Room(community, room))


@dataclass(frozen=True)
class Person:
    """Someone in a room, who types commands and presses buttons."""

    house: House
    player: Player
    room: Room | None

    def named(self, name: str) -> Person:
        return replace(self, player=replace(self.player, name=name))

    def in_room(self, room: str) -> Person:
        assert self.room is not None
        return replace(self, room=replace(self.room, id=room))

    async def types(self, text: str, cause: str | None = None) -> Card:
        """Type a command behind `/quiz`; what comes back."""
        command, given = parse(self.house.quizmaster.commands, text)
        return card_of(await self.does(command.action, given, cause=cause))

    async def presses(self, button: Button, at: datetime | None = None, cause: str | None = None) -> Card:
        """Press a button; what comes back."""
        return card_of(await self.presses_quietly(button, at, cause))

    async def presses_quietly(
        self, button: Button, at: datetime | None = None, cause: str | None = None
    ) -> Reply | None:
        verb, *values = button.action.split(":")
        return await self.does(verb, dict(zip(BUTTONS[verb][0], values, strict=True)), at=at, cause=cause)

    async def chooses(self, menu: Menu, *values: str) -> Card:
        """Choose in a menu of a card; what comes back."""
        verb, *known = menu.action.split(":")
        arguments: dict[str, Value] = dict(zip(BUTTONS[verb][0], known, strict=True))
        return card_of(await self.does(verb, {**arguments, CHOSEN: SEPARATOR.join(values)}))

    async def fills(self, form: Form | None, cause: str | None = None, **fields: str) -> Card:
        """Send a form with what was filled in; what comes back."""
        assert form is not None
        verb, *values = form.action.split(":")
        return card_of(
            await self.does(verb, fields | dict(zip(FORMS[verb][0], values, strict=True)), cause=cause)
        )

    async def does(
        self,
        action: str,
        arguments: Mapping[str, Value] | None = None,
        *,
        at: datetime | None = None,
        cause: str | None = None,
    ) -> Reply | None:
        house = self.house
        return await house.quizmaster.handle(
            Request(
                self.player,
                self.room,
                action,
                dict(arguments or {}),
                cause or house.new_cause(),
                at or house.clock.now(),
            )
        )

    async def opens_home(self) -> list[Card]:
        """The cards of one's own page, which is in no room."""
        assert self.room is not None
        house, here = self.house, self.room.community
        nowhere = Request(self.player, None, "home", {}, house.new_cause(), house.clock.now(), community=here)
        return await house.quizmaster.home(nowhere)

    async def does_card(self, action: str, **arguments: Value) -> Card:
        """Send an action with its arguments; what comes back."""
        return card_of(await self.does(action, arguments))

    async def answers(self, option: str = "right", at: datetime | None = None) -> Card:
        """Press the button of an option (`right`, `wrong`, `other`) in the newest message of the room."""
        assert self.room is not None
        newest = self.house.stage.in_room(self.room.id)[-1]
        return await self.presses(choice(newest.card, option), at)


def bank_of(sizes: Mapping[str, int]) -> Bank:
    """Topics with so many questions each; every question has the options `right`, `wrong` and `other`."""
    return Bank(
        Pack(
            Topic(topic, text(topic.title())),
            tuple(question(f"{topic}-{number}", topic) for number in range(1, size + 1)),
        )
        for topic, size in sizes.items()
    )


def card_of(reply: Reply | None) -> Card:
    assert reply is not None
    return reply.card


def choice(card: Card, option: str) -> Button:
    """The button of an option, by its id."""
    return next(button for button in card.buttons if button.action.endswith(f":{option}"))


def pressable(card: Card, verb: str) -> Button:
    """The button that does something, by its verb: `next`, `start`."""
    return next(button for button in card.buttons if button.action.startswith(f"{verb}:"))


def read(card: Card) -> str:
    """All that a card says, a line each; names without the marks that set them apart."""
    lines = [read_line(line) for line in ((card.title,), *card.lines, (card.footnote,))]
    return "\n".join(line for line in lines if line)


def read_line(line: Line) -> str:
    return "".join(_read(span) for span in line).replace("\u2068", "").replace("\u2069", "")


def _read(span: Span) -> str:
    match span:
        case Bold(words) | Link(words):
            return words
        case Place(room):
            return f"#{room}"
        case Moment(at):
            return at.isoformat()
        case str():
            return span


def ranks(card: Card) -> list[str]:
    """The lines of a leaderboard or of standings, such as `1. Ana 20`."""
    lines = (read_line(line) for line in card.lines)
    return [
        f"{place} {points.split()[0]}"
        for place, sign, points in (line.partition(" · ") for line in lines)
        if sign
    ]


def started(theme: str, count: int, seconds: int = 30) -> str:
    """What who starts a round is told, in English."""
    return say("en", "round-starts", theme=theme, count=count, time=say("en", "time-each", seconds=seconds))


def is_refused(card: Card, word: str, language: Language = "en", **arguments: object) -> bool:
    """Whether a card is the refusal of this word."""
    said = read(card).partition("\n")[2]
    return card.tone is Tone.REFUSED and said == say(language, word, **arguments)
