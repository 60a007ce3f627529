"""What counts as right, one class a kind of answer.

Choices are answered with option ids; the other kinds are typed. What an answer holds is always a text:
an id, ids joined by `,`, or what the player typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from questions.dates import PartialDate

TRUE = "true"
FALSE = "false"


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """The id of the one right option."""

    option: str


@dataclass(frozen=True, slots=True)
class TruthKey:
    """Whether the statement of the stem is true."""

    value: bool


@dataclass(frozen=True, slots=True)
class DateKey:
    """A day, a month (`date.day` is None) or a year (`date.month` is None too): the precision asked for."""

    date: PartialDate


@dataclass(frozen=True, slots=True)
class NumberKey:
    """A number, and how far from it still counts; `units` are the words that may follow it."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameKey:
    """What is right, what is too general (ask once more), and what looks alike but is wrong.

    `person` tells that titles before a name do not matter.
    """

    accept: tuple[str, ...]
    prompt: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    person: bool = False


@dataclass(frozen=True, slots=True)
class OrderKey:
    """The ids of the items in the right sequence."""

    sequence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetKey:
    """The ids of all right options."""

    options: frozenset[str]


Key = ChoiceKey | TruthKey | DateKey | NumberKey | NameKey | OrderKey | SetKey
