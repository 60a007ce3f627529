"""The virtual Discord: users, guilds, channels, messages, interactions, one application."""

from __future__ import annotations

import itertools
import random
import re
import string
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any

from simbase import Act

DISCORD_EPOCH = 1420070400000
EPHEMERAL, LOADING = 1 << 6, 1 << 7

P_ADMIN, P_VIEW, P_SEND, P_MANAGE_MESSAGES, P_EMBED = 1 << 3, 1 << 10, 1 << 11, 1 << 13, 1 << 14
P_ATTACH, P_HISTORY, P_EXT_EMOJI, P_USE_APP_COMMANDS = 1 << 15, 1 << 16, 1 << 18, 1 << 31
DEFAULT_MEMBER_PERMS = P_VIEW | P_SEND | P_EMBED | P_ATTACH | P_HISTORY | P_EXT_EMOJI | P_USE_APP_COMMANDS
DEFAULT_BOT_PERMS = DEFAULT_MEMBER_PERMS | P_MANAGE_MESSAGES
ALL_PERMS = (1 << 50) - 1

_seq, _guild_no = itertools.count(), itertools.count()


def snowflake(at: float | None = None) -> str:
    ms = int((time.time() if at is None else at) * 1000) - DISCORD_EPOCH
    return str((ms << 22) | (next(_seq) & 0x3FFFFF))


def iso(at: float | None = None) -> str:
    return datetime.fromtimestamp(time.time() if at is None else at, UTC).isoformat()


def each(names: str, value=None) -> dict:
    return dict.fromkeys(names.split(), value)


class User:
    def __init__(self, sim, name: str, bot=False, id: str | None = None, locale="en-US"):
        self.sim, self.id = sim, id or snowflake()
        self.username, self.global_name, self.bot, self.locale = name, name.capitalize(), bot, locale
        self.dm: Channel | None = None

    def payload(self) -> dict:
        return {
            **each("avatar banner accent_color avatar_decoration_data collectibles primary_guild"),
            **{"id": self.id, "username": self.username, "bot": self.bot, "system": False},
            "global_name": None if self.bot else self.global_name,
            "discriminator": "0000" if self.bot else "0",
            **{"public_flags": 0, "flags": 0},
        }


class Member:
    def __init__(self, user: User, perms: int):
        self.user, self.perms, self.joined = user, perms, iso()

    def payload(self, with_user=True) -> dict:
        d = each("avatar banner communication_disabled_until nick premium_since")
        d |= {
            "joined_at": self.joined,
            "roles": [],
            "flags": 0,
            "pending": False,
            "deaf": False,
            "mute": False,
        }
        return dict(d, user=self.user.payload()) if with_user else d


class Channel:
    """A guild's text channel (type 0) or a direct message (type 1)."""

    def __init__(self, sim, name: str, guild: Guild | None = None, type=0, recipients=(), position=0):
        self.sim, self.name, self.guild, self.type, self.position = sim, name, guild, type, position
        self.id, self.recipients = snowflake(), list(recipients)
        self.messages: dict[str, Message] = {}
        self.last_message_id: str | None = None
        self.deny_bot = 0  # permissions taken from the bot here

    def payload(self) -> dict:
        d: dict[str, Any] = {
            "id": self.id,
            "type": self.type,
            "last_message_id": self.last_message_id,
            "flags": 0,
        }
        if self.guild is None:
            return dict(d, recipients=[u.payload() for u in self.recipients])
        deny = {"id": self.sim.app.bot.id, "type": 1, "allow": "0", "deny": str(self.deny_bot)}
        d |= {"guild_id": self.guild.id, "name": self.name, "parent_id": None, "topic": None, "nsfw": False}
        d |= {"position": self.position, "rate_limit_per_user": 0}
        return dict(d, permission_overwrites=[deny] if self.deny_bot else [])


class Guild:
    def __init__(self, sim, name: str, owner: User):
        self.sim, self.name, self.owner, self.locale = sim, name, owner, "en-US"
        # a distinct millisecond for each guild, as in reality: its shard is (id >> 22) % shards
        self.id = snowflake(1_580_000_000 + next(_guild_no) * 0.001)
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.extra_members = 0  # counted, not modelled

    @property
    def member_count(self) -> int:
        return len(self.members) + self.extra_members

    def add_member(self, user: User, perms: int | None = None) -> Member:
        if perms is None:
            perms = DEFAULT_BOT_PERMS if user.bot else DEFAULT_MEMBER_PERMS
        self.members[user.id] = Member(user, perms)
        return self.members[user.id]

    def permissions(self, user_id: str, channel: Channel | None = None) -> int:
        member = self.members.get(user_id)
        if member is None:
            return 0
        if self.owner.id == user_id or member.perms & P_ADMIN:
            return ALL_PERMS
        denied = channel.deny_bot if channel is not None and user_id == self.sim.app.bot.id else 0
        return (member.perms | DEFAULT_MEMBER_PERMS) & ~denied

    def base_payload(self) -> dict:
        everyone = {
            "id": self.id,
            "name": "@everyone",
            "permissions": str(DEFAULT_MEMBER_PERMS),
            "position": 0,
        }
        everyone |= {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
        return {
            **each("icon splash discovery_splash afk_channel_id application_id system_channel_id banner"),
            **each("rules_channel_id vanity_url_code description public_updates_channel_id max_presences"),
            **each("verification_level default_message_notifications mfa_level nsfw_level", 0),
            **each("explicit_content_filter premium_tier system_channel_flags", 0),
            **{"id": self.id, "name": self.name, "owner_id": self.owner.id, "afk_timeout": 300},
            **{"roles": [everyone], "emojis": [], "features": [], "stickers": []},
            **{"preferred_locale": self.locale, "max_members": 500000, "premium_progress_bar_enabled": False},
        }

    def gateway_payload(self, large_threshold: int) -> dict:
        me = self.members[self.sim.app.bot.id].payload()
        empty = "voice_states threads presences stage_instances guild_scheduled_events soundboard_sounds"
        return {
            **self.base_payload(),
            **{name: [] for name in empty.split()},
            **{"joined_at": me["joined_at"], "members": [me], "unavailable": False},
            **{"member_count": self.member_count, "large": self.member_count > large_threshold},
            "channels": [c.payload() for c in self.channels.values()],
        }


class Message:
    """A message with its history; ``visible_to`` is a user's id if it is ephemeral."""

    FIELDS = (
        "content",
        "embeds",
        "components",
        "attachments",
        "flags",
        "tts",
        "nonce",
        "message_reference",
        "allowed_mentions",
    )

    def __init__(
        self, channel: Channel, author: User, fields: dict, *, type=0, visible_to=None, interaction=None
    ):
        self.channel, self.author, self.sim = channel, author, channel.sim
        self.type, self.visible_to, self.interaction = type, visible_to, interaction
        self.id, self.created, self.t_created = snowflake(), time.time(), time.monotonic()
        self.edited: float | None = None
        self.deleted: float | None = None
        self.data: dict[str, Any] = {
            "content": "",
            "embeds": [],
            "components": [],
            "attachments": [],
            "flags": 0,
        }
        self.data |= {"tts": False, "pinned": False, "mention_everyone": False}
        self.history: list[dict] = []
        self.apply(fields, first=True)

    def apply(self, fields: dict, first=False):
        empty = {"content": "", "embeds": [], "components": [], "attachments": []}
        for k in self.FIELDS:
            if k in fields:
                self.data[k] = empty.get(k) if fields[k] is None else fields[k]
        self.data["components"] = number_components(self.data["components"])
        self.data["embeds"] = [self.embed(e) for e in self.data["embeds"]]
        if not first:
            self.edited = time.time()
        drawn = {k: self.data[k] for k in empty}
        self.history.append({"t": time.monotonic(), "wall": time.time(), **drawn})

    def embed(self, e: dict) -> dict:
        """Discord shows a file that came with the message where an embed names it."""
        e = dict(e, type="rich")
        for a in self.data["attachments"]:
            if (e.get("image") or {}).get("url") == f"attachment://{a['filename']}":
                e["image"] = {"url": a["url"]}
        return e

    @property
    def content(self) -> str:
        return self.data["content"]

    @property
    def ephemeral(self) -> bool:
        return self.visible_to is not None

    def payload(self) -> dict:
        named = dict.fromkeys(re.findall(r"<@!?(\d+)>", self.content))
        d = {
            **{k: v for k, v in self.data.items() if k not in ("message_reference", "allowed_mentions")},
            **{
                "id": self.id,
                "channel_id": self.channel.id,
                "type": self.type,
                "author": self.author.payload(),
            },
            **{"timestamp": iso(self.created), "edited_timestamp": iso(self.edited) if self.edited else None},
            "mentions": [self.sim.users[u].payload() for u in named if u in self.sim.users],
            "mention_roles": [],
        }
        if self.ephemeral:
            d["flags"] |= EPHEMERAL
        if self.author.bot:
            d["application_id"] = self.sim.app.id
        if self.interaction is not None:
            d |= {"webhook_id": self.sim.app.id, "interaction_metadata": self.interaction.metadata()}
        if ref := self.data.get("message_reference"):
            d |= {"type": 19, "message_reference": {"type": 0, "channel_id": self.channel.id, **ref}}
            target = self.channel.messages.get(str(ref.get("message_id")))
            d["referenced_message"] = target and dict(target.payload(), referenced_message=None)
        return d


def number_components(components: list) -> list:
    """Discord numbers the components that have no ``id`` of their own, in order."""
    used: set[int] = set()

    def collect(c):
        used.add(c.get("id") or 0)
        for child in [*(c.get("components") or []), *([c["component"]] if c.get("component") else [])]:
            collect(child)

    def numbered(c):
        c = dict(c, id=c.get("id") or next(n for n in counter if n not in used))
        if c["type"] == 3:
            given = {k: v for k, v in c.items() if v is not None}
            c = {"min_values": 1, "max_values": 1, "disabled": False, **given}
        if c.get("components"):
            c["components"] = [numbered(x) for x in c["components"]]
        if c.get("component"):
            c["component"] = numbered(c["component"])
        return c

    counter = itertools.count(1)
    for c in components:
        collect(c)
    return [numbered(c) for c in components]


class Interaction(Act):
    """An interaction and all that came of it."""

    def __init__(
        self, type: int, user: User, channel: Channel, data: dict, *, message=None, name="", parent=None
    ):
        super().__init__()
        self.type, self.user, self.channel, self.data, self.sim = type, user, channel, data, channel.sim
        self.message: Message | None = message  # that carries the component
        self.parent: Interaction | None = parent  # that opened the modal
        self.full_name, self.id = name, snowflake()
        self.token = "aW50" + "".join(random.choices(string.ascii_letters + string.digits, k=160))
        self.ack_type: int | None = None
        self.callback: dict | None = None
        self.original: Message | None = None
        self.followups: list[Message] = []
        self.modal: dict | None = None
        self.choices: list | None = None
        self.delivered = 0
        self.refused: list[tuple[float, int, str]] = []

    def owners(self) -> dict:
        return {"0": self.channel.guild.id if self.channel.guild else "0"}

    def metadata(self) -> dict:
        d: dict[str, Any] = {"id": self.id, "type": self.type, "user": self.user.payload()}
        d["authorizing_integration_owners"] = self.owners()
        if self.type == 2:
            d |= {"name": self.full_name, "command_type": 1}
        if self.type == 3:
            d["interacted_message_id"] = self.message.id
        if self.type == 5 and self.parent is not None:
            d["triggering_interaction_metadata"] = self.parent.metadata()
        return d

    def payload(self) -> dict:
        channel, guild = self.channel, self.channel.guild
        perms = guild.permissions(self.user.id, channel) if guild else ALL_PERMS
        d: dict[str, Any] = {
            **{"id": self.id, "application_id": self.sim.app.id, "type": self.type, "token": self.token},
            **{"version": 1, "data": self.data, "locale": self.user.locale, "entitlements": []},
            **{"channel_id": channel.id, "channel": dict(channel.payload(), permissions=str(perms))},
            **{"authorizing_integration_owners": self.owners(), "attachment_size_limit": 10 << 20},
        }
        if guild:
            member = dict(guild.members[self.user.id].payload(), permissions=str(perms))
            d |= {"guild_id": guild.id, "guild": {"id": guild.id, "features": [], "locale": guild.locale}}
            d |= {"guild_locale": guild.locale, "member": member, "context": 0}
            d["app_permissions"] = str(guild.permissions(self.sim.app.bot.id, channel))
        else:
            d |= {"user": self.user.payload(), "context": 1}
            d["app_permissions"] = str(P_ATTACH | P_EMBED | 1 << 17 | P_EXT_EMOJI)
        if self.message is not None:
            d["message"] = self.message.payload()
        return d


class Application:
    def __init__(self, sim, name: str, token: str, owner: User):
        self.sim, self.name, self.token, self.owner, self.id = sim, name, token, owner, snowflake()
        self.bot = User(sim, name, bot=True, id=self.id)
        self.flags = 1 << 23
        self.commands: dict[str | None, dict[str, dict]] = {None: {}}  # by guild, then by id

    def payload(self) -> dict:
        return {
            **each("icon type team interactions_endpoint_url role_connections_verification_url"),
            **{"id": self.id, "name": self.name, "description": "", "summary": "", "verify_key": "0" * 64},
            **{"bot_public": True, "bot_require_code_grant": False, "flags": self.flags, "hook": True},
            **{"owner": self.owner.payload(), "bot": self.bot.payload(), "redirect_uris": [], "tags": []},
            **{"approximate_guild_count": len(self.sim.guilds), "integration_types_config": {"0": {}}},
        }

    def all_commands(self, guild_id: str | None) -> dict[str, dict]:
        table = {**self.commands[None], **self.commands.get(guild_id, {})}
        return {c["name"]: c for c in table.values()}


class EventLog:
    """What happened, in order (bounded)."""

    def __init__(self, size=200_000):
        self.items: deque = deque(maxlen=size)

    def add(self, kind: str, **more):
        self.items.append({**more, "kind": kind, "t": time.monotonic()})

    def find(self, kind: str, **match) -> list[dict]:
        return [e for e in self.items if e["kind"] == kind and all(e.get(k) == v for k, v in match.items())]
