"""All rules together, on a bank that is at hand or on files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from questions.bank import BUILTIN, Bank, faults_of, read_bank
from questions.lint.answers import answers_graded_otherwise
from questions.lint.crimes import crimes_of_the_uncharged
from questions.lint.distractors import distractors_that_are_right
from questions.lint.guessing import (
    keys_guessable_by_figures,
    keys_guessable_by_length,
    keys_guessable_by_place,
    statements_guessable_by_their_truth,
)
from questions.lint.limits import (
    reveals_that_outgrow_a_card,
    source_titles_that_outgrow_a_card,
    texts_that_outgrow_their_place,
)
from questions.lint.loaded_words import loaded_words
from questions.lint.names import names_that_differ
from questions.lint.numbers_and_dates import dates_that_differ, numbers_that_differ
from questions.lint.opinions import opinions_told_as_facts
from questions.lint.persons import Person, read_persons
from questions.lint.stems import stems_asked_twice
from questions.mexico_2006 import read_returns
from questions.packs import Reading, read_pack, read_sources
from questions.page import Fault, PackError

Rule = Callable[[Bank], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    texts_that_outgrow_their_place,
    source_titles_that_outgrow_a_card,
    reveals_that_outgrow_a_card,
    stems_asked_twice,
    numbers_that_differ,
    dates_that_differ,
    names_that_differ,
    answers_graded_otherwise,
    distractors_that_are_right,
    opinions_told_as_facts,
    keys_guessable_by_length,
    keys_guessable_by_place,
    keys_guessable_by_figures,
    statements_guessable_by_their_truth,
    loaded_words,
)


def lint(bank: Bank, persons: Mapping[str, Person] | None = None) -> list[Fault]:
    """Every fault and hint of the bank, named by the files that it would be loaded from.

    Without persons those of the built-in list count. Raises PackError if a list of the rules is at fault.
    """
    found = [fault for rule in RULES for fault in rule(bank)]
    return [*found, *crimes_of_the_uncharged(bank, _built_in_persons() if persons is None else persons)]


def check(paths: Sequence[Path] = ()) -> list[Fault]:
    """Load and lint the built-in bank, or else the given packs together; hand back all that is wrong.

    With the built-in bank, the data file of the computed questions is read too.

    A pack's sources.toml lies beside it or one folder above; if neither is there, the built-in one serves. A
    persons.toml there counts beside the built-in one. Only what loads without a fault is linted. Hints come
    last.
    """
    readings, faults = _read_packs(paths) if paths else _read_builtin()
    try:
        persons, of_persons = _read_persons(paths)
        if faults := faults + faults_of(of_persons):
            return faults
        found = lint(Bank(reading.pack for reading in readings if reading.pack), persons)
    except PackError as error:  # the rules' own word lists
        return [*faults, *error.faults]
    return sorted((_placed(fault, readings) for fault in found), key=lambda fault: fault.hint)


def _read_builtin() -> tuple[list[Reading], list[Fault]]:
    readings, faults = read_bank(BUILTIN)
    sources, _ = read_sources(BUILTIN / "sources.toml")
    _, of_returns = read_returns(sources or None)
    return readings, [*faults, *of_returns]


def _read_packs(paths: Sequence[Path]) -> tuple[list[Reading], list[Fault]]:
    needed = {path: _folder_with("sources.toml", path) / "sources.toml" for path in paths}
    sources = {file: read_sources(file) for file in dict.fromkeys(needed.values())}
    readings = [reading for _, reading in sources.values()]
    readings += [read_pack(path, sources[file][0] or None) for path, file in needed.items()]
    return readings, faults_of(readings)


def _read_persons(packs: Iterable[Path]) -> tuple[dict[str, Person], list[Reading]]:
    """The built-in persons and those listed beside the packs."""
    folders = dict.fromkeys([BUILTIN, *(_folder_with("persons.toml", pack) for pack in packs)])
    read = [_persons_of(folder) for folder in folders]
    persons = {id: person for found, _ in read for id, person in found.items()}
    return persons, [reading for _, reading in read]


@cache
def _built_in_persons() -> Mapping[str, Person]:
    persons, reading = _persons_of(BUILTIN)
    if reading.faults:
        raise PackError(reading.faults)
    return persons


def _persons_of(folder: Path) -> tuple[dict[str, Person], Reading]:
    file = folder / "persons.toml"
    sources, _ = read_sources(_folder_with("sources.toml", file) / "sources.toml")
    return read_persons(file, sources or None)


def _folder_with(name: str, pack: Path) -> Path:
    """Where the file of this name lies that a pack uses."""
    folders = (pack.parent, pack.parent.parent, BUILTIN)
    return next(folder for folder in folders if (folder / name).is_file() or folder is BUILTIN)


def _placed(fault: Fault, readings: Iterable[Reading]) -> Fault:
    """The fault with the file's real path and its line, unless several files could be meant."""
    meant = [reading for reading in readings if reading.path.name == Path(fault.file).name]
    return meant[0].placed(fault) if len(meant) == 1 else fault
