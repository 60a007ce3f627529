"""Leaderboards page by page, and what a player has reached, with its picture."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.words import say
from tests.e2e.asked import right, wrong
from tests.e2e.chats import Chat, begin
from tests.e2e.process import until

BACK, NEXT = say("en", "button-back"), say("en", "button-next")
PNG = b"\x89PNG\r\n\x1a\n"


async def played(chat: Chat) -> None:
    """Ana and Bob have played a round: she was right, he was not."""
    question = await chat.play(chat.ana, "choices 1")
    await chat.click(chat.ana, question, right(question))
    await chat.click(chat.bob, question, wrong(question))
    await chat.nudge(chat.ana, question, "Next")
    await chat.post(begin("standings-title"))


def crowd(chat: Chat, size: int) -> None:
    """Others have played today too, the first of them with most points."""
    ((community, room),) = chat.bot.sql("SELECT community, room FROM quiz")
    for place in range(size):
        chat.bot.sql(
            "INSERT INTO player (community, id, name) VALUES (?, ?, ?)", community, f"p{place}", f"P{place}"
        )
        chat.bot.sql(
            "INSERT INTO total (community, day, player, room, topic, points, correct, answered)"
            " VALUES (?, ?, ?, ?, 'choices', ?, 1, 1)",
            *(community, datetime.now(UTC).date().isoformat(), f"p{place}", room, 1000 - place),
        )


async def test_a_leaderboard_is_paged_in_place_with_ones_own_line_on_every_page(chat: Chat) -> None:
    await played(chat)
    crowd(chat, 20)
    shown = await chat.opens(chat.bob, "leaderboard 28-days community")
    assert shown.labels == [NEXT]
    assert "1. P0 · " in shown.text
    assert begin("leaderboard-own", line="22. Bob") in shown.text
    shown = await chat.press(chat.bob, shown, NEXT)
    assert shown.labels == [BACK, NEXT]
    assert say("en", "leaderboard-page", page=2, pages=3) in shown.text
    assert "11. P10 · " in shown.text
    await chat.restart()
    shown = await chat.press(chat.bob, shown, NEXT)
    assert shown.labels == [BACK]
    assert "21. Ana · " in shown.text
    assert "22. Bob · " in shown.text
    assert len(chat.private(chat.bob)) == len(chat.private(chat.ana))


async def test_statistics_of_oneself_and_of_others_are_shown_with_a_picture(chat: Chat) -> None:
    assert say("en", "stats-none") in await chat.says(chat.ana, "stats")
    await played(chat)
    mine = await chat.opens(chat.ana, "stats")
    assert mine.title == say("en", "stats-title", name="Ana")
    assert say("en", "stats-right", correct=1, answered=1, percent="100%") in mine.text
    assert say("en", "stats-streak", now=1, longest=1) in mine.text
    theirs = await chat.opens(chat.eva, f"stats {chat.mention(chat.bob)}")
    assert theirs.title == say("es", "stats-title", name="Bob")
    assert say("es", "stats-right", correct=0, answered=1, percent="0%") in theirs.text
    assert say("es", "stats-none-other") in await chat.says(chat.eva, f"stats {chat.mention(chat.mod)}")

    button = say("es", "button-picture")
    if button in theirs.labels:
        assert say("es", "picture-sent") in await chat.click(chat.eva, theirs, button)
    ((picture, words),) = await until(lambda: chat.pictures(chat.eva))
    assert picture.startswith(PNG)
    assert words.startswith("Últimos 28 días") or not words
    assert all("Bob" not in seen.title for seen in chat.posts())
