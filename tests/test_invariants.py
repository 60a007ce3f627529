"""`tests/invariants.py` finds nothing in a database that was played on, and says what was broken in one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine, text

from bot.store.database import database_url as read_url
from bot.store.database import writing_engine
from bot.store.tables import metadata
from tests.bot.fakes import PLAIN, House, bank_of, choice, pressable
from tests.invariants import broken

A_TURN = "(SELECT min(id) FROM turn WHERE player = '')"
OPEN_TURN = "(SELECT id FROM turn WHERE player = '' AND closed_at IS NULL)"
DAILY = "(SELECT min(id) FROM quiz WHERE mode = 'daily' AND closed_at IS NULL)"
PRACTICE = "(SELECT id FROM quiz WHERE mode = 'practice')"
CLOSED_ROUND = "(SELECT id FROM quiz WHERE mode = 'live' AND closed_at IS NOT NULL)"
SCHEDULE = "(SELECT min(id) FROM schedule)"
OWN_TURNS = "(SELECT id FROM turn WHERE player = 'ana')"
LATER = "'2026-12-01 00:00:00'"

# What breaks a database, and what is said of it.
BREAKS = {
    "DELETE FROM content": "is not there",
    f"DELETE FROM turn WHERE id = {A_TURN}": "answer: turn",
    f"DELETE FROM quiz WHERE id = {CLOSED_ROUND}": "standing: quiz",
    "DELETE FROM schedule": "quiz: schedule",
    "INSERT INTO answer (turn, player, given, at, cause) "
    f"SELECT turn, player, 'wrong', at, 'another' FROM answer WHERE turn = {A_TURN}": "has given 2 answers",
    "UPDATE answer SET cause = 'the same'": "event the same has given",
    f"UPDATE answer SET at = {LATER}": "answered at",
    "UPDATE quiz SET day = '2026-03-02' WHERE mode = 'daily'": "2 quizzes on 2026-03-02",
    "UPDATE quiz SET cause = 'the same'": "event the same has opened",
    "UPDATE quiz SET closed_at = NULL WHERE mode = 'live'": "2 rounds are open",
    "UPDATE quiz SET community = 'slack:T9' WHERE mode = 'daily'": "its schedule in discord:42/general",
    "UPDATE quiz SET room = 'elsewhere' WHERE mode = 'daily'": "its schedule in discord:42/general",
    "UPDATE player SET community = 'slack:T9'": "is no player of discord:42",
    f"UPDATE answer SET player = 'ben' WHERE turn IN {OWN_TURNS}": "ben has answered",
    "UPDATE turn SET player = 'ben' WHERE quiz = " + PRACTICE: "is ana's practice: ben has a turn in it",
    "UPDATE content SET body = replace(body, 'Because', 'Perhaps')": "has been changed",
    "UPDATE turn SET version = 'another'": "asks what was not drawn for its place",
    "UPDATE quiz_question SET position = position + 1": "asks what was not drawn for its place",
    """UPDATE turn SET options = '["right", "wrong"]'""": "right, wrong are not the options of its question",
    "UPDATE answer SET given = 'a'": "gave a, which is no option",
    f"UPDATE quiz SET closed_at = opened_at WHERE id = {DAILY}": "is open in a closed quiz",
    f"UPDATE turn SET player = 'ana' WHERE id = {OPEN_TURN}": "cannot be in a quiz of the mode live",
    f"UPDATE turn SET position = 9 WHERE id = {OPEN_TURN}": "has left out a question",
    "UPDATE turn SET closed_at = NULL WHERE player = '' AND position = 1": "has gone on before",
    "DELETE FROM due WHERE kind = 'close-turn'": "is open and nothing will close it",
    "UPDATE due SET set_aside_at = due_at, error = 'a fault'": "is open and nothing will close it",
    f"DELETE FROM turn WHERE id = {OPEN_TURN}": "is open and nothing will carry it on",
    "DELETE FROM due WHERE kind = 'close-daily'": "is open and nothing will close it",
    "DELETE FROM due WHERE kind = 'close-practice'": "is open and nothing will close it",
    "DELETE FROM due WHERE kind = 'open-daily'": "runs and nothing is planned for it",
    f"UPDATE quiz SET message = NULL WHERE id = {DAILY}": "is open, in no message, and will not be posted",
    "UPDATE due SET kind = 'dance'": "nobody can do it",
    "UPDATE due SET key = 'another' WHERE kind = 'close-turn'": "work another is of close-turn:",
    "UPDATE due SET platform = 'slack'": "of discord:42 is for slack",
    "UPDATE due SET lease = 'a process'": "is half leased",
    "UPDATE due SET set_aside_at = due_at": "is set aside without a reason",
    "UPDATE due SET attempts = -1": "was tried -1 times",
    "UPDATE due SET subject = 'none', key = 'close-turn:none' WHERE kind = 'close-turn'": "is about nothing",
    "UPDATE due SET community = 'discord:43'": "is for discord:43, its subject of discord:42",
    f"UPDATE schedule SET paused_at = {LATER}": "rests, and something is planned for it",
    f"UPDATE due SET subject = {SCHEDULE} || '/' || id, key = 'open-daily:' || {SCHEDULE} || '/' || id "
    "WHERE kind = 'open-daily'": "is planned twice",
    "UPDATE standing SET points = points + 1": "Quiz ",
    "DELETE FROM standing WHERE player = 'ben'": "the answers give 0 points, 0 right of 2",
    "UPDATE total SET correct = 0": "stored is 30 points, 0 right of 3",
    "DELETE FROM total": "stored is nothing, the answers give 30 points",
    "UPDATE total SET community = 'slack:T9'": "Leaderboard of slack:T9",
    "UPDATE answer SET given = 'wrong'": "the answers give 0 points, 0 right of 2",
}


@pytest.fixture
async def played(database_url: str) -> AsyncIterator[Engine]:
    """In the midst of things: a round is over and another goes on, a daily is over and another is open, with
    an answer in it, and someone practises."""
    house = await House(database_url, bank_of({"history": 6})).open()
    await house.settle(PLAIN)
    ana, ben, mod = (house.person(id, moderator=id == "mod") for id in ("ana", "ben", "mod"))
    await ana.types("play history 2 30")
    for _ in range(2):
        await ana.answers("right")
        await ben.answers("wrong")
        await house.pass_time(40)
    await mod.types("schedule set 13:00 UTC history 2")
    await mod.in_room("other room").types("schedule set 14:00 UTC history 2")
    await house.pass_time(2 * 3600)
    for day in range(2):
        if day:
            await house.pass_time(24 * 3600)
        posts = [message for message in house.stage.dailies if message.card.title.startswith("Daily quiz ·")]
        card = await ana.presses(pressable(posts[0].card, "start"))
        await ana.presses(choice(card, "right"))
    await ana.types("practice history 2")
    await ana.types("play history 2 30")
    await ana.answers("right")
    await house.close()
    engine = writing_engine(read_url(database_url))
    yield engine
    engine.dispose()


def test_a_database_that_was_played_on_breaks_nothing(played: Engine) -> None:
    with played.connect() as connection:
        assert broken(connection) == []


def test_each_thing_that_is_broken_is_said(played: Engine) -> None:
    with played.connect() as connection:
        # What keeps a database from being broken so; all of it is taken back in the end.
        for table in reversed(metadata.sorted_tables):
            connection.exec_driver_sql(f"CREATE TABLE loose AS SELECT * FROM {table.name}")
            connection.exec_driver_sql(f"DROP TABLE {table.name}")
            connection.exec_driver_sql(f"ALTER TABLE loose RENAME TO {table.name}")
        assert broken(connection) == []
        said: dict[str, list[str]] = {}
        for statement in BREAKS:
            with connection.begin_nested() as taken_back:
                assert connection.execute(text(statement)).rowcount > 0, statement
                said[statement] = broken(connection)
                taken_back.rollback()
    unsaid = {
        statement: said[statement]
        for statement, expected in BREAKS.items()
        if not any(expected in sentence for sentence in said[statement])
    }
    assert unsaid == {}
