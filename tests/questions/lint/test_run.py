from __future__ import annotations

from pathlib import Path

import pytest

from questions.lint import check
from tests.questions.samples import CHOICE, PACK, SOURCES, TOPIC, TRUTH, bank_folder, pack_file, spoilt


def test_the_shipped_bank_is_clean() -> None:
    assert [str(fault) for fault in check()] == []


def test_check_names_the_real_file_and_the_line(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, electoral_college=spoilt(PACK, "electores de 2020", "electores de 2002"))
    path = folder / "packs" / "electoral-college.toml"
    (fault,) = check([path])
    assert (fault.file, fault.line, fault.question, fault.field) == (
        str(path),
        11,
        "electors-met-2020",
        "stem",
    )


def test_check_places_a_long_title_in_the_sources(tmp_path: Path) -> None:
    sources = SOURCES.replace("3 U.S.C. chapter 1", "x" * 151)
    folder = bank_folder(tmp_path, sources=sources, electoral_college=PACK)
    (fault,) = check([folder / "packs" / "electoral-college.toml"])
    assert (fault.file, fault.line, fault.field) == (str(folder / "sources.toml"), 2, "usc-3.title")


def test_check_reports_the_faults_of_all_files(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, electoral_college="[", mexico_2006="")
    files = [Path(fault.file).stem for fault in check(sorted((folder / "packs").iterdir()))]
    assert files == ["electoral-college", *["mexico-2006"] * 4]


@pytest.mark.parametrize("place", [".", ".."], ids=["beside", "above"])
def test_check_takes_the_sources_nearest_to_the_pack(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    pack_file(folder / place, spoilt(SOURCES, "usc-3", "my-own"), "sources.toml")
    assert check([pack_file(folder, (TOPIC + CHOICE).replace("usc-3", "my-own"))]) == []


def test_check_falls_back_on_the_sources_of_the_house(tmp_path: Path) -> None:
    folder = tmp_path / "far" / "away"
    folder.mkdir(parents=True)
    assert check([pack_file(folder, TOPIC + TRUTH)]) == []
    (fault,) = check([pack_file(folder, TOPIC + TRUTH.replace("usc-3", "my-own"))])
    assert fault.field == "sources[#1].id"


def test_check_names_faulty_sources_once(tmp_path: Path) -> None:
    folder = bank_folder(
        tmp_path,
        sources="[",
        electoral_college=TOPIC + CHOICE,
        other=TOPIC.replace("electoral-college", "other") + TRUTH,
    )
    (fault,) = check(sorted((folder / "packs").iterdir()))
    assert Path(fault.file).name == "sources.toml"


def test_the_same_file_given_twice_is_checked_once(tmp_path: Path) -> None:
    path = bank_folder(tmp_path, electoral_college=PACK) / "packs" / "electoral-college.toml"
    assert check([path, path]) == []


# --- hints, and what the rules read beside the packs

LOADED = TOPIC + spoilt(TRUTH, "They meet in their states.", "Of course not.")


def test_hints_come_after_faults_with_their_lines(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, electoral_college=LOADED + spoilt(CHOICE, "electores de 2020", "de 2002"))
    path = folder / "packs" / "electoral-college.toml"
    fault, hint = check([path])
    assert (fault.hint, fault.question, fault.field) == (False, "electors-met-2020", "stem")
    assert (hint.hint, hint.line, hint.field) == (True, 14, "explanation.en")
    assert str(hint).startswith(
        f'{path}:14: hint: question "electors-meet-together", field "explanation.en": "of'
    )


BRIBED = TOPIC + TRUTH.replace("All electors meet in Washington.", "Ana Cruz was bribed.").replace(
    "Todos los electores se reúnen en Washington.", "Ana Cruz fue sobornada."
)
ANA = '[ana]\nname = "Ana Cruz"\ncharged = {}\n'
CHARGE = '[{ crime = "bribery", source = "my-own", at = "page 1" }]'


@pytest.mark.parametrize("place", [".", ".."], ids=["beside", "above"])
def test_persons_beside_a_pack_count_too(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    path = pack_file(folder, BRIBED.replace("usc-3", "my-own"))
    pack_file(folder, spoilt(SOURCES, "usc-3", "my-own"), "sources.toml")
    assert [fault.hint for fault in check([path])] == [True]
    persons = pack_file(folder / place, ANA.format("[]"), "persons.toml")
    (fault,) = check([path])
    assert "ascribes bribery to Ana Cruz" in fault.what
    if place == ".":
        persons.write_text(ANA.format(CHARGE), encoding="utf-8")
        assert check([path]) == []


def test_the_built_in_persons_count_beside_those_of_a_pack(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, electoral_college=BRIBED.replace("Ana Cruz", "Marcelo Ebrard"))
    pack_file(folder, ANA.format("[]"), "persons.toml")
    (fault,) = check([folder / "packs" / "electoral-college.toml"])
    assert "ascribes bribery to Marcelo Ebrard" in fault.what


def test_faulty_persons_are_named_with_the_faults_of_the_packs(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, electoral_college="[")
    pack_file(folder, ANA.format("7"), "persons.toml")
    faults = check([folder / "packs" / "electoral-college.toml"])
    assert [Path(fault.file).name for fault in faults] == ["electoral-college.toml", "persons.toml"]
