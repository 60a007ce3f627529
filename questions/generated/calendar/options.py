"""Options whose text is a day, a year or an election, with the reason why they are wrong if they are."""

from __future__ import annotations

from datetime import date

from questions.calendar import ElectoralCalendar
from questions.calendar_text import day_text
from questions.model import Option, Text


def day_option(day: date, why: Text | None = None) -> Option:
    return Option(day.isoformat(), day_text(day), why)


def year_option(year: int, why: Text | None = None) -> Option:
    return Option(str(year), Text(str(year), str(year)), why)


def election_option(election: int, why: Text | None = None) -> Option:
    name = ElectoralCalendar(election).name
    return Option(str(election), Text(name, name), why)
