"""Double clicks, repeated deliveries, kills, lost connections, platforms that put things off."""

from __future__ import annotations

from bot.words import say
from tests.e2e.asked import right, wrong
from tests.e2e.chats import Chat, begin
from tests.e2e.process import until


async def test_a_round_survives_a_kill_and_its_old_buttons_still_answer(chat: Chat) -> None:
    first = await chat.play(chat.ana, "choices 2")
    await chat.click(chat.ana, first, wrong(first))
    await chat.restart()
    assert say("en", "recorded-title") in await chat.click(chat.bob, first, right(first))
    assert say("en", "already-answered-title") in await chat.click(chat.ana, first, right(first))
    await chat.nudge(chat.ana, first, "Next")
    await chat.shows(first, say("en", "reveal-scored", count=1, names="Bob"))
    await chat.post(begin("question-title", position=2, length=2))

    # What falls due while no process runs is done at the next start, and once.
    await chat.killed()
    chat.bot.hasten("close-turn")
    await chat.start()
    standings = await chat.post(begin("standings-title"))
    assert "1. Bob" in standings.text
    titles = [post.title.split(" ·")[0] for post in chat.posts()]
    assert titles == ["Answer 1 of 2", "Answer 2 of 2", "Final standings"]


async def test_a_double_click_is_one_answer(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 1")
    for _ in range(2):
        await chat.nudge(chat.bob, question, "A")
    told = await until(lambda: len(chat.private(chat.bob)) == 2 and [m.text for m in chat.private(chat.bob)])
    assert sum(text.startswith(say("en", "recorded-title")) for text in told) == 1
    assert sum(text.startswith(say("en", "already-answered-title")) for text in told) == 1
    assert chat.answers() == 1


async def test_what_is_delivered_twice_is_done_once_and_never_told_to_be_too_late(chat: Chat) -> None:
    async with chat.delivered_twice():
        started = await chat.says(chat.ana, "play choices 1")
    question = await chat.post(begin("question-title", position=1, length=1))
    assert say("en", "help-title") in started
    assert (len(chat.posts()), chat.count("quiz")) == (1, 1)

    async with chat.delivered_twice():
        await chat.click(chat.bob, question, "A")
    assert all(say("en", "recorded-title") in told.text for told in chat.private(chat.bob))
    assert chat.answers() == 1


async def test_a_lost_connection_costs_no_click(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 1")
    await chat.lose_connection()
    assert say("en", "recorded-title") in await chat.click(chat.bob, question, "A")
    await chat.connected()


async def test_a_post_that_the_platform_puts_off_comes_later_and_once(chat: Chat) -> None:
    chat.put_off_a_post(seconds=1)
    question = await chat.play(chat.ana, "choices 1")
    assert say("en", "recorded-title") in await chat.click(chat.bob, question, "A")
    assert len(chat.posts()) == 1
