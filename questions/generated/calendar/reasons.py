"""Why a wrong option is wrong: one short sentence, shown to whoever chose it."""

from __future__ import annotations

from datetime import date

from questions.calendar import Entry, FixedDay, Rule, Standing
from questions.calendar_text import day_text, weekday_name
from questions.generated.calendar.entries import fixed
from questions.generated.calendar.known_days import known_day
from questions.model import Text
from questions.phrases import sentences


def why_not_day(entry: Entry, day: date, right: date, rule: Rule | None) -> Text:
    """Why a day is not the right one: what else it is, or how far off. `rule` is the one asked for."""
    known = known_day(entry, day)
    if known is None:
        return _how_far_off(day, right, rule)
    name, by = known.name, known.rule
    detail = Text(f": {by.text.en}", f": {by.text.es}") if by else Text("", "")
    return Text(f"That is {name.en}{detail.en}.", f"Es {name.es}{detail.es}.")


def _how_far_off(day: date, right: date, rule: Rule | None) -> Text:
    days = (day - right).days
    length, en, es = _length(days), "late" if days > 0 else "early", "después" if days > 0 else "antes"
    off = Text(f"{length.en} {en}", f"{length.es} {es}")
    if abs(days) < 7 and rule is not None and not isinstance(rule, FixedDay):
        weekday = weekday_name(day.weekday())
        return sentences(Text(f"{off.en}, on a {weekday.en}", f"{off.es}, en {weekday.es}"))
    return sentences(off)


def why_not_days(start: Entry, end: Entry, days: int) -> Text:
    """Why events do not lie so many days apart: to or from which other day they are, or how far off."""
    first, last = fixed(start), fixed(end)
    to = known_day(end, date.fromordinal(first.toordinal() + days))
    if to:
        return Text(f"That counts to {to.name.en}.", f"Así se cuenta hasta {to.name.es}.")
    off = days - (last - first).days
    start_from = known_day(start, date.fromordinal(last.toordinal() - days))
    if start_from and abs(off) not in (1, 7):
        return Text(f"That counts from {start_from.name.en}.", f"Así se cuenta desde {start_from.name.es}.")
    length = _length(off)
    return Text(
        f"{length.en} too {'many' if off > 0 else 'few'}.", f"{length.es} de {'más' if off > 0 else 'menos'}."
    )


def _length(days: int) -> Text:
    match abs(days):
        case 1:
            return Text("One day", "Un día")
        case 7:
            return Text("One week", "Una semana")
        case number:
            return Text(f"{number} days", f"{number} días")


def its_day(entry: Entry) -> Text:
    """The day of an event, where another day was asked for."""
    day = day_text(fixed(entry))
    if entry.standing is Standing.CUSTOM:
        return Text(f"Its day by custom: {day.en}.", f"Su día por costumbre: el {day.es}.")
    if entry.before:
        return Text(f"Its limit: {day.en}.", f"Su límite: el {day.es}.")
    return Text(f"Its day: {day.en}.", f"Su día: el {day.es}.")


def its_rule(entry: Entry) -> Text | None:
    """The rule of an event, where another was asked for."""
    if entry.rule is None:
        return None
    rule = entry.rule.text
    return Text(f"Its rule: {rule.en}.", f"Su regla: {rule.es}.")
