"""Several `civiquiz run` on one PostgreSQL: each holds some of Discord's shards, any delivers for all."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from bot.words import say
from tests.conftest import PostgresServer
from tests.e2e.asked import right, wrong
from tests.e2e.chats import begin
from tests.e2e.on_discord import DiscordChat
from tests.e2e.process import Bot, until

SHARDS = 2
# Between two shards that introduce themselves, in seconds; the stand-in measures when they arrive.
APART = 4.85


@dataclass
class Peers:
    """Two processes on one database, and a server on each of Discord's shards."""

    sim: Any
    url: str
    bots: list[Bot]
    chats: list[DiscordChat]

    async def start(self, number: int, shards: str | None = None) -> None:
        await self.bots[number].start("run", "discord", "--shards", shards or f"{number}/{SHARDS}")

    async def kill(self, number: int) -> None:
        await self.bots[number].stop(signal.SIGKILL)

    async def connected(self, *shards: int) -> None:
        """Wait until these shards and no others are connected."""

        def live() -> set[int]:
            sessions = self.sim.gateway.sessions.values()
            return {one.shard[0] for one in sessions if one.ws is not None and one.t_last_guild_create}

        await until(lambda: live() == set(shards))
        await self.sim.wait_commands()

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement).fetchall()

    async def hasten(self, kind: str) -> None:
        """Make work of a kind due now, once it is there."""
        sooner = f"UPDATE due SET due_at = '2000-01-01 00:00Z' WHERE kind = '{kind}' RETURNING id"
        await until(lambda: self.sql(sooner))


@pytest.fixture
def peers(sharded_sim: Any, new_player: Callable[..., Bot], postgres_url: str) -> Peers:
    bots = [new_player(sharded_sim.bot_env(), DATABASE_URL=postgres_url) for _ in range(SHARDS)]
    chats: dict[int, DiscordChat] = {}
    while len(chats) < SHARDS:
        chat = DiscordChat(sharded_sim, bots[0])
        chats.setdefault((int(chat.general.guild.id) >> 22) % SHARDS, chat)
    return Peers(sharded_sim, postgres_url, bots, [chats[shard] for shard in range(SHARDS)])


async def test_each_process_serves_its_shards_and_they_introduce_themselves_one_after_the_other(
    peers: Peers,
) -> None:
    await asyncio.gather(peers.start(0), peers.start(1))
    await peers.connected(0, 1)
    first, second = sorted(session.t_identify for session in peers.sim.gateway.sessions.values())
    assert second - first > APART
    for chat in peers.chats:
        question = await chat.play(chat.ana, "choices 1")
        assert say("en", "recorded-title") in await chat.click(chat.bob, question, right(question))
        assert say("en", "already-answered-title") in await chat.click(chat.bob, question, wrong(question))
        await chat.nudge(chat.ana, question, "Next")
        await chat.post(begin("standings-title"))
    assert [len(chat.posts()) for chat in peers.chats] == [2, 2]
    assert peers.sql("SELECT count(*) FROM answer") == [(2,)]
    assert peers.sql("SELECT count(*) FROM due WHERE kind <> 'refresh-turn'") == [(0,)]


async def test_when_one_process_is_killed_all_rounds_go_on_and_its_successor_takes_what_others_opened(
    peers: Peers,
) -> None:
    await asyncio.gather(peers.start(0), peers.start(1))
    await peers.connected(0, 1)
    theirs, ours = peers.chats
    lost = await theirs.play(theirs.ana, "choices 2")
    kept = await ours.play(ours.ana, "choices 2")
    assert say("en", "recorded-title") in await theirs.click(theirs.bob, lost, right(lost))
    await peers.kill(0)
    assert say("en", "recorded-title") in await ours.click(ours.bob, kept, right(kept))
    await ours.nudge(ours.ana, kept, "Next")
    await until(lambda: len(ours.posts()) == 2)
    # The other server's question closes and the next one is opened, by a process that does not hear it.
    await peers.hasten("close-turn")
    await until(lambda: len(theirs.posts()) == 2)
    await theirs.becomes(lost, begin("reveal-title"))
    await peers.start(0)
    await peers.connected(0, 1)
    opened = theirs.posts()[-1]
    assert say("en", "recorded-title") in await theirs.click(theirs.ana, opened, right(opened))
    assert peers.sql("SELECT count(*) FROM answer") == [(3,)]


async def test_a_process_without_shards_delivers_what_it_does_not_hear(peers: Peers) -> None:
    await peers.start(0, "0-1/2")
    await peers.connected(0, 1)
    question = await peers.chats[1].play(peers.chats[1].ana, "choices 1")
    await peers.start(1, "none")
    await until(lambda: "without a connection" in peers.bots[1].log())
    await peers.kill(0)
    await peers.connected()
    await peers.hasten("close-turn")
    await peers.chats[1].post(begin("standings-title"))
    await peers.chats[1].becomes(question, begin("reveal-title"))
    await peers.connected()


async def test_an_answer_given_while_the_database_is_down_is_recorded_late_rather_than_lost(
    peers: Peers, postgres: PostgresServer
) -> None:
    postgres.keep_commits(peers.url)
    await peers.start(0, "0-1/2")
    await peers.connected(0, 1)
    chat = peers.chats[0]
    question = await chat.play(chat.ana, "choices 2")
    before = len(chat.interactions())
    await asyncio.to_thread(postgres.crash)
    try:
        clicks = [
            asyncio.create_task(chat.click(who, question, right(question))) for who in (chat.bob, chat.eva)
        ]
        await until(lambda: sum(one.t_ack is not None for one in chat.interactions()[before:]) == 2)
        assert not any(click.done() for click in clicks)
    finally:
        await asyncio.to_thread(postgres.start)
    told = await asyncio.gather(*clicks)
    assert [say("en", "recorded-title") in told[0], say("es", "recorded-title") in told[1]] == [True, True]
    assert peers.sql("SELECT count(*) FROM answer") == [(2,)]
    await chat.nudge(chat.ana, question, "Next")
    await until(lambda: len(chat.posts()) == 2)


async def test_shards_that_cannot_be_end_the_process_with_a_sentence(peers: Peers) -> None:
    for shards in ("2/2", "some"):
        await peers.start(0, shards)
        assert await peers.bots[0].ended() == 1
    last, first = peers.bots[0].log().splitlines()[::-1]
    assert first.startswith("--shards 2/2 has no meaning")
    assert last.startswith("--shards cannot be read: “some”")
