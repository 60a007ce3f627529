"""Practice: one's own questions, one's own pace, told at once what was right, counted nowhere."""

from __future__ import annotations

from datetime import timedelta

from bot.cards import Card
from bot.store.tables import answer, quiz, total
from bot.words import say
from questions.bank import Bank
from questions.model import Pack, Topic
from tests.bot.fakes import House, Person, choice, is_refused, pressable, read
from tests.bot.stories.test_typed import typed
from tests.factories import text


async def next_after(ana: Person, card: Card, option: str) -> Card:
    """Choose an option and go on; what comes then."""
    return await ana.presses(pressable(await ana.presses(choice(card, option)), "on"))


async def test_practice_tells_at_once_what_was_right_and_why_and_counts_nowhere(
    house: House, ana: Person
) -> None:
    first = await ana.types("practice history 2")
    assert first.title.startswith("Question 1 of 2")
    assert house.stage.messages == []
    told = await ana.presses(choice(first, "right"))
    assert "right is right." in read(told).replace("A. ", "").replace("B. ", "").replace("C. ", "")
    assert "Because." in read(told)
    assert "3 U.S.C. chapter 1" in read(told)
    second = await ana.presses(pressable(told, "on"))
    done = await next_after(ana, second, "wrong")
    assert read(done) == f"{say('en', 'practice-done-title')}\n{say('en', 'practice-done', right=1, count=2)}"
    await house.pass_time(2 * 86_400)
    assert await house.count(total) == 0
    assert await house.count(answer) == 2
    assert house.stage.messages == []


async def test_who_chose_a_wrong_option_hears_at_once_why_it_is_wrong(house: House, ana: Person) -> None:
    await house.restart_with(Bank([Pack(Topic("set", text("set")), (typed("set"),))]))
    first = await ana.types("practice set 1")
    told = await ana.fills(first.form, options="two,one")
    assert "is wrong. two is not so." in read(told)


async def test_a_second_answer_changes_nothing_and_is_told_the_first(house: House, ana: Person) -> None:
    first = await ana.types("practice history 1")
    told = await ana.presses(choice(first, "wrong"))
    assert await ana.presses(choice(first, "right")) == told
    assert await house.count(answer) == 1


async def test_practice_goes_on_after_a_restart_and_by_typing(house: House, ana: Person) -> None:
    await house.restart_with(
        Bank([Pack(Topic("number", text("number")), (typed("number"), typed("number", 2)))])
    )
    await ana.types("practice number 2")
    await house.restart()
    told = await ana.types("answer 270")
    second = await ana.presses(pressable(told, "on"))
    assert second.title.startswith("Question 2 of 2")
    assert say("en", "again-unreadable", given="?") in read(await ana.types("answer ?"))
    assert "is right" in read(await ana.types("answer two hundred seventy"))


async def test_a_command_delivered_twice_begins_one_practice(house: House, ana: Person) -> None:
    first = await ana.types("practice history 2", cause="one event")
    assert await ana.types("practice history 2", cause="one event") == first
    assert await house.count(quiz) == 1


async def test_practice_is_its_players_own(house: House, ana: Person, ben: Person) -> None:
    first = await ana.types("practice history 2")
    assert is_refused(await ben.presses(choice(first, "right")), "not-yours")
    told = await ana.presses(choice(first, "right"))
    assert is_refused(await ben.presses(pressable(told, "on")), "not-yours")
    stranger = house.person("ana", community="discord:elsewhere")
    assert is_refused(await stranger.presses(pressable(told, "on")), "gone")
    assert is_refused(await ben.types("answer A"), "nothing-open")


async def test_practice_runs_beside_a_round_and_is_told_in_the_players_language(
    house: House, ben: Person
) -> None:
    await ben.types("play history 1")
    eva = house.person("eva", language="es")
    first = await eva.types("practice law 1")
    assert first.title.startswith("Pregunta 1 de 1")
    assert is_refused(await ben.types("play law 1"), "round-running")


async def test_what_is_left_open_closes_after_a_day(house: House, ana: Person) -> None:
    first = await ana.types("practice history 1")
    await house.pass_until(house.clock.now() + timedelta(hours=25))
    assert is_refused(await ana.presses(choice(first, "right")), "turn-closed")
    assert is_refused(await ana.types("answer A"), "nothing-open")
    assert await house.count(answer) == 0


async def test_practice_meets_each_question_once_before_any_again(house: House, ana: Person) -> None:
    met = []
    for _ in range(6):
        card = await ana.types("practice history 1")
        met.append(read(card).splitlines()[1])
    assert len(set(met)) == 6


async def test_a_topic_without_questions_is_no_practice(house: House, ana: Person) -> None:
    await house.restart_with(Bank([Pack(Topic("empty", text("Empty")), ())]))
    assert is_refused(await ana.types("practice empty"), "no-questions", theme="Empty")
    assert await house.count(quiz) == 0
