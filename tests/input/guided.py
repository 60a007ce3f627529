"""The parsers that only read text, fuzzed with an eye on which lines run: `make fuzz`, with atheris.

The first argument is the time in seconds; what breaks is written to a file `crash-...` that atheris names.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["bot.commands", "bot.engine", "questions", "adapters.slack.incoming"]
):
    from adapters.slack.incoming import command_text, press
    from bot.commands import bind, commands, parse
    from bot.requests import Refusal
    from bot.show.notices import refusal
    from questions.bank import Bank
    from questions.model import LANGUAGES
    from questions.packs import read_pack
    from tests.questions.samples import CHOICE, KINDS, TOPIC, TRUTH

KNOWN = commands(Bank(()))
PACK = Path(tempfile.mkdtemp()) / "electoral-college.toml"


def read_text(text: str) -> None:
    """A command as it is typed."""
    try:
        command, given = parse(KNOWN, command_text({"text": text}))
    except Refusal as no:
        for language in LANGUAGES:
            refusal(language, no)
    else:
        assert bind(command, given) == given


def read_id(text: str) -> None:
    """The id of a button."""
    try:
        press({"action_id": text})
    except Refusal:
        return


def read_file(text: str) -> None:
    """A pack."""
    PACK.write_bytes(text.encode("utf-8", "surrogateescape"))
    reading = read_pack(PACK, {})
    assert reading.pack is not None or reading.faults
    for fault in reading.faults:
        assert str(fault).isprintable()


READERS = (read_text, read_id, read_file)


def one(data: bytes) -> None:
    reader = READERS[data[0] % len(READERS)] if data else read_text
    reader(data[1:].decode("utf-8", "surrogateescape"))


def seeds() -> Path:
    """A folder with some inputs that are sound."""
    folder = Path(tempfile.mkdtemp())
    usages = [
        "play",
        "schedule set 09:00 Europe/Madrid lunes 3",
        "play questions:3 seconds:30",
        "answer 2006",
    ]
    ids = ["cq:answer:7:b", "cq:board:all:channel:all:2", "cq:season:start:2026-03-03"]
    files = [TOPIC + block for block in (CHOICE, TRUTH, *KINDS.values())]
    for reader, texts in enumerate((usages, ids, files)):
        for number, text in enumerate(texts):
            (folder / f"{reader}-{number}").write_bytes(bytes([reader]) + text.encode())
    return folder


if __name__ == "__main__":
    seconds = sys.argv[1]
    limits = [f"-max_total_time={seconds}", "-verbosity=0", "-print_final_stats=1", "-max_len=8192"]
    atheris.Setup([sys.argv[0], *limits, str(seeds())], one)
    atheris.Fuzz()
