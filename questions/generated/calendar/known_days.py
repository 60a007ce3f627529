"""What the days near an event are, so that whoever takes one of them for the event's can be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from questions.calendar import (
    ALONE,
    FIRST,
    JANUARY_6,
    LAST,
    DaysPreceding,
    ElectoralCalendar,
    Entry,
    Event,
    FallsOn,
    NthIs,
    Rule,
    Standing,
)
from questions.calendar_text import month_day, month_name, ordinal, weekday_name
from questions.generated.calendar.entries import elections_under, rules_of
from questions.generated.calendar.wording import THE
from questions.model import Text
from questions.phrases import contracted, listed


@dataclass(frozen=True, slots=True)
class KnownDay:
    """What a day is, as in "that is election day". `rule` is the one that gives it, if one does."""

    name: Text
    rule: Rule | None = None


def known_day(entry: Entry, day: date) -> KnownDay | None:
    """What a day is that lies near an event, but is not the event's."""
    return _known_days(entry.election, entry.event).get(day)


@cache
def span(event: Event, rule: Rule) -> Text:
    """From which election to which a rule held: 1936 to 2020."""
    under = elections_under(event, rule)
    if under[-1] == LAST:
        return Text(f"in force since {under[0]}", f"vigente desde {under[0]}")
    if under[0] == under[-1]:
        name = ElectoralCalendar(under[0]).name
        return Text(f"of {name}", f"de {name}")
    return Text(f"of {under[0]} to {under[-1]}", f"de {under[0]} a {under[-1]}")


@cache
def _known_days(election: int, event: Event) -> dict[date, KnownDay]:
    """What is known of the days near an event; of a day that is several things, the likeliest to be meant."""
    entry = ElectoralCalendar(election)[event]
    return dict([*_steps(entry), *_of_other_years(entry), *_by_rules(entry), *_events(entry)])


def _steps(entry: Entry) -> Iterator[tuple[date, KnownDay]]:
    """The days that the reckoning passes through."""
    for step in entry.steps:
        if isinstance(step, FallsOn) and step.day.day == 1:
            name = Text(
                "the first of the month, where the reckoning starts",
                "el primero del mes, donde empieza el cálculo",
            )
            yield step.day, KnownDay(name)
        elif isinstance(step, NthIs):
            nth, weekday = ordinal(step.n), weekday_name(step.day.weekday())
            month = month_name(step.day.month)
            name = Text(f"the {nth.en} {weekday.en} in {month.en}", f"el {nth.es} {weekday.es} de {month.es}")
            yield step.day, KnownDay(name)


def _of_other_years(entry: Entry) -> Iterator[tuple[date, KnownDay]]:
    """The days to which a count or an inauguration was moved in other years."""
    for (month, number), known in _moved(entry.event).items():
        yield date(entry.election + 1, month, number), known


@cache
def _moved(event: Event) -> dict[tuple[int, int], KnownDay]:
    """By month and number, the days on which an event was although no rule gave them, with the years."""
    years: dict[tuple[int, int], list[int]] = {}
    for (what, election), alone in ALONE.items():
        if what is event and alone.standing is Standing.FIXED:
            years.setdefault((alone.day.month, alone.day.day), []).append(election + 1)
    moved = {
        day: _day_in(event, day, f"in {listed(some, 'en')}", f"en {listed(some, 'es')}")
        for day, some in years.items()
    }
    if event is Event.INAUGURATION:
        january_6 = (JANUARY_6.month, JANUARY_6.number)
        since = f"{elections_under(Event.COUNT, JANUARY_6)[0] + 1}"
        moved[january_6] = _day_in(Event.COUNT, january_6, f"since {since}", f"desde {since}")
    return moved


def _day_in(event: Event, day: tuple[int, int], when_en: str, when_es: str) -> KnownDay:
    on, the = month_day(*day), THE[event]
    en, es = f"{on.en}, the day of {the.en} {when_en}", f"el {on.es}, día de {the.es} {when_es}"
    return KnownDay(Text(en, contracted(es)))


def _by_rules(entry: Entry) -> Iterator[tuple[date, KnownDay]]:
    """The days that the rules of other times give, and the regular day of an event that was moved."""
    for rule in rules_of(entry.event):
        if isinstance(rule, DaysPreceding):
            continue
        if rule == entry.rule and not entry.regular:
            text = Text(
                "the regular day by the rule, but that time it was moved",
                "el día normal según la regla, pero esa vez se cambió",
            )
            yield rule.day(entry.election), KnownDay(text)
        else:
            when = span(entry.event, rule)
            name = Text(f"the day by the rule {when.en}", f"el día según la regla {when.es}")
            yield rule.day(entry.election), KnownDay(name, rule)


def _events(entry: Entry) -> Iterator[tuple[date, KnownDay]]:
    """The days of the other events of the election."""
    for other in ElectoralCalendar(entry.election):
        if other.day and other.event is not entry.event:
            yield other.day, KnownDay(_day_of(other))


def _day_of(entry: Entry) -> Text:
    calendar = ElectoralCalendar(entry.election)
    match entry.event:
        case Event.ELECTION_DAY if entry.election == FIRST:
            return Text("the day of the appointment of electors", "el día de la designación de los electores")
        case Event.CERTIFICATE if entry.election >= 2024:
            return Text(
                "the last day to certify the electors", "el último día para certificar a los electores"
            )
        case Event.ELECTION_DAY | Event.CERTIFICATE:
            return THE[entry.event]
        case Event.ARRIVAL if entry.before:
            return Text(
                "the day before which the electors' votes had to arrive",
                "el día antes del cual debían llegar los votos de los electores",
            )
        case Event.ARRIVAL:
            return Text(
                "the deadline for the arrival of the electors' votes",
                "la fecha límite de llegada de los votos de los electores",
            )
        case Event.INAUGURATION if entry.standing is Standing.CUSTOM:
            return Text(
                "the day of the public inauguration by custom",
                "el día de la investidura pública por costumbre",
            )
        case Event.INAUGURATION if calendar.foreseen:
            return Text(
                "the day on which the presidential term begins",
                "el día en que comienza el mandato presidencial",
            )
        case Event.MEETING | Event.COUNT | Event.INAUGURATION:
            the = THE[entry.event]
            return Text(f"the day of {the.en}", contracted(f"el día de {the.es}"))
