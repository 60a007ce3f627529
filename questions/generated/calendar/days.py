"""On which day an event of an election was."""

from __future__ import annotations

from collections.abc import Iterator

from questions.calendar import ELECTIONS, FIRST, ElectoralCalendar, Entry, Event, Standing
from questions.generated.calendar.entries import fixed, hard_if_old
from questions.generated.calendar.options import day_option
from questions.generated.calendar.reasons import why_not_day
from questions.generated.calendar.wording import ask, explained, the_election
from questions.generated.calendar.wrong_days import wrong_days
from questions.generated.draft import Choice, Draft, Recipe
from questions.generated.lots import three_others
from questions.model import Difficulty, Text


def days_of_events() -> Iterator[tuple[str, Recipe]]:
    """On which day an event of an election was."""
    for calendar in ELECTIONS:
        for entry in calendar:
            if entry.standing is Standing.FIXED:
                yield f"gen-{entry.event}-{calendar.election}", _on_which_day(entry)


def _on_which_day(entry: Entry) -> Recipe:
    def build(id: str) -> Draft:
        day = fixed(entry)
        wrong = three_others(id, day, wrong_days(id, entry))
        easy = entry.event in (Event.ELECTION_DAY, Event.COUNT, Event.INAUGURATION)
        return Draft(
            hard_if_old(entry.election, Difficulty.EASY if easy else Difficulty.MEDIUM),
            _which_day(entry),
            Choice(
                day_option(day),
                [day_option(other, why_not_day(entry, other, day, entry.rule)) for other in wrong],
            ),
            explained(entry),
            entry.authorities,
        )

    return build


def _which_day(entry: Entry) -> Text:
    calendar = ElectoralCalendar(entry.election)
    election, coming = the_election(calendar), calendar.foreseen
    match entry.event:
        case Event.ELECTION_DAY if entry.election == FIRST:
            en = "on which day were the states to appoint the first US presidential electors"
            es = "qué día debían designar los estados a los primeros electores presidenciales de EE. UU."
            return ask(en, es, before=Text("by the resolution of 1788", "según la resolución de 1788"))
        case Event.ELECTION_DAY:
            en = f"which day {'is' if coming else 'was'} election day in {election.en}"
            es = f"qué día {'será' if coming else 'fue'} el día de la elección en {election.es}"
        case Event.CERTIFICATE if entry.election < 2024:
            en = f"by which day did a state have to settle disputes over its electors of {calendar.name}"
            es = f"hasta qué día podía un estado resolver las disputas sobre sus electores de {calendar.name}"
            en += " for its decision to be conclusive in the US count (the safe-harbor day)"
            es += ' para que su decisión valiera en el conteo de EE. UU. (el "puerto seguro")'
        case Event.CERTIFICATE:
            en = f"by which day {'must' if coming else 'did'} the executive of each state"
            es = f"a más tardar qué día {'debe' if coming else 'debía'} el ejecutivo de cada estado"
            en = f"{en} {'certify' if coming else 'have to certify'} its electors for {election.en}"
            es = f"{es} certificar a sus electores para {election.es}"
        case Event.MEETING:
            en = f"on which day {'are' if coming else 'were'} the electors of {election.en} to meet and vote"
            es = (
                f"qué día {'deberán' if coming else 'debían'} reunirse y votar los electores de {election.es}"
            )
            if not coming:
                return ask(en, es, before=Text("by law", "por ley"))
        case Event.ARRIVAL if entry.before:
            en = f"before which day were the electors' votes of {election.en} to be delivered in the capital"
            es = f"antes de qué día debían llegar a la capital los votos de los electores de {election.es}"
        case Event.ARRIVAL:
            be, must = ("are", "deben") if coming else ("were", "debían")
            asked = "piden los que falten" if coming else "pedían los que faltaran"
            en = f"by which day {be} the electors' votes of {election.en} due in Washington"
            es = f"para qué día {must} estar en Washington los votos de los electores de {election.es}"
            en += f" (after it, missing ones {be} to be sent for)"
            es += f" (después se {asked})"
        case Event.COUNT:
            en = f"on which day {'is' if coming else 'did'} Congress"
            es = f"qué día {'comenzará' if coming else 'comenzó'} el Congreso"
            en = f"{en} {'to begin' if coming else 'begin'} to count the electoral votes of {election.en}"
            es = f"{es} a contar los votos electorales de {election.es}"
        case Event.INAUGURATION if coming:
            en = f"on which day does the term of the president chosen in {election.en} begin"
            es = f"qué día comienza el mandato presidencial que resulte de {election.es}"
        case Event.INAUGURATION:
            en = f"on which day was the public inauguration after {election.en} held"
            es = f"qué día se celebró la investidura pública tras {election.es}"
    return ask(en, es, coming)
