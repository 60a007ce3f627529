"""What Slack tells of a slash command, a click or a form, in the words of the core."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from adapters.slack.draw import ACTION_PREFIX
from bot.commands import BUTTONS, CHOSEN, FORMS, Manner
from bot.requests import Player, Refusal, Request, Room, Value
from questions.grading import SEPARATOR

Payload = Mapping[str, Any]

_PLATFORM: Final = "slack"
_MENTION: Final = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a user did, and where an answer to it can go.

    `view` is the modal that was clicked in; `at_home` says that it was the App Home instead. `on_private`
    says that the message with the button is the user's own, so that a reply may take its place.
    """

    user: str
    username: str
    community: str
    room: Room | None
    cause: str
    at: datetime
    trigger: str = ""
    response_url: str = ""
    view: str = ""
    at_home: bool = False
    on_private: bool = False

    def request(self, player: Player, action: str, arguments: Mapping[str, Value]) -> Request:
        return Request(player, self.room, action, arguments, self.cause, self.at, community=self.community)


@dataclass(frozen=True, slots=True)
class Press:
    """What a button or a form asks for."""

    action: str
    arguments: Mapping[str, Value]
    manner: Manner


def of_command(command: Payload, team: str, arrived: datetime) -> Event:
    """A slash command; Slack tells no time of it."""
    return Event(
        user=command["user_id"],
        username=command.get("user_name") or "",
        community=community_of(team),
        room=_room(team, command["channel_id"], command.get("channel_name") or ""),
        cause=_cause(command),
        at=arrived,
        trigger=command["trigger_id"],
        response_url=command.get("response_url") or "",
    )


def of_click(body: Payload, team: str, arrived: datetime) -> Event:
    """A click on a button, in a message or in a modal; a modal carries its room as metadata."""
    user, view, channel = body["user"], body.get("view") or {}, body.get("channel") or {}
    at_home = view.get("type") == "home"
    return Event(
        user=user["id"],
        username=user.get("name") or user.get("username") or "",
        community=community_of(team),
        room=_room(team, channel.get("id") or view.get("private_metadata") or "", channel.get("name") or ""),
        cause=_cause(body),
        at=_instant(body["actions"][0].get("action_ts"), arrived),
        trigger=body["trigger_id"],
        response_url=body.get("response_url") or "",
        view="" if at_home else view.get("id") or "",
        at_home=at_home,
        on_private=bool((body.get("container") or {}).get("is_ephemeral")),
    )


def of_form(body: Payload, team: str, arrived: datetime) -> Event:
    """A form that was sent; Slack tells no time of it."""
    user, view = body["user"], body["view"]
    return Event(
        user=user["id"],
        username=user.get("name") or user.get("username") or "",
        community=community_of(team),
        room=_room(team, view.get("private_metadata") or "", ""),
        cause=_cause(body),
        at=arrived,
        trigger=body["trigger_id"],
        view=view["id"],
    )


def of_home(body: Payload, team: str, arrived: datetime) -> Event:
    """Someone has opened the App Home, which is in no room."""
    event = body["event"]
    return Event(
        user=event["user"],
        username="",
        community=community_of(team),
        room=None,
        cause=f"slack:{body['event_id']}",
        at=_instant(event.get("event_ts"), arrived),
        at_home=True,
    )


def press(clicked: Payload) -> Press:
    """Read the id of a button or a menu, and what was chosen.

    Raises:
        Refusal: no button of today has such an id.
    """
    pressed = _press(clicked["action_id"], BUTTONS)
    if not clicked.keys() & {"selected_option", "selected_options"}:
        return pressed
    return replace(pressed, arguments={**pressed.arguments, CHOSEN: _value(clicked)})


def sent(view: Payload) -> Press:
    """Read a form that was sent, with its fields; several choices are joined.

    Raises:
        Refusal: no form of today has such an id.
    """
    form = _press(view["callback_id"], FORMS)
    fields = {
        name: _value(state) for block in view["state"]["values"].values() for name, state in block.items()
    }
    return replace(form, arguments={**fields, **form.arguments})


def _press(id: str, known: Mapping[str, tuple[tuple[str, ...], Manner]]) -> Press:
    verb, *rest = id.removeprefix(ACTION_PREFIX).split(":")
    names, manner = known.get(verb, ((), Manner.PRIVATE))
    if not names or len(rest) != len(names):
        raise Refusal("gone")
    return Press(verb, dict(zip(names, rest, strict=True)), manner)


def _value(state: Payload) -> str:
    if "selected_options" in state:
        return SEPARATOR.join(option["value"] for option in state["selected_options"])
    if "selected_option" in state:
        return str((state["selected_option"] or {}).get("value", ""))
    return str(state.get("value") or "")


def command_text(command: Payload) -> str:
    """The text behind `/quiz` as the user typed it, with ids in the place of mentions.

    The manifest lets Slack escape it: what looks like a mention is one that the user has picked.
    """
    text = _MENTION.sub(r"\1", str(command.get("text") or ""))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def community_of(team: str) -> str:
    """A workspace as the core knows it."""
    return f"{_PLATFORM}:{team}"


def team_of(community: str) -> str:
    """Slack's own id of a workspace."""
    return community.removeprefix(f"{_PLATFORM}:")


def _room(team: str, channel: str, name: str) -> Room | None:
    direct = channel.startswith("D") or name == "directmessage" or name.startswith("mpdm-")
    return None if direct or not channel else Room(community_of(team), channel)


def _cause(payload: Payload) -> str:
    return f"slack:{payload['trigger_id']}"


def _instant(stamp: object, otherwise: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(float(str(stamp)), UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise
