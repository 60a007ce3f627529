"""The nouns of the question bank: immutable values, the same for every platform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

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
from questions.wording import english_date, number_with_unit, spanish_date

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in every language of the bank."""

    en: str
    es: str

    def to(self, language: Language) -> str:
        return self.es if language == "es" else self.en


NO_TEXT = Text("", "")


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class SourceKind(StrEnum):
    STATUTE = "statute"
    COURT_RECORD = "court record"
    OFFICIAL_FIGURE = "official figure"
    PRESS = "press"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Source:
    """A document that a key rests on; `where` tells a reader how to find it."""

    id: str
    title: str
    publisher: str
    date: str
    kind: SourceKind
    where: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The place in a source (section, page, paragraph, headline) where the fact stands."""

    source: Source
    locator: str


@dataclass(frozen=True, slots=True)
class Authority:
    """A place in a source that what is computed rests on; the source is named by its id in sources.toml."""

    source: str
    at: str


@dataclass(frozen=True, slots=True)
class Ascription:
    """That a person did a crime, as a text says or lets one think; both by their ids."""

    person: str
    crime: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of the texts to choose from. Answers hold the id, never the letter or the wording.

    `why` tells whoever chose a wrong one why it is wrong. `ascribes` is a pack's word on what crimes the text
    ascribes, None where it is left to the reader; as it is not shown, it is no part of what was asked.
    """

    id: str
    text: Text
    why: Text | None = None
    ascribes: tuple[Ascription, ...] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A stem with its options, its key, and why the key is right.

    What is typed has no options; what is put in order has its items as options, in the right sequence.
    `as_of` is the day on which the key was checked against its sources, `until` the last day for which it is
    known to hold. `unit` belongs to a number, `name` is how the answer to a name is shown, `ascribes` is for
    the stem what it is for an option.
    """

    id: str
    topic: str
    difficulty: Difficulty
    stem: Text
    options: tuple[Option, ...]
    key: Key
    explanation: Text
    citations: tuple[Citation, ...]
    as_of: date
    until: date | None = None
    unit: Text = NO_TEXT
    name: Text = NO_TEXT
    ascribes: tuple[Ascription, ...] | None = field(default=None, compare=False)

    def option(self, id: str) -> Option | None:
        return next((option for option in self.options if option.id == id), None)

    @property
    def answer(self) -> Text:
        """The right answer as it is shown."""
        match self.key:
            case ChoiceKey(option):
                return self._joined([option])
            case TruthKey(value):
                return self._joined([TRUE if value else FALSE])
            case DateKey(day):
                return Text(english_date(day), spanish_date(day))
            case NumberKey(value):
                return Text(number_with_unit(value, self.unit.en), number_with_unit(value, self.unit.es))
            case NameKey():
                return self.name
            case OrderKey(sequence):
                return self._joined(sequence, " → ")
            case SetKey(options):
                return self._joined([option.id for option in self.options if option.id in options], "; ")

    def _joined(self, ids: Iterable[str], between: str = "") -> Text:
        texts = [option.text for id in ids if (option := self.option(id)) is not None]
        return Text(between.join(text.en for text in texts), between.join(text.es for text in texts))


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of questions, all on one topic."""

    topic: Topic
    questions: tuple[Question, ...]
