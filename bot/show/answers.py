"""One's own answers once the question has closed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Bold, Card, Line
from bot.engine.quiz import Quiz
from bot.engine.turn import Turn
from bot.show.asking import given_text
from bot.words import say, spans
from questions.grading import SEPARATOR, Verdict, grade
from questions.model import Language, Question


def why(turn: Turn, given: str | None, language: Language) -> Card:
    """Whether one's answer was right, and if not, why."""
    title = say(language, "why-title")
    if given is None:
        return Card(title, ((say(language, "why-none"),),))
    answer = Bold(given_text(turn, given, language))
    if grade(turn.question.key, given, language) is Verdict.CORRECT:
        return Card(title, (spans(language, "why-right", answer=answer),))
    reason = _reason(turn.question, given, language)
    if reason is None:
        return Card(title, (spans(language, "why-wrong", answer=answer),))
    return Card(title, (spans(language, "why-reason", answer=answer, why=reason),))


def mine(quiz: Quiz, own: Sequence[tuple[Turn, str | None]], language: Language) -> Card:
    """One's own answers in a daily that has closed."""
    title = say(language, "mine-title")
    if not own:
        return Card(title, ((say(language, "mine-none"),),))
    return Card(title, tuple(_own_line(turn, given, quiz.language, language) for turn, given in own))


def _own_line(turn: Turn, given: str | None, read_as: Language, language: Language) -> Line:
    if given is None:
        return spans(language, "mine-open", position=turn.position)
    answer = Bold(given_text(turn, given, language))
    if grade(turn.question.key, given, read_as) is Verdict.CORRECT:
        return spans(language, "mine-right", position=turn.position, answer=answer)
    reason = _reason(turn.question, given, language)
    if reason is None:
        return spans(language, "mine-wrong", position=turn.position, answer=answer)
    return spans(language, "mine-reason", position=turn.position, answer=answer, why=reason)


def _reason(asked: Question, given: str, language: Language) -> str | None:
    """Why the chosen options are wrong, as far as the pack says."""
    chosen = (asked.option(id) for id in given.split(SEPARATOR))
    reasons = [option.why.to(language) for option in chosen if option is not None and option.why is not None]
    return " ".join(reasons) or None
