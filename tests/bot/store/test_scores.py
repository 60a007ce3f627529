"""Points: a projection of answers, settled when turns and quizzes close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select

from bot.engine.quiz import Quiz
from bot.engine.scoring import Tally, score, total
from bot.store import quizzes, scores, tables
from bot.store.answers import Draft, given_in, record
from tests.factories import COMMUNITY, NOON, ROOM, answer, question, quiz, turn

MONDAY = NOON.date()
TUESDAY = MONDAY + timedelta(1)
ONE = Tally(10, 1, 1)
NONE = Tally(0, 0, 1)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def settle(connection: Connection, opened: Quiz, **topics: dict[str, Tally]) -> None:
    """Play a quiz to its end; `topics` tells what each turn brought."""
    quizzes.open_quiz(connection, opened, [question()])
    for topic, tallies in topics.items():
        scores.settle_turn(connection, opened.id, topic, tallies)
    quizzes.close_quiz(connection, opened.id, NOON)
    scores.settle_quiz(connection, opened)


def test_a_turn_adds_to_the_standings_of_its_quiz(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    quizzes.open_quiz(connection, quiz("other", room="other"), [question()])
    scores.settle_turn(connection, "quiz", "history", {"ana": ONE, "bea": NONE})
    scores.settle_turn(connection, "quiz", "history", {"ana": ONE, "cem": NONE})
    scores.settle_turn(connection, "quiz", "law", {"ana": NONE})
    scores.settle_turn(connection, "other", "law", {"ana": ONE})
    assert scores.standings(connection, "quiz") == {"ana": Tally(20, 2, 3), "bea": NONE, "cem": NONE}
    assert scores.standings(connection, "other") == {"ana": ONE}


def test_a_turn_that_nobody_answered_adds_nothing(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    scores.settle_turn(connection, "quiz", "history", {})
    scores.settle_quiz(connection, quiz())
    assert scores.standings(connection, "quiz") == {}
    assert scores.totals(connection, COMMUNITY, None, None, None) == {}


def test_points_reach_no_leaderboard_before_the_quiz_closes(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    scores.settle_turn(connection, "quiz", "history", {"ana": ONE})
    assert scores.totals(connection, COMMUNITY, None, None, None) == {}


def test_totals_are_told_apart_by_community_room_topic_and_date(connection: Connection) -> None:
    settle(connection, quiz("1"), history={"ana": ONE, "bea": NONE}, law={"ana": ONE})
    settle(connection, quiz("2", day=TUESDAY), history={"ana": ONE})
    settle(connection, quiz("3", room="other"), history={"bea": ONE})
    settle(connection, quiz("4", community="slack:T1"), history={"ana": ONE})

    def points(room: str | None, topic: str | None, since: date | None) -> dict[str, int]:
        found = scores.totals(connection, COMMUNITY, room, topic, since)
        return {player: tally.points for player, tally in found.items()}

    assert points(None, None, None) == {"ana": 30, "bea": 10}
    assert points(ROOM, None, None) == {"ana": 30, "bea": 0}
    assert points("other", None, None) == {"bea": 10}
    assert points(None, "history", None) == {"ana": 20, "bea": 10}
    assert points(None, "law", None) == {"ana": 10}
    assert points(None, None, MONDAY) == {"ana": 30, "bea": 10}
    assert points(None, None, TUESDAY) == {"ana": 10}
    assert points(None, None, TUESDAY + timedelta(1)) == {}
    assert points(ROOM, "history", TUESDAY) == {"ana": 10}
    assert points("nowhere", None, None) == {}
    abroad = scores.totals(connection, "slack:T1", None, None, None)
    assert abroad == {"ana": ONE}


def test_quizzes_of_one_day_and_room_are_summed(connection: Connection) -> None:
    for id in ("1", "2", "3"):
        settle(connection, quiz(id), history={"ana": ONE, "bea": NONE})
    assert scores.totals(connection, COMMUNITY, ROOM, "history", MONDAY) == {
        "ana": Tally(30, 3, 3),
        "bea": Tally(0, 0, 3),
    }


# --- totals equal what the answers give


@dataclass(frozen=True)
class Click:
    """A player gives an option in a turn, if it is open."""

    quiz: int
    turn: int
    player: str
    given: str


@dataclass(frozen=True)
class Close:
    """A turn is closed; with the last of them its quiz."""

    quiz: int
    turn: int


TURNS = 2
QUIZZES = [
    quiz(f"q{number}", community=community, room=room, day=day, mode="daily", length=TURNS)
    for number, (community, room, day) in enumerate(
        [
            (COMMUNITY, "a", MONDAY),
            (COMMUNITY, "a", TUESDAY),
            (COMMUNITY, "b", MONDAY),
            ("slack:T1", "a", MONDAY),
        ]
    )
]
PLACES = st.tuples(st.integers(0, len(QUIZZES) - 1), st.integers(0, TURNS - 1))
STEPS = st.lists(
    st.one_of(
        st.builds(
            lambda place, player, given: Click(place[0], place[1], player, given),
            PLACES,
            st.sampled_from(["ana", "bea", "cem"]),
            st.sampled_from(["right", "wrong", "other"]),
        ),
        st.builds(lambda place: Close(place[0], place[1]), PLACES),
    ),
    max_size=40,
)


def id_of(step: Click | Close) -> str:
    return f"q{step.quiz}/{step.turn}"


def play(connection: Connection, steps: Sequence[Click | Close]) -> None:
    asked = [question(f"q{place}", topic=f"topic {place}") for place in range(TURNS)]
    for opened in QUIZZES:
        quizzes.open_quiz(connection, opened, asked)
        for place in range(TURNS):
            quizzes.open_turn(
                connection, turn(f"{opened.id}/{place}", opened, asked[place], position=place + 1)
            )
    for number, step in enumerate(steps):
        if isinstance(step, Click):
            one = answer(step.player, step.given, id_of(step), cause=f"click {number}")
            record(connection, [Draft(one)])
        elif quizzes.close_turn(connection, id_of(step), NOON):
            key, topic = asked[step.turn].key, asked[step.turn].topic
            tallies = {who: score(key, what, "en") for who, what in given_in(connection, id_of(step)).items()}
            scores.settle_turn(connection, f"q{step.quiz}", topic, tallies)
            if all(quizzes.is_closed(connection, f"q{step.quiz}/{place}") for place in range(TURNS)):
                quizzes.close_quiz(connection, f"q{step.quiz}", NOON)
                scores.settle_quiz(connection, QUIZZES[step.quiz])


def recomputed(
    connection: Connection, community: str, room: str | None, topic: str | None, since: date | None
) -> dict[str, Tally]:
    """What a leaderboard says, straight from the answers of closed quizzes."""
    found: dict[str, list[Tally]] = {}
    closed = connection.execute(
        select(tables.quiz.c.id, tables.quiz.c.room, tables.quiz.c.day).where(
            tables.quiz.c.closed_at.is_not(None), tables.quiz.c.community == community
        )
    ).all()
    for id, where, day in closed:
        if (room or where) != where or (since or day) > day:
            continue
        questions = dict(quizzes.questions_of(connection, id))
        for version, who, what in quizzes.answers_of(connection, id):
            if (topic or questions[version].topic) == questions[version].topic:
                found.setdefault(who, []).append(score(questions[version].key, what, "en"))
    return {who: total(tallies) for who, tallies in found.items()}


@given(steps=STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_are_what_the_answers_give_whatever_was_played(
    engine: Engine, steps: list[Click | Close]
) -> None:
    with engine.connect() as connection:
        play(connection, steps)
        for community, room, topic, since in product(
            (COMMUNITY, "slack:T1"), (None, "a"), (None, "topic 0"), (None, TUESDAY)
        ):
            expected = recomputed(connection, community, room, topic, since)
            assert scores.totals(connection, community, room, topic, since) == expected
        for opened in QUIZZES:
            settled = scores.standings(connection, opened.id)
            done = [place for place in range(TURNS) if quizzes.is_closed(connection, f"{opened.id}/{place}")]
            answered = [who for place in done for who in given_in(connection, f"{opened.id}/{place}")]
            assert sum(tally.answered for tally in settled.values()) == len(answered)
        connection.rollback()
