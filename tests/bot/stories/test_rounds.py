"""A round: questions that a room shares, one after the other."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.typing import EventDict

from bot.cards import Button
from bot.store.answers import Recorded
from bot.store.faults import Away, Unsure
from bot.store.tables import answer as answer_table
from bot.store.tables import quiz, turn
from bot.store.writer import Busy
from bot.words import say
from tests.bot.fakes import (
    PAUSE,
    House,
    Person,
    bank_of,
    card_of,
    choice,
    is_refused,
    pressable,
    ranks,
    read,
    started,
)
from tests.factories import NOON, SECOND

CLOSE = 32  # seconds until a question of 30 seconds closes


async def test_two_players_play_a_round_to_its_end(house: House, ana: Person, ben: Person) -> None:
    begun = await ana.types("play history 2")
    assert started("History", 2) in read(begun)

    await ana.answers("right")
    await ben.answers("wrong")
    await house.pass_time(CLOSE + PAUSE)
    await ben.answers("right")
    await ana.answers("right")
    await house.pass_time(1)

    titles = [card.title for card in house.stage.shown]
    assert titles == [
        "Question 1 of 2 · History",
        "Answer 1 of 2 · History",
        "Question 2 of 2 · History",
        "Answer 2 of 2 · History",
        "Final standings · History",
    ]
    # The answer takes the place of its question: a round of two questions is three messages.
    assert [[message.cards[0].title, message.card.title] for message in house.stage.in_room()] == [
        titles[0:2],
        titles[2:4],
        titles[4:] * 2,
    ]
    assert ranks(house.stage.last.card) == ["1. Ana 20", "2. Ben 10"]
    assert ranks(await ben.types("leaderboard")) == ["1. Ana 20", "2. Ben 10"]


async def test_a_question_shows_its_stem_its_options_and_when_it_closes(house: House, ana: Person) -> None:
    await ana.types("play history 1 20")
    card = house.stage.last.card
    shown = read(card)
    assert "Which one, history-" in shown
    assert [button.label for button in card.buttons] == ["A", "B", "C", "Next", "Español"]
    options = {button.label: button.action.rpartition(":")[2] for button in card.buttons[:3]}
    for letter, option in options.items():
        assert f"{letter}. {option}" in shown.splitlines()
    assert (NOON + 20 * SECOND).isoformat() in shown


async def test_an_open_question_does_not_tell_what_is_right(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 1")
    recorded = await ben.answers("right")
    for told in (house.stage.last.card, recorded):
        assert "Because." not in read(told)
        assert "✅" not in read(told)
    assert len({button.primary for button in house.stage.last.card.buttons[:3]}) == 1


async def test_a_reveal_tells_what_was_right_why_where_it_stands_and_who_knew(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 1")
    await ana.answers("right")
    await ben.answers("wrong")
    await house.pass_time(CLOSE)
    reveal = house.stage.in_room()[0].card
    shown = read(reveal)
    assert "right (right)" in shown
    assert "Because." in shown
    assert "Source: 3 U.S.C. chapter 1, section 7" in shown
    assert "Scored: Ana" in shown
    assert "Ben" not in shown
    assert [button.label for button in reveal.buttons] == ["Why?", "Español"]


async def test_a_round_that_nobody_answers_runs_its_time_and_says_so(house: House, ana: Person) -> None:
    await ana.types("play history 2 10")
    await house.pass_time(2 * 12 + PAUSE)
    assert [card.title.split()[0] for card in house.stage.shown] == [
        "Question",
        "Answer",
        "Question",
        "Answer",
        "Final",
    ]
    assert say("en", "reveal-nobody") in read(house.stage.shown[1])
    assert say("en", "standings-none") in read(house.stage.last.card)


async def test_a_question_is_open_for_its_seconds_and_the_grace_and_the_next_comes_after_the_pause(
    house: House, ana: Person
) -> None:
    await ana.types("play history 2")
    await house.pass_time(CLOSE - 0.001)
    assert len(house.stage.shown) == 1
    await house.pass_time(0.001)
    assert len(house.stage.shown) == 2
    await house.pass_time(PAUSE - 0.001)
    assert len(house.stage.shown) == 2
    await house.pass_time(0.001)
    assert len(house.stage.shown) == 3


async def test_who_is_told_recorded_stands_in_the_database(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    told = await ana.answers("wrong")
    letter = choice(house.stage.last.card, "wrong").label
    assert say("en", "recorded", answer=f"{letter}. wrong") in read(told)
    given = await house.shell.store.read(
        lambda c: c.execute(select(answer_table.c.player, answer_table.c.given)).all()
    )
    assert [tuple(row) for row in given] == [("ana", "wrong")]


async def test_who_could_not_be_written_down_is_not_told_recorded(
    house: House, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> Recorded:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    await ana.types("play history 1")
    monkeypatch.setattr(house.shell.store, "record", fail)
    assert is_refused(await ana.answers(), "broken")
    monkeypatch.undo()
    assert not is_refused(await ana.answers(), "broken")


async def test_an_answer_waits_for_its_commit_before_it_is_acknowledged(
    house: House, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, told_so = asyncio.Event(), asyncio.Event()
    record = house.shell.store.record

    async def slow(*given: Any) -> Recorded:
        recorded = await record(*given)
        written.set()
        await told_so.wait()
        return recorded

    await ana.types("play history 1")
    monkeypatch.setattr(house.shell.store, "record", slow)
    answering = asyncio.create_task(ana.answers())
    await written.wait()
    assert await house.count(answer_table) == 1
    assert not answering.done()
    told_so.set()
    assert (await answering).title == say("en", "recorded-title")


async def test_a_double_click_is_one_answer_and_says_so(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    button = choice(house.stage.last.card, "right")
    first, second = await asyncio.gather(ana.presses(button), ana.presses(button))
    assert {first.title, second.title} == {say("en", "recorded-title"), say("en", "already-answered-title")}
    assert await house.count(answer_table) == 1


async def test_the_first_answer_counts_when_someone_changes_their_mind(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    await ana.answers("right")
    told = await ana.answers("wrong")
    letter = choice(house.stage.last.card, "right").label
    assert say("en", "already-answered", answer=f"{letter}. right") in read(told)
    await house.pass_time(CLOSE)
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


async def test_a_redelivered_click_is_told_recorded_again(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    button = choice(house.stage.last.card, "right")
    first = await ana.presses(button, cause="the click")
    again = await ana.presses(button, cause="the click")
    assert first == again
    await house.pass_time(CLOSE)
    # It was made in time, and it stands: that it comes again after the close changes nothing.
    assert await ana.presses(button, at=NOON, cause="the click") == first


async def test_a_click_made_after_the_time_shown_is_refused_while_the_question_is_still_open(
    house: House, ana: Person
) -> None:
    await ana.types("play history 1")
    house.clock.advance(31)
    assert is_refused(await ana.answers(), "turn-closed")
    assert await house.count(answer_table) == 0


async def test_a_click_made_in_time_counts_though_it_arrives_in_the_grace(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    await house.pass_time(31.9)
    assert "Recorded" in read(await ana.answers("right", at=NOON + 30 * SECOND))
    await house.pass_time(1)
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


async def test_a_click_made_in_time_is_refused_when_it_arrives_after_the_close(
    house: House, ana: Person
) -> None:
    await ana.types("play history 1")
    button = choice(house.stage.last.card, "right")
    await house.pass_time(CLOSE)
    assert is_refused(await ana.presses(button, at=NOON + SECOND), "turn-closed")
    assert await house.count(answer_table) == 0
    assert read(house.stage.last.card).endswith(say("en", "standings-none"))


async def test_the_button_of_an_earlier_question_is_refused(house: House, ana: Person) -> None:
    await ana.types("play history 2")
    old = choice(house.stage.last.card, "right")
    await house.pass_time(CLOSE + PAUSE)
    assert len(house.stage.in_room()) == 2
    assert is_refused(await ana.presses(old), "turn-closed")
    await ana.answers("right")
    assert await house.count(answer_table) == 1


@pytest.mark.parametrize(
    "action", ["answer:nothing:right", "next:nothing", "start:nothing", "pick:nothing:right"]
)
async def test_the_button_of_something_that_is_not_there_is_refused(
    house: House, ana: Person, action: str
) -> None:
    assert is_refused(await ana.presses(Button("A", action)), "gone")


async def test_an_option_that_the_question_does_not_have_is_refused(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    forged = choice(house.stage.last.card, "right").action.replace(":right", ":made-up")
    assert is_refused(await ana.presses(Button("A", forged)), "gone")
    assert await house.count(answer_table) == 0


async def test_a_request_that_nobody_knows_is_refused(house: House, ana: Person) -> None:
    assert is_refused(card_of(await ana.does("dance")), "gone")


async def test_a_request_without_what_it_is_about_is_refused_and_logged(
    house: House, ana: Person, logged: list[EventDict]
) -> None:
    assert is_refused(card_of(await ana.does("answer", {})), "broken")
    assert [(entry["event"], entry["action"]) for entry in logged] == [("request failed", "answer")]


@pytest.mark.parametrize(("fault", "word"), [(Busy, "busy"), (Away, "away"), (Unsure, "unsure")])
async def test_whose_answer_cannot_be_written_now_is_told_why_and_asked_to_try_again(
    house: House, ana: Person, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], word: str
) -> None:
    async def fail(*_: object) -> Recorded:
        raise fault

    await ana.types("play history 1")
    monkeypatch.setattr(house.shell.store, "record", fail)
    assert is_refused(await ana.answers(), word)
    monkeypatch.undo()
    assert (await ana.answers()).title == say("en", "recorded-title")


async def test_the_button_of_another_community_is_refused(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 1")
    await ben.answers("right")  # so that the turn is in memory already
    card = house.stage.last.card
    stranger = house.person("eve", community="discord:666", moderator=True)
    assert is_refused(await stranger.presses(choice(card, "right")), "gone")
    assert is_refused(await stranger.presses(pressable(card, "next")), "gone")
    assert await house.count(answer_table) == 1
    await house.pass_time(1)
    assert len(house.stage.shown) == 1


async def test_a_second_round_in_the_same_room_is_refused_until_the_first_has_ended(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 1")
    assert is_refused(await ben.types("play law 1"), "round-running")
    assert await house.count(quiz) == 1
    await house.pass_time(CLOSE)
    assert not is_refused(await ben.types("play law 1"), "round-running")


async def test_of_two_rounds_started_at_once_in_a_room_one_is_played(
    house: House, ana: Person, ben: Person
) -> None:
    cards = await asyncio.gather(ana.types("play history 1"), ben.types("play law 1"))
    assert sorted(is_refused(card, "round-running") for card in cards) == [False, True]
    assert (await house.count(quiz), await house.count(turn), len(house.stage.messages)) == (1, 1, 1)


async def test_two_rooms_play_side_by_side(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 1")
    elsewhere = ben.in_room("other room")
    await elsewhere.types("play law 1")
    await ana.answers("right")
    await elsewhere.answers("right")
    await house.pass_time(CLOSE)
    assert [m.card.title for m in house.stage.in_room()] == [
        "Answer 1 of 1 · History",
        "Final standings · History",
    ]
    assert [m.card.title for m in house.stage.in_room("other room")] == [
        "Answer 1 of 1 · Law",
        "Final standings · Law",
    ]


async def test_a_round_of_a_topic_asks_that_topic_and_a_room_hears_no_question_twice(
    house: House, ana: Person
) -> None:
    stems: list[str] = []
    for _ in range(3):
        await ana.types("play law 2 10")
        await house.pass_time(2 * 12 + PAUSE)
    for card in house.stage.shown:
        if card.title.startswith("Question"):
            stems.append(read(card).splitlines()[1])
    assert sorted(stems) == [f"Which one, law-{number}?" for number in range(1, 7)]


async def test_a_round_is_no_longer_than_its_pool(house: House, ana: Person) -> None:
    begun = await ana.types("play law 20 10")
    assert "6 questions" in read(begun)
    await house.pass_time(6 * (12 + PAUSE))
    assert house.stage.in_room()[-2].card.title == "Answer 6 of 6 · Law"


async def test_a_changed_pack_does_not_change_what_was_asked(house: House, ana: Person) -> None:
    await ana.types("play history 2")
    await ana.answers("right")
    await house.restart_with(bank_of({"law": 1}))
    await house.pass_time(CLOSE + PAUSE)
    await ana.answers("right")
    await house.pass_time(CLOSE)
    reveals = [read(message.card) for message in house.stage.in_room()[:2]]
    assert all("Which one, history-" in reveal and "right (right)" in reveal for reveal in reveals)
    assert ranks(house.stage.last.card) == ["1. Ana 20"]


async def test_a_round_speaks_the_language_asked_for(house: House, ana: Person) -> None:
    begun = await ana.types("play history 1 es")
    assert read(begun).startswith(say("en", "help-title"))
    card = house.stage.last.card
    assert card.title == "Pregunta 1 de 1 · History (es)"
    assert "(es)" in read(card)


async def test_a_player_is_answered_in_their_own_language(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    ruth = house.person("ruth", language="es")
    assert "Registrada" in read(await ruth.answers("right"))
    assert is_refused(await ruth.types("play"), "round-running", "es")
