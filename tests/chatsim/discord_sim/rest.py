"""The REST operations that a bot of slash commands, buttons and forms calls; any other answers 501."""

from __future__ import annotations

import asyncio
import re
import time
from urllib.parse import unquote

import orjson
from aiohttp import web
from simbase import cut

from . import limits, world
from .limits import ApiError, Errors
from .ratelimit import WEBHOOKS
from .world import EPHEMERAL, LOADING, Channel, Interaction, Message, number_components, snowflake

OPERATIONS = """
GET    /gateway                                                       get_gateway
GET    /gateway/bot                                                   get_bot_gateway
GET    /users/@me                                                     get_my_user
POST   /users/@me/channels                                            create_dm
GET    /users/{user_id}                                               get_user
GET    /applications/@me                                              get_my_application
GET    /oauth2/applications/@me                                       get_my_oauth2_application
GET    /applications/{application_id}/commands                        list_application_commands
PUT    /applications/{application_id}/commands                        bulk_set_application_commands
GET    /applications/{application_id}/guilds/{guild_id}/commands      list_guild_application_commands
PUT    /applications/{application_id}/guilds/{guild_id}/commands      bulk_set_guild_application_commands
GET    /channels/{channel_id}                                         get_channel
POST   /channels/{channel_id}/messages                                create_message
GET    /channels/{channel_id}/messages/{message_id}                   get_message
PATCH  /channels/{channel_id}/messages/{message_id}                   update_message
DELETE /channels/{channel_id}/messages/{message_id}                   delete_message
GET    /guilds/{guild_id}/members/{user_id}                           get_guild_member
POST   /interactions/{interaction_id}/{interaction_token}/callback    create_interaction_response
POST   /webhooks/{webhook_id}/{webhook_token}                         execute_webhook
GET    /webhooks/{webhook_id}/{webhook_token}/messages/@original      get_original_webhook_message
PATCH  /webhooks/{webhook_id}/{webhook_token}/messages/@original      update_original_webhook_message
DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original      delete_original_webhook_message
GET    /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}   get_webhook_message
PATCH  /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}   update_webhook_message
DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}   delete_webhook_message
"""
ROUTES = [
    (method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), op)
    for method, path, op in map(str.split, OPERATIONS.strip().splitlines())
]
UNAUTHENTICATED = WEBHOOKS | {"create_interaction_response", "get_gateway"}
ALLOWED_RESPONSES = {2: {4, 5, 9}, 3: {4, 5, 6, 7, 9}, 4: {8}, 5: {4, 5}}
NO_CONTENT = (204, None)


def reply(status: int, payload, headers: dict | None = None) -> web.Response:
    headers = {"Via": "1.1 google", "Server": "cloudflare", **(headers or {})}
    if payload is None:
        return web.Response(status=status, headers=headers)
    body = orjson.dumps(payload)
    return web.Response(status=status, body=body, headers=headers, content_type="application/json")


class Rest:
    def __init__(self, sim):
        self.sim = sim

    # -- every request --------------------------------------------------------------------
    async def handle(self, request: web.Request) -> web.Response:
        sim, started = self.sim, time.monotonic()
        path = "/" + request.rel_url.raw_path.split("/", 3)[3]
        op, params = "unknown", {}
        for method, pattern, name in ROUTES:
            if method == request.method and (match := pattern.fullmatch(path)):
                op, params = name, {k: unquote(v) for k, v in match.groupdict().items()}
                break
        sim.request_counts[op] = sim.request_counts.get(op, 0) + 1
        record = {"t": started, "op": op, "path": path, "status": None}
        sim.requests.append(record)
        fault = sim.faults.pick(op)
        action = fault and fault.action
        if action == "delay" or sim.rest_delay:
            await asyncio.sleep(fault.delay if action == "delay" else sim.rest_delay)
        if action == "reset":
            record["status"] = action
            return cut(request)
        raw, files = await self.read(request)
        if action == "status":
            record["status"] = fault.status
            return reply(fault.status, fault.body or {"message": f"{fault.status}: fault", "code": 0})
        headers: dict = {}
        try:
            self.authenticate(request, op)
            headers, limited = self.rate_limit(request, op, params, fault)
            if limited:
                record["status"] = 429
                sim.events.add("rate_limited", op=op, scope=headers.get("X-RateLimit-Scope"))
                sim.limiter.invalid.append(time.time())
                return reply(429, limited, headers)
            if op == "unknown":
                raise ApiError(501, 0, f"{request.method} {path} is not simulated")
            body = self.body(request, raw)
            if files:
                self.attach(body["data"] if op == "create_interaction_response" else body, files)
            result = await getattr(self, f"op_{op}")(params, body, request.query)
            status, payload = result if isinstance(result, tuple) else (200, result)
        except ApiError as e:
            status, payload = e.status, e.body()
            if e.status in (401, 403):
                sim.limiter.invalid.append(time.time())
            if not (e.status == 404 and request.method == "GET"):
                more = {"op": op, "path": path, "status": e.status, "code": e.code, "errors": e.errors}
                sim.violation("rest", e.message, **more)
        record |= {"status": status, "ms": (time.monotonic() - started) * 1000}
        sim.poke()
        if action == "delay_after":
            await asyncio.sleep(fault.delay)
        if action == "reset_after":
            record["status"] = action
            return cut(request)
        if action == "status_after":
            record["status"] = fault.status
            return reply(fault.status, {"message": f"{fault.status}: fault", "code": 0}, headers)
        return reply(status, payload, headers)

    def authenticate(self, request, op: str):
        if request.headers.get("Authorization") != f"Bot {self.sim.app.token}" and op not in UNAUTHENTICATED:
            raise ApiError(401, 0, "401: Unauthorized")
        agent = request.headers.get("User-Agent", "")
        if not agent.startswith("DiscordBot ("):
            self.sim.note(f"User-Agent is not of the form 'DiscordBot (url, version)': {agent[:60]!r}")

    def rate_limit(self, request, op: str, params: dict, fault) -> tuple[dict, dict | None]:
        token = params.get("webhook_token") or ""
        major = params.get("channel_id") or params.get("guild_id") or params.get("webhook_id", "") + token
        who = request.headers.get("Authorization") or request.remote
        headers, limited = self.sim.limiter.check(who, op, major, token in self.sim.by_token)
        if fault and fault.action == "rate_limit" and not limited:
            everywhere = fault.scope == "global"
            limited = {
                "message": "You are being rate limited.",
                "retry_after": fault.delay,
                "global": everywhere,
            }
            headers |= {"X-RateLimit-Scope": fault.scope, "Retry-After": str(max(1, round(fault.delay)))}
            headers |= {"X-RateLimit-Global": "true"} if everywhere else {}
        return headers, limited

    @staticmethod
    async def read(request) -> tuple[bytes, dict[str, tuple[str, str, bytes]]]:
        """The JSON of a request, and the files that come with it by their number."""
        if request.content_type != "multipart/form-data":
            return await request.read(), {}
        raw, files = b"", {}
        async for part in await request.multipart():
            if part.name == "payload_json":
                raw = await part.read()
            elif match := re.fullmatch(r"files\[(\d+)\]", part.name or ""):
                files[match[1]] = part.filename, part.headers.get("Content-Type", ""), await part.read()
        return raw, files

    def attach(self, message: dict, files: dict):
        """Put what Discord keeps of each file in its place."""
        kept = []
        for given in message.get("attachments") or []:
            file = files.get(str(given.get("id")))
            if file is None:
                kept.append(given)
                continue
            name, kind, data = given.get("filename") or file[0], file[1], file[2]
            id = snowflake()
            self.sim.cdn[id] = data
            url = f"{self.sim.url}/cdn/{id}/{name}"
            more = {"description": given.get("description"), "url": url, "proxy_url": url}
            kept.append({"id": id, "filename": name, "content_type": kind, "size": len(data), **more})
        message["attachments"] = kept

    @staticmethod
    def body(request, raw: bytes):
        if not raw:
            return {}
        if request.content_type not in ("application/json", "multipart/form-data"):
            raise ApiError(501, 0, f"a body of type {request.content_type} is not simulated")
        try:
            return orjson.loads(raw)
        except ValueError:
            raise ApiError(400, 50109, "The request body contains invalid JSON.") from None

    # -- finding and checking ---------------------------------------------------------------
    def channel(self, p: dict, need=0) -> Channel:
        c = self.sim.channels.get(p["channel_id"])
        if c is None:
            raise ApiError(404, 10003, "Unknown Channel")
        if c.guild:
            have = c.guild.permissions(self.sim.app.bot.id, c)
            if c.guild.id not in self.sim.guilds or not have & world.P_VIEW:
                raise ApiError(403, 50001, "Missing Access")
            if need & ~have:
                raise ApiError(403, 50013, "Missing Permissions")
        return c

    def message(self, p: dict) -> Message:
        m = self.channel(p).messages.get(p["message_id"])
        if m is None or m.ephemeral:
            raise ApiError(404, 10008, "Unknown Message")
        return m

    def check(self, body: dict, base=(), previous: Message | None = None):
        flags = body.get("flags") or 0
        if flags & limits.COMPONENTS_V2 or any(body.get(k) for k in ("poll", "sticker_ids")):
            raise ApiError(501, 0, "components v2, polls and stickers are not simulated")
        limits.check_message(body, base, previous and previous.data)

    async def edited(self, m: Message, fields: dict, interaction: Interaction | None = None):
        loading = m.data["flags"] & LOADING
        flags = fields.get("flags")
        kept = m.data["flags"] & EPHEMERAL if flags is not None else m.data["flags"] & ~LOADING
        m.apply(dict(fields, flags=kept | ((flags or 0) & limits.SUPPRESS_EMBEDS)))
        if loading:
            m.edited = None
        self.sim.events.add("message_edit", id=m.id, channel=m.channel.id, edits=len(m.history) - 1)
        if interaction is not None:
            interaction.mark_visible()
        self.sim.poke()
        await self.sim.announce("MESSAGE_UPDATE", m)

    async def respond(self, i: Interaction, fields: dict, flags: int, type=0) -> Message:
        """A message in answer to an interaction."""
        whom = i.user.id if flags & EPHEMERAL else None
        fields = dict(fields, flags=flags & ~EPHEMERAL)
        m = Message(i.channel, self.sim.app.bot, fields, type=type, visible_to=whom, interaction=i)
        if not flags & LOADING:
            i.mark_visible()
        await self.sim.store_message(m)
        return m

    # -- start-up ----------------------------------------------------------------------------
    async def op_get_gateway(self, p, b, q):
        return {"url": self.sim.gateway_url}

    async def op_get_bot_gateway(self, p, b, q):
        gw = self.sim.gateway
        start = {"total": gw.session_limit_total, "remaining": gw.session_limit_remaining}
        start |= {"reset_after": 86_400_000, "max_concurrency": gw.max_concurrency}
        return {"url": self.sim.gateway_url, "shards": self.sim.shards, "session_start_limit": start}

    async def op_get_my_user(self, p, b, q):
        return dict(self.sim.app.bot.payload(), verified=True, mfa_enabled=True, email=None, locale="en-US")

    async def op_get_my_application(self, p, b, q):
        return self.sim.app.payload()

    op_get_my_oauth2_application = op_get_my_application

    # -- users and channels ----------------------------------------------------------------------
    async def op_get_user(self, p, b, q):
        if p["user_id"] not in self.sim.users:
            raise ApiError(404, 10013, "Unknown User")
        return self.sim.users[p["user_id"]].payload()

    async def op_create_dm(self, p, b, q):
        user = self.sim.users.get(str(b.get("recipient_id")))
        if user is None or user.bot:
            raise ApiError(400, 50033, "Invalid Recipient(s)")
        return self.sim.dm_channel(user).payload()

    async def op_get_channel(self, p, b, q):
        return self.channel(p).payload()

    async def op_get_guild_member(self, p, b, q):
        guild = self.sim.guilds.get(p["guild_id"])
        if guild is None:
            raise ApiError(404, 10004, "Unknown Guild")
        if p["user_id"] not in guild.members:
            raise ApiError(404, 10007, "Unknown Member")
        return guild.members[p["user_id"]].payload()

    # -- commands --------------------------------------------------------------------------------
    def commands(self, p: dict) -> dict[str, dict]:
        if p["application_id"] != self.sim.app.id:
            raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
        if p.get("guild_id") and p["guild_id"] not in self.sim.guilds:
            raise ApiError(403, 50001, "Missing Access")
        return self.sim.app.commands.setdefault(p.get("guild_id"), {})

    async def op_list_application_commands(self, p, b, q):
        return list(self.commands(p).values())

    op_list_guild_application_commands = op_list_application_commands

    async def op_bulk_set_application_commands(self, p, b, q):
        table = self.commands(p)
        if any((spec.get("type") or 1) != 1 for spec in b):
            raise ApiError(501, 0, "only slash commands are simulated")
        limits.check_commands(b)
        ids = {c["name"]: c["id"] for c in table.values()}
        table.clear()
        defaults = {"dm_permission": True, "contexts": None, "integration_types": [0], "nsfw": False}
        defaults["default_member_permissions"] = None
        for spec in b:
            command = defaults | {k: v for k, v in spec.items() if v is not None}
            command |= {"type": 1, "id": ids.get(spec["name"]) or snowflake()}
            command |= {"application_id": self.sim.app.id, "version": snowflake()}
            if p.get("guild_id"):
                command["guild_id"] = p["guild_id"]
            if command["default_member_permissions"] is not None:
                command["default_member_permissions"] = str(command["default_member_permissions"])
            table[command["id"]] = command
        self.sim.events.add("commands_set", guild=p.get("guild_id"), names=[c["name"] for c in b])
        return list(table.values())

    op_bulk_set_guild_application_commands = op_bulk_set_application_commands

    # -- messages --------------------------------------------------------------------------------
    async def op_create_message(self, p, b, q):
        c = self.channel(p, world.P_SEND)
        self.check(b)
        ref = b.get("message_reference")
        if ref and str(ref.get("message_id")) not in c.messages and ref.get("fail_if_not_exists", True):
            errs = Errors()
            errs.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            errs.raise_if_any()
        if b.get("enforce_nonce") and b.get("nonce") is not None:
            for m in self.sim.bot_messages(c):
                if m.data.get("nonce") == b["nonce"] and time.time() - m.created < 300:
                    return m.payload()
        kept = limits.SUPPRESS_EMBEDS | limits.SUPPRESS_NOTIFICATIONS
        m = Message(c, self.sim.app.bot, dict(b, flags=(b.get("flags") or 0) & kept))
        await self.sim.store_message(m)
        return m.payload()

    async def op_get_message(self, p, b, q):
        return self.message(p).payload()

    async def op_update_message(self, p, b, q):
        m = self.message(p)
        if m.author is not self.sim.app.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        self.check(b, previous=m)
        await self.edited(m, b)
        return m.payload()

    async def op_delete_message(self, p, b, q):
        m = self.message(p)
        if m.author is not self.sim.app.bot:
            self.channel(p, world.P_MANAGE_MESSAGES)
        await self.sim.delete_message(m)
        return NO_CONTENT

    # -- interactions ------------------------------------------------------------------------------
    async def op_create_interaction_response(self, p, b, q):
        sim, now = self.sim, time.monotonic()
        i = sim.interactions.get(p["interaction_id"])
        if i is None or i.token != p["interaction_token"]:
            raise ApiError(404, 10062, "Unknown interaction")
        refusal = None
        if i.t_ack is not None:
            refusal = ApiError(400, 40060, "Interaction has already been acknowledged.")
        elif i.failed or now - i.t_sent > sim.ack_deadline:
            refusal = ApiError(404, 10062, "Unknown interaction")
        if refusal:
            i.refused.append((now, refusal.status, refusal.message))
            raise refusal
        kind, data = b.get("type"), b.get("data") or {}
        self.check_response(i, kind, data)
        i.t_ack, i.ack_type, i.callback = time.monotonic(), kind, b
        i.ack_event.set()
        flags = data.get("flags") or 0
        if kind in (4, 5):
            if i.message is not None:
                data = dict(data, message_reference={"message_id": i.message.id})
            i.original = await self.respond(
                i, data, flags | (LOADING if kind == 5 else 0), 20 if i.type == 2 else 0
            )
        elif kind in (6, 7):
            i.original = i.message
            if kind == 7:
                await self.edited(i.message, data, i)
        elif kind == 8:
            i.choices = data.get("choices") or []
            i.mark_visible()
        elif kind == 9:
            i.modal = data
            i.mark_visible()
        sim.events.add("ack", interaction=i.id, type=kind, ms=i.ack_ms)
        if q.get("with_response") not in ("1", "true", "True"):
            return NO_CONTENT
        out: dict = {
            "interaction": {"id": i.id, "type": i.type, "channel_id": i.channel.id},
            "resource": {"type": kind},
        }
        if m := i.original:
            more = {"loading": kind == 5, "ephemeral": m.ephemeral}
            out["interaction"] |= {"response_message_id": m.id}
            out["interaction"] |= {f"response_message_{k}": v for k, v in more.items()}
            if kind != 6:
                out["resource"]["message"] = m.payload()
        return out

    def check_response(self, i: Interaction, kind, data: dict):
        errs = Errors()
        if kind not in ALLOWED_RESPONSES[i.type] | ({6, 7} if i.type == 5 and i.message else set()):
            text = f"Response type {kind} is not valid for interaction type {i.type}"
            errs.add(("type",), "INTERACTION_RESPONSE_TYPE_INVALID", text)
            errs.raise_if_any()
        if kind in (4, 5):
            known = EPHEMERAL | limits.SUPPRESS_EMBEDS | limits.SUPPRESS_NOTIFICATIONS | limits.COMPONENTS_V2
            if bad := (data.get("flags") or 0) & ~known:
                errs.add(("data", "flags"), "BITFIELD_INVALID", f"flags {bad} cannot be set here")
            errs.raise_if_any()
        if kind in (4, 7):
            self.check(data, ("data",), i.message if kind == 7 else None)
        elif kind == 8:
            limits.check_choices(data.get("choices") or [], self.focused_type(i.data))
        elif kind == 9:
            limits.check_modal(data)
            data["components"] = number_components(data["components"])

    def focused_type(self, node: dict) -> int:
        for o in node.get("options") or []:
            if found := o["type"] if o.get("focused") else self.focused_type(o):
                return found
        return 0

    # -- the webhook of an interaction -----------------------------------------------------------------
    def by_hook(self, p: dict) -> Interaction:
        i = self.sim.by_token.get(p["webhook_token"])
        if i is None or p["webhook_id"] != self.sim.app.id or i.t_ack is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        if time.monotonic() - i.t_sent > self.sim.token_ttl:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return i

    def hook_message(self, p: dict) -> tuple[Interaction, Message]:
        i = self.by_hook(p)
        candidates = [i.original, *i.followups] if "message_id" in p else [i.original]
        for m in candidates:
            if m is not None and m.deleted is None and p.get("message_id", m.id) == m.id:
                return i, m
        raise ApiError(404, 10008, "Unknown Message")

    async def op_execute_webhook(self, p, b, q):
        i = self.by_hook(p)
        if i.ack_type in (8, 9):
            raise ApiError(404, 10015, "Unknown Webhook")
        self.check(b)
        if i.ack_type == 5 and i.original.data["flags"] & LOADING:
            await self.edited(i.original, dict(b, flags=None), i)  # the first follow-up fills the deferral
            return i.original.payload()
        if i.original is not None:
            b = dict(b, message_reference={"message_id": i.original.id})
        m = await self.respond(i, b, b.get("flags") or 0)
        i.followups.append(m)
        return m.payload()

    async def op_get_webhook_message(self, p, b, q):
        return self.hook_message(p)[1].payload()

    async def op_update_webhook_message(self, p, b, q):
        i, m = self.hook_message(p)
        self.check(b, previous=m)
        await self.edited(m, b, i)
        return m.payload()

    async def op_delete_webhook_message(self, p, b, q):
        await self.sim.delete_message(self.hook_message(p)[1])
        return NO_CONTENT

    op_get_original_webhook_message = op_get_webhook_message
    op_update_original_webhook_message = op_update_webhook_message
    op_delete_original_webhook_message = op_delete_webhook_message
