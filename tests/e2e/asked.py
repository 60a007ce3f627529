"""The bank of the stories, and what is right of the question that is shown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bot.commands import Command, commands
from questions.bank import Bank, load_bank
from questions.grading import grade
from questions.model import LANGUAGES, Question
from questions.verdict import Verdict
from tests.e2e.chats import Seen

PACKS = Path(__file__).parent / "packs"


@cache
def bank() -> Bank:
    """What the bots of the stories ask."""
    return load_bank(added=PACKS)


@cache
def known_commands() -> tuple[Command, ...]:
    return commands(bank())


def question_in(seen: Seen) -> Question:
    """Which question of the packs is shown."""
    text = seen.text
    shown = (q for q in bank().questions if any(q.stem.to(language) in text for language in LANGUAGES))
    return next(shown)


def options_in(seen: Seen) -> dict[str, str]:
    """The options of the question that is shown: the letter of each, by its id."""
    lines = dict(line[::-1] for line in re.findall(r"^([A-Z])\. (.+)$", seen.text, re.MULTILINE))
    return {
        option.id: lines[text]
        for option in question_in(seen).options
        for language in LANGUAGES
        if (text := option.text.to(language)) in lines
    }


def right(seen: Seen) -> str:
    """The button of the right option."""
    return _buttons(seen, Verdict.CORRECT)[0]


def wrong(seen: Seen) -> str:
    """The button of a wrong option."""
    return _buttons(seen, Verdict.WRONG)[0]


def _buttons(seen: Seen, verdict: Verdict) -> list[str]:
    key = question_in(seen).key
    return [letter for id, letter in options_in(seen).items() if grade(key, id) is verdict]
