"""One question while it can be answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from questions.folding import folded
from questions.grading import SEPARATOR
from questions.keys import OrderKey, SetKey
from questions.model import Option, Question

# A turn closes a little after the time shown, so that an answer given in time still arrives in time.
GRACE = timedelta(seconds=2)

# No question has so many options that `y` could be one of them.
_BETWEEN_LETTERS = {"and", "y"}


# The fields of the form that takes an answer: a text, the options chosen, or an option for each place.
TEXT = "text"
OPTIONS = "options"


def place_name(place: int) -> str:
    """The field for one place of a sequence, counted from 1."""
    return f"place-{place}"


class TurnClosed(Exception):
    """The time to answer this question is over."""


class NotAnOption(Exception):
    """The question has no such option."""


class NotReadable(Exception):
    """What was typed names no options in the way that the question asks for."""


class NotYourTurn(Exception):
    """The turn is another player's own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one player gave in one turn; `cause` is the platform's id of the event that brought it."""

    turn: str
    player: str
    given: str
    at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Turn:
    """`closes_at` is the time shown. `player` is None where all share the turn; `order` holds option ids.

    `expected` are the players whose answers close a shared turn before its time.
    """

    id: str
    quiz: str
    position: int
    player: str | None
    version: str
    question: Question
    order: tuple[str, ...]
    expected: frozenset[str]
    opened_at: datetime
    closes_at: datetime

    def answer(self, player: str, given: str, at: datetime, cause: str) -> Answer:
        """Take what a player gave at the platform's time `at`.

        Raises:
            TurnClosed: it came later than the time shown.
            NotAnOption: it names an option that the question does not have, or too few, or one twice.
            NotYourTurn: the turn belongs to another player.
        """
        if self.player is not None and self.player != player:
            raise NotYourTurn
        if not self._may_hold(given):
            raise NotAnOption
        if at > self.closes_at:
            raise TurnClosed
        return Answer(self.id, player, given, at, cause)

    def read(self, text: str) -> str:
        """What an answer holds for what was typed: letters become option ids, other text stays as it reads.

        Letters may be written as one likes: `BAC`, `b, a, c`, `B > A > C`, `b, a y c`.

        Raises:
            NotReadable: the question wants letters of its options, and these are none, or not enough.
        """
        if not self.order:
            # What cannot be seen cannot be meant; nor can every database hold it.
            return "".join(char for char in text if char.isprintable() or char.isspace()).strip()
        letters = (word for word in folded(text).split() if word not in _BETWEEN_LETTERS)
        places = [ord(letter) - ord("a") for letter in "".join(letters)]
        if not all(0 <= place < len(self.order) for place in places):
            raise NotReadable
        given = SEPARATOR.join(self.order[place] for place in places)
        if not self._may_hold(given):
            raise NotReadable
        return given

    def collect(self, fields: Mapping[str, str]) -> str:
        """What an answer holds for a form that was filled in.

        Raises:
            NotReadable: a field is missing, or the options do not fit the question, or one has two places.
        """
        names = [TEXT]
        if isinstance(self.question.key, OrderKey):
            names = [place_name(place) for place in range(1, len(self.order) + 1)]
        elif self.order:
            names = [OPTIONS]
        if not set(names) <= set(fields):
            raise NotReadable
        given = SEPARATOR.join(fields[name] for name in names)
        if not self._may_hold(given):
            raise NotReadable
        return given if self.order else given.strip()

    def _may_hold(self, given: str) -> bool:
        if not self.order:
            return bool(given.strip())
        ids = given.split(SEPARATOR)
        known = len(set(ids)) == len(ids) and set(ids) <= set(self.order)
        match self.question.key:
            case OrderKey():
                return known and len(ids) == len(self.order)
            case SetKey():
                return known
            case _:
                return known and len(ids) == 1

    @property
    def due_to_close(self) -> datetime:
        return self.closes_at + GRACE

    def options(self) -> tuple[Option, ...]:
        """The options in the order of this turn."""
        found = (self.question.option(id) for id in self.order)
        return tuple(option for option in found if option is not None)


def closes_early(expected: Collection[str], answered: Collection[str]) -> bool:
    """Whether a shared turn need not wait for its time: everyone expected has answered."""
    return bool(expected) and set(expected) <= set(answered)


def expected_next(answered: Collection[str], present: Collection[str]) -> frozenset[str]:
    """Whose answers the next turn waits for: who answered this one, and who shares the screen."""
    return frozenset(answered) | frozenset(present)
