"""The leaderboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.cards import Bold, Button, Card, Line, Tone
from bot.engine.leaderboard import Page, View
from bot.show.parts import Names, day_text, standing_text, topic_title
from bot.words import say
from questions.bank import Bank
from questions.model import Language

# In a button's id; no topic is called so.
ALL_TOPICS = "-"


@dataclass(frozen=True, slots=True)
class Board:
    """A page for a reader: its `view` of the leaderboard, what players are called, whether a moderator keeps
    the reader off it, and the first date of the `season` where that is what limits it."""

    view: View
    page: Page
    names: Names
    reader: str
    season: date | None = None
    kept_off: bool = False


def leaderboard(bank: Bank, board: Board, language: Language) -> Card:
    """Ten lines, one's own line wherever it stands, and buttons to the pages beside this one."""
    return Card(
        _title(bank, board.view, language),
        (*_lines(board, language), *_own(board, language)),
        _buttons(board, language),
        footnote=_footnote(board, language),
        tone=Tone.RESULT,
    )


def _title(bank: Bank, view: View, language: Language) -> str:
    shown = {
        "period": say(language, f"choice-{view.period}"),
        "scope": say(language, f"choice-{view.scope}"),
    }
    if view.topic is None:
        return say(language, "leaderboard-title", **shown)
    return say(language, "leaderboard-title-topic", topic=topic_title(bank, view.topic, language), **shown)


def _lines(board: Board, language: Language) -> Iterator[Line]:
    if not board.page.lines:
        yield (say(language, "leaderboard-empty"),)
    for standing in board.page.lines:
        text = standing_text(standing, board.names, language)
        yield (Bold(text) if standing.player == board.reader else text,)


def _own(board: Board, language: Language) -> tuple[Line, ...]:
    """The reader's own line, unless it is among the others."""
    own = board.page.own
    if board.kept_off:
        return ((say(language, "leaderboard-kept-off"),),)
    if own is None:
        # Where nobody stands, the reader need not be told of themselves.
        return ((say(language, "leaderboard-own-none"),),) if board.page.lines else ()
    if own in board.page.lines:
        return ()
    return ((say(language, "leaderboard-own", line=standing_text(own, board.names, language)),),)


def _buttons(board: Board, language: Language) -> tuple[Button, ...]:
    page, buttons = board.page, []
    if page.number > 1:
        buttons.append(Button(say(language, "button-back"), turning(board.view, page.number - 1)))
    if page.number < page.pages:
        buttons.append(Button(say(language, "button-next"), turning(board.view, page.number + 1)))
    return tuple(buttons)


def turning(view: View, page: int) -> str:
    """The id of a button that shows a page: all that it needs to know, and nothing of what it finds."""
    return f"board:{view.period}:{view.scope}:{view.topic or ALL_TOPICS}:{page}"


def _footnote(board: Board, language: Language) -> str:
    page, parts = board.page, []
    if page.pages > 1:
        parts.append(say(language, "leaderboard-page", page=page.number, pages=page.pages))
    if board.season is not None:
        parts.append(say(language, "leaderboard-season", day=day_text(board.season, language)))
    return " · ".join(parts)
