"""The computed questions, and what the tests ask of any of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from questions.bank import BUILTIN
from questions.generated import GeneratedQuestions, calendar_questions, states_questions
from questions.generated.calendar.templates import TEMPLATES as OF_THE_CALENDAR
from questions.generated.states.templates import TEMPLATES as OF_THE_STATES
from questions.keys import ChoiceKey
from questions.mexico_2006 import Returns, load_returns
from questions.model import Language, Option, Question, Source
from questions.packs import load_sources


@dataclass(frozen=True)
class Computed:
    """All questions on a computed topic, and the ids that each template makes."""

    pool: GeneratedQuestions
    questions: tuple[Question, ...]
    templates: Mapping[str, tuple[str, ...]]

    def made(self, pattern: str) -> list[tuple[Question, re.Match[str]]]:
        """The questions whose id is of a pattern, with what it matched."""
        found = [(q, match) for q in self.questions if (match := re.fullmatch(pattern, q.id))]
        assert found, pattern
        return found

    @property
    def choices(self) -> list[Question]:
        return [question for question in self.questions if isinstance(question.key, ChoiceKey)]

    @property
    def wrongs(self) -> list[tuple[Question, Option]]:
        """Every wrong option of every choice."""
        return [(q, option) for q in self.choices for option in q.options if option != right(q)]


@cache
def sources() -> dict[str, Source]:
    return load_sources(BUILTIN / "sources.toml")


@cache
def returns() -> Returns:
    return load_returns(sources())


@cache
def calendar() -> Computed:
    pool = calendar_questions(sources())
    templates = {template.__name__: tuple(id for id, _ in template()) for template in OF_THE_CALENDAR}
    return Computed(pool, tuple(pool), templates)


@cache
def states() -> Computed:
    pool = states_questions(sources())
    templates = {template.__name__: tuple(id for id, _ in template(returns())) for template in OF_THE_STATES}
    return Computed(pool, tuple(pool), templates)


def right(question: Question) -> Option:
    assert isinstance(question.key, ChoiceKey)
    option = question.option(question.key.option)
    assert option is not None
    return option


def only_right(question: Question, holding: Iterable[str]) -> bool:
    """Whether what is asked for holds for the right option alone, and not for a wrong one."""
    return {option.id for option in question.options} & set(holding) == {right(question).id}


def is_longest(question: Question, language: Language) -> bool:
    """Whether the right option alone has the longest text."""
    most = len(right(question).text.to(language))
    return all(len(o.text.to(language)) < most for o in question.options if o != right(question))


def shares(counted: Iterable[int]) -> list[float]:
    """Of four places or ranks, how often each was counted."""
    of = Counter(counted)
    return [of[n] / sum(of.values()) for n in range(4)]
