"""Small sound packs for the tests to spoil."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from questions.keys import ChoiceKey, Key
from questions.model import (
    NO_TEXT,
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
  { id = "dec-8", en = "December 8", es = "8 de diciembre", why = { en = "Too soon.", es = "Muy pronto." } },
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

_REST = """
difficulty = "medium"
as_of = 2026-01-31
explanation.en = "It is so."
explanation.es = "Es así."
sources = [{ id = "usc-3", at = "section 7" }]
"""

DATE = (
    """
[[question]]
id = "congress-counted-2021"
kind = "date"
stem.en = "On which day of January 2021 did Congress begin to count the votes?"
stem.es = "¿Qué día de enero de 2021 comenzó el Congreso a contar los votos?"
answer = "2021-01-06"
until = 2026-12-31
"""
    + _REST
)

NUMBER = (
    """
[[question]]
id = "votes-to-win"
kind = "number"
stem.en = "How many votes win?"
stem.es = "¿Con cuántos votos se gana?"
answer = 270
tolerance = 0.50
unit = { en = "votes", es = "votos" }
"""
    + _REST
)

NAME = (
    """
[[question]]
id = "who-signed"
kind = "name"
of = "person"
stem.en = "Whose name stands below the reform?"
stem.es = "¿De quién es la firma al pie de la reforma?"
answer = { en = "Joe Biden", es = "Joseph Biden" }
accept = ["Biden", "Joe Biden"]
prompt = ["the president"]
reject = ["Hunter Biden"]
"""
    + _REST
)

ORDER = (
    """
[[question]]
id = "steps-in-order"
kind = "order"
stem.en = "Put these steps in order."
stem.es = "Pon estos pasos en orden."
items = [
  { id = "vote", en = "Voters vote", es = "Votan los ciudadanos" },
  { id = "meet", en = "Electors meet", es = "Se reúnen los electores" },
  { id = "count", en = "Congress counts", es = "Cuenta el Congreso" },
]
"""
    + _REST
)

SET = (
    """
[[question]]
id = "who-has-electors"
kind = "set"
stem.en = "Which of these have electors?"
stem.es = "¿Cuáles de estos tienen electores?"
options = [
  { id = "dc", en = "District of Columbia", es = "Distrito de Columbia" },
  { id = "guam", en = "Guam", es = "Isla de Guam", why = { en = "A territory.", es = "Un territorio." } },
  { id = "maine", en = "Maine", es = "Estado de Maine" },
  { id = "samoa", en = "Samoa", es = "Isla de Samoa", why = { en = "A territory too.", es = "Otro." } },
]
answers = ["maine", "dc"]
"""
    + _REST
)

PACK = TOPIC + CHOICE + TRUTH
KINDS = {
    "choice": CHOICE,
    "truth": TRUTH,
    "date": DATE,
    "number": NUMBER,
    "name": NAME,
    "order": ORDER,
    "set": SET,
}


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
    name: Text = NO_TEXT,
    unit: Text = NO_TEXT,
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
        unit=unit,
        name=name,
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
