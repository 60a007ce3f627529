from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from adapters.discord import respond as module
from adapters.discord.read import Interaction
from adapters.discord.respond import respond
from bot.cards import Button, Card, Form, Picture, TextField
from bot.commands import Manner
from bot.requests import Reply

CARD = Card("Recorded")
PICTURE = Card("Statistics", picture=Picture(b"png", "30 points"))
FORM = Form("submit:7", (TextField("text", "Your answer", 200),), Button("Answer", "fill:7"))
COMPONENT, COMMAND = discord.InteractionType.component, discord.InteractionType.application_command


class Said:
    """An interaction that notes what it is told, and may fail at it first."""

    def __init__(self, type: discord.InteractionType = COMPONENT, *, private: bool = False) -> None:
        self.id = 7
        self.type = type
        flags = SimpleNamespace(ephemeral=private)
        self.message = SimpleNamespace(flags=flags) if type is COMPONENT else None
        self.log: list[tuple[str, dict[str, Any]]] = []
        self.faults: list[Exception] = []
        self.deferred = asyncio.Event()
        self.response = SimpleNamespace(
            send_message=self._told("send_message"),
            edit_message=self._told("edit_message"),
            defer=self._told("defer"),
            send_modal=self._opened,
        )
        self.followup = SimpleNamespace(send=self._told("followup"))
        self.edit_original_response = self._told("edit_original_response")
        self.delete_original_response = self._told("delete_original_response")

    @property
    def calls(self) -> list[str]:
        return [name for name, _ in self.log]

    async def _opened(self, modal: discord.ui.Modal) -> None:
        await self._told("send_modal")(modal=modal)

    def _told(self, name: str) -> Callable[..., Any]:
        async def told(**how: Any) -> None:
            self.log.append((name, how))
            if name == "defer":
                self.deferred.set()
            if self.faults:
                raise self.faults.pop(0)

        return told

    async def hears(self, reply: Reply | None, manner: Manner, *, late: bool = False) -> None:
        async def replying() -> Reply | None:
            if late:
                await self.deferred.wait()
            return reply

        await respond(cast(Interaction, self), replying(), manner)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No reply that waits for anything is in time."""
    monkeypatch.setattr(module, "PATIENCE", 0)


def refused(status: int, code: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="", headers={})
    return discord.HTTPException(response, {"code": code, "message": "no"})


@pytest.mark.parametrize("type", [COMPONENT, COMMAND])
@pytest.mark.parametrize("manner", [Manner.PRIVATE, Manner.SCREEN, Manner.FORM])
async def test_a_reply_in_time_is_a_new_message_for_this_user_only(
    type: discord.InteractionType, manner: Manner
) -> None:
    said = Said(type)
    await said.hears(Reply(CARD), manner)
    ((name, how),) = said.log
    assert name == "send_message"
    assert how["ephemeral"] is True
    assert how["embed"].title == "Recorded"


async def test_an_update_changes_the_private_message_that_was_clicked() -> None:
    said = Said(private=True)
    await said.hears(Reply(CARD, update=True), Manner.UPDATE)
    ((name, how),) = said.log
    assert name == "edit_message"
    assert how["view"] is None, "the buttons shown so far must go away"


async def test_an_update_never_changes_a_message_that_others_see() -> None:
    said = Said(private=False)
    await said.hears(Reply(CARD, update=True), Manner.UPDATE)
    assert said.calls == ["send_message"]


async def test_a_click_without_a_reply_is_acknowledged_without_a_trace() -> None:
    said = Said()
    await said.hears(None, Manner.PRIVATE)
    assert said.log == [("defer", {})]


async def test_a_command_without_a_reply_leaves_nothing_behind() -> None:
    said = Said(COMMAND)
    await said.hears(None, Manner.PRIVATE)
    assert said.calls == ["defer", "delete_original_response"]
    assert said.log[0][1] == {"ephemeral": True, "thinking": True}


async def test_a_reply_that_takes_a_second_is_announced_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    later = loop.call_later
    waited: list[float] = []

    def at_once(delay: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        waited.append(delay)
        return later(0, callback)

    monkeypatch.setattr(loop, "call_later", at_once)
    said = Said(COMPONENT)
    await said.hears(Reply(CARD), Manner.PRIVATE, late=True)
    assert said.calls == ["defer", "edit_original_response"]
    (wait,) = waited
    assert wait < 1


@pytest.mark.usefixtures("impatient")
async def test_a_late_reply_is_announced_privately_and_then_takes_its_place() -> None:
    said = Said()
    await said.hears(Reply(Card("t", buttons=(Button("A", "pick:1:a"),))), Manner.PRIVATE, late=True)
    assert said.calls == ["defer", "edit_original_response"]
    assert said.log[0][1] == {"ephemeral": True, "thinking": True}
    assert said.log[1][1]["view"] is not None


@pytest.mark.usefixtures("impatient")
async def test_a_late_update_changes_the_clicked_message_when_it_comes() -> None:
    said = Said(private=True)
    await said.hears(Reply(CARD, update=True), Manner.UPDATE, late=True)
    assert said.calls == ["defer", "edit_original_response"]
    assert said.log[0][1] == {}


@pytest.mark.usefixtures("impatient")
async def test_a_late_refusal_leaves_the_clicked_message_alone() -> None:
    said = Said(private=True)
    await said.hears(Reply(CARD), Manner.UPDATE, late=True)
    assert said.calls == ["defer", "followup"]
    assert said.log[1][1]["ephemeral"] is True


@pytest.mark.usefixtures("impatient")
async def test_a_late_nothing_takes_the_announcement_back() -> None:
    said = Said()
    await said.hears(None, Manner.PRIVATE, late=True)
    assert said.calls == ["defer", "delete_original_response"]


async def test_already_acknowledged_counts_as_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = Said()
    said.faults = [refused(400, 40060)]
    await said.hears(Reply(CARD), Manner.PRIVATE)
    assert said.calls == ["send_message"]
    assert capsys.readouterr().out == ""


async def test_a_refused_reply_is_logged_in_one_line_and_raises_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = Said()
    said.faults = [refused(404, 10062)]
    await said.hears(Reply(CARD), Manner.PRIVATE)
    (line,) = capsys.readouterr().out.splitlines()
    assert "reply refused" in line
    assert "10062" in line


async def test_a_reply_whose_connection_broke_is_sent_once_more() -> None:
    said = Said()
    said.faults = [aiohttp.ServerDisconnectedError()]
    await said.hears(Reply(CARD), Manner.PRIVATE)
    assert said.calls == ["send_message", "send_message"]


async def test_a_picture_that_is_sent_once_more_is_whole_again() -> None:
    said = Said()
    said.faults = [aiohttp.ServerDisconnectedError()]
    await said.hears(Reply(PICTURE), Manner.PRIVATE)
    first, again = (how["file"] for _, how in said.log)
    # As discord.py does, which begins the second one where the first one ended.
    assert [first.fp.read(), again.fp.read()] == [b"png", b"png"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("private", "update"), [(False, False), (True, True)])
async def test_a_late_picture_takes_the_place_that_was_kept_for_it(private: bool, update: bool) -> None:
    said = Said(private=private)
    await said.hears(Reply(PICTURE, update=update), Manner.UPDATE, late=True)
    name, how = said.log[1]
    assert name == "edit_original_response"
    assert [file.fp.read() for file in how["attachments"]] == [b"png"]


async def test_a_reply_that_cannot_be_sent_is_logged_and_raises_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = Said()
    said.faults = [aiohttp.ServerDisconnectedError(), ConnectionResetError()]
    await said.hears(Reply(CARD), Manner.PRIVATE)
    (line,) = capsys.readouterr().out.splitlines()
    assert "reply lost" in line


@pytest.mark.usefixtures("impatient")
async def test_a_form_is_the_first_response_however_long_it_takes() -> None:
    said = Said()

    async def replying() -> Reply:
        # Long enough for a timer of no time to fire.
        await asyncio.to_thread(lambda: None)
        await asyncio.to_thread(lambda: None)
        return Reply(Card("Question 1", form=FORM), opens=True)

    await respond(cast(Interaction, said), replying(), Manner.FORM)
    ((name, how),) = said.log
    assert name == "send_modal"
    assert how["modal"].custom_id == "cq:submit:7"


async def test_a_form_that_may_not_open_is_refused_in_a_private_message() -> None:
    said = Said()
    await said.hears(Reply(Card("Not done")), Manner.FORM)
    assert said.calls == ["send_message"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("reply", [Reply(CARD), Reply(CARD, update=True), None])
async def test_where_a_deferral_came_too_late_nothing_more_is_said(
    private: bool, reply: Reply | None
) -> None:
    said = Said(private=private)
    said.faults = [refused(404, 10062)]
    await said.hears(reply, Manner.UPDATE, late=True)
    assert said.calls == ["defer"]
