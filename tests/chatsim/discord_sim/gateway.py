"""The gateway (v10, JSON): identify, resume, heartbeat, sharding, zlib-stream compression."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import zlib
from collections import deque

import orjson
from aiohttp import WSMsgType, web

GUILDS, GUILD_MESSAGES, DMS = 1 << 0, 1 << 9, 1 << 12
MEMBERS, PRESENCES, CONTENT = 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | CONTENT


class Session:
    def __init__(self, shard: list[int], intents: int, large_threshold: int, conn: Connection):
        self.shard, self.intents, self.large_threshold = shard, intents, large_threshold
        self.id = f"{random.getrandbits(128):032x}"
        self.ws: Connection | None = conn
        self.seq = self.resumes = 0
        self.buffer: deque = deque(maxlen=20_000)
        self.t_identify = time.monotonic()
        self.t_last_guild_create: float | None = None

    def covers(self, guild_id: str | None) -> bool:
        return (int(guild_id or 0) >> 22) % self.shard[1] == self.shard[0]

    async def dispatch(self, event: str, data):
        self.seq += 1
        raw = orjson.dumps({"op": 0, "t": event, "s": self.seq, "d": data})
        self.buffer.append((self.seq, raw))
        if self.ws is not None:
            await self.ws.send_raw(raw)


class Connection:
    def __init__(self, ws: web.WebSocketResponse, request: web.Request):
        self.ws, self.request = ws, request
        self.session: Session | None = None
        # any other compression that a client asks for is optional: it gets plain text
        self.compress = "zlib-stream" if request.query.get("compress") == "zlib-stream" else None
        self.zlib = zlib.compressobj() if self.compress else None
        self.last_heartbeat = self.window = time.monotonic()
        self.count = 0
        self.lock = asyncio.Lock()

    async def send_raw(self, raw: bytes):
        async with self.lock:
            if self.ws.closed:
                return
            with contextlib.suppress(ConnectionResetError, RuntimeError):
                if self.zlib:
                    await self.ws.send_bytes(self.zlib.compress(raw) + self.zlib.flush(zlib.Z_SYNC_FLUSH))
                else:
                    await self.ws.send_str(raw.decode())

    async def send(self, op: int, d=None):
        await self.send_raw(orjson.dumps({"op": op, "d": d, "s": None, "t": None}))


class Gateway:
    def __init__(self, sim, heartbeat_interval: int, max_concurrency: int):
        self.sim, self.heartbeat_interval, self.max_concurrency = sim, heartbeat_interval, max_concurrency
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.session_limit_total = self.session_limit_remaining = 1000
        self.identify_times: dict[int, float] = {}
        self.allowed_privileged = PRIVILEGED
        self.delivery_delay = 0.0
        self.seen_ops: dict[int, int] = {}

    # -- a connection --------------------------------------------------------------
    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=0, compress=False)
        await ws.prepare(request)
        conn = Connection(ws, request)
        if request.query.get("v") != "10" or request.query.get("encoding", "json") != "json":
            await self.close(conn, 4012, "only v10 in JSON is simulated")
            return ws
        self.connections.add(conn)
        watchdog = asyncio.create_task(self.watch(conn))
        try:
            await conn.send(10, {"heartbeat_interval": self.heartbeat_interval})
            async for msg in ws:
                if msg.type in (WSMsgType.TEXT, WSMsgType.BINARY) and not await self.message(conn, msg.data):
                    break
        finally:
            watchdog.cancel()
            self.connections.discard(conn)
            if conn.session and conn.session.ws is conn:
                conn.session.ws = None
            self.sim.poke()
        return ws

    async def watch(self, conn: Connection):
        limit = self.heartbeat_interval / 1000 * 1.5 + 5
        while not conn.ws.closed:
            await asyncio.sleep(limit / 3)
            if time.monotonic() - conn.last_heartbeat > limit:
                await self.close(conn, 4009, "Session timed out.")

    async def close(self, conn: Connection, code: int, reason: str) -> bool:
        self.sim.violation("gateway", f"closed {code}: {reason}")
        await conn.ws.close(code=code, message=reason.encode())
        return False

    async def message(self, conn: Connection, data) -> bool:
        """-> whether the connection goes on."""
        if len(data) > 4096:
            return await self.close(conn, 4002, "payload over 4096 bytes")
        try:
            payload = orjson.loads(data)
            op, d = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            return await self.close(conn, 4002, "Error while decoding payload.")
        now = time.monotonic()
        if now - conn.window >= 60:
            conn.window, conn.count = now, 0
        conn.count += 1
        if conn.count > 120:
            return await self.close(conn, 4008, "You are being rate limited.")
        self.seen_ops[op] = self.seen_ops.get(op, 0) + 1
        match op:
            case 1:
                conn.last_heartbeat = now
                if not self.sim.mute_heartbeat_acks:
                    await conn.send(11)
                return True
            case 2:
                return await self.identify(conn, d or {})
            case 6:
                return await self.resume(conn, d or {})
            case 3 if conn.session:  # presence
                return True
            case 8 if conn.session:
                self.sim.violation("gateway", "request guild members: not simulated")
                return True
        if conn.session is None:
            return await self.close(conn, 4003, "Not authenticated.")
        return await self.close(conn, 4001, "Unknown opcode.")

    async def identify(self, conn: Connection, d: dict) -> bool:
        sim, shard = self.sim, d.get("shard") or [0, 1]
        refusals = [
            (conn.session, 4005, "Already authenticated."),
            (d.get("token") != sim.app.token, 4004, "Authentication failed."),
            ("properties" not in d or "intents" not in d, 4002, "identify lacks properties or intents"),
            (not 0 <= shard[0] < shard[1], 4010, "Invalid shard."),
            (len(sim.guilds) > 2500 * shard[1], 4011, "Sharding required."),
            (int(d.get("intents", 0)) >> 26, 4013, "Invalid intent(s)."),
            (int(d.get("intents", 0)) & PRIVILEGED & ~self.allowed_privileged, 4014, "Disallowed intent(s)."),
            (self.session_limit_remaining <= 0, 4004, "session start limit reached"),
        ]
        for wrong, code, reason in refusals:
            if wrong:
                return await self.close(conn, code, reason)
        key, now = shard[0] % self.max_concurrency, time.monotonic()
        if now - self.identify_times.get(key, -9) < 4.85:
            sim.violation("gateway", "identify before max_concurrency window passed", shard=shard)
            await conn.send(9, False)
            return True
        self.identify_times[key] = now
        self.session_limit_remaining -= 1
        self.sessions = {k: s for k, s in self.sessions.items() if s.shard != shard or s.ws is not None}
        session = Session(shard, int(d["intents"]), int(d.get("large_threshold") or 50), conn)
        conn.session = self.sessions[session.id] = session
        guilds = [g for g in sim.guilds.values() if session.covers(g.id)]
        ready = {
            **{"v": 10, "user": sim.app.bot.payload(), "session_id": session.id, "shard": shard},
            **{"guilds": [{"id": g.id, "unavailable": True} for g in guilds], "private_channels": []},
            **{"resume_gateway_url": sim.gateway_url, "session_type": "normal"},
            "application": {"id": sim.app.id, "flags": sim.app.flags},
        }
        await session.dispatch("READY", ready)
        sim.events.add("ready", shard=shard, guilds=len(guilds))
        sim.spawn(self.send_guilds(session, guilds))
        return True

    async def send_guilds(self, session: Session, guilds: list):
        for g in guilds if session.intents & GUILDS else ():
            await session.dispatch("GUILD_CREATE", g.gateway_payload(session.large_threshold))
        session.t_last_guild_create = time.monotonic()
        self.sim.events.add("guilds_sent", shard=session.shard, guilds=len(guilds))
        self.sim.poke()

    async def resume(self, conn: Connection, d: dict) -> bool:
        if d.get("token") != self.sim.app.token:
            return await self.close(conn, 4004, "Authentication failed.")
        session, seq = self.sessions.get(d.get("session_id")), d.get("seq") or 0
        lost = session is None or session.buffer and seq < session.buffer[0][0] - 1
        if lost or self.sim.refuse_resume:
            await conn.send(9, False)
            return True
        if seq > session.seq:
            return await self.close(conn, 4007, "Invalid seq.")
        if session.ws is not None and session.ws is not conn:
            await session.ws.ws.close(code=4000)
        conn.session = session
        for n, raw in list(session.buffer):
            if n > seq:
                await conn.send_raw(raw)
        session.ws = conn
        session.resumes += 1
        self.sim.events.add("resumed", shard=session.shard, replayed=session.seq - seq)
        await session.dispatch("RESUMED", {})
        self.sim.poke()
        return True

    # -- events ----------------------------------------------------------------------
    async def dispatch(self, event: str, data: dict, guild_id: str | None, intents=0) -> int:
        """-> to how many live connections it went (0: the bot is offline)."""
        if self.delivery_delay:
            await asyncio.sleep(self.delivery_delay)
        live = 0
        for session in list(self.sessions.values()):
            if session.covers(guild_id) and (not intents or session.intents & intents):
                await session.dispatch(event, data)
                live += session.ws is not None
        return live

    async def drop(self, code: int | None = None, shard: int | None = None, abrupt=False, reconnect_op=False):
        """Ends connections: by op 7 Reconnect, by a close code, or with the TCP connection cut."""
        n = 0
        for c in list(self.connections):
            if shard is not None and (not c.session or c.session.shard[0] != shard):
                continue
            n += 1
            if reconnect_op:
                await c.send(7)
            elif abrupt and c.request.transport:
                c.request.transport.abort()
            else:
                await c.ws.close(code=code or 4000)
        return n

    async def invalidate_sessions(self):
        self.sessions.clear()
        for c in list(self.connections):
            await c.send(9, False)
