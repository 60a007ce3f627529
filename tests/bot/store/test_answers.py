"""Answers: once a player and turn, never after the close, each told what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from bot.engine.turn import Answer
from bot.store import answers, quizzes, tables
from bot.store.answers import Draft, Newcomer, Outcome, Recorded, answered_in, answers_in, given_in
from bot.store.store import Store
from tests.factories import COMMUNITY, NOON, SECOND, answer, open_round, question, turn

FIRST = "quiz-1"


@pytest.fixture
def played(engine: Engine) -> Engine:
    """A quiz with two open turns, `quiz-1` and `quiz-2`."""
    with engine.begin() as connection:
        open_round(connection, length=2)
    return engine


async def play(store: Store) -> None:
    await store.write(lambda c: open_round(c, length=2))


def record(connection: Connection, *given: Answer) -> list[Recorded]:
    return answers.record(connection, [Draft(one) for one in given])


def rows(engine: Engine) -> Sequence[Any]:
    table = tables.answer.c
    with engine.connect() as connection:
        return connection.execute(
            select(table.turn, table.player, table.given, table.at, table.cause).order_by(
                table.turn, table.player
            )
        ).all()


def given_by(store: Store, turn: str = FIRST) -> Any:
    return store.read(lambda c: given_in(c, turn))


def test_an_answer_is_kept_whole(played: Engine) -> None:
    first = answer(turn=FIRST, at=NOON + timedelta(microseconds=123456))
    second = answer(turn="quiz-2", given="wrong", at=NOON.replace(microsecond=0))
    with played.begin() as connection:
        assert record(connection, first, second) == [
            Recorded(Outcome.RECORDED, "right"),
            Recorded(Outcome.RECORDED, "wrong"),
        ]
    assert [Answer(*row) for row in rows(played)] == [first, second]


def test_an_answer_of_another_zone_is_kept_as_the_same_instant(played: Engine) -> None:
    there = datetime(2026, 3, 2, 23, 30, tzinfo=timezone(timedelta(hours=-6)))
    with played.begin() as connection:
        record(connection, answer(turn=FIRST, at=there))
    assert rows(played)[0].at == there


def test_an_answer_at_no_certain_instant_is_refused(played: Engine) -> None:
    with played.begin() as connection, pytest.raises(ValueError, match="time zone"):
        record(connection, answer(turn=FIRST, at=NOON.replace(tzinfo=None)))


@pytest.mark.parametrize("player", ["ana", "U0'; DROP TABLE answer; --", 'né"\\\n{}', "1🦊", ""])
def test_players_may_be_called_anything(played: Engine, player: str) -> None:
    with played.begin() as connection:
        assert record(connection, answer(player, turn=FIRST)) == [Recorded(Outcome.RECORDED, "right")]
        assert given_in(connection, FIRST) == {player: "right"}


def test_a_second_answer_is_told_which_one_stands(played: Engine) -> None:
    first, second = answer(turn=FIRST), answer(turn=FIRST, given="wrong", cause="another click")
    with played.begin() as connection:
        record(connection, first)
        assert record(connection, second) == [Recorded(Outcome.ALREADY, "right")]
        assert given_in(connection, FIRST) == {"ana": "right"}


def test_a_redelivered_answer_is_recorded_again_and_stands_once(played: Engine) -> None:
    for _ in range(2):
        with played.begin() as connection:
            assert record(connection, answer(turn=FIRST)) == [Recorded(Outcome.RECORDED, "right")]
    assert len(rows(played)) == 1


def test_a_redelivered_answer_is_recorded_again_also_after_the_close(played: Engine) -> None:
    with played.begin() as connection:
        record(connection, answer(turn=FIRST))
        quizzes.close_turn(connection, FIRST, NOON)
        assert record(connection, answer(turn=FIRST)) == [Recorded(Outcome.RECORDED, "right")]


def test_an_answer_after_the_close_is_told_so_and_not_kept(played: Engine) -> None:
    with played.begin() as connection:
        quizzes.close_turn(connection, FIRST, NOON)
        assert record(connection, answer(turn=FIRST)) == [Recorded(Outcome.CLOSED, "right")]
    assert rows(played) == []


def test_a_second_answer_after_the_close_is_told_which_one_stands(played: Engine) -> None:
    with played.begin() as connection:
        record(connection, answer(turn=FIRST))
        quizzes.close_turn(connection, FIRST, NOON)
        late = answer(turn=FIRST, given="wrong", cause="late")
        assert record(connection, late) == [Recorded(Outcome.ALREADY, "right")]


def test_an_answer_to_an_unknown_turn_is_closed_to_it(played: Engine) -> None:
    with played.begin() as connection:
        assert record(connection, answer(turn="nowhere")) == [Recorded(Outcome.CLOSED, "right")]


def test_answers_written_together_are_told_apart(played: Engine) -> None:
    with played.begin() as connection:
        record(connection, answer("bea", turn=FIRST))
        quizzes.close_turn(connection, "quiz-2", NOON)
        together = [
            answer("ana", turn=FIRST),
            answer("ana", "wrong", turn=FIRST, cause="double click"),
            answer("bea", "wrong", turn=FIRST, cause="second thought"),
            answer("ana", turn="quiz-2"),
            answer("cem", "other", turn=FIRST),
            answer("ana", turn="nowhere"),
            answer("ana", turn=FIRST),
        ]
        assert [(one.outcome, one.given) for one in record(connection, *together)] == [
            (Outcome.RECORDED, "right"),
            (Outcome.ALREADY, "right"),
            (Outcome.ALREADY, "right"),
            (Outcome.CLOSED, "right"),
            (Outcome.RECORDED, "other"),
            (Outcome.CLOSED, "right"),
            (Outcome.RECORDED, "right"),
        ]
        assert given_in(connection, FIRST) == {"ana": "right", "bea": "right", "cem": "other"}


def test_an_answer_whose_cause_stands_at_another_turn_takes_no_other_down(played: Engine) -> None:
    with played.begin() as connection:
        record(connection, answer(turn=FIRST, cause="click"))
        stolen, sound = answer(turn="quiz-2", cause="click"), answer("bea", turn="quiz-2")
        outcomes = [one.outcome for one in record(connection, stolen, sound)]
    assert outcomes == [Outcome.CLOSED, Outcome.RECORDED]
    assert [(row.turn, row.player) for row in rows(played)] == [(FIRST, "ana"), ("quiz-2", "bea")]


def test_many_answers_are_written_together(played: Engine) -> None:
    many = [answer(f"player {number}", turn=FIRST) for number in range(1000)]
    with played.begin() as connection:
        assert {one.outcome for one in record(connection, *many)} == {Outcome.RECORDED}
        assert len(given_in(connection, FIRST)) == 1000


def test_a_newcomer_is_known_once_the_answer_is_written(played: Engine) -> None:
    ana, bea = Newcomer(COMMUNITY, "ana", "Ana"), Newcomer(COMMUNITY, "bea", "Bea")
    drafts = [
        Draft(answer("bea", turn=FIRST), bea),
        Draft(answer("ana", turn=FIRST), ana),
        Draft(answer("ana", turn="quiz-2"), replace(ana, name="Ana G.")),
        Draft(answer("cem", turn=FIRST)),
    ]
    with played.begin() as connection:
        answers.record(connection, drafts)
        answers.record(connection, [Draft(answer("bea", turn="quiz-2"), replace(bea, name="B."))])
        known = tables.player.c
        found = connection.execute(select(known.community, known.id, known.name).order_by(known.id)).all()
    assert found == [(COMMUNITY, "ana", "Ana G."), (COMMUNITY, "bea", "B.")]


# --- through the writer


async def test_a_double_click_from_two_tasks_is_one_row(store: Store) -> None:
    await play(store)
    click = answer(turn=FIRST)
    results = await asyncio.gather(store.record(click), store.record(click))
    assert list(results) == [Recorded(Outcome.RECORDED, "right")] * 2
    assert await given_by(store) == {"ana": "right"}


async def test_of_two_clicks_at_once_one_counts(store: Store) -> None:
    await play(store)
    clicks = [answer(turn=FIRST, given=given, cause=given) for given in ("right", "wrong", "other")]
    results = await asyncio.gather(*(store.record(click) for click in clicks))
    assert [one.outcome for one in results].count(Outcome.RECORDED) == 1
    assert [one.outcome for one in results].count(Outcome.ALREADY) == 2
    standing = await given_by(store)
    assert {one.given for one in results} == set(standing.values())


async def test_answers_of_many_turns_at_once_find_their_own(store: Store) -> None:
    await play(store)
    clicks = [
        answer(f"p{number}", given, turn=id)
        for number in range(50)
        for id, given in ((FIRST, "right"), ("quiz-2", "wrong"))
    ]
    results = await asyncio.gather(*(store.record(click) for click in clicks))
    assert [one.given for one in results] == [click.given for click in clicks]
    assert set((await given_by(store)).values()) == {"right"}
    assert set((await given_by(store, "quiz-2")).values()) == {"wrong"}


async def test_a_private_turn_takes_its_players_answer(store: Store) -> None:
    await play(store)
    mine = turn("mine", asked=question("q1"), player="ana", position=1)
    assert await store.write(lambda c: quizzes.open_turn(c, mine))
    await store.record(answer(turn="mine", at=NOON + 2 * SECOND))
    assert await store.read(lambda c: quizzes.answered_positions(c, "quiz", "ana")) == {1}


def test_the_answers_of_a_turn_come_back_as_they_were_given(played: Engine) -> None:
    first, second = (
        answer("ana", turn=FIRST, at=NOON + timedelta(microseconds=7)),
        answer("bea", "wrong", FIRST),
    )
    with played.begin() as connection:
        record(connection, first, second)
        assert answers_in(connection, FIRST) == {"ana": first, "bea": second}
        assert answered_in(connection, FIRST) == 2
        assert (answers_in(connection, "quiz-2"), answered_in(connection, "quiz-2")) == ({}, 0)
