"""A process that dies at a chosen moment of a story, and comes back: what every crash point is tried with.

A moment is right before or right after a commit, or a call to the platform. When a process dies, all that it
had in memory is gone; the database is opened again, and the story goes on as far as it can.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

import pytest
from sqlalchemy import Connection, Table, select
from structlog.typing import EventDict

from bot import course, joining, planning, plans
from bot.cards import Card
from bot.engine.preferences import CommunitySettings
from bot.engine.turn import Answer
from bot.outcomes import ASIDE
from bot.ports import Clock, Pictures, Stage, TryLater
from bot.quizmaster import Quizmaster
from bot.requests import Reply, Request, Room
from bot.shell import Shell
from bot.store import tables
from bot.store.answers import Newcomer, Outcome, Recorded
from bot.store.store import free_dead_leases
from bot.words import say
from questions.model import LANGUAGES
from tests.bot.fakes import FakeClock, House, Person, RecordingStage
from tests.bot.inline import AFTER, InlineStore
from tests.factories import COMMUNITY
from tests.invariants import broken

T = TypeVar("T")

# Where files are only in memory, if the machine has such a place.
_SHM = Path("/dev/shm")
MEMORY = _SHM if _SHM.is_dir() else None
# A story that waits for something that died with the process is given up after so many seconds.
PATIENCE = 5.0
# All that was begun is over after this time: a daily is open for three days at most.
AT_MOST = timedelta(days=8)

_RECORDED = {say(language, "recorded-title") for language in LANGUAGES}
_OPEN = {"answer", "fill", "next", "start"}


class Died(BaseException):
    """The process is no more. Nothing in the bot may catch it."""


class Again(StrEnum):
    """How a request that was in flight comes again: `REDELIVERED` by the platform, the same event with its
    time, as Slack does; or `RETRIED` by the player, who saw it fail, as on Discord."""

    REDELIVERED = "redelivered"
    RETRIED = "retried"


class Destiny(Protocol):
    """Knows when a process dies."""

    def has_come(self, which: str) -> bool:
        """Whether this moment, right before or behind something, is the one."""
        ...


@dataclass
class Fate:
    """Counts the moments of a run. The process dies at the one with this number, if there is one.

    `worlds` tells of each moment what everything outside of the process's memory is like then: where it is
    the same as at the moment before, dying is the same too.
    """

    dies_at: int | None = None
    worlds: list[tuple[int, datetime]] = field(default_factory=list)
    # In words, for who reads of what went wrong.
    died: str = "never"
    sealed: bool = False
    clock: Clock = field(default_factory=FakeClock)
    _steps: int = 0

    def step(self) -> None:
        """Note that something changes outside: somebody asks, or is answered, or time may pass."""
        self._steps += 1

    def has_come(self, which: str) -> bool:
        """Count a moment; whether it is the one."""
        if self.sealed:
            return False
        if which.startswith("after"):
            self.step()
        self.worlds.append((self._steps, self.clock.now()))
        if len(self.worlds) != self.dies_at:
            return False
        self.died = f"at moment {self.dies_at}, {which}"
        return True


class Life:
    """One process, as long as it lives."""

    def __init__(self, fate: Destiny) -> None:
        self._fate = fate
        self.over = False

    def check(self) -> None:
        if self.over:
            raise Died

    def moment(self, which: str) -> None:
        self.check()
        self.over = self._fate.has_come(which)
        self.check()


class MortalStore(InlineStore):
    """Of no use to a process that has died. `told` are the answers of which it was told that they count."""

    def __init__(self, file: Path, life: Life, moment: Callable[[str], None], told: list[Answer]) -> None:
        super().__init__(file, moment)
        self._life, self._told = life, told

    async def record(self, answer: Answer, newcomer: Newcomer | None = None) -> Recorded:
        recorded = await super().record(answer, newcomer)
        if recorded.outcome is not Outcome.CLOSED:
            self._told.append(replace(answer, given=recorded.given))
        return recorded

    async def _in_turn(self, do: Callable[[], T]) -> T:
        self._life.check()
        await asyncio.sleep(0)
        self._life.check()
        result = do()
        await asyncio.sleep(0)
        self._life.check()
        return result


@dataclass
class MortalStage:
    """A platform as one process sees it. `refused` are its failures, but for being busy: where and what."""

    stage: Stage
    life: Life
    refused: list[tuple[str, str]]

    @property
    def pictures(self) -> Pictures:
        return self.stage.pictures

    @property
    def rate(self) -> float | None:
        return self.stage.rate

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        with self._call("a post", room):
            return await self.stage.post(community, room, card, key)

    async def edit(self, community: str, room: str, message: str, card: Card) -> None:
        with self._call("an edit", room):
            await self.stage.edit(community, room, message, card)

    async def direct(self, community: str, player: str, card: Card) -> None:
        with self._call("a direct message", player):
            await self.stage.direct(community, player, card)

    @contextmanager
    def _call(self, what: str, room: str) -> Iterator[None]:
        self.life.moment(f"before {what}")
        try:
            yield
        except TryLater:
            raise
        except Exception as error:
            self.refused.append((room, repr(error)))
            raise
        self.life.moment(f"after {what}")


class MortalQuizmaster(Quizmaster):
    """Whoever asks it something while it dies asks the next one, which has come up by then."""

    def __init__(self, house: MortalHouse, shell: Shell) -> None:
        super().__init__(shell)
        self._house = house

    async def handle(self, request: Request) -> Reply | None:
        self._house.fate.step()
        try:
            reply = await super().handle(request)
        except Died:
            await self._house.revive()
            return await self._house.quizmaster.handle(self._house.again(request))
        self._house.fate.step()
        self._house.replies.append((request, reply))
        return reply

    async def home(self, request: Request) -> list[Card]:
        self._house.fate.step()
        try:
            return await super().home(request)
        except Died:
            await self._house.revive()
            return await self._house.quizmaster.home(request)

    async def joined(self, room: Room) -> None:
        self._house.fate.step()
        try:
            await super().joined(room)
        except Died:
            await self._house.revive()
            await self._house.quizmaster.joined(room)

    async def left(self, community: str) -> None:
        self._house.fate.step()
        try:
            await super().left(community)
        except Died:
            await self._house.revive()
            await self._house.quizmaster.left(community)


class MortalHouse(House):
    """A house on a file whose process dies at most once, at the moment that its fate has for it."""

    def __init__(self, file: Path, of: House, fate: Fate, comes: Again) -> None:
        super().__init__(of.url, of.bank, FakeClock(of.clock.now()), RecordingStage(of.stage.pictures))
        self.fate = fate
        fate.clock = self.clock
        self.replies: list[tuple[Request, Reply | None]] = []
        self.told: list[Answer] = []
        self.refused: list[tuple[str, str]] = []
        self.deaths = 0
        self.came_again = 0
        # What was posted, while nothing committed says so, when the process died: these may come again.
        self.in_window: set[str] = set()
        # What the database broke between two commits. A crash finds it as a commit has left it: that is
        # looked at where none comes, once for all.
        self.broken: set[str] = set()
        self._file, self._comes = file, comes
        self._reviving = asyncio.Lock()

    async def open(self) -> House:
        self.fate.step()
        self.life = Life(self.fate)
        store = MortalStore(self._file, self.life, self._moment, self.told)
        self.furnish(store, MortalStage(self.stage, self.life, self.refused))
        self.quizmaster = MortalQuizmaster(self, self.shell)
        try:
            await free_dead_leases(store)
        except Died:
            await self.revive()
        return self

    async def close(self) -> None:
        self.life.over = True
        self.shell.store.close()

    async def restart(self) -> None:
        if self.life.over:
            await self.revive()
        else:
            await super().restart()

    async def revive(self) -> None:
        """Come back after the process has died, unless somebody saw to it."""
        if not self.life.over:
            return
        await self.close()
        self.deaths += 1
        await self.open()
        self.in_window |= self.look(unknown_posts) & {message.key for message in self.stage.messages}

    def again(self, request: Request) -> Request:
        """A request that died with the process, as it comes again."""
        self.came_again += 1
        if self._comes is Again.REDELIVERED:
            return request
        return replace(request, cause=self.new_cause(), at=self.clock.now())

    def look(self, question: Callable[[Connection], T]) -> T:
        """Ask the database something now."""
        store = self.shell.store
        assert isinstance(store, InlineStore)
        return store.look(question)

    async def run_due(self) -> None:
        await self._survive(lambda: self.timekeeper.run_due())

    async def settle(self, settings: CommunitySettings, community: str = COMMUNITY) -> None:
        await self._survive(lambda: House.settle(self, settings, community))

    async def next_due(self) -> datetime | None:
        return await self._survive(lambda: House.next_due(self))

    async def count(self, table: Table) -> int:
        return await self._survive(lambda: House.count(self, table))

    def _moment(self, which: str) -> None:
        self.life.moment(which)
        if self.fate.dies_at is None and which == AFTER:
            self.broken |= {f"{sentence} (for a while)" for sentence in self.look(broken)}

    async def _survive(self, do: Callable[[], Awaitable[T]]) -> T:
        self.fate.step()
        try:
            return await do()
        except Died:
            await self.revive()
            return await do()
        finally:
            self.fate.step()


@dataclass
class Told:
    """How a telling of a story ended: what is wrong, and what was counted."""

    house: MortalHouse
    failed: BaseException | None
    wrong: set[str]

    @property
    def repeated(self) -> int:
        """How many messages were posted again."""
        keys = Counter(message.key for message in self.house.stage.messages)
        return keys.total() - len(keys)


@dataclass
class Points:
    """What came of all crash points of a story."""

    points: int = 0
    # Fewer than points where neighbours are the same, more where something was in flight.
    crashes: int = 0
    repeated: int = 0
    told_to_the_end: int = 0
    wrong: list[str] = field(default_factory=list)


class Story:
    """A story with what it was given, told again and again, each time on a fresh house like the first."""

    def __init__(
        self,
        tell: Callable[..., Awaitable[None]],
        given: Mapping[str, object],
        house: House,
        logged: list[EventDict],
    ) -> None:
        self._tell, self._given, self._house, self._logged = tell, given, house, logged
        # How many messages come again without a crash of ours: some stories have their own.
        self._repeats = 0

    async def at_every_point(self) -> Points:
        """Tell the story once, and then with a crash at each of its moments.

        What already is wrong without any crash, because a story writes to the database what the bot would
        not, is not wrong with one.
        """
        asyncio.get_running_loop().set_exception_handler(unless_died)
        await self._house.close()
        with TemporaryDirectory(dir=MEMORY) as folder:
            self._begins, self._file = Path(folder, "as it begins.db"), Path(folder, "civiquiz.db")
            shutil.copy(self._house.url.removeprefix("sqlite:///"), self._begins)
            InlineStore(self._begins, lambda _: None).close()
            return await self._tell_it_again()

    async def _tell_it_again(self) -> Points:
        plain = await self.once(Fate(), Again.REDELIVERED)
        if plain.failed is not None:
            raise plain.failed
        self._repeats = plain.repeated
        worlds = plain.house.fate.worlds
        found = Points(points=len(worlds))
        for number in tried(worlds):
            for comes in Again:
                told = await self.once(Fate(number), comes)
                found.crashes += 1
                found.repeated += told.repeated
                found.told_to_the_end += told.failed is None
                died = f"{told.house.fate.died}, {comes}"
                found.wrong += [f"{died}: {sentence}" for sentence in sorted(told.wrong - plain.wrong)]
                if told.house.came_again == 0:
                    break
        return found

    async def once(self, fate: Fate, comes: Again) -> Told:
        """Tell the story on a fresh house, and let time pass until nothing is due."""
        shutil.copy(self._begins, self._file)
        self._logged.clear()
        house = MortalHouse(self._file, self._house, fate, comes)
        await house.open()
        with pytest.MonkeyPatch.context() as patch:
            given = {name: _in_place(value, house, patch) for name, value in self._given.items()}
            failed = await _ended(asyncio.ensure_future(self._tell(**given)), house)
        wrong = await _aftermath(house)
        if fate.dies_at is not None and not house.deaths:
            wrong.add("the moment never came")
        wrong |= set(_repeated(house, self._repeats))
        # Whether work was set aside is told by what is left; who dies just behind it has not logged it.
        faults = [one for one in self._logged if one["log_level"] == "error" and one["event"] != ASIDE]
        failures = len(faults) - len(house.refused)
        # A story that patches something makes it fail on purpose.
        if failures > 0 and "monkeypatch" not in self._given:
            wrong.add(f"{failures} failures were logged that are not the platform's")
        await house.close()
        await _end_tasks()
        return Told(house, failed, wrong)


def tried(worlds: Sequence[object]) -> list[int]:
    """The numbers of the moments that need be tried: of neighbours in one world one stands for all."""
    return [
        number for number, world in enumerate(worlds, start=1) if number == 1 or world != worlds[number - 2]
    ]


def _in_place(value: object, house: House, patch: pytest.MonkeyPatch) -> object:
    """What a story is given, of this house."""
    if isinstance(value, House):
        return house
    if isinstance(value, Person):
        return replace(value, house=house)
    return patch if isinstance(value, pytest.MonkeyPatch) else value


async def _ended(story: asyncio.Future[None], house: MortalHouse) -> BaseException | None:
    """Why a story ended before its end, if it did."""
    while not story.done():
        await asyncio.wait({story}, timeout=PATIENCE)
        if house.life.over or house.deaths:
            story.cancel()
    try:
        await story
    except (Exception, Died, asyncio.CancelledError, pytest.fail.Exception) as error:
        return error
    return None


async def _end_tasks() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def unless_died(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Say nothing of what went down with its process."""
    if not isinstance(context.get("exception"), Died):
        loop.default_exception_handler(context)


async def _aftermath(house: MortalHouse) -> set[str]:
    """Let the platform be well and time pass until nothing is due; what is wrong then, and was before."""
    house.fate.sealed = True
    await house.revive()
    house.stage.faults.clear()
    house.stage.broken = None
    now = house.clock.now()
    await house.shell.store.write(lambda c: _rest(c, now))
    await house.pass_until(now + AT_MOST)
    errors = {error for _, error in house.refused}
    wrong = house.broken | set(house.look(broken)) | house.look(lambda c: set(_unfinished(c, errors)))
    wrong |= set(_unkept(house)) | set(_unshown(house))
    return wrong


def _rest(connection: Connection, now: datetime) -> None:
    """Let no daily begin any more."""
    for community in connection.scalars(select(tables.schedule.c.community).distinct()).all():
        plans.pause_all(connection, community, plans.BY_MODERATOR, now)


def unknown_posts(connection: Connection) -> set[str]:
    """The keys of messages that are still to be posted, as far as the database knows."""
    shown = set(connection.scalars(select(tables.turn.c.id).where(tables.turn.c.message.is_not(None))))
    shown |= set(connection.scalars(select(tables.quiz.c.id).where(tables.quiz.c.message.is_not(None))))
    keys: set[str] = set()
    for kind, subject in connection.execute(select(tables.due.c.kind, tables.due.c.subject)):
        match kind:
            case course.POST_TURN | plans.POST_DAILY | joining.WELCOME:
                keys.add(subject)
            case course.POST_STANDINGS:
                keys.add(f"{subject}-end")
            case planning.ANNOUNCE:
                keys.add(subject.partition("/")[2])
    return keys - shown


def _unfinished(connection: Connection, platforms: Collection[str]) -> Iterator[str]:
    """What never ends, but for what was set aside for a failure of the platform's."""
    due, quiz = tables.due, tables.quiz
    for row in connection.execute(select(due.c.kind, due.c.set_aside_at, due.c.error)):
        if row.set_aside_at is None:
            yield f"{row.kind} is still due: {row.error}"
        elif row.error not in platforms:
            yield f"{row.kind} is set aside: {row.error}"
    for mode in connection.scalars(select(quiz.c.mode).where(quiz.c.closed_at.is_(None))):
        yield f"a {mode} quiz is still open"


def _unkept(house: MortalHouse) -> Iterator[str]:
    """Answers that players were told of, and that are not there."""
    answer = tables.answer
    held = {
        (row.turn, row.player): row.given for row in house.look(lambda c: c.execute(select(answer)).all())
    }
    for told in house.told:
        if held.get((told.turn, told.player)) != told.given:
            yield f"{told.player} was told that {told.given} counts"
    for request, reply in house.replies:
        turn = request.arguments.get("turn")
        recorded = reply is not None and reply.card.title in _RECORDED
        if recorded and turn is not None and (str(turn), request.player.id) not in held:
            yield f"{request.player.id} read that an answer was recorded"


def _unshown(house: MortalHouse) -> Iterator[str]:
    """What a room did not get to see, or sees as if it went on. A room that refused may miss anything."""
    quiz, turn = tables.quiz, tables.turn
    refused = {room for room, _ in house.refused}
    shown = {message.id: message for message in house.stage.messages}
    keys = {message.key for message in house.stage.messages}
    turns = select(turn.c.position, turn.c.message, quiz.c.room).join(quiz, quiz.c.id == turn.c.quiz)
    dailies = select(quiz.c.message, quiz.c.room).where(quiz.c.mode == "daily")
    places = [
        (f"question {row.position}", row.message, row.room)
        for row in house.look(lambda c: c.execute(turns.where(turn.c.player == "")).all())
    ]
    places += [("a daily", *row) for row in house.look(lambda c: c.execute(dailies).all())]
    for what, message, room in places:
        if room in refused:
            continue
        if message is None:
            yield f"{what} was never shown"
        elif any(button.action.partition(":")[0] in _OPEN for button in shown[message].card.buttons):
            yield f"{what} was never revealed"
    for id, room in house.look(
        lambda c: c.execute(select(quiz.c.id, quiz.c.room).where(quiz.c.mode == "live")).all()
    ):
        if room not in refused and f"{id}-end" not in keys:
            yield "a round has no standings"


def _repeated(house: MortalHouse, anyway: int) -> Iterator[str]:
    """Messages that came again outside of the one window, or twice; so many do so without a crash."""
    for key, number in Counter(message.key for message in house.stage.messages).items():
        if number > 1 + anyway + (key in house.in_window):
            yield f"{number} messages under one key"


def summary(found: Iterable[Points]) -> str:
    """What came of the crash points of all stories, in a line."""
    all_of = list(found)
    points, crashes, repeated, ended = (
        sum(getattr(one, name) for one in all_of)
        for name in ("points", "crashes", "repeated", "told_to_the_end")
    )
    return (
        f"{len(all_of)} stories have {points:,} crash points. Of {crashes:,} crashes {ended:,} let the "
        f"story go on to its end; {repeated:,} messages were posted again under their key."
    )
