from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result

from adapters.slack.app import new_client
from adapters.slack.stage import SlackStage
from bot.cards import Button, Card, Picture
from bot.ports import TryLater, Uncertain, Unreachable
from tests.adapters.slack.conftest import RecordingClient, Refused, StillClock, shown

CARD = Card("Question 1 of 3", (("Who? <!channel>",),), (Button("A", "answer:t1:a"),))


def staged(
    client: AsyncWebClient | None, clock: StillClock | None = None, slept: list[float] | None = None
) -> SlackStage:
    """The stage of the one workspace T1; instead of sleeping it notes for how long."""

    async def client_of(team: str) -> AsyncWebClient | None:
        return client if team == "T1" else None

    async def sleep(seconds: float) -> None:
        assert slept is not None, "nothing was to wait"
        slept.append(seconds)

    return SlackStage(client_of, clock or StillClock(), sleep)


async def posts(stage: SlackStage, room: str = "C1", community: str = "slack:T1") -> None:
    await stage.post(community, room, CARD, "turn:1")


async def edits(stage: SlackStage, count: int) -> None:
    for _ in range(count):
        await stage.edit("slack:T1", "C1", "17.01", CARD)


async def test_a_post_gives_the_id_of_the_message(client: RecordingClient) -> None:
    client.answers["chat.postMessage"] = {"ts": "17.01"}

    assert await staged(client).post("slack:T1", "C1", CARD, "turn:1") == "17.01"
    (posted,) = client.called("chat.postMessage")
    assert posted["channel"] == "C1"
    assert posted["blocks"]
    assert posted["text"] == "Question 1 of 3\nWho? &lt;!channel&gt;"


async def test_a_post_unfurls_nothing_and_names_nobody(client: RecordingClient) -> None:
    client.answers["chat.postMessage"] = {"ts": "17.01"}

    await staged(client).post("slack:T1", "C1", CARD, "turn:1")

    (posted,) = client.called("chat.postMessage")
    assert (posted["unfurl_links"], posted["unfurl_media"], posted["parse"]) == (False, False, "none")


async def test_an_edit_changes_that_message_and_names_nobody(client: RecordingClient) -> None:
    await staged(client).edit("slack:T1", "C1", "17.01", CARD)

    (edited,) = client.called("chat.update")
    assert (edited["channel"], edited["ts"], edited["parse"]) == ("C1", "17.01", "none")
    assert edited["blocks"]


async def test_an_edit_that_takes_the_buttons_away_says_so(client: RecordingClient) -> None:
    await staged(client).edit("slack:T1", "C1", "17.01", Card("Answer", (("Right",),)))

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
        await staged(client).post("slack:T1", "C1", CARD, "turn:1")


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_cannot_be_edited_any_more_is_unreachable(
    client: RecordingClient, error: str
) -> None:
    client.answers["chat.update"] = Refused(error)

    with pytest.raises(Unreachable, match=error):
        await staged(client).edit("slack:T1", "C1", "17.01", CARD)


async def test_a_rate_limit_is_tried_later_after_the_time_that_slack_names(client: RecordingClient) -> None:
    client.answers["chat.postMessage"] = Refused("ratelimited", 429, {"Retry-After": "7"})

    with pytest.raises(TryLater) as caught:
        await staged(client).post("slack:T1", "C1", CARD, "turn:1")
    assert caught.value.after == 7


SLACK = ConnectionKey("slack.com", 443, True, True, None, None, None)
_UNKNOWN = [
    Refused(status=503),
    Refused("internal_error"),
    Refused("fatal_error"),
    aiohttp.ClientOSError(),
    aiohttp.ServerDisconnectedError(),
    TimeoutError(),
    ConnectionResetError(),
]


@pytest.mark.parametrize("failure", _UNKNOWN)
async def test_a_post_that_may_have_come_is_uncertain_and_repeated_after_ten_seconds(
    client: RecordingClient, failure: Refused | Exception
) -> None:
    client.answers["chat.postMessage"] = failure

    with pytest.raises(Uncertain) as caught:
        await staged(client).post("slack:T1", "C1", CARD, "turn:1")
    assert caught.value.after == 10
    assert len(client.called("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "failure",
    [
        Refused("ratelimited", 429),
        Refused("service_unavailable"),
        Refused(status=429),
        aiohttp.ClientConnectorError(
            ConnectionKey("slack.com", 443, True, True, None, None, None), OSError()
        ),
        aiohttp.ConnectionTimeoutError(),
    ],
)
async def test_a_post_that_cannot_have_come_is_tried_later_as_often_as_need_be(
    client: RecordingClient, failure: Refused | Exception
) -> None:
    client.answers["chat.postMessage"] = failure

    with pytest.raises(TryLater) as caught:
        await staged(client).post("slack:T1", "C1", CARD, "turn:1")
    assert not isinstance(caught.value, Uncertain)
    assert caught.value.after is None


@pytest.mark.parametrize("failure", _UNKNOWN)
async def test_an_edit_may_be_repeated_whatever_became_of_the_first(
    client: RecordingClient, failure: Refused | Exception
) -> None:
    client.answers["chat.update"] = failure

    with pytest.raises(TryLater) as caught:
        await staged(client).edit("slack:T1", "C1", "17.01", CARD)
    assert not isinstance(caught.value, Uncertain)
    assert caught.value.after is None


async def test_a_repeat_carries_the_buttons_of_the_first(client: RecordingClient) -> None:
    client.first_answers["chat.postMessage"] = [ConnectionResetError()]
    client.answers["chat.postMessage"] = {"ts": "17.01"}
    stage = staged(client, slept=[])

    with pytest.raises(Uncertain):
        await stage.post("slack:T1", "C1", CARD, "turn:1")
    await stage.post("slack:T1", "C1", CARD, "turn:1")

    first, again = client.called("chat.postMessage")
    assert first == again


def test_the_library_does_not_send_a_post_again_by_itself() -> None:
    assert new_client("xoxb-1").retry_handlers == []


async def test_what_slack_calls_wrong_for_another_reason_stays_for_the_operator_to_see(
    client: RecordingClient,
) -> None:
    client.answers["chat.postMessage"] = Refused("invalid_blocks")

    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await staged(client).post("slack:T1", "C1", CARD, "turn:1")


async def test_a_refused_token_is_tried_later_as_the_operator_may_mend_it(client: RecordingClient) -> None:
    client.answers["chat.update"] = Refused("invalid_auth")

    with pytest.raises(TryLater, match="invalid_auth"):
        await staged(client).edit("slack:T1", "C1", "17.01", CARD)


PICTURE = Card("Statistics · *Ana*", picture=Picture(b"png", "30 points on 2 days"))


class UploadingClient(RecordingClient):
    """Takes files too; `status` is how the place for them answers."""

    def __init__(self, status: int = 200) -> None:
        super().__init__()
        self.status = status
        self.uploads: list[tuple[str, bytes]] = []
        self.answers |= {
            "conversations.open": {"channel": {"id": "D1"}},
            "files.getUploadURLExternal": {"upload_url": "https://files/1", "file_id": "F1"},
            "files.completeUploadExternal": {"files": [{"id": "F1"}]},
        }

    async def _upload_file(self, *, url: str, data: bytes, **how: Any) -> FileUploadV2Result:
        self.uploads.append((url, data))
        return FileUploadV2Result(status=self.status, body="")


async def test_a_picture_is_uploaded_to_a_direct_message_with_its_words() -> None:
    client = UploadingClient()

    await staged(client).direct("slack:T1", "U1", PICTURE)

    assert [call["users"] for call in client.called("conversations.open")] == ["U1"]
    (asked,) = client.called("files.getUploadURLExternal")
    assert (asked["alt_txt"], asked["length"]) == ("30 points on 2 days", 3)
    assert client.uploads == [("https://files/1", b"png")]
    (completed,) = client.called("files.completeUploadExternal")
    assert completed["channel_id"] == "D1"
    assert json.loads(completed["files"]) == [{"id": "F1", "title": "Statistics · *Ana*"}]
    # As it is, not as markup: `initial_comment` would be read as such.
    assert completed["initial_comment"] is None
    assert shown(json.loads(completed["blocks"])) == "Statistics · *Ana*"


async def test_a_card_without_a_picture_is_a_direct_message_like_any() -> None:
    client = UploadingClient()
    client.answers["chat.postMessage"] = {"ts": "17.01"}

    await staged(client).direct("slack:T1", "U1", CARD)

    assert client.called("chat.postMessage")[0]["channel"] == "D1"
    assert client.uploads == []


@pytest.mark.parametrize(
    ("method", "failure", "raised"),
    [
        ("conversations.open", Refused("missing_scope"), Unreachable),
        ("files.getUploadURLExternal", Refused("ratelimited", 429, {"Retry-After": "7"}), TryLater),
        ("files.completeUploadExternal", Refused("channel_not_found"), Unreachable),
        ("files.completeUploadExternal", ConnectionResetError(), TryLater),
    ],
)
async def test_a_picture_that_slack_does_not_take_says_whether_to_try_again(
    method: str, failure: Refused | Exception, raised: type[Exception]
) -> None:
    client = UploadingClient()
    client.answers[method] = failure

    with pytest.raises(raised):
        await staged(client).direct("slack:T1", "U1", PICTURE)


async def test_a_file_that_does_not_arrive_is_tried_later() -> None:
    client = UploadingClient(status=500)

    with pytest.raises(TryLater):
        await staged(client).direct("slack:T1", "U1", PICTURE)
    assert client.called("files.completeUploadExternal") == []


async def test_a_post_under_way_comes_to_its_end() -> None:
    answered, sent = asyncio.Event(), asyncio.Event()

    class SlowClient(RecordingClient):
        async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
            sent.set()
            await answered.wait()
            return await super().api_call(api_method, **arguments)

    client = SlowClient()
    client.answers["chat.postMessage"] = {"ts": "17.01"}
    stage = staged(client)
    posting = asyncio.create_task(stage.post("slack:T1", "C1", CARD, "turn:1"))
    await sent.wait()
    settling = asyncio.create_task(stage.settle(5))
    answered.set()

    await settling
    assert client.called("chat.postMessage")
    assert await posting == "17.01"


async def test_with_nothing_under_way_there_is_nothing_to_wait_for(client: RecordingClient) -> None:
    stage = staged(client)
    await stage.edit("slack:T1", "C1", "17.01", CARD)

    await stage.settle(0)

    assert len(client.calls) == 1


async def test_a_workspace_without_the_app_is_unreachable(client: RecordingClient) -> None:
    with pytest.raises(Unreachable, match="not installed"):
        await staged(client).post("slack:T2", "C1", CARD, "turn:1")
    with pytest.raises(Unreachable, match="not installed"):
        await staged(client).edit("slack:T2", "C1", "17.01", CARD)
    assert client.calls == []


async def test_a_second_message_in_a_channel_waits_until_a_second_has_passed(
    client: RecordingClient, clock: StillClock
) -> None:
    client.answers["chat.postMessage"] = {"ts": "17.01"}
    slept: list[float] = []
    stage = staged(client, clock, slept)
    await posts(stage)
    clock.pass_by(timedelta(seconds=0.25))
    await posts(stage)
    assert slept == [0.75]
    clock.pass_by(timedelta(seconds=2))
    await posts(stage)
    assert slept == [0.75]
    assert len(client.calls) == 3


async def test_a_third_message_at_once_is_put_off(client: RecordingClient, clock: StillClock) -> None:
    client.answers["chat.postMessage"] = {"ts": "17.01"}
    stage = staged(client, clock, [])
    await posts(stage)
    await posts(stage)
    with pytest.raises(TryLater) as caught:
        await posts(stage)
    assert caught.value.after == 2
    assert len(client.calls) == 2
    clock.pass_by(timedelta(seconds=2))
    await posts(stage)


async def test_channels_do_not_wait_for_each_other(client: RecordingClient) -> None:
    client.answers["chat.postMessage"] = {"ts": "17.01"}
    stage = staged(client)
    for room in ("C1", "C2", "C3"):
        await posts(stage, room)
    assert len(client.calls) == 3


async def test_no_minute_holds_more_than_fifty_edits_and_none_waits_long(
    client: RecordingClient, clock: StillClock
) -> None:
    stage = staged(client, clock)
    made: list[float] = []
    longest = 0.0
    for step in range(1200):
        try:
            await edits(stage, 1)
            made.append(step / 10)
        except TryLater as later:
            longest = max(longest, later.after or 60)
        clock.pass_by(timedelta(seconds=0.1))
    assert 45 <= max(sum(start <= at < start + 60 for at in made) for start in made) <= 50
    assert 0 < longest <= 1.5


async def test_where_slack_asks_for_patience_nothing_more_is_sent_before(
    client: RecordingClient, clock: StillClock
) -> None:
    client.first_answers["chat.update"] = [Refused("ratelimited", 429, {"Retry-After": "7"})]
    stage = staged(client, clock)
    for _ in range(3):
        with pytest.raises(TryLater) as caught:
            await edits(stage, 1)
        assert caught.value.after == 7
    assert len(client.calls) == 1
    clock.pass_by(timedelta(seconds=7))
    await edits(stage, 1)
    assert len(client.calls) == 2


async def test_a_workspace_does_not_pay_for_the_edits_of_another(client: RecordingClient) -> None:
    async def client_of(team: str) -> AsyncWebClient:
        return client

    stage = SlackStage(client_of, StillClock())
    await edits(stage, 10)
    with pytest.raises(TryLater):
        await edits(stage, 1)
    await stage.edit("slack:T2", "C1", "17.01", CARD)
