"""What to show, never how a platform draws it.

A card is plain text in spans: adapters escape every `str`, and draw `Bold` and `Moment` in their own markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant that each reader sees in their own zone.

    `relative` reads like "in 20 seconds"; otherwise date and time are shown.
    """

    at: datetime
    relative: bool = False


Span = str | Bold | Moment
Line = tuple[Span, ...]


class Tone(StrEnum):
    """What a card is about, for the colour of its edge where a platform has one."""

    QUESTION = "question"
    RESULT = "result"
    PLAIN = "plain"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Button:
    """`action` is a stable id, `verb:argument:...`; all state behind it is in the database."""

    label: str
    action: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A title, some lines, buttons in one group, and a footnote in small print.

    `typed` says that the answer is typed: a terminal then takes any line for it.
    """

    title: str
    lines: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()
    footnote: str = ""
    tone: Tone = Tone.PLAIN
    typed: bool = False


def lettered(index: int) -> str:
    """The letter that an option carries on a card: A, B, C, ..."""
    return chr(ord("A") + index)
