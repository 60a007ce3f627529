from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from structlog.testing import capture_logs

from adapters.discord import client as module
from adapters.discord.client import COMMANDS_KEY, INTRODUCTIONS, QuizClient, QuizItem
from adapters.discord.read import Interaction
from bot.cards import Card
from bot.commands import Command, Kind, Manner, Option
from bot.requests import Reply, Value
from bot.serving import Shards
from bot.words import say
from tests.adapters.discord.fakes import FakeMemory, FakeQuizmaster

Interact = Callable[..., Interaction]
MAY_POST = str(discord.Permissions(view_channel=True, send_messages=True, embed_links=True).value)


class Heard:
    """What the users got, in place of sending it."""

    def __init__(self) -> None:
        self.replies: list[tuple[Reply | None, Manner]] = []

    async def respond(
        self, interaction: Interaction, replying: Coroutine[Any, Any, Reply | None], manner: Manner
    ) -> None:
        self.replies.append((await replying, manner))

    @property
    def text(self) -> str:
        ((reply, _),) = self.replies
        assert reply is not None
        return "".join(str(span) for line in reply.card.lines for span in line)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    heard = Heard()
    monkeypatch.setattr(module, "respond", heard.respond)
    return heard


def made(quizmaster: FakeQuizmaster, memory: FakeMemory | None = None) -> QuizClient:
    return QuizClient(quizmaster.as_quizmaster(), memory or FakeMemory())


def named(quizmaster: FakeQuizmaster, action: str) -> Command:
    return next(command for command in quizmaster.commands if command.action == action)


def test_the_bot_hears_of_guilds_and_of_nothing_else_and_keeps_nothing() -> None:
    client = made(FakeQuizmaster())
    assert client.intents == discord.Intents(guilds=True)
    assert list(client.cached_messages) == []
    assert client._connection.member_cache_flags == discord.MemberCacheFlags.none()


def test_a_client_that_is_told_its_shards_holds_these_alone() -> None:
    client = QuizClient(FakeQuizmaster().as_quizmaster(), FakeMemory(), Shards((4, 5), 16))
    assert (client.shard_ids, client.shard_count) == ([4, 5], 16)


@pytest.mark.parametrize(("shards", "count"), [(None, 7), (Shards((4, 5), 16), 16)])
async def test_shards_take_turns_to_introduce_themselves_in_as_many_rows_as_discord_allows(
    monkeypatch: pytest.MonkeyPatch, shards: Shards | None, count: int
) -> None:
    async def limits() -> tuple[int, str, dict[str, int]]:
        return 7, "wss://nowhere", {"max_concurrency": 4}

    memory = FakeMemory()
    client = QuizClient(FakeQuizmaster().as_quizmaster(), memory, shards)
    monkeypatch.setattr(client.http, "get_bot_gateway", limits)
    await client.learn_limits()
    assert client.shard_count == count
    for shard in (0, 1, 5, None):
        await client.before_identify_hook(shard, initial=True)
    assert memory.turns == [(f"discord-identify/{row}", INTRODUCTIONS) for row in (0, 1, 1, 0)]


@pytest.mark.parametrize(
    ("action", "verb", "arguments", "manner"),
    [
        ("answer:7:b", "answer", {"turn": "7", "option": "b"}, Manner.PRIVATE),
        ("next:7", "next", {"turn": "7"}, Manner.PRIVATE),
        ("start:9", "start", {"quiz": "9"}, Manner.SCREEN),
        ("fill:7", "fill", {"turn": "7"}, Manner.FORM),
        ("pick:7:b", "pick", {"turn": "7", "option": "b"}, Manner.UPDATE),
    ],
)
async def test_a_button_says_by_its_id_alone_what_it_does(
    interact: Interact, heard: Heard, action: str, verb: str, arguments: dict[str, Value], manner: Manner
) -> None:
    quizmaster = FakeQuizmaster(reply=Reply(Card("Recorded")))
    await made(quizmaster).press(interact(), action)
    (request,) = quizmaster.requests
    assert (request.action, request.arguments) == (verb, arguments)
    assert heard.replies == [(quizmaster.reply, manner)]


async def test_a_server_that_removed_the_bot_is_told_to_the_quizmaster(interact: Interact) -> None:
    quizmaster = FakeQuizmaster()
    guild = interact().guild
    assert guild is not None
    await made(quizmaster).on_guild_remove(guild)
    assert quizmaster.communities_left == ["discord:22"]


def sent(custom_id: str, *fields: dict[str, Any]) -> dict[str, Any]:
    """What Discord tells of a form that was sent."""
    labels = [{"type": 18, "id": n, "component": {"id": n, **field}} for n, field in enumerate(fields)]
    return {"type": 5, "data": {"custom_id": custom_id, "components": [{"type": 10, "id": 99}, *labels]}}


async def test_a_form_brings_its_fields_whatever_process_has_opened_it(
    interact: Interact, heard: Heard
) -> None:
    quizmaster = FakeQuizmaster(reply=Reply(Card("Recorded")))
    form = sent(
        "cq:submit:7",
        {"type": 4, "custom_id": "text", "value": "270"},
        {"type": 3, "custom_id": "options", "values": ["c", "a"]},
    )
    await made(quizmaster).on_interaction(interact(**form))
    (request,) = quizmaster.requests
    assert request.action == "submit"
    assert request.arguments == {"turn": "7", "text": "270", "options": "c,a"}
    assert heard.replies == [(quizmaster.reply, Manner.UPDATE)]


async def test_a_field_that_holds_nothing_is_an_empty_text_and_one_without_a_name_is_none(
    interact: Interact, heard: Heard
) -> None:
    quizmaster = FakeQuizmaster()
    form = sent("cq:submit:7", {"type": 4, "custom_id": "text"}, {"type": 10, "content": "Read this."})
    await made(quizmaster).on_interaction(interact(**form))
    assert quizmaster.requests[0].arguments == {"turn": "7", "text": ""}


async def test_a_field_cannot_pass_for_the_turn(interact: Interact, heard: Heard) -> None:
    quizmaster = FakeQuizmaster()
    form = sent("cq:submit:7", {"type": 4, "custom_id": "turn", "value": "8"})
    await made(quizmaster).on_interaction(interact(**form))
    assert quizmaster.requests[0].arguments == {"turn": "7"}


async def test_what_is_no_form_of_the_quiz_is_left_alone(interact: Interact, heard: Heard) -> None:
    quizmaster = FakeQuizmaster()
    client = made(quizmaster)
    await client.on_interaction(interact(**sent("other:submit:7")))
    await client.on_interaction(interact(data={"custom_id": "cq:submit:7", "component_type": 2}))
    assert (quizmaster.requests, heard.replies) == ([], [])


async def test_a_form_of_another_time_says_so(interact: Interact, heard: Heard) -> None:
    quizmaster = FakeQuizmaster()
    await made(quizmaster).on_interaction(interact(**sent("cq:vote:7")))
    assert quizmaster.requests == []
    assert heard.text == say("en", "gone")


async def test_what_was_chosen_in_a_menu_comes_as_an_argument(
    interact: Interact, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUTTONS", {"set": (("what",), Manner.UPDATE)})
    quizmaster = FakeQuizmaster()
    data = {"custom_id": "cq:set:rooms", "component_type": 3, "values": ["b", "a"]}
    await made(quizmaster).press(interact(data=data), "set:rooms")
    (request,) = quizmaster.requests
    assert request.arguments == {"what": "rooms", "chosen": "b,a"}


@pytest.mark.parametrize("action", ["answer", "answer:7", "answer:7:b:c", "vote:7", ":"])
async def test_a_button_that_no_longer_means_anything_says_so(
    interact: Interact, heard: Heard, action: str
) -> None:
    quizmaster = FakeQuizmaster()
    await made(quizmaster).press(interact(), action)
    assert quizmaster.requests == []
    assert heard.text == say("en", "gone")


def test_every_button_of_the_quiz_is_met_by_one_pattern_and_no_other_bots() -> None:
    pattern = QuizItem.__discord_ui_compiled_template__
    met = pattern.fullmatch("cq:answer:7:b")
    assert met is not None
    assert met["action"] == "answer:7:b"
    assert pattern.fullmatch("other:answer:7:b") is None
    assert pattern.fullmatch("cq:") is None
    assert pattern.fullmatch("cq:next:\n") is not None, "else nobody would answer"


async def test_a_command_is_checked_before_the_quizmaster_hears_of_it(
    interact: Interact, heard: Heard
) -> None:
    quizmaster = FakeQuizmaster()
    given = {"time": "99", "zone": "Europe/Madrid"}
    asked = interact(app_permissions=MAY_POST, locale="es-419")
    await made(quizmaster).command(asked, named(quizmaster, "schedule-set"), given)
    assert quizmaster.requests == []
    assert heard.text == say("es", "not-a-time", given="99")


async def test_a_commands_arguments_come_in_the_form_the_quizmaster_wants(
    interact: Interact, heard: Heard
) -> None:
    quizmaster = FakeQuizmaster()
    given = {"time": "9pm", "zone": "europe/madrid"}
    await made(quizmaster).command(
        interact(app_permissions=MAY_POST), named(quizmaster, "schedule-set"), given
    )
    (request,) = quizmaster.requests
    assert request.arguments == {"time": "21:00", "zone": "Europe/Madrid"}
    assert heard.replies == [(None, Manner.PRIVATE)]


@pytest.mark.parametrize("action", ["play", "schedule-set"])
async def test_where_the_bot_may_not_post_nothing_starts_that_posts(
    interact: Interact, heard: Heard, action: str
) -> None:
    quizmaster = FakeQuizmaster()
    given = {"time": "09:00", "zone": "UTC"} if action == "schedule-set" else {}
    await made(quizmaster).command(interact(app_permissions="0"), named(quizmaster, action), given)
    assert quizmaster.requests == []
    assert heard.text == say("en", "cannot-post-discord")


async def test_where_the_bot_may_not_post_everything_else_works(interact: Interact, heard: Heard) -> None:
    quizmaster = FakeQuizmaster()
    await made(quizmaster).command(interact(app_permissions="0"), named(quizmaster, "leaderboard"), {})
    assert [request.action for request in quizmaster.requests] == ["leaderboard"]
    assert len(heard.replies) == 1


async def test_a_stop_waits_for_the_replies_under_way(
    interact: Interact, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    begun, recorded = asyncio.Event(), asyncio.Event()

    async def respond(_: Interaction, replying: Coroutine[Any, Any, Reply | None], __: Manner) -> None:
        await replying
        begun.set()
        await recorded.wait()
        said.append("recorded")

    monkeypatch.setattr(module, "respond", respond)
    client = made(FakeQuizmaster())
    click = asyncio.create_task(client.press(interact(), "next:7"))
    await begun.wait()
    finishing = asyncio.create_task(client.finish_replies())
    asyncio.get_running_loop().call_soon(recorded.set)
    await finishing
    assert said == ["recorded"]
    await click


async def test_a_stop_does_not_wait_for_a_discord_that_no_longer_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    silence = asyncio.Event()

    async def close(_: discord.AutoShardedClient) -> None:
        await silence.wait()

    monkeypatch.setattr(discord.AutoShardedClient, "close", close)
    monkeypatch.setattr(module, "GOODBYE", 0)
    async with asyncio.timeout(10):
        await made(FakeQuizmaster()).close()
    assert not silence.is_set()


class Registry:
    """Discord's list of an application's commands."""

    def __init__(self) -> None:
        self.times = 0
        self.fault: Exception | None = None

    async def put(self, application_id: int, payload: list[Any]) -> list[Any]:
        self.times += 1
        if self.fault is not None:
            raise self.fault
        return []


async def started(memory: FakeMemory, registry: Registry, known: tuple[Command, ...]) -> None:
    client = made(FakeQuizmaster(known), memory)
    client._connection.application_id = 1
    vars(client.http)["bulk_upsert_global_commands"] = registry.put
    await client.setup_hook()


async def test_commands_are_registered_only_when_their_definition_changed() -> None:
    memory, registry = FakeMemory(), Registry()
    one, two = (Command(("play",)),), (Command(("play",)), Command(("stop",)))
    for known, times in [(one, 1), (one, 1), (two, 2), (two, 2), (one, 3)]:
        await started(memory, registry, known)
        assert registry.times == times


async def test_commands_that_discord_did_not_take_are_offered_again_at_the_next_start() -> None:
    memory, registry = FakeMemory(), Registry()
    response: Any = SimpleNamespace(status=503, reason="", headers={})
    registry.fault = discord.DiscordServerError(response, "away")
    await started(memory, registry, (Command(("play",)),))
    assert COMMANDS_KEY not in memory.held
    registry.fault = None
    await started(memory, registry, (Command(("play",)),))
    assert registry.times == 2
    assert COMMANDS_KEY in memory.held


def slash(*options: dict[str, Any], type: int = 2) -> dict[str, Any]:
    return {"type": type, "data": {"id": "9", "name": "quiz", "type": 1, "options": list(options)}}


@pytest.mark.parametrize(
    "options",
    [
        [{"name": "gone", "type": 1, "options": []}],
        [{"name": "play", "type": 1, "options": [{"name": "gone", "type": 3, "value": "1"}]}],
    ],
    ids=["command", "option"],
)
async def test_a_command_of_another_time_is_refused_with_a_sentence_and_is_no_error(
    interact: Interact, heard: Heard, options: list[dict[str, Any]]
) -> None:
    client = made(FakeQuizmaster((Command(("play",), (Option("questions", Kind.INTEGER, required=True),)),)))
    interaction = interact(**slash(*options))
    interaction._client = client
    with capture_logs() as logs:
        try:
            await client.tree._call(interaction)
        except discord.app_commands.AppCommandError as error:
            await client.tree.on_error(interaction, error)
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [
        ("slash command of another time", "warning")
    ]
    assert heard.text == say("en", "command-changed")


async def test_typing_into_an_option_that_suggests_nothing_is_left_alone(
    interact: Interact, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    client = made(FakeQuizmaster())
    for name, kind in (("topic", 3), ("gone", 3), ("zone", 0)):
        typed = {"name": name, "type": kind, "value": "m", "focused": True}
        options = {"name": "me" if name == "zone" else "play", "type": 1, "options": [typed]}
        await client.tree._call(interact(**slash(options, type=4)))
    assert (caplog.records, heard.replies) == ([], [])
