"""Is a given answer right? The only place that says so."""

from __future__ import annotations

from questions.dates import grade_date
from questions.keys import (
    FALSE,
    TRUE,
    ChoiceKey,
    DateKey,
    Key,
    NameKey,
    NumberKey,
    OrderKey,
    SetKey,
    TruthKey,
)
from questions.names import grade_name
from questions.numbers import grade_number
from questions.verdict import Verdict

__all__ = ["SEPARATOR", "Verdict", "grade"]

# Between the ids of an answer that names several options.
SEPARATOR = ","


def grade(key: Key, given: str, locale: str = "en", *, final: bool = True) -> Verdict:
    """Grade what an answer holds; see `questions.keys` for its form.

    `final`: the player is not asked again, so what is unclear is read as the locale does, or is wrong.
    """
    match key:
        case ChoiceKey(option):
            return _right_if(given == option)
        case TruthKey(value):
            return _right_if(given == (TRUE if value else FALSE))
        case OrderKey(sequence):
            return _right_if(tuple(given.split(SEPARATOR)) == sequence)
        case SetKey(options):
            return _right_if(frozenset(given.split(SEPARATOR)) == options)
        case DateKey():
            return _settled(grade_date(key.date, given, locale, final=final), final)
        case NumberKey():
            return _settled(grade_number(key, given, locale, final=final), final)
        case NameKey():
            return _settled(grade_name(key, given), final)


def _right_if(right: bool) -> Verdict:
    return Verdict.CORRECT if right else Verdict.WRONG


def _settled(verdict: Verdict, final: bool) -> Verdict:
    unclear = verdict not in {Verdict.CORRECT, Verdict.WRONG}
    return Verdict.WRONG if final and unclear else verdict
