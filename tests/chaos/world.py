"""The guilds, workspaces, rooms and people that chaos happens to."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.chaos.hands import DiscordHands, Room, SlackHands
from tests.chaos.plan import Plan
from tests.e2e.on_slack import SCOPES

CHATSIM = Path(os.environ.get("CHATSIM") or Path(__file__).parents[1] / "chatsim").resolve()

# A workspace takes some 40 edits a minute: most is played on Discord, which takes 50 requests a second.
_SLACK_TABLES: Final = 4
_SLACK_QUIET: Final = 8
_QUIET_ON_DISCORD: Final = 7
_PEOPLE: Final = 8
_ROOMS_OF_A_GUILD: Final = 10
_SPANISH: Final = {"discord": "es-ES", "slack": "es-LA"}


@dataclass(frozen=True, slots=True)
class World:
    """`tables` are the rooms with rounds, `quiet` those that have a daily only."""

    discord: Any
    slack: Any
    tables: tuple[Room, ...]
    quiet: tuple[Room, ...]

    @property
    def rooms(self) -> tuple[Room, ...]:
        return self.tables + self.quiet

    @property
    def environments(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return self.discord.bot_env(), self.slack.bot_env()

    @property
    def refusals(self) -> tuple[type[Exception], ...]:
        """What is raised where the real app would not let a user do something."""
        import discord_sim
        import slack_sim

        return discord_sim.RefusedByClient, slack_sim.RefusedByClient

    async def connected(self) -> None:
        """Wait until the bot can be used on both platforms."""
        await self.discord.wait_ready(shards=self.discord.shards)
        await self.discord.wait_commands()
        await self.slack.wait_socket()


@asynccontextmanager
async def world(plan: Plan, rng: Random) -> AsyncIterator[World]:
    """Stand-ins for Discord and Slack, with a few communities in each."""
    sys.path.insert(0, str(CHATSIM))
    from discord_sim import DiscordSim
    from slack_sim import SlackSim

    # Who starts again and again asks for the gateway more often than Discord likes; no fault of the bot's.
    routes = {"get_bot_gateway": (50, 5.0, None)}
    async with DiscordSim(routes=routes, shards=plan.processes) as discord, SlackSim(max_sockets=40) as slack:
        on_slack = max(1, min(_SLACK_TABLES, plan.tables // 3))
        quiet = math.ceil(plan.schedules / max(2, plan.seconds / 60))
        discord_rooms = _guilds(discord, plan.tables - on_slack + min(quiet, 100), rng)
        slack_rooms = _workspace(slack, on_slack + min(math.ceil(quiet / _QUIET_ON_DISCORD), _SLACK_QUIET))
        tables = (*discord_rooms[: plan.tables - on_slack], *slack_rooms[:on_slack])
        yield World(
            discord,
            slack,
            tables,
            tuple(room for room in (*discord_rooms, *slack_rooms) if room not in tables),
        )


def _guilds(sim: Any, rooms: int, rng: Random) -> list[Room]:
    """Rooms in guilds that share their people."""
    hands = DiscordHands(sim)
    everyone = [sim.add_user(f"d{n}", **_locale("discord", n)) for n in range(2 * _PEOPLE)]
    found: list[Room] = []
    for number in range(math.ceil(rooms / _ROOMS_OF_A_GUILD)):
        people = rng.sample(everyone, _PEOPLE)
        names = [f"room-{n}" for n in range(_ROOMS_OF_A_GUILD)]
        guild = sim.add_guild(f"guild-{number}", people, names)
        found += [Room(hands, f"discord:{guild.id}", c.id, c, people) for c in guild.channels.values()]
    # Rounds are played in all guilds, not in the first alone.
    rng.shuffle(found)
    return found[:rooms]


def _workspace(sim: Any, rooms: int) -> list[Room]:
    hands = SlackHands(sim)
    team = sim.add_workspace()
    team.scopes = set(SCOPES)
    people = [sim.add_user(team, f"s{n}") for n in range(_PEOPLE)]
    for number, person in enumerate(people):
        told = person.payload
        person.payload = lambda told=told, number=number: told() | _locale("slack", number)
    channels = [sim.add_channel(team, f"room-{n}", people) for n in range(rooms)]
    return [Room(hands, f"slack:{team.id}", c.id, c, people) for c in channels]


def _locale(platform: str, number: int) -> dict[str, str]:
    """Every third person reads Spanish."""
    return {"locale": _SPANISH[platform] if number % 3 == 2 else "en-US"}
