"""Each player's own time for a question of a daily, from when they see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards import Card
from bot.store.tables import answer
from bot.words import say
from tests.bot.fakes import House, Message, Person, choice, is_refused, pressable, ranks, read

# The questions of the tests are short: twenty seconds, twice that alone.
USUAL = 40


async def daily(house: House, mod: Person, questions: int = 2) -> Message:
    """The post of a daily on history that has just opened."""
    await mod.types(f"schedule set 09:00 UTC history {questions}")
    await house.pass_until(house.clock.now() + timedelta(hours=21))
    return house.stage.last


async def start(post: Message, who: Person) -> Card:
    return await who.presses(pressable(post.card, "start"))


async def test_a_question_shows_its_own_time_and_is_over_after_it(
    house: House, ana: Person, mod: Person
) -> None:
    post = await daily(house, mod)
    first = await start(post, ana)
    ends = house.clock.now() + timedelta(seconds=USUAL)
    assert ends.isoformat() in read(first)
    await house.pass_time(USUAL + 1)
    second = await ana.presses(choice(first, "right"))
    assert second.title.startswith("Question 2 of 2")
    assert say("en", "daily-missed", position=1) in read(second)
    assert await house.count(answer) == 0
    done = await ana.presses(choice(second, "right"))
    assert say("en", "daily-done", answered=1, count=2) in read(done)
    await house.pass_time(86_400)
    assert ranks(post.card) == ["1. Ana 10"]


async def test_start_settles_a_question_whose_time_ran_out_also_after_a_restart(
    house: House, ana: Person, mod: Person
) -> None:
    post = await daily(house, mod)
    await start(post, ana)
    await house.pass_time(USUAL + 1)
    await house.restart()
    second = await start(post, ana)
    assert second.title.startswith("Question 2 of 2")
    assert say("en", "daily-missed", position=1) in read(second)
    await house.pass_time(USUAL + 1)
    done = await start(post, ana)
    assert say("en", "daily-missed", position=2) in read(done)
    assert say("en", "daily-done", answered=0, count=2) in read(done)


async def test_an_answer_that_was_given_in_time_counts_however_late_it_arrives(
    house: House, ana: Person, mod: Person
) -> None:
    post = await daily(house, mod, 1)
    first = await start(post, ana)
    in_time = house.clock.now() + timedelta(seconds=USUAL)
    await house.pass_time(USUAL + 3)
    done = await ana.presses(choice(first, "right"), at=in_time)
    assert say("en", "daily-done", answered=1, count=1) in read(done)


@pytest.mark.parametrize(("pace", "factor"), [("double", 2), ("triple", 3)])
async def test_who_chose_more_time_has_it_and_no_other_points(
    house: House, ana: Person, ben: Person, mod: Person, pace: str, factor: int
) -> None:
    await ana.types(f"me pace:{pace}")
    post = await daily(house, mod, 1)
    hers, his = await start(post, ana), await start(post, ben)
    await ben.presses(choice(his, "right"))
    await house.pass_time(USUAL * factor)
    await ana.presses(choice(hers, "right"))
    await house.pass_time(86_400)
    assert ranks(post.card) == ["1. Ana 10", "1. Ben 10"]


async def test_who_chose_no_limit_has_none_but_the_quizs_own(house: House, ana: Person, mod: Person) -> None:
    await ana.types("me pace:unlimited")
    post = await daily(house, mod, 1)
    first = await start(post, ana)
    assert "Closes" not in read(first)
    await house.pass_time(23 * 3600)
    assert say("en", "daily-done", answered=1, count=1) in read(await ana.presses(choice(first, "right")))


async def test_an_expired_question_is_nobody_elses(
    house: House, ana: Person, ben: Person, mod: Person
) -> None:
    post = await daily(house, mod)
    hers = await start(post, ana)
    await house.pass_time(USUAL + 1)
    assert is_refused(await ben.presses(choice(hers, "right")), "not-yours")


async def test_practice_has_no_limit_of_its_own(house: House, ana: Person) -> None:
    first = await ana.types("practice history 1")
    assert "Closes" not in read(first)
    await house.pass_time(23 * 3600)
    assert " is right." in read(await ana.presses(choice(first, "right")))
