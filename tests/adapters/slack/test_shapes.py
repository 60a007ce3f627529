"""What Slack delivers is read only if it has the shape that Slack documents."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.slack.app import readable
from adapters.slack.shapes import Unreadable, check

USER = {"id": "U1", "name": "ana", "team_id": "T1"}
COMMAND = {
    "command": "/quiz",
    "text": "play",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.2",
    "is_enterprise_install": "false",
}
CLICK = {
    "type": "block_actions",
    "team": {"id": "T1", "domain": "acme"},
    "enterprise": None,
    "user": USER,
    "channel": {"id": "C1", "name": "general"},
    "container": {"type": "message", "is_ephemeral": True},
    "trigger_id": "3.4",
    "actions": [{"type": "static_select", "action_id": "cq:set:limit", "selected_option": {"value": "30"}}],
}
FORM = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": USER,
    "trigger_id": "5.6",
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": "cq:submit:t1",
        "state": {"values": {"text": {"text": {"type": "plain_text_input", "value": None}}}},
    },
}
HOME = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "app_home_opened", "user": "U1", "tab": "home"},
    "authorizations": [{"team_id": "T1", "enterprise_id": None, "is_bot": True}],
}
REMOVED = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev2",
    "event_time": 1793707200,
    "event": {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}},
}
CHECKED = {"type": "url_verification", "token": "t", "challenge": "c"}


@pytest.mark.parametrize("payload", [COMMAND, CLICK, FORM, HOME, REMOVED, CHECKED, {"ssl_check": "1"}])
def test_what_slack_documents_is_read(payload: dict[str, Any]) -> None:
    check(payload)


@pytest.mark.parametrize(
    ("payload", "where"),
    [
        (None, "no object"),
        ([COMMAND], "no object"),
        (COMMAND | {"trigger_id": None}, "trigger_id"),
        ({name: value for name, value in COMMAND.items() if name != "user_id"}, "user_id"),
        (CLICK | {"user": None}, "user"),
        (CLICK | {"actions": []}, "actions"),
        (CLICK | {"actions": "all"}, "actions"),
        (CLICK | {"actions": [{"action_id": 7}]}, "actions.0.action_id"),
        (CLICK | {"view": {"id": "V1"}}, "view.type"),
        (FORM | {"view": {"id": "V1", "type": "modal", "callback_id": "cq:submit:t1"}}, "view.state"),
        (HOME | {"event": ""}, "event"),
        (HOME | {"event": {"type": "app_home_opened"}}, "event.user"),
        (HOME | {"authorizations": ["T1"]}, "authorizations.0"),
        (REMOVED | {"event_time": 2**70}, "event_time"),
        ({"type": [], "team": 1}, "type"),
    ],
)
def test_what_has_another_shape_is_refused_and_told_where(payload: Any, where: str) -> None:
    with pytest.raises(Unreadable) as caught:
        check(payload)
    assert str(caught.value).startswith(where)


def test_what_cannot_be_read_is_logged_in_a_line() -> None:
    with capture_logs() as logs:
        assert not readable(CLICK | {"user": {"id": ["secret"]}})
    (entry,) = logs
    assert (entry["event"], entry["log_level"]) == ("Slack delivered what cannot be read", "warning")
    assert "user.id" in entry["fault"]
    assert "secret" not in str(entry)
