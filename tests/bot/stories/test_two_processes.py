"""Two processes that share one database: everything still happens once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.store.tables import answer, quiz
from tests.bot.fakes import PAUSE, House, choice, is_refused, ranks
from tests.factories import NOON

CLOSE = 32

Twins = tuple[House, House]


async def both_run(twins: Twins) -> None:
    """Both do what is due, again and again, until neither finds any more."""
    one, other = twins
    while (at := await one.next_due()) is not None and at <= one.clock.now():
        await asyncio.gather(one.run_due(), other.run_due())


async def test_each_question_is_posted_and_revealed_once(twins: Twins) -> None:
    one, other = twins
    ana, ben = one.person("ana"), other.person("ben")
    await ana.types("play history 3")
    for _ in range(3):
        await asyncio.gather(ana.answers("right"), ben.answers("wrong"))
        one.clock.advance(CLOSE)
        await both_run(twins)
        one.clock.advance(PAUSE)
        await both_run(twins)
    titles = [" ".join(card.title.split()[:2]) for card in one.stage.shown]
    assert titles == [
        *("Question 1", "Answer 1", "Question 2", "Answer 2", "Question 3", "Answer 3"),
        "Final standings",
    ]
    assert ranks(one.stage.last.card) == ranks(await ben.types("leaderboard")) == ["1. Ana 30", "2. Ben 0"]


async def test_a_click_that_reaches_both_counts_once(twins: Twins) -> None:
    one, other = twins
    await one.person("ana").types("play history 1")
    button = choice(one.stage.last.card, "right")
    told = await asyncio.gather(
        *(house.person("ana").presses(button, cause="the click") for house in (one, other, one, other))
    )
    assert len(set(told)) == 1
    assert await one.count(answer) == 1


async def test_of_two_rounds_started_at_once_one_is_played(twins: Twins) -> None:
    one, other = twins
    cards = await asyncio.gather(
        one.person("ana").types("play history 1"), other.person("ben").types("play law 1")
    )
    assert sorted(is_refused(card, "round-running") for card in cards) == [False, True]
    assert (await one.count(quiz), len(one.stage.messages)) == (1, 1)


async def test_a_command_that_reaches_both_starts_one_round_and_neither_refuses(twins: Twins) -> None:
    one = twins[0]
    told = await asyncio.gather(
        *(house.person("ana").types("play history 1", cause="the command") for house in twins)
    )
    assert told[0] == told[1]
    assert (await one.count(quiz), len(one.stage.messages)) == (1, 1)


async def test_a_daily_is_posted_once(twins: Twins) -> None:
    one, other = twins
    await one.person("mod", moderator=True).types("schedule set 13:00 UTC history 1")
    for day in range(3):
        one.clock.set(NOON + timedelta(days=day, hours=1))
        await both_run(twins)
    assert len(one.stage.dailies) == 3
    assert await other.count(quiz) == 3


async def test_the_start_pressed_in_both_opens_one_turn(twins: Twins) -> None:
    one, other = twins
    await one.person("mod", moderator=True).types("schedule set 13:00 UTC history 1")
    one.clock.advance(3600)
    await both_run(twins)
    button = one.stage.last.card.buttons[0]
    cards = await asyncio.gather(*(house.person("ana").presses(button) for house in (one, other, one, other)))
    assert len(set(cards)) == 1
