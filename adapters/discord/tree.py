"""Makes Discord's slash commands from the commands as data."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Protocol

import discord
from discord import app_commands
from discord.app_commands import locale_str

from adapters.discord.read import Interaction, language_for
from bot.commands import ROOT, Command, Kind, Option, name
from bot.engine.schedule import find_zones
from bot.quizmaster import Quizmaster
from bot.requests import Value
from bot.words import say
from questions.model import Language

# https://discord.com/developers/docs/interactions/application-commands
MOST_CHOICES, CHOICE_NAME = 25, 100

_TYPES: Final = {
    Kind.INTEGER: discord.AppCommandOptionType.integer,
    Kind.PLAYER: discord.AppCommandOptionType.user,
}

SPANISH: Final = (discord.Locale.spain_spanish, discord.Locale.latin_american_spanish)

Run = Callable[[Interaction, Command, Mapping[str, Value]], Awaitable[None]]


class Memory(Protocol):
    """What the adapter remembers from one start to the next."""

    async def recall(self, key: str) -> str | None: ...

    async def remember(self, key: str, value: str) -> None: ...

    async def turn(self, key: str, every: float) -> float:
        """The seconds until it is one's turn at something that may be done once in so many seconds."""
        ...


class Spanish(app_commands.Translator):
    """Gives Discord the Spanish that a string carries beside its English."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        spanish: str | None = string.extras.get("es")
        return spanish if locale in SPANISH else None


def plant(tree: app_commands.CommandTree[Any], quizmaster: Quizmaster, run: Run) -> None:
    """Put every command of the quizmaster into the tree; `run` gets what a user filled in."""
    root = app_commands.Group(
        name=ROOT,
        description=_described("command-quiz"),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        # In a direct message the quizmaster itself says that it plays in channels.
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
    )
    groups: dict[tuple[str, ...], app_commands.Group] = {(): root}
    for command in quizmaster.commands:
        parent = command.path[:-1]
        if parent not in groups:
            groups[parent] = app_commands.Group(
                name=_named(parent[-1]), description=_described(f"command-{'-'.join(parent)}"), parent=root
            )
        groups[parent].add_command(_leaf(command, quizmaster, run))
    tree.add_command(root)


def suggests(option: Option) -> bool:
    """Whether an option suggests values while the user types."""
    return option.kind is Kind.ZONE or len(option.choices) > MOST_CHOICES


async def fingerprint(tree: app_commands.CommandTree[Any], translator: app_commands.Translator) -> str:
    """Equal for equal definitions of one application."""
    payload = [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]
    definition = json.dumps([tree.client.application_id, payload], sort_keys=True)
    return hashlib.sha256(definition.encode()).hexdigest()


def _leaf(command: Command, quizmaster: Quizmaster, run: Run) -> app_commands.Command[Any, ..., Any]:
    async def callback(interaction: Interaction, **filled: Any) -> None:
        await run(interaction, command, {name: value for name, value in filled.items() if value is not None})

    # discord.py reads a command's options off its callback's signature; ours are data, so it is written here.
    vars(callback)["__signature__"] = inspect.Signature(
        [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
        + [_parameter(option, quizmaster) for option in command.options]
    )
    described = {option.name: _described(f"option-{option.name}") for option in command.options}
    renamed = {option.name: _named(option.name) for option in command.options}
    return app_commands.Command(
        name=_named(command.path[-1]),
        description=_described(f"command-{command.action}"),
        callback=app_commands.rename(**renamed)(app_commands.describe(**described)(callback)),
    )


def _parameter(option: Option, quizmaster: Quizmaster) -> inspect.Parameter:
    return inspect.Parameter(
        option.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if option.required else None,
        annotation=(_SuggestingField if suggests(option) else _Field)(option, quizmaster),
    )


class _Field(app_commands.Transformer[Any]):
    """An option as Discord offers it."""

    def __init__(self, option: Option, quizmaster: Quizmaster) -> None:
        self._option = option
        self._quizmaster = quizmaster

    @property
    def type(self) -> discord.AppCommandOptionType:
        return _TYPES.get(self._option.kind, discord.AppCommandOptionType.string)

    @property
    def min_value(self) -> int | None:
        return self._option.minimum if self._option.kind is Kind.INTEGER else None

    @property
    def max_value(self) -> int | None:
        return self._option.maximum if self._option.kind is Kind.INTEGER else None

    @property
    def choices(self) -> list[app_commands.Choice[int | float | str]] | None:
        if not 0 < len(self._option.choices) <= MOST_CHOICES:
            return None
        return [
            app_commands.Choice(name=self._localized(value), value=value) for value in self._option.choices
        ]

    async def transform(self, interaction: Interaction, value: Any, /) -> Value:
        # Discord sends a user whole.
        given: Value = str(value.id) if self._option.kind is Kind.PLAYER else value
        return given

    def label(self, language: Language, value: str) -> str:
        return self._quizmaster.choice_label(language, self._option.name, value)[:CHOICE_NAME]

    def _localized(self, value: str) -> locale_str:
        return locale_str(self.label("en", value), es=self.label("es", value))


class _SuggestingField(_Field):
    """An option with more values than Discord shows at once: it suggests while the user types."""

    async def autocomplete(
        self, interaction: Interaction, value: int | float | str, /
    ) -> list[app_commands.Choice[int | float | str]]:
        fitting = self._fitting(str(value), language_for(interaction))
        return [app_commands.Choice(name=name, value=value) for name, value in fitting[:MOST_CHOICES]]

    def _fitting(self, typed: str, language: Language) -> list[tuple[str, str]]:
        if self._option.kind is Kind.ZONE:
            return [(zone, zone) for zone in find_zones(typed, most=MOST_CHOICES)]
        labels = ((self.label(language, choice), choice) for choice in self._option.choices)
        return [(name, choice) for name, choice in labels if typed.lower() in name.lower()]


def _named(word: str) -> locale_str:
    return locale_str(name(word, "en"), es=name(word, "es"))


def _described(word: str) -> locale_str:
    return locale_str(say("en", word), es=say("es", word))
