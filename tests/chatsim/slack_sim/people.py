"""What a person does in Slack, refused where the real client would refuse it (a part of SlackSim)."""

from __future__ import annotations

import random

from simbase import RefusedByClient, refuse_if

from .blocks import check_suggestions
from .world import Action, Channel, Message, User


def elements(blocks: list):
    """Every (block, element) that can be acted on."""
    for b in blocks:
        if b["type"] == "actions":
            yield from ((b, e) for e in b["elements"])
        if "accessory" in b:
            yield b, b["accessory"]
        if b["type"] == "input" and b.get("dispatch_action"):
            yield b, b["element"]


def find(blocks: list, types: set, text=None, action_id=None, value=None, block_id=None) -> tuple[dict, dict]:
    seen = []
    for b, e in elements(blocks):
        label = e["text"]["text"] if "text" in e else None
        seen.append((label, e.get("action_id"), e.get("value")))
        wanted = [
            (text, label),
            (action_id, e["action_id"]),
            (value, e.get("value")),
            (block_id, b["block_id"]),
        ]
        if e["type"] in types and all(want in (None, got) for want, got in wanted):
            return b, e
    raise RefusedByClient(f"no such element; there are {seen}")


def chosen(e: dict, value) -> dict:
    found = [o for o in e["options"] if value in (o["value"], o["text"]["text"])]
    refuse_if(not found, f"{e['action_id']!r} has no option {value!r}")
    return found[0]


class People:
    """Mixed into SlackSim."""

    def base_payload(self, a: Action) -> dict:
        u, ws = a.user, a.user.ws
        self.triggers[a.trigger_id] = a
        d = {
            **{"team": {"id": ws.id, "domain": ws.name}, "enterprise": None, "is_enterprise_install": False},
            **{"user": {"id": u.id, "username": u.name, "name": u.name, "team_id": ws.id}},
            **{"api_app_id": self.app_id, "token": "verification", "trigger_id": a.trigger_id},
        }
        if a.channel is not None:
            d["channel"] = {"id": a.channel.id, "name": a.channel.shown_name}
            d["response_url"] = self.make_response_url(a)
        return d

    def make_response_url(self, a: Action) -> str:
        key = f"{a.user.ws.id}/{random.getrandbits(48)}/{random.getrandbits(96):024x}"
        self.response_urls[key] = a
        return f"{self.url}/actions/{key}"

    async def slash(self, user: User, channel: Channel, command: str, text: str = "") -> Action:
        known = self.commands is None or command in self.commands
        refuse_if(not known, f"{command} is not a command of the app")
        refuse_if(user.id not in channel.members, "not a member of the channel")
        a = Action("slash_command", user, channel)
        self.triggers[a.trigger_id] = a
        ws = user.ws
        a.payload = {
            **{"token": "verification", "team_id": ws.id, "team_domain": ws.name, "command": command},
            **{"channel_id": channel.id, "channel_name": channel.shown_name, "text": text},
            **{"user_id": user.id, "user_name": user.name, "api_app_id": self.app_id},
            **{"is_enterprise_install": "false", "response_url": self.make_response_url(a)},
            "trigger_id": a.trigger_id,
        }
        return await self.deliver_action(a, "slash_commands")

    async def _block_action(self, user, message, view, b: dict, e: dict, extra: dict) -> Action:
        a = Action("block_actions", user, message and message.channel, message)
        act = {"type": e["type"], "action_id": e["action_id"], "block_id": b["block_id"]}
        act |= {"action_ts": user.ws.next_ts(), **extra}
        act |= {k: e[k] for k in ("text", "value", "placeholder", "style") if k in e}
        payload = dict(self.base_payload(a), type="block_actions", actions=[act])
        if message is not None:
            container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel.id}
            container["is_ephemeral"] = message.visible_to is not None
            payload |= {"container": container, "state": {"values": {}}}
            if message.visible_to is None:
                payload["message"] = message.payload()
        else:
            payload |= {"container": {"type": "view", "view_id": view["id"]}, "view": view}
            a.view = view
        a.payload = payload
        return await self.deliver_action(a, "interactive", accepts=False)

    async def suggest(self, user: User, view_or_message, action_id: str, typed: str) -> Action:
        """Type into an external_select; what the bot offers is in the action's ack_payload."""
        view = view_or_message if isinstance(view_or_message, dict) else None
        message = None if view is not None else view_or_message
        b, e = find(
            view["blocks"] if view is not None else message.blocks, {"external_select"}, action_id=action_id
        )
        refuse_if(len(typed) < e.get("min_query_length", 3), "too little typed for suggestions")
        a = Action("block_suggestion", user, message and message.channel, message)
        payload = {k: v for k, v in self.base_payload(a).items() if k not in ("trigger_id", "response_url")}
        payload |= {"type": "block_suggestion", "action_id": e["action_id"], "block_id": b["block_id"]}
        payload |= {"value": typed, "view": view} if message is None else {"value": typed}
        container = {"type": "view", "view_id": view["id"]} if message is None else {"type": "message"}
        try:
            answer = await self.deliver_once("interactive", dict(payload, container=container))
        except TimeoutError:
            self.violation("ack", "no suggestions within the deadline")
            answer = None
        options = (answer or {}).get("options") or []
        if errors := check_suggestions(options):
            self.violation("ack", "invalid suggestions", messages=errors)
        a.ack_payload = {"options": options}
        return a

    def _look(self, user: User, message: Message):
        refuse_if(message not in self.visible_messages(message.channel, user), "the message is not visible")

    async def click(self, user, message, text=None, action_id=None, value=None, block_id=None) -> Action:
        self._look(user, message)
        b, e = find(message.blocks, {"button"}, text, action_id, value, block_id)
        return await self._block_action(user, message, None, b, e, {})

    async def select(self, user, message, value, action_id=None) -> Action:
        self._look(user, message)
        b, e = find(message.blocks, {"static_select", "radio_buttons"}, action_id=action_id)
        return await self._block_action(user, message, None, b, e, {"selected_option": chosen(e, value)})

    async def click_view(self, user, view, text=None, action_id=None, value=None) -> Action:
        shown = any(v["id"] == view["id"] for v in [*user.views, *([user.home] if user.home else [])])
        refuse_if(not shown, "this view is not open for this user")
        b, e = find(view["blocks"], {"button"}, text, action_id, value)
        return await self._block_action(user, None, view, b, e, {})

    async def submit_view(self, user: User, view: dict, values: dict) -> Action:
        """values: {action_id: value}."""
        on_top = user.views and user.views[-1]["id"] == view["id"]
        refuse_if(not on_top, "this view is not on top for this user")
        left, state = dict(values), {}
        for b in view["blocks"]:
            if b["type"] == "input":
                value = left.pop(b["element"]["action_id"], None)
                answer = self._answer(b, b["element"], value)
                state.setdefault(b["block_id"], {})[b["element"]["action_id"]] = answer
        refuse_if(left, f"the view has no inputs {sorted(left)}")
        a = Action("view_submission", user)
        a.view = view
        filled = dict(view, state={"values": state})
        a.payload = dict(self.base_payload(a), type="view_submission", view=filled, response_urls=[])
        await self.deliver_action(a, "interactive")
        await a.ack_event.wait()
        if a.failed is None and not (a.ack_payload or {}).get("response_action"):
            user.views[:] = [v for v in user.views if v["id"] != view["id"]]
            a.mark_visible("closed")
        return a

    @staticmethod
    def _answer(b: dict, e: dict, value) -> dict:
        kind, name = e["type"], e["action_id"]
        refuse_if(value in (None, "", []) and not b.get("optional"), f"input {name!r} is required")
        if kind in ("static_select", "radio_buttons"):
            return {"type": kind, "selected_option": None if value is None else chosen(e, value)}
        if kind == "checkboxes":
            return {"type": kind, "selected_options": [chosen(e, v) for v in value or []]}
        if value:
            fits = (e.get("min_length") or 0) <= len(str(value)) <= (e.get("max_length") or 3000)
            refuse_if(not fits, f"input {name!r}: length {len(str(value))} not allowed")
        return {"type": kind, "value": None if value is None else str(value)}

    async def close_view(self, user: User, view: dict):
        user.views[:] = [v for v in user.views if v["id"] != view["id"]]
        if view["notify_on_close"]:
            a = Action("view_closed", user)
            a.payload = dict(self.base_payload(a), type="view_closed", view=view, is_cleared=False)
            return await self.deliver_action(a, "interactive", accepts=False)

    async def open_home(self, user: User, wait=False):
        event = {"type": "app_home_opened", "user": user.id, "channel": self.im(user).id, "tab": "home"}
        return await self.event(user.ws, dict(event, event_ts=user.ws.next_ts()), wait)
