"""Who the players are and what they have chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine

from bot.engine.preferences import Pace, Preferences
from bot.store import players, quizzes
from bot.store.answers import Draft, Newcomer, record
from tests.factories import COMMUNITY, answer, question, quiz, turn


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def test_names_are_those_of_a_community(connection: Connection) -> None:
    quizzes.open_quiz(connection, quiz(), [question()])
    quizzes.open_turn(connection, turn())
    people = [(COMMUNITY, "ana", "Ana"), (COMMUNITY, "bea", "Bea"), ("slack:T1", "ana", "Anita")]
    record(
        connection,
        [Draft(answer(id, cause=f"{place}/{id}"), Newcomer(place, id, name)) for place, id, name in people],
    )
    assert players.names(connection, COMMUNITY, ["ana", "nobody"]) == {"ana": "Ana"}
    assert players.names(connection, "slack:T1", iter(["ana", "bea"])) == {"ana": "Anita"}
    assert players.names(connection, COMMUNITY, []) == {}


def test_what_a_player_has_chosen_comes_back_and_outlives_a_new_name(connection: Connection) -> None:
    assert players.preferences_of(connection, COMMUNITY, "ana") == Preferences()
    chosen = Preferences("es", "America/Mexico_City", Pace.TRIPLE, streak=False, excluded=True)
    players.put_preferences(connection, COMMUNITY, "ana", "Ana", chosen)
    quizzes.open_quiz(connection, quiz(), [question()])
    quizzes.open_turn(connection, turn())
    record(connection, [Draft(answer("ana"), Newcomer(COMMUNITY, "ana", "Anita"))])
    assert players.preferences_of(connection, COMMUNITY, "ana") == chosen
    assert players.names(connection, COMMUNITY, ["ana"]) == {"ana": "Anita"}
    assert players.preferences_of(connection, "slack:T1", "ana") == Preferences()


def test_a_player_is_meant_by_id_and_else_by_name_in_any_case(connection: Connection) -> None:
    for id, name in (("1", "Ana"), ("2", "ben"), ("3", "Ben"), ("4", "1"), ("5", "Óscar")):
        players.put_preferences(connection, COMMUNITY, id, name, Preferences())
    assert players.called(connection, COMMUNITY, "1") == ["1"]
    assert players.called(connection, COMMUNITY, "ANA") == ["1"]
    assert players.called(connection, COMMUNITY, "Ben") == ["2", "3"]
    assert players.called(connection, COMMUNITY, "Óscar") == ["5"]
    assert players.called(connection, COMMUNITY, "nobody") == []
    assert players.called(connection, "slack:T1", "Ana") == []


def test_who_is_excluded_is_told_by_community(connection: Connection) -> None:
    kept_off = replace(Preferences(), excluded=True)
    players.put_preferences(connection, COMMUNITY, "ana", "Ana", kept_off)
    players.put_preferences(connection, COMMUNITY, "bea", "Bea", Preferences())
    assert players.excluded(connection, COMMUNITY) == {"ana"}
    assert players.excluded(connection, "slack:T1") == frozenset()


@pytest.mark.parametrize(
    ("pace", "factor"), [("normal", 1), ("double", 2), ("triple", 3), ("unlimited", None)]
)
def test_a_pace_multiplies_the_time(pace: str, factor: int | None) -> None:
    assert Pace(pace).factor == factor


def test_keeping_a_player_off_the_leaderboards_changes_nothing_else(connection: Connection) -> None:
    chosen = Preferences("es", "Europe/Madrid", Pace.TRIPLE, streak=False)
    players.put_preferences(connection, COMMUNITY, "ana", "Ana", chosen)
    for excluded in (True, True, False):
        players.set_excluded(connection, COMMUNITY, "ana", excluded)
        assert players.preferences_of(connection, COMMUNITY, "ana") == replace(chosen, excluded=excluded)
    assert players.names(connection, COMMUNITY, ["ana"]) == {"ana": "Ana"}


def test_who_has_not_played_yet_can_be_kept_off_and_is_named_later(connection: Connection) -> None:
    players.set_excluded(connection, COMMUNITY, "ben", True)
    assert players.excluded(connection, COMMUNITY) == {"ben"}
    assert players.excluded(connection, "slack:T1") == frozenset()
