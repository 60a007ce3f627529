"""The virtual Slack: workspaces, users, channels, messages, and what users did."""

from __future__ import annotations

import itertools
import random
import string
import time

from simbase import Act

_counter = itertools.count(1)


def sid(prefix: str) -> str:
    middle = "".join(random.choices(string.ascii_uppercase + string.digits, k=5))
    return f"{prefix}0{middle}{next(_counter):05d}"


class User:
    def __init__(self, ws: Workspace, name: str, bot=False):
        self.ws, self.name, self.bot, self.id = ws, name, bot, sid("U")
        self.im: Channel | None = None
        self.home: dict | None = None
        self.views: list[dict] = []  # open modals, the last on top
        self.is_admin = self.is_owner = False
        self.tz, self.locale = "Europe/Berlin", "en-US"

    def payload(self) -> dict:
        profile = {"real_name": self.name, "display_name": self.name, "team": self.ws.id}
        return {
            **{"id": self.id, "team_id": self.ws.id, "name": self.name, "real_name": self.name},
            **{"deleted": False, "tz": self.tz, "tz_label": "CET", "tz_offset": 3600, "updated": 1700000000},
            **{
                "is_admin": self.is_admin,
                "is_owner": self.is_owner,
                "is_bot": self.bot,
                "is_app_user": False,
            },
            "profile": profile,
        }


class Channel:
    """kind: "channel" (public), "private" or "im"."""

    def __init__(self, ws: Workspace, name: str, kind="channel", members=()):
        self.ws, self.name, self.kind, self.archived = ws, name, kind, False
        self.id = sid({"channel": "C", "private": "G", "im": "D"}[kind])
        self.members: dict[str, User] = {u.id: u for u in members}
        self.messages: dict[str, Message] = {}

    @property
    def shown_name(self) -> str:
        return "directmessage" if self.kind == "im" else self.name


class Message:
    """A message with its history; ``visible_to`` is a user's id if it is ephemeral."""

    def __init__(self, channel: Channel, user: User, fields: dict, visible_to: str | None = None):
        self.channel, self.user, self.visible_to, self.fields = channel, user, visible_to, dict(fields)
        self.ts, self.t_created = channel.ws.next_ts(), time.monotonic()
        self.deleted: float | None = None
        self.edited_ts: str | None = None
        self.history: list[dict] = []
        self.remember()

    def remember(self):
        self.history.append({"t": time.monotonic(), "text": self.text, "blocks": self.blocks})

    def update(self, fields: dict):
        self.fields.update(fields)
        self.edited_ts = self.channel.ws.next_ts()
        self.remember()

    @property
    def text(self) -> str:
        return self.fields.get("text") or ""

    @property
    def blocks(self) -> list:
        return self.fields.get("blocks") or []

    def payload(self) -> dict:
        ws = self.channel.ws
        d = {"type": "message", "user": self.user.id, "ts": self.ts, "text": self.text, "team": ws.id}
        d |= {k: self.fields[k] for k in ("blocks", "thread_ts", "metadata") if self.fields.get(k)}
        if self.user.bot:
            d |= {"bot_id": ws.bot_id, "app_id": ws.sim.app_id}
        if self.edited_ts:
            d["edited"] = {"user": self.user.id, "ts": self.edited_ts}
        return d


class Workspace:
    def __init__(self, sim, name: str):
        self.sim, self.name, self.id, self.bot_id = sim, name, sid("T"), sid("B")
        self.bot = User(self, sim.bot_name, bot=True)
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.token = f"xoxb-{self.id}-{random.getrandbits(48):012x}"
        self.scopes: set[str] | None = None  # None: every scope
        self.installed = True
        self._ts = 0

    def next_ts(self) -> str:
        self._ts = max(int(time.time() * 1e6), self._ts + 1)
        return f"{self._ts // 1_000_000}.{self._ts % 1_000_000:06d}"


class Action(Act):
    """One act of a user and all that came of it; ``visible_by``: the method that first showed a result."""

    def __init__(self, kind: str, user: User, channel: Channel | None = None, message: Message | None = None):
        super().__init__()
        self.kind, self.user, self.channel, self.message, self.id = kind, user, channel, message, sid("ACT")
        self.payload: dict = {}
        numbers = random.getrandbits(40), random.getrandbits(40)
        self.trigger_id = "{}.{}.{:024x}".format(*numbers, random.getrandbits(96))
        self.trigger_used = False
        self.response_url_uses = 0
        self.ack_payload: dict | None = None
        self.deliveries = 0
        self.opened_view: dict | None = None
        self.view: dict | None = None
