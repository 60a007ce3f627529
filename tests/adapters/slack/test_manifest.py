from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import adapters.slack
from adapters.slack.http import EVENTS
from adapters.slack.oauth import REDIRECT, SCOPES
from bot.commands import ROOT

OURS = "https://quiz.example.org"


def read(name: str) -> dict[str, Any]:
    path = Path(adapters.slack.__file__).with_name(name)
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(params=["manifest.yaml", "manifest-http.yaml"])
def manifest(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read(request.param)


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


def test_an_installation_over_oauth_asks_for_the_same() -> None:
    assert list(SCOPES) == read("manifest-http.yaml")["oauth_config"]["scopes"]["bot"]


def test_the_app_reads_no_messages() -> None:
    heard = read("manifest.yaml")["settings"]["event_subscriptions"]
    assert heard == {"bot_events": ["app_home_opened"]}
    heard = read("manifest-http.yaml")["settings"]["event_subscriptions"]
    assert heard.pop("request_url") == OURS + EVENTS
    assert heard == {"bot_events": ["app_home_opened", "app_uninstalled", "tokens_revoked"]}


def test_the_app_has_one_command_whose_text_slack_escapes(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]

    assert command["command"] == f"/{ROOT}"
    assert command["should_escape"] is True
    assert command["usage_hint"].startswith("play")


def test_the_app_has_a_home_and_writes_directly_but_takes_no_messages(manifest: dict[str, Any]) -> None:
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": True,
    }


def test_the_app_works_over_socket_mode_with_buttons_and_names_no_address() -> None:
    manifest = read("manifest.yaml")
    settings = {name: value for name, value in manifest["settings"].items() if name != "event_subscriptions"}
    assert settings == {
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    }
    assert "http" not in str(manifest)


def test_over_http_all_comes_to_the_addresses_that_are_served() -> None:
    manifest = read("manifest-http.yaml")
    assert manifest["features"]["slash_commands"][0]["url"] == OURS + EVENTS
    assert manifest["settings"]["interactivity"] == {"is_enabled": True, "request_url": OURS + EVENTS}
    assert manifest["oauth_config"]["redirect_urls"] == [OURS + REDIRECT]
    assert manifest["settings"]["socket_mode_enabled"] is False


def test_the_two_ways_are_one_app_in_all_else() -> None:
    socket, http = read("manifest.yaml"), read("manifest-http.yaml")
    del http["features"]["slash_commands"][0]["url"], http["oauth_config"]["redirect_urls"]
    del socket["settings"], http["settings"]
    assert socket == http


def test_the_app_has_the_name_that_the_invitation_uses(manifest: dict[str, Any]) -> None:
    assert manifest["display_information"]["name"] == "civiquiz"
    assert manifest["features"]["bot_user"]["display_name"] == "civiquiz"
