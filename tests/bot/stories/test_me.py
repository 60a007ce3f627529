"""What players choose for themselves, in one community, seen by nobody else."""

from __future__ import annotations

from bot.cards import Card, Menu
from bot.engine.preferences import Pace, Preferences
from bot.store import players
from bot.words import say
from tests.bot.fakes import House, Person, choice, is_refused, read
from tests.factories import COMMUNITY


def menu(card: Card, what: str) -> Menu:
    return next(menu for menu in card.menus if menu.action == f"prefer:{what}")


async def kept(house: House, id: str = "ana") -> Preferences:
    return await house.shell.store.read(lambda c: players.preferences_of(c, COMMUNITY, id))


async def test_a_player_sees_what_holds_and_changes_nothing_by_looking(house: House, ana: Person) -> None:
    card = await ana.types("me")
    assert {menu.action: set(menu.chosen) for menu in card.menus} == {
        "prefer:language": {"auto"},
        "prefer:pace": {"normal"},
        "prefer:streak": {"on"},
    }
    assert await house.shell.store.read(lambda c: players.names(c, COMMUNITY, ["ana"])) == {}


async def test_what_is_given_with_the_command_holds_at_once(house: House, ana: Person) -> None:
    card = await ana.types("me language:es zone:America/Mexico_City pace:double streak:off")
    assert await kept(house) == Preferences("es", "America/Mexico_City", Pace.DOUBLE, streak=False)
    assert card.title == say("es", "me-title")
    assert "America/Mexico_City" in read(card)
    assert menu(card, "pace").chosen == {"double"}


async def test_each_menu_changes_one_thing(house: House, ana: Person) -> None:
    card = await ana.types("me")
    await ana.chooses(menu(card, "language"), "es")
    await ana.chooses(menu(card, "pace"), "unlimited")
    card = await ana.chooses(menu(card, "streak"), "off")
    assert await kept(house) == Preferences("es", None, Pace.UNLIMITED, streak=False)
    card = await ana.chooses(menu(card, "language"), "auto")
    assert card.title == say("en", "me-title")
    assert await kept(house) == Preferences(None, None, Pace.UNLIMITED, streak=False)


async def test_private_words_are_in_the_language_that_was_chosen_also_after_a_restart(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("me language:es")
    await house.restart()
    await ben.types("play history 1")
    card = house.stage.last.card
    assert (await ana.presses(choice(card, "right"))).title == say("es", "recorded-title")
    assert (await ben.presses(choice(card, "right"))).title == say("en", "recorded-title")


async def test_a_choice_holds_in_one_community(house: House, ana: Person) -> None:
    await ana.types("me language:es")
    elsewhere = house.person("ana", community="slack:T1")
    assert (await elsewhere.types("me")).title == say("en", "me-title")


async def test_what_another_process_wrote_holds_after_a_minute(twins: tuple[House, House]) -> None:
    one, other = twins
    assert (await other.person("ana").types("help")).title == say("en", "help-title")
    await one.person("ana").types("me language:es")
    one.clock.advance(61)
    assert say("es", "help-intro") in read(await other.person("ana").types("help"))


async def test_a_menu_of_another_time_is_refused(house: House, ana: Person) -> None:
    card = await ana.does_card("prefer", what="colour", chosen="red")
    assert is_refused(card, "gone")
    assert is_refused(await ana.does_card("prefer", what="pace", chosen="warp"), "gone")
