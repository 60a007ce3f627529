"""Slack without a network: a client that records calls, and a place where private replies arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


class StillClock:
    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def pass_by(self, time: timedelta) -> None:
        self.at += time


@dataclass
class Call:
    method: str
    arguments: dict[str, Any]


@dataclass
class Refused:
    """An answer of Slack that is no success."""

    error: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Answer = dict[str, Any] | Refused | Exception
_api_error: Callable[..., Exception] = SlackApiError  # the library gives it no types


class RecordingClient(AsyncWebClient):
    """Answers each method with what `answers` holds for it: data, a refusal or an exception to raise.

    Before that it uses up what `first_answers` holds.
    """

    def __init__(self) -> None:
        super().__init__("xoxb-test", retry_handlers=[])
        self.calls: list[Call] = []
        self.answers: dict[str, Answer] = {}
        self.first_answers: dict[str, list[Answer]] = {}

    def called(self, method: str) -> list[dict[str, Any]]:
        return [call.arguments for call in self.calls if call.method == method]

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        given = {**(arguments.get("params") or {}), **(arguments.get("json") or {})}
        self.calls.append(Call(api_method, given))
        first = self.first_answers.get(api_method)
        answer = first.pop(0) if first else self.answers.get(api_method, {})
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Refused):
            data = {"ok": False, "error": answer.error} if answer.error else "the server is down"
            raise _api_error("refused", self._response(data, answer.status, answer.headers))
        return self._response({"ok": True, **answer}, 200, {})

    def _response(self, data: Any, status: int, headers: dict[str, str]) -> AsyncSlackResponse:
        return AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url="",
            req_args={},
            data=data,
            headers=headers,
            status_code=status,
        )


@dataclass
class ResponseUrl:
    """Where Slack takes replies that only one user sees."""

    url: str
    messages: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def client() -> RecordingClient:
    return RecordingClient()


@pytest_asyncio.fixture
async def response_url() -> AsyncIterator[ResponseUrl]:
    place = ResponseUrl("")

    async def take(request: web.Request) -> web.Response:
        place.messages.append(await request.json())
        return web.Response(text="ok", status=place.status)

    app = web.Application()
    app.router.add_post("/reply", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    place.url = f"http://{host}:{port}/reply"
    yield place
    await runner.cleanup()


def user_info(**more: Any) -> dict[str, Any]:
    """What users.info tells of a user."""
    user = {
        "id": "U1",
        "team_id": "T1",
        "name": "ana.lopez",
        "is_admin": False,
        "is_owner": False,
        "locale": "en-US",
        "profile": {"display_name": "Ana", "real_name": "Ana López"},
    }
    return {"user": user | more}


def shown(drawn: list[dict[str, Any]]) -> str:
    """The text of blocks as a reader sees it."""
    return "\n".join(_shown(block) for block in drawn)


def _part(part: dict[str, Any]) -> str:
    if part["type"] == "channel":
        return f"#{part['channel_id']}"
    return str(part["fallback"] if part["type"] == "date" else part["text"])


def _shown(block: dict[str, Any]) -> str:
    if block["type"] == "rich_text":
        section = block["elements"][0]["elements"]
        return "".join(_part(part) for part in section)
    if block["type"] == "header":
        return str(block["text"]["text"])
    if block["type"] in ("input", "section"):
        return str(block["label" if block["type"] == "input" else "text"]["text"])
    parts = (element if block["type"] == "context" else element["text"] for element in block["elements"])
    return " ".join(part["text"] for part in parts)
