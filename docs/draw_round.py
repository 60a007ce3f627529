"""Draws docs/round.svg, the picture in the README: `python -m docs.draw_round`."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rich.console import Console

from adapters.terminal.draw import drawn
from bot.engine.quiz import Mode, Quiz
from bot.engine.scoring import Tally
from bot.engine.turn import Answer, Turn
from bot.show import rounds
from questions.bank import load_bank
from questions.content import version
from questions.keys import ChoiceKey

PICTURE = Path(__file__).parent / "round.svg"
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
NAMES = {"ana": "ana", "ben": "ben"}


def draw() -> str:
    """A question, its reveal and the standings, as the terminal shows them."""
    bank = load_bank()
    question = bank.question("electors-met-2020")
    if question is None or not isinstance(question.key, ChoiceKey):
        raise SystemExit("The question of the picture is no longer in the bank.")
    quiz = Quiz(
        "quiz",
        "terminal:local",
        "table",
        Mode.LIVE,
        question.topic,
        "en",
        1,
        30,
        0,
        "ana",
        date(2026, 11, 23),
        NOW,
        "picture",
        present=frozenset(NAMES),
    )
    order = tuple(option.id for option in question.options)
    turn = Turn(
        "turn",
        quiz.id,
        1,
        None,
        version(question),
        question,
        order,
        frozenset(),
        NOW,
        NOW + timedelta(seconds=30),
    )
    right = question.key.option
    wrong = next(id for id in order if id != right)
    answers = {
        player: Answer(turn.id, player, given, NOW, player)
        for player, given in {"ana": right, "ben": wrong}.items()
    }
    console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True, highlight=False)
    for card in (
        rounds.question(bank, quiz, turn, answered=0),
        rounds.reveal(bank, quiz, turn, answers, NAMES),
        rounds.standings(
            bank, replace(quiz, closed_at=NOW), {"ana": Tally(10, 1, 1), "ben": Tally(0, 0, 1)}, NAMES, None
        ),
    ):
        console.print(drawn(card, NOW))
    svg = console.export_svg(title="civiquiz")
    # The picture loads nothing from elsewhere: the reader's own fixed-width font will do.
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace(
        "Fira Code, monospace", "monospace"
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
