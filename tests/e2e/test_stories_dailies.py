"""Dailies: one post a day, from which each plays alone until the next."""

from __future__ import annotations

from bot.words import say
from tests.e2e.asked import question_in, right, wrong
from tests.e2e.chats import Chat, begin, zone_where_it_is_morning
from tests.e2e.process import until


async def test_a_daily_is_played_alone_in_ones_own_time_and_its_answers_come_when_it_closes(
    chat: Chat,
) -> None:
    await chat.says(chat.ana, "me pace:unlimited")  # a kill may last on a slow machine
    daily = await chat.daily("choices 2")
    assert daily.labels == [say("en", "button-start")]
    mine = await chat.press(chat.ana, daily, "Start")
    assert mine.title.startswith(begin("question-title", position=1, length=2))
    mine = await chat.press(chat.ana, mine, right(mine))
    assert mine.title.startswith(begin("question-title", position=2, length=2))
    assert say("en", "daily-recorded", left=1) in mine.text

    # Start finds the place again, also after a kill, and in the player's own language.
    await chat.restart()
    again = await chat.press(chat.ana, daily, "Start")
    assert again.title == mine.title
    theirs = await chat.press(chat.eva, daily, "Start")
    assert theirs.title.startswith(begin("question-title", "es", position=1, length=2))
    assert question_in(theirs).stem.es in theirs.text
    done = await chat.press(chat.ana, again, wrong(again))
    assert done.title == say("en", "daily-done-title")
    assert say("en", "daily-done", answered=2, count=2) in done.text
    assert done.labels == []

    chat.bot.hasten("close-daily")
    await chat.becomes(daily, begin("daily-answers-title"))
    assert "1. Ana" in daily.text
    assert question_in(mine).explanation.en in daily.text
    own = await chat.click(chat.ana, daily, say("en", "button-mine"))
    assert (own.count("✅"), own.count("❌")) == (2, 2)  # each question, and both in what is to be shared
    assert say("es", "mine-open", position=1) in await chat.click(chat.eva, daily, "My answers")
    assert say("en", "mine-none") in await chat.click(chat.bob, daily, "My answers")
    assert "1. Ana" in await chat.says(chat.bob, "leaderboard week")


async def test_a_daily_takes_forms(chat: Chat) -> None:
    await chat.says(chat.ana, "me pace:unlimited")
    daily = await chat.daily("names 2")
    mine = await chat.press(chat.ana, daily, "Start")
    mine = await chat.fill(chat.ana, mine, {"text": "the general"})
    assert say("en", "again-be-specific", given="the general") in mine.text
    mine = await chat.fill(chat.ana, mine, {"text": question_in(mine).name.en})
    assert mine.title.startswith(begin("question-title", position=2, length=2))
    form = await chat.form(chat.ana, mine)
    await chat.restart()
    async with chat.delivered_twice():
        mine = await chat.send(chat.ana, form, {"text": "Martha Washington"})
    assert mine.title == say("en", "daily-done-title")
    assert chat.answers() == 2
    chat.bot.hasten("close-daily")
    await chat.becomes(daily, begin("daily-answers-title"))
    own = await chat.click(chat.ana, daily, "My answers")
    assert "Martha Washington (wrong)" in own


async def test_a_question_of_a_daily_that_has_closed_says_so(chat: Chat) -> None:
    daily = await chat.daily("choices 1")
    async with chat.delivered_twice():
        mine = await chat.press(chat.ana, daily, "Start")
    assert mine.title.startswith(begin("question-title", position=1, length=1))
    assert chat.count("turn") == 1
    async with chat.undrawn(daily):
        chat.bot.hasten("close-daily")
        await chat.becomes(daily, begin("daily-answers-title"))
    late = await chat.press(chat.ana, mine, "A")
    assert say("en", "turn-closed") in late.text
    assert say("en", "quiz-closed") in await chat.click(chat.bob, daily, "Start")
    assert chat.answers() == 0


async def test_a_daily_is_posted_once_a_day_through_kills_and_new_plans(chat: Chat) -> None:
    plan = f"schedule set 12am {zone_where_it_is_morning()}"
    await chat.says(chat.mod, f"{plan} choices 1")
    chat.bot.hasten("open-daily")
    await chat.restart()
    daily = await chat.post(begin("daily-title"))
    # The day has had its quiz, also if the plan is made anew.
    await chat.says(chat.mod, "schedule remove")
    await chat.says(chat.mod, f"{plan} truths 1")
    chat.bot.hasten("open-daily")
    await chat.restart()
    await until(lambda: chat.bot.sql("SELECT 1 FROM due WHERE kind = 'open-daily' AND due_at > '2001-01-01'"))
    titles = [post.title for post in chat.posts()]
    assert [title for title in titles if title.startswith(begin("daily-title"))] == [daily.title]
    assert chat.count("quiz") == 1
