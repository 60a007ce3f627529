"""Which text brought a rule in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from questions.calendar import ELECTIONS, ERAS, ElectoralCalendar, Entry, Event, Rule
from questions.generated.calendar.entries import hard_if_old, origin
from questions.generated.calendar.known_days import span
from questions.generated.calendar.wording import ask, explained, the_election, the_event
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import OPTIONS, three_others, turned
from questions.model import Option, Text
from questions.phrases import listed

_TEXTS: dict[str, tuple[int, Text]] = {
    "constitution": (1787, Text("Constitution of 1787", "Constitución de 1787")),
    "resolution-1788": (1788, Text("Resolution of 1788", "Resolución de 1788")),
    "act-1792": (1792, Text("Act of 1792", "Ley de 1792")),
    "amendment-12": (1804, Text("Amendment of 1804", "Enmienda de 1804")),
    "act-1845": (1845, Text("Act of 1845", "Ley de 1845")),
    "act-1877": (1877, Text("Act of 1877", "Ley de 1877")),
    "act-1887": (1887, Text("Act of 1887", "Ley de 1887")),
    "act-1888": (1888, Text("Act of 1888", "Ley de 1888")),
    "act-1928": (1928, Text("Act of 1928", "Ley de 1928")),
    "amendment-20": (1933, Text("Amendment of 1933", "Enmienda de 1933")),
    "act-1934": (1934, Text("Act of 1934", "Ley de 1934")),
    "usc-3": (2022, Text("Act of 2022", "Ley de 2022")),
}


_NO_SUCH_DAY = Text("It sets no such day.", "No fija tal día.")
_OF_ELSEWHAT = {
    "constitution": _NO_SUCH_DAY,
    "resolution-1788": Text(
        "It was made for the first election only.", "Se hizo solo para la primera elección."
    ),
    "amendment-12": _NO_SUCH_DAY,
    "act-1877": Text("It was made for the count of 1877 only.", "Se hizo solo para el conteo de 1877."),
    "amendment-20": Text(
        "It says when the presidential term begins.", "Dice cuándo comienza el mandato presidencial."
    ),
}


def acts_of_rules() -> Iterator[tuple[str, Recipe]]:
    """Which text brought in the rule for an event.

    Before 1848 there were too few texts to choose from. From 2024 on, it could be said of
    the certificates that the act of 1887 had brought in the six days.
    """
    for calendar in ELECTIONS:
        for entry in calendar:
            asked = entry.event is not Event.INAUGURATION and entry.regular and calendar.election >= 1848
            if asked and not (entry.event is Event.CERTIFICATE and calendar.election >= 2024):
                yield f"gen-act-{entry.event}-{calendar.election}", _which_act(entry)


def _which_act(entry: Entry) -> Recipe:
    def build(id: str) -> Draft:
        calendar = ElectoralCalendar(entry.election)
        election, the = the_election(calendar), the_event(entry.event, entry.election)
        act = origin(entry).source
        involved = {authority.source for authority in entry.authorities}
        known = [source for source, (year, _) in _TEXTS.items() if year <= entry.election]
        others = turned(id, [source for source in known if source not in involved])
        # The right one must not be the only act; from 1888 on there are enough of them.
        acts = [source for source in others if source.startswith(("act", "usc"))]
        others = acts if len(acts) >= OPTIONS - 1 else [*acts, *others]
        wrong = three_others(id, act, others, lambda source: _TEXTS[source][0])
        coming = calendar.foreseen
        return Draft(
            hard_if_old(entry.election),
            ask(
                f"which text first set the rule that {'gives' if coming else 'gave'} the date of {the.en} "
                f"for {election.en}",
                f"qué texto estableció por primera vez la regla que {'da' if coming else 'daba'} la fecha de "
                f"{the.es} en {election.es}",
                coming,
            ),
            Choice(
                Option(act, _TEXTS[act][1]),
                [Option(source, _TEXTS[source][1], _why_not(entry, source)) for source in wrong],
            ),
            explained(entry),
            entry.authorities,
        )

    return build


def _why_not(entry: Entry, source: str) -> Text:
    """What else a text set."""
    if source in _OF_ELSEWHAT:
        return _OF_ELSEWHAT[source]
    brought_in = _brought_in(source)
    if entry.event in brought_in:
        when = span(entry.event, brought_in[entry.event][1])
        return Text(f"It set the rule {when.en}.", f"Fijó la regla {when.es}.")
    days = [the_event(event, first) for event, (first, _) in brought_in.items()][:2]
    en, es = listed([day.en for day in days], "en"), listed([day.es for day in days], "es")
    if len(brought_in) == 1:
        return Text(f"It set another day: {en}.", f"Fijó otro día: {es}.")
    return Text(f"It set other days, such as {en}.", f"Fijó otros días, como {es}.")


@cache
def _brought_in(source: str) -> dict[Event, tuple[int, Rule]]:
    """The rules that a text brought in, one an event, each with the first election that had it."""
    return {
        event: (era.first, era.rule)
        for event, eras in ERAS.items()
        for era in reversed(eras)
        if era.rule and era.authorities[0].source == source
    }
