from __future__ import annotations
from sqlalchemy import Engine
from bot.store import quizzes
from tests.factories import open_round
from bot.store.store import Store

def test_x(engine: Engine) -> None:
    with engine.begin() as connection:
        opened, turns = open_round(connection)
        assert quizzes.find_quiz(connection, opened.id) == opened
        assert quizzes.turns_of(connection, opened.id) == turns

async def test_y(store: Store) -> None:
    assert await store.recall("x") is None
    await store.remember("x", "y")
    assert await store.recall("x") == "y"
