"""On which day it would have been under the rule of another time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from questions.calendar import (
    ELECTIONS,
    ERAS,
    JANUARY_6,
    SECOND_DECEMBER_WEDNESDAY,
    SECOND_FEBRUARY_WEDNESDAY,
    ElectoralCalendar,
    Entry,
    Event,
    Rule,
    WeekdayAfter,
)
from questions.calendar_text import TUESDAY, day_text
from questions.generated.calendar.entries import fixed
from questions.generated.calendar.options import day_option
from questions.generated.calendar.reasons import why_not_day
from questions.generated.calendar.wording import ask, the_election
from questions.generated.calendar.wrong_days import wrong_days
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import three_others
from questions.model import Authority, Difficulty, Text
from questions.phrases import sentences

_MEETING_RULES = tuple((int(era.authorities[0].source[-4:]), era.rule) for era in ERAS[Event.MEETING][1:-1])


def other_rules() -> Iterator[tuple[str, Recipe]]:
    """When the electors would have met under the rule of another time, and Congress counted."""
    meeting: list[tuple[int, Rule]] = [(year, rule) for year, rule in _MEETING_RULES if rule]
    meeting.append((2022, WeekdayAfter(TUESDAY, SECOND_DECEMBER_WEDNESDAY)))
    for calendar in ELECTIONS[1:]:
        for year, rule in meeting:
            entry = calendar[Event.MEETING]
            if rule.day(calendar.election) != entry.day:
                yield f"gen-had-{year}-meeting-{calendar.election}", _what_if(entry, year, rule)
        count = calendar[Event.COUNT]
        if count.regular and count.rule == JANUARY_6:
            yield f"gen-had-1792-count-{calendar.election}", _what_if(count, 1792, SECOND_FEBRUARY_WEDNESDAY)


def _what_if(entry: Entry, year: int, rule: Rule) -> Recipe:
    def build(id: str) -> Draft:
        calendar = ElectoralCalendar(entry.election)
        day, fact = rule.day(entry.election), day_text(fixed(entry))
        wrong = three_others(id, day, [fixed(entry), *wrong_days(id, entry, day)])
        election, coming = the_election(calendar), calendar.foreseen
        if entry.event is Event.MEETING:
            en = f"on which day would the electors {'meet' if coming else 'have met'}"
            es = f"qué día {'se reunirían' if coming else 'se habrían reunido'} los electores"
        else:
            en = f"on which day would Congress {'count the votes' if coming else 'have counted the votes'}"
            es = f"qué día {'contaría' if coming else 'habría contado'} el Congreso los votos"
        had, hubiera = ("applied", "se aplicara") if coming else ("had applied", "se hubiera aplicado")
        before = Text(
            f"if the rule of {year} ({rule.text.en}) {had} to {election.en}",
            f"si la regla de {year} ({rule.text.es}) {hubiera} a {election.es}",
        )
        steps = [step.text for step in rule.steps(entry.election)]
        law = Text(
            f"the law {'in force sets' if coming else 'of the time set'} {fact.en}",
            f"la ley {'vigente fija' if coming else 'de entonces fijaba'} el {fact.es}",
        )
        return Draft(
            Difficulty.HARD,
            ask(en, es, before=before),
            Choice(
                day_option(day),
                [day_option(other, _why_not(entry, other, rule)) for other in wrong],
            ),
            sentences(Text("; ".join(step.en for step in steps), "; ".join(step.es for step in steps)), law),
            [_authority_of(entry.event, rule), *entry.authorities],
        )

    return build


def _why_not(entry: Entry, day: date, rule: Rule) -> Text:
    if day != fixed(entry):
        return why_not_day(entry, day, rule.day(entry.election), rule)
    if ElectoralCalendar(entry.election).foreseen:
        return Text("The law in force sets this day.", "La ley vigente fija este día.")
    return Text("The law of the time set this day.", "La ley de entonces fijaba este día.")


def _authority_of(event: Event, rule: Rule) -> Authority:
    return next(era.authorities[0] for era in ERAS[event] if era.rule == rule)
