"""Which rule gave the day of an event."""

from __future__ import annotations

from collections.abc import Iterator

from questions.calendar import ELECTIONS, DaysPreceding, ElectoralCalendar, Entry, Event, Rule, Standing
from questions.calendar_text import day_text
from questions.generated.calendar.entries import hard_if_old, ruled, rules_of
from questions.generated.calendar.known_days import span
from questions.generated.calendar.like_rules import LIKE_RULES
from questions.generated.calendar.wording import ask, explained, the_election, the_event
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import three_others, turned
from questions.model import Option, Text
from questions.phrases import capital


def rules_in_force() -> Iterator[tuple[str, Recipe]]:
    """Which rule gave the day of an event.

    Election day has had one rule since 1848, so of it only the elections until 1860 are asked for.
    """
    for calendar in ELECTIONS:
        for event in LIKE_RULES:
            entry = calendar[event]
            known = entry.rule and (entry.regular or entry.standing is Standing.WINDOW)
            if known and not (event is Event.ELECTION_DAY and calendar.election > 1860):
                yield f"gen-rule-{event}-{calendar.election}", _which_rule(entry)


def _which_rule(entry: Entry) -> Recipe:
    def build(id: str) -> Draft:
        rule = ruled(entry)
        calendar = ElectoralCalendar(entry.election)
        election, the = the_election(calendar), the_event(entry.event, entry.election)
        others = turned(id, [*rules_of(entry.event), *LIKE_RULES[entry.event]])
        # A rule that gives the same day in this year could be called right.
        others = [other for other in others if other.day(entry.election) != rule.day(entry.election)]
        others += [other for other in LIKE_RULES[entry.event] if isinstance(other, DaysPreceding)]
        wrong = three_others(id, rule, others, lambda other: len(other.text.en) + len(other.text.es))
        coming = calendar.foreseen
        return Draft(
            hard_if_old(entry.election),
            ask(
                f"which rule {'gives' if coming else 'gave'} the date of {the.en} for {election.en}",
                f"qué regla {'da' if coming else 'daba'} la fecha de {the.es} en {election.es}",
                coming,
            ),
            Choice(
                _rule_option(rule),
                [_rule_option(other, _why_not(entry, other)) for other in wrong],
            ),
            explained(entry),
            entry.authorities,
        )

    return build


def _why_not(entry: Entry, rule: Rule) -> Text:
    """When a rule was in force; of one that never was, what it would have come to."""
    if rule in rules_of(entry.event):
        when = span(entry.event, rule)
        return Text(f"That is the rule {when.en}.", f"Esa es la regla {when.es}.")
    if isinstance(rule, DaysPreceding):
        window = next(law for law in rules_of(entry.event) if isinstance(law, DaysPreceding))
        when, said = span(entry.event, window), window.text
        return Text(f"The law {when.en} said: {said.en}.", f"La ley {when.es} decía: {said.es}.")
    if entry.standing is Standing.WINDOW:
        return Text(
            "That names one day; each state chose its own.",
            "Eso nombra un solo día; cada estado elegía el suyo.",
        )
    day = day_text(rule.day(entry.election))
    en, es = ("be", "sería") if ElectoralCalendar(entry.election).foreseen else ("have been", "habría sido")
    return Text(f"By that rule it would {en} {day.en}.", f"Con esa regla {es} el {day.es}.")


def _rule_option(rule: Rule, why: Text | None = None) -> Option:
    text = rule.text
    words = "".join(letter if letter.isalnum() else " " for letter in text.en.casefold()).split()
    kept = [word for word in words if word not in {"the", "in", "days"}]
    return Option("-".join(kept), Text(capital(text.en), capital(text.es)), why)
