"""Much falls due in one minute: it is spread as the platform takes it, and live rounds do not wait for it."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Connection, insert

from bot import plans, timekeeper
from bot.cards import Card
from bot.course import POST_TURN, URGENT
from bot.engine.schedule import Schedule
from bot.plans import POST_DAILY
from bot.shell import Shell
from bot.store import due, schedules
from bot.store.due import Claim
from bot.store.tables import due as due_table
from bot.store.tables import quiz
from bot.timekeeper import AT_ONCE, LEISURELY_AT_ONCE, LEISURELY_STEP
from tests.bot.fakes import FakeClock, House, RecordingStage
from tests.factories import NOON, SECOND, room_schedule

RATE = 40.0
MANY = 10_000
# One community has as many dailies as it may.
GREEDY, EACH = "discord:greedy", 25
DUE = NOON + timedelta(hours=1)


class TimedStage(RecordingStage):
    """Knows when each message was posted, and does something `before`. While it is `held`, posts of dailies
    begin and do not end."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(rate=RATE)
        self.clock = clock
        self.times: list[tuple[datetime, str, str]] = []
        self.held: asyncio.Event | None = None
        self.before: Callable[[], Awaitable[None]] | None = None
        self.under_way = 0

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        if self.before is not None:
            await self.before()
        self.times.append((self.clock.now(), community, card.title))
        if self.held is not None and card.title.startswith("Daily"):
            self.under_way += 1
            await self.held.wait()
            self.under_way -= 1
        return await super().post(community, room, card, key)

    @property
    def posted(self) -> list[tuple[datetime, str]]:
        """When a daily was posted, and to which community."""
        return [(at, community) for at, community, title in self.times if title.startswith("Daily")]


@pytest.fixture
async def stage() -> TimedStage:
    return TimedStage(FakeClock())


@pytest.fixture
async def house(database_url: str, stage: TimedStage) -> AsyncIterator[House]:
    house = await House(database_url, clock=stage.clock, stage=stage).open()
    yield house
    await house.close()


async def until(what: Callable[[], bool]) -> None:
    """Let the bot go on until something is so."""
    async with asyncio.timeout(60):
        so = what()
        while not so:
            await asyncio.sleep(0)
            so = what()


def rooms(greedy: int, others: int) -> list[tuple[str, str]]:
    """The rooms of a community that has many, then one of each of many communities."""
    return [(GREEDY, f"r{number:02}") for number in range(greedy)] + [
        (f"discord:{number}", "general") for number in range(others)
    ]


async def plan(house: House, wanted: Sequence[tuple[str, str]], at: datetime = DUE, name: str = "s") -> None:
    """Set a daily in each room, all at the same instant."""
    rule = Schedule(time(at.hour, at.minute), "UTC")
    plain = room_schedule(rule=rule, topic=None, questions=1, language="en")

    def unit(connection: Connection) -> None:
        made = [
            replace(plain, id=f"{name}{number}", community=community, room=room)
            for number, (community, room) in enumerate(wanted)
        ]
        for one in made:
            schedules.put_schedule(connection, one)
        for one in made:
            plans.plan_next(connection, one, NOON)

    await house.shell.store.write(unit)


def most_in(times: Sequence[datetime], window: timedelta) -> int:
    """How many of these, in their order, fall into a window, at most, wherever it lies."""
    return max(bisect_left(times, at + window) - place for place, at in enumerate(times))


async def test_dailies_that_are_due_at_once_are_posted_as_fast_as_the_platform_takes_them_and_no_faster(
    house: House, stage: TimedStage
) -> None:
    await plan(house, rooms(0, 120))
    await house.pass_until(DUE + 60 * SECOND)
    times = [at for at, _ in stage.posted]
    assert len(times) == 120
    assert most_in(times, SECOND) <= RATE * 1.25
    assert times[-1] - DUE <= timedelta(seconds=120 / RATE + 1)


async def test_of_many_dailies_the_first_are_shown_while_the_last_are_not_opened_yet(
    house: House, stage: TimedStage
) -> None:
    await plan(house, rooms(0, 120))
    opened: list[int] = []

    async def look() -> None:
        opened.append(await house.count(quiz))

    stage.before = look
    await house.pass_until(DUE + 60 * SECOND)
    assert len(stage.posted) == len(opened) == 120
    assert opened[0] <= 2 * LEISURELY_AT_ONCE


async def test_a_community_with_many_dailies_does_not_keep_the_others_waiting(
    house: House, stage: TimedStage
) -> None:
    await plan(house, rooms(EACH, 100))
    await house.pass_until(DUE + 60 * SECOND)
    order = [community for _, community in stage.posted]
    assert Counter(order) == Counter(community for community, _ in rooms(EACH, 100))
    # One of each community first; the others of the one with many behind them. Those that are opened at the
    # same time may overtake each other.
    places = [place for place, community in enumerate(order) if community == GREEDY]
    assert places[0] < LEISURELY_AT_ONCE
    assert all(place > 100 - LEISURELY_AT_ONCE for place in places[1:])


async def test_what_has_been_due_for_longer_goes_first(house: House, stage: TimedStage) -> None:
    await plan(house, [(f"discord:new{number}", "general") for number in range(60)], name="new")
    await plan(
        house, [(f"discord:old{number}", "general") for number in range(60)], DUE - 60 * SECOND, name="old"
    )
    # Nothing ran meanwhile: both are late.
    house.clock.set(DUE + 5 * SECOND)
    await house.pass_time(60)
    order = [community.removeprefix("discord:")[:3] for _, community in stage.posted]
    assert Counter(order) == {"old": 60, "new": 60}
    # Those that are opened at the same time may overtake each other.
    assert order.index("new") > 60 - LEISURELY_AT_ONCE
    assert order[60 + LEISURELY_AT_ONCE :].count("old") == 0


async def test_a_live_round_does_not_wait_for_dailies(house: House, stage: TimedStage) -> None:
    await plan(house, rooms(0, 120))
    await house.pass_until(DUE - 5 * SECOND)
    began = house.clock.now()
    ana = house.person("ana", community="discord:live")
    await ana.types("play history 2 10")
    await house.pass_until(DUE + 60 * SECOND)
    live = [at for at, community, _ in stage.times if community == "discord:live"]
    # The question, the next one at its close and its pause, the standings: to the instant.
    assert [(at - began).total_seconds() for at in live] == [0, 17, 29]
    assert len(stage.posted) == 120
    every = [at for at, _, _ in stage.times]
    assert most_in(every, SECOND) <= RATE * 1.25


async def test_a_platform_that_hangs_holds_up_neither_live_rounds_nor_another_platform(
    house: House, stage: TimedStage
) -> None:
    stage.rate, slack = None, RecordingStage()
    house.shell.stages["slack"] = slack
    ana = house.person("ana", community="discord:live")
    await plan(house, rooms(0, 2 * AT_ONCE))
    await plan(house, [("slack:T1", "general")], name="slack")
    await house.pass_until(DUE - SECOND)
    await ana.types("play history 1 10")
    stage.held = asyncio.Event()
    house.clock.set(DUE)
    running = asyncio.create_task(house.timekeeper.run())

    await until(lambda: stage.under_way > LEISURELY_AT_ONCE - LEISURELY_STEP and bool(slack.messages))
    house.clock.advance(11)
    house.shell.wake()
    await until(lambda: stage.shown[-1].title.startswith("Final"))
    assert LEISURELY_AT_ONCE - LEISURELY_STEP < stage.under_way <= LEISURELY_AT_ONCE

    stage.held.set()
    await until(lambda: len(stage.posted) == 2 * AT_ONCE)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_ten_thousand_dailies_of_one_minute_are_spread_in_order_and_live_rounds_go_between(
    house: House, stage: TimedStage, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The posts of ten thousand schedules, as their opening leaves them, in virtual time.

    Ten times as fast as Discord takes them, to have fewer instants to go through; on PostgreSQL a fifth.
    """
    many, stage.rate = (MANY if kind == "sqlite" else MANY // 5), 10 * RATE
    sent: list[tuple[float, str, str]] = []

    async def send(shell: Shell, claim: Claim) -> None:
        sent.append(((shell.clock.now() - DUE).total_seconds(), claim.kind, claim.subject))

    monkeypatch.setattr(timekeeper, "TASKS", {POST_DAILY: send, POST_TURN: send})
    dailies = [
        row(POST_DAILY, f"{number}", community, room, rank=number if community == GREEDY else 0)
        for number, (community, room) in enumerate(rooms(EACH, many - EACH))
    ]
    seconds = range(int(many / stage.rate))
    live = [row(POST_TURN, f"{n}", f"discord:live{n}", "x", DUE + n * SECOND, URGENT) for n in seconds]
    await house.shell.store.write(lambda c: c.execute(insert(due_table), dailies + live))
    await house.pass_until(DUE + timedelta(minutes=10))

    posts = [(at, subject) for at, kind, subject in sent if kind == POST_DAILY]
    assert Counter(subject for _, subject in posts) == Counter(str(number) for number in range(many))
    # Live rounds to the instant, in the midst of it.
    assert [(at, subject) for at, kind, subject in sent if kind == POST_TURN] == [
        (float(n), f"{n}") for n in seconds
    ]
    # All in the time that the rate demands, and never faster.
    whole = len(sent) / stage.rate
    assert whole - 1 <= posts[-1][0] <= whole + 1
    times = [at for at, _, _ in sent]
    assert times == sorted(times)
    assert most_in([DUE + timedelta(seconds=at) for at in times], SECOND) <= stage.rate * 1.25 + 1
    # The community with many has its second one when each of the others has had its first.
    greedy = [place for place, (_, subject) in enumerate(posts) if int(subject) < EACH]
    assert greedy == [0, *range(many - EACH + 1, many)]


def row(
    kind: str,
    subject: str,
    community: str,
    room: str,
    due_at: datetime = DUE,
    priority: int = due.LEISURE,
    rank: int = 0,
) -> dict[str, object]:
    """A row of due work, to be written with many others."""
    return {
        "key": f"{kind}:{subject}",
        "kind": kind,
        "subject": subject,
        "community": community,
        "platform": "discord",
        "lane": f"{community}/{room}",
        "priority": priority,
        "rank": rank,
        "due_at": due_at,
        "attempts": 0,
    }
