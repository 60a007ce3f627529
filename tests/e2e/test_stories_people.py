"""What moderators set, what each player sets and sees of themselves, and what is refused."""

from __future__ import annotations

import pytest

from bot.cards import Button, Card, Choice, Menu
from bot.words import say
from tests.e2e.asked import right
from tests.e2e.chats import Chat, begin


async def test_a_daily_is_set_listed_and_removed_by_moderators(chat: Chat) -> None:
    plan = "schedule set 09:00 America/Mexico_City"
    no = say("en", f"only-moderator-{chat.platform}")
    assert no in await chat.says(chat.ana, plan)
    assert say("en", "schedule-none") in await chat.says(chat.ana, "schedule list")
    assert "09:00 (America/Mexico_City)" in await chat.says(chat.mod, plan)
    assert "09:00 (America/Mexico_City)" in await chat.says(chat.ana, "schedule list", chat.other)
    assert no in await chat.says(chat.ana, "schedule remove")
    assert say("en", "schedule-removed") in await chat.says(chat.mod, "schedule remove")
    assert say("en", "schedule-none") in await chat.says(chat.ana, "schedule list")


async def test_settings_of_ones_own_are_chosen_in_menus_and_hold_at_once(chat: Chat) -> None:
    assert say("en", "help-intro") in await chat.says(chat.ana, "help")
    mine = await chat.opens(chat.ana, "me")
    assert mine.menus == [say("en", f"me-{what}") for what in ("language", "pace", "streak")]
    mine = await chat.choose(chat.ana, mine, say("en", "me-language"), "Español")
    assert mine.title == say("es", "me-title")
    mine = await chat.choose(chat.ana, mine, say("es", "me-pace"), "double")
    assert say("es", "help-intro") in await chat.says(chat.ana, "help")
    assert say("en", "help-intro") in await chat.says(chat.bob, "help")
    assert "America/Mexico_City" in await chat.says(chat.ana, "me language:auto zone:America/Mexico_City")


async def test_bad_input_is_told_in_a_sentence_and_starts_nothing(chat: Chat) -> None:
    assert say("en", "not-in-a-room") in await chat.says(chat.ana, "play", chat.direct(chat.ana))
    assert "Mars/Olympus" in await chat.says(chat.mod, "schedule set time:09:00 zone:Mars/Olympus")
    never = await chat.says(chat.eva, "schedule set time:25:00 zone:UTC")
    assert say("es", "not-a-time", given="25:00") in never
    assert say("en", "no-round") in await chat.says(chat.ana, "stop")
    assert list(chat.posts()) == []
    assert chat.count("quiz") == 0


async def test_where_the_bot_may_not_write_it_says_so_privately_and_starts_nothing(chat: Chat) -> None:
    async with chat.closed_to_the_bot(chat.other):
        told = await chat.says(chat.ana, "play", chat.other)
        assert say("en", f"cannot-post-{chat.platform}") in told
    assert (chat.count("quiz"), chat.count("due")) == (0, 0)
    await chat.play(chat.ana, "choices 1", chat.other)


async def test_buttons_and_menus_of_another_version_of_the_bot_are_told_to_be_gone(chat: Chat) -> None:
    menu = Menu("Colour", "paint:door", (Choice("red", "Red"), Choice("blue", "Blue")))
    boxes = Menu("Rooms", "tidy", (Choice("one", "One"), Choice("two", "Two")), several=True)
    old = await chat.left_over(Card("Once", buttons=(Button("Open", "open:door"),), menus=(menu, boxes)))
    assert old.menus == ["Colour", "Rooms"]
    assert say("en", "gone") in await chat.click(chat.ana, old, "Open")
    assert say("en", "gone") in (await chat.choose(chat.ana, old, "Colour", "Blue")).text
    assert say("es", "gone") in (await chat.choose(chat.eva, old, "Rooms", "One", "two")).text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("*x* <!channel> `y` & <@U1> __z__", "*x* <!channel> `y` & <@U1> __z__"),
        # What turns the direction of writing is left out; letters that are written from right to left stay.
        ("\u202efdp.\u2067 \u05d3\u05e0\u05d4", "fdp. \u05d3\u05e0\u05d4"),
        ("\U0001f985" * 200, "\U0001f985" * 200),
    ],
    ids=["markup", "directions", "emoji"],
)
async def test_a_strange_name_is_shown_safely_and_whole(chat: Chat, name: str, shown: str) -> None:
    bob = chat.rename(chat.bob, name)
    question = await chat.play(chat.ana, "choices 1")
    await chat.click(bob, question, right(question))
    await chat.nudge(chat.ana, question, "Next")
    standings = await chat.post(begin("standings-title"))
    assert f"1. {shown} · " in standings.text
    assert f"Scored: {shown}" in question.text
