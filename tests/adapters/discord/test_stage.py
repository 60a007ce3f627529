from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import orjson
import pytest

from adapters.discord.stage import DiscordStage, nonce_of
from bot.cards import Button, Card, Picture
from bot.ports import TryLater, Unreachable

ROOM, MESSAGE = "33", "55"
AUTHOR = {"id": "1", "username": "civiquiz", "discriminator": "0", "avatar": None}
SENT = {
    "id": MESSAGE,
    "channel_id": ROOM,
    "author": AUTHOR,
    "content": "",
    "attachments": [],
    "embeds": [],
    "mentions": [],
    "mention_roles": [],
    "mention_everyone": False,
    "pinned": False,
    "tts": False,
    "type": 0,
    "timestamp": "2026-08-01T12:00:00+00:00",
    "edited_timestamp": None,
}


DIRECT = {"id": "77", "type": 1, "recipients": [AUTHOR | {"id": "11"}]}


class Rest:
    """Discord's REST interface: notes the requests, or fails at them."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, Any]]] = []
        self.files: list[tuple[str, bytes]] = []
        self.fault: Exception | None = None

    async def request(
        self, route: Any, *, json: Any = None, form: Any = (), files: Any = ()
    ) -> dict[str, Any]:
        sent = json or orjson.loads(form[0]["value"])
        self.requests.append((route.method, route.url.partition("/channels")[2], sent))
        self.files += [(file.filename, file.fp.read()) for file in files]
        if self.fault is not None:
            raise self.fault
        return DIRECT if "recipient_id" in sent else SENT


@pytest.fixture
def rest() -> Rest:
    return Rest()


@pytest.fixture
def stage(rest: Rest, monkeypatch: pytest.MonkeyPatch) -> DiscordStage:
    client = discord.Client(
        intents=discord.Intents(guilds=True),
        application_id=1,
        allowed_mentions=discord.AllowedMentions.none(),
    )
    monkeypatch.setattr(client.http, "request", rest.request)
    return DiscordStage(client)


def refused(status: int, code: int = 0, retry_after: str | None = None) -> discord.HTTPException:
    response: Any = SimpleNamespace(
        status=status, reason="", headers={"Retry-After": retry_after} if retry_after else {}
    )
    kinds = {403: discord.Forbidden, 404: discord.NotFound, 502: discord.DiscordServerError}
    return kinds.get(status, discord.HTTPException)(response, {"code": code, "message": "no"})


async def test_a_post_returns_the_id_by_which_it_can_be_edited(stage: DiscordStage, rest: Rest) -> None:
    assert await stage.post("discord:1", ROOM, Card("Question"), "turn-7") == MESSAGE
    ((method, path, body),) = rest.requests
    assert (method, path) == ("POST", "/33/messages")
    assert body["embeds"][0]["title"] == "Question"


async def test_a_repeated_post_has_the_nonce_of_the_first_and_asks_discord_to_enforce_it(
    stage: DiscordStage, rest: Rest
) -> None:
    for key in ("turn-7", "turn-7", "turn-8"):
        await stage.post("discord:1", ROOM, Card("Question"), key)
    first, again, other = (body for _, _, body in rest.requests)
    assert first["nonce"] == again["nonce"] != other["nonce"]
    assert first["enforce_nonce"] is again["enforce_nonce"] is True


def test_a_nonce_is_as_short_as_discord_wants_whatever_the_key() -> None:
    assert all(len(nonce_of(key)) <= 25 for key in ("", "x" * 500, "ñ"))


async def test_no_post_and_no_edit_notifies_anyone(stage: DiscordStage, rest: Rest) -> None:
    await stage.post("discord:1", ROOM, Card("@everyone"), "k")
    await stage.edit("discord:1", ROOM, MESSAGE, Card("@everyone"))
    assert [body["allowed_mentions"]["parse"] for _, _, body in rest.requests] == [[], []]


async def test_an_edit_shows_the_card_in_the_same_message_and_takes_old_buttons_away(
    stage: DiscordStage, rest: Rest
) -> None:
    await stage.edit("discord:1", ROOM, MESSAGE, Card("Answer"))
    await stage.edit("discord:1", ROOM, MESSAGE, Card("Answer", buttons=(Button("Next", "next:7"),)))
    (method, path, without), (_, _, with_button) = rest.requests
    assert (method, path) == ("PATCH", "/33/messages/55")
    assert without["embeds"][0]["title"] == "Answer"
    assert without["components"] == []
    assert with_button["components"][0]["components"][0]["custom_id"] == "cq:next:7"


async def test_a_direct_message_goes_to_that_user_with_its_picture(stage: DiscordStage, rest: Rest) -> None:
    await stage.direct("discord:22", "11", Card("Statistics", picture=Picture(b"png", "30 points")))
    (_, _, opened), (method, path, sent) = rest.requests
    assert opened == {"recipient_id": 11}
    assert (method, path) == ("POST", "/77/messages")
    assert sent["attachments"][0]["description"] == "30 points"
    assert rest.files == [(sent["attachments"][0]["filename"], b"png")]


async def test_who_takes_no_direct_messages_is_unreachable(stage: DiscordStage, rest: Rest) -> None:
    rest.fault = refused(403, 50007)
    with pytest.raises(Unreachable):
        await stage.direct("discord:22", "11", Card("t"))


@pytest.mark.parametrize(
    "fault",
    [
        refused(403, 50001),
        refused(403, 50013),
        refused(404, 10003),
        refused(404, 10008),
        refused(400, 50083),
    ],
    ids=["no access", "no permission", "no channel", "no message", "archived thread"],
)
async def test_where_the_bot_may_not_write_trying_again_is_of_no_use(
    stage: DiscordStage, rest: Rest, fault: Exception
) -> None:
    rest.fault = fault
    with pytest.raises(Unreachable):
        await stage.post("discord:1", ROOM, Card("t"), "k")
    with pytest.raises(Unreachable):
        await stage.edit("discord:1", ROOM, MESSAGE, Card("t"))


@pytest.mark.parametrize(
    ("fault", "after"),
    [
        (refused(502), None),
        (refused(503, retry_after="5"), 5.0),
        (refused(429, retry_after="12.5"), 12.5),
        (discord.RateLimited(40.0), 40.0),
        (refused(403), None),
        (aiohttp.ServerDisconnectedError(), None),
        (ConnectionResetError(), None),
        (TimeoutError(), None),
    ],
    ids=["502", "503", "429", "own limit", "403 of a proxy", "disconnected", "reset", "timeout"],
)
async def test_what_may_pass_is_for_later_with_the_platforms_own_advice(
    stage: DiscordStage, rest: Rest, fault: Exception, after: float | None
) -> None:
    rest.fault = fault
    with pytest.raises(TryLater) as raised:
        await stage.post("discord:1", ROOM, Card("t"), "k")
    assert raised.value.after == after


async def test_a_fault_of_our_own_making_is_neither(stage: DiscordStage, rest: Rest) -> None:
    rest.fault = refused(400, 50035)
    with pytest.raises(discord.HTTPException):
        await stage.post("discord:1", ROOM, Card("t"), "k")


async def test_before_the_login_a_post_is_for_later() -> None:
    stage = DiscordStage(discord.Client(intents=discord.Intents(guilds=True)))
    with pytest.raises(TryLater):
        await stage.post("discord:1", ROOM, Card("t"), "k")
