"""What operators set, and what they are told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ports import CannotStart
from bot.settings import Settings, SlackHttp, SlackSocket, load_settings
from bot.store.database import database_url

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
HTTP = {
    "SLACK_LISTEN": "0.0.0.0:3000",
    "SLACK_SIGNING_SECRET": "signing",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "client",
    "CIVIQUIZ_SECRET_KEY": "key",
}


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, set_to: dict[str, str]) -> Settings:
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_nothing_set_is_no_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, {}).slack is None


def test_two_tokens_are_socket_mode_also_beside_a_signing_secret_and_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beside = {"SLACK_SIGNING_SECRET": "signing", "CIVIQUIZ_SECRET_KEY": "key"}
    assert settings(monkeypatch, SOCKET | beside).slack == SlackSocket("xoxb-1", "xapp-1")


def test_the_apps_credentials_and_an_address_are_http(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = SlackHttp("0.0.0.0", 3000, "signing", "1.2", "client", "key")
    assert settings(monkeypatch, HTTP).slack == expected


@pytest.mark.parametrize("missing", HTTP)
def test_http_set_by_half_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    half = {name: value for name, value in HTTP.items() if name != missing}
    with pytest.raises(CannotStart, match=f"needs {missing} too"):
        _ = settings(monkeypatch, half).slack


@pytest.mark.parametrize("only", [name for name in HTTP if name != "CIVIQUIZ_SECRET_KEY"])
def test_one_setting_of_http_names_all_the_others(monkeypatch: pytest.MonkeyPatch, only: str) -> None:
    with pytest.raises(CannotStart, match=f"^{only} is set") as caught:
        _ = settings(monkeypatch, {only: HTTP[only]}).slack
    assert all(name in str(caught.value) for name in HTTP)


def test_a_key_alone_is_no_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, {"CIVIQUIZ_SECRET_KEY": "key"}).slack is None


@pytest.mark.parametrize("tokens", [SOCKET, {"SLACK_BOT_TOKEN": "xoxb-1"}])
def test_both_ways_at_once_are_refused(monkeypatch: pytest.MonkeyPatch, tokens: dict[str, str]) -> None:
    with pytest.raises(CannotStart, match="Both ways"):
        _ = settings(monkeypatch, HTTP | tokens).slack


@pytest.mark.parametrize(
    "address", ["3000", ":3000", "0.0.0.0", "0.0.0.0:", "host:0", "host:65536", "host:x", "host:-1", "host:٣"]
)
def test_an_address_that_cannot_be_read_is_shown(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    with pytest.raises(CannotStart, match="SLACK_LISTEN") as caught:
        _ = settings(monkeypatch, HTTP | {"SLACK_LISTEN": address}).slack
    assert f"“{address}”" in str(caught.value)


@pytest.mark.parametrize("address", ["h:" + "9" * 5000, "9" * 5000, "a\x1b[2J\n:x"])
def test_an_address_is_quoted_briefly_and_without_what_moves_the_cursor(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with pytest.raises(CannotStart, match="SLACK_LISTEN") as caught:
        _ = settings(monkeypatch, HTTP | {"SLACK_LISTEN": address}).slack
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "url",
    ["sqlite:///a\0b", "sqlite:///a\nb", f"{'x' * 1000}://host/name", f"sqlite:///{'x' * 1000}?mode=ro"],
)
def test_an_odd_database_is_refused_in_one_short_line(url: str) -> None:
    with pytest.raises(CannotStart, match="DATABASE_URL") as caught:
        database_url(url)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_an_address_of_ip_6_loses_its_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    slack = settings(monkeypatch, HTTP | {"SLACK_LISTEN": "[::1]:3000"}).slack
    assert isinstance(slack, SlackHttp)
    assert (slack.host, slack.port) == ("::1", 3000)


@pytest.mark.parametrize("secret", ["SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET", "CIVIQUIZ_SECRET_KEY"])
def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    assert "hide-me" not in repr(settings(monkeypatch, HTTP | {secret: "hide-me"}))
