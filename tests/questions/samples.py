"""Small sound packs for the tests to spoil."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from questions.keys import ChoiceKey, Key
from questions.model import (
    Citation,
    Difficulty,
    Option,
    Pack,
    Question,
    Source,
    SourceKind,
    Text,
    Topic,
)

SOURCE = Source("usc-3", "3 U.S.C. chapter 1", "United States Code", "2022", SourceKind.STATUTE, "Title 3")

SOURCES = """\
[usc-3]
title = "3 U.S.C. chapter 1"
publisher = "United States Code"
date = "2022"
kind = "statute"
where = "Title 3"
"""

TOPIC = """\
[topic]
id = "electoral-college"
title.en = "Electoral college"
title.es = "Colegio electoral"
"""

CHOICE = """
[[question]]
id = "electors-met-2020"
kind = "choice"
difficulty = "easy"
as_of = 2026-01-31
stem.en = "When did the electors of 2020 vote?"
stem.es = "¿Cuándo votaron los electores de 2020?"
options = [
  { id = "dec-8", en = "December 8", es = "8 de diciembre" },
  { id = "dec-14", en = "December 14", es = "14 de diciembre" },
]
answer = "dec-14"
explanation.en = "The law then named a Monday."
explanation.es = "La ley señalaba entonces un lunes."
sources = [{ id = "usc-3", at = "section 7" }]
"""

TRUTH = """
[[question]]
id = "electors-meet-together"
kind = "truth"
difficulty = "hard"
as_of = 2026-01-31
stem.en = "All electors meet in Washington."
stem.es = "Todos los electores se reúnen en Washington."
answer = false
explanation.en = "They meet in their states."
explanation.es = "Se reúnen en sus estados."
sources = [{ id = "usc-3", at = "section 7" }]
"""

PACK = TOPIC + CHOICE + TRUTH


def pack_file(folder: Path, text: str | bytes, name: str = "electoral-college.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def bank_folder(folder: Path, sources: str = SOURCES, **packs: str) -> Path:
    """A folder like the built-in one; `mexico_2006=...` writes packs/mexico-2006.toml."""
    (folder / "packs").mkdir()
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    for name, text in packs.items():
        pack_file(folder / "packs", text, f"{name.replace('_', '-')}.toml")
    return folder


def spoilt(text: str, old: str, new: str) -> str:
    """The text with one place changed; a sample that no longer holds that place fails the test."""
    assert text.count(old) == 1, f"{text.count(old)} times in the sample: {old}"
    return text.replace(old, new)


def text(words: str) -> Text:
    return Text(words, words)


def question(
    id: str,
    stem: Text | None = None,
    options: tuple[Option, ...] | None = None,
    key: Key | None = None,
    explanation: Text | None = None,
    source: Source = SOURCE,
) -> Question:
    return Question(
        id=id,
        topic="electoral-college",
        difficulty=Difficulty.EASY,
        stem=stem or text(id),
        options=options or (Option("a", text("one")), Option("b", text("two"))),
        key=key or ChoiceKey("a"),
        explanation=explanation or text("because"),
        citations=(Citation(source, "section 7"),),
        as_of=date(2026, 1, 31),
    )


def pack(*questions: Question, topic: str = "electoral-college") -> Pack:
    return Pack(Topic(topic, text(topic)), questions)


def as_toml(value: object) -> str:
    """A value as TOML writes it inline."""
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool() | int() | float():
            return json.dumps(value)
        case Mapping():
            return "{" + ", ".join(f"{as_toml(key)} = {as_toml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(as_toml(item) for item in value) + "]"
        case _:
            return str(value)
