"""Whatever stands in a pack: it is read, or one error names all its faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from questions.bank import BUILTIN, Bank
from questions.lint import lint
from questions.packs import load_pack, load_sources
from questions.page import PackError
from tests.input import odd
from tests.questions.samples import CHOICE, KINDS, TOPIC, TRUTH

SOURCES = load_sources(BUILTIN / "sources.toml")


def blocks() -> list[str]:
    """Questions that are sound: a sample of each kind, and all that are built in."""
    built_in = [path.read_text(encoding="utf-8") for path in sorted((BUILTIN / "packs").glob("*.toml"))]
    found = [block for text in built_in for block in text.split("\n[[question]]\n")[1:]]
    return [CHOICE, TRUTH, *KINDS.values(), *(f"\n[[question]]\n{block}\n" for block in found)]


BLOCKS = blocks()
# What could stand behind an equals sign, or in the place of a whole line.
_VALUES = [
    '""',
    "0",
    "-1",
    "true",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "{ en = 1 }",
    "1e400",
    "9" * 400,
    "nan",
    "inf",
]
_VALUES += [
    "2026-02-30",
    "2026-01-31",
    "0001-01-01",
    "12:00",
    "2026-01-31T12:00:00Z",
    "'''",
    '"""',
    "[" * 500,
]
_VALUES += [
    '"a"',
    '"dec-8"',
    '{ en = "a", es = "b" }',
    '["dec-8", "dec-8"]',
    '"' + "x" * 10_000 + '"',
    "1_000",
]
_LINES = [
    "[topic]",
    "[[question]]",
    "[question]",
    "[[topic]]",
    "id = 'x'",
    "# remark",
    "x = 1",
    "[a.b]",
    "= 1",
    "\\",
]
values = st.sampled_from(_VALUES) | odd.texts
lines = st.sampled_from(_LINES) | odd.texts
places = st.integers(0, 1000)
changes = st.integers(0, 7)
blocks_drawn = st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=2)


@st.composite
def packs(draw: st.DrawFn) -> bytes:
    """A pack of one or two questions, in which a few lines are not as they were."""
    text = TOPIC + "".join(draw(blocks_drawn))
    written = text.split("\n")
    for _ in range(draw(changes) // 2):
        place = draw(places) % len(written)
        match draw(changes):
            case 0:
                del written[place : place + 1]
            case 1:
                written.insert(place, written[draw(places) % len(written)])
            case 2:
                written.insert(place, draw(lines))
            case 3:
                written = written[: max(1, place)]
            case 4:
                cut = draw(places) % (len(written[place]) + 1)
                written[place] = written[place][:cut] + draw(odd.texts) + written[place][cut + 1 :]
            case _:
                written[place] = f"{written[place].partition('=')[0]}= {draw(values)}"
        written = written or [""]
    encoded = "\n".join(written).encode("utf-8", "surrogatepass")
    return encoded if draw(changes) else encoded[::-1]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packs") / "electoral-college.toml"


@odd.many
@given(packs() | st.binary() | odd.texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_a_pack_is_read_or_one_error_names_all_that_is_wrong(file: Path, written: bytes) -> None:
    file.write_bytes(written)
    try:
        pack = load_pack(file, SOURCES)
        faults = lint(Bank([pack]))
    except PackError as error:
        faults = list(error.faults)
        assert faults
    for fault in faults:
        said = str(fault)
        assert said.isprintable()
        assert len(said) < 2000
        assert fault.what


@settings(max_examples=10)
@given(packs())
def test_the_command_ends_with_status_1_where_there_is_a_fault(file: Path, written: bytes) -> None:
    file.write_bytes(written)
    result = CliRunner().invoke(app, ["check", str(file)])
    *_, last = result.output.splitlines()
    assert result.exit_code == (0 if last.startswith("No faults") else 1)
    assert result.exception is None or isinstance(result.exception, SystemExit)
