"""SlackSim: the server, delivery over Socket Mode or HTTP, and the control API of the tests."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
import re
import string
import time
import uuid
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, WSMsgType, web
from simbase import BOTENV, Server

from .blocks import check_blocks, check_view
from .people import People
from .ratelimit import RateLimiter
from .web_api import WebApi
from .world import Action, Channel, Message, User, Workspace, sid


@dataclass
class Fault:
    """action: status, status_after, reset, reset_after, delay, delay_after, rate_limit, error (ok: false)."""

    action: str = "status"
    method: str = ""
    status: int = 503
    delay: float = 1.0
    error: str = "internal_error"
    count: int | None = 1
    used: int = 0


class Socket:
    def __init__(self, ws: web.WebSocketResponse, request: web.Request):
        self.ws, self.request, self.warned = ws, request, False


class SlackSim(People, Server):
    def __init__(
        self,
        *,
        port=0,
        bot_name="quizbot",
        app_token="xapp-1-sim",
        signing_secret="sim-signing-secret",
        rate_limits=True,
        ack_deadline=3.0,
        retry_delays=(0.1, 60.0, 300.0),
        max_sockets=10,
        **limits,
    ):
        super().__init__(port, ack_deadline)
        self.bot_name = bot_name
        self.app_id, self.app_token, self.signing_secret = sid("A"), app_token, signing_secret
        self.client_id, self.client_secret = "111.222", "sim-client-secret"
        self.http_url: str | None = None  # where the bot listens; None: Socket Mode
        self._http: ClientSession | None = None
        self.retry_delays, self.max_sockets = retry_delays, max_sockets
        self.limiter = RateLimiter(rate_limits, **limits)
        self.commands: set[str] | None = None  # None: any command
        self.workspaces: dict[str, Workspace] = {}
        self.by_token: dict[str, Workspace] = {}
        self.sockets: list[Socket] = []
        self.tickets: set[str] = set()
        self.faults: list[Fault] = []
        self.duplicate_next = 0  # deliver the next n actions or events twice
        self.actions: dict[str, Action] = {}
        self.recent: list[Action] = []  # whose user has seen nothing yet
        self.triggers: dict[str, Action] = {}
        self.response_urls: dict[str, Action] = {}
        self.pending: dict[str, asyncio.Future] = {}  # by envelope
        self.views: dict[str, dict] = {}
        self.files: dict[str, dict] = {}
        self.view_users: dict[str, User] = {}
        self.deliveries: deque = deque(maxlen=20_000)
        self._turn = 0

    # -- life cycle ------------------------------------------------------------------
    def routes(self):
        api = WebApi(self)
        socket = web.get("/link/", self.handle_socket)
        url = web.post("/actions/{key:.+}", api.response_url)
        upload = web.post("/upload/v1/{id}", api.upload)
        return [web.route("*", "/api/{method}", api.handle), socket, url, upload]

    def websockets(self):
        return [s.ws for s in self.sockets]

    async def start(self):
        self._http = ClientSession()
        return await super().start()

    async def stop(self):
        await super().stop()
        await self._http.close()

    def bot_env(self, ws: Workspace | None = None) -> dict[str, str]:
        """The environment that makes an unmodified slack-bolt process talk to this server."""
        ws = ws or next(iter(self.workspaces.values()), None)
        env = {"SIM_SLACK_API": f"{self.url}/api/", "SIM_LOOPBACK_ONLY": "1", "PYTHONPATH": str(BOTENV)}
        env |= {"SLACK_APP_TOKEN": self.app_token, "SLACK_SIGNING_SECRET": self.signing_secret}
        return env | ({"SLACK_BOT_TOKEN": ws.token} if ws else {})

    async def wait_socket(self, timeout: float = 30.0):
        await self.wait_for(lambda: self.sockets, timeout)

    # -- the world -----------------------------------------------------------------------
    def add_workspace(self, name="acme") -> Workspace:
        ws = Workspace(self, name)
        self.workspaces[ws.id] = self.by_token[ws.token] = ws
        return ws

    def add_user(self, ws: Workspace, name: str) -> User:
        u = User(ws, name)
        ws.users[u.id] = u
        return u

    def add_channel(self, ws: Workspace, name: str, members=(), with_bot=True, kind="channel") -> Channel:
        c = Channel(ws, name, kind, [*members, *([ws.bot] if with_bot else [])])
        ws.channels[c.id] = c
        return c

    def im(self, user: User) -> Channel:
        if user.im is None:
            user.im = self.add_channel(user.ws, "im", [user], kind="im")
        return user.im

    def visible_messages(self, channel: Channel, user: User) -> list[Message]:
        if user.id not in channel.members:
            return []
        return [m for m in channel.messages.values() if m.deleted is None and m.visible_to in (None, user.id)]

    def number(self, blocks: list | None) -> list[dict]:
        """Slack names the blocks and elements that have no id of their own."""

        def name():
            return "".join(random.choices(string.ascii_letters + string.digits, k=5))

        out = []
        for b in blocks or []:
            b = {"block_id": name(), **b}
            if b["type"] == "actions":
                b["elements"] = [{"action_id": name(), **e} for e in b["elements"]]
            for key in ("accessory", "element"):
                if key in b:
                    b[key] = {"action_id": name(), **b[key]}
            out.append(b)
        return out

    def shown(self, by: str, matches):
        """Marks the acts of users whose first result this is; those that have theirs are forgotten."""
        for a in self.recent:
            if matches(a):
                a.mark_visible(by)
        self.recent = [a for a in self.recent if a.t_visible is None][-1000:]
        self.poke()

    def store(self, m: Message, by: str) -> Message:
        m.channel.messages[m.ts] = m
        self.shown(by, lambda a: a.channel is m.channel and m.visible_to in (None, a.user.id))
        return m

    def touched(self, m: Message, by: str):
        self.shown(by, lambda a: a.message is m or a.message is None and a.channel is m.channel)

    def make_view(self, user: User, spec: dict, old: dict | None = None, replace=False) -> dict:
        replace = replace and old is not None
        v = {
            **{"id": old["id"] if replace else sid("V"), "team_id": user.ws.id, "app_id": self.app_id},
            **{"bot_id": user.ws.bot_id, "app_installed_team_id": user.ws.id, "state": {"values": {}}},
            **{"private_metadata": "", "callback_id": "", "external_id": "", "title": None, "submit": None},
            **{"close": None, "clear_on_close": False, "notify_on_close": False, "previous_view_id": None},
            **spec,
            **{
                "blocks": self.number(spec["blocks"]),
                "hash": f"{time.time():.6f}.{random.getrandbits(24):06x}",
            },
        }
        v["root_view_id"] = old["root_view_id"] if old else v["id"]
        self.views[v["id"]], self.view_users[v["id"]] = v, user
        if spec["type"] == "home":
            user.home = v
        elif replace:
            user.views[:] = [v if x["id"] == old["id"] else x for x in user.views]
        else:
            user.views.append(v)
        self.poke()
        return v

    # -- delivery ------------------------------------------------------------------------
    async def handle_socket(self, request: web.Request):
        if request.query.get("ticket") not in self.tickets:
            self.violation("socket", "unknown or used ticket")
            return web.Response(status=401)
        self.tickets.discard(request.query["ticket"])
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        if len(self.sockets) >= self.max_sockets:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await ws.close()
            return ws
        s = Socket(ws, request)
        self.sockets.append(s)
        hello = {"type": "hello", "num_connections": len(self.sockets), "debug_info": {"host": "applink"}}
        await ws.send_json(dict(hello, connection_info={"app_id": self.app_id}))
        self.poke()
        try:
            async for msg in ws:
                if msg.type == WSMsgType.TEXT:
                    self.acknowledged(msg.data)
        finally:
            self.sockets.remove(s)
            self.poke()
        return ws

    def acknowledged(self, data: str):
        try:
            envelope = json.loads(data)
            future = self.pending.pop(envelope["envelope_id"], None)
        except (ValueError, KeyError, TypeError):
            return self.violation("socket", "not an acknowledgement in JSON", data=data[:200])
        if future is None:
            self.note("ack for an unknown, already acknowledged or expired envelope")
        elif not future.done():
            future.set_result(envelope.get("payload"))

    async def deliver_once(self, kind: str, payload: dict, accepts=True, retry=0, reason=""):
        """-> the payload of the acknowledgement; TimeoutError after the deadline."""
        self.deliveries.append({"t": time.monotonic(), "kind": kind, "retry": retry})
        if self.http_url:
            return await self.deliver_over_http(kind, payload, retry, reason)
        live = [s for s in self.sockets if not s.ws.closed]
        live = [s for s in live if not s.warned] or live
        if not live:
            raise ConnectionError("no Socket Mode connection")
        self._turn += 1
        envelope = {"envelope_id": str(uuid.uuid4()), "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = accepts
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        future = self.pending[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            await live[self._turn % len(live)].ws.send_json(envelope)
            return await asyncio.wait_for(future, self.ack_deadline)
        finally:
            self.pending.pop(envelope["envelope_id"], None)

    def sign(self, body: bytes, ts: str | None = None, secret: str | None = None) -> dict[str, str]:
        ts = ts or str(int(time.time()))
        mac = hmac.new(
            (secret or self.signing_secret).encode(), b"v0:%b:%b" % (ts.encode(), body), hashlib.sha256
        )
        return {"X-Slack-Request-Timestamp": ts, "X-Slack-Signature": f"v0={mac.hexdigest()}"}

    @staticmethod
    def encode_http(kind: str, payload: dict) -> tuple[bytes, str]:
        if kind == "events_api":
            return json.dumps(payload).encode(), "application/json"
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return urlencode(form).encode(), "application/x-www-form-urlencoded"

    async def deliver_over_http(self, kind: str, payload: dict, retry: int, reason: str):
        body, content_type = self.encode_http(kind, payload)
        headers = self.sign(body) | {"Content-Type": content_type}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        patience = ClientTimeout(total=self.ack_deadline)
        try:
            async with self._http.post(self.http_url, data=body, headers=headers, timeout=patience) as answer:
                raw = await answer.read()
        except ClientError as e:
            raise ConnectionError(repr(e)) from e
        if answer.status != 200:
            raise ConnectionError(f"status {answer.status}")
        if not raw:
            return None
        return json.loads(raw) if answer.content_type == "application/json" else {"text": raw.decode()}

    async def http_probe(self, kind: str, payload: dict | None = None) -> int:
        """One forged, stale or repeated event -> the bot's status. kind: good, bad_signature, wrong_secret,
        stale, future, unsigned, no_timestamp, body_changed, replay."""
        ws = next(iter(self.workspaces.values()))
        event = {"type": "app_home_opened", "user": "U0", "channel": "D0", "tab": "messages"}
        body, content_type = self.encode_http("events_api", payload or self.event_payload(ws, event))
        now = int(time.time())
        times = {"stale": str(now - 301), "future": str(now + 301)}
        headers = self.sign(body, times.get(kind), "other" if kind == "wrong_secret" else None)
        if kind == "bad_signature":
            headers["X-Slack-Signature"] = f"v0={'0' * 64}"
        if kind in ("unsigned", "no_timestamp"):
            del headers["X-Slack-Request-Timestamp"]
        if kind == "unsigned":
            headers.clear()
        body += b" " if kind == "body_changed" else b""
        headers["Content-Type"] = content_type
        for _ in range(2 if kind == "replay" else 1):
            async with self._http.post(self.http_url, data=body, headers=headers) as answer:
                await answer.read()
        return answer.status

    async def uninstall(self, ws: Workspace, wait=False):
        ws.installed = False
        await self.event(ws, {"type": "app_uninstalled"}, wait)
        return await self.event(
            ws, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [ws.bot.id]}}, wait
        )

    def copies(self) -> int:
        if self.duplicate_next <= 0:
            return 1
        self.duplicate_next -= 1
        return 2

    async def deliver_action(self, a: Action, kind: str, accepts=True) -> Action:
        self.actions[a.id] = a
        self.recent.append(a)
        a.t_sent = time.monotonic()
        for n in range(self.copies()):
            self.spawn(self._deliver_copy(a, kind, accepts, first=n == 0))
        return a

    async def _deliver_copy(self, a: Action, kind: str, accepts: bool, first: bool):
        a.deliveries += 1
        try:
            payload = await self.deliver_once(kind, a.payload, accepts)
        except (TimeoutError, ConnectionError) as e:
            if first and a.t_ack is None:
                self.violation("ack", "no acknowledgement within the deadline", action=a.kind, why=repr(e))
                a.fail("operation_timeout" if isinstance(e, TimeoutError) else f"dispatch_failed {e!r}")
            return
        if a.t_ack is None:
            a.t_ack, a.ack_payload = time.monotonic(), payload
            if payload:
                self.take_ack(a, payload)
            a.ack_event.set()
            self.poke()

    def take_ack(self, a: Action, payload: dict):
        """What an acknowledgement carries: a reply, or what becomes of a submitted view."""
        action = payload.get("response_action")
        if a.kind == "slash_command":
            self.apply_response(a, payload, "ack")
        elif a.kind != "view_submission":
            text = "payload in the acknowledgement of an interaction that takes none"
            self.violation("ack", text, payload=payload)
        elif action == "errors":
            unknown = set(payload.get("errors") or {}) - {b["block_id"] for b in a.view["blocks"]}
            if unknown:
                self.violation("ack", "view_submission errors name an unknown block_id", block_id=unknown)
            a.mark_visible("errors")
        elif action in ("update", "push"):
            if errors := check_view(payload.get("view")):
                self.violation("ack", "response_action view invalid", messages=errors)
                a.failed = "invalid view"
                return
            a.opened_view = self.make_view(a.user, payload["view"], a.view, replace=action == "update")
            a.mark_visible(action)
        elif action == "clear":
            a.user.views.clear()
            a.mark_visible("clear")
        else:
            self.violation("ack", "unknown response_action", payload=payload)

    def apply_response(self, a: Action, body: dict, by: str) -> str | None:
        """A message given in an acknowledgement or to a response_url -> Slack's error, or None."""
        blocks = body.get("blocks")
        if blocks and (errors := check_blocks(blocks)):
            self.violation(by, "invalid_blocks", messages=errors)
            return "invalid_blocks"
        if body.get("delete_original"):
            if a.message is not None:
                a.message.deleted = time.monotonic()
        elif not (body.get("text") or blocks):
            self.violation(by, "no_text")
            return "no_text"
        else:
            fields = {"text": body.get("text"), "blocks": self.number(blocks)}
            if body.get("replace_original") and a.message is not None:
                a.message.update(fields)
                self.touched(a.message, by)
            else:
                private = body.get("response_type", "ephemeral") != "in_channel"
                self.store(Message(a.channel, a.user.ws.bot, fields, a.user.id if private else None), by)
        a.mark_visible(by)
        self.poke()
        return None

    def event_payload(self, ws: Workspace, event: dict) -> dict:
        authorization = {
            "team_id": ws.id,
            "user_id": ws.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            **{"token": "verification", "team_id": ws.id, "api_app_id": self.app_id, "event": event},
            **{"type": "event_callback", "event_id": sid("Ev"), "event_time": int(time.time())},
            **{"authorizations": [dict(authorization, enterprise_id=None)], "is_ext_shared_channel": False},
        }

    async def event(self, ws: Workspace, event: dict, wait=False) -> dict:
        """An event, with Slack's retries (at once, after a minute, after five: ``retry_delays``)."""
        payload = self.event_payload(ws, event)
        result = {"payload": payload, "attempts": 0, "acked": None, "t_sent": time.monotonic(), "t_ack": None}

        async def deliver():
            reason = ""
            for n, delay in enumerate((0.0, *self.retry_delays)):
                await asyncio.sleep(delay)
                result["attempts"] += 1
                try:
                    await self.deliver_once("events_api", payload, False, n, reason)
                except (TimeoutError, ConnectionError) as e:
                    reason = "timeout" if isinstance(e, TimeoutError) else "connection_failed"
                    text = f"event {event['type']} not acknowledged, attempt {n + 1}: {reason}"
                    self.violation("ack", text)
                else:
                    result.update(acked=n, t_ack=time.monotonic())
                    return

        tasks = [self.spawn(deliver()) for _ in range(self.copies())]
        if wait:
            await asyncio.gather(*tasks)
        return result

    # -- faults ----------------------------------------------------------------------------
    def fault(self, action="status", method="", **kw) -> Fault:
        self.faults.append(Fault(action, method, **kw))
        return self.faults[-1]

    def pick_fault(self, method: str) -> Fault | None:
        for f in self.faults:
            if (f.count is None or f.used < f.count) and re.search(f.method, method):
                f.used += 1
                return f
        return None

    async def refresh_sockets(self, reason="refresh_requested", close_after: float | None = 10.0):
        """Tells all connections to come anew; they are closed ``close_after`` seconds later."""

        async def close(s):
            await asyncio.sleep(close_after)
            await s.ws.close()

        for s in list(self.sockets):
            s.warned = True
            await s.ws.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink"}})
            if close_after is not None:
                self.spawn(close(s))

    async def drop_sockets(self, abrupt=True):
        for s in list(self.sockets):
            if abrupt and s.request.transport:
                s.request.transport.abort()
            else:
                await s.ws.close()

    def state(self) -> dict:
        counts = {k: len(getattr(self, k)) for k in ("workspaces", "sockets", "violations")}
        counts["rate_limit_hits"] = len(self.limiter.hits)
        return {**counts, "requests": self.request_counts, "notes": self.notes}
