"""What several cards show alike: topics, days, names, sources, standings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_percent

from bot.cards import Line, Link, Span
from bot.engine.leaderboard import Standing
from bot.engine.quiz import Quiz
from bot.words import person, say, spans
from questions.addresses import is_address
from questions.bank import Bank
from questions.model import Citation, Language

MOST_LINES = 10
LOCALES = {"en": "en_US", "es": "es_MX"}

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


def percent_text(share: float, language: Language) -> str:
    """A share of one, in whole per cent."""
    return format_percent(share, locale=LOCALES[language])


def yearless_text(day: date, language: Language, *, short: bool = False) -> str:
    """A date of which the year is clear."""
    return format_skeleton("MMMd" if short else "MMMMd", day, locale=LOCALES[language])


def day_text(day: date, language: Language) -> str:
    return format_date(day, "long", locale=LOCALES[language])


def theme(bank: Bank, quiz: Quiz, language: Language) -> str:
    """What a quiz is about, and how hard if that was asked for."""
    topic = topic_title(bank, quiz.topic, language)
    return f"{topic} · {say(language, f'choice-{quiz.difficulty}')}" if quiz.difficulty else topic


def linked_source_line(citations: Sequence[Citation], language: Language) -> Line:
    """The sources, each with a link where a reader finds it at an address of the web."""
    named: list[Span] = []
    for citation in citations:
        source, place = citation.source, f", {citation.locator}"
        before = ("; ",) if named else ()
        if is_address(source.where):
            named += [*before, Link(source.title, source.where), place]
        else:
            named += [*before, f"{source.title}{place}"]
    return spans(language, "reveal-source", source=tuple(named))


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
