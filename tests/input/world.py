"""A database in which two communities have played, and a process on it that hears of one of them alone."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import sqlite3
from collections.abc import Coroutine, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy import event
from structlog.testing import LogCapture

from bot.engine.preferences import CommunitySettings
from bot.quizmaster import Quizmaster
from bot.shell import Shell
from bot.store.database import database_url, reading_engine, writing_engine
from bot.store.store import Store
from bot.words import say
from questions.bank import Bank, load_bank
from questions.model import LANGUAGES, Pack
from tests.bot.fakes import FakeClock, House, Person, RecordingStage
from tests.factories import NOON

T = TypeVar("T")

# When the examples play: some of what was played before them is open, some has closed.
LATER: Final = NOON + timedelta(hours=26, seconds=5)
# In every name that players of the other communities gave themselves; nothing that is sent may hold it.
SECRET: Final = "Zenobia"
IDS: Final = {"slack": "U{}", "discord": "1{}", "terminal": "p{}"}
# Bolt's own word on an event of a workspace that has not installed the app.
_NOT_INSTALLED: Final = "for it was not found"
# What a user hears where the bot itself is at fault.
BROKEN: Final = tuple(say(language, "broken") for language in LANGUAGES)

# The rows of all communities but one. What carries no community of its own belongs to its quiz.
_OF_QUIZ = "quiz IN (SELECT id FROM quiz WHERE community <> :own)"
_OF_TURN = f"turn IN (SELECT id FROM turn WHERE {_OF_QUIZ})"
_OTHERS: Final = {
    "community": "id <> :own",
    "player": "community <> :own",
    "moderation": "community <> :own",
    "schedule": "community <> :own",
    "quiz": "community <> :own",
    "total": "community <> :own",
    "due": "community <> :own",
    "quiz_question": _OF_QUIZ,
    "turn": _OF_QUIZ,
    "standing": _OF_QUIZ,
    "answer": _OF_TURN,
    "asked_again": _OF_TURN,
    "slack_installation": "TRUE",
    "slack_state": "TRUE",
    "memory": "instr(key, :own) = 0",
}
# Shared by all, and of no community: a wording is written once and never changes; the others count and pace.
_SHARED: Final = frozenset(
    {"content", "alembic_version", "sqlite_sequence", "committed", "due_count", "pace"}
)


@dataclass
class Known:
    """Ids that stand in the database, by the community that they belong to."""

    quizzes: dict[str, list[str]] = field(default_factory=dict)
    turns: dict[str, list[str]] = field(default_factory=dict)
    schedules: dict[str, list[str]] = field(default_factory=dict)
    players: dict[str, list[str]] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)


class Heard(logging.Handler):
    """All that was logged, by the bot or by a library."""

    def __init__(self) -> None:
        super().__init__()
        self.capture = LogCapture()

    def emit(self, record: logging.LogRecord) -> None:
        found = {"event": record.getMessage(), "log_level": record.levelname.lower(), "by": record.name}
        self.capture.entries.append(found)

    @property
    def entries(self) -> list[MutableMapping[str, Any]]:
        return self.capture.entries

    @property
    def errors(self) -> list[MutableMapping[str, Any]]:
        wrong = {"error", "critical", "exception"}
        found = (one for one in self.entries if one["log_level"] in wrong or "exc_info" in one)
        return [one for one in found if _NOT_INSTALLED not in one["event"]]

    @contextmanager
    def listening(self) -> Iterator[None]:
        structlog.configure(processors=[self.capture])
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)
            structlog.reset_defaults()


class World:
    """The database and one process of the bot on it. Each example begins from the same rows."""

    def __init__(self, url: str, platform: str, own: str, known: Known, template: sqlite3.Connection) -> None:
        self.own, self.platform, self.known = own, platform, known
        self.clock = FakeClock(LATER)
        self.heard = Heard()
        self._template = template
        writing = writing_engine(database_url(url))
        event.listen(writing, "connect", _careless)
        self._store = Store(writing, reading_engine(database_url(url)), None)
        self._watching = sqlite3.connect(database_url(url).database or "", isolation_level=None)
        _careless(self._watching, None)
        self._bank = small_bank()
        self._loop = asyncio.new_event_loop()
        self._before = self.of_others()
        self._version = self._data_version()
        self.stage = RecordingStage()
        self.shell = self._new_shell()
        self.quizmaster = Quizmaster(self.shell)

    def begin(self) -> None:
        """Forget what the example before has left behind, in the database too if it wrote there."""
        self.heard.entries.clear()
        self.stage = RecordingStage()
        if self._data_version() != self._version:
            self._template.backup(self._watching)
            self._version = self._data_version()
        fresh = self._new_shell()
        # The adapters hold the quizmaster, so it stays, with a memory as after a start.
        self.shell = self.quizmaster._shell = fresh

    def check(self, sent: str) -> None:
        """Whether nothing was broken, and nobody else's rows were touched or read."""
        assert not self.heard.errors, self.heard.errors
        assert not any(words in sent for words in BROKEN), sent
        assert SECRET not in sent
        if self.has_written:
            assert self.of_others() == self._before

    @property
    def has_written(self) -> bool:
        return self._data_version() != self._version

    def of_others(self) -> str:
        """A digest of every row that is not of the one community where the users of a test are."""
        digest = hashlib.blake2b()
        for table, condition in _OTHERS.items():
            rows = self._watching.execute(f"SELECT * FROM {table} WHERE {condition}", {"own": self.own})
            digest.update(repr((table, sorted(map(repr, rows)))).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    async def settle(self) -> None:
        """Let everything that was begun come to its end."""
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.gather(*tasks, return_exceptions=True)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the one event loop of all examples."""
        return self._loop.run_until_complete(work)

    def close(self) -> None:
        self._loop.close()
        self._watching.close()
        self._store.close()

    def _new_shell(self) -> Shell:
        shell = Shell(self._bank, self._store, self.clock, Random(9), 5)
        shell.stages[self.platform] = self.stage
        return shell

    def _data_version(self) -> int:
        version: int = self._watching.execute("PRAGMA data_version").fetchone()[0]
        return version


@cache
def small_bank() -> Bank:
    """A few real questions of every kind."""
    full = load_bank()
    packs = []
    for topic in full.topics[:2]:
        of_topic = [question for question in full.questions if question.topic == topic.id]
        kinds = {type(question.key): question for question in of_topic}
        packs.append(Pack(topic, tuple(kinds.values())))
    return Bank(packs)


async def played(url: str, platform: str, own: str, other: str, rooms: dict[str, str]) -> None:
    """Play for a day in both communities: rounds, dailies, practice, everything set and some of it paused."""
    house = await House(url, small_bank(), FakeClock(NOON), RecordingStage()).open()
    house.shell.stages["terminal"] = house.stage
    # The same users are in both communities, by other names.
    ids = [IDS[platform].format(number) for number in (1, 2, 3)]
    mods: list[Person] = []
    for community in (own, other):
        name, room = (SECRET if community == other else "Ana"), rooms[community]
        people = [
            house.person(id, name=f"{name} {id}", moderator=id == ids[0], room=room, community=community)
            for id in ids
        ]
        mods.append(people[0])
        await house.settle(CommunitySettings(zone="America/Mexico_City", seconds=30), community)
        await _played_in(house, people)
    await house.pass_until(NOON + timedelta(hours=26))
    for mod in mods:
        await mod.types("practice questions:3")
        assert mod.room is not None
        for message in house.stage.in_room(mod.room.id):
            for button in message.card.buttons:
                if button.action.startswith("start:"):
                    await mod.presses_quietly(button)
        await mod.types("play questions:5 seconds:0")
    await house.close()


async def _played_in(house: House, people: list[Person]) -> None:
    """A round that everyone answers, and what a moderator sets."""
    mod, second, third = people
    assert mod.room is not None
    for typed in ("set 09:00 America/Mexico_City questions:3", "set 10:00 UTC", "pause 10:00"):
        await mod.types(f"schedule {typed}")
    await mod.in_room(f"{mod.room.id}9").types("schedule set 23:00 UTC")
    await mod.types("play questions:2 seconds:30")
    for _ in range(2):
        for person in people:
            for button in house.stage.in_room(mod.room.id)[-1].card.buttons[:1]:
                if button.action.startswith("answer:"):
                    await person.presses_quietly(button)
            await person.does("type", {"text": "2006"})
        await house.pass_time(60)
    await mod.does("moderators-add", {"player": second.player.id})
    await mod.does("exclude", {"player": third.player.id})


def known_ids(connection: sqlite3.Connection) -> Known:
    """What the database holds, for examples that name it."""
    known = Known()
    for name, query in {
        "quizzes": "SELECT community, id FROM quiz ORDER BY id",
        "turns": "SELECT q.community, t.id FROM turn t JOIN quiz q ON q.id = t.quiz ORDER BY t.id",
        "schedules": "SELECT community, id FROM schedule ORDER BY id",
        "players": "SELECT community, id FROM player ORDER BY id",
    }.items():
        for community, id in connection.execute(query):
            getattr(known, name).setdefault(community, []).append(id)
    known.options = sorted({o.id for question in small_bank().questions for o in question.options})
    return known


@contextmanager
def world(
    migrated: Path, folder: Path, platform: str, own: str, other: str, rooms: dict[str, str]
) -> Iterator[World]:
    file = folder / "civiquiz.db"
    file.write_bytes(migrated.read_bytes())
    url = f"sqlite:///{file}"
    asyncio.run(played(url, platform, own, other, rooms))
    template = sqlite3.connect(":memory:")
    with sqlite3.connect(file) as source:
        source.backup(template)
        known = known_ids(source)
    source.close()
    tables = {name for (name,) in template.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables - _SHARED == set(_OTHERS), "a table that nobody looks at"
    made = World(url, platform, own, known, template)
    with made.heard.listening():
        yield made
    made.close()
    template.close()


def _careless(connection: sqlite3.Connection, _: object) -> None:
    """What an example writes need not outlive the machine."""
    connection.execute("PRAGMA synchronous=OFF")
