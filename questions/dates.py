"""Dates as people type them, in English and Spanish. Never fuzzy: another day is another answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from questions.folding import LONGEST_GIVEN, folded, has_odd_digits, plain, plain_signs, word_set
from questions.number_words import BELOW_HUNDRED, ENGLISH_ORDINALS
from questions.verdict import Verdict

_MONTHS = (
    "january february march april may june july august september october november december",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
_MORE_MONTHS = {"sept": 9, "setiembre": 9, "set": 9}
WEEKDAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "lunes martes miercoles jueves viernes sabado domingo lun mie jue vie sab dom"
)
_FILLERS = word_set("the of on in el en de del dia day")

_READABLE = re.compile(r"[a-z0-9\s.,;:!?¡¿'\"()\[\]*_°/-]+")
_AROUND = " \t\r\n.,;:!?¡¿'\"()[]*_"
_SHORTENED_YEAR = re.compile(r"'\s?\d")
_FIRST_TO_FIFTH = (
    r"(?:first|second|third|fourth|fifth|primero|(?<!\d)[1-5](?:st|nd|rd|th|\.?(?:o|ro|er|ero)|°))"
)
# `The first Monday in December` is not December 1; `December 1st, Monday` may be.
_WEEKDAY_OF_MONTH = re.compile(rf"\b{_FIRST_TO_FIFTH}[\s-]+(?:{'|'.join(sorted(WEEKDAYS))})\b")
_ANNOUNCED = re.compile(r"\b(?:(?:ano|year) (?=\d{4}\b)|mes de |month of )")
_LETTERS = re.compile(r"[a-z]+")
_SIGN = re.compile(r"\s*([-/.])\s*")
_THREE_FIGURES = re.compile(r"(\d{1,2}|\d{4})([-/.]|\s+)(\d{1,2})(?:\2)(\d{1,2}|\d{4})")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[-/.](\d{1,2})")
_MONTH_AND_YEAR = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_POINT_BEFORE_ENDING = re.compile(r"(?<=\d)\.(?=(?:o|er|ro)\b)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|o|ro|er|ero)?")
_YEAR = re.compile(r"[1-9]\d{3}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What somebody said of a date; None for a part left out."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def exists(self) -> bool:
        """Whether there is such a date, in some year or month if none was said."""
        said = (self.year, self.month, self.day)
        year, month, day = (
            any_ if part is None else part for part, any_ in zip(said, (2000, 1, 1), strict=True)
        )
        try:
            date(year, month, day)
        except ValueError:
            return False
        return True


def grade_date(wanted: PartialDate, given: str, locale: str = "en", *, final: bool) -> Verdict:
    """Compare what was said with what is wanted, part by part.

    A form in figures that can be read in two ways is AMBIGUOUS, whatever is wanted; if `final`, it is read
    day first in Spanish and month first in English.
    """
    readings = read_date(given)
    if not readings:
        return Verdict.UNREADABLE
    if len(readings) > 1 and not final:
        return Verdict.AMBIGUOUS
    return _compared(wanted, readings[0 if locale.startswith("es") else -1])


def read_date(text: str) -> tuple[PartialDate, ...]:
    """Every date that a text can mean, day first before month first; none if it cannot be read."""
    if len(text) > LONGEST_GIVEN or has_odd_digits(text):
        return ()
    said = plain_signs(plain(text)).strip(_AROUND).removeprefix("a ")
    if not _READABLE.fullmatch(said) or _SHORTENED_YEAR.search(said) or _WEEKDAY_OF_MONTH.search(said):
        return ()
    readings = _in_figures(said) or _in_words(said)
    return tuple(dict.fromkeys(reading for reading in readings if reading.exists()))


def _compared(wanted: PartialDate, said: PartialDate) -> Verdict:
    only_a_day = said.year is None and said.month is None
    if only_a_day and wanted.day is None:
        return Verdict.UNREADABLE  # `06` may be meant as a year
    pairs = [(wanted.year, said.year), (wanted.month, said.month), (wanted.day, said.day)]
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return Verdict.WRONG
    needed = pairs[1:] if wanted.day is not None else pairs  # the stem of a day tells the year
    if any(part is not None and of_said is None for part, of_said in needed):
        return Verdict.BE_SPECIFIC
    return Verdict.CORRECT


def _in_figures(said: str) -> list[PartialDate]:
    words = _LETTERS.findall(said)
    if sum(word in WEEKDAYS for word in words) > 1 or not set(words) <= _FILLERS | WEEKDAYS:
        return []
    bare = _SIGN.sub(r"\1", _LETTERS.sub(" ", said).strip(_AROUND))
    if match := _THREE_FIGURES.fullmatch(" ".join(bare.split())):
        first, _, middle, last = match.groups()
        if len(first) == 4 and len(last) < 4:
            return [PartialDate(_year(first), int(middle), int(last))]
        if len(first) < 4 and len(last) == 4:
            return _either_first(int(first), int(middle), _year(last))
        return []  # a year of two digits could be of any century
    if match := _DAY_AND_MONTH.fullmatch(bare):
        return _either_first(int(match[1]), int(match[2]), None)
    if match := _MONTH_AND_YEAR.fullmatch(bare):
        return [PartialDate(_year(match[1] or match[4]), int(match[2] or match[3]))]
    return []


def _either_first(one: int, other: int, year: int | None) -> list[PartialDate]:
    return [PartialDate(year, other, one), PartialDate(year, one, other)]


def _year(figures: str) -> int:
    return int(figures) if _YEAR.fullmatch(figures) else 0  # there is no year 0, and none is written 0987


def _in_words(said: str) -> list[PartialDate]:
    words = _ANNOUNCED.sub("", folded(_POINT_BEFORE_ENDING.sub("", said)))
    years, months, days, weekdays = list[int](), list[int](), list[int](), list[str]()
    for word in _DAY_WORDS.sub(lambda found: str(_DAYS[found[0]]), words).split():
        if word in _BY_NAME:
            months.append(_BY_NAME[word])
        elif match := _DAY.fullmatch(word):
            days.append(int(match[1]))
        elif _YEAR.fullmatch(word):
            years.append(int(word))
        elif word in WEEKDAYS:
            weekdays.append(word)
        elif word not in _FILLERS:
            return []
    parts = (years, months, days)
    if not any(parts) or any(len(found) > 1 for found in (*parts, weekdays)):
        return []
    if days and years and not months:
        return []
    return [PartialDate(*(part[0] if part else None for part in parts))]


def _by_name() -> dict[str, int]:
    named = dict(_MORE_MONTHS)
    for names in _MONTHS:
        for number, word in enumerate(names.split(), start=1):
            named[word] = named[word[:3]] = number
    return named


def _days() -> dict[str, int]:
    """Days written out: `catorce`, `treinta y uno`, `thirty first`."""
    written = {"primero": 1} | ENGLISH_ORDINALS | BELOW_HUNDRED["en"] | BELOW_HUNDRED["es"]
    return {words: day for words, day in written.items() if 1 <= day <= 31}


_BY_NAME = _by_name()
_DAYS = _days()
_DAY_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))})\b")

MONTH_WORDS = frozenset(_BY_NAME)
