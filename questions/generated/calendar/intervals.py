"""How many days lie between two events."""

from __future__ import annotations

from collections.abc import Iterator

from questions.calendar import ELECTIONS, ElectoralCalendar, Entry, Event, Standing
from questions.calendar_text import day_text
from questions.generated.calendar.entries import fixed, hard_if_old
from questions.generated.calendar.reasons import why_not_days
from questions.generated.calendar.wording import ask, rule_line, the_election, the_event
from questions.generated.calendar.wrong_days import SLIPS, wrong_days
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import three_others
from questions.model import Option, Text
from questions.phrases import sentences

_PAIRS = (
    (Event.ELECTION_DAY, Event.MEETING),
    (Event.ELECTION_DAY, Event.COUNT),
    (Event.ELECTION_DAY, Event.INAUGURATION),
    (Event.MEETING, Event.ARRIVAL),
    (Event.MEETING, Event.COUNT),
    (Event.MEETING, Event.INAUGURATION),
    (Event.COUNT, Event.INAUGURATION),
)


def distances() -> Iterator[tuple[str, Recipe]]:
    """How many days lie between two events of an election."""
    for calendar in ELECTIONS:
        for earlier, later in _PAIRS:
            start, end = calendar[earlier], calendar[later]
            both = start.standing is Standing.FIXED and end.standing is Standing.FIXED
            if both and not end.before and not (calendar.foreseen and later is Event.INAUGURATION):
                yield f"gen-days-{earlier}-to-{later}-{calendar.election}", _how_many_days(start, end)


def _how_many_days(start: Entry, end: Entry) -> Recipe:
    def build(id: str) -> Draft:
        calendar = ElectoralCalendar(start.election)
        first, last = fixed(start), fixed(end)
        days = (last - first).days
        guesses = [(other - first).days for other in wrong_days(id, end)]
        guesses += [(last - other).days for other in wrong_days(id, start)[:2]]
        guesses += [days + slip for slip in SLIPS]
        wrong = three_others(id, days, [guess for guess in guesses if guess > 0])
        election = the_election(calendar)
        a, b = the_event(start.event, start.election), the_event(end.event, end.election)
        verb = Text("does", "cae") if calendar.foreseen else Text("did", "cayó")
        one, other = day_text(first), day_text(last)
        reckoned = Text(
            f"from {one.en} to {other.en} it is {days} days", f"del {one.es} al {other.es} hay {days} días"
        )
        rules = [rule_line(entry) for entry in (start, end) if entry.rule and entry.regular]
        remarks = [entry.remark for entry in (start, end) if entry.remark]
        return Draft(
            hard_if_old(start.election),
            ask(
                f"how many days after {a.en} {verb.en} {b.en} fall in the calendar of {election.en}",
                f"cuántos días después de {a.es} {verb.es} {b.es} en el calendario de {election.es}",
                calendar.foreseen,
            ),
            Choice(
                _days_option(days),
                [_days_option(guess, why_not_days(start, end, guess)) for guess in wrong],
            ),
            sentences(*rules, *remarks, reckoned),
            [*start.authorities, *end.authorities],
        )

    return build


def _days_option(days: int, why: Text | None = None) -> Option:
    return Option(f"days-{days}", Text(f"{days} days", f"{days} días"), why)
