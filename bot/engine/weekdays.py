"""Days of the week as people write them, in English or Spanish: `mon-fri`, `lu, mi y vi`, `every day`."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.engine.schedule import EVERY_DAY

_WORKING: Final = frozenset(range(5))
_WEEKEND: Final = EVERY_DAY - _WORKING

# Monday is 0. A day may be cut down to its first two letters; no two days share them.
_NAMES: Final = (
    ("monday", "lunes"),
    ("tuesday", "martes"),
    ("wednesday", "miercoles"),
    ("thursday", "jueves"),
    ("friday", "viernes"),
    ("saturday", "sabado"),
    ("sunday", "domingo"),
)
_SHORTEST: Final = 2
_PHRASES: Final = {
    "every day": EVERY_DAY,
    "everyday": EVERY_DAY,
    "daily": EVERY_DAY,
    "all": EVERY_DAY,
    "cada dia": EVERY_DAY,
    "todos los dias": EVERY_DAY,
    "diario": EVERY_DAY,
    "weekdays": _WORKING,
    "entre semana": _WORKING,
    "dias laborables": _WORKING,
    "dias habiles": _WORKING,
    "weekend": _WEEKEND,
    "weekends": _WEEKEND,
    "fin de semana": _WEEKEND,
    "fines de semana": _WEEKEND,
}
_BETWEEN: Final = re.compile(r"\s*(?:[,;+&]|\b(?:and|y)\b|\s)\s*")
_FROM_TO: Final = re.compile(r"\s*[-–—]\s*|\s+(?:to|through|a)\s+")
_TO_BEGIN: Final = re.compile(r"^(?:every|on|cada|de|del|los)\s+")


def read_weekdays(given: str) -> frozenset[int]:
    """The days that are meant, 0 for Monday; a range may run over the end of the week.

    Raises:
        ValueError: a part of it is no day.
    """
    text = " ".join(_plain(given).split())
    if text in _PHRASES:
        return _PHRASES[text]
    # A range becomes one word before the text is split at blanks.
    parts = [part for part in _BETWEEN.split(_FROM_TO.sub("-", _TO_BEGIN.sub("", text))) if part]
    if not parts:
        raise ValueError(given)
    return frozenset().union(*(_days(part) for part in parts))


def write_weekdays(days: frozenset[int]) -> str:
    """The days in a form that `read_weekdays` reads: `mon,wed,fri`."""
    return ",".join(_NAMES[day][0][:3] for day in sorted(days))


def _days(part: str) -> frozenset[int]:
    first, *last = (_day(name) for name in part.split("-"))
    if not last:
        return frozenset({first})
    if len(last) > 1:
        raise ValueError(part)
    return frozenset((first + step) % 7 for step in range((last[0] - first) % 7 + 1))


def _day(name: str) -> int:
    if len(name) >= _SHORTEST:
        for number, names in enumerate(_NAMES):
            if any(full.startswith(name) or name == f"{full}s" for full in names):
                return number
    raise ValueError(name)


def _plain(text: str) -> str:
    """Small letters without accents, dots of abbreviations left out."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in apart if not unicodedata.combining(char) and char != ".")
