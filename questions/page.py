"""A file of the bank as text: reading it, what is wrong in it, and on which line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import tomli

# Longer ids, and longer texts quoted in a message, help nobody.
LONGEST_ID = 60
MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file, where it stands, and how to mend it.

    A hint is only worth a second look: a file may have some and still pass.
    """

    file: str
    line: int | None
    question: str | None
    field: str | None
    what: str
    hint: bool = False

    def __str__(self) -> str:
        file = visible(self.file)
        place = file if self.line is None else f"{file}:{self.line}"
        about = [f'question "{shown(self.question)}"'] if self.question is not None else []
        about += [f'field "{shown(self.field)}"'] if self.field is not None else []
        kind = "hint" if self.hint else ""
        return ": ".join(part for part in (place, kind, ", ".join(about), self.what) if part)


class PackError(Exception):
    """Files of the question bank are not as they must be; `faults` holds every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shown(text: str) -> str:
    """Text of a file as a message may quote it: short, and without characters that could upset a terminal."""
    safe = visible(text[:LONGEST_ID])
    return safe if len(text) <= LONGEST_ID else f"{safe}..."


def listed(found: Sequence[str]) -> str:
    """What was found as a message may name it: each briefly, and of many the first."""
    named = [shown(one) for one in found[:MOST_LISTED]]
    if len(found) > MOST_LISTED:
        named.append(f"{len(found) - MOST_LISTED} more")
    return " and ".join(named) or "none"


def visible(text: str) -> str:
    """The text with what could upset a terminal written out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


_HEADER = re.compile(r"""\s*\[\[?\s*["']?([A-Za-z0-9_-]+)["']?\s*\]\]?\s*(?:#.*)?$""")


_ID = re.compile(r"""\s*id\s*=\s*["']([^"']*)["']""")


class Page:
    """The lines of a file. TOML forgets where a value stood; a look at the lines finds it again.

    Nobody looks as long as nothing is wrong.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def table(self, header: str, number: int = 0, of: int | None = None) -> range:
        """The lines of the table with this header, sub-tables included; an empty range if none can be told.

        Several may have it: `number` counts from 0, and there must be as many as `of` says.
        """
        blocks = self._blocks.get(header, [])
        return blocks[number] if number < len(blocks) and of in {None, len(blocks)} else range(0)

    def question(self, id: str) -> range:
        """The lines of the question with this id; an empty range if they cannot be told."""
        return self._questions.get(id, range(0))

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    @cached_property
    def _blocks(self) -> dict[str, list[range]]:
        starts = [(n, m[1]) for n, line in enumerate(self._lines) if (m := _HEADER.match(line))]
        edges = [*(n for n, _ in starts), len(self._lines)]
        blocks: dict[str, list[range]] = {}
        for i, (n, name) in enumerate(starts):
            blocks.setdefault(name, []).append(range(n, edges[i + 1]))
        return blocks

    @cached_property
    def _questions(self) -> dict[str, range]:
        found: dict[str, range] = {}
        for block in self._blocks.get("question", []):
            for id in (match[1] for n in block if (match := _ID.match(self._lines[n]))):
                found.setdefault(id, block)
        return found

    def line(self, block: range, field: str | None) -> int | None:
        """The number of the line that gives the field, or else its nearest parent, or else of the header."""
        block = block or self.table(field or "")
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
class Place:
    """What a fault is about: which question, and the table to look for its fields in; see `Page.table`."""

    question: str | None = None
    header: str = ""
    number: int = 0
    of: int | None = None


class Report:
    """The faults of one file, as they are found."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        self.page = Page("")
        self._faults: list[Fault] = []

    def silenced(self) -> Report:
        """A report on the same page whose faults nobody reads."""
        report = Report(Path(self.file))
        report.page = self.page
        return report

    def add(self, what: str, place: Place | None = None, field: str | None = None) -> None:
        place = place or Place()
        line = self.page.line(self.page.table(place.header, place.number, place.of), field)
        self._faults.append(Fault(self.file, line, place.question, field, what))

    def add_at(self, line: int | None, what: str) -> None:
        self._faults.append(Fault(self.file, line, None, None, what))

    def sorted(self) -> tuple[Fault, ...]:
        return tuple(sorted(self._faults, key=lambda fault: fault.line or 0))


def open_page(path: Path) -> tuple[Report, dict[str, object] | None]:
    report = Report(path)
    text = text_of(path, report)
    if text is None:
        return report, None
    report.page = Page(text)
    return report, _parsed(text, report)


def text_of(path: Path, report: Report) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.add(f"cannot be read ({error.strerror}); check the path and its permissions")
        return None
    try:
        # Some editors begin a file with a byte order mark, which TOML does not know.
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        report.add_at(line, f"is not UTF-8 here (byte 0x{raw[error.start]:02x}); save the file as UTF-8")
        return None


def _parsed(text: str, report: Report) -> dict[str, object] | None:
    try:
        # A float would spoil 0.1.
        return tomli.loads(text, parse_float=Decimal)
    except RecursionError:
        report.add("nests its brackets too deeply to be read; close those that were left open")
    except ArithmeticError:
        report.add("holds a number with an exponent that is too large; write out its digits")
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
