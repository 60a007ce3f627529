"""Stems that ask what another question of the bank asks already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from questions.bank import Bank
from questions.folding import folded
from questions.lint.texts import fault
from questions.model import LANGUAGES, Language, Question
from questions.page import Fault

NEARLY_THE_SAME = 0.92


def stems_asked_twice(bank: Bank) -> Iterator[Fault]:
    for language in LANGUAGES:
        for one, other in _alike([_stem(question, language) for question in bank.questions]):
            what = f'asks nearly the same as question "{one.id}"; ask something else, or drop one of the two'
            yield fault(other, f"stem.{language}", what)


@dataclass(frozen=True, slots=True)
class _Stem:
    question: Question
    folded: str
    words: frozenset[str]


def _stem(question: Question, language: Language) -> _Stem:
    bare = folded(question.stem.to(language))
    return _Stem(question, bare, frozenset(bare.split()))


def _alike(stems: list[_Stem]) -> Iterator[tuple[Question, Question]]:
    """Pairs of questions with nearly the same stem.

    To compare all pairs letter by letter would take minutes on a large bank. Two bounds spare most of them: a
    ratio cannot exceed what the lengths allow, and so few letters of difference leave most words whole.
    """
    place = {stem.question.id: n for n, stem in enumerate(stems)}
    by_length = sorted(stems, key=lambda stem: len(stem.folded))
    for n, long in enumerate(by_length):
        matcher = SequenceMatcher(None, "", long.folded, autojunk=False)
        for short in reversed(by_length[:n]):
            if 2 * len(short.folded) < NEARLY_THE_SAME * (len(short.folded) + len(long.folded)):
                break
            if 5 * len(short.words & long.words) < len(short.words) + len(long.words):
                continue
            matcher.set_seq1(short.folded)
            if matcher.quick_ratio() >= NEARLY_THE_SAME and matcher.ratio() >= NEARLY_THE_SAME:
                one, other = sorted((short.question, long.question), key=lambda q: place[q.id])
                yield one, other
