"""What could come in: values of any kind, and text, ids and actions that are nearly right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from bot.commands import BUTTONS, CHOSEN, FORMS, LONGEST_TEXT, commands, name
from bot.engine.leaderboard import Period, Scope
from bot.engine.preferences import LIMITS, SWITCHES, Pace, Rooms, Starters
from questions.model import LANGUAGES
from tests.input.world import IDS, World, small_bank

F = TypeVar("F", bound=Callable[..., None])

_LONG: Final = "x" * 10_000
_TEXTS: Final = [
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "a\udfffb",
    "\u202eabc\u2066",
    "שלום, 2006",
    "مرحبا",
    "\n",
    "a\nb",
    ":",
    "a:b:c",
    ",",
    "a,b,,c",
    "'; DROP TABLE quiz; --",
    '"quoted "text',
    "“curly” ‘quotes’ «comillas»",
    "<@U1>",
    "<!channel>",
    "@everyone",
    "**bold** _it_ `code` [a](https://example.org)",
    "{ $given }",
    "\ue000\ue001",
    "null",
    "NaN",
    "-1",
    "0",
    "٣",
    "½",
    "1e999",
    "9" * 19,
    "9" * 25,
    "9" * 5000,
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "25:61",
    "9 pm",
    "Europe/Madrid",
    "../../etc/passwd",
    "🗳️" * 30,
    "é" * (LONGEST_TEXT + 1),
    _LONG,
    "word " * 2000,
]
texts: Final = st.sampled_from(_TEXTS) | st.text(max_size=12)
_numbers = st.sampled_from([0, -1, 1, 2**31, 2**63, 2**70, 1.5, 1e308])
values: Final[st.SearchStrategy[Any]] = (
    texts
    | _numbers
    | st.sampled_from([None, True, False, [], {}, [None], [[]], {"": None}, [{"id": 1}], {"id": []}])
)
json: Final[st.SearchStrategy[Any]] = st.recursive(
    values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)

# The words that a menu or a switch of each kind sends.
_CHOICES: Final[dict[str, list[str]]] = {
    "zone": ["Europe/Madrid", "UTC", "America/Mexico_City"],
    "language": ["auto", *LANGUAGES],
    "limit": list(LIMITS),
    "starters": list(Starters),
    "rooms": list(Rooms),
    "bonus": list(SWITCHES),
    "streaks": list(SWITCHES),
    "leaderboard": list(SWITCHES),
    "pace": list(Pace),
    "streak": list(SWITCHES),
}
_WORDS = [
    *(part for command in commands(small_bank()) for part in command.path),
    *(option.name for command in commands(small_bank()) for option in command.options),
    *(
        choice
        for command in commands(small_bank())
        for option in command.options
        for choice in option.choices
    ),
]
_TYPED: Final = [
    *_WORDS,
    *(
        name(word, "es")
        for word in dict.fromkeys(_WORDS)
        if word in {p for c in commands(small_bank()) for p in c.path}
    ),
    *(
        "3",
        "20",
        "21",
        "0",
        "questions:3",
        "preguntas:3",
        "topic:",
        "zone:Europe/Madrid",
        "09:00",
        "9pm",
        "9 pm",
    ),
    *(
        "lunes",
        "mon-fri",
        "every day",
        "Europe/Madrid",
        "ana",
        "@ana",
        "U1",
        "12",
        "electoral-college",
        "es",
        "en",
    ),
]
_PATHS: Final = [
    " ".join(name(part, language) for part in command.path)
    for command in commands(small_bank())
    for language in LANGUAGES
]


def typed() -> st.SearchStrategy[str]:
    """A command as it is typed behind `/quiz`: one that is known, and then anything; or anything at once."""
    words = st.lists(st.sampled_from(_TYPED) | texts, max_size=4)
    known = st.tuples(st.sampled_from(_PATHS), words).map(lambda parts: " ".join([parts[0], *parts[1]]))
    return st.one_of(known, known, texts, words.map(" ".join))


_changes = st.integers(0, 9)
_fifths = st.integers(0, 4)
_seldom = _fifths.map(lambda number: number == 4)
_places = st.integers(0, 255)
_few = st.integers(0, 3)
_field_names = st.sampled_from(
    ["text", "options", "place-1", "place-2", "place-3", "turn", CHOSEN, "", "odd"]
)


class Ids:
    """Ids that exist here, that exist elsewhere, and that exist nowhere."""

    def __init__(self, world: World) -> None:
        self._own = world.own
        known = world.known
        self._players = [*known.players[world.own], IDS[world.platform].format(9), "nobody"]
        self._of: dict[str, st.SearchStrategy[str]] = {
            "turn": self._any(known.turns),
            "quiz": self._any(known.quizzes),
            "schedule": self._any(known.schedules),
            "option": st.sampled_from([*known.options, "none"]),
            "period": st.sampled_from([*Period, "never"]),
            "scope": st.sampled_from([*Scope, "world"]),
            "topic": st.sampled_from(["all", "", *(topic.id for topic in small_bank().topics), "none"]),
            "page": st.sampled_from(["1", "2", "0", "-3", "7", "9" * 25, "9" * 5000, "١", "1_0", " 1 "]),
            "player": st.sampled_from(self._players),
            "what": st.sampled_from([*_CHOICES, "start", "end", "all"]),
            "to": st.sampled_from([*SWITCHES, "maybe", *Rooms]),
            "day": st.sampled_from(["2026-03-03", "2026-03-02", "0001-01-01", "9999-12-31", "20260303"]),
        }
        self._option = st.sampled_from([*known.options, *_TEXTS])
        self._options = st.lists(self._option, max_size=4)

    def _any(self, known: dict[str, list[str]]) -> st.SearchStrategy[str]:
        own = known[self._own]
        others = [id for community, ids in known.items() if community != self._own for id in ids]
        return st.sampled_from([*own, *others])

    def button(self, draw: st.DrawFn) -> tuple[str, str | None]:
        """The action of a button or a menu, and what was chosen in it, if anything."""
        return self._action(draw, BUTTONS)

    def form(self, draw: st.DrawFn) -> str:
        return self._action(draw, FORMS)[0]

    def _action(self, draw: st.DrawFn, known: Mapping[str, Any]) -> tuple[str, str | None]:
        verb = draw(st.sampled_from(list(known)))
        parts = [draw(self._of[part]) for part in known[verb][0]]
        chosen = None
        if verb in {"prefer", "set"} or draw(_seldom):
            chosen = draw(st.sampled_from([*_CHOICES.get(parts[0], [""]), *_TEXTS]))
        match draw(_changes):
            case 0:
                parts[draw(_fifths) % len(parts)] = draw(texts)
            case 1:
                parts.append(draw(texts))
            case 2:
                verb = draw(texts)
            case 3:
                parts = parts[1:]
        return ":".join([verb, *parts]), chosen

    def fields(self, draw: st.DrawFn) -> dict[str, str | list[str]]:
        """What was filled into a form."""
        fields: dict[str, str | list[str]] = {}
        for _ in range(draw(_few)):
            name = draw(_field_names)
            several = draw(st.booleans())
            fields[name] = draw(self._options) if several else draw(self._option)
        return fields


# One payload in four is of another shape.
spoils: Final = st.sampled_from([False, False, False, True])


def spoilt(draw: st.DrawFn, payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with something missing or of another kind, as no platform sends it today."""
    payload = deepcopy(payload)
    paths = list(_paths(payload))
    for _ in range(1 + draw(_fifths) // 4):
        *above, last = paths[draw(_places) % len(paths)]
        where: Any = payload
        for part in above:
            where = where[part] if isinstance(where, dict) and part in where else None
            if isinstance(where, list):
                where = where[0] if where else None
        if not isinstance(where, dict):
            continue
        if draw(st.booleans()):
            where.pop(last, None)
        else:
            where[last] = draw(values)
    return payload


def _paths(payload: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The places of all values; a list is looked into at its first entry."""
    if isinstance(payload, list):
        payload = payload[0] if payload else None
    if isinstance(payload, dict):
        for key, value in payload.items():
            yield (*above, key)
            yield from _paths(value, (*above, key))


def many(test: F) -> F:
    """Some hundred examples of a test, or as many more as the profile says."""
    return settings(max_examples=max(300, settings().max_examples))(test)


def some(test: F) -> F:
    """A fifth of that: for what is refused at the door."""
    return settings(max_examples=max(60, settings().max_examples // 5))(test)
