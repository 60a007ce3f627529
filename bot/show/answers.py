"""What is said of an answer once its question has closed: was it right, why not, and what is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from bot.cards import Bold, Card, Line, lettered
from bot.engine.quiz import Quiz
from bot.engine.turn import Turn
from bot.show.asking import given_text, has_buttons
from bot.show.parts import day_text, linked_source_line, topic_title
from bot.words import say, spans
from questions.bank import Bank
from questions.grading import SEPARATOR, Verdict, grade
from questions.keys import OrderKey, SetKey
from questions.model import Language, Option, Question


def solution_lines(turn: Turn, language: Language, given: Collection[str] = ()) -> tuple[Line, ...]:
    """The stem, the right answer (marked among its options), why it is right, and on which source.

    Each option tells how many have chosen it, if any of those who answered chose among them.
    """
    asked = turn.question
    counts = chosen(asked, given)
    right = () if has_buttons(asked) else (_right(asked, language),)
    return (
        (Bold(asked.stem.to(language)),),
        (),
        *(_marked(asked, option, index, counts, language) for index, option in enumerate(turn.options())),
        *right,
        (),
        (asked.explanation.to(language),),
        linked_source_line(asked.citations, language),
    )


def chosen(asked: Question, given: Collection[str]) -> dict[str, int]:
    """How many chose each option; empty if none answered or the answers are not choices among them."""
    if not given or isinstance(asked.key, OrderKey):
        return {}
    picked = Counter(id for one in given for id in one.split(SEPARATOR))
    return {option.id: picked[option.id] for option in asked.options}


def verdict_line(quiz: Quiz, turn: Turn, given: str, language: Language) -> Line:
    """Whether an answer was right, and if not, why."""
    answer = Bold(given_text(turn, given, language))
    if _is_correct(turn, given, quiz):
        return spans(language, "why-right", answer=answer)
    reason = _reason(turn.question, given, language)
    if reason is None:
        return spans(language, "why-wrong", answer=answer)
    return spans(language, "why-reason", answer=answer, why=reason)


def why(quiz: Quiz, turn: Turn, given: str | None, language: Language) -> Card:
    """What became of one's own answer in a round."""
    said: Line = (say(language, "why-none"),)
    if given is not None:
        said = verdict_line(quiz, turn, given, language)
    return Card(say(language, "why-title"), (said,))


def mine(bank: Bank, quiz: Quiz, own: Sequence[tuple[Turn, str | None]], language: Language) -> Card:
    """One's own answers in a daily that has closed, and one's result to share."""
    title = say(language, "mine-title")
    if not own:
        return Card(title, ((say(language, "mine-none"),),))
    lines = tuple(_own_line(quiz, turn, given, language) for turn, given in own)
    return Card(title, (*lines, (), (share_text(bank, quiz, own, language),)))


def share_text(bank: Bank, quiz: Quiz, own: Sequence[tuple[Turn, str | None]], language: Language) -> str:
    """One's result to pass on, which gives no answer away.

    It names the questions by their numbers behind one sign each: a row of signs says little when read aloud.
    """
    right = [turn.position for turn, given in own if given is not None and _is_correct(turn, given, quiz)]
    missed = [place for place in range(1, quiz.length + 1) if place not in right]
    signs = [
        f"{sign} {', '.join(map(str, places))}" for sign, places in (("✅", right), ("❌", missed)) if places
    ]
    return say(
        language,
        "mine-share",
        day=day_text(quiz.day, language),
        topic=topic_title(bank, quiz.topic, language),
        right=len(right),
        count=quiz.length,
        signs=" · ".join(signs),
    )


def _own_line(quiz: Quiz, turn: Turn, given: str | None, language: Language) -> Line:
    if given is None:
        return spans(language, "mine-open", position=turn.position)
    answer = Bold(given_text(turn, given, language))
    if _is_correct(turn, given, quiz):
        return spans(language, "mine-right", position=turn.position, answer=answer)
    reason = _reason(turn.question, given, language)
    if reason is None:
        return spans(language, "mine-wrong", position=turn.position, answer=answer)
    return spans(language, "mine-reason", position=turn.position, answer=answer, why=reason)


def _is_correct(turn: Turn, given: str, quiz: Quiz) -> bool:
    """What can be read in two ways is read as the language of the quiz does."""
    return grade(turn.question.key, given, quiz.language) is Verdict.CORRECT


def _right(asked: Question, language: Language) -> Line:
    return spans(language, "reveal-right", answer=Bold(asked.answer.to(language)))


def _marked(
    asked: Question, option: Option, index: int, counts: Mapping[str, int], language: Language
) -> Line:
    text = f"{lettered(index)}. {option.text.to(language)}"
    count = f" · {counts[option.id]}" if counts else ""
    if not _is_right(asked, option.id):
        return (text + count,)
    # A word beside the sign: a sign alone says nothing to a screen reader.
    right: Line = ("✅ ", Bold(say(language, "option-right", option=text)))
    return (*right, count) if count else right


def _is_right(asked: Question, option: str) -> bool:
    """Whether the option belongs to the right answer; of things put in order none stands out."""
    if isinstance(asked.key, SetKey):
        return option in asked.key.options
    return has_buttons(asked) and grade(asked.key, option) is Verdict.CORRECT


def _reason(asked: Question, given: str, language: Language) -> str | None:
    """Why the chosen options are wrong, as far as the pack says."""
    chosen = (asked.option(id) for id in given.split(SEPARATOR))
    reasons = [option.why.to(language) for option in chosen if option is not None and option.why is not None]
    return " ".join(reasons) or None
