from __future__ import annotations

import io
from datetime import UTC, datetime

from rich.console import Console

from adapters.terminal.draw import drawn
from bot.cards import Card, Link, Place

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


def test_a_link_and_a_room_are_plain_text_without_what_could_move_the_cursor() -> None:
    console = Console(file=io.StringIO(), width=80, record=True)
    line = ("Source: ", Link("3 U.S.C.\x1b[2J", "https://example.org/3"), ", in ", Place("general\x07"))
    console.print(drawn(Card("T", (line,)), NOON))
    shown = console.export_text()
    assert "Source: 3 U.S.C.[2J, in #general " in shown
    assert "https" not in shown
