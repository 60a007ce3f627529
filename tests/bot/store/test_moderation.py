"""What moderators did, each event once."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine, func, select

from bot.store import moderation
from bot.store.moderation import Deed
from bot.store.tables import moderation as table
from tests.factories import COMMUNITY, NOON, SECOND


def test_an_event_is_noted_once_whoever_brings_it_again(engine: Engine) -> None:
    deed = Deed("event 1", COMMUNITY, "mod", "schedule-set", NOON)
    with engine.begin() as connection:
        assert moderation.note(connection, deed)
        assert not moderation.note(connection, replace(deed, at=NOON + SECOND))
        assert moderation.note(connection, replace(deed, cause="event 2"))
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(table)) == 2
        assert connection.execute(select(table).order_by(table.c.cause)).first() == (
            "event 1",
            COMMUNITY,
            "mod",
            "schedule-set",
            NOON,
        )
