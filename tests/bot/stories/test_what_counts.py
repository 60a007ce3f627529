"""Which rounds count on leaderboards: it must not pay to play alone, or all day long."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.engine.counting import MOST_A_DAY
from bot.requests import Request
from bot.words import say
from tests.bot.fakes import House, Person, card_of, ranks, read
from tests.factories import NOON

CLOSE = 12

ALONE = say("en", "uncounted-alone")
ENOUGH = say("en", "uncounted-enough", most=MOST_A_DAY)


async def play(house: House, *players: Person) -> str:
    """A round of one question that all get right; what the standings say."""
    await players[0].types("play history 1 10")
    for player in players:
        await player.answers("right")
    await house.pass_time(CLOSE)
    return read(house.stage.last.card)


async def test_a_round_that_one_alone_answered_is_shown_but_does_not_count_and_says_why(
    house: House, ana: Person
) -> None:
    assert ALONE in (await play(house, ana)).splitlines()
    assert ranks(house.stage.last.card) == ["1. Ana 10"]
    assert say("en", "leaderboard-empty") in read(await ana.types("leaderboard"))


async def test_a_round_that_two_answered_counts_and_says_nothing_of_it(
    house: House, ana: Person, ben: Person
) -> None:
    standings = await play(house, ana, ben)
    assert "count" not in standings
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 10", "1. Ben 10"]


async def test_a_round_counts_if_two_answered_in_it_though_never_the_same_question(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 2 10")
    await ana.answers("right")
    await house.pass_time(CLOSE + 5)
    await ben.answers("right")
    await house.pass_time(CLOSE)
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 10", "1. Ben 10"]


async def test_a_round_that_nobody_answered_needs_no_word_of_it(house: House, ana: Person) -> None:
    await ana.types("play history 1 10")
    await house.pass_time(CLOSE)
    assert read(house.stage.last.card).endswith(say("en", "standings-none"))


async def test_the_first_ten_rounds_of_a_day_count_and_the_eleventh_says_that_it_does_not(
    house: House, ana: Person, ben: Person
) -> None:
    for _ in range(MOST_A_DAY):
        assert "count" not in await play(house, ana, ben)
    assert ENOUGH in (await play(house, ana, ben)).splitlines()
    assert ranks(house.stage.last.card) == ["1. Ana 10", "1. Ben 10"]
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 100", "1. Ben 100"]
    # Another channel has ten of its own, and tomorrow there are ten more.
    elsewhere = await play(house, ana.in_room("other"), ben.in_room("other"))
    assert "count" not in elsewhere
    house.clock.set(datetime(2026, 3, 3, 0, 0, tzinfo=UTC))
    assert "count" not in await play(house, ana, ben)
    assert ranks(await ana.types("leaderboard community")) == ["1. Ana 120", "1. Ben 120"]


async def test_rounds_that_do_not_count_take_no_place_among_the_ten(
    house: House, ana: Person, ben: Person
) -> None:
    for _ in range(MOST_A_DAY):
        assert ALONE in await play(house, ana)
    assert "count" not in await play(house, ana, ben)


@pytest.mark.parametrize("community", ["discord:new", "slack:T9"])
async def test_the_limits_hold_on_every_platform_that_people_share(house: House, community: str) -> None:
    assert ALONE in await play(house, house.person("ana", community=community))


async def test_at_one_screen_a_round_counts_though_one_plays_it_alone(house: House, ana: Person) -> None:
    begun = Request(
        ana.player,
        ana.room,
        "play",
        {"topic": "history", "questions": 1, "seconds": 10},
        house.new_cause(),
        NOON,
        present=frozenset({"ana"}),
    )
    card_of(await house.quizmaster.handle(begun))
    await ana.answers("right")
    await house.run_due()
    assert "count" not in read(house.stage.last.card)
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 10"]
