"""A run: some days of some communities, out of a seed, and whatever is wrong in them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import ColumnElement, Connection, exists, func, select
from structlog.typing import EventDict, WrappedLogger

from bot.engine.schedule import Schedule
from bot.store.store import migrate
from bot.store.tables import answer, due, moderation, quiz, schedule
from tests.bot.crashes import unless_died
from tests.bot.fakes import FakeClock, bank_of
from tests.invariants import broken
from tests.simulation.digest import Digest
from tests.simulation.people import TOPICS, People
from tests.simulation.platform import Fault, Platform
from tests.simulation.process import Process

DAY: Final = timedelta(days=1)
# A daily is open for three days at most; what was closed before then changes no more.
LOOKS_BACK: Final = timedelta(days=5)
# What a room was left alone by its moderators for so long runs as it was set.
UNTOUCHED: Final = timedelta(days=4)
# Work that is due at one moment ends after so many looks, or never.
MOST_AT_ONCE: Final = 2000
QUESTIONS: Final = 40
# How often the platform fails, as a multiple, and how long processes live, in moments: of each a run has one.
STORMS: Final = (0.3, 1, 8)
LIVES: Final = (150, 1000, 8000)


@dataclass
class Outcome:
    """`wrong` is empty if all went well. Two runs with one seed have one digest."""

    digest: str = ""
    wrong: list[str] = field(default_factory=list)
    days: int = 0
    requests: int = 0
    answers: int = 0
    quizzes: int = 0
    posts: int = 0
    edits: int = 0
    busy: int = 0
    faults: int = 0
    repeated: int = 0
    crashes: int = 0


async def simulate(
    seed: int, days: int, communities: int, folder: Path, tell: Callable[[int], None]
) -> Outcome:
    """Play so many days, from a day that the seed chooses; `tell` is called with each that is over.

    It ends on the first day on which anything is wrong.
    """
    dice = Random(seed)
    begin = datetime.combine(date(2026, 1, 1), time(), UTC) + dice.randrange(365) * DAY
    file = folder / "simulation.db"
    migrate(f"sqlite:///{file}", begin)
    digest, clock, logged = Digest(), FakeClock(begin), Logged()
    storm, lives = dice.choice(STORMS), dice.choice(LIVES)
    platform = Platform(clock, Random(dice.getrandbits(64)), digest, lambda shown: people.see(shown), storm)
    people = People(Random(dice.getrandbits(64)), platform, digest, communities)
    bank = bank_of(dict.fromkeys(TOPICS, QUESTIONS))
    process = Process(file, bank, clock, platform, Random(dice.getrandbits(64)), lives)
    outcome = Outcome()
    asyncio.get_running_loop().set_exception_handler(unless_died)
    with logged.listening():
        await process.open()
        people.meet(process)
        people.arrive(begin)
        for day in range(1, days + 1):
            people.plan_day(begin + (day - 1) * DAY)
            outcome.wrong += await _play(process, people, begin + day * DAY)
            outcome.wrong += _wrong(process, logged, None if day == days else clock.now() - LOOKS_BACK)
            outcome.days = day
            tell(day)
            if outcome.wrong:
                break
        process.look(digest.add_rows)
    digest.add(platform.counts)
    outcome.answers, outcome.quizzes = process.look(
        lambda c: (_count(c, answer.c.turn), _count(c, quiz.c.id))
    )
    process.close()
    outcome.digest, outcome.requests, outcome.crashes = str(digest), people.requests, process.crashes
    for name, number in vars(platform.counts).items():
        setattr(outcome, name, number)
    return outcome


class Logged:
    """What the bot logs as a fault of its own: not those of the platform, which are made on purpose."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        before = structlog.get_config()
        structlog.configure(processors=[self._listen], cache_logger_on_first_use=False)
        try:
            yield
        finally:
            structlog.configure(**before)

    def _listen(self, _: WrappedLogger, method: str, event: EventDict) -> EventDict:
        error = sys.exc_info()[1]
        if method in {"error", "exception", "critical"} and not isinstance(error, Fault):
            self.faults.append(f"{event} {error!r}")
        raise structlog.DropEvent


async def _play(process: Process, people: People, until: datetime) -> list[str]:
    """Let people and due work have their way, each in its time."""
    clock, looks, looked = process.clock, 0, process.clock.now()
    while True:
        heard, work = people.agenda.next_heard, await process.next_due()
        at = min((at for at in (heard, work) if at is not None), default=until)
        if at >= until:
            break
        clock.set(max(at, clock.now()))
        looks, looked = (looks + 1 if looked == clock.now() else 0), clock.now()
        if looks > MOST_AT_ONCE:
            return [f"what is due at {looked} does not end"]
        if heard is not None and heard <= clock.now():
            await asyncio.gather(*(deed(at) for at, deed in people.agenda.take()))
        else:
            await process.run_due()
    clock.set(max(until, clock.now()))
    return []


def _wrong(process: Process, logged: Logged, since: datetime | None) -> list[str]:
    """What is wrong by now."""
    process.platform.forget()
    wrong = [*process.platform.wrong, *logged.faults, *process.look(lambda c: broken(c, since))]
    wrong += process.look(lambda c: [*_unkept(c, process), *_missed(c, process), *_set_aside(c)])
    process.told.clear()
    return wrong


def _unkept(connection: Connection, process: Process) -> Iterator[str]:
    """Answers of which players were told that they count, and that are not there."""
    for told in process.told:
        where = (answer.c.turn == told.turn, answer.c.player == told.player)
        given = connection.scalar(select(answer.c.given).where(*where))
        if given != told.given:
            yield f"turn {told.turn}: {told.player} was told that {told.given} counts, and {given} is there"


def _missed(connection: Connection, process: Process) -> Iterator[str]:
    """Dailies that did not come, though something ran that day to open them."""
    now = process.clock.now()
    touched = exists().where(
        moderation.c.community == schedule.c.community, moderation.c.at > now - UNTOUCHED
    )
    runs = select(schedule).where(schedule.c.removed_at.is_(None), schedule.c.paused_at.is_(None), ~touched)
    for row in connection.execute(runs):
        rule = Schedule(time.fromisoformat(row.at), row.zone, frozenset(row.weekdays))
        day = rule.date_at(now - 1.5 * DAY)
        due_at = rule.occurrence(day)
        if due_at is None or connection.scalar(
            select(exists().where(quiz.c.schedule == row.id, quiz.c.day == day))
        ):
            continue
        over = datetime.combine(day + DAY, time(), ZoneInfo(row.zone)).astimezone(UTC)
        if not any(down.covers(due_at, over) for down in process.down):
            yield f"schedule {row.id} of {row.community}: nothing came on {day}"


def _set_aside(connection: Connection) -> Iterator[str]:
    for key, error in connection.execute(
        select(due.c.key, due.c.error).where(due.c.set_aside_at.is_not(None))
    ):
        yield f"{key} was set aside: {error}"


def _count(connection: Connection, column: ColumnElement[str]) -> int:
    return connection.scalar(select(func.count(column))) or 0
