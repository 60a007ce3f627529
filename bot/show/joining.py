"""What a community sees that has just added the bot."""

from __future__ import annotations

from bot.cards import Card
from bot.show.notices import notice, platform_word
from questions.model import Language


def welcome_card(community: str, language: Language) -> Card:
    """How to begin, in one short message."""
    return notice(language, "help-title", platform_word("welcome", community))
