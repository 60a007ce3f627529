"""The machine's clock jumps by an hour, either way: nothing opens or closes for it, on either database."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.words import say
from tests.e2e.asked import PACKS, right, wrong
from tests.e2e.chats import begin
from tests.e2e.on_discord import DiscordChat
from tests.e2e.process import Bot
from tests.e2e.wall_clock import WallClock, wall_clock

HOUR = 3600
# A round's shortest time for a question, in seconds, and what is added before it closes.
SHORTEST, GRACE = 5, 2


@pytest.fixture
def clock(tmp_path: Path) -> WallClock:
    return wall_clock(tmp_path)


@pytest.fixture
def new_player(
    new_bot: Callable[..., Bot], database_url: str, clock: WallClock
) -> Callable[[Mapping[str, str]], Bot]:
    """Makes a bot whose wall clock can be shifted, on each database in turn."""

    def make(environment: Mapping[str, str]) -> Bot:
        return new_bot(environment, clock.environment, CIVIQUIZ_PACKS=str(PACKS), DATABASE_URL=database_url)

    return make


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["ahead", "back"])
async def test_a_jump_of_the_wall_clock_opens_and_closes_nothing(
    server: DiscordChat, clock: WallClock, jump: int
) -> None:
    at = datetime.now(UTC) + timedelta(minutes=30)
    await server.says(server.mod, f"schedule set {at:%H:%M} UTC choices 1")
    question = await server.play(server.ana, "choices 1")

    # That the count is shown tells that the bot has gone through what is due since the jump.
    clock.shift(jump)
    assert say("en", "recorded-title") in await server.click(server.bob, question, right(question))
    await server.shows(question, say("en", "question-answered", count=1))
    clock.shift(-jump)
    assert say("en", "recorded-title") in await server.click(server.ana, question, wrong(question))
    await server.shows(question, say("en", "question-answered", count=2))
    assert question.title.startswith(begin("question-title", position=1, length=1))
    assert len(server.posts()) == 2  # what tells of the schedule, and the question

    await server.nudge(server.ana, question, "Next")
    await server.post(begin("standings-title"))
    # Deadlines go by the time that passes, whatever the clock on the wall shows.
    began = time.monotonic()
    question = await server.play(server.ana, f"choices 1 seconds:{SHORTEST}")
    clock.shift(2 * jump)
    await server.becomes(question, begin("reveal-title", position=1, length=1))
    assert time.monotonic() - began >= SHORTEST + GRACE
    assert [post.title for post in server.posts()].count(say("en", "schedule-title")) == 1


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_process_that_starts_with_a_wrong_clock_goes_by_the_one_of_a_shared_database(
    server: DiscordChat, clock: WallClock
) -> None:
    question = await server.play(server.ana, "choices 1")
    clock.shift(HOUR)
    await server.restart()
    assert say("en", "recorded-title") in await server.click(server.bob, question, right(question))
    await server.shows(question, say("en", "question-answered", count=1))
    assert question.title.startswith(begin("question-title", position=1, length=1))
