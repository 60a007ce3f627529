"""Wrong options that are right too, and options that say the same as another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, takewhile

from questions.bank import Bank
from questions.dates import WEEKDAYS, grade_date, read_date
from questions.folding import folded
from questions.keys import ChoiceKey, SetKey
from questions.lint.numbers_and_dates import NUMBER
from questions.lint.texts import fault, named_options
from questions.model import LANGUAGES, Language, Option
from questions.names import ARTICLES
from questions.number_words import CARDINAL_WORDS, value_of
from questions.page import Fault, shown
from questions.verdict import Verdict

_PERCENT = re.compile(r"%|\b(?:per cent|por ciento)\b", re.IGNORECASE)
_CONNECTING = frozenset({"and", "y"})

_Reading = tuple[str | Fraction, ...]


def distractors_that_are_right(bank: Bank) -> Iterator[Fault]:
    """Options are compared as they are read: without articles and signs, numbers by value, dates as days."""
    for question in bank.questions:
        match question.key:
            case ChoiceKey(option):
                right = frozenset({option})
            case SetKey(options):
                right = options
            case _:
                continue
        for language in LANGUAGES:
            for (_, one), (field, other) in combinations(named_options(question), 2):
                what = _said_twice(one, other, right, language)
                if what:
                    yield fault(question, f"{field}.{language}", what)


def _said_twice(one: Option, other: Option, right: frozenset[str], language: Language) -> str | None:
    texts = one.text.to(language), other.text.to(language)
    if (one.id in right) is (other.id in right):
        return f'says the same as "{shown(texts[0])}"; make them differ' if _same(*texts) else None
    meant, wrong = texts if one.id in right else reversed(texts)
    if not _same(meant, wrong) and not _covers(wrong, meant, language):
        return None
    return f'"{shown(wrong)}" is right too, as "{shown(meant)}" is; make it wrong for sure, or drop it'


def _same(one: str, other: str) -> bool:
    return _reading(one) == _reading(other)


def _covers(wrong: str, right: str, language: Language) -> bool:
    """Whether a wrong date holds the right one: the same day written otherwise, or its month or year."""
    if not _is_a_date(wrong) or not _is_a_date(right):
        return False
    wanted = read_date(right)[0]
    return grade_date(wanted, wrong, language, final=True) in (Verdict.CORRECT, Verdict.BE_SPECIFIC)


def _is_a_date(text: str) -> bool:
    """Whether it names a day, a month or a year in figures: `the second Monday in January` is a rule."""
    in_figures = NUMBER.search(text) is not None and WEEKDAYS.isdisjoint(folded(text).split())
    return in_figures and len(read_date(text)) == 1


def _reading(text: str) -> _Reading:
    """What an option says, word by word."""
    read: list[str | Fraction] = []
    end = 0
    text = _PERCENT.sub(" percent ", text)
    for match in NUMBER.finditer(text):
        read += [*_words(text[end : match.start()]), _value(match[0])]
        end = match.end()
    read += _words(text[end:])
    bare = tuple(word for word in read if word not in ARTICLES)
    return bare or tuple(read)


def _value(figures: str) -> str | Fraction:
    """Commas group and a point is the decimal sign, as everywhere in the bank."""
    try:
        return Fraction(figures.replace(",", ""))
    except ValueError:
        return figures


def _words(text: str) -> list[str | Fraction]:
    """Folded words; each run of them that is a number as its value, but for `un`, which is an article too."""
    words, read = folded(text).split(), list[str | Fraction]()
    while words:
        of_numbers = takewhile(lambda word: word in CARDINAL_WORDS | _CONNECTING, words)
        run = words[: len(list(of_numbers))]
        while run and value_of(run) is None:
            run.pop()
        value = None if not run or run[0] in ARTICLES else value_of(run)
        read.append(words[0] if value is None else Fraction(value))
        words = words[1 if value is None else len(run) :]
    return read
