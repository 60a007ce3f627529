from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.discord.read import Interaction
from adapters.discord.tree import MOST_CHOICES, Spanish, fingerprint, plant
from bot.commands import Command, Kind, Option
from bot.requests import Value
from bot.show import notices
from bot.words import say
from questions.bank import load_bank
from questions.model import Language
from tests.adapters.discord.fakes import FakeQuizmaster

SUBCOMMAND, GROUP, STRING, INTEGER, USER = 1, 2, 3, 4, 6
MOST_CHARACTERS, MOST_OPTIONS = 8000, 25
Tree = app_commands.CommandTree[discord.Client]


class Planted:
    """A tree made from a quizmaster's commands, and what users ran in it."""

    def __init__(self, quizmaster: FakeQuizmaster, application_id: int = 1) -> None:
        client = discord.Client(intents=discord.Intents(guilds=True), application_id=application_id)
        self.tree: Tree = app_commands.CommandTree(client)
        self.ran: list[tuple[Command, Mapping[str, Value]]] = []
        plant(self.tree, quizmaster.as_quizmaster(), self.run)

    async def run(self, interaction: Interaction, command: Command, given: Mapping[str, Value]) -> None:
        self.ran.append((command, given))

    async def payload(self) -> dict[str, Any]:
        (root,) = self.tree.get_commands()
        return await root.get_translated_payload(self.tree, Spanish())


def at(payload: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for name in path:
        payload = next(option for option in payload["options"] if option["name"] == name)
    return payload


def called(name: str, options: list[dict[str, Any]], type: int = 2) -> dict[str, Any]:
    """The data of an interaction with `/quiz schedule set` or `/quiz NAME`."""
    inner: dict[str, Any] = {"name": name.split()[-1], "type": SUBCOMMAND, "options": options}
    if " " in name:
        inner = {"name": name.split()[0], "type": GROUP, "options": [inner]}
    return {"type": type, "data": {"id": "9", "name": "quiz", "type": 1, "options": [inner]}}


async def test_every_command_and_option_of_the_quizmaster_is_in_the_menu_and_no_other() -> None:
    quizmaster = FakeQuizmaster()
    payload = await Planted(quizmaster).payload()
    assert payload["name"] == "quiz"
    for command in quizmaster.commands:
        offered = at(payload, command.path)
        assert offered["type"] == SUBCOMMAND
        assert {option["name"] for option in offered["options"]} == {
            option.name for option in command.options
        }
    leaves = sum(len(o["options"]) if o["type"] == GROUP else 1 for o in payload["options"])
    assert leaves == len(quizmaster.commands)


async def test_options_carry_the_kind_and_the_limits_of_the_data() -> None:
    quizmaster = FakeQuizmaster()
    payload = await Planted(quizmaster).payload()
    for command in quizmaster.commands:
        for option in command.options:
            offered = at(payload, (*command.path, option.name))
            assert offered["required"] == option.required
            assert offered.get("autocomplete", False) == (option.kind is Kind.ZONE)
            assert [choice["value"] for choice in offered.get("choices", [])] == list(option.choices)
            if option.kind is Kind.INTEGER:
                assert offered["type"] == INTEGER
                assert (offered["min_value"], offered["max_value"]) == (option.minimum, option.maximum)
            elif option.kind is Kind.PLAYER:
                assert offered["type"] == USER
            else:
                assert offered["type"] == STRING
                assert "min_length" not in offered


async def test_required_options_come_first_as_discord_demands() -> None:
    offered = at(await Planted(FakeQuizmaster()).payload(), ("schedule", "set"))
    required = [option["required"] for option in offered["options"]]
    assert required == sorted(required, reverse=True)


def described(payload: dict[str, Any]) -> list[dict[str, Any]]:
    below = [found for option in payload.get("options", []) for found in described(option)]
    return [payload, *below]


class WithRealLabels(FakeQuizmaster):
    def choice_label(self, language: Language, option: str, value: str) -> str:
        return notices.choice_label(load_bank(), language, option, value)


def size(part: dict[str, Any]) -> int:
    """The characters of names, descriptions and values, each in the language in which it is longest."""
    texts = 0
    for name in ("name", "description", "value"):
        localized = (part.get(f"{name}_localizations") or {}).values()
        texts += max(len(text) for text in (str(part.get(name, "")), *localized))
    return texts + sum(size(below) for below in (*part.get("options", []), *part.get("choices", [])))


async def test_the_command_keeps_within_discords_limits() -> None:
    """https://discord.com/developers/docs/interactions/application-commands"""
    payload = await Planted(WithRealLabels()).payload()
    assert size(payload) <= MOST_CHARACTERS
    for part in described(payload):
        assert len(part.get("options", [])) <= MOST_OPTIONS
        assert len(part.get("choices", [])) <= MOST_CHOICES


async def test_every_description_is_there_in_english_and_in_both_spanishes_within_discords_limit() -> None:
    for part in described(await Planted(FakeQuizmaster()).payload()):
        spanish = part["description_localizations"]
        assert set(spanish) == {"es-ES", "es-419"}
        for text in (part["description"], *spanish.values()):
            assert 0 < len(text) <= 100


async def test_every_name_is_there_in_both_spanishes_as_discord_takes_names() -> None:
    for part in described(await Planted(FakeQuizmaster()).payload()):
        if part["name"] == "quiz":
            assert not part["name_localizations"]
            continue
        spanish = part["name_localizations"]
        assert set(spanish) == {"es-ES", "es-419"}
        for called in (part["name"], *spanish.values()):
            assert re.fullmatch(r"[-_\w]{1,32}", called)
            assert called == called.lower()


async def test_descriptions_are_those_of_the_words() -> None:
    payload = await Planted(FakeQuizmaster()).payload()
    assert at(payload, ("schedule",))["description"] == say("en", "command-schedule")
    shown = at(payload, ("schedule", "set", "zone"))
    assert shown["description"] == say("en", "option-zone")
    assert shown["description_localizations"]["es-ES"] == say("es", "option-zone")


async def test_choices_are_named_in_both_languages() -> None:
    choice = at(await Planted(FakeQuizmaster()).payload(), ("leaderboard", "period"))["choices"][0]
    assert choice["name"] == "period today (en)"
    assert choice["name_localizations"] == {"es-ES": "period today (es)", "es-419": "period today (es)"}


async def test_the_command_is_for_guild_installs_and_shown_in_guilds_and_with_the_bot_alone() -> None:
    payload = await Planted(FakeQuizmaster()).payload()
    assert payload["integration_types"] == [0]
    assert sorted(payload["contexts"]) == [0, 1]


async def test_equal_definitions_have_equal_fingerprints_and_others_do_not() -> None:
    small = (Command(("play",)),)
    fingerprints = [
        await fingerprint(planted.tree, Spanish())
        for planted in (
            Planted(FakeQuizmaster(small)),
            Planted(FakeQuizmaster(small)),
            Planted(FakeQuizmaster((*small, Command(("stop",))))),
            Planted(FakeQuizmaster(small), application_id=2),
        )
    ]
    assert fingerprints[0] == fingerprints[1]
    assert len(set(fingerprints)) == 3


async def test_a_command_runs_with_what_the_user_filled_in_and_nothing_else(
    interact: Callable[..., Interaction],
) -> None:
    planted = Planted(FakeQuizmaster())
    options = [{"name": "questions", "type": INTEGER, "value": 3}]
    await planted.tree._call(interact(**called("play", options)))
    ((command, given),) = planted.ran
    assert command.action == "play"
    assert given == {"questions": 3}


async def test_a_player_is_picked_as_a_user_and_read_as_their_id(
    interact: Callable[..., Interaction],
) -> None:
    planted = Planted(FakeQuizmaster())
    bob = {"id": "12", "username": "bob", "discriminator": "0", "avatar": None, "global_name": "Bob"}
    interaction = called("stats", [{"name": "player", "type": USER, "value": "12"}])
    interaction["data"]["resolved"] = {"users": {"12": bob}}
    await planted.tree._call(interact(**interaction))
    ((command, given),) = planted.ran
    assert (command.action, given) == ("stats", {"player": "12"})


async def suggestions(
    planted: Planted, interaction: Interaction, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, Any]]:
    shown: list[app_commands.Choice[Any]] = []

    async def autocomplete(_: Any, choices: list[app_commands.Choice[Any]]) -> None:
        shown.extend(choices)

    monkeypatch.setattr(discord.InteractionResponse, "autocomplete", autocomplete)
    await planted.tree._call(interaction)
    return [(choice.name, choice.value) for choice in shown]


async def test_zones_are_suggested_while_typing_without_asking_the_quizmaster(
    interact: Callable[..., Interaction], monkeypatch: pytest.MonkeyPatch
) -> None:
    quizmaster = FakeQuizmaster()
    typed = [{"name": "zone", "type": STRING, "value": "madr", "focused": True}]
    found = await suggestions(Planted(quizmaster), interact(**called("schedule set", typed, 4)), monkeypatch)
    assert found == [("Europe/Madrid", "Europe/Madrid")]
    assert quizmaster.requests == []


async def test_no_more_zones_are_suggested_than_discord_shows(
    interact: Callable[..., Interaction], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = [{"name": "zone", "type": STRING, "value": "a", "focused": True}]
    found = await suggestions(
        Planted(FakeQuizmaster()), interact(**called("schedule set", typed, 4)), monkeypatch
    )
    assert len(found) == MOST_CHOICES


async def test_choices_beyond_what_a_menu_holds_are_suggested_by_name_instead(
    interact: Callable[..., Interaction], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = Option("topic", Kind.CHOICE, choices=tuple(f"topic-{n}" for n in range(MOST_CHOICES + 1)))
    planted = Planted(FakeQuizmaster((Command(("play",), (many,)),)))
    offered = at(await planted.payload(), ("play", "topic"))
    assert "choices" not in offered
    assert offered["autocomplete"]
    typed = [{"name": "topic", "type": STRING, "value": "TOPIC-25", "focused": True}]
    found = await suggestions(planted, interact(**called("play", typed, 4), locale="es-ES"), monkeypatch)
    assert found == [("topic topic-25 (es)", "topic-25")]
    typed[0]["value"] = ""
    assert len(await suggestions(planted, interact(**called("play", typed, 4)), monkeypatch)) == MOST_CHOICES
