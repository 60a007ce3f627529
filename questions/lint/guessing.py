"""Keys that can be guessed without knowing anything, measured over the whole bank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from questions.bank import Bank
from questions.keys import ChoiceKey, TruthKey
from questions.lint.numbers_and_dates import NUMBER
from questions.model import LANGUAGES, Language, Option, Question
from questions.page import Fault

FEWEST_TO_GUESS = 20
OVER_CHANCE = Fraction(10, 100)

_YEAR = re.compile(r"(?<![\d,.])[12]\d{3}(?![\d%]|[,.]\d)")


def keys_guessable_by_length(bank: Bank) -> Iterator[Fault]:
    choices = _choices(bank)
    chance = _mean(Fraction(1, len(question.options)) for question in choices)
    for language in LANGUAGES:
        longest = [question for question in choices if _key_is_longest(question, language)]
        mend = f"lengthen wrong options or shorten right ones, for example of {_some(longest)}"
        yield from _guessable(f"the longest option in {language}", len(longest), len(choices), chance, mend)


def keys_guessable_by_place(bank: Bank) -> Iterator[Fault]:
    choices = _choices(bank)
    for slot in range(max((len(question.options) for question in choices), default=0)):
        offered = (Fraction(slot < len(question.options), len(question.options)) for question in choices)
        there = [question for question in choices if _key_slot(question) == slot]
        mend = f"move the right option elsewhere, for example of {_some(there)}"
        yield from _guessable(f"option number {slot + 1}", len(there), len(choices), _mean(offered), mend)


def statements_guessable_by_their_truth(bank: Bank) -> Iterator[Fault]:
    statements = [question for question in bank.questions if isinstance(question.key, TruthKey)]
    for value in (True, False):
        alike = [question for question in statements if question.key == TruthKey(value)]
        mend = f"turn some statements round, for example of {_some(alike)}"
        yield from _guessable(f'"{str(value).lower()}"', len(alike), len(statements), Fraction(1, 2), mend)


def keys_guessable_by_figures(bank: Bank) -> Iterator[Fault]:
    """Whoever picks the only option with a number where there is one, and guesses elsewhere, gains little.

    The same holds for the only option with a year, where others have numbers too.
    """
    of_numbers = list(_guessable_by_mark(bank, "a number", "numbers", NUMBER))
    yield from of_numbers or _guessable_by_mark(bank, "a year", "years", _YEAR)


def _guessable_by_mark(bank: Bank, one: str, several: str, mark: re.Pattern[str]) -> Iterator[Fault]:
    choices = _choices(bank)
    lone = [(question, option) for question in choices if (option := _only_with(mark, question))]
    right = [question for question, option in lone if _is_key(question, option)]
    by_chance = sum((Fraction(1, len(question.options)) for question, _ in lone), Fraction())
    if len(choices) >= FEWEST_TO_GUESS and len(right) - by_chance > OVER_CHANCE * len(choices):
        share = f"right in {len(right)} of {len(lone)} questions (by chance in {float(by_chance):.0f})"
        mend = f"write {several} into more options or into none, for example of {_some(right)}"
        yield Fault("packs", None, None, "answer", f"the only option with {one} is {share}; {mend}")


def _guessable(what: str, hits: int, of: int, chance: Fraction, mend: str) -> Iterator[Fault]:
    if of >= FEWEST_TO_GUESS and Fraction(hits, of) > chance + OVER_CHANCE:
        share = (
            f"{what} is right in {hits} of {of} questions ({hits / of:.0%}, by chance {float(chance):.0%})"
        )
        yield Fault("packs", None, None, "answer", f"{share}; {mend}")


def _choices(bank: Bank) -> list[Question]:
    return [question for question in bank.questions if isinstance(question.key, ChoiceKey)]


def _key_slot(question: Question) -> int:
    return next(n for n, option in enumerate(question.options) if _is_key(question, option))


def _key_is_longest(question: Question, language: Language) -> bool:
    right = len(question.options[_key_slot(question)].text.to(language))
    wrong = (option for option in question.options if not _is_key(question, option))
    return all(len(option.text.to(language)) < right for option in wrong)


def _only_with(mark: re.Pattern[str], question: Question) -> Option | None:
    """In English: numbers are the same in all languages."""
    found = [option for option in question.options if mark.search(option.text.en)]
    return found[0] if len(found) == 1 else None


def _is_key(question: Question, option: Option) -> bool:
    return isinstance(question.key, ChoiceKey) and question.key.option == option.id


def _mean(shares: Iterable[Fraction]) -> Fraction:
    found = list(shares)
    return sum(found, Fraction()) / max(len(found), 1)


def _some(questions: list[Question]) -> str:
    return ", ".join(question.id for question in questions[:5])
