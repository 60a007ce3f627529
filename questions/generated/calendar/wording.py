"""Phrases that the templates share, in both languages."""

from __future__ import annotations

from questions.calendar import LAW_IN_FORCE, ElectoralCalendar, Entry, Event
from questions.calendar_text import SOURCE_NAMES
from questions.generated.calendar.entries import origin
from questions.model import Text
from questions.phrases import question

THE = {
    Event.ELECTION_DAY: Text("election day", "el día de la elección"),
    Event.CERTIFICATE: Text("the safe-harbor day", 'el día de "puerto seguro"'),
    Event.MEETING: Text("the electors' meeting", "la reunión de los electores"),
    Event.ARRIVAL: Text("the arrival of the electors' votes", "la llegada de los votos de los electores"),
    Event.COUNT: Text("the count in Congress", "el conteo en el Congreso"),
    Event.INAUGURATION: Text("the public inauguration", "la investidura pública"),
}


def the_event(event: Event, election: int) -> Text:
    """The event in a sentence."""
    if event is Event.ELECTION_DAY and election < 1848:
        return Text("the appointment of electors", "la designación de los electores")
    return THE[event]


def the_election(calendar: ElectoralCalendar) -> Text:
    return Text(
        f"the US presidential election of {calendar.name}",
        f"la elección presidencial de {calendar.name} en EE. UU.",
    )


def ask(en: str, es: str, foreseen: bool = False, before: Text | None = None) -> Text:
    """A question; of elections to come, one about the law as it is. `before` leads to the question proper."""
    law = Text(f"under the law in force in {LAW_IN_FORCE}", f"según la ley vigente en {LAW_IN_FORCE}")
    return question(en, es, *([law] if foreseen else []), *([before] if before else []))


def rule_line(entry: Entry) -> Text:
    """The rule of an entry and what brought it in."""
    if entry.rule is None:
        return Text("", "")
    rule, act = entry.rule.text, SOURCE_NAMES[origin(entry).source]
    return Text(f"Rule: {rule.en} ({act.en}).", f"Regla: {rule.es} ({act.es}).")


def explained(entry: Entry) -> Text:
    rule, working = rule_line(entry), entry.working
    return Text(f"{rule.en} {working.en}".strip(), f"{rule.es} {working.es}".strip())
