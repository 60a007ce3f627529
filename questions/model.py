"""The nouns of the question bank: immutable values, the same for every platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from questions.keys import Key

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in every language of the bank."""

    en: str
    es: str

    def to(self, language: Language) -> str:
        return self.es if language == "es" else self.en


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
class Option:
    """One of the texts to choose from. Answers hold the id, never the letter or the wording."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A stem with its options, its key, and why the key is right.

    `as_of` is the day on which the key was checked against its sources.
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

    def option(self, id: str) -> Option | None:
        return next((option for option in self.options if option.id == id), None)


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of questions, all on one topic."""

    topic: Topic
    questions: tuple[Question, ...]
