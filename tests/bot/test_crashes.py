"""The telling of stories with crashes: it counts their moments, and sees what a crash breaks."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection

from bot import course
from bot.engine.quiz import Quiz
from bot.engine.turn import Answer, Turn
from bot.shell import Shell
from bot.store import due
from bot.store.answers import Newcomer, Outcome, Recorded
from bot.store.due import Claim, Work
from tests.bot import crashes
from tests.bot.crashes import Again, Fate, MortalStore, Points, Story, Told, summary
from tests.bot.fakes import PLAIN, House, Person
from tests.bot.inline import InlineStore
from tests.factories import SECOND


async def a_round(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    await ana.answers("right")
    await house.pass_time(32)


async def points_of(sqlite_url: str) -> Points:
    house = await House(sqlite_url).open()
    await house.settle(PLAIN)
    return await Story(a_round, {"house": house, "ana": house.person("ana")}, house, []).at_every_point()


async def test_a_story_is_told_for_each_of_its_moments_and_once_more_for_what_was_in_flight(
    sqlite_url: str,
) -> None:
    found = await points_of(sqlite_url)
    assert found.wrong == []
    # Right before and behind: the start, its post, its end; the answer, its count, the close, two posts and
    # what ends each of them.
    assert found.points % 2 == 0
    assert found.points >= 20
    assert found.points // 2 < found.crashes < len(Again) * found.points
    # A post whose end was not committed comes again, once, and no other.
    assert 0 < found.repeated <= 4 * len(Again)
    assert 0 < found.told_to_the_end < found.crashes


async def test_a_moment_that_is_left_out_ends_as_the_one_before_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: dict[int, list[object]] = {}
    worlds: list[object] = []
    once = Story.once

    async def kept(story: Story, fate: Fate, comes: Again) -> Told:
        told = await once(story, fate, comes)
        if fate.dies_at is None:
            worlds[:] = told.house.fate.worlds
        else:
            shown = [(message.key, message.cards) for message in told.house.stage.messages]
            ends.setdefault(fate.dies_at, []).append((comes, shown, told.house.told, told.wrong))
        return told

    monkeypatch.setattr(Story, "once", kept)
    monkeypatch.setattr(crashes, "tried", lambda worlds: range(1, len(worlds) + 1))
    await points_of(sqlite_url)
    monkeypatch.undo()
    left_out = sorted(ends.keys() - set(crashes.tried(worlds)))
    assert len(left_out) > 5
    assert [ends[number] == ends[number - 1] for number in left_out] == [True] * len(left_out)


async def test_an_answer_that_is_acknowledged_before_its_commit_is_seen_to_be_lost(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_early(store: InlineStore, answer: Answer, newcomer: Newcomer | None = None) -> Recorded:
        record = InlineStore.record
        store_later.append(asyncio.ensure_future(record(store, answer, newcomer)))
        return Recorded(Outcome.RECORDED, answer.given)

    store_later: list[asyncio.Future[Recorded]] = []
    monkeypatch.setattr(MortalStore, "record", too_early)
    wrong = " ".join((await points_of(sqlite_url)).wrong)
    assert "before a commit, redelivered: ana read that an answer was recorded" in wrong


async def test_work_that_is_written_behind_what_causes_it_is_seen_to_be_lost(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_close(
        connection: Connection, quiz: Quiz, turn: Turn, lease: str | None = None
    ) -> Claim | None:
        claim = open_shared(connection, quiz, turn, lease)
        due.drop_work(connection, course.CLOSE_TURN, turn.id)
        return claim

    async def close_behind(shell: Shell, claim: Claim) -> None:
        work = Work(course.CLOSE_TURN, claim.subject, claim.community, shell.clock.now() + 32 * SECOND)
        await shell.store.write(lambda c: due.add_work(c, work))
        await post_turn(shell, claim)

    open_shared, post_turn = course.open_shared, course.post_turn
    monkeypatch.setattr(course, "open_shared", without_close)
    monkeypatch.setattr(course, "post_turn", close_behind)
    wrong = " ".join((await points_of(sqlite_url)).wrong)
    assert "a live quiz is still open" in wrong


def test_the_summary_adds_up() -> None:
    one, other = Points(10, 14, 2, 9), Points(20, 26, 3, 21)
    assert summary([one, other]) == (
        "2 stories have 30 crash points. Of 40 crashes 30 let the story go on to its end; "
        "5 messages were posted again under their key."
    )
