from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from structlog.testing import capture_logs

from adapters.slack import listeners as module
from adapters.slack.app import bolt_app
from adapters.slack.listeners import Listeners
from adapters.slack.people import People
from adapters.slack.replies import Replies
from adapters.slack.workspaces import OneWorkspace, Workspace
from bot.cards import Button, Card
from bot.commands import Command, Kind, Option
from bot.requests import Player, Refusal, Reply, Request, Room
from bot.show.notices import refusal
from bot.words import say
from tests.adapters.slack.conftest import (
    NOON,
    RecordingClient,
    Refused,
    ResponseUrl,
    StillClock,
    shown,
    user_info,
)

RECORDED = Reply(Card("Recorded", (("A. Biden",),)))
QUESTION = Reply(Card("Question 1", (("Who?",),), (Button("A", "pick:t1:a"),)), update=True)


@dataclass
class ScriptedQuiz:
    """Keeps the requests and gives one reply to all of them."""

    reply: Reply | None = field(default_factory=lambda: RECORDED)
    requests: list[Request] = field(default_factory=list)
    before: Callable[[], Coroutine[Any, Any, None]] | None = None
    commands: tuple[Command, ...] = (
        Command(("play",), (Option("questions", Kind.INTEGER, minimum=1, maximum=20),)),
        Command(("help",)),
    )

    page: list[Card] = field(default_factory=lambda: [Card("Daily quiz"), Card("Leaderboard")])
    homes: list[Request] = field(default_factory=list)

    async def handle(self, request: Request) -> Reply | None:
        self.requests.append(request)
        if self.before is not None:
            await self.before()
        return self.reply

    async def home(self, request: Request) -> list[Card]:
        self.homes.append(request)
        return self.page


@dataclass
class OneTeam:
    """What the app of one workspace does when Slack delivers something."""

    app: AsyncApp
    listeners: Listeners
    quiz: ScriptedQuiz
    client: RecordingClient
    replies: ResponseUrl

    async def slash(self, text: str, **more: str) -> BoltResponse:
        command = {
            "command": "/quiz",
            "text": text,
            "team_id": "T1",
            "user_id": "U1",
            "user_name": "ana",
            "channel_id": "C1",
            "channel_name": "general",
            "trigger_id": "1.2.abc",
            "response_url": self.replies.url,
            **more,
        }
        answer = await self.deliver(command)
        await self.listeners.settle(5)
        return answer

    async def click(self, action: str, **more: Any) -> BoltResponse:
        answer = await self.deliver(self.clicked(action, **more))
        await self.listeners.settle(5)
        return answer

    def clicked(self, action: str, **more: Any) -> dict[str, Any]:
        return {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1", "name": "ana", "team_id": "T1"},
            "channel": {"id": "C1", "name": "general"},
            "container": {"type": "message", "message_ts": "17.01", "channel_id": "C1"},
            "trigger_id": "3.4.def",
            "response_url": self.replies.url,
            "actions": [
                {"type": "button", "action_id": f"cq:{action}", "block_id": "b", "action_ts": "1793707200"}
            ],
            **more,
        }

    async def opens_home(self, tab: str = "home", id: str = "Ev1") -> BoltResponse:
        answer = await self.deliver(
            {
                "type": "event_callback",
                "team_id": "T1",
                "event_id": id,
                "event": {"type": "app_home_opened", "user": "U1", "tab": tab, "event_ts": "1793707200.0"},
            }
        )
        await self.listeners.settle(5)
        return answer

    async def clicks_at_home(self, action: str, **more: Any) -> None:
        view = {"id": "VHOME", "type": "home", "private_metadata": ""}
        container = {"type": "view", "view_id": "VHOME"}
        at_home = {"channel": None, "response_url": "", "view": view, "container": container}
        await self.click(action, **(at_home | more))

    async def send(self, callback: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Send a form; the view that takes its place."""
        view = {
            "id": "V9",
            "type": "modal",
            "callback_id": f"cq:{callback}",
            "private_metadata": "C1",
            "state": {"values": {name: {name: state} for name, state in values.items()}},
        }
        user = {"id": "U1", "name": "ana", "team_id": "T1"}
        form = {
            "type": "view_submission",
            "team": {"id": "T1"},
            "user": user,
            "view": view,
            "trigger_id": "5.6",
        }
        answer = json.loads((await self.deliver(form)).body)
        assert answer["response_action"] == "update"
        shown_now: dict[str, Any] = answer["view"]
        return shown_now

    async def deliver(self, payload: dict[str, Any]) -> BoltResponse:
        return await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))


@pytest_asyncio.fixture
async def workspace(client: RecordingClient, clock: StillClock, response_url: ResponseUrl) -> OneTeam:
    client.answers |= {"users.info": user_info(), "views.open": {"view": {"id": "V1"}}}
    people, replies = People(client, clock, "T1"), Replies(client)
    app = bolt_app(OneWorkspace(Workspace("T1", "B1", "UBOT", client, people, replies)))
    quiz = ScriptedQuiz()
    listeners = Listeners(quiz, clock)
    listeners.register(app)
    return OneTeam(app, listeners, quiz, client, response_url)


async def test_a_command_becomes_a_request_and_its_reply_is_seen_by_the_user_alone(
    workspace: OneTeam,
) -> None:
    answer = await workspace.slash("play 3")

    assert (answer.status, answer.body) == (200, "")
    (request,) = workspace.quiz.requests
    assert (request.action, request.arguments) == ("play", {"questions": 3})
    assert (request.player, request.room) == (Player("U1", "Ana"), Room("slack:T1", "C1"))
    assert (request.cause, request.at) == ("slack:1.2.abc", NOON)
    (message,) = workspace.replies.messages
    assert (message["response_type"], message["replace_original"]) == ("ephemeral", False)
    assert shown(message["blocks"]) == "Recorded\nA. Biden"


async def test_a_command_without_words_shows_help(workspace: OneTeam) -> None:
    await workspace.slash("")

    assert [request.action for request in workspace.quiz.requests] == ["help"]


@pytest.mark.parametrize("text", ["plya", "play 0", "play &lt;!channel&gt;"])
async def test_a_command_that_cannot_be_read_is_refused_with_a_sentence(
    workspace: OneTeam, text: str
) -> None:
    await workspace.slash(text)

    assert workspace.quiz.requests == []
    (message,) = workspace.replies.messages
    assert shown(message["blocks"]).startswith("Not done\n")
    assert text.replace("&lt;", "<").replace("&gt;", ">").split()[-1] in shown(message["blocks"])


async def test_a_command_in_a_direct_message_has_no_room(workspace: OneTeam) -> None:
    await workspace.slash("play", channel_id="D1", channel_name="directmessage")

    assert workspace.quiz.requests[0].room is None


async def test_an_event_is_acknowledged_before_the_work_on_it_is_done(workspace: OneTeam) -> None:
    done = asyncio.Event()

    async def wait() -> None:
        await done.wait()

    workspace.quiz.before = wait
    answer = await workspace.deliver(workspace.clicked("answer:t1:a"))

    assert answer.status == 200
    assert workspace.replies.messages == []
    done.set()
    await workspace.listeners.settle(5)
    assert len(workspace.replies.messages) == 1


async def test_a_click_on_a_public_button_gives_a_new_private_message(workspace: OneTeam) -> None:
    await workspace.click("answer:t1:a")

    (request,) = workspace.quiz.requests
    assert (request.action, request.arguments) == ("answer", {"turn": "t1", "option": "a"})
    assert (request.cause, request.at) == ("slack:3.4.def", NOON)
    (message,) = workspace.replies.messages
    assert (message["response_type"], message["replace_original"]) == ("ephemeral", False)


async def test_an_update_never_takes_the_place_of_a_public_message(workspace: OneTeam) -> None:
    workspace.quiz.reply = QUESTION

    await workspace.click("pick:t1:a")

    assert [message["replace_original"] for message in workspace.replies.messages] == [False]


async def test_an_update_takes_the_place_of_the_private_message_that_was_clicked(
    workspace: OneTeam,
) -> None:
    workspace.quiz.reply = QUESTION

    await workspace.click("pick:t1:a", container={"type": "message", "is_ephemeral": True})

    assert [message["replace_original"] for message in workspace.replies.messages] == [True]


async def test_a_reply_of_nothing_shows_nothing(workspace: OneTeam) -> None:
    workspace.quiz.reply = None

    with capture_logs() as logs:
        answer = await workspace.click("next:t1")

    assert answer.status == 200
    assert [request.action for request in workspace.quiz.requests] == ["next"]
    assert (workspace.replies.messages, logs) == ([], [])


async def test_a_button_of_another_time_is_refused(workspace: OneTeam) -> None:
    await workspace.click("vote:7")

    assert workspace.quiz.requests == []
    assert "no longer there" in shown(workspace.replies.messages[0]["blocks"])


async def test_start_opens_a_modal_before_the_answer_is_there_and_fills_it_then(workspace: OneTeam) -> None:
    workspace.quiz.reply = QUESTION
    opened_before = []

    async def look() -> None:
        opened_before.extend(workspace.client.called("views.open"))

    workspace.quiz.before = look
    await workspace.click("start:q1")

    (opened,) = opened_before
    assert opened["trigger_id"] == "3.4.def"
    assert shown(opened["view"]["blocks"]) == "One moment …"
    (updated,) = workspace.client.called("views.update")
    view = updated["view"]
    assert (updated["view_id"], view["title"]["text"], view["private_metadata"]) == ("V1", "Question 1", "C1")
    assert workspace.replies.messages == []


async def test_a_start_delivered_twice_opens_one_modal(workspace: OneTeam) -> None:
    await workspace.click("start:q1")
    await workspace.click("start:q1")

    assert len(workspace.client.called("views.open")) == 1


async def test_a_click_in_a_modal_changes_that_modal(workspace: OneTeam) -> None:
    workspace.quiz.reply = QUESTION

    await workspace.click(
        "pick:t1:a", channel=None, view={"id": "V9", "private_metadata": "C1"}, response_url=""
    )

    assert workspace.quiz.requests[0].room == Room("slack:T1", "C1")
    assert [call["view_id"] for call in workspace.client.called("views.update")] == ["V9"]


async def test_a_refusal_in_a_modal_is_shown_in_it(workspace: OneTeam) -> None:
    await workspace.click(
        "vote:7", channel=None, view={"id": "V9", "private_metadata": "C1"}, response_url=""
    )

    (updated,) = workspace.client.called("views.update")
    assert "no longer there" in shown(updated["view"]["blocks"])


async def test_where_no_modal_opens_the_answer_comes_as_a_private_message(workspace: OneTeam) -> None:
    workspace.client.answers["views.open"] = Refused("expired_trigger_id")

    await workspace.click("start:q1")

    assert len(workspace.replies.messages) == 1
    assert workspace.client.called("views.update") == []


async def test_an_event_delivered_twice_reaches_the_core_with_the_same_cause(workspace: OneTeam) -> None:
    await workspace.click("answer:t1:a")
    await workspace.click("answer:t1:a")

    assert [request.cause for request in workspace.quiz.requests] == ["slack:3.4.def"] * 2


async def test_a_reply_that_slack_does_not_take_harms_no_other_user(workspace: OneTeam) -> None:
    workspace.replies.status = 500
    with capture_logs() as logs:
        await workspace.click("answer:t1:a")
    assert [entry["event"] for entry in logs] == ["Slack took no private reply"]

    workspace.replies.status = 200
    await workspace.click("answer:t1:a", trigger_id="5")

    assert len(workspace.replies.messages) == 2


async def test_a_failure_nobody_thought_of_harms_no_other_user(workspace: OneTeam) -> None:
    async def fail() -> None:
        raise RuntimeError("a bug")

    workspace.quiz.before = fail
    with capture_logs() as logs:
        await workspace.click("answer:t1:a")
    assert [entry["event"] for entry in logs] == ["a Slack event was not answered"]

    workspace.quiz.before = None
    await workspace.click("answer:t1:a")

    assert len(workspace.replies.messages) == 1


FILLED = {
    "text": {"type": "plain_text_input", "value": "270"},
    "place-1": {"type": "static_select", "selected_option": {"value": "b"}},
    "options": {"type": "checkboxes", "selected_options": [{"value": "c"}, {"value": "a"}]},
}


async def test_a_form_becomes_a_request_and_is_answered_in_its_own_window(workspace: OneTeam) -> None:
    view = await workspace.send("submit:t1", FILLED)

    (request,) = workspace.quiz.requests
    assert (request.action, request.room) == ("submit", Room("slack:T1", "C1"))
    assert request.arguments == {"turn": "t1", "text": "270", "place-1": "b", "options": "c,a"}
    assert (request.cause, request.at) == ("slack:5.6", NOON)
    assert shown(view["blocks"]) == "A. Biden"
    assert view["private_metadata"] == "C1"
    assert workspace.client.called("views.update") == []


async def test_a_form_whose_answer_takes_long_says_so_first(
    workspace: OneTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0)
    done = asyncio.Event()

    async def wait() -> None:
        await done.wait()

    workspace.quiz.before = wait
    view = await workspace.send("submit:t1", FILLED)
    assert shown(view["blocks"]) == "One moment …"
    done.set()
    await workspace.listeners.settle(5)

    (updated,) = workspace.client.called("views.update")
    assert updated["view_id"] == "V9"
    assert shown(updated["view"]["blocks"]) == "A. Biden"


async def test_a_form_of_another_time_is_refused(workspace: OneTeam) -> None:
    view = await workspace.send("vote:t1", FILLED)

    assert workspace.quiz.requests == []
    assert "no longer there" in shown(view["blocks"])


async def test_an_empty_field_is_an_empty_text(workspace: OneTeam) -> None:
    await workspace.send("submit:t1", {"text": {"value": None}, "place-1": {"selected_option": None}})

    assert workspace.quiz.requests[0].arguments == {"turn": "t1", "text": "", "place-1": ""}


async def test_who_opens_the_app_home_sees_their_page(workspace: OneTeam) -> None:
    answer = await workspace.opens_home()

    assert answer.status == 200
    (request,) = workspace.quiz.homes
    assert (request.player, request.room, request.community) == (Player("U1", "Ana"), None, "slack:T1")
    assert (request.cause, request.at) == ("slack:Ev1", NOON)
    (published,) = workspace.client.called("views.publish")
    assert (published["user_id"], published["view"]["type"]) == ("U1", "home")
    texts = [shown([block]) for block in published["view"]["blocks"] if block["type"] != "divider"]
    assert texts == ["Daily quiz", "Leaderboard"]


async def test_an_app_home_that_is_told_of_twice_is_shown_once(workspace: OneTeam) -> None:
    await workspace.opens_home()
    await workspace.opens_home()
    assert len(workspace.client.called("views.publish")) == 1
    await workspace.opens_home(id="Ev2")
    assert len(workspace.client.called("views.publish")) == 2


async def test_the_tab_with_messages_is_no_home(workspace: OneTeam) -> None:
    await workspace.opens_home(tab="messages")

    assert (workspace.quiz.homes, workspace.client.called("views.publish")) == ([], [])


@pytest.mark.parametrize("action", ["start:q1", "mine:q1", "fill:t1"], ids=["screen", "private", "form"])
async def test_a_click_at_home_is_answered_in_a_modal(workspace: OneTeam, action: str) -> None:
    workspace.quiz.reply = QUESTION

    await workspace.clicks_at_home(action)

    (request,) = workspace.quiz.requests
    assert (request.room, request.community) == (None, "slack:T1")
    (opened,) = workspace.client.called("views.open")
    assert opened["view"]["type"] == "modal"
    (updated,) = workspace.client.called("views.update")
    assert (updated["view_id"], updated["view"]["title"]["text"]) == ("V1", "Question 1")
    assert workspace.client.called("views.publish") == []


async def test_a_click_at_home_that_changes_something_shows_the_page_anew(workspace: OneTeam) -> None:
    await workspace.clicks_at_home("pick:t1:a")

    assert [request.action for request in workspace.quiz.requests] == ["pick"]
    assert [call["user_id"] for call in workspace.client.called("views.publish")] == ["U1"]
    assert workspace.client.called("views.open") == []


async def test_a_refusal_at_home_is_told_in_a_modal(workspace: OneTeam) -> None:
    workspace.quiz.reply = Reply(refusal("en", Refusal("turn-closed")))
    await workspace.clicks_at_home("pick:t1:a")
    await workspace.clicks_at_home("vote:7", trigger_id="9")

    told = [shown(call["view"]["blocks"]) for call in workspace.client.called("views.open")]
    assert told == [say("en", "turn-closed"), say("en", "gone")]
    assert workspace.client.called("views.publish") == []


async def test_a_modal_is_filled_when_slack_has_time_again(workspace: OneTeam) -> None:
    busy = Refused("ratelimited", 429, {"Retry-After": "0.001"})
    workspace.client.first_answers["views.update"] = [busy, busy]

    with capture_logs() as logs:
        await workspace.click("start:q1")

    assert len(workspace.client.called("views.update")) == 3
    assert logs == []


@pytest.mark.parametrize(
    ("refused", "tries"),
    [
        (Refused("ratelimited", 429, {"Retry-After": "0.001"}), 3),
        (Refused("ratelimited", 429, {"Retry-After": "31"}), 1),
        (Refused("not_found"), 1),
    ],
)
async def test_a_modal_that_cannot_be_filled_is_given_up(
    workspace: OneTeam, refused: Refused, tries: int
) -> None:
    workspace.client.answers["views.update"] = refused

    with capture_logs() as logs:
        await workspace.click("start:q1")

    assert len(workspace.client.called("views.update")) == tries
    assert [entry["event"] for entry in logs] == ["Slack did not update a modal"]


async def test_an_app_home_that_slack_does_not_show_harms_nobody(workspace: OneTeam) -> None:
    workspace.client.answers["views.publish"] = Refused("not_enabled")
    with capture_logs() as logs:
        await workspace.opens_home()
    assert [entry["event"] for entry in logs] == ["Slack did not show an App Home"]


@pytest.mark.parametrize(
    ("action", "typed", "found"),
    [
        ("set:zone", "madr", ["Europe/Madrid"]),
        ("set:zone", "xyzzy", []),
        ("set:language", "madr", []),
        ("vote:7", "madr", []),
    ],
)
async def test_a_menu_that_is_searched_is_answered_with_what_fits_and_asks_nobody(
    workspace: OneTeam, action: str, typed: str, found: list[str]
) -> None:
    answer = await workspace.deliver(
        {
            "type": "block_suggestion",
            "team": {"id": "T1"},
            "user": {"id": "U1", "team_id": "T1"},
            "container": {"type": "view", "view_id": "V9"},
            "view": {"id": "V9", "private_metadata": "C1"},
            "action_id": f"cq:{action}",
            "block_id": "b",
            "value": typed,
        }
    )
    options = json.loads(answer.body)["options"]
    assert [(option["value"], option["text"]["text"]) for option in options] == [(z, z) for z in found]
    assert workspace.quiz.requests == []


async def test_a_mention_names_a_player_by_id(workspace: OneTeam) -> None:
    workspace.quiz.commands = (Command(("exclude",), (Option("player", Kind.PLAYER, required=True),)),)
    for typed in ("exclude <@U012AB3CD|ana>", "exclude <@U012AB3CD>", "exclude Ana López"):
        await workspace.slash(typed, trigger_id=typed)
    given = [request.arguments["player"] for request in workspace.quiz.requests]
    assert given == ["U012AB3CD", "U012AB3CD", "Ana López"]
