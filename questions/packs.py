"""TOML files to sources and packs. One reading finds every fault of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from questions.fields import Fields, repeated
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
from questions.page import Fault, PackError, Page, Place, Report, open_page, shown

FEWEST_OPTIONS = 2
MOST_OPTIONS = 5
TRUTH_OPTIONS = (Option(TRUE, Text("True", "Verdadero")), Option(FALSE, Text("False", "Falso")))


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
    place = Place(block=report.page.block(id))
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
    blocks = report.page.blocks("question")
    if len(blocks) != len(entries):
        blocks = [range(0)] * len(entries)
    questions, taken = [], set[str]()
    for number, (entry, block) in enumerate(zip(entries, blocks, strict=True), start=1):
        id = entry.get("id")
        name = id if isinstance(id, str) and id else f"#{number}"
        table = Fields(report, entry, Place(name, block))
        questions.append(_question(table, topic.id, sources))
        if id and name in taken:
            table.fault("id", "another question above has this id; give each its own")
        taken.add(name)
    return Pack(topic, tuple(questions))


def _topic(report: Report, data: dict[str, object], stem: str) -> Topic:
    table = Fields(report, data, Place(block=report.page.block("topic"))).table("topic")
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


def _choice(table: Fields) -> tuple[tuple[Option, ...], Key]:
    options = tuple(_option(entry) for entry in table.tables("options"))
    _check_options(table, options)
    answer = table.give("answer", str)
    ids = [option.id for option in options if option.id]
    if answer is not None and ids and answer not in ids:
        table.fault(
            "answer", f'no option has the id "{shown(answer)}"; the ids are {", ".join(map(shown, ids))}'
        )
    return options, ChoiceKey(answer or "")


def _option(table: Fields) -> Option:
    option = Option(table.id(), table.languages())
    table.finish()
    return option


def _check_options(table: Fields, options: tuple[Option, ...]) -> None:
    count = table.length("options")
    if count is not None and not FEWEST_OPTIONS <= count <= MOST_OPTIONS:
        table.fault("options", f"holds {count}; offer {FEWEST_OPTIONS} to {MOST_OPTIONS} options")
    for id in repeated(option.id for option in options):
        table.fault("options", f'several options have the id "{shown(id)}"; give each its own')
    for language in LANGUAGES:
        for text in repeated(" ".join(o.text.to(language).casefold().split()) for o in options):
            table.fault("options", f'several options read "{shown(text)}" in {language}; make them differ')


def _truth(table: Fields) -> tuple[tuple[Option, ...], Key]:
    return TRUTH_OPTIONS, TruthKey(table.give("answer", bool) or False)


def _unknown_kind(table: Fields) -> tuple[tuple[Option, ...], Key]:
    table.ignore("options", "answer")
    return (), TruthKey(False)


_KINDS: dict[str, Callable[[Fields], tuple[tuple[Option, ...], Key]]] = {"choice": _choice, "truth": _truth}
