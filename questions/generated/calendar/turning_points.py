"""Which election was the first or the last under a rule."""

from __future__ import annotations

from collections.abc import Iterator

from questions.calendar import ERAS, FIRST, LAST, LAW_IN_FORCE, ElectoralCalendar, Event, Rule, Standing
from questions.generated.calendar.entries import elections_under, rules_of
from questions.generated.calendar.options import election_option
from questions.generated.calendar.reasons import its_rule
from questions.generated.calendar.wording import ask, rule_line, the_event
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import three_others, turned
from questions.model import Difficulty, Text
from questions.phrases import sentences


def turning_points() -> Iterator[tuple[str, Recipe]]:
    """Which election was the first or the last under a rule."""
    for event in Event:
        for rule in rules_of(event):
            under = elections_under(event, rule)
            first, last = under[0], under[-1]
            # The first term was to begin on March 4 too, though the first inauguration came late.
            late = event is Event.INAUGURATION and first == FIRST + 4
            before = ElectoralCalendar(max(first - 4, FIRST))[event]
            if first > FIRST and before.standing is not Standing.UNSOURCED and not late:
                yield f"gen-first-{event}-{first}", _turning_point(event, rule, first, "first")
            if last < LAST and first < last and _known_after(event, last):
                yield f"gen-last-{event}-{last}", _turning_point(event, rule, last, "last")


def _known_after(event: Event, election: int) -> bool:
    return ElectoralCalendar(election + 4)[event].standing is not Standing.UNSOURCED


def _turning_point(event: Event, rule: Rule, election: int, which: str) -> Recipe:
    def build(id: str) -> Draft:
        term = Text("the start of the presidential term", "el inicio del mandato presidencial")
        the = term if event is Event.INAUGURATION else the_event(event, election)
        edges = [edge for era in ERAS[event] for edge in (era.first, era.last)]
        near = [election + years for years in (4, -4, 8, -8, 12, -12)]
        known = [year for year in turned(id, [*near, *edges]) + near if FIRST <= year <= LAW_IN_FORCE]
        wrong = three_others(id, election, known)
        spanish, text = {"first": "primera", "last": "última"}[which], rule.text
        entry = ElectoralCalendar(election)[event]
        span = elections_under(event, rule)
        lasted = Text(
            f"The rule held from the election of {span[0]} to that of {span[-1]}"
            if span[-1] < LAST
            else f"The rule has held since the election of {span[0]}",
            f"La regla rigió desde la elección de {span[0]} hasta la de {span[-1]}"
            if span[-1] < LAST
            else f"La regla rige desde la elección de {span[0]}",
        )
        return Draft(
            Difficulty.HARD,
            ask(
                f"which was the {which} US presidential election under this rule for {the.en}: {text.en}",
                f"cuál fue la {spanish} elección presidencial de EE. UU. con esta regla para {the.es}: "
                f"{text.es}",
            ),
            Choice(
                election_option(election),
                [election_option(year, _why_not(event, rule, year, which)) for year in wrong],
            ),
            sentences(rule_line(entry), lasted),
            entry.authorities,
        )

    return build


def _why_not(event: Event, rule: Rule, election: int, which: str) -> Text | None:
    entry = ElectoralCalendar(election)[event]
    if entry.rule == rule:
        spanish = {"first": "la primera", "last": "la última"}[which]
        return Text(f"It had this rule, but was not the {which}.", f"Tuvo esta regla, pero no fue {spanish}.")
    if entry.standing is Standing.NONE:
        return Text("The law of its time set no such day.", "La ley de entonces no fijaba tal día.")
    return its_rule(entry)
