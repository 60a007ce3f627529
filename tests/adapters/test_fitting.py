"""What is longest in the built-in packs fits where it is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from adapters.discord.draw import TEXT, embed_of
from adapters.slack.draw import blocks
from bot.cards import Bold, Card, Link, MenuField
from bot.commands import MOST_DAILY_QUESTIONS
from bot.engine.quiz import Mode, Quiz
from bot.engine.scoring import Tally
from bot.show import dailies, rounds
from bot.show.asking import answer_form
from bot.show.parts import MOST_LINES
from questions.addresses import is_address
from questions.bank import load_bank
from questions.grading import SEPARATOR
from questions.keys import FALSE, TRUE, ChoiceKey, OrderKey, SetKey, TruthKey
from questions.lint.limits import (
    AROUND_A_REVEAL,
    DISCORD_SELECT_OPTION,
    SLACK_SELECT_OPTION,
    length_of_links,
    length_of_reveal,
)
from questions.model import LANGUAGES, Language, Question
from tests.factories import answer, quiz, turn

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LONG_NAME = "N" * 32
LONG_NAMES = {f"player-{n}": LONG_NAME for n in range(120)}
BANK = load_bank()


def longest_questions(language: Language, count: int) -> list[Question]:
    """Those with the longest texts."""

    def length(question: Question) -> int:
        return len(question.stem.to(language)) + len(question.explanation.to(language))

    return sorted(BANK.questions, key=length)[-count:]


def longest_answers(language: Language, count: int) -> Card:
    """A closed daily of the questions with the longest texts, played by as many as are shown."""
    questions = longest_questions(language, count)
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
    return dailies.daily_answers(BANK, quiz, questions, players, dict.fromkeys(players, LONG_NAME))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 5, MOST_DAILY_QUESTIONS])
def test_the_answers_of_the_longest_daily_are_shown_whole(language: Language, count: int) -> None:
    card = longest_answers(language, count)
    embed = embed_of(card)
    assert embed.description is not None
    assert len(embed.description) < TEXT
    assert not embed.description.endswith("…")
    assert "…" not in str(blocks(card))


def links(card: Card) -> list[Link]:
    return [span for line in card.lines for span in line if isinstance(span, Link)]


def test_the_answers_of_a_daily_link_to_their_sources_where_there_is_room() -> None:
    cited = [
        one.source.where for one in longest_questions("en", 1)[0].citations if is_address(one.source.where)
    ]
    assert cited
    assert [link.address for link in links(longest_answers("en", 1))] == cited
    assert links(longest_answers("en", MOST_DAILY_QUESTIONS)) == []


def revealed(asked: Question, language: Language) -> Card:
    """The answer to a question that more players had right than are named, each with a long name."""
    order = tuple(option.id for option in asked.options)
    given = {player: answer(player, right_answer(asked)) for player in LONG_NAMES}
    whole = turn(asked=asked, order=order, position=10)
    fast = quiz(language=language, length=10, bonus=True)
    return rounds.reveal(BANK, fast, whole, given, LONG_NAMES)


def right_answer(asked: Question) -> str:
    match asked.key:
        case ChoiceKey(option):
            return option
        case TruthKey(value):
            return TRUE if value else FALSE
        case OrderKey(sequence):
            return SEPARATOR.join(sequence)
        case SetKey(options):
            return SEPARATOR.join(sorted(options))
        case _:
            return asked.answer.en


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_of_each_question_is_shown_whole_on_one_card(language: Language) -> None:
    for asked in BANK.questions:
        card = revealed(asked, language)
        shown = embed_of(card).description
        assert shown is not None
        assert not shown.endswith("…"), asked.id
        assert "…" not in str(blocks(card)), asked.id
        assert LONG_NAME in shown, asked.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_show_the_options_of_each_question_whole(language: Language) -> None:
    longest = min(SLACK_SELECT_OPTION, DISCORD_SELECT_OPTION)
    asked = [turn(asked=one, order=tuple(o.id for o in one.options)) for one in BANK.questions]
    forms = [form for one in asked if (form := answer_form(one, language)) is not None]
    menus = [field for form in forms for field in form.fields if isinstance(field, MenuField)]
    assert len(menus) > 50
    assert [choice for menu in menus for choice in menu.choices if len(choice.label) > longest] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_its_question_an_answer_holds_no_more_than_the_check_allows_for(language: Language) -> None:
    for asked in BANK.questions:
        card = revealed(asked, language)
        texts = [
            span.text if isinstance(span, Bold | Link) else str(span) for line in card.lines for span in line
        ]
        whole = len(card.title) + 1 + sum(map(len, texts)) + len(card.lines)
        assert whole - length_of_reveal(asked, language) <= AROUND_A_REVEAL, asked.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_with_its_links_is_as_long_as_the_check_says_or_shorter(language: Language) -> None:
    for asked in BANK.questions:
        card = revealed(asked, language)
        plain = tuple(
            tuple(span.text if isinstance(span, Link) else span for span in line) for line in card.lines
        )
        linked, unlinked = (embed_of(replace(card, lines=lines)) for lines in (card.lines, plain))
        added = len(linked.description or "") - len(unlinked.description or "")
        assert added <= length_of_links(asked), asked.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_daily_answer_names_a_source(language: Language) -> None:
    card = longest_answers(language, MOST_DAILY_QUESTIONS)
    word = "Source: " if language == "en" else "Fuente: "
    assert (embed_of(card).description or "").count(word) == MOST_DAILY_QUESTIONS
