"""Counts and inaugurations that were not on their day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from questions.calendar import ALONE, ELECTIONS, JANUARY_6, ElectoralCalendar, Entry, Event, FixedDay, Rule
from questions.calendar_text import SUNDAY, day_text
from questions.generated.calendar.entries import election, fixed, ruled, rules_of
from questions.generated.calendar.options import year_option
from questions.generated.calendar.reasons import its_day
from questions.generated.calendar.wording import ask
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import scattered, three_others
from questions.model import Difficulty, Text
from questions.phrases import listed, sentences

_MOVED_SETS = 4


def moved_days() -> Iterator[tuple[str, Recipe]]:
    """Which count was not on January 6, which inauguration was a day late."""
    past = [calendar for calendar in ELECTIONS if not calendar.foreseen and calendar.election >= 1792]
    for event in (Event.COUNT, Event.INAUGURATION):
        for rule in rules_of(event):
            if not isinstance(rule, FixedDay):
                continue
            under = [calendar[event] for calendar in past if calendar[event].rule == rule]
            regular = [entry for entry in under if entry.regular]
            moved = [entry for entry in under if not entry.regular]
            for entry in moved:
                for number in range(_MOVED_SETS):
                    id = f"gen-moved-{event}-{entry.election + 1}-{number + 1}"
                    yield id, _which_moved(entry, regular[number::_MOVED_SETS])
            for entry in regular:
                yield f"gen-kept-{event}-{entry.election + 1}", _which_kept(entry, moved)


def _which_moved(entry: Entry, regular: Sequence[Entry]) -> Recipe:
    def build(id: str) -> Draft:
        wrong = three_others(id, entry, scattered(id, regular, election), election)
        return _held_on(entry, wrong, Text("was not", "no fue"), ruled(entry))

    return build


def _which_kept(entry: Entry, moved: Sequence[Entry]) -> Recipe:
    def build(id: str) -> Draft:
        wrong = three_others(id, entry, scattered(id, moved, election), election)
        return _held_on(entry, wrong, Text("was", "fue"), ruled(entry))

    return build


def _held_on(entry: Entry, wrong: Sequence[Entry], verb: Text, rule: Rule) -> Draft:
    four = sorted([entry, *wrong], key=election)
    years = [one.election + 1 for one in four]
    what = {
        Event.COUNT: Text(
            "counts of electoral votes in the US Congress", "conteos de votos electorales en EE. UU."
        ),
        Event.INAUGURATION: Text("public US presidential inaugurations", "investiduras públicas en EE. UU."),
    }[entry.event]
    masculine = entry.event is Event.COUNT
    before = Text(
        f"of the {what.en} of {listed(years, 'en')}",
        f"de {'los' if masculine else 'las'} {what.es} de {listed(years, 'es')}",
    )
    on = rule.text
    days = [day_text(fixed(one)) for one in four]
    remarks = [entry.remark] if entry.remark else []
    return Draft(
        Difficulty.HARD,
        ask(f"which one {verb.en} on {on.en}", f"cuál {verb.es} {on.es}", before=before),
        Choice(
            year_option(entry.election + 1),
            [year_option(one.election + 1, its_day(one)) for one in wrong],
        ),
        sentences(Text("; ".join(day.en for day in days), "; ".join(day.es for day in days)), *remarks),
        [*entry.authorities, *(authority for one in wrong for authority in one.authorities)],
    )


def reasons_of_moving() -> Iterator[tuple[str, Recipe]]:
    """Which of the moved counts was moved off a Sunday."""
    moved = [
        ElectoralCalendar(election)[Event.COUNT]
        for event, election in ALONE
        if event is Event.COUNT and ElectoralCalendar(election)[event].rule == JANUARY_6
    ]
    sundays = [entry for entry in moved if JANUARY_6.day(entry.election).weekday() == SUNDAY]
    for entry in sundays:
        yield f"gen-off-sunday-{entry.election + 1}", _which_off_sunday(entry, moved, sundays)


def _which_off_sunday(entry: Entry, moved: Sequence[Entry], sundays: Sequence[Entry]) -> Recipe:
    def build(id: str) -> Draft:
        wrong = [other for other in moved if other not in sundays]
        four = sorted([entry, *wrong], key=election)
        years = [one.election + 1 for one in four]
        falls = [_weekday_of_january_6(one) for one in four]
        return Draft(
            Difficulty.HARD,
            ask(
                "in which one was the reason that January 6 fell on a Sunday",
                "en cuál fue el motivo que el 6 de enero cayera en domingo",
                before=Text(
                    f"of the moved counts of electoral votes of {listed(years, 'en')} in the US Congress",
                    f"de los conteos de votos electorales de {listed(years, 'es')} que el Congreso de "
                    "EE. UU. cambió de día",
                ),
            ),
            Choice(
                year_option(entry.election + 1),
                [year_option(one.election + 1, _weekday_of_january_6(one)) for one in wrong],
            ),
            sentences(*falls),
            entry.authorities,
        )

    return build


def _weekday_of_january_6(entry: Entry) -> Text:
    return sentences(JANUARY_6.steps(entry.election)[0].text)
