"""Whatever is typed: a command, or a refusal that can be said in both languages; at the terminal too."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.adapter import Screen, TerminalAdapter
from bot.commands import bind, commands, parse
from bot.requests import Refusal
from bot.show.notices import refusal
from questions.model import LANGUAGES
from tests.bot.fakes import read
from tests.input import odd
from tests.input.world import World, small_bank, world

OWN, OTHER = "terminal:local", "terminal:elsewhere"
KNOWN = commands(small_bank())
LONGEST_REPLY = 2000


@odd.many
@given(odd.typed())
def test_any_text_is_a_command_or_a_refusal_that_can_be_said(text: str) -> None:
    try:
        command, given = parse(KNOWN, text)
    except Refusal as no:
        for language in LANGUAGES:
            card = refusal(language, no)
            assert card.title
            assert 0 < len(read(card)) < LONGEST_REPLY
            assert "\0" not in read(card)
            read(card).encode()
    else:
        assert bind(command, given) == given


class Table:
    """A terminal, its keyboard and its screen."""

    def __init__(self, world: World) -> None:
        self.world = world

    def type(self, lines: list[str]) -> str:
        """What the screen shows of some lines."""
        self.world.begin()
        screen = io.StringIO()
        adapter = TerminalAdapter(self.world.quizmaster, self.world.clock, self._settle, "en")
        adapter._console = Screen(file=screen, width=100)
        self.world.shell.stages["terminal"] = adapter

        async def typed() -> None:
            for line in lines:
                await adapter._take(line.strip())
                await self.world.settle()

        self.world.run(typed())
        return screen.getvalue()

    async def _settle(self) -> None:
        """What is due is not done: the rows of others would change by it."""


@pytest.fixture(scope="module")
def table(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    rooms = {OWN: "table", OTHER: "elsewhere"}
    with world(migrated_sqlite, tmp_path_factory.mktemp("terminal"), "terminal", OWN, OTHER, rooms) as made:
        yield Table(made)


typed = odd.typed()
lines = st.one_of(
    typed.map(lambda text: f"/quiz {text}"),
    typed.map(lambda text: f"/quiz {text}"),
    st.sampled_from(["/as ", "/lang ", "/next", "/as Ana", "/lang es", "A", "b", "270", "/QUIZ play", "/"]),
    st.tuples(st.sampled_from(["/as ", "/lang ", ""]), odd.texts).map("".join),
)


@odd.many
@given(st.lists(lines, min_size=1, max_size=2))
def test_any_lines_at_the_terminal_are_answered_and_break_nothing(table: Table, lines: list[str]) -> None:
    shown = table.type(lines)
    table.world.check(shown)
    shown.encode()
    assert shown.strip() or not any(answered(line) for line in lines)
    assert "\0" not in shown
    assert "\x1b" not in shown


def answered(line: str) -> bool:
    """Whether a line is one to which something is said: going on shows itself in the room."""
    return line.strip() not in {"", "/next"}
