"""What `civiquiz check` says, and with which status it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.ports import CannotStart
from tests.questions.samples import CHOICE, TOPIC, TRUTH, bank_folder, spoilt

HINT = TOPIC + spoilt(TRUTH, "They meet in their states.", "Of course not.")
FAULT = spoilt(CHOICE, "electores de 2020", "electores de 2002")


@pytest.mark.parametrize(
    ("text", "status", "said", "reported"),
    [
        (TOPIC + TRUTH, 0, "No faults.", []),
        (HINT, 0, "No faults, 1 hint.", ["hint"]),
        (TOPIC + FAULT, 1, "1 fault.", [""]),
        (HINT + FAULT, 1, "1 fault, 1 hint.", ["", "hint"]),
        (HINT + FAULT + FAULT.replace("-2020", "-2016"), 1, "4 faults, 1 hint.", ["", "", "", "", "hint"]),
    ],
    ids=["clean", "a hint", "a fault", "both", "several"],
)
def test_only_faults_end_in_failure(
    tmp_path: Path, text: str, status: int, said: str, reported: list[str]
) -> None:
    path = bank_folder(tmp_path, electoral_college=text) / "packs" / "electoral-college.toml"
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == status
    *lines, last = result.output.splitlines()
    assert last == said
    assert [": hint: " in line for line in lines] == [bool(kind) for kind in reported]
    assert all(line.startswith(f"{path}:") for line in lines)
    assert result.stderr.splitlines() == (lines if status == 0 else [*lines, last])


def test_a_file_is_named_without_what_moves_the_cursor() -> None:
    result = CliRunner().invoke(app, ["check", "a\x1b[2J\nb.toml"])
    assert result.exit_code == 1
    assert result.output.startswith("a\\x1b[2J\\nb.toml: cannot be read")


def test_a_language_is_quoted_briefly_and_without_what_moves_the_cursor() -> None:
    with pytest.raises(CannotStart, match="There is no calendar in") as caught:
        CliRunner().invoke(
            app, ["calendar", "2028", "--language", "\x1b[2J" + "x" * 1000], catch_exceptions=False
        )
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200
