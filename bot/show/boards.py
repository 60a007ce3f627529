"""The leaderboard."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Card, Tone
from bot.engine.leaderboard import Period, Scope, Standing
from bot.show.parts import MOST_LINES, Names, board_lines, standing_text, topic_title
from bot.words import say
from questions.bank import Bank
from questions.model import Language


def leaderboard(
    bank: Bank,
    language: Language,
    period: Period,
    scope: Scope,
    topic: str | None,
    order: Sequence[Standing],
    names: Names,
    own: str,
) -> Card:
    """The first ten, and one's own line wherever it stands."""
    shown = {"period": say(language, f"choice-{period}"), "scope": say(language, f"choice-{scope}")}
    if topic is None:
        title = say(language, "leaderboard-title", **shown)
    else:
        title = say(language, "leaderboard-title-topic", topic=topic_title(bank, topic, language), **shown)
    lines = list(board_lines(order, names, language, "leaderboard-empty"))
    mine = next((standing for standing in order[MOST_LINES:] if standing.player == own), None)
    if mine is not None:
        lines.append((say(language, "leaderboard-own", line=standing_text(mine, names, language)),))
    return Card(title, tuple(lines), tone=Tone.RESULT)
