"""The Web API methods that a bot of commands, buttons and views calls; any other is unknown_method."""

from __future__ import annotations

import asyncio
import base64
import json
import time

from aiohttp import web
from simbase import cut

from .blocks import check_blocks, check_view
from .world import Action, Channel, Message, Workspace, sid

SCOPES = {
    **dict.fromkeys(("chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral"), "chat:write"),
    "users.info": "users:read",
    "conversations.open": "im:write",
    **dict.fromkeys(("files.getUploadURLExternal", "files.completeUploadExternal"), "files:write"),
}


class SlackError(Exception):
    def __init__(self, error: str, messages: list[str] | None = None, **extra):
        super().__init__(error)
        self.error, self.messages, self.extra = error, messages, extra


class WebApi:
    def __init__(self, sim):
        self.sim = sim

    # -- every request ------------------------------------------------------------------
    async def handle(self, request: web.Request) -> web.Response:
        sim, method = self.sim, request.match_info["method"]
        sim.request_counts[method] = sim.request_counts.get(method, 0) + 1
        record = {"t": time.monotonic(), "method": method, "ok": None}
        sim.requests.append(record)
        fault = sim.pick_fault(method)
        action = fault and fault.action
        if action == "delay":
            await asyncio.sleep(fault.delay)
        if action == "reset":
            return cut(request)
        try:
            args = await self.args(request)
            if action == "status":
                return web.Response(status=fault.status, text="fault")
            if action == "error":
                raise SlackError(fault.error)
            ws = self.authenticate(request, method, args)
            wait = sim.limiter.check(ws.id if ws else "app", method, args.get("channel"))
            wait = fault.delay if action == "rate_limit" else wait
            if wait:
                record["ok"] = "429"
                headers = {"Retry-After": str(max(1, int(wait + 0.999)))}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            handler = getattr(self, "m_" + method.replace(".", "_"), None)
            if handler is None:
                raise SlackError("unknown_method", req_method=method)
            body = {"ok": True, **handler(ws, args)}
            record["ok"] = True
        except SlackError as e:
            body = {"ok": False, "error": e.error, **e.extra}
            if e.messages:
                body["response_metadata"] = {"messages": e.messages}
            record["ok"] = e.error
            sim.violation("web_api", e.error, method=method, messages=e.messages)
        record["ms"] = (time.monotonic() - record["t"]) * 1000
        sim.poke()
        if action == "delay_after":
            await asyncio.sleep(fault.delay)
        if action == "reset_after":
            return cut(request)
        if action == "status_after":
            return web.Response(status=fault.status, text="fault")
        return web.json_response(body, headers={"X-Slack-Req-Id": sid("R")})

    @staticmethod
    async def args(request) -> dict:
        args = dict(request.query)
        if request.can_read_body:
            if request.content_type == "application/json":
                args.update(await request.json())
            else:
                args.update(await request.post())
        for k in ("blocks", "view", "metadata", "files"):
            if isinstance(args.get(k), str) and args[k]:
                try:
                    args[k] = json.loads(args[k])
                except ValueError:
                    message = f"[ERROR] must be valid JSON [json-pointer:/{k}]"
                    error = "invalid_blocks_format" if k == "blocks" else "invalid_arguments"
                    raise SlackError(error, [message]) from None
        return args

    def authenticate(self, request, method: str, args: dict) -> Workspace | None:
        sim = self.sim
        if method == "oauth.v2.access":
            return self.check_client(request)
        token = (request.headers.get("Authorization") or "").removeprefix("Bearer ") or args.get("token")
        if not token:
            raise SlackError("not_authed")
        if method == "apps.connections.open":
            if token != sim.app_token:
                raise SlackError("invalid_auth")
            return None
        ws = sim.by_token.get(token)
        if ws is None:
            raise SlackError("invalid_auth")
        if not ws.installed:
            raise SlackError("account_inactive")
        need = SCOPES.get(method)
        if need and ws.scopes is not None and need not in ws.scopes:
            raise SlackError("missing_scope", needed=need, provided=",".join(sorted(ws.scopes)))
        return ws

    def check_client(self, request) -> None:
        known = f"{self.sim.client_id}:{self.sim.client_secret}".encode()
        if request.headers.get("Authorization") != f"Basic {base64.b64encode(known).decode()}":
            raise SlackError("bad_client_secret")

    # -- finding and checking -------------------------------------------------------------
    def channel(self, ws: Workspace, args: dict) -> Channel:
        cid = args.get("channel") or ""
        if cid in ws.users:
            return self.sim.im(ws.users[cid])
        c = ws.channels.get(cid)
        if c is None or c.kind == "private" and ws.bot.id not in c.members:
            raise SlackError("channel_not_found")
        if c.archived:
            raise SlackError("is_archived")
        if ws.bot.id not in c.members:
            raise SlackError("not_in_channel")
        return c

    def content(self, args: dict) -> dict:
        text, blocks = args.get("text") or "", args.get("blocks")
        if args.get("attachments") or args.get("markdown_text"):
            self.sim.violation("web_api", "attachments and markdown_text are not simulated")
        if blocks and (errors := check_blocks(blocks)):
            raise SlackError("invalid_blocks", errors)
        if not (text or blocks):
            raise SlackError("no_text")
        if not text:
            self.sim.note("blocks without a top-level text: notifications show nothing")
        fields = {"text": text, "blocks": self.sim.number(blocks)}
        return fields | {k: args[k] for k in ("thread_ts", "metadata") if args.get(k)}

    def post(self, ws: Workspace, args: dict, visible_to: str | None, by: str) -> Message:
        c, fields = self.channel(ws, args), self.content(args)
        if len(fields["text"]) > 40_000:
            self.sim.violation("web_api", "text over 40000 characters is truncated by Slack")
        if visible_to is not None and visible_to not in c.members:
            raise SlackError("user_not_in_channel")
        return self.sim.store(Message(c, ws.bot, fields, visible_to), by)

    def message(self, ws: Workspace, args: dict, not_mine: str) -> Message:
        m = self.channel(ws, args).messages.get(str(args.get("ts")))
        if m is None or m.deleted is not None or m.visible_to:
            raise SlackError("message_not_found")
        if m.user is not ws.bot:
            raise SlackError(not_mine)
        return m

    # -- methods ------------------------------------------------------------------------------
    def m_auth_test(self, ws, a):
        d = {"url": f"https://{ws.name}.slack.com/", "team": ws.name, "team_id": ws.id, "user": ws.bot.name}
        return d | {"user_id": ws.bot.id, "bot_id": ws.bot_id, "is_enterprise_install": False}

    def m_oauth_v2_access(self, ws, a):
        """The code is "code-<team id>"; who installs is the workspace's first user."""
        ws = self.sim.workspaces.get((a.get("code") or "").removeprefix("code-"))
        if ws is None:
            raise SlackError("invalid_code")
        ws.installed = True
        installer = next(user for user in ws.users.values() if not user.bot)
        return {
            **{"access_token": ws.token, "token_type": "bot", "scope": ",".join(ws.scopes or ())},
            **{"bot_user_id": ws.bot.id, "app_id": self.sim.app_id, "team": {"id": ws.id, "name": ws.name}},
            **{"enterprise": None, "is_enterprise_install": False, "authed_user": {"id": installer.id}},
        }

    def m_apps_connections_open(self, ws, a):
        ticket = sid("TICKET")
        self.sim.tickets.add(ticket)
        host = f"{self.sim.host}:{self.sim.port}"
        return {"url": f"ws://{host}/link/?ticket={ticket}&app_id={self.sim.app_id}"}

    def m_chat_postMessage(self, ws, a):
        m = self.post(ws, a, None, "chat.postMessage")
        return {"channel": m.channel.id, "ts": m.ts, "message": m.payload()}

    def m_chat_postEphemeral(self, ws, a):
        return {"message_ts": self.post(ws, a, a.get("user") or "", "chat.postEphemeral").ts}

    def m_chat_update(self, ws, a):
        m, fields = self.message(ws, a, "cant_update_message"), self.content(a)
        if len(fields["text"]) > 4000:
            raise SlackError("msg_too_long")
        if a.get("blocks") is None:
            del fields["blocks"]
        m.update(fields)
        self.sim.touched(m, "chat.update")
        return {"channel": m.channel.id, "ts": m.ts, "text": m.text, "message": m.payload()}

    def m_chat_delete(self, ws, a):
        m = self.message(ws, a, "cant_delete_message")
        m.deleted = time.monotonic()
        return {"channel": m.channel.id, "ts": m.ts}

    def trigger(self, a: dict) -> Action:
        t = self.sim.triggers.get(a.get("trigger_id") or "")
        if t is None:
            raise SlackError("invalid_trigger_id")
        if t.trigger_used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - t.t_sent > self.sim.ack_deadline:
            raise SlackError("expired_trigger_id")
        return t

    @staticmethod
    def view(a: dict, kind: str) -> dict:
        if errors := check_view(a.get("view")):
            raise SlackError(
                "view_too_large" if "view too large" in str(errors) else "invalid_arguments", errors
            )
        if a["view"]["type"] != kind:
            raise SlackError("invalid_arguments", [f"[ERROR] must be {kind} [json-pointer:/view/type]"])
        return a["view"]

    def open_view(self, a: dict, by: str) -> dict:
        t, spec = self.trigger(a), self.view(a, "modal")
        if by == "views.push" and len(t.user.views) >= 3:
            raise SlackError("push_limit_reached")
        t.trigger_used = True
        t.opened_view = self.sim.make_view(t.user, spec, t.user.views[-1] if by == "views.push" else None)
        t.mark_visible(by)
        return {"view": t.opened_view}

    def m_views_open(self, ws, a):
        return self.open_view(a, "views.open")

    def m_views_push(self, ws, a):
        return self.open_view(a, "views.push")

    def m_views_update(self, ws, a):
        by_external = {v["external_id"]: v["id"] for v in self.sim.views.values() if v["external_id"]}
        old = self.sim.views.get(a.get("view_id") or by_external.get(a.get("external_id")))
        if old is None:
            raise SlackError("not_found")
        if a.get("hash") and a["hash"] != old["hash"]:
            raise SlackError("hash_conflict")
        user = self.sim.view_users[old["id"]]
        v = self.sim.make_view(user, self.view(a, old["type"]), old, replace=True)
        self.sim.shown("views.update", lambda x: x.user is user)
        return {"view": v}

    def m_views_publish(self, ws, a):
        user = ws.users.get(a.get("user_id"))
        if user is None:
            raise SlackError("user_not_found")
        if a.get("hash") and user.home and a["hash"] != user.home["hash"]:
            raise SlackError("hash_conflict")
        return {"view": self.sim.make_view(user, self.view(a, "home"))}

    def m_users_info(self, ws, a):
        if a.get("user") not in ws.users:
            raise SlackError("user_not_found")
        user = ws.users[a["user"]]
        asked = a.get("include_locale") in (True, "1", "true", "True")
        return {"user": user.payload() | ({"locale": user.locale} if asked else {})}

    def m_conversations_open(self, ws, a):
        user = ws.users.get((a.get("users") or "").split(",")[0])
        if user is None:
            raise SlackError("user_not_found")
        return {"channel": {"id": self.sim.im(user).id}, "no_op": False, "already_open": False}

    # -- files --------------------------------------------------------------------------------
    def m_files_getUploadURLExternal(self, ws, a):
        if not a.get("filename") or int(a.get("length") or 0) <= 0:
            raise SlackError("invalid_arguments", ["[ERROR] missing required field: filename, length"])
        f = {"id": sid("F"), "name": a["filename"], "length": int(a["length"]), "alt_txt": a.get("alt_txt")}
        self.sim.files[f["id"]] = f
        return {"upload_url": f"{self.sim.url}/upload/v1/{f['id']}", "file_id": f["id"]}

    async def upload(self, request: web.Request) -> web.Response:
        f = self.sim.files.get(request.match_info["id"])
        fault = self.sim.pick_fault("upload")
        if f is None or fault:
            return web.Response(status=fault.status if fault else 404)
        f["data"] = await request.read()
        return web.Response(text=f"OK - {len(f['data'])}")

    def m_files_completeUploadExternal(self, ws, a):
        given = a.get("files") or []
        files = [self.sim.files.get(x.get("id")) for x in given]
        if not files or not all(f and len(f.get("data", b"")) == f["length"] for f in files):
            raise SlackError("file_not_found")
        for f, x in zip(files, given, strict=True):
            f["title"] = x.get("title") or f["name"]
        out = [{k: v for k, v in f.items() if k != "data"} for f in files]
        if a.get("channel_id"):
            channel = self.channel(ws, {"channel": a["channel_id"]})
            if (blocks := a.get("blocks")) and (errors := check_blocks(blocks)):
                raise SlackError("invalid_blocks", errors)
            said = {"text": a.get("initial_comment")}
            if not said["text"]:
                said = {"blocks": self.sim.number(blocks)}
            self.sim.store(Message(channel, ws.bot, {**said, "files": out}), "files.completeUploadExternal")
        return {"files": out}

    # -- response_url ---------------------------------------------------------------------------
    async def response_url(self, request: web.Request) -> web.Response:
        a = self.sim.response_urls.get(request.match_info["key"])
        if a is None:
            return web.Response(status=404, text="no_active_hooks")
        a.response_url_uses += 1
        expired = time.monotonic() - a.t_sent > 1800
        if expired or a.response_url_uses > 5:
            error = "expired_url" if expired else "used_url"
            self.sim.violation("response_url", error)
            return web.json_response({"ok": False, "error": error}, status=404)
        fault = self.sim.pick_fault("response_url")
        if fault and fault.action == "status":
            return web.Response(status=fault.status)
        if error := self.sim.apply_response(a, await request.json(), "response_url"):
            return web.json_response({"ok": False, "error": error}, status=400)
        return web.Response(text="ok")
