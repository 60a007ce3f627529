"""Who leads: over which days, where, on what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cards import Card
from bot.requests import Player
from bot.words import say
from tests.bot.fakes import PAUSE, House, Person, is_refused, ranks, read
from tests.factories import NOON

CLOSE = 12  # seconds until a question of 10 seconds closes


async def win(house: House, *winners: Person, topic: str = "history") -> None:
    """A round of one question that these people get right and Zed does not: alone it would not count."""
    await winners[0].types(f"play {topic} 1 10")
    for winner in winners:
        await winner.answers("right")
    zed = replace(winners[0], player=Player("zed", "Zed"))
    await zed.answers("wrong")
    await house.pass_time(CLOSE)


def scorers(card: Card) -> list[str]:
    """The lines of a leaderboard with points in them."""
    return [line for line in ranks(card) if not line.endswith(" 0")]


async def test_a_leaderboard_tells_nothing_of_a_round_before_it_has_closed(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 2 10")
    await ana.answers("right")
    await ben.answers("wrong")
    await house.pass_time(CLOSE + PAUSE)
    for period in ("today", "week", "month", "all"):
        assert say("en", "leaderboard-empty") in read(await ana.types(f"leaderboard {period}"))
    await ana.answers("right")
    await ben.answers("right")
    await house.run_due()
    for period in ("today", "week", "month", "all"):
        assert ranks(await ana.types(f"leaderboard {period}")) == ["1. Ana 20", "2. Ben 10"]


async def test_a_period_counts_its_own_days_and_weeks_begin_on_monday(house: House) -> None:
    fri, tue, wed, thu = (house.person(id) for id in ("fri", "tue", "wed", "thu"))
    for winner, day in (
        (fri, datetime(2026, 3, 27, 12, tzinfo=UTC)),
        (tue, datetime(2026, 3, 31, 12, tzinfo=UTC)),
        (wed, datetime(2026, 4, 1, 12, tzinfo=UTC)),
        (thu, datetime(2026, 4, 2, 12, tzinfo=UTC)),
    ):
        house.clock.set(day)
        await win(house, winner)
    assert scorers(await fri.types("leaderboard today")) == ["1. Thu 10"]
    assert scorers(await fri.types("leaderboard month")) == ["1. Thu 10", "1. Wed 10"]
    assert scorers(await fri.types("leaderboard week")) == ["1. Thu 10", "1. Tue 10", "1. Wed 10"]
    assert len(scorers(await fri.types("leaderboard all"))) == 4
    house.clock.set(datetime(2026, 4, 3, 0, 0, tzinfo=UTC))
    assert scorers(await fri.types("leaderboard today")) == []


async def test_the_days_are_those_of_the_communitys_zone(house: House, ana: Person, mod: Person) -> None:
    await mod.types("schedule set 09:00 America/Mexico_City")
    house.clock.set(datetime(2026, 3, 4, 5, 0, tzinfo=UTC))  # still March 3 in Mexico City
    await win(house, ana)
    assert scorers(await ana.types("leaderboard today")) == ["1. Ana 10"]
    house.clock.set(datetime(2026, 3, 4, 6, 0, tzinfo=UTC))
    assert scorers(await ana.types("leaderboard today")) == []


async def test_a_round_over_midnight_counts_for_the_day_on_which_it_began(house: House, ana: Person) -> None:
    house.clock.set(datetime(2026, 3, 3, 23, 59, 55, tzinfo=UTC))
    await win(house, ana)
    assert house.clock.now().day == 4
    assert scorers(await ana.types("leaderboard today")) == []
    assert scorers(await ana.types("leaderboard week")) == ["1. Ana 10"]


async def test_a_channel_counts_its_own_rounds_and_the_community_all(
    house: House, ana: Person, ben: Person
) -> None:
    await win(house, ana)
    await win(house, ben.in_room("other"), ana.in_room("other"))
    assert scorers(await ana.types("leaderboard")) == ["1. Ana 10"]
    assert scorers(await ana.types("leaderboard channel")) == ["1. Ana 10"]
    assert scorers(await ana.in_room("other").types("leaderboard")) == ["1. Ana 10", "1. Ben 10"]
    assert scorers(await ana.in_room("third").types("leaderboard community")) == ["1. Ana 20", "2. Ben 10"]
    assert scorers(await ana.in_room("third").types("leaderboard")) == []


async def test_nothing_counts_in_another_community(house: House, ana: Person) -> None:
    await win(house, ana)
    same_room_elsewhere = house.person("ana", community="discord:666")
    assert scorers(await same_room_elsewhere.types("leaderboard community")) == []


async def test_a_topic_counts_its_own_questions(house: House, ana: Person, ben: Person) -> None:
    await win(house, ana, topic="history")
    await win(house, ben, ana, topic="law")
    history = await ana.types("leaderboard history")
    assert history.title.endswith("· History")
    assert scorers(history) == ["1. Ana 10"]
    assert scorers(await ana.types("leaderboard law today community")) == ["1. Ana 10", "1. Ben 10"]
    assert scorers(await ana.types("leaderboard")) == ["1. Ana 20", "2. Ben 10"]


async def test_a_round_of_all_topics_counts_for_the_topic_of_each_question(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play 12 10")
    await ana.answers()
    await ben.answers("wrong")
    await house.pass_time(CLOSE)
    for _ in range(11):
        await house.pass_time(PAUSE)
        await ana.answers()
        await ben.answers("wrong")
        await house.run_due()
    assert ranks(await ana.types("leaderboard history")) == ["1. Ana 60", "2. Ben 0"]
    assert ranks(await ana.types("leaderboard law")) == ["1. Ana 60", "2. Ben 0"]


async def test_equal_points_share_a_rank_however_late_the_answer_came(house: House, ana: Person) -> None:
    ben, cho = house.person("ben"), house.person("cho")
    await cho.types("play history 1 10")
    await ana.answers("wrong")
    await cho.answers("right")
    house.clock.advance(9)
    await ben.answers("right")
    await house.pass_time(CLOSE)
    assert ranks(house.stage.last.card) == ["1. Ben 10", "1. Cho 10", "3. Ana 0"]
    assert ranks(await ana.types("leaderboard")) == ["1. Ben 10", "1. Cho 10", "3. Ana 0"]


async def test_the_first_ten_are_shown_and_ones_own_line_wherever_it_stands(house: House) -> None:
    people = [house.person(f"p{number:02}") for number in range(12)]
    await people[0].types("play history 1 10")
    for player in people[:11]:
        await player.answers("right")
    await people[11].answers("wrong")
    await house.pass_time(CLOSE)
    own = ranks(await people[11].types("leaderboard"))
    assert own == [*(f"1. P{number:02} 10" for number in range(10)), "You: 12. P11 0"]
    assert ranks(await people[3].types("leaderboard")) == own[:10]


async def test_a_player_who_takes_a_new_name_stands_under_it(house: House, ana: Person) -> None:
    await win(house, ana)
    await win(house, ana.named("Anita"))
    assert scorers(await ana.types("leaderboard")) == ["1. Anita 20"]
    await house.restart()
    assert scorers(await ana.types("leaderboard")) == ["1. Anita 20"]


@pytest.mark.parametrize("name", ["\u2069\u202eevil", "a\u2067b", "first\nsecond"])
async def test_a_name_cannot_turn_the_line_round_it_round(house: House, ana: Person, name: str) -> None:
    await win(house, ana.named(name))
    line = next(str(span) for line in house.stage.last.card.lines for span in line)
    assert line.startswith("1. \u2068")
    inside = line[len("1. \u2068") :].partition("\u2069")[0]
    assert not set(inside) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n")
    assert line.count("\u2069") == line.count("\u2068") == 1


async def test_a_stopped_round_counts(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 5 10")
    await ana.answers()
    await ben.answers("wrong")
    await ana.types("stop")
    await house.run_due()
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 10", "2. Ben 0"]


async def test_a_leaderboard_in_a_direct_message_is_refused(house: House) -> None:
    alone = replace(house.person("ana"), room=None)
    for text in ("leaderboard", "play", "stop", "schedule list", "schedule set 09:00 UTC"):
        assert is_refused(await alone.types(text), "not-in-a-room")
    assert (await alone.types("help")).title == say("en", "help-title")
    assert house.clock.now() == NOON
