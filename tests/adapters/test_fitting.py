"""What is longest in the built-in packs fits where it is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from adapters.discord.draw import TEXT, embed_of
from adapters.slack.draw import blocks
from bot.cards import Card
from bot.commands import MOST_DAILY_QUESTIONS
from bot.engine.quiz import Mode, Quiz
from bot.engine.scoring import Tally
from bot.show import dailies
from bot.show.parts import MOST_LINES
from questions.bank import load_bank
from questions.model import LANGUAGES, Language, Question

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LONG_NAME = "N" * 32


def longest_answers(language: Language, count: int) -> Card:
    """A closed daily of the questions with the longest texts, played by as many as are shown."""

    def length(question: Question) -> int:
        return len(question.stem.to(language)) + len(question.explanation.to(language))

    bank = load_bank()
    questions = sorted((q for id in bank.pool(None) if (q := bank.question(id))), key=length)[-count:]
    players = {f"player-{n}": Tally(10 * count, count, count) for n in range(MOST_LINES)}
    quiz = Quiz(
        "quiz",
        "discord:1",
        "1",
        Mode.DAILY,
        None,
        language,
        count,
        0,
        0,
        "1",
        date(2026, 11, 23),
        NOW,
        "cause",
    )
    return dailies.daily_answers(bank, quiz, questions, players, dict.fromkeys(players, LONG_NAME))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 5, MOST_DAILY_QUESTIONS])
def test_the_answers_of_the_longest_daily_are_shown_whole(language: Language, count: int) -> None:
    card = longest_answers(language, count)
    embed = embed_of(card)
    assert embed.description is not None
    assert len(embed.description) < TEXT
    assert not embed.description.endswith("…")
    assert "…" not in str(blocks(card))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_daily_answer_names_a_source(language: Language) -> None:
    card = longest_answers(language, MOST_DAILY_QUESTIONS)
    word = "Source: " if language == "en" else "Fuente: "
    assert (embed_of(card).description or "").count(word) == MOST_DAILY_QUESTIONS
