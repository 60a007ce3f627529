"""Card -> text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.cards import Bold, Card, Line, Link, Moment, Place, Tone

_EDGES = {Tone.QUESTION: "cyan", Tone.RESULT: "green", Tone.PLAIN: "white", Tone.REFUSED: "yellow"}


def drawn(card: Card, now: datetime) -> RenderableType:
    """A card with a frame, as all see it; a picture by its words."""
    parts: list[RenderableType] = [_line(line, now) for line in card.lines]
    for menu in (menu for menu in card.menus if not menu.searched):
        choices = (
            f"[{choice.label}]" if choice.value in menu.chosen else choice.label for choice in menu.choices
        )
        parts.append(Text(visible(f"{menu.label}: {' · '.join(choices)}")))
    if card.picture is not None:
        parts.append(Text(visible(card.picture.words)))
    labels = [button.label for button in card.buttons]
    if labels:
        parts += [Text(), Text("  ".join(f"[{label}]" for label in labels), style="cyan")]
    title = Text(visible(card.title), style="bold")
    return Panel(Group(*parts), title=title, title_align="left", border_style=_EDGES[card.tone])


def said(card: Card, now: datetime) -> RenderableType:
    """A short private reply, without a frame."""
    style = "yellow" if card.tone is Tone.REFUSED else ""
    return Group(*(Text.assemble("  ", _line(line, now), style=style) for line in card.lines))


def _line(line: Line, now: datetime) -> Text:
    return Text.assemble(*_parts(line, now))


def _parts(line: Line, now: datetime) -> Iterable[str | tuple[str, str]]:
    for span in line:
        match span:
            case Bold(text):
                yield visible(text), "bold"
            case Moment(at, relative):
                yield _moment(at, now, relative)
            case Link(text, _):
                yield visible(text)
            case Place(room):
                yield visible(f"#{room}")
            case str():
                yield visible(span)


def _moment(at: datetime, now: datetime, relative: bool) -> str:
    if relative:
        return f"{at.astimezone():%H:%M:%S} ({max(0, round((at - now).total_seconds()))} s)"
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def visible(text: str) -> str:
    """Without control characters: a name must not move the cursor, and terminals draw isolation marks."""
    return "".join(char for char in text if char.isprintable())
