"""What several cards show alike: topics, days, names, sources, standings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from babel.dates import format_date

from bot.cards import Line
from bot.engine.leaderboard import Standing
from bot.words import person, say, spans
from questions.bank import Bank
from questions.model import Citation, Language

MOST_LINES = 10
_LOCALES = {"en": "en_US", "es": "es_MX"}

Names = Mapping[str, str]


def topic_title(bank: Bank, topic: str | None, language: Language) -> str:
    """A topic as players read it; all of them if None."""
    found = bank.topic(topic) if topic else None
    if found is not None:
        return found.title.to(language)
    return topic or say(language, "topic-any")


def name_of(id: str, names: Names, language: Language) -> str:
    """A player as others see them."""
    return person(names.get(id) or say(language, "somebody", id=id[-4:]))


def day_text(day: date, language: Language) -> str:
    return format_date(day, "long", locale=_LOCALES[language])


def source_line(citations: Iterable[Citation], language: Language) -> Line:
    named = "; ".join(f"{citation.source.title}, {citation.locator}" for citation in citations)
    return spans(language, "reveal-source", source=named)


def board_lines(order: Sequence[Standing], names: Names, language: Language, empty: str) -> tuple[Line, ...]:
    """The first of a ranking, or the sentence `empty` if there is none."""
    if not order:
        return ((say(language, empty),),)
    return tuple((standing_text(standing, names, language),) for standing in order[:MOST_LINES])


def standing_text(standing: Standing, names: Names, language: Language) -> str:
    tally = standing.tally
    return say(
        language,
        "leaderboard-line",
        rank=standing.rank,
        name=name_of(standing.player, names, language),
        points=tally.points,
        correct=tally.correct,
        answered=tally.answered,
    )
