"""Which weekday a day was, and what it was for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from questions.calendar import ELECTIONS, ElectoralCalendar, Entry, Event, FixedDay, Standing
from questions.calendar_text import SUNDAY, day_text, month_day, weekday_name
from questions.generated.calendar.entries import fixed, hard_if_old
from questions.generated.calendar.reasons import its_day
from questions.generated.calendar.wording import ask, explained, the_election, the_event
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import three_others, turned
from questions.model import Difficulty, Option, Text
from questions.phrases import capital, sentences


def weekdays() -> Iterator[tuple[str, Recipe]]:
    """On which day of the week an event fell whose rule names none."""
    for calendar in ELECTIONS:
        for event in (Event.COUNT, Event.INAUGURATION):
            entry = calendar[event]
            named = isinstance(entry.rule, FixedDay) and entry.standing is Standing.FIXED
            if named and not (calendar.foreseen and event is Event.INAUGURATION):
                yield f"gen-weekday-{event}-{calendar.election}", _which_weekday(entry)


def _which_weekday(entry: Entry) -> Recipe:
    def build(id: str) -> Draft:
        calendar = ElectoralCalendar(entry.election)
        day = fixed(entry)
        weekday = day.weekday()
        wrong = three_others(id, weekday, turned(id, range(SUNDAY + 1)))
        election, the, on = the_election(calendar), the_event(entry.event, entry.election), day_text(day)
        verb = Text("does", "cae") if calendar.foreseen else Text("did", "cayó")
        name = weekday_name(weekday)
        return Draft(
            Difficulty.MEDIUM,
            ask(
                f"on which day of the week {verb.en} {the.en} after {election.en} fall ({on.en})",
                f"en qué día de la semana {verb.es} {the.es} tras {election.es} ({on.es})",
                calendar.foreseen,
            ),
            Choice(
                _weekday_option(weekday),
                [_weekday_option(other, _nearest(day, other)) for other in wrong],
            ),
            sentences(
                Text(f"{on.en} is a {name.en}", f"el {on.es} es {name.es}"),
                *([entry.remark] if entry.remark else []),
            ),
            entry.authorities,
        )

    return build


def _nearest(day: date, weekday: int) -> Text:
    nearest = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    name, on = weekday_name(weekday), month_day(nearest.month, nearest.day)
    return Text(f"The nearest {name.en} is {on.en}.", f"El {name.es} más cercano es el {on.es}.")


def _weekday_option(weekday: int, why: Text | None = None) -> Option:
    name = weekday_name(weekday)
    return Option(name.en.casefold(), Text(name.en, capital(name.es)), why)


def events_of_days() -> Iterator[tuple[str, Recipe]]:
    """What a day of the calendar was for."""
    for calendar in ELECTIONS:
        for entry in calendar:
            by_custom = calendar.foreseen and entry.event is Event.INAUGURATION
            if entry.standing is Standing.FIXED and not entry.before and not by_custom:
                yield f"gen-what-{entry.event}-{calendar.election}", _what_on(entry)


def _what_on(entry: Entry) -> Recipe:
    def build(id: str) -> Draft:
        calendar = ElectoralCalendar(entry.election)
        events = list(Event)
        others = turned(id, [other for other in calendar if other.day])
        wrong = three_others(id, entry, others, lambda other: events.index(other.event))
        day, election = day_text(fixed(entry)), the_election(calendar)
        verb = Text("is", "corresponde") if calendar.foreseen else Text("was", "correspondió")
        return Draft(
            hard_if_old(entry.election, Difficulty.EASY),
            ask(
                f"what {verb.en} {day.en} in the calendar of {election.en}",
                f"qué {verb.es} al {day.es} en el calendario de {election.es}",
                calendar.foreseen,
            ),
            Choice(
                Option(entry.event, entry.label),
                [Option(other.event, other.label, its_day(other)) for other in wrong],
            ),
            explained(entry),
            entry.authorities,
        )

    return build
