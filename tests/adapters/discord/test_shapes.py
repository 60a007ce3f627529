"""An interaction is read only if it has the shape that Discord documents; no other harms the connection."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.discord.client import QuizClient
from adapters.discord.shapes import Unreadable, check
from tests.adapters.discord.conftest import IN_A_GUILD, USER
from tests.adapters.discord.fakes import FakeMemory, FakeQuizmaster

COMMAND = {
    "id": "1468000000000000001",
    "application_id": "1",
    "token": "t",
    "version": 1,
    "locale": "en-US",
    "type": 2,
    "attachment_size_limit": 0,
    "data": {"id": "9", "name": "quiz", "type": 1, "options": [{"name": "help", "type": 1, "options": []}]},
    **IN_A_GUILD,
}
CLICK = COMMAND | {"type": 3, "data": {"custom_id": "cq:next:7", "component_type": 2, "id": 4}}
FORM = COMMAND | {
    "type": 5,
    "data": {
        "custom_id": "cq:submit:7",
        "components": [
            {"type": 10, "id": 1},
            {"type": 18, "component": {"type": 4, "custom_id": "text", "value": "270"}},
        ],
    },
}
OUTSIDE = {name: value for name, value in COMMAND.items() if name not in IN_A_GUILD} | {"user": USER}


@pytest.mark.parametrize("payload", [COMMAND, CLICK, FORM, OUTSIDE, COMMAND | {"type": 1, "data": None}])
def test_what_discord_documents_is_read(payload: dict[str, Any]) -> None:
    check(payload)


UNREADABLE = [
    (None, "no object"),
    (COMMAND | {"member": None}, "no user"),
    (OUTSIDE | {"user": {"id": "11"}}, "user.username"),
    (OUTSIDE | {"user": USER | {"id": "ana"}}, "user.id"),
    (COMMAND | {"token": "\ud800"}, "token"),
    (COMMAND | {"data": None}, ""),
    (COMMAND | {"data": {"name": "quiz", "options": [None]}}, "options.0"),
    (CLICK | {"data": {"custom_id": 7, "component_type": 2}}, "custom_id"),
    (CLICK | {"data": {"custom_id": "cq:next:7", "component_type": 3, "values": [1]}}, "values.0"),
    (FORM | {"data": {"custom_id": "cq:submit:7", "components": {}}}, "components"),
]


@pytest.mark.parametrize(("payload", "where"), UNREADABLE)
def test_what_has_another_shape_is_refused_and_told_where(payload: Any, where: str) -> None:
    with pytest.raises(Unreadable) as caught:
        check(payload)
    assert str(caught.value).startswith(where)


@pytest.mark.parametrize(
    "payload",
    [*(payload for payload, _ in UNREADABLE), COMMAND | {"app_permissions": None}, COMMAND | {"channel": []}],
)
async def test_what_cannot_be_read_is_logged_and_ends_no_connection(payload: Any) -> None:
    quizmaster = FakeQuizmaster()
    client = QuizClient(quizmaster.as_quizmaster(), FakeMemory())
    with capture_logs() as logs:
        client._connection.parsers["INTERACTION_CREATE"](deepcopy(payload))
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [
        ("Discord delivered what cannot be read", "warning")
    ]
    assert quizmaster.requests == []
