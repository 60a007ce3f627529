"""Pages, seasons, who is kept off: what a leaderboard shows beyond its first ten lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from adapters.discord.draw import CUSTOM_ID, MARK
from bot.cards import Bold, Card
from bot.engine.leaderboard import Period, Scope, View
from bot.show.boards import turning
from bot.store import communities, players
from bot.words import say
from questions.page import LONGEST_ID
from tests.bot.fakes import House, Person, is_refused, pressable, ranks, read
from tests.factories import COMMUNITY, NOON

CLOSE = 12  # seconds until a question of 10 seconds closes


async def win(house: House, *winners: Person) -> None:
    """A round of one question that these people get right and Zed does not."""
    await winners[0].types("play history 1 10")
    for winner in winners:
        await winner.answers("right")
    await house.person("zed").answers("wrong")
    await house.pass_time(CLOSE)


async def crowd(house: House, size: int, wrong: int = 0) -> list[Person]:
    """People who all played one round: `wrong` of them, the last ones, without a point."""
    people = [house.person(f"p{number:02}") for number in range(size)]
    await people[0].types("play history 1 10")
    for place, player in enumerate(people):
        await player.answers("right" if place < size - wrong else "wrong")
    await house.pass_time(CLOSE)
    return people


async def change(house: House, **changed: Any) -> None:
    """What `/quiz settings` of a moderator does."""
    await house.shell.store.write(
        lambda c: communities.put_settings(
            c, COMMUNITY, replace(communities.settings_of(c, COMMUNITY), **changed)
        )
    )


async def exclude(house: House, id: str) -> None:
    """What a moderator does who keeps a player off the leaderboards."""

    def write(connection: Connection) -> None:
        kept = players.preferences_of(connection, COMMUNITY, id)
        name = players.names(connection, COMMUNITY, [id])[id]
        players.put_preferences(connection, COMMUNITY, id, name, replace(kept, excluded=True))

    await house.shell.store.write(write)


def page_of(card: Card) -> str:
    return card.footnote.partition(" · ")[0]


def labels(card: Card) -> list[str]:
    return [button.label for button in card.buttons]


async def test_buttons_lead_from_page_to_page_and_ones_own_line_comes_along(house: House) -> None:
    people = await crowd(house, 23, wrong=2)
    first = await people[4].types("leaderboard today community history")
    assert (labels(first), page_of(first)) == (["Next"], "Page 1 of 3")
    second = await people[4].presses(pressable(first, "board"))
    assert (labels(second), page_of(second)) == (["Back", "Next"], "Page 2 of 3")
    assert second.title == first.title
    assert ranks(second) == [*(f"1. P{number} 10" for number in range(10, 20)), "You: 1. P04 10"]
    third = await people[4].presses(second.buttons[1])
    assert (labels(third), page_of(third)) == (["Back"], "Page 3 of 3")
    assert ranks(third) == ["1. P20 10", "22. P21 0", "22. P22 0", "You: 1. P04 10"]
    assert ranks(await people[21].presses(second.buttons[1])) == ranks(third)[:3]
    assert await people[4].presses(third.buttons[0]) == second
    assert await people[4].presses(second.buttons[0]) == first


async def test_a_page_takes_the_place_of_the_one_before_it(house: House) -> None:
    people = await crowd(house, 11)
    reply = await people[0].does("leaderboard")
    assert reply is not None
    assert not reply.update
    turned = await people[0].presses_quietly(reply.card.buttons[0])
    assert turned is not None
    assert turned.update


async def test_a_page_beyond_the_end_is_the_last_one(house: House) -> None:
    people = await crowd(house, 21)
    second = await people[0].does_card("board", period="all", scope="channel", topic="-", page="2")
    for id in ("p00", "p01"):
        await exclude(house, id)
    # There were three pages when the button was drawn.
    shown = await people[5].presses(second.buttons[1])
    assert (page_of(shown), len(shown.lines)) == ("Page 2 of 2", 10)
    assert labels(shown) == ["Back"]


async def test_a_button_of_any_age_works_in_another_process(house: House) -> None:
    people = await crowd(house, 11)
    button = pressable(await people[0].types("leaderboard 28-days"), "board")
    await house.restart()
    assert ranks(await people[0].presses(button)) == ["1. P10 10", "You: 1. P00 10"]
    house.clock.advance(28 * 86400)
    assert ranks(await people[0].presses(button)) == []


@pytest.mark.parametrize(
    "changed", [{"period": "year"}, {"scope": "world"}, {"page": "x"}, {"page": ""}, {"period": ""}]
)
async def test_a_button_that_says_what_is_not_there_is_refused(
    house: House, ana: Person, changed: dict[str, str]
) -> None:
    known: dict[str, str | int] = {"period": "all", "scope": "channel", "topic": "-", "page": "1"}
    assert is_refused(await ana.does_card("board", **known | changed), "gone")


async def test_pages_before_the_first_and_far_beyond_the_last_are_those(house: House, ana: Person) -> None:
    await win(house, ana)
    for page in ("0", "-3", "9" * 30):
        shown = await ana.does_card("board", period="all", scope="channel", topic="-", page=page)
        assert ranks(shown) == ["1. Ana 10", "2. Zed 0"]


def test_the_ids_of_buttons_are_no_longer_than_platforms_take() -> None:
    longest = max(
        len(turning(View(period, scope, "x" * LONGEST_ID), 99_999)) for period in Period for scope in Scope
    )
    assert len(MARK) + longest <= CUSTOM_ID


async def test_28_days_count_from_27_days_ago(house: House) -> None:
    old, new, now = (house.person(id) for id in ("old", "new", "now"))
    for winner, day in ((old, 1), (new, 2), (now, 29)):
        house.clock.set(datetime(2026, 5, day, 12, tzinfo=UTC))
        await win(house, winner)
    assert ranks(await now.types("leaderboard 28-days")) == ["1. New 10", "1. Now 10", "3. Zed 0"]


async def test_a_reader_who_has_not_played_is_told_so(house: House, ana: Person, ben: Person) -> None:
    assert read(await ben.types("leaderboard")).count("\n") == 1
    await win(house, ana)
    assert say("en", "leaderboard-own-none") in read(await ben.types("leaderboard"))
    assert say("en", "leaderboard-own-none") not in read(await ana.types("leaderboard"))


async def test_ones_own_line_among_the_others_stands_out(house: House, ana: Person, ben: Person) -> None:
    await win(house, ana, ben)
    lines = (await ben.types("leaderboard")).lines
    assert [type(line[0]) for line in lines] == [str, Bold, str]


async def test_what_was_played_before_the_season_does_not_count(
    house: House, ana: Person, ben: Person
) -> None:
    await win(house, ana)
    house.clock.advance(86400)
    await win(house, ben)
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 10", "1. Ben 10", "3. Zed 0"]
    await change(house, season=house.clock.now().date())
    for period in ("week", "month", "28-days", "all"):
        shown = await ana.types(f"leaderboard {period}")
        assert ranks(shown) == ["1. Ben 10", "2. Zed 0"]
        assert shown.footnote == say("en", "leaderboard-season", day="March 3, 2026")
    # Nothing is deleted: a season that begins earlier brings it back.
    await change(house, season=NOON.date())
    assert ranks(await ana.types("leaderboard all")) == ["1. Ana 10", "1. Ben 10", "3. Zed 0"]


async def test_a_season_does_not_widen_a_period_and_is_not_named_where_it_changes_nothing(
    house: House, ana: Person, ben: Person
) -> None:
    await win(house, ana)
    await change(house, season=NOON.date())
    house.clock.advance(86400)
    await win(house, ben)
    shown = await ana.types("leaderboard today")
    assert ranks(shown) == ["1. Ben 10", "2. Zed 0"]
    assert shown.footnote == ""


async def test_a_leaderboard_that_is_turned_off_is_refused_by_command_and_by_button(house: House) -> None:
    people = await crowd(house, 11)
    button = pressable(await people[0].types("leaderboard"), "board")
    await change(house, leaderboard=False)
    assert is_refused(await people[0].types("leaderboard"), "leaderboard-off")
    assert is_refused(await people[0].presses(button), "leaderboard-off")


async def test_who_is_kept_off_is_on_no_leaderboard_and_is_told_so_alone(
    house: House, ana: Person, ben: Person
) -> None:
    await win(house, ana)
    await win(house, ana, ben)
    await exclude(house, "ana")
    shown = await ben.types("leaderboard")
    assert ranks(shown) == ["1. Ben 10", "2. Zed 0"]
    assert say("en", "leaderboard-kept-off") not in read(shown)
    own = await ana.types("leaderboard")
    assert ranks(own) == ["1. Ben 10", "2. Zed 0"]
    assert say("en", "leaderboard-kept-off") in read(own)
