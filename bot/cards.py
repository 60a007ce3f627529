"""What to show, never how a platform draws it.

A card is plain text in spans: adapters escape every `str`, and draw the other spans in their own markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from questions.addresses import is_address


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


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to an address of the web, where a platform has such; elsewhere the text alone.

    Raises ValueError if `address` is none.
    """

    text: str
    address: str

    def __post_init__(self) -> None:
        if not is_address(self.address):
            raise ValueError(f"no address to link to: {self.address!r}")


@dataclass(frozen=True, slots=True)
class Place:
    """A room of the community that reads the card, by its id."""

    room: str


Span = str | Bold | Moment | Link | Place
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
class TextField:
    """A line to write into, of `most` characters."""

    name: str
    label: str
    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a menu sends back and what it shows."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class MenuField:
    """A menu from which one is chosen, or `several`. What comes back are values, joined by `SEPARATOR`."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What to fill in. `action` is an id like a button's; the fields' values come with it.

    `opener` is the button behind which a message keeps its form; a window shows it at once.
    """

    action: str
    fields: tuple[TextField | MenuField, ...]
    opener: Button


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu in a card: what is chosen acts at once, like a button. `action` is an id like a button's.

    `chosen` is what holds now. Where `several` may be chosen, none may be too. One that is `searched` finds
    its choices while the user types (`bot.commands.suggested`); a platform without such menus leaves it out,
    and a line of the card tells another way.
    """

    label: str
    action: str
    choices: tuple[Choice, ...]
    chosen: frozenset[str] = frozenset()
    several: bool = False
    searched: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image (PNG). `words` say what it shows to who cannot see it, in 1,000 characters at most."""

    png: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A title, some lines, menus, buttons in one group, a form, a picture, and a footnote in small print."""

    title: str
    lines: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()
    footnote: str = ""
    tone: Tone = Tone.PLAIN
    form: Form | None = None
    menus: tuple[Menu, ...] = ()
    picture: Picture | None = None


def lettered(index: int) -> str:
    """The letter that an option carries on a card: A, B, C, ..."""
    return chr(ord("A") + index)
