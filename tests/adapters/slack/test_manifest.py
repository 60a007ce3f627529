from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import adapters.slack
from bot.commands import ROOT


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    path = Path(adapters.slack.__file__).with_name("manifest.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def test_the_app_asks_for_no_more_than_it_needs(manifest: dict[str, Any]) -> None:
    assert set(manifest["oauth_config"]["scopes"]) == {"bot"}
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == [
        "chat:write",
        "chat:write.public",
        "commands",
        "files:write",
        "im:write",
        "users:read",
    ]


def test_the_app_reads_no_messages(manifest: dict[str, Any]) -> None:
    assert "event_subscriptions" not in manifest["settings"]


def test_the_app_has_one_command_whose_text_slack_escapes(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]

    assert command["command"] == f"/{ROOT}"
    assert command["should_escape"] is True
    assert command["usage_hint"].startswith("play")
    assert "url" not in command


def test_the_app_works_over_socket_mode_with_buttons(manifest: dict[str, Any]) -> None:
    assert manifest["settings"] == {
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    }


def test_the_app_has_the_name_that_the_invitation_uses(manifest: dict[str, Any]) -> None:
    assert manifest["display_information"]["name"] == "civiquiz"
    assert manifest["features"]["bot_user"]["display_name"] == "civiquiz"
