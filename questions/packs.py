"""TOML files to sources and packs. One reading finds every fault of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from questions.fields import Fields
from questions.kinds import read_kind
from questions.model import Citation, Difficulty, Pack, Question, Source, SourceKind, Topic
from questions.page import Fault, PackError, Page, Place, Report, open_page, shown


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave. `pack` may be trusted only if there are no faults; sources.toml has none."""

    path: Path
    page: Page
    pack: Pack | None
    faults: tuple[Fault, ...]

    def fault(self, question: str | None, field: str | None, what: str) -> Fault:
        """A fault of this file, at its line."""
        return self.placed(Fault("", None, question, field, what))

    def placed(self, fault: Fault) -> Fault:
        """The fault as one of this file, at its line."""
        table = (fault.field or "").split(".")[0]
        block = self.page.question(fault.question) if fault.question else self.page.table(table)
        return replace(fault, file=str(self.path), line=self.page.line(block, fault.field))


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
    report, data = open_page(path)
    if data == {}:
        report.add("holds no source; add a table like [usc-3-7] for each document")
    sources = {id: _source(report, id, entry) for id, entry in (data or {}).items()}
    return sources, Reading(path, report.page, None, report.sorted())


def read_pack(path: Path, sources: Mapping[str, Source] | None) -> Reading:
    """Like `load_pack`, but hands the faults back.

    Without sources (their own file is at fault) nothing is said about what the questions cite.
    """
    report, data = open_page(path)
    pack = None if data is None else _pack(report, data, path.stem, sources)
    return Reading(path, report.page, pack, report.sorted())


def _source(report: Report, id: str, entry: object) -> Source:
    place = Place(header=id)
    top = Fields(report, {id: entry}, place)
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


def _pack(report: Report, data: dict[str, object], stem: str, sources: Mapping[str, Source] | None) -> Pack:
    top = Fields(report, data, Place())
    topic = _topic(report, data, stem)
    top.ignore("topic", "question")
    top.finish()
    entries = _entries(report, data)
    questions, taken = [], set[str]()
    for number, entry in enumerate(entries):
        id = entry.get("id")
        name = id if isinstance(id, str) and id else f"#{number + 1}"
        table = Fields(report, entry, Place(name, "question", number, len(entries)))
        questions.append(_question(table, topic.id, sources))
        if id and name in taken:
            table.fault("id", "another question above has this id; give each its own")
        taken.add(name)
    return Pack(topic, tuple(questions))


def _topic(report: Report, data: dict[str, object], stem: str) -> Topic:
    table = Fields(report, data, Place(header="topic")).table("topic")
    id = table.id()
    if id and id != stem:
        table.fault(
            "id", f'"{shown(id)}" is not the name of the file; write "{shown(stem)}" or rename the file'
        )
    topic = Topic(id, table.texts("title"))
    table.finish()
    return topic


def _entries(report: Report, data: dict[str, object]) -> list[dict[str, object]]:
    """The tables of all questions."""
    entries = data.get("question", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        report.add("must be an array of tables; begin each question with [[question]]", field="question")
        return []
    if not entries:
        report.add("holds no question; begin each one with [[question]]", field="question")
    return entries


def _question(table: Fields, topic: str, sources: Mapping[str, Source] | None) -> Question:
    id = table.id()
    asked = read_kind(table)
    as_of = table.day("as_of")
    until = table.give("until", date) if table.has("until") else None
    if until is not None and until < as_of:
        table.fault("until", "lies before as_of; correct one of the two")
    question = Question(
        id=id,
        topic=topic,
        difficulty=table.member("difficulty", Difficulty),
        stem=table.texts("stem"),
        options=asked.options,
        key=asked.key,
        explanation=table.texts("explanation"),
        citations=_citations(table, sources),
        as_of=as_of,
        until=until,
        unit=asked.unit,
        name=asked.name,
        ascribes=table.ascriptions("ascribes"),
    )
    table.finish()
    return question


def _citations(table: Fields, sources: Mapping[str, Source] | None) -> tuple[Citation, ...]:
    entries = table.tables("sources")
    if table.length("sources") == 0:
        table.fault("sources", "is empty; name at least one source, as {id = ..., at = ...}")
    return tuple(_citation(entry, sources) for entry in entries)


def _citation(table: Fields, sources: Mapping[str, Source] | None) -> Citation:
    id = table.id()
    at = table.text("at")
    table.finish()
    if sources is not None and id and id not in sources:
        hint = get_close_matches(id, list(sources), n=1)
        mend = f'did you mean "{shown(hint[0])}"?' if hint else "add it to sources.toml, or correct the id"
        table.fault("id", f'no source has the id "{shown(id)}"; {mend}')
    known = (sources or {}).get(id)
    return Citation(known or Source(id, "", "", "", SourceKind.OPINION, ""), at)
