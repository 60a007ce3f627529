"""What a room sees of a question that is open: how many have answered, and the other language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.cards import Moment, Tone
from bot.course import REFRESH, REFRESH_TURN
from bot.ports import TryLater, Unreachable
from bot.requests import Request
from bot.store import due
from bot.store.due import LEASE
from bot.store.tables import due as due_table
from bot.store.writer import Busy
from bot.words import say
from tests.bot.fakes import PAUSE, House, Person, card_of, choice, is_refused, pressable, read
from tests.factories import NOON, SECOND

CLOSE = 32


def answered(count: int) -> str:
    return say("en", "question-answered", count=count)


def counts(house: House, message: int = 0) -> list[str]:
    """What a question's message told of how many had answered, one card after the other."""
    cards = house.stage.messages[message].cards
    lines = [line for card in cards if card.tone is Tone.QUESTION for line in read(card).splitlines()]
    return [line for line in lines if "answered." in line or "answered yet" in line]


async def test_a_question_tells_how_many_have_answered_and_how_long_it_is_open(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 1")
    card = house.stage.last.card
    assert counts(house) == ["Nobody has answered yet."]
    assert any(Moment(NOON + 30 * SECOND, relative=True) in line for line in card.lines)
    await ana.answers("right")
    await ben.answers("wrong")
    await house.pass_time(REFRESH)
    refreshed = house.stage.last.card
    assert counts(house) == [answered(0), answered(2)]
    assert counts(house)[1] == "2 have answered."
    # Never what: but for the count it reads as before.
    assert read(refreshed).replace(answered(2), answered(0)) == read(card)
    assert refreshed.buttons == card.buttons


async def test_many_answers_are_shown_by_one_edit(house: House, ana: Person) -> None:
    people = [house.person(f"p{number}") for number in range(40)]
    await ana.types("play history 1")
    for player in people:
        await player.answers("right")
    await house.pass_time(REFRESH)
    assert counts(house) == [answered(0), answered(40)]
    assert house.stage.calls == 2


async def test_a_question_is_edited_no_oftener_than_the_platforms_take_and_never_in_vain(
    house: House, ana: Person
) -> None:
    await ana.types("play history 1")
    for number in range(10):
        await house.person(f"p{number}").answers("right")
        await house.pass_time(1)
    await house.pass_time(10)
    # Ten answers in ten seconds: the last of them is shown as well.
    assert 10 / REFRESH <= len(counts(house)) - 1 <= 10 / REFRESH + 1
    assert counts(house)[-1] == answered(10)


async def test_most_answers_write_nothing_but_themselves(
    house: House, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.types("play history 1")
    write, written = house.shell.store.write, []

    async def counting(unit: Callable[[Any], Any]) -> Any:
        written.append(unit)
        return await write(unit)

    monkeypatch.setattr(house.shell.store, "write", counting)
    for number in range(20):
        await house.person(f"p{number}").answers("right")
        await house.shell.settled()
    assert len(written) == 1


async def test_an_answer_is_acknowledged_before_its_count_is_seen_to(
    house: House, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.types("play history 1")

    async def never(_: Callable[[Any], Any]) -> Any:
        raise AssertionError("an answer waited for more than itself")

    with monkeypatch.context() as without:
        without.setattr(house.shell.store, "write", never)
        assert (await ana.answers("right")).title == say("en", "recorded-title")
        house.shell.background.clear()


async def test_when_too_much_waits_to_be_written_the_next_answer_brings_the_count(
    house: House, ana: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: Callable[[Any], Any]) -> Any:
        raise Busy

    await ana.types("play history 1")
    with monkeypatch.context() as busy:
        busy.setattr(house.shell.store, "write", full)
        await ana.answers("right")
        await house.shell.settled()
    await ben.answers("right")
    await house.pass_time(REFRESH)
    assert counts(house) == [answered(0), answered(2)]


async def test_an_answer_that_comes_while_the_count_is_being_shown_is_counted_by_the_next(
    house: House, ana: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.types("play history 1")
    await ana.answers("right")
    edit = house.stage.edit

    async def slow(*given: Any) -> None:
        monkeypatch.undo()
        await ben.answers("right")
        await house.shell.settled()
        await edit(*given)

    monkeypatch.setattr(house.stage, "edit", slow)
    await house.pass_time(2 * REFRESH)
    assert counts(house) == [answered(0), answered(1), answered(2)]


async def test_a_question_that_closes_shows_its_answer_at_once_and_no_count_after_it(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 1")
    await ben.answers("right")
    await house.shell.settled()
    await ana.presses_quietly(pressable(house.stage.last.card, "next"))
    await house.run_due()
    assert house.stage.messages[0].card.title.startswith("Answer 1")
    await house.pass_time(60)
    assert counts(house) == [answered(0)]
    assert await house.count(due_table) == 0


async def test_an_answer_shortly_before_the_close_brings_no_edit_behind_it(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    await house.pass_time(31)
    await ana.answers("right", at=NOON + 30 * SECOND)
    await house.pass_time(CLOSE)
    assert [card.title.split()[0] for card in house.stage.messages[0].cards] == ["Question", "Answer"]


async def test_a_count_that_is_under_way_is_not_painted_over_the_answer(
    house: House, ana: Person, ben: Person
) -> None:
    """Another process is showing the count when the question closes: the answer waits until it is done."""
    await ana.types("play history 2")
    await ana.answers("right")
    await house.shell.settled()
    house.clock.advance(REFRESH)
    now = house.clock.now()
    (held,) = await house.shell.store.write(lambda c: due.claim(c, ["discord"], now, "another", 10))
    assert held.kind == REFRESH_TURN
    await ana.presses_quietly(pressable(house.stage.last.card, "next"))
    await house.run_due()
    assert house.stage.messages[0].card.title.startswith("Question 1")
    await house.shell.store.write(lambda c: due.done(c, held))
    await house.run_due()
    assert house.stage.messages[0].card.title.startswith("Answer 1")


async def test_a_process_that_dies_with_a_count_holds_the_answer_up_until_its_lease_ends(
    house: House, ana: Person
) -> None:
    await ana.types("play history 1")
    await ana.answers("right")
    await house.shell.settled()
    house.clock.advance(REFRESH)
    now = house.clock.now()
    await house.shell.store.write(lambda c: due.claim(c, ["discord"], now, "the dead", 10))
    await ana.presses_quietly(pressable(house.stage.last.card, "next"))
    await house.pass_time(LEASE.total_seconds())
    assert [card.title.split()[0] for card in house.stage.shown] == ["Question", "Answer", "Final"]
    # Nor does whoever does its work then show the question again.
    assert [card.title.split()[0] for card in house.stage.messages[0].cards] == ["Question", "Answer"]


async def test_a_platform_that_is_busy_shows_the_newest_count_later(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 1")
    await ana.answers("right")
    house.stage.faults.append(TryLater("rate limited", after=10))
    await house.pass_time(REFRESH + 1)
    await ben.answers("right")
    await house.pass_time(10)
    assert counts(house) == [answered(0), answered(2), answered(2)][: len(counts(house))]
    assert counts(house)[-1] == answered(2)


async def test_a_message_that_is_gone_does_not_stop_the_round(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 2")
    await ana.answers("right")
    house.stage.faults.append(Unreachable("message deleted"))
    await house.pass_time(CLOSE + PAUSE)
    assert house.stage.last.card.title.startswith("Question 2")


async def test_the_count_goes_on_after_a_restart(house: House, ana: Person, ben: Person) -> None:
    await ana.types("play history 1")
    await ana.answers("right")
    await house.shell.settled()
    await house.restart()
    await ben.answers("right")
    await house.pass_time(REFRESH)
    assert counts(house) == [answered(0), answered(2)]


async def test_two_processes_plan_one_edit(twins: tuple[House, House]) -> None:
    one, other = twins
    await one.person("ana").types("play history 1")
    await one.person("ana").answers("right")
    await other.person("ben").answers("right")
    for house in twins:
        await house.shell.settled()
    one.clock.advance(REFRESH)
    await one.run_due()
    await other.run_due()
    assert counts(one) == [answered(0), answered(2)]


async def test_players_at_one_screen_are_shown_no_count(house: House, ana: Person) -> None:
    assert ana.room is not None
    begun = Request(
        ana.player,
        ana.room,
        "play",
        {"topic": "history", "questions": 1},
        house.new_cause(),
        NOON,
        present=frozenset({"ana", "ben"}),
    )
    card_of(await house.quizmaster.handle(begun))
    await ana.answers("right")
    await house.pass_time(10)
    assert counts(house) == []
    assert len(house.stage.messages[0].cards) == 1


# --- in the other language


async def test_a_question_can_be_read_in_the_other_language_under_the_same_letters(
    house: House, ana: Person, ben: Person
) -> None:
    await ana.types("play history 1")
    public = house.stage.last.card
    button = pressable(public, "read")
    assert button.label == "Español"
    private = await ben.presses(button)
    assert private.title == "Pregunta 1 de 1 · History (es)"
    assert private.buttons == ()
    for letter in "ABC":
        option = next(button.action.rpartition(":")[2] for button in public.buttons if button.label == letter)
        assert f"{letter}. {option} (es)" in read(private).splitlines()
    assert "Because." not in read(private)
    assert "✅" not in read(private)


async def test_in_a_spanish_room_the_other_language_is_english_whatever_the_player_reads(
    house: House, ana: Person
) -> None:
    await ana.types("play history 1 es")
    button = pressable(house.stage.last.card, "read")
    assert button.label == "English"
    ruth = house.person("ruth", language="es")
    assert (await ruth.presses(button)).title == "Question 1 of 1 · History"


async def test_a_reveal_can_be_read_in_the_other_language_with_its_reason(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    right = choice(house.stage.last.card, "right").label
    await house.pass_time(CLOSE)
    reveal = house.stage.messages[0].card
    assert [button.label for button in reveal.buttons] == ["Español"]
    private = await ana.presses(pressable(reveal, "read"))
    assert private.title == "Respuesta 1 de 1 · History (es)"
    assert say("es", "option-right", option=f"{right}. right (es)") in read(private)
    assert "Because. (es)" in read(private)
    assert "Fuente: 3 U.S.C. chapter 1, section 7" in read(private)


async def test_a_question_of_another_community_cannot_be_read(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    stranger = house.person("eve", community="discord:666")
    assert is_refused(await stranger.presses(pressable(house.stage.last.card, "read")), "gone")
