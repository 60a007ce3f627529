"""The data file of Mexico's election of 2006: its sums, and what is said of a file with faults."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from questions.bank import BUILTIN
from questions.lint import check, run
from questions.mexico_2006 import RETURNS, Candidate, load_returns, percent, read_returns
from questions.packs import load_sources
from questions.page import PackError

SOURCES = load_sources(BUILTIN / "sources.toml")
READ = load_returns(SOURCES)
TEXT = RETURNS.read_text(encoding="utf-8")
LINES = TEXT.splitlines()
COLUMNS = ("calderon", "lopez-obrador", "madrazo", "mercado", "campa", "unregistered", "null")

# After the tribunal's rulings of September 5, 2006, as they are published for the whole country.
NATIONAL = {
    "calderon": 14_916_927,
    "lopez-obrador": 14_683_096,
    "madrazo": 9_237_000,
    "mercado": 1_124_280,
    "campa": 397_550,
    "unregistered": 298_204,
    "null": 900_373,
    "total": 41_557_430,
    "nominal-list": 71_374_373,
}
MARGIN = 233_831


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in LINES if not line.startswith("#")))


def faults(text: str, tmp_path: Path) -> list[tuple[int | None, str]]:
    path = tmp_path / "states.csv"
    path.write_text(text, encoding="utf-8")
    found, told = read_returns(SOURCES, path)
    assert (found is None) is bool(told)
    return [(fault.line, fault.what) for fault in told]


# --- the figures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", NATIONAL)
def test_the_states_add_up_to_the_national_figure(column: str) -> None:
    assert sum(int(row[column]) for row in rows()) == NATIONAL[column]


def test_the_first_two_are_as_far_apart_as_the_tribunal_said() -> None:
    assert sum(int(row["calderon"]) - int(row["lopez-obrador"]) for row in rows()) == MARGIN
    assert READ.nation.lead(Candidate.CALDERON, Candidate.LOPEZ_OBRADOR) == MARGIN


@pytest.mark.parametrize("row", rows(), ids=[row["id"] for row in rows()])
def test_the_columns_of_a_state_add_up_to_its_total(row: dict[str, str]) -> None:
    assert sum(int(row[column]) for column in COLUMNS) == int(row["total"])
    assert int(row["total"]) < int(row["nominal-list"])


def test_the_nation_is_the_sum_of_what_was_read() -> None:
    nation = READ.nation
    assert nation.votes == {candidate: NATIONAL[candidate] for candidate in Candidate}
    others = (nation.unregistered, nation.null, nation.total, nation.nominal_list)
    assert others == tuple(NATIONAL[column] for column in ("unregistered", "null", "total", "nominal-list"))


def test_there_are_32_entities_with_their_spanish_names() -> None:
    assert len(rows()) == len(READ.entities) == 32
    names = [row["es"] for row in rows()]
    assert len(set(names)) == 32
    accented = {"Estado de México", "Michoacán", "Nuevo León", "Querétaro", "San Luis Potosí", "Yucatán"}
    assert {name for name in names if not name.isascii()} == accented
    differ = [(row["en"], row["es"]) for row in rows() if row["en"] != row["es"]]
    assert differ == [("Federal District", "Distrito Federal"), ("State of Mexico", "Estado de México")]


def test_no_two_candidates_of_the_first_four_have_the_same_votes_anywhere() -> None:
    """So nobody shares a place that is asked for."""
    for entity in READ.entities:
        votes = [entity.votes[candidate] for candidate in entity.ranking[:4]]
        assert len(set(votes)) == 4, entity.id


def test_what_is_told_of_an_entity_follows_from_its_votes() -> None:
    (campeche,) = [entity for entity in READ.entities if entity.id == "campeche"]
    first, second, third, fourth, fifth = campeche.ranking
    assert (first, second, third) == (Candidate.LOPEZ_OBRADOR, Candidate.CALDERON, Candidate.MADRAZO)
    assert (fourth, fifth) == (Candidate.CAMPA, Candidate.MERCADO)
    assert campeche.at(1) is first
    assert [campeche.place(candidate) for candidate in campeche.ranking] == [1, 2, 3, 4, 5]
    assert campeche.lead(first, second) == 2_318 == -campeche.lead(second, first)
    assert campeche.percent(first) == Decimal("32.41")


def test_a_share_is_rounded_half_up() -> None:
    assert [str(percent(Fraction(n, 100_000))) for n in (12_344, 12_345, 12_346)] == [
        "12.34",
        "12.35",
        "12.35",
    ]


def test_the_file_names_its_source() -> None:
    assert READ.authority.source == "elec-retrns-2006"
    assert READ.authority.at == "data/pred1964-on.csv, rows of 2006, the columns of each coalition added"
    assert SOURCES["elec-retrns-2006"].publisher.startswith("Eric Magar (emagar/elecRetrns)")


# --- a file with faults -------------------------------------------------------------------------------------

VOTES = "Colima,Colima,107490"
COLIMA = next(line for line in LINES if line.startswith("colima,"))
AT = LINES.index(COLIMA) + 1


@pytest.mark.parametrize(
    ("was", "becomes", "line", "what"),
    [
        ("# source: elec-retrns-2006", "# source: magar", 1, 'no source has the id "magar"; add it to'),
        ("# source: elec-retrns-2006", "# from: elec-retrns-2006", 1, "must begin with the lines"),
        ("# at: data", "data", 1, "must begin with the lines"),
        (",null,", ",void,", 1, "must begin with the lines"),
        (
            "Colima,Colima,107490",
            "Colima,Colima,107491",
            AT,
            'the votes of "colima" add up to 257,448, but its',
        ),
        (
            "Colima,Colima,107490",
            "Colima,Colima,107490x",
            AT,
            'calderon of "colima" is "107490x"; write a whole',
        ),
        (
            "Colima,Colima,107490",
            "Colima,Colima,-107490",
            AT,
            'calderon of "colima" is "-107490"; write a whole',
        ),
        (VOTES, "Colima,Colima,１", AT, 'calderon of "colima" is "１"; write a whole'),
        ("colima,Colima,Colima,", "colima,Colima,,", AT, "must fill 12 columns; this row fills 11"),
        (COLIMA, f"{COLIMA},1", AT, "must fill 12 columns; this row fills 13"),
        (COLIMA, "colima", AT, "must fill 12 columns; this row fills 1"),
    ],
)
def test_a_fault_is_told_with_its_line(was: str, becomes: str, line: int, what: str, tmp_path: Path) -> None:
    assert was in TEXT
    found = faults(TEXT.replace(was, becomes, 1), tmp_path)
    told = [message for at, message in found if at == line]
    assert len(told) == 1
    assert told[0].startswith(what), told


def test_a_missing_row_and_a_row_given_twice_are_faults(tmp_path: Path) -> None:
    missing = TEXT.replace(f"{COLIMA}\n", "")
    assert faults(missing, tmp_path) == [(None, "holds 31 entities that can be read; it must hold 32")]
    twice = TEXT.replace("chiapas,Chiapas", "colima,Chiapas")
    assert faults(twice, tmp_path) == [(None, 'several rows have the id "colima"; give each entity one')]


def test_all_faults_of_a_file_come_in_one_error(tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    path.write_text(
        TEXT.replace("elec-retrns-2006", "magar").replace(",107490,", ",1,").replace(",191789,", ",x,")
    )
    with pytest.raises(PackError) as caught:
        load_returns(SOURCES, path)
    assert [fault.line for fault in caught.value.faults] == [None, 1, 4, AT]
    assert str(path) in str(caught.value)


def test_nothing_is_said_of_the_source_if_the_sources_are_at_fault() -> None:
    found, told = read_returns(None)
    assert (found, told) == (READ, ())


@pytest.mark.parametrize("text", ["", "\n", "# source: elec-retrns-2006\n"])
def test_an_empty_file_is_a_fault(text: str, tmp_path: Path) -> None:
    ((line, what),) = faults(text, tmp_path)
    assert (line, what[:27]) == (1, 'must begin with the lines "')


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load_returns(SOURCES, tmp_path / "none.csv")
    path = tmp_path / "latin.csv"
    path.write_bytes(TEXT.encode("latin-1"))
    with pytest.raises(PackError, match="is not UTF-8 here"):
        load_returns(SOURCES, path)


def test_the_check_of_the_built_in_bank_reads_the_file_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "states.csv"
    path.write_text(TEXT.replace(f"{COLIMA}\n", ""), encoding="utf-8")
    monkeypatch.setattr(run, "read_returns", partial(read_returns, path=path))
    assert [fault.file for fault in check()] == [str(path)]
    assert check([BUILTIN / "packs" / "cienfuegos.toml"]) == []
