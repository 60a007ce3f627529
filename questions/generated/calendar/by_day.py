"""In which of four elections an event fell on a day, or came first or last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from questions.calendar import ELECTIONS, Entry, Event, FixedDay
from questions.calendar_text import day_text, month_day, month_name
from questions.generated.calendar.entries import election, fixed, ruled
from questions.generated.calendar.of_four import comparables, of_elections, past_if_enough
from questions.generated.calendar.options import election_option
from questions.generated.calendar.reasons import its_day
from questions.generated.calendar.wording import the_event
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import OPTIONS, scattered, three_others
from questions.model import Difficulty, Text
from questions.phrases import sentences

_WANDERING = (Event.ELECTION_DAY, Event.CERTIFICATE, Event.MEETING, Event.ARRIVAL, Event.COUNT)
_WITHIN = 60


def elections_by_day() -> Iterator[tuple[str, Recipe]]:
    """In which of four elections under one rule an event fell on a day, or the earliest or latest."""
    for calendar in ELECTIONS:
        for event in _WANDERING:
            entry = calendar[event]
            if not entry.regular or isinstance(entry.rule, FixedDay):
                continue
            others = _neighbours(entry)
            if len(others) >= OPTIONS - 1:
                yield f"gen-fell-on-{event}-{calendar.election}", _which_fell_on(entry)
            if event not in (Event.ELECTION_DAY, Event.MEETING):
                continue
            for which, beyond in (("earliest", 1), ("latest", -1)):
                if len(_beyond(entry, beyond)) >= OPTIONS - 1:
                    yield f"gen-{which}-{event}-{calendar.election}", _which_extreme(entry, which, beyond)


@cache
def _neighbours(entry: Entry) -> tuple[Entry, ...]:
    """The elections not far off that had the same rule, and another day of the same month."""
    mine = fixed(entry)
    same = (other for other in comparables(entry.event) if other.rule == entry.rule and other.regular)
    near = (other for other in same if abs(other.election - entry.election) <= _WITHIN)
    unlike = [other for other in near if fixed(other).month == mine.month and fixed(other).day != mine.day]
    return past_if_enough(entry, unlike)


def _beyond(entry: Entry, sign: int) -> list[Entry]:
    """The neighbours whose day of the month is later; with a negative sign, earlier."""
    mine = fixed(entry).day
    return [other for other in _neighbours(entry) if (fixed(other).day - mine) * sign > 0]


def _which_fell_on(entry: Entry) -> Recipe:
    def build(id: str) -> Draft:
        others = scattered(id, _neighbours(entry), election)
        wrong = three_others(id, entry, others, election)
        day = month_day(fixed(entry).month, fixed(entry).day)
        the = the_event(entry.event, entry.election)
        if entry.before:
            en = f"in which one were the electors' votes to arrive before {day.en}"
            es = f"en cuál debían llegar los votos de los electores antes del {day.es}"
        else:
            en, es = f"in which one does {the.en} fall on {day.en}", f"en cuál es {the.es} el {day.es}"
        return _by_day(entry, wrong, Difficulty.MEDIUM, en, es)

    return build


def _which_extreme(entry: Entry, which: str, beyond: int) -> Recipe:
    def build(id: str) -> Draft:
        others = scattered(id, _beyond(entry, beyond), election)
        wrong = three_others(id, entry, others, election)
        the, month = the_event(entry.event, entry.election), month_name(fixed(entry).month)
        spanish = {"earliest": "más temprano", "latest": "más tarde"}[which]
        en = f"in which one does {the.en} come {which} in {month.en}"
        es = f"en cuál cae {spanish} en {month.es} {the.es}"
        return _by_day(entry, wrong, Difficulty.HARD, en, es)

    return build


def _by_day(entry: Entry, wrong: Sequence[Entry], difficulty: Difficulty, en: str, es: str) -> Draft:
    four = sorted([entry, *wrong], key=election)
    rule = ruled(entry).text
    days = [day_text(fixed(one)) for one in four]
    return Draft(
        difficulty,
        of_elections(four, en, es),
        Choice(
            election_option(entry.election),
            [election_option(one.election, its_day(one)) for one in wrong],
        ),
        sentences(
            Text(f"the rule is {rule.en}", f"la regla es {rule.es}"),
            Text("; ".join(day.en for day in days), "; ".join(day.es for day in days)),
        ),
        entry.authorities,
    )
