"""DiscordSim: the server, its world, and the control API of the tests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

from aiohttp import web
from simbase import BOTENV, Server

from .faults import Fault, Faults
from .gateway import DMS, GUILD_MESSAGES, GUILDS, Gateway
from .people import Account
from .ratelimit import RateLimiter
from .rest import Rest
from .world import ALL_PERMS, Application, Channel, EventLog, Guild, Interaction, Message, User


class DiscordSim(Server):
    def __init__(
        self,
        *,
        port=0,
        token="sim-token",
        bot_name="quizbot",
        rate_limits=True,
        global_per_second=50,
        routes: dict | None = None,
        ack_deadline=3.0,
        token_ttl=900.0,
        shards=1,
        max_concurrency=1,
        heartbeat_interval=41250,
    ):
        super().__init__(port, ack_deadline)
        self.shards, self.token_ttl = shards, token_ttl
        self.users: dict[str, User] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.interactions: dict[str, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}
        self.cdn: dict[str, bytes] = {}  # files by the attachment's id
        self.events, self.faults = EventLog(), Faults()
        self.limiter = RateLimiter(rate_limits, global_per_second, routes)
        self.rest_delay = 0.0
        self.mute_heartbeat_acks = self.refuse_resume = False
        self.gateway = Gateway(self, heartbeat_interval, max_concurrency)
        self.owner = self._user("botowner")
        self.app = Application(self, bot_name, token, self.owner)
        self.users[self.app.bot.id] = self.app.bot

    # -- life cycle ------------------------------------------------------------------
    def routes(self):
        rest = web.route("*", r"/api/v{version:\d+}/{tail:.*}", Rest(self).handle)
        return [rest, *(web.get(path, self.gateway.handle) for path in ("/gateway", "/gateway/"))]

    def websockets(self):
        return [c.ws for c in self.gateway.connections]

    @property
    def gateway_url(self) -> str:
        return f"ws://{self.host}:{self.port}/gateway"

    def bot_env(self) -> dict[str, str]:
        """The environment that makes an unmodified discord.py process talk to this server."""
        env = {"SIM_DISCORD_API": self.url, "SIM_DISCORD_GATEWAY": self.gateway_url, "SIM_LOOPBACK_ONLY": "1"}
        return env | {"DISCORD_TOKEN": self.app.token, "PYTHONPATH": str(BOTENV)}

    # -- building the world ------------------------------------------------------------
    def _user(self, name: str, locale="en-US") -> User:
        u = User(self, name, locale=locale)
        self.users[u.id] = u
        return u

    def add_user(self, name: str, locale: str = "en-US") -> Account:
        return Account(self, self._user(name, locale))

    def account(self, user) -> Account:
        return Account(self, self._u(user))

    def add_guild(
        self,
        name="guild",
        members: Iterable = (),
        channels: Iterable[str] = ("general",),
        owner=None,
        extra_members=0,
        bot_perms: int | None = None,
    ) -> Guild:
        g = Guild(self, name, self._u(owner) if owner else self.owner)
        g.add_member(g.owner)
        g.add_member(self.app.bot, bot_perms)
        for m in members:
            g.add_member(self._u(m))
        g.extra_members = extra_members
        for position, channel in enumerate(channels):
            self.add_channel(g, channel, position=position)
        self.guilds[g.id] = g
        return g

    def add_channel(self, guild: Guild, name: str, type=0, position=0) -> Channel:
        c = Channel(self, name, guild, type, position=position)
        guild.channels[c.id] = self.channels[c.id] = c
        return c

    def dm_channel(self, user) -> Channel:
        u = self._u(user)
        if u.dm is None:
            u.dm = Channel(self, "dm", None, 1, recipients=[u])
            self.channels[u.dm.id] = u.dm
        return u.dm

    async def join_guild(self, name="late guild", **kw) -> Guild:
        """The bot is added to a new guild while it runs."""
        g = self.add_guild(name, **kw)
        for s in self.gateway.sessions.values():
            if s.covers(g.id) and s.intents & GUILDS:
                # Only a guild that was away before says that it is not.
                payload = g.gateway_payload(s.large_threshold)
                payload.pop("unavailable", None)
                await s.dispatch("GUILD_CREATE", payload)
        return g

    async def leave_guild(self, guild):
        """The bot is removed from a guild."""
        g = self.guilds.pop(self._g(guild).id)
        await self.gateway.dispatch("GUILD_DELETE", {"id": g.id}, g.id, GUILDS)

    def grant(self, guild, user, perms: int):
        self._g(guild).members[self._u(user).id].perms |= perms

    def make_admin(self, guild, user):
        self.grant(guild, user, ALL_PERMS)

    async def deny_bot(self, channel, perms: int):
        """Takes permissions from the bot in a channel (0 gives them back)."""
        c = self._c(channel)
        c.deny_bot = perms
        await self.gateway.dispatch("CHANNEL_UPDATE", c.payload(), c.guild.id, GUILDS)

    async def delete_channel(self, channel):
        c = self._c(channel)
        del self.channels[c.id], c.guild.channels[c.id]
        await self.gateway.dispatch("CHANNEL_DELETE", c.payload(), c.guild.id, GUILDS)

    # -- looking things up ---------------------------------------------------------------
    def _u(self, x) -> User:
        return x.user if isinstance(x, Account) else x if isinstance(x, User) else self.users[str(x)]

    def _g(self, x) -> Guild:
        return x if isinstance(x, Guild) else self.guilds[str(x)]

    def _c(self, x) -> Channel:
        return x if isinstance(x, Channel) else self.channels[str(x)]

    def _m(self, x) -> Message:
        if isinstance(x, Message):
            return x
        return next(c.messages[str(x)] for c in self.channels.values() if str(x) in c.messages)

    def visible_messages(self, channel, user) -> list[Message]:
        c, u = self._c(channel), self._u(user)
        if c.guild and u.id not in c.guild.members:
            return []
        return [m for m in c.messages.values() if m.deleted is None and m.visible_to in (None, u.id)]

    def bot_messages(self, channel) -> list[Message]:
        return [m for m in self._c(channel).messages.values() if m.author is self.app.bot]

    # -- waiting -------------------------------------------------------------------------
    async def wait_ready(self, timeout: float = 30.0, shards: int | None = None):
        def ready():
            return [s for s in self.gateway.sessions.values() if s.t_last_guild_create and s.ws]

        await self.wait_for(lambda: len(ready()) >= (shards or 1), timeout)

    async def wait_commands(self, timeout: float = 30.0, guild=None):
        guild_id = self._g(guild).id if guild else None
        return await self.wait_for(lambda: self.app.commands.get(guild_id), timeout)

    # -- what happens ----------------------------------------------------------------------
    async def announce(self, event: str, m: Message):
        """Tells the bot of a message that it sees (never an ephemeral one)."""
        if m.ephemeral:
            return
        d, guild = m.payload(), m.channel.guild
        if event == "MESSAGE_DELETE":
            d = {"id": m.id, "channel_id": m.channel.id}
        if guild:
            d["guild_id"] = guild.id
            if event != "MESSAGE_DELETE":
                d["member"] = guild.members[m.author.id].payload(with_user=False)
        await self.gateway.dispatch(event, d, guild and guild.id, GUILD_MESSAGES if guild else DMS)

    async def store_message(self, m: Message):
        m.channel.messages[m.id] = m
        if not m.ephemeral:
            m.channel.last_message_id = m.id
        self.events.add("message", id=m.id, channel=m.channel.id, author=m.author.id, ephemeral=m.ephemeral)
        self.poke()
        await self.announce("MESSAGE_CREATE", m)

    async def delete_message(self, m: Message):
        m.deleted = time.monotonic()
        m.channel.messages.pop(m.id, None)
        self.events.add("message_delete", id=m.id, channel=m.channel.id)
        self.poke()
        await self.announce("MESSAGE_DELETE", m)

    async def issue(self, i: Interaction) -> Interaction:
        """Delivers an interaction and starts its deadline."""
        self.interactions[i.id] = self.by_token[i.token] = i
        self.events.add(
            "interaction", id=i.id, type=i.type, user=i.user.id, channel=i.channel.id, name=i.full_name
        )
        guild_id = i.channel.guild.id if i.channel.guild else None
        payload = i.payload()
        copies = 1
        if self.faults.duplicate():
            copies = 2
            self.events.add("interaction_duplicated", id=i.id)
        i.t_sent = time.monotonic()
        for _ in range(copies):
            i.delivered += await self.gateway.dispatch("INTERACTION_CREATE", payload, guild_id)
        asyncio.get_running_loop().call_later(self.ack_deadline, self._deadline, i)
        return i

    def _deadline(self, i: Interaction):
        if i.t_ack is None:
            more = {"interaction": i.id, "type": i.type, "name": i.full_name, "delivered": i.delivered}
            more["custom_id"] = i.data.get("custom_id")
            self.violation("interaction", "no initial response within the deadline", **more)
            i.fail("The application did not respond" if i.type == 2 else "This interaction failed")

    # -- faults and summary ------------------------------------------------------------------
    def fault(self, action="status", op="", **kw) -> Fault:
        return self.faults.add(Fault(action=action, op=op, **kw))

    async def drop_gateway(self, **kw) -> int:
        return await self.gateway.drop(**kw)

    def state(self) -> dict:
        def session(s):
            ready = s.t_last_guild_create and (s.t_last_guild_create - s.t_identify) * 1000
            d = {"shard": s.shard, "live": s.ws is not None, "seq": s.seq, "resumes": s.resumes}
            return d | {"intents": s.intents, "compress": s.ws and s.ws.compress, "ready_ms": ready}

        commands = {str(k): sorted(c["name"] for c in v.values()) for k, v in self.app.commands.items()}
        counts = {k: len(getattr(self, k)) for k in ("guilds", "users", "channels", "violations")}
        counts |= {"rate_limit_hits": len(self.limiter.hits), "invalid_requests": len(self.limiter.invalid)}
        sessions = [session(s) for s in self.gateway.sessions.values()]
        logs = {"requests": self.request_counts, "notes": self.notes, "gateway_ops": self.gateway.seen_ops}
        return {**counts, **logs, "sessions": sessions, "commands": commands}
