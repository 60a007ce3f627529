"""Questions without buttons: answered with a form, or typed behind a command."""

from __future__ import annotations

import pytest

from bot.words import say
from tests.e2e.asked import question_in
from tests.e2e.chats import Chat, Fields, begin

# What is right, what is wrong, and how the right answer is shown.
Kinds = dict[str, tuple[Fields, Fields, str]]
TYPED: Kinds = {
    "dates": ({"text": "Sept. 17th, 1787"}, {"text": "el 18 de septiembre de 1787"}, "September 17, 1787"),
    "numbers": ({"text": "nine"}, {"text": "10"}, "9 justices"),
}
CHOSEN: Kinds = {
    "orders": (
        {"place-1": "congress", "place-2": "president", "place-3": "courts"},
        {"place-1": "courts", "place-2": "president", "place-3": "congress"},
        "Congress → The president → The courts",
    ),
    "sets": (
        {"options": ["house", "senate"]},
        {"options": ["house", "court"]},
        "The Senate; The House",
    ),
}


@pytest.mark.parametrize("kinds", [TYPED, CHOSEN], ids=["a line to write in", "menus"])
async def test_a_form_takes_the_answer_to_what_has_no_buttons(chat: Chat, kinds: Kinds) -> None:
    for room, (kind, (best, bad, shown)) in zip((chat.general, chat.other), kinds.items(), strict=True):
        question = await chat.play(chat.ana, f"{kind} 1", room)
        assert question.labels == [say("en", "button-answer"), say("en", "button-next"), "Español"]
        assert say("en", "form-footnote") in question.text
        form = await chat.form(chat.bob, question)
        assert question_in(question).stem.en in form.text
        assert say("en", "recorded-title") in (await chat.send(chat.bob, form, best)).text
        assert say("es", "recorded-title") in (await chat.fill(chat.eva, question, bad)).text
        assert begin("already-answered").strip() in await chat.click(chat.bob, question, "Answer")
        await chat.nudge(chat.ana, question, "Next")
        await chat.becomes(question, begin("reveal-title", position=1, length=1))
        assert say("en", "reveal-right", answer=shown) in question.text
        assert say("en", "reveal-scored", count=1, names="Bob") in question.text
    assert chat.answers() == 4


async def test_what_is_unclear_is_asked_once_more_and_the_second_try_is_final(chat: Chat) -> None:
    question = await chat.play(chat.ana, "names 2")
    again = await chat.fill(chat.bob, question, {"text": "the general"})
    assert say("en", "again-be-specific", given="the general") in again.text
    assert question_in(again) == question_in(question)
    assert chat.answers() == 0
    told = await chat.fill(chat.bob, again, {"text": question_in(question).name.en})
    assert say("en", "recorded-title") in told.text

    # Asked once only, also where the first try was typed and the bot was killed in between.
    typed = await chat.opens(chat.eva, "answer the general")
    assert say("es", "again-be-specific", given="the general") in typed.text
    await chat.restart()
    told = await chat.fill(chat.eva, typed, {"text": "the general"})
    assert say("es", "recorded-title") in told.text
    await chat.nudge(chat.ana, question, "Next")
    await chat.shows(question, say("en", "reveal-scored", count=1, names="Bob"))


async def test_an_order_that_names_a_thing_twice_is_asked_again(chat: Chat) -> None:
    question = await chat.play(chat.ana, "orders 1")
    twice = {"place-1": "courts", "place-2": "courts", "place-3": "congress"}
    again = await chat.fill(chat.bob, question, twice)
    assert say("en", "form-once-each") in again.text
    assert chat.answers() == 0
    told = await chat.fill(chat.bob, again, CHOSEN["orders"][0])
    assert say("en", "recorded-title") in told.text


async def test_what_is_typed_behind_a_command_counts_like_a_form(chat: Chat) -> None:
    assert say("en", "nothing-open") in await chat.says(chat.bob, "answer 1787")
    question = await chat.play(chat.ana, "sets 1")
    letters = [line[0] for line in question.text.splitlines() if line[1:] in (". The House", ". The Senate")]
    assert say("en", "letters-set") in await chat.says(chat.bob, "answer the senate")
    assert say("en", "recorded-title") in await chat.says(chat.bob, f"answer {' '.join(letters).lower()}")
    await chat.nudge(chat.ana, question, "Next")
    await chat.shows(question, say("en", "reveal-scored", count=1, names="Bob"))


async def test_a_form_that_was_open_through_a_kill_of_the_bot_is_taken(chat: Chat) -> None:
    question = await chat.play(chat.ana, "numbers 1")
    form = await chat.form(chat.bob, question)
    await chat.restart()
    assert say("en", "recorded-title") in (await chat.send(chat.bob, form, {"text": "9"})).text
    assert chat.answers() == 1


async def test_a_form_that_is_sent_after_the_question_has_closed_does_not_count(chat: Chat) -> None:
    question = await chat.play(chat.ana, "numbers 1")
    form = await chat.form(chat.bob, question)
    async with chat.undrawn(question):
        chat.bot.hasten("close-turn")
        await chat.becomes(question, begin("reveal-title", position=1, length=1))
    assert say("en", "turn-closed") in (await chat.send(chat.bob, form, {"text": "9"})).text
    assert say("en", "turn-closed") in await chat.click(chat.ana, question, "Answer")
    assert chat.answers() == 0


async def test_a_form_that_is_delivered_twice_is_asked_back_once_and_recorded_once(chat: Chat) -> None:
    question = await chat.play(chat.ana, "names 1")
    form = await chat.form(chat.bob, question)
    async with chat.delivered_twice():
        again = await chat.send(chat.bob, form, {"text": "the general"})
    assert say("en", "again-be-specific", given="the general") in again.text
    assert (chat.answers(), chat.count("asked_again")) == (0, 1)
    form = await chat.form(chat.bob, again)
    async with chat.delivered_twice():
        told = await chat.send(chat.bob, form, {"text": "the general"})
        assert say("en", "recorded-title") in told.text
    assert say("en", "recorded-title") in told.text
    assert (chat.answers(), chat.count("asked_again")) == (1, 1)
