"""The Slack workspaces that have added the app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from bot.store import installations
from bot.store.installations import Installation
from bot.store.tables import slack_installation
from tests.factories import NOON, SECOND

ACME = Installation("T1", None, "Acme", "sealed-1", "B1", "UBOT1", "UANA", NOON)
OTHER = Installation("T2", "E1", "Other", "sealed-2", "B2", "UBOT2", "UBOB", NOON)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def test_an_installation_comes_back_as_it_was_written(connection: Connection) -> None:
    assert installations.put_installation(connection, ACME)
    assert installations.put_installation(connection, OTHER)
    assert installations.find_installation(connection, "T1") == ACME
    assert installations.installations(connection) == [ACME, OTHER]


def test_a_workspace_that_never_installed_the_app_has_no_installation(connection: Connection) -> None:
    assert installations.find_installation(connection, "T1") is None
    assert installations.installations(connection) == []


def test_a_second_installation_takes_the_place_of_the_first_and_is_none_of_its_own(
    connection: Connection,
) -> None:
    installations.put_installation(connection, ACME)
    again = replace(ACME, token="sealed-3", installer="UBOB", installed_at=NOON + SECOND)
    assert not installations.put_installation(connection, again)
    assert installations.installations(connection) == [again]


def test_a_removed_installation_is_marked_and_its_token_is_gone(connection: Connection) -> None:
    installations.put_installation(connection, ACME)
    installations.put_installation(connection, OTHER)
    assert installations.mark_uninstalled(connection, "T1", NOON + SECOND)
    assert installations.find_installation(connection, "T1") is None
    assert installations.installations(connection) == [OTHER]
    table = slack_installation.c
    left = connection.execute(select(table.token, table.uninstalled_at).where(table.team == "T1")).one()
    assert tuple(left) == ("", NOON + SECOND)


def test_a_removal_that_is_told_twice_counts_once(connection: Connection) -> None:
    installations.put_installation(connection, ACME)
    assert installations.mark_uninstalled(connection, "T1", NOON)
    assert not installations.mark_uninstalled(connection, "T1", NOON)


def test_a_late_word_of_a_removal_leaves_a_newer_installation_alone(connection: Connection) -> None:
    installations.put_installation(connection, replace(ACME, installed_at=NOON + SECOND))
    assert not installations.mark_uninstalled(connection, "T1", NOON)
    assert installations.find_installation(connection, "T1") is not None


def test_a_removal_within_the_second_of_the_installation_counts(connection: Connection) -> None:
    installations.put_installation(connection, replace(ACME, installed_at=NOON + timedelta(seconds=0.9)))
    assert installations.mark_uninstalled(connection, "T1", NOON)


def test_a_workspace_that_removed_the_app_can_install_it_again(connection: Connection) -> None:
    installations.put_installation(connection, ACME)
    installations.mark_uninstalled(connection, "T1", NOON)
    assert installations.put_installation(connection, ACME)
    assert installations.find_installation(connection, "T1") == ACME


def test_a_token_is_sealed_anew_unless_another_has_come(connection: Connection) -> None:
    installations.put_installation(connection, ACME)
    installations.replace_token(connection, "T1", "sealed-1", "sealed-anew")
    installations.replace_token(connection, "T1", "sealed-1", "sealed-too-late")
    assert installations.find_installation(connection, "T1") == replace(ACME, token="sealed-anew")


def test_a_state_is_used_once(connection: Connection) -> None:
    installations.issue_state(connection, "abc", NOON, NOON + SECOND)
    assert installations.consume_state(connection, "abc", NOON)
    assert not installations.consume_state(connection, "abc", NOON)


def test_a_state_that_nobody_issued_is_none(connection: Connection) -> None:
    installations.issue_state(connection, "abc", NOON, NOON + SECOND)
    assert not installations.consume_state(connection, "abd", NOON)


def test_a_state_expires_and_is_swept_away_by_the_next(connection: Connection) -> None:
    installations.issue_state(connection, "abc", NOON, NOON + SECOND)
    assert not installations.consume_state(connection, "abc", NOON + SECOND)
    installations.issue_state(connection, "def", NOON + SECOND, NOON + 2 * SECOND)
    assert not installations.consume_state(connection, "abc", NOON)
    assert installations.consume_state(connection, "def", NOON + SECOND)
