"""Whatever Slack delivers: a clear reply or a quiet refusal, nothing broken, nobody else's rows touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yarl
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from adapters.slack.app import bolt_app, readable
from adapters.slack.listeners import Listeners
from adapters.slack.people import People
from adapters.slack.replies import Replies
from adapters.slack.workspaces import Workspace
from bot.words import say
from questions.model import Language
from tests.adapters.slack.conftest import RecordingClient, user_info
from tests.input import odd
from tests.input.odd import Ids
from tests.input.world import World, world

OWN, OTHER = "slack:T1", "slack:T2"
REPLY = "https://hooks.example.org/reply"
# Who asks: an admin who reads English, and two others.
LANGUAGES_OF: dict[str, Language] = {"U1": "en", "U2": "es", "U3": "en"}


class Client(RecordingClient):
    """Slack's Web API for one workspace, which knows some people by their ids."""

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        if api_method == "users.info":
            user = (arguments.get("params") or arguments.get("json") or {}).get("user")
            locale = "es-MX" if LANGUAGES_OF.get(str(user)) == "es" else "en-US"
            self.answers["users.info"] = user_info(id=user, locale=locale, is_admin=user == "U1")
        return await super().api_call(api_method, **arguments)


class Slack:
    """One workspace's events, delivered to the real listeners above the real quizmaster."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ids = Ids(world)
        self._app = bolt_app(self)
        Listeners(world.quizmaster, world.clock).register(self._app)

    async def find(self, team: str) -> Workspace | None:
        return self._workspace if team == "T1" else None

    def begin(self) -> None:
        self.world.begin()
        self.client, self.messages = Client(), list[dict[str, Any]]()
        self.client.answers["views.open"] = {"view": {"id": "V1"}}
        people = People(self.client, self.world.clock, "T1")
        self._workspace = Workspace("T1", "B1", "UBOT", self.client, people, Replies(self.client))

    def deliver(self, payload: Any) -> BoltResponse:
        async def delivered() -> BoltResponse:
            if not readable(payload):
                return BoltResponse(status=400)
            answer = await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
            await self.world.settle()
            return answer

        return self.world.run(delivered())

    def seen(self, answer: BoltResponse) -> list[Any]:
        """The blocks of all that a user has seen."""
        calls = [self.client.called(f"views.{verb}") for verb in ("open", "update", "publish")]
        views = [call["view"] for called in calls for call in called]
        answered = json.loads(answer.body) if answer.body.startswith("{") else {}
        views += [answered["view"]] if "view" in answered else []
        return [view["blocks"] for view in views] + [one.get("blocks", one) for one in self.messages]


async def taken_by(
    webhook: AsyncWebhookClient, slack: Slack, *, body: dict[str, Any], **_: Any
) -> WebhookResponse:
    """A private reply arrives where its address is one."""
    if yarl.URL(webhook.url).host is None:
        raise aiohttp.InvalidURL(webhook.url)
    slack.messages.append(json.loads(json.dumps(body)))
    return WebhookResponse(url=webhook.url, status_code=200, body="ok", headers={})


@pytest.fixture(scope="module")
def slack(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slack]:
    rooms = {OWN: "C1", OTHER: "C2"}
    with world(migrated_sqlite, tmp_path_factory.mktemp("slack"), "slack", OWN, OTHER, rooms) as made:
        slack = Slack(made)
        with pytest.MonkeyPatch.context() as patch:
            # Bolt and the bot make clients of their own for it.
            patch.setattr(AsyncWebhookClient, "_perform_http_request", partialmethod(taken_by, slack))
            yield slack


@st.composite
def payloads(draw: st.DrawFn, ids: Ids) -> tuple[dict[str, Any], bool]:
    """What Slack could deliver, and whether it is of the shape that Slack delivers today."""
    payload = draw(kinds)(draw, ids)
    if draw(odd.spoils):
        return odd.spoilt(draw, payload), False
    return payload, True


def commands(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    return {
        "command": "/quiz",
        "text": draw(typed),
        "team_id": "T1",
        "user_id": draw(users),
        "user_name": draw(st.just("ana") | odd.texts),
        "channel_id": draw(st.sampled_from(["C1", "C19", "C2", "D1", "G1"])),
        "channel_name": draw(st.sampled_from(["general", "directmessage", "mpdm-a-b", ""])),
        "trigger_id": "1.2.abc",
        "response_url": REPLY,
    }


def clicks(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    action, chosen = ids.button(draw)
    clicked: dict[str, Any] = {"type": "button", "action_id": f"cq:{action}", "block_id": "b"}
    clicked["action_ts"] = draw(
        st.sampled_from(["1772546405.5", "1772546405", "0", "1772380800.0", "1e12", ""])
    )
    if chosen is not None:
        several = draw(st.booleans())
        options = [{"value": one} for one in (chosen.split(",") if several else [chosen])]
        clicked |= {"selected_options": options} if several else {"selected_option": options[0]}
    payload = _interaction(draw, "block_actions") | {"actions": [clicked]}
    match draw(st.sampled_from(["message", "private", "modal", "home"])):
        case "modal":
            room = draw(st.sampled_from(["C1", "C2", ""]))
            return payload | {"view": {"id": "V9", "type": "modal", "private_metadata": room}}
        case "home":
            return payload | {"view": {"id": "VHOME", "type": "home", "private_metadata": ""}}
        case place:
            container = {"type": "message", "message_ts": "17.01", "is_ephemeral": place == "private"}
            channel = {"id": draw(st.sampled_from(["C1", "C2", "D1"])), "name": "general"}
            return payload | {"channel": channel, "container": container, "response_url": REPLY}


def forms(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    action = ids.form(draw)
    fields = ids.fields(draw)
    view = {
        "id": "V9",
        "type": "modal",
        "callback_id": f"cq:{action}",
        "private_metadata": draw(st.sampled_from(["C1", "C2", ""])),
        "state": {"values": {name: {name: _filled(given)} for name, given in fields.items()}},
    }
    return _interaction(draw, "view_submission") | {"view": view}


def homes(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    tab = draw(st.sampled_from(["home", "messages"]))
    event = {"type": "app_home_opened", "user": draw(users), "tab": tab, "event_ts": "1772546405.5"}
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}


def searches(draw: st.DrawFn, ids: Ids) -> dict[str, Any]:
    action, _ = ids.button(draw)
    shown = draw(st.sampled_from(["set:zone", "prefer:zone", action]))
    view = {"id": "V9", "type": "modal", "private_metadata": "C1"}
    search = {"action_id": f"cq:{shown}", "block_id": "b", "value": draw(odd.texts), "view": view}
    return _interaction(draw, "block_suggestion") | search


kinds = st.sampled_from([commands, commands, clicks, clicks, clicks, forms, homes, searches])
users = st.sampled_from(list(LANGUAGES_OF))
typed = odd.typed()


def _interaction(draw: st.DrawFn, type: str) -> dict[str, Any]:
    user = {"id": draw(users), "name": "ana", "team_id": "T1"}
    return {"type": type, "team": {"id": "T1"}, "user": user, "trigger_id": "3.4.def"}


def _filled(given: str | list[str]) -> dict[str, Any]:
    if isinstance(given, str):
        return {"type": "plain_text_input", "value": given or None}
    return {"type": "checkboxes", "selected_options": [{"value": one} for one in given]}


def asks(payload: dict[str, Any]) -> str:
    """The id of the user who did it."""
    event = payload.get("event", payload)
    user = event.get("user", event.get("user_id"))
    return str(user["id"] if isinstance(user, dict) else user)


def says_nothing(payload: dict[str, Any]) -> bool:
    """Whether no reply is expected to something of the right shape."""
    if payload.get("type") == "event_callback":
        return bool(payload["event"]["tab"] != "home")
    # Going on shows itself in the room; what is typed into a menu is answered with choices.
    clicked = payload.get("actions", [{"action_id": ""}])[0]["action_id"]
    return payload.get("type") == "block_suggestion" or clicked.startswith("cq:next:")


def texts_of(drawn: Any) -> Iterator[str]:
    """All that can be read in blocks."""
    for part in drawn if isinstance(drawn, list) else [drawn]:
        if isinstance(part, dict):
            for name, value in part.items():
                if name == "text" and isinstance(value, str):
                    yield value
                else:
                    yield from texts_of(value)


@odd.many
@given(st.data())
def test_whatever_slack_delivers_is_answered_or_refused_and_nothing_breaks(
    slack: Slack, data: st.DataObject
) -> None:
    payload, sound = data.draw(payloads(slack.ids))
    slack.begin()
    answer = slack.deliver(payload)
    seen = slack.seen(answer)
    slack.world.check(json.dumps([answer.body, seen]))
    assert answer.status < 500
    if not sound:
        return
    assert answer.status == 200
    warned = [entry for entry in slack.world.heard.entries if entry["log_level"] == "warning"]
    assert warned == []
    assert seen or says_nothing(payload)
    other: Language = "en" if LANGUAGES_OF[asks(payload)] == "es" else "es"
    for blocks in seen:
        texts = list(texts_of(blocks))
        assert any(text.strip() for text in texts)
        assert say(other, "refused-title") not in texts


@odd.some
@given(odd.json)
def test_what_is_no_payload_at_all_breaks_nothing(slack: Slack, payload: Any) -> None:
    slack.begin()
    answer = slack.deliver(payload)
    slack.world.check(answer.body)
    assert answer.status < 500
