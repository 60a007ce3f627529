"""Questions put to the electoral calendar that more than one template asks."""

from __future__ import annotations

from datetime import date
from functools import cache

from questions.calendar import ELECTIONS, ERAS, Entry, Event, Rule
from questions.model import Authority, Difficulty


def election(entry: Entry) -> int:
    return entry.election


def fixed(entry: Entry) -> date:
    if entry.day is None:
        raise ValueError(f"the calendar gives no day for {entry.event} of {entry.election}")
    return entry.day


def ruled(entry: Entry) -> Rule:
    if entry.rule is None:
        raise ValueError(f"the calendar has no rule for {entry.event} of {entry.election}")
    return entry.rule


@cache
def rules_of(event: Event) -> tuple[Rule, ...]:
    """Every rule that ever gave the day of an event."""
    return tuple(dict.fromkeys(era.rule for era in ERAS[event] if era.rule))


@cache
def elections_under(event: Event, rule: Rule) -> tuple[int, ...]:
    """The elections that had a rule for an event, those included whose day was moved."""
    return tuple(calendar.election for calendar in ELECTIONS if calendar[event].rule == rule)


def origin(entry: Entry) -> Authority:
    """What brought the rule of an entry in."""
    era = next(era for era in ERAS[entry.event] if era.first <= entry.election <= era.last)
    return era.authorities[0]


def hard_if_old(election: int, recent: Difficulty = Difficulty.MEDIUM) -> Difficulty:
    return recent if election >= 2000 else Difficulty.MEDIUM if election >= 1936 else Difficulty.HARD
