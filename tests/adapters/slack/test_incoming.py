from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack import incoming as module
from adapters.slack.incoming import command_text, of_click, of_command, press
from bot.commands import Manner
from bot.requests import Player, Refusal, Room
from tests.adapters.slack.conftest import NOON


def _command(**more: Any) -> dict[str, Any]:
    return {
        "user_id": "U1",
        "user_name": "ana",
        "channel_id": "C1",
        "channel_name": "general",
        "text": "play",
        "trigger_id": "1.2.abc",
        "response_url": "https://hooks.slack.test/1",
        **more,
    }


def _click(**more: Any) -> dict[str, Any]:
    return {
        "user": {"id": "U1", "name": "ana", "team_id": "T1"},
        "channel": {"id": "C1", "name": "general"},
        "container": {"type": "message", "is_ephemeral": False},
        "trigger_id": "3.4.def",
        "response_url": "https://hooks.slack.test/2",
        "actions": [{"action_id": "cq:answer:t1:a", "action_ts": "1793707200.250000"}],
        **more,
    }


def test_a_command_happens_in_its_channel_when_it_arrives() -> None:
    event = of_command(_command(), "T1", NOON)

    assert event.room == Room("slack:T1", "C1")
    assert (event.user, event.username, event.cause, event.at) == ("U1", "ana", "slack:1.2.abc", NOON)


@pytest.mark.parametrize(
    ("channel", "name"),
    [("D1", "directmessage"), ("D1", ""), ("G1", "mpdm-ana--bob--carl-1"), ("C9", "directmessage")],
)
def test_a_command_in_a_direct_message_has_no_room(channel: str, name: str) -> None:
    assert of_command(_command(channel_id=channel, channel_name=name), "T1", NOON).room is None


def test_a_private_channel_is_a_room() -> None:
    event = of_command(_command(channel_id="G1", channel_name="privategroup"), "T1", NOON)

    assert event.room == Room("slack:T1", "G1")


def test_a_click_happens_when_slack_says_it_did() -> None:
    event = of_click(_click(), "T1", NOON)

    assert event.at == datetime(2026, 11, 3, 12, 0, 0, 250_000, tzinfo=UTC)
    assert (event.room, event.cause, event.view) == (Room("slack:T1", "C1"), "slack:3.4.def", "")


@pytest.mark.parametrize("stamp", [None, "", "soon", "1e999"])
def test_a_click_without_a_readable_time_happens_when_it_arrives(stamp: str | None) -> None:
    assert of_click(_click(actions=[{"action_ts": stamp}]), "T1", NOON).at == NOON


def test_a_click_in_a_modal_happens_in_the_room_it_was_opened_from() -> None:
    in_view = _click(view={"id": "V1", "private_metadata": "C7"})
    del in_view["channel"], in_view["response_url"]

    event = of_click(in_view, "T1", NOON)

    assert (event.room, event.view) == (Room("slack:T1", "C7"), "V1")


def test_a_click_by_a_guest_of_a_shared_channel_happens_in_the_home_community() -> None:
    event = of_click(_click(team={"id": "T999"}), "T1", NOON)

    assert event.room == Room("slack:T1", "C1")


def test_a_request_says_who_did_what_where_and_when() -> None:
    ana = Player("U1", "Ana", "es")

    request = of_command(_command(), "T1", NOON).request(ana, "play", {"questions": 3})

    assert (request.player, request.action, request.arguments) == (ana, "play", {"questions": 3})
    assert (request.room, request.cause, request.at) == (Room("slack:T1", "C1"), "slack:1.2.abc", NOON)


def test_a_button_says_what_it_asks_for() -> None:
    pressed = press({"action_id": "cq:answer:t1:b"})

    assert (pressed.action, pressed.arguments) == ("answer", {"turn": "t1", "option": "b"})
    assert pressed.manner is Manner.PRIVATE
    assert press({"action_id": "cq:start:q1"}).manner is Manner.SCREEN
    assert press({"action_id": "cq:fill:t1"}).manner is Manner.FORM
    assert press({"action_id": "cq:pick:t1:b"}).manner is Manner.UPDATE


@pytest.mark.parametrize("action_id", ["cq:", "cq:vote:1", "cq:answer:t1", "cq:next:t1:more", "cq:start"])
def test_a_button_of_another_time_is_gone(action_id: str) -> None:
    with pytest.raises(Refusal, match="gone"):
        press({"action_id": action_id})


def test_what_was_chosen_in_a_menu_comes_as_an_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUTTONS", {"set": (("what",), Manner.UPDATE)})
    one = press({"action_id": "cq:set:language", "selected_option": {"value": "es"}})
    several = press({"action_id": "cq:set:rooms", "selected_options": [{"value": "b"}, {"value": "a"}]})
    none = press({"action_id": "cq:set:rooms", "selected_options": []})

    assert one.arguments == {"what": "language", "chosen": "es"}
    assert several.arguments == {"what": "rooms", "chosen": "b,a"}
    assert none.arguments == {"what": "rooms", "chosen": ""}


def test_command_text_is_what_the_user_typed() -> None:
    assert command_text(_command(text="play &lt;x&gt; &amp;amp;")) == "play <x> &amp;"
    assert command_text(_command(text=None)) == ""


@pytest.mark.parametrize(
    ("escaped", "read"),
    [
        ("stats <@U012AB|ana>", "stats U012AB"),
        ("stats <@U012AB>", "stats U012AB"),
        ("stats <@W012AB|ana maría>", "stats W012AB"),
        ("stats &lt;@U012AB&gt;", "stats <@U012AB>"),
        ("stats <#C012AB|general>", "stats <#C012AB|general>"),
        ("stats @ana", "stats @ana"),
    ],
)
def test_a_mention_that_was_picked_is_read_as_the_users_id(escaped: str, read: str) -> None:
    assert command_text(_command(text=escaped)) == read
