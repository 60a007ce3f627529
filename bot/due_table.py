"""Due work for the operator's eyes, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.desk import COUNTED, Entry, Overview, State
from bot.store.counts import What

_STYLES: Final = {State.SET_ASIDE: "bold red", State.FAILING: "yellow", State.LATE: "yellow"}


def as_table(found: Overview, most: int) -> RenderableType:
    """How much stands how; the worst of it, line by line; what became of work lately."""
    return Group(*_parts(found, most))


def as_json(found: Overview) -> str:
    """All of it, with times as ISO 8601 in UTC."""
    counted = [
        {"kind": kind, "what": what.value, "times": times} for (kind, what), times in found.counts.items()
    ]
    work = [
        asdict(entry.work) | {"state": entry.state.value, "since": entry.since} for entry in found.entries
    ]
    whole = {"at": found.at, "work": work, "counted_days": COUNTED.days, "counts": counted}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain)


def _parts(found: Overview, most: int) -> Iterator[RenderableType]:
    yield Text(_summary(found))
    if found.entries:
        yield _works(found, most)
    if len(found.entries) > most:
        yield Text(f"… and {len(found.entries) - most:,} more; --most shows more, --json all.")
    if any(entry.state is State.SET_ASIDE for entry in found.entries):
        yield Text("What was set aside is done only if you say so: civiquiz due retry ID, or drop ID.")
    if found.counts:
        yield _counted(found)


def _summary(found: Overview) -> str:
    if not found.entries:
        return "Nothing waits."
    states = [entry.state for entry in found.entries]
    parts = (f"{states.count(state):,} {state}" for state in State if state in states)
    return f"Due work at {found.at:%Y-%m-%d %H:%M:%S} UTC: {', '.join(parts)}."


def _works(found: Overview, most: int) -> Table:
    table = Table()
    for column in ("id", "kind", "community", "state", "since (UTC)", "attempts", "error"):
        table.add_column(column, overflow="fold", justify="right" if column in {"id", "attempts"} else "left")
    for entry in found.entries[:most]:
        work = entry.work
        cells = [str(work.id), work.kind, work.community, entry.state.value, _since(entry, found.at)]
        cells += [str(work.attempts), work.error or ""]
        # As text: neither marks nor control characters of others have a say here.
        table.add_row(*(Text(_visible(cell), _STYLES.get(entry.state, "")) for cell in cells))
    return table


def _counted(found: Overview) -> Table:
    table = Table(title=f"The last {COUNTED.days} days", title_justify="left")
    table.add_column("kind")
    shown = [what for what in What if any(what is counted for _, counted in found.counts)]
    for what in shown:
        table.add_column(what.value, justify="right")
    for kind in dict.fromkeys(kind for kind, _ in found.counts):
        table.add_row(Text(kind), *(_number(found.counts.get((kind, what), 0)) for what in shown))
    return table


def _number(times: int) -> str:
    return f"{times:,}" if times else ""


def _since(entry: Entry, at: datetime) -> str:
    away = abs(at - entry.since)
    told = f"{entry.since:%m-%d %H:%M:%S}"
    return f"{told}, in {_span(away)}" if entry.since > at else f"{told}, {_span(away)} ago"


def _span(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _visible(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {value!r}")
