from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.stage import SlackStage
from bot.cards import Button, Card
from bot.ports import TryLater, Unreachable
from tests.adapters.slack.conftest import RecordingClient, Refused

CARD = Card("Question 1 of 3", (("Who? <!channel>",),), (Button("A", "answer:t1:a"),))


async def test_a_post_gives_the_id_of_the_message(client: RecordingClient) -> None:
    client.answers["chat.postMessage"] = {"ts": "17.01"}

    assert await SlackStage(client).post("C1", CARD, "turn:1") == "17.01"
    (posted,) = client.called("chat.postMessage")
    assert posted["channel"] == "C1"
    assert posted["blocks"]
    assert posted["text"] == "Question 1 of 3\nWho? &lt;!channel&gt;"


async def test_a_post_unfurls_nothing_and_names_nobody(client: RecordingClient) -> None:
    client.answers["chat.postMessage"] = {"ts": "17.01"}

    await SlackStage(client).post("C1", CARD, "turn:1")

    (posted,) = client.called("chat.postMessage")
    assert (posted["unfurl_links"], posted["unfurl_media"], posted["parse"]) == (False, False, "none")


async def test_an_edit_changes_that_message_and_names_nobody(client: RecordingClient) -> None:
    await SlackStage(client).edit("C1", "17.01", CARD)

    (edited,) = client.called("chat.update")
    assert (edited["channel"], edited["ts"], edited["parse"]) == ("C1", "17.01", "none")
    assert edited["blocks"]


async def test_an_edit_that_takes_the_buttons_away_says_so(client: RecordingClient) -> None:
    await SlackStage(client).edit("C1", "17.01", Card("Answer", (("Right",),)))

    (edited,) = client.called("chat.update")
    assert "actions" not in {block["type"] for block in edited["blocks"]}


@pytest.mark.parametrize(
    "error",
    [
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "restricted_action",
        "restricted_action_read_only_channel",
        "account_inactive",
    ],
)
async def test_a_room_where_the_bot_may_not_post_is_unreachable(client: RecordingClient, error: str) -> None:
    client.answers["chat.postMessage"] = Refused(error)

    with pytest.raises(Unreachable, match=error):
        await SlackStage(client).post("C1", CARD, "turn:1")


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_cannot_be_edited_any_more_is_unreachable(
    client: RecordingClient, error: str
) -> None:
    client.answers["chat.update"] = Refused(error)

    with pytest.raises(Unreachable, match=error):
        await SlackStage(client).edit("C1", "17.01", CARD)


async def test_a_rate_limit_is_tried_later_after_the_time_that_slack_names(client: RecordingClient) -> None:
    client.answers["chat.postMessage"] = Refused("ratelimited", 429, {"Retry-After": "7"})

    with pytest.raises(TryLater) as caught:
        await SlackStage(client).post("C1", CARD, "turn:1")
    assert caught.value.after == 7


@pytest.mark.parametrize(
    "failure",
    [
        Refused(status=503),
        Refused("internal_error"),
        Refused("ratelimited", 429),
        aiohttp.ClientOSError(),
        TimeoutError(),
        ConnectionResetError(),
    ],
)
async def test_a_passing_failure_is_tried_later(
    client: RecordingClient, failure: Refused | Exception
) -> None:
    client.answers["chat.postMessage"] = failure

    with pytest.raises(TryLater) as caught:
        await SlackStage(client).post("C1", CARD, "turn:1")
    assert caught.value.after is None


async def test_what_slack_calls_wrong_for_another_reason_stays_for_the_operator_to_see(
    client: RecordingClient,
) -> None:
    client.answers["chat.postMessage"] = Refused("invalid_blocks")

    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await SlackStage(client).post("C1", CARD, "turn:1")


async def test_a_refused_token_is_tried_later_as_the_operator_may_mend_it(client: RecordingClient) -> None:
    client.answers["chat.update"] = Refused("invalid_auth")

    with pytest.raises(TryLater, match="invalid_auth"):
        await SlackStage(client).edit("C1", "17.01", CARD)


async def test_a_post_under_way_comes_to_its_end() -> None:
    answered, sent = asyncio.Event(), asyncio.Event()

    class SlowClient(RecordingClient):
        async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
            sent.set()
            await answered.wait()
            return await super().api_call(api_method, **arguments)

    client = SlowClient()
    client.answers["chat.postMessage"] = {"ts": "17.01"}
    stage = SlackStage(client)
    posting = asyncio.create_task(stage.post("C1", CARD, "turn:1"))
    await sent.wait()
    settling = asyncio.create_task(stage.settle(5))
    answered.set()

    await settling
    assert client.called("chat.postMessage")
    assert await posting == "17.01"


async def test_with_nothing_under_way_there_is_nothing_to_wait_for(client: RecordingClient) -> None:
    stage = SlackStage(client)
    await stage.edit("C1", "17.01", CARD)

    await stage.settle(0)

    assert len(client.calls) == 1
