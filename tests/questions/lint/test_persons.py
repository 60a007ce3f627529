from __future__ import annotations

from pathlib import Path

import pytest

from questions.bank import BUILTIN
from questions.lint.persons import Person, persons_in, read_persons, strangers_in
from questions.model import Text
from questions.packs import load_sources
from questions.page import Fault
from tests.questions.samples import SOURCE, pack_file, spoilt, text

PERSONS = """\
[cienfuegos]
name = "Salvador Cienfuegos"
known_as = ["Cienfuegos"]
charged = [{ crime = "money-laundering", source = "usc-3", at = "page 1" }]

[gold]
name = "Steven Gold"
charged = []
"""


def read(folder: Path, written: str) -> tuple[dict[str, Person], tuple[Fault, ...]]:
    persons, reading = read_persons(pack_file(folder, written, "persons.toml"), {SOURCE.id: SOURCE})
    return persons, reading.faults


def test_the_persons_of_a_file_by_id(tmp_path: Path) -> None:
    assert read(tmp_path, PERSONS) == (
        {
            "cienfuegos": Person(
                "cienfuegos", "Salvador Cienfuegos", ("Cienfuegos",), frozenset({"money-laundering"})
            ),
            "gold": Person("gold", "Steven Gold", (), frozenset()),
        },
        (),
    )


@pytest.mark.parametrize(
    ("old", "new", "field", "line", "words"),
    [
        ('name = "Steven Gold"\n', "", "gold.name", 6, "is missing"),
        ("charged = []", "", "gold.charged", 6, "is missing; add gold.charged = [...]"),
        ("charged = []", "charged = []\nage = 7", "gold.age", 9, "is no field here"),
        (
            '"money-laundering"',
            '"laundering"',
            "cienfuegos.charged[#1].crime",
            4,
            'did you mean "money-laundering"',
        ),
        ('"usc-3"', '"usc-4"', "cienfuegos.charged[#1].source", 4, 'no source has the id "usc-4"'),
        (', at = "page 1"', "", "cienfuegos.charged[#1].at", 4, "is missing"),
        ("[gold]", "[Gold]", "Gold", 6, '"Gold" is no id'),
    ],
)
def test_each_fault_of_the_file_is_named_at_its_line(
    tmp_path: Path, old: str, new: str, field: str, line: int, words: str
) -> None:
    (fault,) = read(tmp_path, spoilt(PERSONS, old, new))[1]
    assert (Path(fault.file).name, fault.field, fault.line) == ("persons.toml", field, line)
    assert words in fault.what


def test_without_sources_nothing_is_said_about_what_charges_cite(tmp_path: Path) -> None:
    _, reading = read_persons(pack_file(tmp_path, PERSONS, "persons.toml"), None)
    assert reading.faults == ()


def test_a_person_is_known_by_every_name_however_it_is_accented(tmp_path: Path) -> None:
    person = Person("calderon", "Felipe Calderón", ("Calderón", "FCH"), frozenset())
    for words in ("Felipe Calderón", "to Calderon's house", "the FCH, they say", "de CALDERÓN"):
        found = persons_in(text(words), {"calderon": person})
        assert found == ({"calderon"} if "CALD" not in words else set())
    assert persons_in(Text("nobody", "a Calderón"), {"calderon": person}) == {"calderon"}
    assert persons_in(text("the Calderóns and a calderón"), {"calderon": person}) == set()


def test_a_stranger_has_several_capitals_alike_in_both_languages() -> None:
    persons = {"gold": Person("gold", "Steven Gold", (), frozenset())}
    told = Text(
        "When Ana de la Cruz and Steven Gold saw the House Clerk", "Ana de la Cruz y Steven Gold vieron"
    )
    assert strangers_in(told, persons) == {"Ana de la Cruz"}
    assert strangers_in(Text("When Mexico called", "Cuando llamó México"), persons) == set()
    assert strangers_in(text("George W. Bush"), persons) == {"George W. Bush"}


def test_the_built_in_list_knows_the_charges_of_the_case() -> None:
    persons, reading = read_persons(BUILTIN / "persons.toml", load_sources(BUILTIN / "sources.toml"))
    assert reading.faults == ()
    assert persons["cienfuegos"].charged == {"drug-trafficking", "money-laundering"}
    names = [name for person in persons.values() for name in (person.name, *person.known_as)]
    assert len(names) == len(set(names)), "two persons are called alike"
