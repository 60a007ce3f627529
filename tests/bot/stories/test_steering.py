"""A round that ends a question, or itself, before its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.store.tables import due, quiz, quiz_question, turn
from bot.words import say
from tests.bot.fakes import PAUSE, House, Person, choice, is_refused, pressable, ranks, read

CLOSE = 32


def titles(house: House) -> list[str]:
    return [" ".join(card.title.split()[:2]) for card in house.stage.shown]


async def test_a_question_closes_at_once_when_all_who_answered_the_one_before_have_answered(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 2")
    await ana.answers()
    await ben.answers()
    await house.pass_time(1)
    assert titles(house) == ["Question 1"]  # nobody is expected in the first one: others may still come
    await house.pass_time(CLOSE - 1 + PAUSE)
    await ana.answers()
    await house.pass_time(1)
    assert titles(house)[2:] == ["Question 2"]
    await ben.answers("wrong")
    await house.run_due()
    assert titles(house)[2:] == ["Question 2", "Answer 2", "Final standings"]
    assert ranks(house.stage.last.card) == ["1. Ana 20", "2. Ben 10"]


async def test_who_did_not_answer_the_one_before_is_not_waited_for_but_still_counts(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 2")
    await ana.answers()
    await house.pass_time(CLOSE + PAUSE)
    await ben.answers()
    await house.pass_time(1)
    assert titles(house)[2:] == ["Question 2"]
    await ana.answers()
    await house.run_due()
    assert ranks(house.stage.last.card) == ["1. Ana 20", "2. Ben 10"]


async def test_who_plays_alone_waits_for_nobody_after_the_first_question(house: House, ana: Person) -> None:
    await ana.types("play history 3")
    await ana.answers()
    await house.pass_time(CLOSE)
    for _ in range(2):
        await house.pass_time(PAUSE)
        await ana.answers()
        await house.run_due()
    assert titles(house)[-1] == "Final standings"
    assert ranks(house.stage.last.card) == ["1. Ana 30"]


async def test_a_question_that_nobody_answered_makes_nobody_expected_in_the_next(
    house: House, ana: Person
) -> None:
    await ana.types("play history 2")
    await house.pass_time(CLOSE + PAUSE)
    await ana.answers()
    await house.pass_time(CLOSE - 0.001)
    assert titles(house)[2:] == ["Question 2"]


async def test_next_by_the_starter_closes_the_question_at_once(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 2")
    await ben.answers("right")
    assert await ana.presses_quietly(pressable(house.stage.last.card, "next")) is None
    await house.run_due()
    assert titles(house) == ["Question 1", "Answer 1"]
    assert "Scored: Ben" in read(house.stage.shown[1])
    await house.pass_time(PAUSE)
    assert titles(house)[2:] == ["Question 2"]


async def test_next_by_a_moderator_closes_the_question_too(house: House, ana: Person, mod: Person) -> None:
    await ana.types("play history 2")
    assert await mod.presses_quietly(pressable(house.stage.last.card, "next")) is None
    await house.run_due()
    assert titles(house) == ["Question 1", "Answer 1"]


async def test_next_by_anyone_else_is_refused(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 2")
    assert is_refused(await ben.presses(pressable(house.stage.last.card, "next")), "only-starter")
    await house.pass_time(1)
    assert titles(house) == ["Question 1"]


async def test_next_pressed_twice_skips_one_question_only(house: House, ana: Person) -> None:
    await ana.types("play history 3")
    button = pressable(house.stage.last.card, "next")
    await asyncio.gather(ana.presses_quietly(button), ana.presses_quietly(button))
    await house.run_due()
    await ana.presses_quietly(button)
    await house.pass_time(PAUSE)
    await ana.presses_quietly(button)
    await house.pass_time(1)
    assert titles(house) == ["Question 1", "Answer 1", "Question 2"]


async def test_an_answer_after_next_is_refused_however_early_it_was_clicked(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 1")
    card = house.stage.last.card
    clicked = house.clock.now()
    await ana.presses_quietly(pressable(card, "next"))
    await house.run_due()
    assert is_refused(await ben.presses(choice(card, "right"), at=clicked), "turn-closed")


async def test_stop_during_a_question_reveals_it_and_ends_with_the_standings(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 5")
    await ben.answers("right")
    assert say("en", "round-stops") in read(await ana.types("stop"))
    await house.run_due()
    assert titles(house) == ["Question 1", "Answer 1", "Final standings"]
    assert ranks(house.stage.last.card) == ["1. Ben 10"]
    await house.pass_time(600)
    assert len(house.stage.shown) == 3


async def test_stop_between_two_questions_ends_with_the_standings_and_asks_no_more(
    house: House, ana: Person
) -> None:
    await ana.types("play history 5")
    await ana.answers("right")
    await house.pass_time(CLOSE + 1)
    assert titles(house) == ["Question 1", "Answer 1"]
    await ana.types("stop")
    await house.run_due()
    assert await house.count(due) == 0
    await house.pass_time(600)
    assert titles(house) == ["Question 1", "Answer 1", "Final standings"]
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


async def test_stopped_questions_can_be_asked_again_soon(house: House, ana: Person) -> None:
    await ana.types("play history 6")
    await ana.types("stop")
    await house.run_due()
    assert await house.count(quiz_question) == 1
    asked = read(house.stage.shown[0]).splitlines()[1]
    await ana.types("play history 5 10")
    await house.pass_time(5 * (12 + PAUSE))
    second = [read(card).splitlines()[1] for card in house.stage.shown[3:] if card.title.startswith("Q")]
    assert len(second) == 5
    assert asked not in second


async def test_stop_by_others_than_starter_and_moderators_is_refused(
    house: House, ana: Person, ben: Person, mod: Person
) -> None:
    await ana.types("play history 2")
    assert is_refused(await ben.types("stop"), "only-starter")
    await house.pass_time(1)
    assert titles(house) == ["Question 1"]
    assert say("en", "round-stops") in read(await mod.types("stop"))


async def test_stop_where_no_round_runs_is_refused(house: House, ana: Person) -> None:
    assert is_refused(await ana.types("stop"), "no-round")
    await ana.in_room("other room").types("play history 1")
    assert is_refused(await ana.types("stop"), "no-round")


async def test_a_moderator_of_another_community_stops_nothing(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    stranger = house.person("eve", community="discord:666", moderator=True)
    assert is_refused(await stranger.types("stop"), "no-round")
    await house.pass_time(1)
    assert titles(house) == ["Question 1"]


async def test_stop_twice_ends_once(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 2")
    await ana.answers()
    await ben.answers("wrong")
    await asyncio.gather(ana.types("stop"), ana.types("stop"))
    await house.pass_time(60)
    assert titles(house) == ["Question 1", "Answer 1", "Final standings"]
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 10", "2. Ben 0"]


async def test_a_stop_that_meets_the_opening_of_the_next_question_ends_the_round_once(
    house: House, ana: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next question is read, then the round is stopped, then the question would be opened."""
    await ana.types("play history 3")
    await ana.answers("right")
    await ben.answers("wrong")
    await house.pass_time(CLOSE)
    house.clock.advance(PAUSE)
    write = house.shell.store.write
    stopped = False

    async def stop_first(unit: Callable[[Any], Any]) -> Any:
        nonlocal stopped
        if unit.__qualname__.startswith("open_turn.") and not stopped:
            stopped = True
            await ana.types("stop")
        return await write(unit)

    monkeypatch.setattr(house.shell.store, "write", stop_first)
    await house.run_due()
    monkeypatch.undo()
    assert stopped
    await house.pass_time(600)
    assert titles(house) == ["Question 1", "Answer 1", "Final standings"]
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 10", "2. Ben 0"]
    assert await house.count(turn) == 1
    assert await house.count(quiz) == 1
