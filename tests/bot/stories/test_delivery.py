"""Rooms that cannot be written to, platforms that are slow, processes that die."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Table
from structlog.typing import EventDict

from bot.course import CLOSE_TURN, POST_TURN, REVEAL_TURN
from bot.engine.turn import GRACE
from bot.ports import TryLater, Uncertain, Unreachable
from bot.store import due
from bot.store.counts import What
from bot.store.due import LEASE
from bot.store.tables import answer, quiz, quiz_question, standing, total, turn
from bot.store.tables import due as due_table
from bot.words import say
from tests.bot.fakes import PAUSE, House, Person, choice, is_refused, ranks, read, started

CLOSE = 32
ROUND: tuple[Table, ...] = (quiz, quiz_question, turn, answer, standing, total, due_table)


def titles(house: House) -> list[str]:
    return [" ".join(card.title.split()[:2]) for card in house.stage.shown]


@pytest.mark.parametrize("community", ["discord:42", "slack:T1"])
async def test_where_the_bot_may_not_write_a_round_leaves_nothing_and_says_how_to_mend_it(
    house: House, community: str
) -> None:
    ana = house.person("ana", community=community)
    house.stage.broken = Unreachable("not_in_channel")
    platform = community.partition(":")[0]
    assert is_refused(await ana.types("play history 2"), f"cannot-post-{platform}")
    assert [await house.count(table) for table in ROUND] == [0] * len(ROUND)

    house.stage.broken = None
    await ana.types("play history 2")
    assert titles(house) == ["Question 1"]


async def test_every_message_goes_to_a_room_of_its_own_community(house: House) -> None:
    communities = ["slack:T1", "slack:T2", "discord:42"]
    for community in communities:
        await house.person("ana", community=community).types("play history 1")
        await house.person("mod", community=community, moderator=True).types("schedule set 23:00 UTC")
    await house.pass_time(CLOSE)
    assert sorted({message.community for message in house.stage.messages}) == sorted(communities)
    for community in communities:
        shown = [message.card for message in house.stage.messages if message.community == community]
        assert [card.title.split(" ·")[0] for card in shown] == [
            "Answer 1 of 1",
            say("en", "schedule-title"),
            "Final standings",
        ]


async def test_a_platform_that_is_busy_at_the_first_post_gets_it_later(house: House, ana: Person) -> None:
    house.stage.faults.append(TryLater("rate limited", after=3))
    begun = await ana.types("play history 1")
    assert started("History", 1) in read(begun)
    await house.pass_time(2.999)
    assert house.stage.calls == 1
    await house.pass_time(0.001)
    assert titles(house) == ["Question 1"]
    await ana.answers("right")
    await house.pass_time(CLOSE - 3)
    assert titles(house) == ["Question 1", "Answer 1", "Final standings"]
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


async def test_a_platform_that_gives_no_time_is_tried_again_ever_more_rarely(
    house: House, ana: Person
) -> None:
    await ana.types("play history 1 120")
    await house.pass_time(121)
    house.stage.broken = TryLater("502")
    before, start = house.stage.calls, house.clock.now()
    tries: list[float] = []
    for _ in range(40):
        await house.pass_time(1)
        tries += [(house.clock.now() - start).total_seconds()] * (house.stage.calls - before - len(tries))
    waits = [later - sooner for sooner, later in pairwise(tries)]
    assert 4 <= len(tries) <= 8
    assert waits == sorted(waits)
    house.stage.broken = None
    await house.pass_time(60)
    assert titles(house) == ["Question 1", "Answer 1", "Final standings"]


async def test_a_question_posted_too_late_to_be_answered_is_posted_with_its_answer(
    house: House, ana: Person
) -> None:
    house.stage.faults.append(TryLater("outage", after=60))
    await ana.types("play history 1 10")
    await house.pass_time(61)
    assert titles(house)[0] == "Answer 1"
    assert [message.card.title.split()[0] for message in house.stage.in_room()] == ["Answer", "Final"]


async def test_messages_of_a_room_keep_their_order_when_one_has_to_wait(house: House, ana: Person) -> None:
    await ana.types("play history 2 10")
    await house.pass_time(11)
    house.stage.faults.append(TryLater("rate limited", after=20))
    await house.pass_time(60)
    assert titles(house) == ["Question 1", "Answer 1", "Answer 2", "Answer 2", "Final standings"]


async def test_another_room_does_not_wait_for_one_that_has_to(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 1 10")
    await house.pass_time(11)
    house.stage.faults.append(TryLater("rate limited", after=100))
    await house.pass_time(2)
    elsewhere = ben.in_room("other room")
    await elsewhere.types("play history 1 10")
    await house.pass_time(13)
    assert [message.card.title.split()[0] for message in house.stage.in_room("other room")] == [
        "Answer",
        "Final",
    ]


async def test_a_room_that_vanishes_in_the_middle_ends_its_round_and_keeps_the_points(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 2 10")
    await ana.answers("right")
    await ben.answers("wrong")
    house.stage.broken = Unreachable("channel deleted")
    await house.pass_time(60)
    assert await house.count(due_table) == 0
    assert ranks(await ana.types("leaderboard")) == ["1. Ana 10", "2. Ben 0"]


async def test_a_redelivered_play_makes_one_round(house: House, ana: Person) -> None:
    first = await ana.types("play history 2", cause="the command")
    again = await ana.types("play history 2", cause="the command")
    assert first == again
    assert (await house.count(quiz), len(house.stage.messages)) == (1, 1)
    await ana.types("stop")
    await house.run_due()
    assert await ana.types("play history 2", cause="the command") == first
    assert await house.count(quiz) == 1


async def test_a_play_delivered_twice_at_once_makes_one_round(house: House, ana: Person) -> None:
    one, other = await asyncio.gather(
        ana.types("play history 2", cause="the command"), ana.types("play history 2", cause="the command")
    )
    assert one == other
    assert (await house.count(quiz), len(house.stage.messages)) == (1, 1)


async def test_a_round_goes_on_after_a_restart(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 2")
    await ana.answers("right")
    button = choice(house.stage.last.card, "right")
    await house.restart()
    # The buttons of the message that the dead process posted work on.
    assert (await ben.presses(button)).title == say("en", "recorded-title")
    assert (await ana.presses(button)).title == say("en", "already-answered-title")
    await house.pass_time(CLOSE)
    await house.restart()
    await house.pass_time(PAUSE)
    await house.restart()
    await ana.answers("right")
    await house.restart()
    await ben.answers("wrong")
    await house.run_due()
    assert titles(house) == ["Question 1", "Answer 1", "Question 2", "Answer 2", "Final standings"]
    assert ranks(house.stage.last.card) == ["1. Ana 20", "2. Ben 10"]
    keys = [message.key for message in house.stage.messages]
    assert len(set(keys)) == len(keys) == 3


async def test_a_question_whose_time_ran_out_while_all_was_down_is_closed_on_return(
    house: House, ana: Person
) -> None:
    await ana.types("play history 2")
    button = choice(house.stage.last.card, "right")
    house.clock.advance(3600)
    await house.restart()
    assert is_refused(await ana.presses(button), "turn-closed")
    await house.run_due()
    assert titles(house) == ["Question 1", "Answer 1"]
    await house.pass_time(PAUSE)
    assert titles(house)[2:] == ["Question 2"]
    await ana.answers("right")
    await house.pass_time(CLOSE)
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


async def test_work_that_a_killed_process_held_is_done_by_another_when_its_lease_ends(
    house: House, ana: Person
) -> None:
    await ana.types("play history 1")
    house.clock.advance(CLOSE)
    now = house.clock.now()
    held = await house.shell.store.write(lambda c: due.claim(c, ["discord"], now, "the dead", 10))
    assert [claim.kind for claim in held] == [CLOSE_TURN]
    await house.run_due()
    assert titles(house) == ["Question 1"]
    await house.pass_time(LEASE.total_seconds())
    assert titles(house) == ["Question 1", "Answer 1", "Final standings"]


def die_after_writing(house: House, writes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second message on, let so many more writes through and then none."""
    write = house.shell.store.write
    left = writes

    async def dying(unit: Callable[[Any], Any]) -> Any:
        nonlocal left
        if len(house.stage.messages) == 2:
            left -= 1
            if left < 0:
                raise ConnectionError("killed")
        return await write(unit)

    monkeypatch.setattr(house.shell.store, "write", dying)


async def test_a_process_killed_between_post_and_commit_posts_again_under_the_same_key(
    house: House, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one window in which a message may be sent again: its key and its buttons are the same."""
    await ana.types("play history 2")
    await house.pass_time(CLOSE)
    die_after_writing(house, 0, monkeypatch)
    with pytest.raises(ConnectionError):
        await house.pass_time(PAUSE)
    await house.restart()
    house.clock.advance(LEASE.total_seconds())
    await house.run_due()
    first, again = house.stage.messages[1:]
    assert (first.key, first.card) == (again.key, again.card)
    await ana.presses(choice(first.card, "right"))
    assert (await ana.presses(choice(again.card, "right"))).title == say("en", "already-answered-title")


async def test_a_process_killed_after_the_commit_does_not_post_again(
    house: House, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.types("play history 2")
    await house.pass_time(CLOSE)
    die_after_writing(house, 1, monkeypatch)
    with pytest.raises(ConnectionError):
        await house.pass_time(PAUSE)
    await house.restart()
    house.clock.advance(LEASE.total_seconds())
    await house.run_due()
    assert titles(house)[2:] == ["Question 2"]


async def test_work_that_keeps_failing_is_set_aside_and_the_rest_of_the_room_goes_on(
    house: House, ana: Person
) -> None:
    await ana.types("play history 1 10")
    house.stage.broken = RuntimeError("a fault of ours")
    await house.pass_time(3600)
    assert await house.next_due() is None
    assert await house.count(due_table) == 2
    assert ranks(await ana.types("leaderboard")) == []
    house.stage.broken = None
    await ana.types("play law 1 10")
    assert house.stage.last.card.title.startswith("Question 1")
    await house.pass_time(10 + GRACE.total_seconds())
    assert house.stage.last.card.title.startswith("Final")


@pytest.mark.parametrize("community", ["discord:42", "slack:T1"])
async def test_an_edit_of_a_message_that_is_gone_is_dropped_with_a_note(
    house: House, community: str, logged: list[EventDict]
) -> None:
    ana = house.person("ana", community=community)
    await ana.types("play history 1 10")
    house.stage.faults.append(Unreachable("message deleted"))
    await house.pass_time(60)
    assert house.stage.last.card.title.startswith("Final")
    assert await house.count(due_table) == 0
    (note,) = [event for event in logged if event["event"] == "not delivered"]
    assert (note["work"], note["reason"]) == (REVEAL_TURN, "message deleted")
    assert house.shell.counts[REVEAL_TURN, What.UNDELIVERED] == 1


async def test_a_question_that_may_have_come_twice_is_answered_once_whichever_is_clicked(
    house: House, ana: Person, ben: Person
) -> None:
    """The other window: a send of unknown outcome, repeated. Here both have come."""
    await ana.types("play history 2 120")
    house.stage.lost = Uncertain("reset", after=10)
    await house.pass_time(121 + PAUSE)
    await house.pass_time(11)
    first, again = house.stage.messages[1:]
    assert [button.action for button in first.card.buttons] == [
        button.action for button in again.card.buttons
    ]
    await ana.presses(choice(first.card, "right"))
    assert (await ana.presses(choice(again.card, "wrong"))).title == say("en", "already-answered-title")
    await ben.presses(choice(again.card, "right"))
    await house.pass_time(121)
    # The message that the bot knows of, the one that was confirmed, tells the answer.
    assert again.card.title.startswith("Answer 2")
    assert house.shell.counts[POST_TURN, What.UNSURE] == 1
