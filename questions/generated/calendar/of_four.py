"""What the questions share that set four elections side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from questions.calendar import ELECTIONS, LAW_IN_FORCE, ElectoralCalendar, Entry, Event, Standing
from questions.generated.calendar.wording import ask
from questions.generated.lots import OPTIONS
from questions.model import Text
from questions.phrases import listed


def comparable(entry: Entry) -> bool:
    return entry.rule is not None and (entry.regular or entry.standing is Standing.WINDOW)


@cache
def comparables(event: Event) -> tuple[Entry, ...]:
    return tuple(calendar[event] for calendar in ELECTIONS if comparable(calendar[event]))


def past_if_enough(entry: Entry, others: Sequence[Entry]) -> tuple[Entry, ...]:
    """Without elections to come, unless the entry is of one or too few would be left."""
    past = tuple(other for other in others if other.election <= LAW_IN_FORCE)
    return past if entry.election <= LAW_IN_FORCE and len(past) >= OPTIONS - 1 else tuple(others)


def of_elections(entries: Sequence[Entry], en: str, es: str) -> Text:
    """A question about four elections."""
    calendars = [ElectoralCalendar(entry.election) for entry in entries]
    names = [calendar.name for calendar in calendars]
    before = Text(
        f"of the US presidential elections of {listed(names, 'en')}",
        f"de las elecciones presidenciales de {listed(names, 'es')} en EE. UU.",
    )
    return ask(en, es, any(calendar.foreseen for calendar in calendars), before)
