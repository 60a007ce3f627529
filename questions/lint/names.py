"""Names that differ between the two texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from questions.bank import Bank
from questions.calendar_text import month_name, weekday_name
from questions.folding import plain, word_set
from questions.lint.lists import word_lists
from questions.lint.texts import QUOTED, texts_of
from questions.model import Text
from questions.page import Fault, listed

TRANSLATIONS = "translations.toml"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
# What stands before the first word of a sentence. An initial and `EE. UU.` end no sentence.
_SENTENCE_ENDED = re.compile(r"(?:^|[?!¿¡\"“«(]|(?<!\b[A-Z])(?<!\bUU)\.[\"”»)]?)\s*$")
_FAR_ENOUGH = 9
# What may stand before a name where an English sentence begins. Any other word is part of it: `Tony Snow`.
_OPENING = word_set(
    "a after against all although an and as asked at because before beside besides both but by choose did do "
    "does during for from give had has have how if in into is it its later like name no not of on once only "
    "or order over put since some sort that the their then these this those though to two under until was "
    "were what when where which while who whose why with"
)
_WEEKDAYS = frozenset(weekday_name(n).en for n in range(7))
# The rule on dates compares them.
_DAYS = _WEEKDAYS | {f"{name}s" for name in _WEEKDAYS} | {month_name(n).en for n in range(1, 13)}


def names_that_differ(bank: Bank) -> Iterator[Fault]:
    """What is written with a capital in one text must be in the other: alike, or translated as the list says.

    A text may leave out what has a translation (`flown home`, `voló a México`), but not name another instead.
    """
    from_english, from_spanish = _glossaries()
    for told in texts_of(bank):
        english, spanish = (_words_of(text) for text in _without_common_quotations(told.text))
        left_in_english, in_english = _alone(english, spanish, from_english)
        left_in_spanish, in_spanish = _alone(spanish, english, from_spanish)
        in_english += [name for name in _openings(english, from_english) if name not in spanish.names]
        if in_english or in_spanish or (left_in_english and left_in_spanish):
            one, other = _once(left_in_english + in_english), _once(left_in_spanish + in_spanish)
            mend = "write names alike in both, with their accents, and add what is a translation to"
            what = f"English alone names {one}, Spanish {other}; {mend} questions/lint/{TRANSLATIONS}"
            yield told.fault(what)


def _without_common_quotations(text: Text) -> tuple[str, str]:
    """The English and the Spanish text without what both quote in the same words."""
    english, spanish = text.en, text.es
    for quoted in QUOTED.findall(english):
        if quoted in spanish:
            english, spanish = english.replace(quoted, '""'), spanish.replace(quoted, '""')
    return english, spanish


def _once(names: Iterable[str]) -> str:
    return listed(list(dict.fromkeys(names)))


# --- the names of a text ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, without the `'s` of English. `opens` tells which of them begin a sentence; `run`
    is all of them in small letters, between single spaces, and `starts` where each stands in it."""

    words: Sequence[str]
    opens: Sequence[bool]
    run: str
    starts: Sequence[int]
    names: frozenset[str]


def _words_of(text: str) -> _Words:
    words, opens, starts, run = [], [], [], " "
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        words.append(word)
        before = text[max(0, match.start() - _FAR_ENOUGH) : match.start()]
        opens.append(word[0].isupper() and _SENTENCE_ENDED.search(before) is not None)
        starts.append(len(run))
        run += f"{word.lower()} "
    return _Words(words, opens, run, starts, frozenset(word for word in words if word[0].isupper()))


def _alone(text: _Words, other: _Words, glossary: _Glossary) -> tuple[list[str], list[str]]:
    """The names of a text that the other lacks: those with a translation, and those to be written alike."""
    translated, alike = list[str](), list[str]()
    accented = {plain(name): name for name in other.names}
    place = 0
    while place < len(text.words):
        if known := glossary.at(text, place):
            length, translations = known
            name = text.words[place : place + length]
            if not any(f" {one}" in other.run for one in translations):
                # A name that has a translation may be left out, but not stand there as it is.
                (alike if other.names.issuperset(name) else translated).append(" ".join(name))
            place += length
            continue
        word = text.words[place]
        if text.opens[place]:
            strange = plain(word) in accented and accented[plain(word)].lower() != word.lower()
        else:
            strange = len(word) > 1 and word[0].isupper() and word not in other.names and word not in _DAYS
        alike += [word] if strange else []
        place += 1
    return translated, alike


def _openings(text: _Words, known: _Glossary) -> Iterator[str]:
    """The first words of sentences that begin with a name of several words."""
    for place, (word, following) in enumerate(pairwise(text.words)):
        alone = following in _DAYS or following[0].islower() or text.opens[place + 1]
        if not text.opens[place] or alone or word.lower() in _OPENING:
            continue
        if not known.at(text, place) and not known.at(text, place + 1):
            yield word


# --- the list of translations -------------------------------------------------------------------------------


class _Glossary:
    """The names of one language that have a translation, as pieces of a run of words."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._translations: dict[str, dict[str, set[str]]] = {}
        for name, translation in pairs:
            run = _run(name)
            self._translations.setdefault(run[:2], {}).setdefault(run, set()).add(_run(translation))

    def at(self, text: _Words, place: int) -> tuple[int, set[str]] | None:
        """How many words from here on are a name, as many as possible, and what may stand for it."""
        found: dict[int, set[str]] = {}
        start = text.starts[place]
        for run, translations in self._translations.get(text.run[start : start + 2], {}).items():
            if text.run.startswith(run, start):
                length = len(run.split())
                if any(word[0].isupper() for word in text.words[place : place + length]):
                    found.setdefault(length, set()).update(translations)
        return max(found.items(), key=lambda item: item[0], default=None)


def _run(name: str) -> str:
    """A name of the list as it stands in a run of words; a star stands for any ending of its last word."""
    words = " ".join(_WORD.findall(name.lower()))
    return words if name.endswith("*") else f"{words} "


def _glossaries() -> tuple[_Glossary, _Glossary]:
    """From English, and from Spanish."""
    tables = word_lists(TRANSLATIONS).values()
    pairs = [(name, other) for table in tables for name, others in table.items() for other in others]
    # An English text may keep a Spanish name, such as `Tribunal Electoral`.
    kept = [(spanish, spanish) for _, spanish in pairs]
    return _Glossary(pairs), _Glossary([*((spanish, english) for english, spanish in pairs), *kept])
