"""What a process serves, by its arguments and the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.ports import CannotStart
from bot.serving import Serving, Shards, parse_shards, serving
from bot.settings import Settings, SlackHttp, SlackSocket

SOCKET = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
HTTP = {
    "slack_listen": "0.0.0.0:3000",
    "slack_signing_secret": "signing",
    "slack_client_id": "1.2",
    "slack_client_secret": "client",
    "civiquiz_secret_key": "key",
}
DISCORD = {"discord_token": "token"}
POSTGRESQL = {"database_url": "postgresql://host/quiz"}
OVER_HTTP = SlackHttp("0.0.0.0", 3000, "signing", "1.2", "client", "key")
OVER_SOCKET = SlackSocket("xoxb-1", "xapp-1")


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def set_to(*groups: dict[str, str]) -> Settings:
    values: dict[str, Any] = {}
    for group in groups:
        values |= group
    return Settings(**values)


@pytest.mark.parametrize(
    ("text", "ids", "count"),
    [
        ("0/1", (0,), 1),
        ("0-3/16", (0, 1, 2, 3), 16),
        ("12-15/16", (12, 13, 14, 15), 16),
        ("5,0,7-9,8/10", (0, 5, 7, 8, 9), 10),
        ("none", (), 0),
    ],
)
def test_shards_are_read(text: str, ids: tuple[int, ...], count: int) -> None:
    assert parse_shards(text) == Shards(ids, count)


NONSENSE = "0|0/|/2|0-3|3-0/4|0-4/4|4/4|0/0|-1/4|a/4|0-/4|0;1/4|0/4/4|NONE|0 /4|0,/4|٣/4|0-99999999/100000000"


@pytest.mark.parametrize("text", ["", f"0/{'9' * 5000}", *NONSENSE.split("|")])
def test_shards_that_cannot_be_are_told_in_one_sentence(text: str) -> None:
    with pytest.raises(CannotStart) as refused:
        parse_shards(text)
    assert str(refused.value).startswith("--shards ")
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_without_arguments_a_process_serves_what_has_its_tokens_set() -> None:
    assert not serving(set_to())
    assert serving(set_to(DISCORD)) == Serving("token")
    assert serving(set_to(DISCORD, SOCKET)) == Serving("token", None, OVER_SOCKET)
    assert serving(set_to(HTTP)) == Serving(None, None, OVER_HTTP)


def test_a_named_platform_is_served_alone() -> None:
    assert serving(set_to(DISCORD, SOCKET), ["discord"]) == Serving("token")
    assert serving(set_to(DISCORD, SOCKET), ["slack"]) == Serving(None, None, OVER_SOCKET)
    both = serving(set_to(DISCORD, SOCKET), ["discord", "slack"])
    assert both == Serving("token", None, OVER_SOCKET)


def test_what_is_wrong_with_another_platform_does_not_matter() -> None:
    half = {"slack_bot_token": "xoxb-1"}
    assert serving(set_to(DISCORD, half), ["discord"]) == Serving("token")


def test_slack_over_http_may_be_told_though_the_tokens_of_socket_mode_are_set_too() -> None:
    assert serving(set_to(HTTP, SOCKET), ["slack"], http=True).slack == OVER_HTTP


def test_some_shards_are_held_on_postgresql() -> None:
    assert serving(set_to(DISCORD, POSTGRESQL), ["discord"], "0-3/16").shards == Shards((0, 1, 2, 3), 16)
    assert serving(set_to(DISCORD, POSTGRESQL), [], "none").shards == Shards((), 0)
    assert serving(set_to(DISCORD), [], "0-1/2").shards == Shards((0, 1), 2)


@pytest.mark.parametrize(
    ("settings", "platforms", "shards", "http", "said"),
    [
        (DISCORD, ["matrix"], None, False, "not on “matrix”"),
        ({}, ["discord"], None, False, "DISCORD_TOKEN is not set"),
        (DISCORD, ["slack"], None, False, "Slack's tokens are not set"),
        (DISCORD, ["slack"], None, True, "SLACK_LISTEN"),
        (DISCORD, ["discord"], None, True, "--http is for Slack"),
        (SOCKET, ["slack"], "0/2", False, "--shards is for Discord"),
        ({}, [], "0/2", False, "--shards is for Discord"),
        (DISCORD, [], "0/2", False, "DATABASE_URL to a PostgreSQL"),
        (DISCORD, [], "none", False, "DATABASE_URL to a PostgreSQL"),
        (DISCORD, [], "2/2", False, "of 2 shards, the first is 0 and the last 1"),
    ],
)
def test_what_cannot_be_served_is_told(
    settings: dict[str, str], platforms: list[str], shards: str | None, http: bool, said: str
) -> None:
    with pytest.raises(CannotStart) as refused:
        serving(set_to(settings), platforms, shards, http=http)
    assert said in str(refused.value)
