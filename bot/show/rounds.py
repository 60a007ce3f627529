"""The cards of a round: each question, its reveal, the standings."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import Bold, Button, Card, Line, Moment, Tone
from bot.engine.leaderboard import ranked
from bot.engine.quiz import Quiz
from bot.engine.scoring import Tally
from bot.engine.turn import Turn
from bot.show.answers import solution_lines
from bot.show.asking import (
    answer_form,
    asked_lines,
    given_text,
    has_buttons,
    option_buttons,
    question_title,
)
from bot.show.parts import Names, board_lines, name_of, topic_title
from bot.words import say, spans
from questions.bank import Bank
from questions.grading import Verdict, grade
from questions.model import Language, Question

MOST_NAMES = 10


def question(bank: Bank, quiz: Quiz, turn: Turn) -> Card:
    """An open question that all players of a room see."""
    language = quiz.language
    return Card(
        question_title(bank, quiz, turn, language),
        (
            *asked_lines(turn, language),
            (),
            spans(language, "question-closes", when=Moment(turn.closes_at, relative=True)),
        ),
        (*option_buttons(turn, "answer"), Button(say(language, "button-next"), f"next:{turn.id}")),
        say(language, "question-footnote" if has_buttons(turn.question) else "form-footnote"),
        Tone.QUESTION,
        answer_form(turn, language),
    )


def recorded(language: Language, turn: Turn, given: str, word: str = "recorded") -> Card:
    """The private word that an answer is safe."""
    text = given_text(turn, given, language)
    return Card(
        say(language, f"{word}-title"),
        (spans(language, word, answer=Bold(text)),),
        footnote=say(language, "recorded-footnote"),
    )


def reveal(bank: Bank, quiz: Quiz, turn: Turn, given: Mapping[str, str], names: Names) -> Card:
    """A closed question: what was right, why, on which source, and who had it right."""
    language = quiz.language
    asked = turn.question
    lines = (*solution_lines(turn, language), (), _scorers(asked, given, names, language))
    return Card(
        say(
            language,
            "reveal-title",
            position=turn.position,
            length=quiz.length,
            topic=topic_title(bank, asked.topic, language),
        ),
        lines,
        (Button(say(language, "button-why"), f"why:{turn.id}"),) if given else (),
        tone=Tone.RESULT,
    )


def standings(bank: Bank, quiz: Quiz, tallies: Mapping[str, Tally], names: Names) -> Card:
    """How a round ended."""
    language = quiz.language
    title = say(language, "standings-title", topic=topic_title(bank, quiz.topic, language))
    return Card(title, board_lines(ranked(tallies), names, language, "standings-none"), tone=Tone.RESULT)


def _scorers(asked: Question, given: Mapping[str, str], names: Names, language: Language) -> Line:
    if not given:
        return (say(language, "reveal-nobody"),)
    right = sorted(
        name_of(id, names, language)
        for id, option in given.items()
        if grade(asked.key, option, language) is Verdict.CORRECT
    )
    shown = ", ".join(right[:MOST_NAMES])
    if len(right) > MOST_NAMES:
        shown = f"{shown} {say(language, 'reveal-more', count=len(right) - MOST_NAMES)}"
    return (say(language, "reveal-scored", count=len(right), names=shown),)
