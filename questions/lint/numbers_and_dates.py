"""Numbers and dates that differ between the two texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from questions.bank import Bank
from questions.calendar_text import month_name, weekday_name
from questions.dates import PartialDate
from questions.lint.texts import texts_of
from questions.model import LANGUAGES, Language, Text
from questions.page import Fault, listed
from questions.wording import english_date, spanish_date

NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def numbers_that_differ(bank: Bank) -> Iterator[Fault]:
    for told in texts_of(bank):
        english, spanish = numbers_of(told.text.en), numbers_of(told.text.es)
        if english != spanish:
            only = f"English alone has {_in_order(english - spanish)}, Spanish {_in_order(spanish - english)}"
            yield told.fault(f"{only}; write the same numbers in both, like 14,916,927 and 58.55")


def dates_that_differ(bank: Bank) -> Iterator[Fault]:
    """Each month, weekday and date of one text must be in the other.

    One text may leave a month out where it is clear (`on the 14th`, `el día 14`). Where even the numbers
    differ, they are named instead.
    """
    for told in texts_of(bank):
        same_numbers = numbers_of(told.text.en) == numbers_of(told.text.es)
        english, spanish = (_days_of(told.text.to(language), language) for language in LANGUAGES)
        in_english = _alone(english, spanish, "en", same_numbers=same_numbers)
        in_spanish = _alone(spanish, english, "es", same_numbers=same_numbers)
        if in_english or in_spanish:
            only = f"English alone has {_in_order(in_english)}, Spanish {_in_order(in_spanish)}"
            yield told.fault(f"{only}; write the same dates in both, each with its month")


def numbers_of(text: str) -> set[str]:
    """The numbers of a text as they are written."""
    return set(NUMBER.findall(text))


def _in_order(found: Iterable[str]) -> str:
    return listed(sorted(found))


# --- the dates of a text ------------------------------------------------------------------------------------

_MONTHS = [month_name(number) for number in range(1, 13)]
_WEEKDAYS = [weekday_name(number) for number in range(7)]
_ANY_MONTH = Text(*("|".join(name.to(language) for name in _MONTHS) for language in LANGUAGES))
_ANY_WEEKDAY = Text(*("|".join(name.to(language) for name in _WEEKDAYS) for language in LANGUAGES))
_YEAR = r"(?P<year>\d{4})(?!\d)"

_DATES: Mapping[Language, tuple[re.Pattern[str], ...]] = {
    "en": (
        re.compile(
            rf"\b(?P<month>{_ANY_MONTH.en}) (?P<day>\d\d?)(?:st|nd|rd|th)?(?![\d,.]*\d)(?:,? {_YEAR})?"
        ),
        re.compile(
            rf"(?<![\d,.])(?P<day>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<month>{_ANY_MONTH.en})\b(?:,? {_YEAR})?"
        ),
        re.compile(rf"\b(?P<month>{_ANY_MONTH.en})(?P<day>),? (?:of )?{_YEAR}"),
    ),
    "es": (
        re.compile(
            rf"(?<![\d,.])(?P<day>\d\d?)[ºo°]? de (?P<month>{_ANY_MONTH.es})\b(?: del? (?:año )?{_YEAR})?"
        ),
        re.compile(rf"\b(?P<month>{_ANY_MONTH.es})(?P<day>) del? {_YEAR}"),
    ),
}
_MONTH: Mapping[Language, re.Pattern[str]] = {
    # `May members of Congress object?` names no month, and `March of silence` none either.
    "en": re.compile(
        rf"\b(?!May\b|March\b)(?:{_ANY_MONTH.en})\b|(?<=\w )(?:May|March)\b|\b(?:May|March)(?= \d)"
    ),
    "es": re.compile(rf"\b(?:{_ANY_MONTH.es})\b"),
}
_WEEKDAY: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(rf"\b({_ANY_WEEKDAY.en})s?\b"),
    "es": re.compile(rf"\b({_ANY_WEEKDAY.es})s?\b"),
}


@dataclass(frozen=True, slots=True)
class _Days:
    """What a text says of days: `dates` holds months and days of months, each with the years said with it;
    `loose` the numbers elsewhere, which may be days too."""

    months: frozenset[int]
    weekdays: frozenset[int]
    dates: Mapping[PartialDate, set[int]]
    loose: set[str]


def _days_of(text: str, language: Language) -> _Days:
    dates: dict[PartialDate, set[int]] = {}
    text = text.lower() if language == "es" else text  # in English `may` is no month
    rest = text
    for pattern in _DATES[language]:
        for match in pattern.finditer(rest):
            date = PartialDate(None, _month(match["month"], language), int(match["day"] or 0) or None)
            dates.setdefault(date, set()).update([int(match["year"])] if match["year"] else [])
        rest = pattern.sub(" ", rest)
    return _Days(
        frozenset(_month(name, language) for name in _MONTH[language].findall(text)),
        frozenset(_place(name, _WEEKDAYS, language) for name in _WEEKDAY[language].findall(text)),
        dates,
        numbers_of(rest),
    )


def _month(name: str, language: Language) -> int:
    return _place(name, _MONTHS, language) + 1


def _place(name: str, names: list[Text], language: Language) -> int:
    return [one.to(language) for one in names].index(name)


def _alone(said: _Days, other: _Days, language: Language, *, same_numbers: bool) -> list[str]:
    """What one text says of days and the other does not."""
    names = [month_name(number).to(language) for number in said.months - other.months]
    names += [weekday_name(number).to(language) for number in said.weekdays - other.weekdays]
    if names or not same_numbers:
        return names
    alone = [(date, years) for date, years in said.dates.items() if not _has(other, date, years)]
    return [_shown(date, years, language) for date, years in alone]


def _has(days: _Days, date: PartialDate, years: set[int]) -> bool:
    """Whether the date is among the days, and in none but other years."""
    if date not in days.dates:
        return date.day is None or str(date.day) in days.loose
    return not years or not days.dates[date] or not years.isdisjoint(days.dates[date])


def _shown(date: PartialDate, years: set[int], language: Language) -> str:
    whole = PartialDate(min(years, default=None), date.month, date.day)
    return english_date(whole) if language == "en" else spanish_date(whole)
