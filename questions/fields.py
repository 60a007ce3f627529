"""The fields of one table of a file. Whatever is wrong is noted, and a harmless stand-in handed back, so that
reading goes on to the end; what was read counts only if no fault was noted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeGuard, TypeVar

from questions.model import LANGUAGES, Ascription, Text
from questions.page import LONGEST_ID, Place, Report, shown
from questions.wording import plain

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

# Larger and finer numbers than these are slips, and nobody could type them.
_LARGEST = 10**15
_FINEST = 6

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CALLED: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    Decimal: "a number with a point",
    date: "a date",
    datetime: "a date with a time",
    time: "a time of day",
    list: "an array",
    dict: "a table",
}
_WRITTEN: dict[type, str] = {
    str: '{} = "..."',
    bool: "{} = true",
    date: "{} = 2026-01-31",
    list: "{} = [...]",
    dict: "{} = {{...}}",
}


_LANGUAGES = frozenset(LANGUAGES)


class Fields:
    """One table of the file while it is read. `finish` it, so that fields nobody asked for are noted."""

    def __init__(self, report: Report, data: Mapping[str, object], place: Place, path: str = "") -> None:
        self.place = place
        self._report = report
        self._data = data
        self._path = path
        self._known: dict[str, None] = {}

    def fault(self, name: str | None, what: str) -> None:
        self._report.add(what, self.place, self._full(name) if name else self._path or None)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that the table has, whatever they are."""
        return tuple(self._data)

    def has(self, name: str) -> bool:
        """Whether a field that may be left out is given."""
        self._known[name] = None
        return name in self._data

    def give(self, name: str, kind: type[T]) -> T | None:
        """The field if it is of exactly this kind: for Python, true is an int and a datetime is a date."""
        self._known[name] = None
        value = self._data.get(name)
        if type(value) is kind and isinstance(value, kind):
            return value
        written = _WRITTEN[kind].format(shown(self._full(name)))
        if name not in self._data:
            self.fault(name, f"is missing; add {written}")
        else:
            self.fault(name, f"must be {_CALLED[kind]}, not {_CALLED[type(value)]}; write {written}")
        return None

    def text(self, name: str) -> str:
        """One line of readable text."""
        given = self._data.get(name)
        if _is_sound(given):
            self._known[name] = None
            return given
        value = self.give(name, str)
        return "" if value is None else self._checked(name, value)

    def words(self, name: str, *, optional: bool = False) -> tuple[str, ...]:
        """An array of texts, each given once."""
        if optional and not self.has(name):
            return ()
        found = []
        for number, value in enumerate(self.give(name, list) or [], start=1):
            path = f"{name}[#{number}]"
            if isinstance(value, str):
                found.append(self._checked(path, value))
            else:
                self.fault(path, f'must be a text, not {_CALLED[type(value)]}; write "..."')
        for word in repeated(found):
            self.fault(name, f'holds "{shown(word)}" several times; keep one')
        return tuple(found)

    def _checked(self, name: str, text: str) -> str:
        for what in _faults_of_text(text):
            self.fault(name, what)
        return text

    def ascriptions(self, name: str) -> tuple[Ascription, ...] | None:
        """A table of crimes by person, or None if it is not given."""
        if name not in self._data:
            self._known[name] = None
            return None
        table = self.table(name)
        return tuple(Ascription(person, table.text(person)) for person in table.names)

    def number(self, name: str) -> Decimal | None:
        """A whole number or one with a point, exactly as it is written; None if it is at fault."""
        if not self.has(name):
            self.fault(name, f"is missing; add {shown(self._full(name))} = 270")
            return None
        value = self._data[name]
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fault(name, f"must be a number, not {_CALLED[type(value)]}; write it like 270 or 0.56")
            return None
        number = Decimal(value)
        if not number.is_finite() or number.copy_abs() >= _LARGEST or number != round(number, _FINEST):
            self.fault(name, f"must be below 10^15 and have at most {_FINEST} decimals; correct it")
            return None
        return Decimal(plain(number))

    def texts(self, name: str) -> Text:
        given = self._data.get(name)
        if isinstance(given, dict) and given.keys() == _LANGUAGES and all(map(_is_sound, given.values())):
            self._known[name] = None
            return Text(**given)
        table = self.table(name)
        text = table.languages()
        table.finish()
        return text

    def languages(self) -> Text:
        return Text(*map(self.text, LANGUAGES))

    def id(self, name: str = "id") -> str:
        value = self.give(name, str)
        if value is not None:
            self.check_id(name, value)
        return value or ""

    def check_id(self, name: str | None, id: str) -> None:
        if not _ID.fullmatch(id) or len(id) > LONGEST_ID:
            like = re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")[:LONGEST_ID].strip("-") or "article-83"
            rule = f"small letters, digits and single hyphens, {LONGEST_ID} characters at most"
            self.fault(name, f'"{shown(id)}" is no id ({rule}); write for example "{like}"')

    def member(self, name: str, kind: type[E]) -> E:
        """One of the words of an enumeration."""
        word = self.word(name, [member.value for member in kind])
        return kind(word) if word else next(iter(kind))

    def word(self, name: str, allowed: Iterable[str]) -> str:
        """One of the allowed words, or else an empty string."""
        words = list(allowed)
        if name not in self._data:
            self._known[name] = None
            self.fault(name, f"is missing; it is one of {', '.join(words)}")
            return ""
        value = self.give(name, str)
        if value is None or value in words:
            return value or ""
        self.fault(name, f'"{shown(value)}" is not known; {_meant(value, words)}')
        return ""

    def day(self, name: str) -> date:
        return self.give(name, date) or date.min

    def table(self, name: str) -> Fields:
        """A table in this one. A missing one is read as empty, so that each of its fields is asked for."""
        data = {} if name not in self._data else self.give(name, dict)
        self._known[name] = None
        # What has taken the place of a table is one fault, not one more for each field that it lacks.
        report = self._report.silenced() if data is None else self._report
        return Fields(report, data or {}, self.place, self._full(name))

    def tables(self, name: str) -> list[Fields]:
        """The tables of an array."""
        found = []
        for number, entry in enumerate(self.give(name, list) or [], start=1):
            path = f"{name}[#{number}]"
            if isinstance(entry, dict):
                found.append(Fields(self._report, entry, self.place, self._full(path)))
            else:
                self.fault(path, f"must be a table, not {_CALLED[type(entry)]}; write {{...}}")
        return found

    def length(self, name: str) -> int | None:
        """The number of entries of an array, sound or not."""
        value = self._data.get(name)
        return len(value) if isinstance(value, list) else None

    def ignore(self, *names: str) -> None:
        """Let fields pass that cannot be judged."""
        self._known |= dict.fromkeys(names)

    def finish(self) -> None:
        for name in self._data:
            if name not in self._known:
                self.fault(
                    name, f"is no field here; remove it, or rename it: {_meant(name, list(self._known))}"
                )

    def _full(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name


def _is_sound(value: object) -> TypeGuard[str]:
    """Whether this is a text without any fault, told quickly: nearly every text of a large bank is.

    The one space among the characters that print is the ordinary one.
    """
    return isinstance(value, str) and value.isprintable() and value.strip(" ") == value != ""


def _faults_of_text(text: str) -> list[str]:
    if _is_sound(text):
        return []
    if not text.strip():
        return ["is blank; write the text"]
    odd = next((c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")), None)
    if odd is not None:
        named = "a line break" if odd in "\n\r" else f"the control character U+{ord(odd):04X}"
        return [f"holds {named}; write the text on one line, of visible characters and spaces"]
    return [] if text == text.strip() else ["begins or ends with a space; remove it"]


def _meant(word: str, allowed: list[str]) -> str:
    near = get_close_matches(word, allowed, n=1)
    choice = f"it is one of {', '.join(allowed)}"
    return f'did you mean "{near[0]}"?' if near else choice


def repeated(values: Iterable[str]) -> list[str]:
    values = list(values)
    if len(set(values)) == len(values):
        return []
    return [value for value, times in Counter(values).items() if value and times > 1]
