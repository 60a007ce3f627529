"""Practice: alone, at one's own pace, told at once what was right."""

from __future__ import annotations

from bot.words import say
from tests.e2e.asked import question_in, right, wrong
from tests.e2e.chats import Chat, begin

ON = say("en", "button-on")


async def test_practice_tells_at_once_what_was_right_and_why_and_counts_nowhere(chat: Chat) -> None:
    mine = await chat.opens(chat.ana, "practice choices 2")
    assert mine.title.startswith(begin("question-title", position=1, length=2))
    asked = question_in(mine)
    mine = await chat.press(chat.ana, mine, wrong(mine))
    assert mine.title.startswith(begin("reveal-title", position=1, length=2))
    assert say("en", "why-wrong", answer="").strip().partition(".")[0] in mine.text
    assert asked.explanation.en in mine.text
    assert f"{asked.answer.en} (right)" in mine.text
    assert "Source: Constitution" in mine.text
    assert mine.labels == [ON]

    mine = await chat.press(chat.ana, mine, ON)
    assert mine.title.startswith(begin("question-title", position=2, length=2))
    assert question_in(mine) != asked
    mine = await chat.press(chat.ana, mine, right(mine))
    assert say("en", "why-right", answer="").strip() in mine.text
    mine = await chat.press(chat.ana, mine, ON)
    assert mine.title == say("en", "practice-done-title")
    assert say("en", "practice-done", right=1, count=2) in mine.text
    assert mine.labels == []

    assert list(chat.posts()) == []
    assert say("en", "leaderboard-empty") in await chat.says(chat.ana, "leaderboard")


async def test_practice_goes_on_after_a_kill_of_the_bot_each_in_ones_own_language(chat: Chat) -> None:
    mine = await chat.opens(chat.ana, "practice choices 2")
    theirs = await chat.opens(chat.eva, "practice truths 1")
    assert question_in(theirs).stem.es in theirs.text
    await chat.restart()
    mine = await chat.press(chat.ana, mine, right(mine))
    assert mine.labels == [ON]
    theirs = await chat.press(chat.eva, theirs, wrong(theirs))
    assert question_in(theirs).explanation.es in theirs.text
    await chat.restart()
    mine = await chat.press(chat.ana, mine, ON)
    assert mine.title.startswith(begin("question-title", position=2, length=2))
    theirs = await chat.press(chat.eva, theirs, say("es", "button-on"))
    assert say("es", "practice-done", right=0, count=1) in theirs.text


async def test_practice_takes_forms_and_asks_once_more_what_is_unclear(chat: Chat) -> None:
    mine = await chat.opens(chat.ana, "practice names 2")
    name = question_in(mine).name.en
    mine = await chat.fill(chat.ana, mine, {"text": "the general"})
    assert say("en", "again-be-specific", given="the general") in mine.text
    mine = await chat.fill(chat.ana, mine, {"text": name.upper()})
    assert f"{name.upper()} is right." in mine.text
    mine = await chat.press(chat.ana, mine, ON)
    mine = await chat.fill(chat.ana, mine, {"text": "the general"})
    mine = await chat.fill(chat.ana, mine, {"text": "the general"})
    assert "the general is wrong." in mine.text
    mine = await chat.press(chat.ana, mine, ON)
    assert say("en", "practice-done", right=1, count=2) in mine.text

    mine = await chat.opens(chat.ana, "practice orders 1")
    assert (await chat.form(chat.ana, mine)).fields == ["place-1", "place-2", "place-3"]
    order = {"place-1": "congress", "place-2": "president", "place-3": "courts"}
    assert " is right." in (await chat.fill(chat.ana, mine, order)).text
    mine = await chat.opens(chat.ana, "practice sets 1")
    mine = await chat.fill(chat.ana, mine, {"options": ["senate", "cabinet"]})
    assert " is wrong. The Cabinet advises the president." in mine.text


async def test_practice_that_is_asked_for_once_and_delivered_twice_begins_once(chat: Chat) -> None:
    async with chat.delivered_twice():
        mine = await chat.opens(chat.ana, "practice choices 1")
    assert chat.count("quiz") == 1
    async with chat.delivered_twice():
        mine = await chat.press(chat.ana, mine, right(mine))
    assert mine.labels == [ON]
    assert chat.answers() == 1
