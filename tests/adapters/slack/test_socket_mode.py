from __future__ import annotations

import pytest

from adapters.slack import socket_mode as module
from adapters.slack.socket_mode import SlackSocketAdapter
from bot.ports import CannotStart
from tests.adapters.slack.conftest import RecordingClient, Refused, StillClock
from tests.adapters.slack.test_listeners import ScriptedQuiz

IDENTITY = {"team_id": "T1", "team": "acme", "user_id": "UBOT", "bot_id": "B1"}


@pytest.fixture
def adapter(
    client: RecordingClient, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> SlackSocketAdapter:
    monkeypatch.setattr(module, "new_client", lambda token: client)
    client.answers["auth.test"] = IDENTITY
    return SlackSocketAdapter("xoxb-test", "xapp-secret", ScriptedQuiz(), clock)


@pytest.mark.parametrize(
    "error", ["invalid_auth", "account_inactive", "token_revoked", "not_allowed_token_type"]
)
async def test_a_bot_token_that_slack_refuses_is_named(
    adapter: SlackSocketAdapter, client: RecordingClient, error: str
) -> None:
    client.answers["auth.test"] = Refused(error)

    with pytest.raises(CannotStart, match=rf"SLACK_BOT_TOKEN \({error}\).*xoxb-"):
        await adapter.run()


@pytest.mark.parametrize("error", ["invalid_auth", "missing_scope", "not_allowed_token_type"])
async def test_an_app_token_that_slack_refuses_is_named_but_not_shown(
    adapter: SlackSocketAdapter, client: RecordingClient, error: str
) -> None:
    client.answers["apps.connections.open"] = Refused(error)

    with pytest.raises(CannotStart, match=rf"SLACK_APP_TOKEN \({error}\).*connections:write") as caught:
        await adapter.run()
    assert "secret" not in str(caught.value)


async def test_a_slack_that_is_down_at_the_start_is_tried_again(
    adapter: SlackSocketAdapter, client: RecordingClient
) -> None:
    client.first_answers["auth.test"] = [
        Refused(status=503, headers={"Retry-After": "0.001"}),
        Refused("ratelimited", 429, {"Retry-After": "0.001"}),
    ]
    client.answers["apps.connections.open"] = Refused("invalid_auth")

    with pytest.raises(CannotStart, match="SLACK_APP_TOKEN"):
        await adapter.run()
    assert len(client.called("auth.test")) == 3
