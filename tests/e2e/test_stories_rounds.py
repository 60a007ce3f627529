"""Rounds: one question after the other, shared by a room."""

from __future__ import annotations

import re

from bot.commands import usage
from bot.words import say
from tests.e2e.asked import known_commands, options_in, question_in, right, wrong
from tests.e2e.chats import Chat, Seen, begin


async def test_a_round_is_played_with_buttons_and_its_results_are_edited_into_the_room(chat: Chat) -> None:
    first = await chat.play(chat.ana, "choices 2")
    assert first.labels == ["A", "B", "C", say("en", "button-next"), "Español"]
    assert say("en", "question-footnote") in first.text

    assert say("en", "recorded-title") in await chat.click(chat.ana, first, right(first))
    assert say("en", "already-answered-title") in await chat.click(chat.ana, first, wrong(first))
    assert say("es", "recorded-title") in await chat.click(chat.eva, first, wrong(first))
    assert say("en", "only-starter") in await chat.click(chat.bob, first, "Next")

    told = len(chat.private(chat.ana))
    await chat.nudge(chat.ana, first, "Next")
    await chat.becomes(first, begin("reveal-title", position=1, length=2))
    assert len(chat.private(chat.ana)) == told, "Next is answered to nobody"
    assert first.labels == [say("en", "button-why"), "Español"]
    assert question_in(first).explanation.en in first.text
    assert "Source: Constitution of the United States" in first.text
    assert say("en", "reveal-scored", count=1, names="Ana") in first.text

    # Who answered before has answered again: nobody has to wait for the time to pass.
    second = await chat.post(begin("question-title", position=2, length=2))
    await chat.click(chat.ana, second, wrong(second))
    await chat.click(chat.eva, second, wrong(second))
    await chat.becomes(second, begin("reveal-title", position=2, length=2))
    standings = await chat.post(begin("standings-title"))
    assert [line.split(" ·")[0] for line in standings.text.splitlines()[1:]] == ["1. Ana", "2. Eva"]

    board = await chat.says(chat.bob, "leaderboard today channel")
    ranks = [line.split(" ·")[0] for line in board.splitlines()[1:]]
    assert ranks == ["1. Ana", "2. Eva", say("en", "leaderboard-own-none")]
    assert "1. Ana" in await chat.says(chat.eva, "leaderboard all community choices")
    assert "Ana" not in await chat.says(chat.eva, "leaderboard all community truths")


def counts(seen: Seen) -> dict[str, int]:
    """How many chose each option, by its letter, as far as it is told."""
    told = re.findall(r"^(?:✅ )?([A-Z])\. .+ · (\d+)$", seen.text, re.MULTILINE)
    return {letter: int(count) for letter, count in told}


async def test_a_room_sees_how_many_have_answered_and_then_what_they_chose(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 1 seconds:300")
    assert say("en", "question-answered", count=0) in question.text
    await chat.click(chat.ana, question, right(question))
    await chat.click(chat.bob, question, right(question))
    await chat.click(chat.eva, question, wrong(question))
    await chat.shows(question, say("en", "question-answered", count=3))
    letters = options_in(question)
    assert counts(question) == {}
    chosen = dict.fromkeys(letters.values(), 0) | {right(question): 2, wrong(question): 1}

    await chat.nudge(chat.ana, question, "Next")
    await chat.becomes(question, begin("reveal-title", position=1, length=1))
    assert counts(question) == chosen


async def test_a_question_is_read_privately_in_the_other_language(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 1")
    asked = question_in(question)
    told = await chat.click(chat.bob, question, "Español")
    assert asked.stem.es in told
    for id, letter in options_in(question).items():
        option = asked.option(id)
        assert option is not None
        assert f"{letter}. {option.text.es}" in told
    assert asked.explanation.es not in told
    await chat.nudge(chat.ana, question, "Next")
    await chat.becomes(question, begin("reveal-title", position=1, length=1))
    assert asked.explanation.es in await chat.click(chat.bob, question, "Español")


async def test_whoever_likes_plays_again(chat: Chat) -> None:
    await chat.play(chat.ana, "choices 1 easy seconds:0")
    assert say("en", "round-stops") in await chat.says(chat.ana, "stop")
    standings = await chat.post(begin("standings-title"))
    assert standings.labels == ["Play again"]
    assert say("en", "time-unlimited") in await chat.click(chat.bob, standings, "Play again")
    question = await chat.post(begin("question-title", position=1, length=1))
    assert say("en", "question-untimed") in question.text
    assert say("en", "round-running") in await chat.click(chat.ana, standings, "Play again")
    assert chat.count("quiz") == 2


async def test_a_round_alone_is_shown_but_does_not_count(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 1")
    await chat.click(chat.ana, question, right(question))
    await chat.nudge(chat.ana, question, "Next")
    standings = await chat.post(begin("standings-title"))
    assert "1. Ana" in standings.text
    assert say("en", "uncounted-alone") in standings.text
    assert say("en", "leaderboard-empty") in await chat.says(chat.ana, "leaderboard")


async def test_after_a_reveal_a_button_tells_each_player_why(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 1")
    letter = wrong(question)
    (id,) = (id for id, known in options_in(question).items() if known == letter)
    await chat.click(chat.bob, question, letter)
    await chat.nudge(chat.ana, question, "Next")
    await chat.becomes(question, begin("reveal-title", position=1, length=1))
    told = await chat.click(chat.bob, question, "Why?")
    option = question_in(question).option(id)
    assert option is not None
    assert option.why is not None
    assert option.why.en in told
    assert say("en", "why-none") in await chat.click(chat.ana, question, "Why?")


async def test_a_click_on_a_question_that_has_closed_meanwhile_does_not_count(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 1")
    async with chat.undrawn(question):
        chat.bot.hasten("close-turn")
        await chat.becomes(question, begin("reveal-title", position=1, length=1))
    assert say("en", "turn-closed") in await chat.click(chat.bob, question, "A")
    assert chat.answers() == 0


async def test_a_round_ends_with_the_standings_when_its_starter_says_stop(chat: Chat) -> None:
    question = await chat.play(chat.ana, "choices 3")
    assert say("en", "round-running") in await chat.says(chat.bob, "play choices 1")
    await chat.click(chat.bob, question, right(question))
    assert say("en", "only-starter") in await chat.says(chat.bob, "stop")
    assert say("en", "round-stops") in await chat.says(chat.ana, "stop")
    standings = await chat.post(begin("standings-title"))
    assert "1. Bob" in standings.text
    assert question.title.startswith(begin("reveal-title", position=1, length=3))
    assert say("en", "no-round") in await chat.says(chat.ana, "stop")


async def test_rooms_have_rounds_of_their_own(chat: Chat) -> None:
    here, there = await chat.play(chat.ana, "choices 1"), await chat.play(chat.bob, "truths 1", chat.other)
    await chat.click(chat.ana, here, right(here))
    await chat.click(chat.ana, there, right(there))
    assert say("en", "round-stops") in await chat.says(chat.mod, "stop", chat.other)
    await chat.post(begin("standings-title"), room=chat.other)
    assert here.title.startswith(begin("question-title", position=1, length=1))


async def test_who_reads_spanish_plays_in_spanish(chat: Chat) -> None:
    help_ = await chat.says(chat.eva, "ayuda")
    assert say("es", "help-intro") in help_
    assert all(usage(command, "es") in help_ for command in known_commands())
    statement = await chat.play(chat.eva, "truths 1 language:es")
    assert question_in(statement).stem.es in statement.text
    assert statement.labels == ["A", "B", say("es", "button-next"), "English"]
    assert say("es", "recorded-title") in await chat.click(chat.eva, statement, right(statement))
    assert say("en", "recorded-title") in await chat.click(chat.bob, statement, wrong(statement))
    await chat.nudge(chat.eva, statement, say("es", "button-next"))
    await chat.shows(statement, say("es", "reveal-scored", count=1, names="Eva"))
