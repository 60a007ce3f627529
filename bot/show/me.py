"""A player's own settings."""

from __future__ import annotations

from bot.cards import Bold, Card, Choice, Menu
from bot.engine.preferences import Pace, Preferences
from bot.words import say, spans
from questions.model import LANGUAGES, Language

AUTOMATIC = "auto"
ON, OFF = "on", "off"


def preferences_card(preferences: Preferences, language: Language) -> Card:
    """What a player has chosen, with menus to choose otherwise."""
    zone = preferences.zone or say(language, "me-zone-community")
    return Card(
        say(language, "me-title"),
        ((say(language, "me-private"),), spans(language, "me-zone", zone=Bold(zone))),
        menus=(
            _menu("me-language", (AUTOMATIC, *LANGUAGES), preferences.language or AUTOMATIC, language),
            _menu("me-pace", tuple(Pace), preferences.pace, language),
            _menu("me-streak", (ON, OFF), ON if preferences.streak else OFF, language),
        ),
    )


def _menu(word: str, values: tuple[str, ...], now: str, language: Language) -> Menu:
    choices = tuple(Choice(value, say(language, f"choice-{value}")) for value in values)
    what = word.removeprefix("me-")
    return Menu(say(language, word), f"prefer:{what}", choices, frozenset({now}))
