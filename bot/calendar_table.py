"""The electoral calendar of one election, for people and for programs."""

from __future__ import annotations

import json

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.words import say
from questions.calendar import heading, rows, to_data
from questions.model import Language

_COLUMNS = ("calendar-event", "calendar-day", "calendar-rule", "calendar-act")


def as_table(election: int, language: Language) -> RenderableType:
    """What happens when, by which rule of which act, and the steps that lead to each day.

    Raises:
        ValueError: there is no presidential election in that year.
    """
    found = rows(election, language)
    table = Table(
        title=heading(election, language), title_justify="left", title_style="bold", show_lines=True
    )
    for column in _COLUMNS:
        table.add_column(say(language, column), overflow="fold")
    for row in found:
        table.add_row(row.event, row.day, row.rule, row.act)
    steps = (Text.assemble((f"{row.event}: ", "bold"), row.working) for row in found if row.working)
    return Group(table, Text(say(language, "calendar-working"), style="bold"), *steps)


def as_json(election: int) -> str:
    """The same as JSON, in both languages.

    Raises:
        ValueError: there is no presidential election in that year.
    """
    return json.dumps(to_data(election), ensure_ascii=False, indent=2)
