"""What the stand-ins saw: messages with all their states, and what a person was told for a click."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.discord.draw import MARK
from bot.words import say
from questions.model import LANGUAGES, Language

_BUTTON = re.compile(rf'"(?:custom|action)_id": ?"{MARK}([^"]+)"')


@dataclass(frozen=True, slots=True)
class State:
    """A message as it was from an instant of the monotonic clock on; `buttons` are their actions."""

    at: float
    buttons: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Post:
    """A message that a whole room sees, with everything that it has shown."""

    id: str
    states: tuple[State, ...]

    @property
    def at(self) -> float:
        return self.states[0].at

    @property
    def subject(self) -> str | None:
        """What it was posted for, as its buttons said first: `answer:TURN`, `start:QUIZ` or `again:QUIZ`."""
        for button in self.states[0].buttons:
            verb, *rest = button.split(":")
            if verb in {"answer", "start", "again"}:
                return f"{verb}:{rest[0]}"
        return None

    def since_without(self, verb: str) -> float | None:
        """From when on it has shown no such button to its last; None if it still does."""
        gone: float | None = None
        for state in self.states:
            has = any(button.startswith(f"{verb}:") for button in state.buttons)
            gone = None if has else state.at if gone is None else gone
        return gone


@dataclass(slots=True)
class Click:
    """An answer that somebody gave: when (seconds since 1970), and what they were told.

    `cause` is the platform's own name of the event.
    """

    community: str
    room: str
    turn: str
    player: str
    option: str
    at: float
    cause: str
    told: str = ""

    @property
    def recorded(self) -> bool:
        """Whether the player was told that this very answer is recorded."""
        return any(words in self.told for words in _RECORDED)

    @property
    def done(self) -> bool:
        """Whether the player was told that the daily is done: an answer to its last question stands."""
        return any(words in self.told for words in _DONE) and not any(words in self.told for words in _LATE)


def buttons_in(drawn: object) -> tuple[str, ...]:
    """The actions of the buttons in components or blocks."""
    return tuple(_BUTTON.findall(json.dumps(drawn)))


def text_in(drawn: object) -> str:
    """All text in embeds or blocks."""
    return "\n".join(_texts(drawn))


def _texts(drawn: object) -> Iterator[str]:
    if isinstance(drawn, Mapping):
        for name in ("title", "description", "text"):
            if isinstance(drawn.get(name), str):
                yield drawn[name]
        for value in drawn.values():
            yield from _texts(value)
    elif isinstance(drawn, list):
        for part in drawn:
            yield from _texts(part)


def _start(language: Language, word: str, **known: object) -> str:
    return say(language, word, **known).partition("\0")[0]


_RECORDED = frozenset(
    words
    for language in LANGUAGES
    for words in (say(language, "recorded-title"), _start(language, "daily-recorded", left="\0"))
)
_DONE = frozenset(say(language, "daily-done-title") for language in LANGUAGES)
_LATE = frozenset(say(language, "daily-missed", position="\0").rpartition("\0")[2] for language in LANGUAGES)
