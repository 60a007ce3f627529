"""A story that meets every card, told in one language."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.cards import Card, Form, MenuField
from bot.ports import Pictures
from bot.requests import Room
from questions.bank import Bank, load_bank
from questions.keys import ChoiceKey, DateKey, NameKey, NumberKey, OrderKey, SetKey, TruthKey
from questions.model import LANGUAGES, Language, Pack, Topic
from tests.bot.fakes import House, pressable

KINDS: Final[Mapping[str, type]] = {
    "choice": ChoiceKey,
    "truth": TruthKey,
    "date": DateKey,
    "number": NumberKey,
    "name": NameKey,
    "order": OrderKey,
    "set": SetKey,
}


class Where(StrEnum):
    """Who sees a card: all in the room, one player in a message, in a screen of their own, in a window, or in
    a direct message."""

    ROOM = "room"
    PRIVATE = "private"
    SCREEN = "screen"
    WINDOW = "window"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Shown:
    caption: str
    card: Card
    where: Where


async def every_card() -> dict[Language, list[Shown]]:
    """The story in each language, on a database that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        return {language: await _told(language, Path(folder)) for language in LANGUAGES}


async def _told(language: Language, folder: Path) -> list[Shown]:
    house = await House(f"sqlite:///{folder / language}.db", _one_of_each_kind()).open()
    try:
        teller = _Teller(house, language)
        await teller.tell()
        return teller.shown
    finally:
        await house.close()


class _Teller:
    def __init__(self, house: House, language: Language) -> None:
        self.shown: list[Shown] = []
        self._house = house
        self._ana = house.person("ana", language=language)
        self._ben = house.person("ben", language=language)
        self._mod = house.person("mod", language=language, moderator=True)
        self._language = language

    async def tell(self) -> None:
        """Meet every card."""
        await self._joining()
        self._show("Help", await self._ana.types("help"))
        for kind in KINDS:
            await self._round(kind)
        await self._alone()
        await self._daily()
        await self._practice()
        await self._boards()
        self._show("One's own settings", await self._ana.types("me"))
        await self._moderators()
        self._show("A refusal", await self._ana.types("stop"))

    async def _joining(self) -> None:
        for caption, community in (
            ("The welcome in a server (Discord)", "discord:1"),
            ("The welcome to who installs (Slack)", "slack:T1"),
        ):
            await self._house.quizmaster.joined(Room(community, "welcome", self._language))
            await self._house.run_due()
            self._show(caption, self._house.stage.last.card, Where.ROOM)
        page = await self._ana.opens_home()
        self._show("A page of one's own without a daily (Slack)", page[0])

    async def _round(self, kind: str) -> None:
        self._show(f"Starting a round ({kind})", await self._ana.types(f"play {kind} 1 {self._language}"))
        asked = self._house.stage.last
        self._show(f"A question of a round ({kind})", asked.card, Where.ROOM)
        other = pressable(asked.card, "read")
        self._show(f"In the other language ({kind})", await self._ben.presses(other))
        form = asked.card.form
        if form is None:
            right = asked.card.buttons[0]
            self._show(f"Recorded ({kind})", await self._ana.presses(right))
            self._show(f"Answered before ({kind})", await self._ana.presses(right))
            await self._ben.presses(asked.card.buttons[1])
        else:
            self._show(f"The form ({kind})", await self._ana.presses(form.opener), Where.WINDOW)
            self._show(f"Recorded ({kind})", await self._ana.fills(form, **_filled(form)))
            await self._ben.fills(form, **_filled(form))
        await self._house.pass_time(300)
        self._show(f"How many have answered ({kind})", asked.cards[1], Where.ROOM)
        self._show(f"The reveal ({kind})", asked.card, Where.ROOM)
        self._show(f"Why ({kind})", await self._ana.presses(pressable(asked.card, "why")))
        self._show(f"Standings ({kind})", self._house.stage.last.card, Where.ROOM)

    async def _alone(self) -> None:
        """A round that does not count, with fewer questions than were wanted and no time limit."""
        begun = await self._ana.types(f"play choice questions:3 seconds:0 {self._language}")
        self._show("Starting a shorter round", begun)
        asked = self._house.stage.last
        self._show("A question without a time limit", asked.card, Where.ROOM)
        await self._ana.presses(asked.card.buttons[0])
        await self._ana.types("stop")
        await self._house.run_due()
        self._show("Standings that do not count", self._house.stage.last.card, Where.ROOM)

    async def _daily(self) -> None:
        set_by = await self._mod.types(f"schedule set 09:00 America/Mexico_City choice 2 {self._language}")
        self._show("A daily is set", set_by)
        self._show("The dailies", await self._ana.types("schedule list"))
        await self._house.pass_time(86_400)
        post = self._house.stage.last
        self._show("The day's post", post.card, Where.ROOM)
        mine = await self._ana.presses(pressable(post.card, "start"))
        self._show("A question of one's own", mine, Where.SCREEN)
        self._show("The end of one's own", await self._ana.presses(mine.buttons[0]), Where.SCREEN)
        await self._house.pass_time(86_400)
        self._show("The daily's answers", post.card, Where.ROOM)
        self._show("My answers", await self._ana.presses(pressable(post.card, "mine")))

    async def _boards(self) -> None:
        self._show("Leaderboard", await self._ana.types("leaderboard all community"))
        self._show("Statistics, where a reply carries a picture", await self._ana.types("stats"))
        self._house.stage.pictures = Pictures.DIRECT
        shown = await self._ana.types("stats")
        self._show("Statistics, where none does", shown)
        self._show("A picture is sent", await self._ana.presses(pressable(shown, "picture")))
        self._show("The picture", self._house.stage.sent[-1][2], Where.DIRECT)
        self._show("Statistics of who has not played", await self._ana.types("stats nobody"))

    async def _moderators(self) -> None:
        settings = await self._mod.types("settings rooms:only-here")
        self._show("The community's settings", settings, Where.SCREEN)
        self._show("A moderator is named", await self._mod.types("moderators add ana"))
        self._show("The moderators", await self._mod.types("moderators list"))
        self._show("A player is kept off the leaderboards", await self._mod.types("exclude ana"))
        self._show("No season runs", await self._mod.types("season end"))
        start = await self._mod.types("season start")
        self._show("A season is to start", start)
        self._show("A season has started", await self._mod.presses(pressable(start, "season")))
        end = await self._mod.types("season end")
        self._show("A season is to end", end)
        self._show("A season has ended", await self._mod.presses(pressable(end, "season")))
        await self._schedules()

    async def _schedules(self) -> None:
        await self._mod.types("me zone:America/New_York")
        self._show("The next times", await self._mod.types("schedule preview"))
        night = "schedule preview 02:30 America/New_York sat,sun"
        self._show("The next times of what is tried out", await self._mod.types(night))
        self._show("A daily is paused", await self._mod.types("schedule pause"))
        self._show("The dailies, one of them paused", await self._mod.types("schedule list"))
        self._show("A daily goes on", await self._mod.types("schedule resume"))
        self._show("A daily is removed", await self._mod.types("schedule remove"))

    async def _practice(self) -> None:
        asked = await self._ana.types("practice truth 1")
        told = await self._ana.presses(asked.buttons[0])
        self._show("Practice, told at once", told, Where.SCREEN)
        self._show("The end of practice", await self._ana.presses(pressable(told, "on")), Where.SCREEN)

    def _show(self, caption: str, card: Card, where: Where = Where.PRIVATE) -> None:
        self.shown.append(Shown(caption, card, where))


def _filled(form: Form) -> dict[str, str]:
    """Something in every field: the options from the last to the first."""
    menus = [field for field in form.fields if isinstance(field, MenuField)]
    if not menus:
        return {"text": "2006"}
    return {field.name: menus[0].choices[-1 - place].value for place, field in enumerate(menus)}


def _one_of_each_kind() -> Bank:
    """One question of the bank for each kind of answer, as a topic of its own."""
    bank = load_bank()
    packs = []
    for kind, key in KINDS.items():
        question = next(question for question in bank.questions if isinstance(question.key, key))
        topic = bank.topic(question.topic)
        assert topic is not None
        packs.append(Pack(Topic(kind, topic.title), (replace(question, topic=kind),)))
    return Bank(packs)
