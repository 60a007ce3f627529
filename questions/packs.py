"""TOML files to sources and packs. One reading finds every fault of a file.

Each getter of `_Table` notes what is wrong and hands back a harmless stand-in, so that reading goes on
to the end; what was read counts only if no fault was noted.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from questions.keys import FALSE, TRUE, ChoiceKey, Key, TruthKey
from questions.model import (
    LANGUAGES,
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

FEWEST_OPTIONS = 2
MOST_OPTIONS = 5
LONGEST_ID = 60
TRUTH_OPTIONS = (Option(TRUE, Text("True", "Verdadero")), Option(FALSE, Text("False", "Falso")))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file, where it stands, and how to mend it."""

    file: str
    line: int | None
    question: str | None
    field: str | None
    what: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        about = [f'question "{shown(self.question)}"'] if self.question is not None else []
        about += [f'field "{shown(self.field)}"'] if self.field is not None else []
        return ": ".join(part for part in (place, ", ".join(about), self.what) if part)


class PackError(Exception):
    """Files of the question bank are not as they must be; `faults` holds every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave. `pack` may be trusted only if there are no faults; sources.toml has none."""

    path: Path
    page: Page
    pack: Pack | None
    faults: tuple[Fault, ...]

    def fault(self, question: str | None, field: str | None, what: str) -> Fault:
        """A fault of this file, at its line."""
        block = self.page.question(question) if question else self.page.block((field or "").split(".")[0])
        return Fault(str(self.path), self.page.line(block, field), question, field, what)


def load_sources(path: Path) -> dict[str, Source]:
    """Read sources.toml, by id. Raises PackError with every fault of the file."""
    sources, reading = read_sources(path)
    if reading.faults:
        raise PackError(reading.faults)
    return sources


def load_pack(path: Path, sources: Mapping[str, Source]) -> Pack:
    """Read one pack, whose citations are among the sources. Raises PackError with every fault of the file."""
    reading = read_pack(path, sources)
    if reading.faults or reading.pack is None:
        raise PackError(reading.faults)
    return reading.pack


def read_sources(path: Path) -> tuple[dict[str, Source], Reading]:
    """Like `load_sources`, but hands the faults back, with the sources that the file names nevertheless."""
    report, data = _open(path)
    if data == {}:
        report.add("holds no source; add a table like [usc-3-7] for each document")
    sources = {id: _source(report, id, entry) for id, entry in (data or {}).items()}
    return sources, Reading(path, report.page, None, report.sorted())


def read_pack(path: Path, sources: Mapping[str, Source] | None) -> Reading:
    """Like `load_pack`, but hands the faults back.

    Without sources (their own file is at fault) nothing is said about what the questions cite.
    """
    report, data = _open(path)
    pack = None if data is None else _pack(report, data, path.stem, sources)
    return Reading(path, report.page, pack, report.sorted())


def shown(text: str) -> str:
    """Text of a file as a message may quote it: short, and without characters that could upset a terminal."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[:LONGEST_ID])
    return safe if len(text) <= LONGEST_ID else f"{safe}..."


# --- the file as text ---------------------------------------------------------------------------------------

_HEADER = re.compile(r"""\s*\[\[?\s*["']?([A-Za-z0-9_-]+)["']?\s*\]\]?\s*(?:#.*)?$""")


class Page:
    """The lines of a file. tomllib forgets where a value stood; a look at the lines finds it again."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        starts = [(n, m[1]) for n, line in enumerate(self._lines) if (m := _HEADER.match(line))]
        edges = [*(n for n, _ in starts), len(self._lines)]
        self._blocks = [(name, range(n, edges[i + 1])) for i, (n, name) in enumerate(starts)]

    def blocks(self, name: str) -> list[range]:
        """The lines of every table with this header, sub-tables included."""
        return [lines for header, lines in self._blocks if header == name]

    def block(self, name: str) -> range:
        """The lines of the first table with this header; an empty range if there is none."""
        return next(iter(self.blocks(name)), range(0))

    def question(self, id: str) -> range:
        """The lines of the question with this id; an empty range if they cannot be told."""
        written = re.compile(rf"""\s*id\s*=\s*["']{re.escape(id)}["']""")
        blocks = self.blocks("question")
        return next((b for b in blocks if any(written.match(self._lines[n]) for n in b)), range(0))

    def line(self, block: range, field: str | None) -> int | None:
        """The number of the line that gives the field, or else its nearest parent, or else of the header."""
        block = block or self.block(field or "")
        path = re.sub(r"\[#\d+\]", "", field or "").split(".")
        if block and (header := _HEADER.match(self._lines[block.start])) and header[1] == path[0]:
            path = path[1:]  # below [topic], the field topic.id is written as id
        for length in range(len(path), 0, -1):
            name = r"\s*\.\s*".join(re.escape(part) for part in path[:length])
            given = re.compile(rf"\s*{name}\s*[=.]")
            for n in block:
                if given.match(self._lines[n]):
                    return n + 1
        return block.start + 1 if block else None


@dataclass(frozen=True, slots=True)
class _Place:
    """What a fault is about: which question, and the lines to look for its fields in."""

    question: str | None = None
    block: range = range(0)


class _Report:
    """The faults of one file, as they are found."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        self.page = Page("")
        self._faults: list[Fault] = []

    def add(self, what: str, place: _Place | None = None, field: str | None = None) -> None:
        place = place or _Place()
        line = self.page.line(place.block, field)
        self._faults.append(Fault(self.file, line, place.question, field, what))

    def add_at(self, line: int | None, what: str) -> None:
        self._faults.append(Fault(self.file, line, None, None, what))

    def sorted(self) -> tuple[Fault, ...]:
        return tuple(sorted(self._faults, key=lambda fault: fault.line or 0))


def _open(path: Path) -> tuple[_Report, dict[str, object] | None]:
    report = _Report(path)
    text = _text_of(path, report)
    if text is None:
        return report, None
    report.page = Page(text)
    return report, _parsed(text, report)


def _text_of(path: Path, report: _Report) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.add(f"cannot be read ({error.strerror}); check the path and its permissions")
        return None
    try:
        # Some editors begin a file with a byte order mark, which tomllib would refuse.
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        report.add_at(line, f"is not UTF-8 here (byte 0x{raw[error.start]:02x}); save the file as UTF-8")
        return None


def _parsed(text: str, report: _Report) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except RecursionError:
        report.add("nests its brackets too deeply to be read; close those that were left open")
    except ValueError as error:  # TOMLDecodeError is one; so is an integer of more than 4300 digits
        report.add_at(*_syntax_fault(str(error), text))
    return None


def _syntax_fault(message: str, text: str) -> tuple[int | None, str]:
    where = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    if where is None:
        return None, f"is not valid TOML: {message}; mend the syntax"
    line = int(where[1]) if where[1] else text.count("\n") + 1
    return (
        line,
        f"is not valid TOML: {message[: where.start()]}; mend the syntax on this line or just above it",
    )


# --- tables -------------------------------------------------------------------------------------------------

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CALLED: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    date: "a date",
    datetime: "a date with a time",
    time: "a time of day",
    list: "an array",
    dict: "a table",
}
_WRITTEN: dict[type, str] = {
    str: '{} = "..."',
    bool: "{} = true",
    date: "{} = 2026-01-31",
    list: "{} = [...]",
    dict: "{} = {{...}}",
}


class _Table:
    """One table of the file while it is read. `finish` it, so that fields nobody asked for are noted."""

    def __init__(self, report: _Report, data: Mapping[str, object], place: _Place, path: str = "") -> None:
        self.place = place
        self._report = report
        self._data = data
        self._path = path
        self._known: list[str] = []

    def fault(self, name: str | None, what: str) -> None:
        self._report.add(what, self.place, self._full(name) if name else self._path or None)

    def give(self, name: str, kind: type[T]) -> T | None:
        """The field if it is of exactly this kind: for Python, true is an int and a datetime is a date."""
        self._known.append(name)
        written = _WRITTEN[kind].format(shown(self._full(name)))
        if name not in self._data:
            self.fault(name, f"is missing; add {written}")
            return None
        value = self._data[name]
        if type(value) is not kind or not isinstance(value, kind):
            self.fault(name, f"must be {_CALLED[kind]}, not {_CALLED[type(value)]}; write {written}")
            return None
        return value

    def text(self, name: str) -> str:
        """One line of readable text."""
        value = self.give(name, str)
        if value is None:
            return ""
        for what in _faults_of_text(value):
            self.fault(name, what)
        return value

    def texts(self, name: str) -> Text:
        table = self.table(name)
        text = table.languages()
        table.finish()
        return text

    def languages(self) -> Text:
        return Text(**{language: self.text(language) for language in LANGUAGES})

    def id(self, name: str = "id") -> str:
        value = self.give(name, str)
        if value is not None:
            self.check_id(name, value)
        return value or ""

    def check_id(self, name: str | None, id: str) -> None:
        if not _ID.fullmatch(id) or len(id) > LONGEST_ID:
            like = re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")[:LONGEST_ID].strip("-") or "article-83"
            rule = f"small letters, digits and single hyphens, {LONGEST_ID} characters at most"
            self.fault(name, f'"{shown(id)}" is no id ({rule}); write for example "{like}"')

    def member(self, name: str, kind: type[E]) -> E:
        """One of the words of an enumeration."""
        word = self.word(name, [member.value for member in kind])
        return kind(word) if word else next(iter(kind))

    def word(self, name: str, allowed: Iterable[str]) -> str:
        """One of the allowed words, or else an empty string."""
        words = list(allowed)
        if name not in self._data:
            self._known.append(name)
            self.fault(name, f"is missing; it is one of {', '.join(words)}")
            return ""
        value = self.give(name, str)
        if value is None or value in words:
            return value or ""
        self.fault(name, f'"{shown(value)}" is not known; {_meant(value, words)}')
        return ""

    def day(self, name: str) -> date:
        return self.give(name, date) or date.min

    def table(self, name: str) -> _Table:
        """A table in this one. A missing one is read as empty, so that each of its fields is asked for."""
        data = {} if name not in self._data else self.give(name, dict)
        self._known.append(name)
        # What has taken the place of a table is one fault, not one more for each field that it lacks.
        report = _Report(Path()) if data is None else self._report
        return _Table(report, data or {}, self.place, self._full(name))

    def tables(self, name: str) -> list[_Table]:
        """The tables of an array."""
        found = []
        for number, entry in enumerate(self.give(name, list) or [], start=1):
            path = f"{name}[#{number}]"
            if isinstance(entry, dict):
                found.append(_Table(self._report, entry, self.place, self._full(path)))
            else:
                self.fault(path, f"must be a table, not {_CALLED[type(entry)]}; write {{...}}")
        return found

    def length(self, name: str) -> int | None:
        """The number of entries of an array, sound or not."""
        value = self._data.get(name)
        return len(value) if isinstance(value, list) else None

    def ignore(self, *names: str) -> None:
        """Let fields pass that cannot be judged."""
        self._known += names

    def finish(self) -> None:
        for name in self._data:
            if name not in self._known:
                self.fault(name, f"is no field here; remove it, or rename it: {_meant(name, self._known)}")

    def _full(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name


def _faults_of_text(text: str) -> list[str]:
    if not text.strip():
        return ["is blank; write the text"]
    odd = next((c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")), None)
    if odd is not None:
        named = "a line break" if odd in "\n\r" else f"the control character U+{ord(odd):04X}"
        return [f"holds {named}; write the text on one line, of visible characters and spaces"]
    return [] if text == text.strip() else ["begins or ends with a space; remove it"]


def _meant(word: str, allowed: list[str]) -> str:
    near = get_close_matches(word, allowed, n=1)
    choice = f"it is one of {', '.join(allowed)}"
    return f'did you mean "{near[0]}"?' if near else choice


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if value and times > 1]


# --- sources ------------------------------------------------------------------------------------------------


def _source(report: _Report, id: str, entry: object) -> Source:
    place = _Place(block=report.page.block(id))
    top = _Table(report, {id: entry}, place)
    top.check_id(id, id)
    table = top.table(id)
    source = Source(
        id=id,
        title=table.text("title"),
        publisher=table.text("publisher"),
        date=table.text("date"),
        kind=table.member("kind", SourceKind),
        where=table.text("where"),
    )
    table.finish()
    return source


# --- packs --------------------------------------------------------------------------------------------------


def _pack(report: _Report, data: dict[str, object], stem: str, sources: Mapping[str, Source] | None) -> Pack:
    top = _Table(report, data, _Place())
    topic = _topic(report, data, stem)
    top.ignore("topic", "question")
    top.finish()
    entries = _entries(report, data)
    blocks = report.page.blocks("question")
    if len(blocks) != len(entries):
        blocks = [range(0)] * len(entries)
    questions, taken = [], set[str]()
    for number, (entry, block) in enumerate(zip(entries, blocks, strict=True), start=1):
        id = entry.get("id")
        name = id if isinstance(id, str) and id else f"#{number}"
        table = _Table(report, entry, _Place(name, block))
        questions.append(_question(table, topic.id, sources))
        if id and name in taken:
            table.fault("id", "another question above has this id; give each its own")
        taken.add(name)
    return Pack(topic, tuple(questions))


def _topic(report: _Report, data: dict[str, object], stem: str) -> Topic:
    table = _Table(report, data, _Place(block=report.page.block("topic"))).table("topic")
    id = table.id()
    if id and id != stem:
        table.fault(
            "id", f'"{shown(id)}" is not the name of the file; write "{shown(stem)}" or rename the file'
        )
    topic = Topic(id, table.texts("title"))
    table.finish()
    return topic


def _entries(report: _Report, data: dict[str, object]) -> list[dict[str, object]]:
    """The tables of all questions."""
    entries = data.get("question", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        report.add("must be an array of tables; begin each question with [[question]]", field="question")
        return []
    if not entries:
        report.add("holds no question; begin each one with [[question]]", field="question")
    return entries


def _question(table: _Table, topic: str, sources: Mapping[str, Source] | None) -> Question:
    id = table.id()
    read = _KINDS.get(table.word("kind", _KINDS), _unknown_kind)
    options, key = read(table)
    question = Question(
        id=id,
        topic=topic,
        difficulty=table.member("difficulty", Difficulty),
        stem=table.texts("stem"),
        options=options,
        key=key,
        explanation=table.texts("explanation"),
        citations=_citations(table, sources),
        as_of=table.day("as_of"),
    )
    table.finish()
    return question


def _citations(table: _Table, sources: Mapping[str, Source] | None) -> tuple[Citation, ...]:
    entries = table.tables("sources")
    if table.length("sources") == 0:
        table.fault("sources", "is empty; name at least one source, as {id = ..., at = ...}")
    return tuple(_citation(entry, sources) for entry in entries)


def _citation(table: _Table, sources: Mapping[str, Source] | None) -> Citation:
    id = table.id()
    at = table.text("at")
    table.finish()
    if sources is not None and id and id not in sources:
        hint = get_close_matches(id, list(sources), n=1)
        mend = f'did you mean "{shown(hint[0])}"?' if hint else "add it to sources.toml, or correct the id"
        table.fault("id", f'no source has the id "{shown(id)}"; {mend}')
    known = (sources or {}).get(id)
    return Citation(known or Source(id, "", "", "", SourceKind.OPINION, ""), at)


# --- kinds of question: what each offers to choose from, and what is right ----------------------------------


def _choice(table: _Table) -> tuple[tuple[Option, ...], Key]:
    options = tuple(_option(entry) for entry in table.tables("options"))
    _check_options(table, options)
    answer = table.give("answer", str)
    ids = [option.id for option in options if option.id]
    if answer is not None and ids and answer not in ids:
        table.fault(
            "answer", f'no option has the id "{shown(answer)}"; the ids are {", ".join(map(shown, ids))}'
        )
    return options, ChoiceKey(answer or "")


def _option(table: _Table) -> Option:
    option = Option(table.id(), table.languages())
    table.finish()
    return option


def _check_options(table: _Table, options: tuple[Option, ...]) -> None:
    count = table.length("options")
    if count is not None and not FEWEST_OPTIONS <= count <= MOST_OPTIONS:
        table.fault("options", f"holds {count}; offer {FEWEST_OPTIONS} to {MOST_OPTIONS} options")
    for id in _repeated(option.id for option in options):
        table.fault("options", f'several options have the id "{shown(id)}"; give each its own')
    for language in LANGUAGES:
        for text in _repeated(" ".join(o.text.to(language).casefold().split()) for o in options):
            table.fault("options", f'several options read "{shown(text)}" in {language}; make them differ')


def _truth(table: _Table) -> tuple[tuple[Option, ...], Key]:
    return TRUTH_OPTIONS, TruthKey(table.give("answer", bool) or False)


def _unknown_kind(table: _Table) -> tuple[tuple[Option, ...], Key]:
    table.ignore("options", "answer")
    return (), TruthKey(False)


_KINDS: dict[str, Callable[[_Table], tuple[tuple[Option, ...], Key]]] = {"choice": _choice, "truth": _truth}
