"""What communities' moderators have set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine

from bot.engine.preferences import CommunitySettings, Starters
from bot.store import communities
from tests.factories import COMMUNITY, NOON


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def test_a_community_that_has_set_nothing_has_the_settings_of_everyone(connection: Connection) -> None:
    assert communities.settings_of(connection, COMMUNITY) == CommunitySettings()


def test_settings_come_back_as_they_were_written(connection: Connection) -> None:
    settings = CommunitySettings(
        zone="America/Mexico_City",
        language="es",
        bonus=False,
        seconds=0,
        starters=Starters.MODERATORS,
        rooms=frozenset({"general", "quiz"}),
        streaks=False,
        leaderboard=False,
        moderators=frozenset({"ana"}),
        season=NOON.date(),
    )
    communities.put_settings(connection, COMMUNITY, settings)
    assert communities.settings_of(connection, COMMUNITY) == settings
    assert communities.settings_of(connection, "slack:T1") == CommunitySettings()
    communities.put_settings(connection, COMMUNITY, CommunitySettings())
    assert communities.settings_of(connection, COMMUNITY) == CommunitySettings()


def test_a_change_starts_from_what_holds_and_leaves_the_rest(connection: Connection) -> None:
    changed = communities.change_settings(connection, COMMUNITY, lambda known: replace(known, bonus=False))
    assert changed == CommunitySettings(bonus=False)
    communities.change_settings(connection, COMMUNITY, lambda known: replace(known, seconds=30))
    assert communities.settings_of(connection, COMMUNITY) == CommunitySettings(bonus=False, seconds=30)
    assert communities.settings_of(connection, "slack:T1") == CommunitySettings()


def test_a_communitys_zone_is_utc_until_its_first_schedule_and_then_stays(connection: Connection) -> None:
    assert communities.zone_of(connection, COMMUNITY) == "UTC"
    assert communities.settle_zone(connection, COMMUNITY, "America/Mexico_City")
    assert not communities.settle_zone(connection, COMMUNITY, "Europe/Madrid")
    assert communities.zone_of(connection, COMMUNITY) == "America/Mexico_City"
    assert communities.zone_of(connection, "slack:T1") == "UTC"


def test_a_zone_settles_where_other_things_are_set(connection: Connection) -> None:
    quiet = CommunitySettings(bonus=False)
    communities.put_settings(connection, COMMUNITY, quiet)
    communities.settle_zone(connection, COMMUNITY, "Europe/Madrid")
    assert communities.settings_of(connection, COMMUNITY) == replace(quiet, zone="Europe/Madrid")
