"""The real persons that questions speak of, and what they were charged with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from questions.fields import Fields
from questions.lint.lists import any_of, word_lists
from questions.model import LANGUAGES, Source, Text
from questions.packs import Reading
from questions.page import Place, open_page, shown

CRIMES = "crimes.toml"

_CAPITAL = "[A-ZÁÉÍÓÚÜÑ]"
_FULL_NAME = re.compile(rf"{_CAPITAL}\w+(?: (?:{_CAPITAL}\.|(?:de |del |de la )?{_CAPITAL}\w+))+")


@dataclass(frozen=True, slots=True)
class Person:
    """A real person, living or of recent times. `charged` holds the crimes that a source shows as charges."""

    id: str
    name: str
    known_as: tuple[str, ...]
    charged: frozenset[str]


def read_persons(path: Path, sources: Mapping[str, Source] | None) -> tuple[dict[str, Person], Reading]:
    """The persons of a file, by id, with its faults. Each charge names its crime, and a source with a place.

    Without sources (their own file is at fault) nothing is said about what the charges cite. Raises PackError
    if the list of crimes is at fault.
    """
    report, data = open_page(path)
    persons = {}
    for id in data or {}:
        table = Fields(report, data or {}, Place(header=id)).table(id)
        table.check_id(None, id)
        known_as = table.words("known_as", optional=True)
        persons[id] = Person(id, table.text("name"), known_as, _charges(table, sources))
        table.finish()
    return persons, Reading(path, report.page, None, report.sorted())


def _charges(table: Fields, sources: Mapping[str, Source] | None) -> frozenset[str]:
    crimes = set()
    for charge in table.tables("charged"):
        crimes.add(charge.word("crime", word_lists(CRIMES)))
        source = charge.id("source")
        if sources is not None and source and source not in sources:
            mend = "add it to sources.toml, or correct the id"
            charge.fault("source", f'no source has the id "{shown(source)}"; {mend}')
        charge.text("at")
        charge.finish()
    return frozenset(crimes)


def persons_in(text: Text, persons: Mapping[str, Person]) -> frozenset[str]:
    """The ids of the persons whom a text names in either language, however their names are accented."""
    bare = [_unaccented(text.to(language)) for language in LANGUAGES]
    return frozenset(id for id, person in persons.items() if any(_called(person).search(one) for one in bare))


def strangers_in(text: Text, persons: Mapping[str, Person]) -> frozenset[str]:
    """What may be the full names of persons who are not listed: several capitals, alike in both languages."""
    found = set()
    for match in _FULL_NAME.finditer(text.en):
        words = match[0].split()
        names = (" ".join(words[first:]) for first in range(len(words) - 1))
        name = next((name for name in names if name in text.es), None)
        if name and not persons_in(Text(name, name), persons):
            found.add(name)
    return frozenset(found)


@cache
def _called(person: Person) -> re.Pattern[str]:
    # With capitals, or gold would be Steven Gold.
    return re.compile(any_of(map(_unaccented, (person.name, *person.known_as))))


def _unaccented(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text)
    return "".join(char for char in spread if not unicodedata.combining(char))
