from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from adapters.terminal.draw import drawn
from bot.cards import Card, Picture

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


def test_a_picture_is_told_in_its_words() -> None:
    screen = StringIO()
    card = Card("Statistics", picture=Picture(b"png", "30 points on \x1b[1m2 days"))
    Console(file=screen, width=80).print(drawn(card, NOON))
    assert "30 points on [1m2 days" in screen.getvalue()
