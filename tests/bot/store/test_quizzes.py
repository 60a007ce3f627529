"""Quizzes and turns: what was asked stays what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, func, select

from bot.engine.quiz import Mode
from bot.engine.turn import Turn
from bot.store import quizzes, schedules, tables
from bot.store.answers import Draft, record
from questions.content import version
from questions.model import Difficulty, Question
from tests.factories import (
    COMMUNITY,
    NOON,
    ROOM,
    SECOND,
    answer,
    daily,
    open_round,
    question,
    quiz,
    room_schedule,
    text,
    turn,
)

TODAY = NOON.date()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def count(connection: Connection, table: str) -> int | None:
    return connection.scalar(select(func.count()).select_from(tables.metadata.tables[table]))


def asked_of(connection: Connection, quiz_id: str) -> list[Question]:
    return [question for _, question in quizzes.questions_of(connection, quiz_id)]


# --- a quiz


def test_a_quiz_comes_back_as_it_was_written(connection: Connection) -> None:
    schedules.put_schedule(connection, room_schedule())
    plain = quiz("plain", topic="cienfuegos", present=frozenset({"bea", "ana"}), pause=2.5)
    own = daily("daily", TODAY, language="es", opened_at=NOON + timedelta(microseconds=7))
    hard = quiz("hard", room="other", difficulty=Difficulty.HARD, bonus=True, seconds=None)
    untimed = quiz("untimed", room="third", seconds=0)
    for opened in (plain, own, hard, untimed):
        assert quizzes.open_quiz(connection, opened, [question()])
        found = quizzes.find_quiz(connection, opened.id)
        assert found == opened
        assert found is not None
        assert isinstance(found.mode, Mode)
        assert quizzes.find_quiz(connection, opened.id, lock=True) == opened
        assert quizzes.quiz_of_cause(connection, opened.cause) == opened


def test_there_is_no_quiz_of_an_unknown_id_or_cause(connection: Connection) -> None:
    assert quizzes.find_quiz(connection, "nothing") is None
    assert quizzes.quiz_of_cause(connection, "nothing") is None


def test_the_same_cause_opens_one_quiz(connection: Connection) -> None:
    assert quizzes.open_quiz(connection, quiz("first", cause="click"), [question()])
    assert not quizzes.open_quiz(connection, quiz("second", cause="click", room="other"), [question()])
    assert quizzes.find_quiz(connection, "second") is None
    assert quizzes.questions_of(connection, "second") == []


def test_a_room_has_one_live_quiz_at_a_time(connection: Connection) -> None:
    opened = quiz("first")
    assert quizzes.open_quiz(connection, opened, [question()])
    assert not quizzes.open_quiz(connection, quiz("second"), [question()])
    assert quizzes.open_quiz(connection, quiz("elsewhere", room="other"), [question()])
    assert quizzes.open_quiz(connection, quiz("abroad", community="slack:T1"), [question()])
    assert quizzes.live_quiz(connection, COMMUNITY, ROOM) == opened
    quizzes.close_quiz(connection, "first", NOON + SECOND)
    assert quizzes.live_quiz(connection, COMMUNITY, ROOM) is None
    assert quizzes.open_quiz(connection, quiz("third"), [question()])


def test_a_daily_is_no_live_quiz(connection: Connection) -> None:
    schedules.put_schedule(connection, room_schedule())
    quizzes.open_quiz(connection, daily("daily", TODAY), [question()])
    assert quizzes.live_quiz(connection, COMMUNITY, ROOM) is None
    assert quizzes.open_quiz(connection, quiz("live"), [question()])


def test_a_date_of_a_schedule_has_one_quiz_also_after_it_is_removed_and_set_again(
    connection: Connection,
) -> None:
    schedules.put_schedule(connection, room_schedule())
    first = daily("daily", TODAY, "first", cause="first")
    second = daily("daily", TODAY, "second", cause="second")
    assert quizzes.open_quiz(connection, first, [question()])
    assert not quizzes.open_quiz(connection, second, [question()])
    quizzes.close_quiz(connection, "first", NOON)
    schedules.remove_schedule(connection, "daily", NOON)
    schedules.put_schedule(connection, room_schedule())
    assert not quizzes.open_quiz(connection, second, [question()])
    assert quizzes.open_quiz(connection, replace(second, day=TODAY + timedelta(1)), [question()])
    assert schedules.days_taken(connection, "daily", TODAY) == {TODAY, TODAY + timedelta(1)}
    assert schedules.days_taken(connection, "daily", TODAY + timedelta(1)) == {TODAY + timedelta(1)}


def test_closing_a_quiz_and_its_message_are_remembered(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    quizzes.put_message(connection, "quiz", "1234")
    quizzes.close_quiz(connection, "quiz", NOON + SECOND)
    found = quizzes.find_quiz(connection, "quiz")
    assert found == quiz(message="1234", closed_at=NOON + SECOND)


# --- its questions


def test_the_questions_of_a_quiz_keep_their_order_and_their_wording(connection: Connection) -> None:
    drawn = [question("z"), question("a"), question("m")]
    quizzes.open_quiz(connection, quiz(length=3), drawn)
    assert quizzes.questions_of(connection, "quiz") == [(version(one), one) for one in drawn]


def test_content_is_stored_once_a_wording(connection: Connection) -> None:
    old, new = question("q1"), replace(question("q1"), stem=text("Worded anew?"))
    for id, asked in (("first", old), ("second", old), ("third", new)):
        quizzes.open_quiz(connection, quiz(id, room=id), [asked])
    assert count(connection, "content") == 2
    assert asked_of(connection, "first") == asked_of(connection, "second") == [old]
    assert asked_of(connection, "third") == [new]


def test_questions_drawn_but_not_opened_are_taken_back(connection: Connection) -> None:
    drawn = [question(f"q{number}") for number in range(4)]
    quizzes.open_quiz(connection, quiz(length=4), drawn)
    for place in (1, 2):
        quizzes.open_turn(connection, turn(f"t{place}", asked=drawn[place - 1], position=place))
    quizzes.drop_unasked(connection, "quiz")
    assert asked_of(connection, "quiz") == drawn[:2]


def test_of_a_quiz_without_a_turn_all_questions_are_taken_back(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    quizzes.open_quiz(connection, quiz("other", room="other"), [question()])
    quizzes.drop_unasked(connection, "quiz")
    assert asked_of(connection, "quiz") == []
    assert asked_of(connection, "other") == [question()]


def test_a_room_counts_how_often_it_was_asked_each_question(connection: Connection) -> None:
    first, second = question("q1"), question("q2")
    anew = replace(first, stem=text("Worded anew?"))
    for id, drawn in (("a", [first, second]), ("b", [anew])):
        quizzes.open_quiz(connection, quiz(id), drawn)
        quizzes.close_quiz(connection, id, NOON)
    quizzes.open_quiz(connection, quiz("c", room="other"), [second])
    quizzes.open_quiz(connection, quiz("d", community="slack:T1"), [second])
    assert quizzes.asked(connection, quiz()) == {"q1": 2, "q2": 1}
    assert quizzes.asked(connection, quiz(room="other")) == {"q2": 1}
    assert quizzes.asked(connection, quiz(community="slack:T1")) == {"q2": 1}
    assert quizzes.asked(connection, quiz(room="new")) == {}


def test_who_practises_alone_has_a_count_of_their_own(connection: Connection) -> None:
    own = quiz("a", mode=Mode.PRACTICE, starter="ana")
    quizzes.open_quiz(connection, own, [question("q1")])
    quizzes.open_quiz(connection, quiz("b"), [question("q2")])
    assert quizzes.asked(connection, own) == {"q1": 1}
    assert quizzes.asked(connection, replace(own, room="other")) == {"q1": 1}
    assert quizzes.asked(connection, replace(own, starter="ben")) == {}
    assert quizzes.asked(connection, quiz("c")) == {"q2": 1}


def test_a_quiz_that_nobody_has_seen_can_be_taken_back_without_trace(connection: Connection) -> None:
    opened, _ = open_round(connection, length=2)
    kept, _ = open_round(connection, id="kept", room="other")
    quizzes.drop_quiz(connection, opened.id)
    assert quizzes.find_quiz(connection, opened.id) is None
    assert quizzes.turns_of(connection, opened.id) == []
    assert quizzes.asked(connection, quiz()) == {}
    assert quizzes.find_quiz(connection, kept.id) == kept
    assert len(quizzes.turns_of(connection, kept.id)) == 1
    assert quizzes.open_quiz(connection, opened, [question()])


# --- its turns


def test_a_turn_comes_back_as_it_was_written(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    shared = turn("shared", expected=frozenset({"bea", "ana"}), opened_at=NOON + timedelta(microseconds=1))
    own = turn("own", player="ana")
    for opened in (shared, own):
        assert quizzes.open_turn(connection, opened)
        assert quizzes.find_turn(connection, opened.id) == opened
    assert quizzes.find_turn(connection, "nothing") is None


def test_a_position_has_one_shared_turn_and_one_a_player(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    assert quizzes.open_turn(connection, turn("shared"))
    assert not quizzes.open_turn(connection, turn("shared again"))
    for player in ("ana", "bea"):
        assert quizzes.open_turn(connection, turn(f"of {player}", player=player))
        assert not quizzes.open_turn(connection, turn(f"of {player} again", player=player))
    assert [one.id for one in quizzes.turns_of(connection, "quiz")] == ["shared"]
    assert [one.id for one in quizzes.turns_of(connection, "quiz", "ana")] == ["of ana"]
    assert quizzes.turns_of(connection, "quiz", "cem") == []


def test_the_turns_of_a_quiz_come_in_order(connection: Connection) -> None:
    drawn = [question("q1"), question("q2"), question("q3")]
    quizzes.open_quiz(connection, quiz(length=3), drawn)
    turns: list[Turn] = [turn(f"t{9 - place}", asked=drawn[place - 1], position=place) for place in (3, 1, 2)]
    for each in turns:
        quizzes.open_turn(connection, each)
    assert [one.position for one in quizzes.turns_of(connection, "quiz")] == [1, 2, 3]


def test_a_turn_closes_once(connection: Connection) -> None:
    open_round(connection, length=2)
    assert not quizzes.is_closed(connection, "quiz-1")
    assert quizzes.close_turn(connection, "quiz-1", NOON)
    assert not quizzes.close_turn(connection, "quiz-1", NOON + SECOND)
    assert not quizzes.close_turn(connection, "nothing", NOON)
    assert quizzes.is_closed(connection, "quiz-1")
    assert not quizzes.is_closed(connection, "quiz-2")


def test_the_open_shared_turn_is_found(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(length=2), [question("q1"), question("q2")])
    quizzes.open_turn(connection, turn("own", player="ana"))
    assert quizzes.open_shared_turn(connection, "quiz") is None
    quizzes.open_turn(connection, turn("first"))
    assert quizzes.open_shared_turn(connection, "quiz") == "first"
    quizzes.close_turn(connection, "first", NOON)
    assert quizzes.open_shared_turn(connection, "quiz") is None


def test_closing_all_turns_of_a_quiz_leaves_those_of_others_and_when_each_had_closed(
    connection: Connection,
) -> None:
    open_round(connection, length=3)
    open_round(connection, id="other", room="other")
    quizzes.close_turn(connection, "quiz-1", NOON)
    quizzes.close_turns(connection, "quiz", NOON + SECOND)
    quizzes.close_turns(connection, "nothing", NOON)
    table = tables.turn.c
    found = dict(connection.execute(select(table.id, table.closed_at)).all())
    assert found == {
        "quiz-1": NOON,
        "quiz-2": NOON + SECOND,
        "quiz-3": NOON + SECOND,
        "other-1": None,
    }


def test_the_message_of_a_turn_is_remembered(connection: Connection) -> None:
    open_round(connection)
    assert quizzes.turn_message(connection, "quiz-1") is None
    quizzes.put_turn_message(connection, "quiz-1", "1234")
    assert quizzes.turn_message(connection, "quiz-1") == "1234"


def test_the_answers_of_a_quiz_come_with_the_wording_that_was_asked(connection: Connection) -> None:
    open_round(connection, length=2)
    open_round(connection, id="other", room="other")
    given = [("ana", "right", "quiz-1"), ("ana", "wrong", "quiz-2"), ("bea", "other", "quiz-2")]
    record(connection, [Draft(answer(*one)) for one in [*given, ("ana", "right", "other-1")]])
    q1, q2 = version(question("q1")), version(question("q2"))
    assert sorted(quizzes.answers_of(connection, "quiz")) == sorted(
        [(q1, "ana", "right"), (q2, "ana", "wrong"), (q2, "bea", "other")]
    )
    assert quizzes.answered_positions(connection, "quiz", "ana") == {1, 2}
    assert quizzes.answered_positions(connection, "quiz", "bea") == {2}
    assert quizzes.answered_positions(connection, "quiz", "cem") == set()


def test_an_open_turn_is_held_and_a_closed_one_is_not(connection: Connection) -> None:
    _, (turn_,) = open_round(connection)
    assert quizzes.hold_open(connection, turn_.id)
    assert not quizzes.hold_open(connection, "nothing")
    quizzes.close_turn(connection, turn_.id, NOON)
    assert not quizzes.hold_open(connection, turn_.id)


def test_what_stopped_a_rooms_round_last_is_known(connection: Connection) -> None:
    stopped = quiz()
    assert not quizzes.has_stopped(connection, COMMUNITY, ROOM, "the command")
    quizzes.note_stop(connection, stopped, "the command")
    assert quizzes.has_stopped(connection, COMMUNITY, ROOM, "the command")
    assert not quizzes.has_stopped(connection, COMMUNITY, "other", "the command")
    assert not quizzes.has_stopped(connection, "slack:T1", ROOM, "the command")
    quizzes.note_stop(connection, stopped, "another")
    assert not quizzes.has_stopped(connection, COMMUNITY, ROOM, "the command")
    assert quizzes.has_stopped(connection, COMMUNITY, ROOM, "another")
