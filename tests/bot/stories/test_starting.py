"""How a round begins: what may be asked for, who may start one and where, and playing again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.cards import Card
from bot.engine.preferences import CommunitySettings, Starters
from bot.ports import Unreachable
from bot.store import tables
from bot.store.tables import quiz
from bot.words import say
from questions.bank import Bank
from questions.model import Difficulty, Pack, Text, Topic
from tests.bot.fakes import PAUSE, PLAIN, House, Person, is_refused, pressable, read, started
from tests.factories import COMMUNITY, NOON, SECOND, question, text

CLOSE = 32
DAY = 24 * 3600


def graded(*difficulties: Difficulty) -> Bank:
    """One topic, history, with a question of each difficulty named."""
    questions = (
        replace(question(f"{level}-{number}", "history"), difficulty=level)
        for number, level in enumerate(difficulties)
    )
    return Bank([Pack(Topic("history", text("History")), tuple(questions))])


def asked(house: House) -> list[str]:
    """The ids of the questions that were asked, which their stems hold."""
    cards = [message.cards[0] for message in house.stage.in_room()]
    stems = [read(card).splitlines()[1] for card in cards if card.title.startswith("Question")]
    return [stem.removeprefix("Which one, ").removesuffix("?") for stem in stems]


# --- what may be asked for


async def test_a_round_asks_questions_of_the_difficulty_that_was_wanted(house: House, ana: Person) -> None:
    levels = (Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD, Difficulty.HARD, Difficulty.EASY)
    await house.restart_with(graded(*levels))
    begun = await ana.types("play history 2 hard 10")
    assert started("History · Hard", 2, 10) in read(begun)
    await house.pass_time(2 * 12 + PAUSE)
    assert sorted(asked(house)) == ["hard-2", "hard-3"]
    assert house.stage.last.card.title == "Final standings · History · Hard"


async def test_a_round_that_finds_fewer_questions_than_wanted_says_so(house: House, ana: Person) -> None:
    await house.restart_with(graded(Difficulty.HARD, Difficulty.EASY, Difficulty.EASY))
    begun = await ana.types("play questions:5 difficulty:easy")
    assert started("All topics · Easy", 2) in read(begun)
    assert say("en", "round-shorter", count=2) in read(begun)
    assert house.stage.last.card.title.startswith("Question 1 of 2")


async def test_a_round_that_has_all_its_questions_says_nothing_of_it(house: House, ana: Person) -> None:
    assert "only" not in read(await ana.types("play history 6"))


async def test_a_round_for_which_there_is_no_question_is_refused(house: House, ana: Person) -> None:
    await house.restart_with(graded(Difficulty.EASY))
    told = await ana.types("play history hard")
    assert is_refused(told, "no-questions", theme="History · Hard")
    assert (await house.count(quiz), house.stage.messages) == (0, [])
    assert not is_refused(await ana.types("play history"), "round-running")


async def test_the_settings_of_the_community_decide_what_is_not_said(house: House, ana: Person) -> None:
    await house.settle(CommunitySettings(seconds=45, language="es"))
    begun = await ana.types("play history 1")
    assert started("History", 1, 45) in read(begun)
    card = house.stage.last.card
    assert card.title == "Pregunta 1 de 1 · History (es)"
    assert (NOON + 45 * SECOND).isoformat() in read(card)


async def test_what_is_said_goes_before_the_settings(house: House, ana: Person) -> None:
    await house.settle(CommunitySettings(seconds=45, language="es"))
    begun = await ana.types("play history 1 20 en")
    assert started("History", 1, 20) in read(begun)
    assert house.stage.last.card.title == "Question 1 of 1 · History"


async def test_if_nobody_says_how_long_each_question_has_the_time_that_its_text_needs(
    house: House, ana: Person
) -> None:
    await house.settle(CommunitySettings())
    short = question("short", "short")
    long = replace(question("long", "long"), stem=Text("x" * 600, "x" * 600))
    await house.restart_with(Bank(Pack(Topic(q.id, text(q.id)), (q,)) for q in (short, long)))
    for topic, seconds in (("short", 20), ("long", 65)):
        begun = await ana.in_room(topic).types(f"play {topic} 1")
        assert say("en", "time-suggested") in read(begun)
        shown = read(house.stage.last.card).splitlines()
        assert f"Closes {(NOON + seconds * SECOND).isoformat()}" in shown


async def test_an_untimed_question_closes_with_next_and_says_that_it_has_no_limit(
    house: House, ana: Person, ben: Person
) -> None:
    begun = await ana.types("play history 2 0")
    assert say("en", "time-unlimited") in read(begun)
    assert say("en", "question-untimed") in read(house.stage.last.card)
    assert "Closes" not in read(house.stage.last.card)
    await ben.answers("right")
    await house.pass_time(5 * 3600)
    assert house.stage.last.card.title.startswith("Question 1")
    await ana.presses_quietly(pressable(house.stage.last.card, "next"))
    await house.run_due()
    assert house.stage.last.card.title.startswith("Answer 1")
    await house.pass_time(PAUSE)
    # Ben answered the one before: nobody else is waited for.
    await ben.answers("right")
    await house.run_due()
    assert house.stage.last.card.title.startswith("Final standings")


async def test_an_untimed_question_closes_after_a_day(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 2 0")
    await ben.answers("right")
    await house.pass_time(DAY + 1.9)
    assert [card.title.split()[0] for card in house.stage.shown] == ["Question"]
    await house.pass_time(0.2 + PAUSE)
    assert [card.title.split()[0] for card in house.stage.shown] == ["Question", "Answer", "Question"]


async def test_an_untimed_round_that_everyone_has_left_ends_after_its_day(house: House, ana: Person) -> None:
    await ana.types("play history 5 0")
    await house.pass_time(3 * DAY)
    assert [card.title.split()[0] for card in house.stage.shown] == ["Question", "Answer", "Final"]


async def test_next_goes_on_in_an_untimed_round_though_nobody_has_answered(house: House, ana: Person) -> None:
    await ana.types("play history 2 0")
    await ana.presses_quietly(pressable(house.stage.last.card, "next"))
    await house.pass_time(PAUSE)
    assert house.stage.last.card.title.startswith("Question 2")


# --- who may start one, and where


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_where_only_moderators_start_rounds_others_are_told_who_does(
    house: House, platform: str
) -> None:
    community = f"{platform}:7"
    await house.settle(replace(PLAIN, starters=Starters.MODERATORS), community)
    ana = house.person("ana", community=community)
    mod = house.person("mod", community=community, moderator=True)
    assert is_refused(await ana.types("play history 1"), f"starters-{platform}")
    assert house.stage.messages == []
    assert started("History", 1) in read(await mod.types("play history 1"))
    # Everyone answers all the same.
    assert not is_refused(await ana.answers(), f"starters-{platform}")


async def test_where_rounds_have_rooms_of_their_own_others_are_told_which(house: House, mod: Person) -> None:
    await house.settle(replace(PLAIN, rooms=frozenset({"quiz", "arena"})))
    told = await mod.types("play history 1")
    assert is_refused(told, "not-this-room", rooms="#arena, #quiz")
    assert house.stage.messages == []
    assert started("History", 1) in read(await mod.in_room("quiz").types("play history 1"))


# --- playing again


async def finished(house: House, starter: Person, command: str) -> Card:
    """Play a round that nobody answers to its end; its standings."""
    await starter.types(command)
    await starter.types("stop")
    await house.run_due()
    return house.stage.in_room()[-1].card


async def test_who_presses_play_again_starts_a_round_with_the_same_options(
    house: House, ana: Person, ben: Person
) -> None:
    levels = [Difficulty.HARD] * 4 + [Difficulty.EASY] * 4
    await house.restart_with(graded(*levels))
    standings = await finished(house, ana, "play history 2 hard 20 es")
    button = pressable(standings, "again")
    assert (button.label, button.primary) == ("Jugar otra vez", True)
    begun = await ben.presses(button)
    assert started("History · Hard", 2, 20) in read(begun)
    assert house.stage.last.card.title == "Pregunta 1 de 2 · History (es)"
    # It is Ben's round: he may go on, Ana may not.
    assert is_refused(await ana.presses(pressable(house.stage.last.card, "next")), "only-starter")
    assert await ben.presses_quietly(pressable(house.stage.last.card, "next")) is None
    rows = await house.shell.store.read(
        lambda c: c.execute(select(quiz.c.difficulty, quiz.c.seconds, quiz.c.starter)).all()
    )
    assert sorted(tuple(row) for row in rows) == [("hard", 20, "ana"), ("hard", 20, "ben")]


@pytest.mark.parametrize(("typed", "time"), [("", "time-suggested"), (" 0", "time-unlimited")])
async def test_play_again_keeps_a_time_that_is_suggested_or_none(
    house: House, ana: Person, typed: str, time: str
) -> None:
    await house.settle(CommunitySettings())
    standings = await finished(house, ana, f"play history 2{typed}")
    assert say("en", time) in read(await ana.presses(pressable(standings, "again")))


async def test_play_again_is_refused_while_a_round_runs(house: House, ana: Person, ben: Person) -> None:
    standings = await finished(house, ana, "play history 1")
    await ana.types("play law 1")
    assert is_refused(await ben.presses(pressable(standings, "again")), "round-running")
    assert await house.count(quiz) == 2


async def test_play_again_asks_who_may_start_one_and_where_anew(
    house: House, ana: Person, mod: Person
) -> None:
    button = pressable(await finished(house, ana, "play history 1"), "again")
    await house.settle(replace(PLAIN, starters=Starters.MODERATORS))
    assert is_refused(await ana.presses(button), "starters-discord")
    await house.settle(replace(PLAIN, rooms=frozenset({"arena"})))
    assert is_refused(await mod.presses(button), "not-this-room", rooms="#arena")
    assert await house.count(quiz) == 1


async def test_a_double_click_on_play_again_starts_one_round(house: House, ana: Person) -> None:
    button = pressable(await finished(house, ana, "play history 1"), "again")
    told = await asyncio.gather(ana.presses(button), ana.presses(button))
    assert sorted(is_refused(card, "round-running") for card in told) == [False, True]
    assert await house.count(quiz) == 2


async def test_a_redelivered_play_again_starts_one_round_also_when_that_has_ended(
    house: House, ana: Person
) -> None:
    button = pressable(await finished(house, ana, "play history 1"), "again")
    told = await asyncio.gather(*(ana.presses(button, cause="the click") for _ in range(2)))
    assert told[0] == told[1]
    assert not is_refused(told[0], "round-running")
    await ana.types("stop")
    await house.run_due()
    # Whatever the settings are by now, it did start one.
    await house.settle(replace(PLAIN, starters=Starters.MODERATORS))
    assert await ana.presses(button, cause="the click") == told[0]
    assert await house.count(quiz) == 2


async def test_play_again_of_another_community_or_of_nothing_is_refused(house: House, ana: Person) -> None:
    button = pressable(await finished(house, ana, "play history 1"), "again")
    stranger = house.person("eve", community="discord:666", moderator=True)
    assert is_refused(await stranger.presses(button), "gone")
    assert is_refused(await ana.presses(replace(button, action="again:nothing")), "gone")
    await ana.types("practice history 1")
    rows = house.shell.store.read(lambda c: c.scalar(select(quiz.c.id).where(quiz.c.mode == "practice")))
    assert is_refused(await ana.presses(replace(button, action=f"again:{await rows}")), "gone")


async def test_where_the_bot_may_write_no_more_play_again_says_so(house: House, ana: Person) -> None:
    button = pressable(await finished(house, ana, "play history 1"), "again")
    house.stage.broken = Unreachable("kicked")
    assert is_refused(await ana.presses(button), "cannot-post-discord")
    assert await house.count(quiz) == 1


# --- redelivered


async def test_a_redelivered_play_is_told_the_same_whatever_has_been_set_meanwhile(
    house: House, ana: Person
) -> None:
    first = await ana.types("play history 20", cause="the command")
    await house.settle(replace(PLAIN, rooms=frozenset({"arena"})))
    assert await ana.types("play history 20", cause="the command") == first
    assert say("en", "round-shorter", count=6) in read(first)


async def test_a_redelivered_stop_ends_nothing_that_began_behind_it(house: House, ana: Person) -> None:
    await ana.types("play history 5")
    told = await ana.types("stop", cause="the command")
    await house.run_due()
    assert await ana.types("stop", cause="the command") == told
    await ana.types("play law 5")
    assert await ana.types("stop", cause="the command") == told
    await house.pass_time(CLOSE + PAUSE)
    assert house.stage.last.card.title == "Question 2 of 5 · Law"
    await house.restart()
    assert await ana.types("stop", cause="the command") == told
    assert not is_refused(await ana.types("stop"), "no-round")
    assert await house.count(tables.memory) == 1


async def test_a_redelivered_next_skips_one_question(house: House, ana: Person) -> None:
    await ana.types("play history 3")
    button = pressable(house.stage.last.card, "next")
    told = await asyncio.gather(*(ana.presses_quietly(button, cause="the click") for _ in range(2)))
    await house.pass_time(PAUSE)
    told.append(await ana.presses_quietly(button, cause="the click"))
    await house.pass_time(1)
    assert told == [None] * 3
    assert house.stage.last.card.title.startswith("Question 2")


async def test_the_settings_of_one_community_are_not_anothers(house: House) -> None:
    await house.settle(replace(PLAIN, starters=Starters.MODERATORS), "discord:666")
    assert started("History", 1) in read(
        await house.person("ana", community=COMMUNITY).types("play history 1")
    )
