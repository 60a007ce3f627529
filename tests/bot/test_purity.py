"""Who may ask the time and throw dice, read off the source; imports are checked by import-linter."""

from __future__ import annotations

import ast
import re

import pytest

from tests.bot.source import ROOT, modules

# Time comes from outside only here, and to adapters; everyone else is given it.
MAY_ASK_THE_TIME = {"bot/clock.py", "bot/app.py", "bot/cli.py"}
MAY_OWN_DICE = {"bot/app.py", "bot/cli.py"}
BELOW = modules("questions", "bot")

CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter")),
    *(f"time.{name}" for name in ("localtime", "gmtime", "ctime", "strftime", "sleep")),
}
# Each process would have its own; `Random` itself is fine, with a seed or given by the shell.
DICE = re.compile(r"random\.(?!Random$)\w+|secrets\.\w+|uuid\.uuid[14]|os\.urandom")


def names_used(tree: ast.Module) -> set[str]:
    """Everything that is used, under its full name: `datetime.now` is `datetime.datetime.now`."""
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                imported[name] = alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported.update(
                {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            )
    used = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            first, *rest = ast.unparse(node).split(".")
            if first in imported:
                used.add(".".join((imported[first], *rest)))
    return used


def unseeded(tree: ast.Module) -> bool:
    """Whether dice are made without a seed."""
    return any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"Random", "random.Random"}
        and not (node.args or node.keywords)
        for node in ast.walk(tree)
    )


def test_nothing_below_the_shell_asks_the_time() -> None:
    asking = {path: names_used(tree) & CLOCKS for path, tree in BELOW.items() if path not in MAY_ASK_THE_TIME}
    assert {path: names for path, names in asking.items() if names} == {}


def test_nothing_below_the_shell_throws_dice_of_its_own() -> None:
    pure = {path: tree for path, tree in BELOW.items() if path not in MAY_OWN_DICE}
    thrown = {
        path: {name for name in names_used(tree) if DICE.fullmatch(name)} for path, tree in pure.items()
    }
    assert {path: names for path, names in thrown.items() if names} == {}
    assert [path for path, tree in pure.items() if unseeded(tree)] == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now(UTC)",
        "import datetime as d\nd.datetime.utcnow()",
        "from datetime import date as day\nfield(default_factory=day.today)",
        "import time\ntime.monotonic()",
        "from time import time\ntime()",
    ],
)
def test_a_look_at_a_clock_is_found_however_it_is_written(source: str) -> None:
    assert names_used(ast.parse(source)) & CLOCKS


@pytest.mark.parametrize(
    "source",
    [
        "import random\nrandom.shuffle(x)",
        "from random import choice\nchoice(x)",
        "import secrets as s\ns.token_hex()",
    ],
)
def test_global_dice_are_found_however_they_are_written(source: str) -> None:
    assert any(DICE.fullmatch(name) for name in names_used(ast.parse(source)))


def test_dice_that_are_given_are_no_global_dice() -> None:
    source = "from random import Random\ndef draw(rng: Random): rng.shuffle([])\nRandom(7).random()"
    assert not any(DICE.fullmatch(name) for name in names_used(ast.parse(source)))
    assert not unseeded(ast.parse(source))
    assert unseeded(ast.parse("from random import Random\nRandom()"))


def test_no_type_error_is_silenced() -> None:
    folders = ("questions", "bot", "adapters", "tests/bot", "tests/questions", "tests/adapters")
    silenced = re.compile(r"#\s*type:\s*ignore|#\s*mypy:")
    assert [
        path for path in modules(*folders) if silenced.search((ROOT / path).read_text(encoding="utf-8"))
    ] == []
