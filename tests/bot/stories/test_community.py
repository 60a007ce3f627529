"""What moderators set and decide for their community, and for no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.cards import Button, Card, Menu
from bot.engine.preferences import CommunitySettings, Preferences, Starters
from bot.store import communities, players
from bot.store.tables import community as community_table
from bot.store.tables import moderation
from bot.words import say
from tests.bot.fakes import House, Person, is_refused, pressable, read, read_line
from tests.factories import COMMUNITY

ELSEWHERE = "discord:666"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """A house in which no community has set anything yet."""
    house = await House(database_url).open()
    yield house
    await house.close()


async def held(house: House, community: str = COMMUNITY) -> CommunitySettings:
    return await house.shell.store.read(lambda c: communities.settings_of(c, community))


async def preferences(house: House, player: str) -> Preferences:
    return await house.shell.store.read(lambda c: players.preferences_of(c, COMMUNITY, player))


def menu(card: Card, what: str) -> Menu:
    return next(menu for menu in card.menus if menu.action == f"set:{what}")


def button(card: Card, action: str) -> Button:
    return next(button for button in card.buttons if button.action == action)


def actions(card: Card) -> list[str]:
    return [button.action for button in card.buttons]


def lines(card: Card) -> list[str]:
    return [read_line(line) for line in card.lines]


# --- settings ------------------------------------------------------------


async def test_a_moderator_sees_what_holds_and_changes_nothing_by_looking(house: House, mod: Person) -> None:
    card = await mod.types("settings")
    assert card.title == "Community settings"
    assert lines(card) == [
        "They hold for everyone in this community.",
        "Time zone: UTC. Another one: /quiz settings zone:America/Mexico_City",
        "Rounds: in every channel",
        "More points for speed: On",
        "Streaks: On",
        "Leaderboard: On",
    ]
    assert {menu.action: set(menu.chosen) for menu in card.menus} == {
        "set:zone": {"UTC"},
        "set:language": {"automatic"},
        "set:limit": {"suggested"},
        "set:starters": {"everyone"},
    }
    assert [button.label for button in card.buttons] == [
        "Turn points for speed off",
        "Turn streaks off",
        "Turn the leaderboard off",
        "Rounds only here",
    ]
    assert await house.count(community_table) == await house.count(moderation) == 0


async def test_each_menu_sets_one_thing_at_once(house: House, mod: Person) -> None:
    card = await mod.types("settings")
    card = await mod.chooses(menu(card, "zone"), "Europe/Madrid")
    assert await held(house) == CommunitySettings(zone="Europe/Madrid")
    card = await mod.chooses(menu(card, "limit"), "60")
    card = await mod.chooses(menu(card, "starters"), "moderators")
    card = await mod.chooses(menu(card, "language"), "es")
    assert await held(house) == CommunitySettings("Europe/Madrid", "es", True, 60, Starters.MODERATORS)
    assert menu(card, "limit").chosen == {"60"}
    assert "Europe/Madrid" in read(card)
    card = await mod.chooses(menu(card, "limit"), "unlimited")
    assert (await held(house)).seconds == 0
    card = await mod.chooses(menu(card, "limit"), "suggested")
    card = await mod.chooses(menu(card, "language"), "automatic")
    assert await held(house) == CommunitySettings("Europe/Madrid", None, True, None, Starters.MODERATORS)


@pytest.mark.parametrize("what", ["bonus", "streaks", "leaderboard"])
async def test_a_button_says_what_shall_be_so_pressing_it_twice_is_harmless(
    house: House, mod: Person, what: str
) -> None:
    off = button(await mod.types("settings"), f"switch:{what}:off")
    one, other = await asyncio.gather(mod.presses(off), mod.presses(off))
    assert one == other
    changed: dict[str, Any] = {what: False}
    assert await held(house) == replace(CommunitySettings(), **changed)
    assert f"switch:{what}:on" in actions(one)
    assert f"switch:{what}:off" not in actions(one)
    card = await mod.presses(button(one, f"switch:{what}:on"))
    assert await held(house) == CommunitySettings()
    assert f"switch:{what}:off" in actions(card)


async def test_everything_can_be_set_with_the_command_alone(house: House, mod: Person) -> None:
    card = await mod.types(
        "settings zone:America/Mexico_City language:es limit:30 starters:moderators "
        "rooms:only-here bonus:off streaks:off leaderboard:off"
    )
    assert await held(house) == CommunitySettings(
        zone="America/Mexico_City",
        language="es",
        bonus=False,
        seconds=30,
        starters=Starters.MODERATORS,
        rooms=frozenset({"general"}),
        streaks=False,
        leaderboard=False,
    )
    assert "Rounds: only in #general" in lines(card)
    assert await house.count(moderation) == 1


async def test_rooms_are_allowed_one_by_one_from_where_the_moderator_is(house: House, mod: Person) -> None:
    there = mod.in_room("quizzes")
    card = await mod.presses(button(await mod.types("settings"), "switch:rooms:only-here"))
    assert (await held(house)).rooms == {"general"}
    # The only one cannot be left out: then all would be allowed.
    assert [action for action in actions(card) if "rooms" in action] == ["switch:rooms:everywhere"]
    assert is_refused(await mod.types("settings rooms:not-here"), "rooms-needed")

    card = await there.types("settings")
    assert "Rounds: only in #general" in lines(card)
    assert [action for action in actions(card) if "rooms" in action] == [
        "switch:rooms:here",
        "switch:rooms:only-here",
        "switch:rooms:everywhere",
    ]
    card = await there.presses(button(card, "switch:rooms:here"))
    assert "Rounds: only in #general, #quizzes" in lines(card)
    assert [action for action in actions(card) if "rooms" in action] == [
        "switch:rooms:not-here",
        "switch:rooms:only-here",
        "switch:rooms:everywhere",
    ]
    await there.presses(button(card, "switch:rooms:not-here"))
    assert (await held(house)).rooms == {"general"}
    await there.presses(button(card, "switch:rooms:everywhere"))
    assert (await held(house)).rooms == frozenset()
    # Where all are allowed, allowing one more changes nothing.
    await there.types("settings rooms:here")
    assert (await held(house)).rooms == frozenset()


async def test_a_redelivered_click_does_not_undo_what_was_set_after_it(house: House, mod: Person) -> None:
    off = button(await mod.types("settings"), "switch:bonus:off")
    await mod.presses(off, cause="the click")
    await mod.types("settings bonus:on")
    card = await mod.presses(off, cause="the click")
    assert (await held(house)).bonus
    assert "More points for speed: On" in lines(card)


async def test_settings_outlive_a_restart_and_reach_the_other_process(
    twins: tuple[House, House],
) -> None:
    one, other = twins
    mod = one.person("mod", moderator=True)
    assert "Streaks: On" in lines(await other.person("mod", moderator=True).types("settings"))
    await mod.types("settings streaks:off")
    assert "Streaks: Off" in lines(await other.person("mod", moderator=True).types("settings"))


async def test_moderators_who_set_different_things_at_once_lose_none(twins: tuple[House, House]) -> None:
    wishes = ["bonus:off", "streaks:off", "leaderboard:off", "limit:90", "language:es", "zone:Europe/Madrid"]
    mods = [house.person("mod", moderator=True) for house in twins]
    await asyncio.gather(*(mods[number % 2].types(f"settings {wish}") for number, wish in enumerate(wishes)))
    assert await held(twins[0]) == CommunitySettings(
        "Europe/Madrid", "es", False, 90, streaks=False, leaderboard=False
    )


async def test_posts_are_in_the_language_that_the_community_has_settled_on(house: House, mod: Person) -> None:
    await mod.types("settings language:es")
    await mod.types("schedule set 09:00 America/Mexico_City history 1")
    assert house.stage.last.card.title == say("es", "schedule-title")
    # What only one reads is in their own.
    assert (await mod.types("help")).title == "civiquiz"
    assert say("en", "help-intro") in read(await mod.types("help"))
    await mod.types("settings language:automatic")
    await mod.types("schedule set 18:00 America/Mexico_City history 1")
    assert house.stage.last.card.title == say("en", "schedule-title")


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("set", {"what": "colour", "chosen": "red"}),
        ("set", {"what": "limit", "chosen": "7"}),
        ("set", {"what": "limit"}),
        ("set", {"what": "zone", "chosen": "Mars/Base"}),
        ("set", {"what": "starters", "chosen": "nobody"}),
        ("switch", {"what": "bonus", "to": "perhaps"}),
        ("switch", {"what": "rooms", "to": "nowhere"}),
        ("switch", {"what": "moderators", "to": "on"}),
        ("season", {"what": "start", "day": "soon"}),
        ("season", {"what": "skip", "day": "2026-03-02"}),
    ],
)
async def test_a_card_of_another_time_is_refused_and_changes_nothing(
    house: House, mod: Person, verb: str, arguments: dict[str, str]
) -> None:
    assert is_refused(await mod.does_card(verb, **arguments), "gone")
    assert await house.count(community_table) == await house.count(moderation) == 0


# --- who may ------------------------------------------------------------

COMMANDS = [
    *("settings", "settings bonus:off", "moderators add ben", "moderators remove ben", "moderators list"),
    *("exclude ben", "include ben", "season start", "season end"),
]


@pytest.mark.parametrize("community", ["discord:42", "slack:T1"])
@pytest.mark.parametrize("command", COMMANDS)
async def test_what_moderators_decide_is_refused_to_others_with_who_may(
    house: House, community: str, command: str
) -> None:
    ana = house.person("ana", community=community)
    told = await ana.types(command)
    assert is_refused(told, f"only-moderator-{community.partition(':')[0]}")
    assert "/quiz moderators add" in read(told)
    assert await house.count(community_table) == await house.count(moderation) == 0


async def test_the_cards_of_a_moderator_are_of_no_use_to_others(
    house: House, ana: Person, mod: Person
) -> None:
    card, asked = await mod.types("settings"), await mod.types("season start")
    for pressed in (*card.buttons, *asked.buttons):
        assert is_refused(await ana.presses(pressed), "only-moderator-discord")
    for chosen in card.menus:
        assert is_refused(await ana.chooses(chosen, "es"), "only-moderator-discord")
    assert await house.count(community_table) == 0


async def known(house: House, *ids: str) -> None:
    """Have players known by name, as after their first answer."""
    for id in ids:
        await called(house, id, id.title())


async def called(house: House, id: str, name: str) -> None:
    await house.shell.store.write(lambda c: players.put_preferences(c, COMMUNITY, id, name, Preferences()))


async def test_who_is_named_moderates_in_this_community_at_once_and_until_taken_back(
    house: House, ana: Person, mod: Person
) -> None:
    await known(house, "ana")
    assert is_refused(await ana.types("settings"), "only-moderator-discord")
    assert "Ana may moderate the quiz here now." in read(await mod.types("moderators add @Ana"))
    assert (await ana.types("settings")).title == "Community settings"
    assert lines(await ana.types("moderators list"))[1:] == ["Ana"]
    # In rounds too: she ends what another has started.
    await house.person("ben").types("play history 2")
    assert say("en", "round-stops") in read(await ana.types("stop"))
    # Nowhere else.
    elsewhere = house.person("ana", community=ELSEWHERE)
    assert is_refused(await elsewhere.types("settings"), "only-moderator-discord")

    await house.restart()
    assert (await ana.types("settings")).title == "Community settings"
    assert "Ana is not named" in read(await mod.types("moderators remove ana"))
    assert is_refused(await ana.types("settings"), "only-moderator-discord")
    assert say("en", "moderators-none") in read(await mod.types("moderators list"))
    # Who moderates by the platform's word needs no name in a list, and keeps that power without it.
    assert (await mod.types("settings")).title == "Community settings"


async def test_a_moderator_whose_name_was_taken_back_elsewhere_has_no_power_after_a_minute(
    twins: tuple[House, House],
) -> None:
    one, other = twins
    await known(one, "ana")
    await one.person("mod", moderator=True).types("moderators add ana")
    assert (await other.person("ana").types("settings")).title == "Community settings"
    await one.person("mod", moderator=True).types("moderators remove ana")
    one.clock.advance(61)
    assert is_refused(await other.person("ana").types("settings"), "only-moderator-discord")


@pytest.mark.parametrize(
    ("community", "id"), [("discord:42", "123456789012345678"), ("slack:T1", "U012AB3CD")]
)
async def test_who_has_never_played_can_be_named_if_the_platform_knows_them(
    house: House, community: str, id: str
) -> None:
    mod = house.person("mod", community=community, moderator=True)
    assert f"Player {id[-4:]} may moderate" in read(await mod.types(f"moderators add {id}"))
    named = house.person(id, community=community)
    assert (await named.types("settings")).title == "Community settings"
    assert is_refused(await mod.types("moderators add nobody"), "player-unknown", given="nobody")
    assert (await held(house, community)).moderators == {id}


async def test_a_name_that_several_bear_names_nobody(house: House, mod: Person) -> None:
    for id in ("a1", "a2"):
        await called(house, id, "Ana")
    for command in ("moderators add", "exclude"):
        assert is_refused(await mod.types(f"{command} ana"), "player-ambiguous", given="ana")
    assert "Ana may moderate" in read(await mod.types("moderators add a2"))
    assert (await held(house)).moderators == {"a2"}


async def test_a_redelivered_naming_does_not_undo_what_was_decided_after_it(
    house: House, mod: Person
) -> None:
    await known(house, "ana")
    await mod.types("moderators add ana", cause="the command")
    await mod.types("moderators remove ana")
    await mod.types("moderators add ana", cause="the command")
    assert (await held(house)).moderators == frozenset()


# --- leaderboards ------------------------------------------------------------


async def test_an_excluded_player_keeps_name_and_preferences_and_can_be_included_again(
    house: House, ana: Person, mod: Person
) -> None:
    await ana.types("me zone:Europe/Madrid pace:double")
    before = await preferences(house, "ana")
    assert "Ana is kept off the leaderboards here." in read(await mod.types("exclude Ana"))
    assert await preferences(house, "ana") == replace(before, excluded=True)
    excluded = await house.shell.store.read(lambda c: players.excluded(c, COMMUNITY))
    assert excluded == {"ana"}
    # What she chooses for herself later does not put her back.
    await ana.types("me pace:normal")
    assert (await preferences(house, "ana")).excluded
    assert "Ana is shown on the leaderboards here." in read(await mod.types("include ana"))
    assert not (await preferences(house, "ana")).excluded
    assert await house.shell.store.read(lambda c: players.names(c, COMMUNITY, ["ana"])) == {"ana": "Ana"}


async def test_who_is_excluded_before_they_play_gets_a_name_when_they_do(house: House, mod: Person) -> None:
    id = "123456789012345678"
    assert "Player 5678 is kept off" in read(await mod.types(f"exclude {id}"))
    ana = house.person(id, name="Ana")
    await ana.types("play history 1")
    await ana.answers()
    assert (await preferences(house, id)).excluded
    assert "Ana is shown" in read(await mod.types("include Ana"))


async def test_an_exclusion_holds_in_one_community(house: House, ana: Person, mod: Person) -> None:
    await known(house, "ana")
    await mod.types("exclude ana")
    assert await house.shell.store.read(lambda c: players.excluded(c, ELSEWHERE)) == frozenset()
    stranger = house.person("eve", community=ELSEWHERE, moderator=True)
    assert is_refused(await stranger.types("include ana"), "player-unknown", given="ana")
    assert (await preferences(house, "ana")).excluded


async def test_a_redelivered_exclusion_does_not_undo_what_was_decided_after_it(
    house: House, mod: Person
) -> None:
    await known(house, "ana")
    first = await mod.types("exclude ana", cause="the command")
    await mod.types("include ana")
    assert await mod.types("exclude ana", cause="the command") == first
    assert not (await preferences(house, "ana")).excluded


# --- seasons ------------------------------------------------------------


async def test_a_season_starts_today_where_the_community_is_once_it_is_confirmed(
    house: House, mod: Person
) -> None:
    await mod.types("settings zone:Asia/Tokyo")
    await house.pass_time(4 * 3600)  # four in the afternoon in London, past midnight in Tokyo
    asked = await mod.types("season start")
    assert "From today, March 3, 2026," in read(asked)
    assert "Nothing is deleted" in read(asked)
    assert (await held(house)).season is None
    told = await mod.presses(pressable(asked, "season"))
    assert "count from March 3, 2026 on" in read(told)
    assert told.buttons == ()
    assert (await held(house)).season == date(2026, 3, 3)
    assert "Season: since March 3, 2026. It ends with /quiz season end" in lines(await mod.types("settings"))


async def test_a_season_ends_once_it_is_confirmed(house: House, mod: Person) -> None:
    assert say("en", "season-none") in read(await mod.types("season end"))
    await mod.presses(pressable(await mod.types("season start"), "season"))
    asked = await mod.types("season end")
    assert "The season that began on March 2, 2026 ends" in read(asked)
    assert (await held(house)).season == date(2026, 3, 2)
    for _ in range(2):
        assert say("en", "season-ended") in read(await mod.presses(pressable(asked, "season")))
        assert (await held(house)).season is None


async def test_a_button_of_another_day_asks_once_more(house: House, mod: Person) -> None:
    asked = await mod.types("season start")
    await house.pass_time(24 * 3600)
    again = await mod.presses(pressable(asked, "season"))
    assert (await held(house)).season is None
    assert "From today, March 3, 2026," in read(again)
    await mod.presses(pressable(again, "season"))
    assert (await held(house)).season == date(2026, 3, 3)


async def test_a_button_that_would_end_an_earlier_season_leaves_the_one_that_runs(
    house: House, mod: Person
) -> None:
    await mod.presses(pressable(await mod.types("season start"), "season"))
    ending = pressable(await mod.types("season end"), "season")
    await house.pass_time(24 * 3600)
    await mod.presses(pressable(await mod.types("season start"), "season"))
    assert is_refused(await mod.presses(ending), "gone")
    assert (await held(house)).season == date(2026, 3, 3)


async def test_a_redelivered_start_does_not_undo_an_end(house: House, mod: Person) -> None:
    start = pressable(await mod.types("season start"), "season")
    await mod.presses(start, cause="the click")
    await mod.presses(pressable(await mod.types("season end"), "season"))
    await mod.presses(start, cause="the click")
    assert (await held(house)).season is None


# --- other communities ------------------------------------------------------------


async def test_no_power_crosses_communities(house: House, mod: Person) -> None:
    """Whatever a moderator of one community types, presses or chooses, the other one stays as it was."""
    await known(house, "ana", "ben")
    await mod.types("settings zone:Europe/Madrid limit:30 rooms:only-here")
    await mod.types("moderators add ben")
    await mod.types("exclude ana")
    await mod.presses(pressable(await mod.types("season start"), "season"))
    card, ending = await mod.types("settings"), await mod.types("season end")
    before: tuple[Any, ...] = (await held(house), await preferences(house, "ana"))

    # In a room that is called the same.
    eve = house.person("eve", community=ELSEWHERE, moderator=True)
    for command in ("settings bonus:off", "settings rooms:everywhere", "season end"):
        await eve.types(command)
    for command in ("moderators remove ben", "include ana"):
        assert is_refused(await eve.types(command), "player-unknown", given=command.split()[-1])
    for pressed in (*card.buttons, *ending.buttons):
        await eve.presses(pressed)
    for chosen in card.menus:
        await eve.chooses(chosen, next(iter(chosen.choices)).value)
    assert (await held(house), await preferences(house, "ana")) == before
    # And who is named there has no power here.
    assert is_refused(await house.person("eve").types("settings"), "only-moderator-discord")
