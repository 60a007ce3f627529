"""A user's own page, in no room."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.typing import EventDict

from bot import home
from bot.cards import Card
from bot.commands import BUTTONS
from bot.engine.preferences import CommunitySettings, Preferences
from bot.ports import Pictures
from bot.requests import Request
from bot.store import communities
from bot.store.players import put_preferences
from bot.words import say
from questions.model import Language
from tests.bot.fakes import House, Person, card_of, is_refused, pressable, ranks, read

TEAM = "slack:T1"


@pytest.fixture(autouse=True)
def pictures_come_directly(house: House) -> None:
    """As on Slack."""
    house.stage.pictures = Pictures.DIRECT


def at_home(house: House, id: str, language: Language = "en", community: str | None = TEAM) -> AtHome:
    return AtHome(house, house.person(id, language=language, community=TEAM), community)


class AtHome:
    """Someone who looks at their own page."""

    def __init__(self, house: House, person: Person, community: str | None) -> None:
        self._house, self._player, self._community = house, person.player, community

    def request(self, action: str, **arguments: str) -> Request:
        house = self._house
        return Request(
            self._player,
            None,
            action,
            arguments,
            house.new_cause(),
            house.clock.now(),
            community=self._community,
        )

    async def looks(self) -> list[Card]:
        return await self._house.quizmaster.home(self.request("home"))

    async def presses(self, card: Card, verb: str) -> Card:
        button = pressable(card, verb)
        _, *values = button.action.split(":")
        names, _ = BUTTONS[verb]
        return await self.does(verb, **dict(zip(names, values, strict=True)))

    async def does(self, action: str, **arguments: str) -> Card:
        return card_of(await self._house.quizmaster.handle(self.request(action, **arguments)))


async def play(house: House) -> None:
    """A round of ana, who is right, and ben, who is not."""
    ana, ben = (house.person(id, community=TEAM) for id in ("ana", "ben"))
    await ana.types("play history 1")
    await ana.answers("right")
    await ben.answers("wrong")
    await house.pass_time(300)


async def open_daily(
    house: House, room: str = "general", words: str = "history 2", community: str = TEAM
) -> None:
    mod = house.person("mod", moderator=True, community=community, room=room)
    soon = house.clock.now() + timedelta(minutes=1)
    await mod.types(f"schedule set {soon:%H:%M} UTC {words}")
    await house.pass_time(60)


async def test_a_page_without_a_daily_says_so_and_shows_ones_figures_the_board_and_how_to_play(
    house: House,
) -> None:
    none, own, board, help = await at_home(house, "ana").looks()
    assert say("en", "home-no-daily") in read(none)
    assert say("en", "stats-none") in read(own)
    assert say("en", "leaderboard-empty") in read(board)
    assert "/quiz play" in read(help)


async def test_the_days_quiz_is_played_from_the_page(house: House) -> None:
    await open_daily(house)
    ana = at_home(house, "ana")
    daily, *_ = await ana.looks()
    card = await ana.presses(daily, "start")
    assert card.title.startswith("Question 1 of 2")
    card = await ana.presses(card, "pick")
    assert card.title.startswith("Question 2 of 2")
    card = await ana.presses(card, "pick")
    assert card.title == say("en", "daily-done-title")

    done, *_ = await ana.looks()
    assert (done.title, done.buttons) == (say("en", "daily-done-title"), ())
    still_open, *_ = await at_home(house, "ben").looks()
    assert pressable(still_open, "start")


async def test_a_page_speaks_the_language_of_its_reader(house: House) -> None:
    await open_daily(house)
    daily, _, board, _ = await at_home(house, "ana", "es").looks()
    assert say("es", "button-start") in {button.label for button in daily.buttons}
    assert say("es", "leaderboard-empty") in read(board)


async def test_a_page_speaks_the_language_that_its_reader_has_chosen(house: House) -> None:
    spanish = Preferences(language="es")
    await house.shell.store.write(lambda c: put_preferences(c, TEAM, "ana", "Ana", spanish))
    none, *_ = await at_home(house, "ana").looks()
    assert say("es", "home-no-daily") in read(none)


async def test_a_page_shows_every_daily_of_the_community_and_of_no_other(house: House) -> None:
    await open_daily(house, "general", "history 2")
    await open_daily(house, "other", "law 2")
    await open_daily(house, "general", "law 2", "slack:T2")
    cards = await at_home(house, "ana").looks()
    titles = [card.title for card in cards if any(b.action.startswith("start:") for b in card.buttons)]
    assert titles == ["Daily quiz · Law", "Daily quiz · History"]


async def test_a_page_has_no_more_dailies_than_it_holds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MOST_DAILIES", 1)
    await open_daily(house, "general", "history 2")
    await open_daily(house, "other", "law 2")
    cards = await at_home(house, "ana").looks()
    assert [card.title for card in cards if card.title.startswith("Daily quiz")] == ["Daily quiz · Law"]


async def test_the_board_of_a_page_is_that_of_the_whole_community(house: House) -> None:
    for room, ids in (("general", ("ana", "ben")), ("other", ("ana", "cleo"))):
        players = [house.person(id, community=TEAM, room=room) for id in ids]
        await players[0].types("play history 1")
        for player in players:
            await player.answers("right")
        await house.pass_time(300)
    board = (await at_home(house, "ana").looks())[-2]
    assert [line.split()[1] for line in ranks(board)] == ["Ana", "Ben", "Cleo"]


async def test_a_page_shows_what_its_reader_has_reached_and_sends_the_picture_of_it(house: House) -> None:
    await play(house)
    own = (await at_home(house, "ana").looks())[1]
    assert "1 of 1 right" in read(own)
    assert say("en", "picture-sent") in read(await at_home(house, "ana").presses(own, "picture"))
    assert [(community, player) for community, player, _ in house.stage.sent] == [(TEAM, "ana")]
    other = (await at_home(house, "ben").looks())[1]
    assert "0 of 1 right" in read(other)


async def test_where_a_community_has_no_leaderboard_a_page_has_none(house: House) -> None:
    without = CommunitySettings(leaderboard=False)
    await house.shell.store.write(lambda c: communities.put_settings(c, TEAM, without))
    titles = [card.title for card in await at_home(house, "ana").looks()]
    assert titles == [say("en", word) for word in ("schedule-title", "stats-empty-title", "help-title")]


async def test_a_start_from_a_page_of_another_community_is_refused(house: House) -> None:
    await open_daily(house)
    ana = at_home(house, "ana")
    daily, *_ = await ana.looks()
    stranger = at_home(house, "ana", community="slack:T2")
    assert is_refused(await stranger.presses(daily, "start"), "gone")
    nowhere = at_home(house, "ana", community=None)
    assert is_refused(await nowhere.presses(daily, "start"), "not-in-a-room")


async def test_a_button_of_a_quiz_that_never_was_is_refused(house: House) -> None:
    ana = at_home(house, "ana")
    assert is_refused(await ana.does("start", quiz="nothing"), "gone")
    assert is_refused(await ana.does("pick", turn="nothing", option="a"), "gone")


async def test_what_needs_a_room_is_refused_where_there_is_none(house: House) -> None:
    assert is_refused(await at_home(house, "ana").does("play"), "not-in-a-room")


async def test_a_page_that_fails_says_so_and_is_logged(
    house: House, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> list[Card]:
        raise RuntimeError("a bug")

    monkeypatch.setattr(home, "PARTS", (fail,))
    (card,) = await at_home(house, "ana", "es").looks()
    assert is_refused(replace(card), "broken", "es")
    assert [entry["event"] for entry in logged] == ["a home failed"]


async def test_moderators_set_from_their_page_what_holds_for_the_community(house: House) -> None:
    mod = house.person("mod", community=TEAM, moderator=True)
    page = AtHome(house, mod, TEAM)
    title = say("en", "community-title")
    [card] = [card for card in await page.looks() if card.title == title]
    # The page is in no room that could be allowed or left out.
    assert [button.action for button in card.buttons] == [
        "switch:bonus:off",
        "switch:streaks:off",
        "switch:leaderboard:off",
    ]
    await page.does("switch", what="bonus", to="off")
    await page.does("set", what="zone", chosen="Europe/Madrid")
    assert is_refused(await page.does("switch", what="rooms", to="only-here"), "not-in-a-room")
    held = await house.shell.store.read(lambda c: communities.settings_of(c, TEAM))
    assert held == CommunitySettings("Europe/Madrid", bonus=False)

    await mod.types("settings rooms:only-here")
    [card] = [card for card in await page.looks() if card.title == title]
    assert "switch:rooms:everywhere" in [button.action for button in card.buttons]
    await page.does("switch", what="rooms", to="everywhere")
    assert not (await house.shell.store.read(lambda c: communities.settings_of(c, TEAM))).rooms


async def test_who_may_not_change_the_settings_does_not_see_them_on_their_page(house: House) -> None:
    ana = at_home(house, "ana")
    title = say("en", "community-title")
    assert title not in [card.title for card in await ana.looks()]
    assert is_refused(await ana.does("switch", what="bonus", to="off"), "only-moderator-slack")
    # Who is named by a moderator does.
    mod = house.person("mod", community=TEAM, moderator=True)
    await house.shell.store.write(lambda c: put_preferences(c, TEAM, "ana", "Ana", Preferences()))
    await mod.types("moderators add ana")
    assert title in [card.title for card in await ana.looks()]
    assert is_refused(await at_home(house, "ana", community=None).does("set", what="zone"), "not-in-a-room")
