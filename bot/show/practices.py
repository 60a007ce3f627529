"""The cards of practice: what was right, at once, and how it ended."""

from __future__ import annotations

from bot.cards import Button, Card, Tone
from bot.engine.quiz import Quiz
from bot.engine.turn import Turn
from bot.show.answers import solution_lines, verdict_line
from bot.show.parts import topic_title
from bot.words import say
from questions.bank import Bank
from questions.model import Language


def judged(bank: Bank, quiz: Quiz, turn: Turn, given: str, language: Language) -> Card:
    """An answered question: whether one was right, what is right and why, and the way on."""
    topic = topic_title(bank, turn.question.topic, language)
    return Card(
        say(language, "reveal-title", position=turn.position, length=quiz.length, topic=topic),
        (verdict_line(quiz, turn, given, language), (), *solution_lines(turn, language)),
        (Button(say(language, "button-on"), f"on:{quiz.id}", primary=True),),
        tone=Tone.RESULT,
    )


def finished(quiz: Quiz, right: int, language: Language) -> Card:
    """How many were right."""
    return Card(
        say(language, "practice-done-title"),
        ((say(language, "practice-done", right=right, count=quiz.length),),),
        tone=Tone.RESULT,
    )
