from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from questions.dates import PartialDate
from questions.keys import (
    ChoiceKey,
    DateKey,
    Key,
    NameKey,
    NumberKey,
    OrderKey,
    SetKey,
    TruthKey,
)
from questions.model import NO_TEXT, Option, Question, Text
from questions.packs import load_pack
from questions.page import Fault, PackError
from tests.questions.samples import DATE, KINDS, NAME, NUMBER, SOURCE, TOPIC, as_toml, pack_file, spoilt

DOCS = Path(__file__).parents[2] / "docs" / "packs.md"
KEYS: dict[str, Key] = {
    "choice": ChoiceKey("dec-14"),
    "truth": TruthKey(False),
    "date": DateKey(PartialDate(2021, 1, 6)),
    "number": NumberKey(Decimal(270), Decimal("0.5"), ("votes", "votos")),
    "name": NameKey(
        ("Joe Biden", "Joseph Biden", "Biden"), ("the president",), ("Hunter Biden",), person=True
    ),
    "order": OrderKey(("vote", "meet", "count")),
    "set": SetKey(frozenset({"dc", "maine"})),
}
ANSWERS = {
    "choice": Text("December 14", "14 de diciembre"),
    "truth": Text("False", "Falso"),
    "date": Text("January 6, 2021", "6 de enero de 2021"),
    "number": Text("270 votes", "270 votos"),
    "name": Text("Joe Biden", "Joseph Biden"),
    "order": Text(
        "Voters vote → Electors meet → Congress counts",
        "Votan los ciudadanos → Se reúnen los electores → Cuenta el Congreso",
    ),
    "set": Text("District of Columbia; Maine", "Distrito de Columbia; Estado de Maine"),
}


def loaded(folder: Path, block: str) -> Question:
    (question,) = load_pack(pack_file(folder, TOPIC + block), {SOURCE.id: SOURCE}).questions
    return question


def faults(folder: Path, block: str) -> tuple[Fault, ...]:
    with pytest.raises(PackError) as caught:
        loaded(folder, block)
    return caught.value.faults


# --- what a sound question gives


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_gives_its_key_and_the_answer_as_it_is_shown(tmp_path: Path, kind: str) -> None:
    question = loaded(tmp_path, KINDS[kind])
    assert question.key == KEYS[kind]
    assert question.answer == ANSWERS[kind]


@pytest.mark.parametrize("kind", ["date", "number", "name"])
def test_what_is_typed_has_no_options(tmp_path: Path, kind: str) -> None:
    assert loaded(tmp_path, KINDS[kind]).options == ()


def test_the_items_of_an_order_are_its_options_in_the_right_sequence(tmp_path: Path) -> None:
    assert [option.id for option in loaded(tmp_path, KINDS["order"]).options] == ["vote", "meet", "count"]


def test_a_set_keeps_the_order_of_its_options_and_why_some_are_wrong(tmp_path: Path) -> None:
    assert loaded(tmp_path, KINDS["set"]).options == (
        Option("dc", Text("District of Columbia", "Distrito de Columbia")),
        Option("guam", Text("Guam", "Isla de Guam"), Text("A territory.", "Un territorio.")),
        Option("maine", Text("Maine", "Estado de Maine")),
        Option("samoa", Text("Samoa", "Isla de Samoa"), Text("A territory too.", "Otro.")),
    )


@pytest.mark.parametrize(
    ("written", "date", "english", "spanish"),
    [
        ("2020-12-14", PartialDate(2020, 12, 14), "December 14, 2020", "14 de diciembre de 2020"),
        ("2006-07", PartialDate(2006, 7), "July 2006", "julio de 2006"),
        ("1848", PartialDate(1848), "1848", "1848"),
        ("2024-02-29", PartialDate(2024, 2, 29), "February 29, 2024", "29 de febrero de 2024"),
    ],
)
def test_the_shape_of_a_date_declares_its_precision(
    tmp_path: Path, written: str, date: PartialDate, english: str, spanish: str
) -> None:
    question = loaded(tmp_path, spoilt(DATE, '"2021-01-06"', f'"{written}"'))
    assert question.key == DateKey(date)
    assert question.answer == Text(english, spanish)


@pytest.mark.parametrize(
    ("written", "unit", "value", "english"),
    [
        ("233831", "votes", "233831", "233,831 votes"),
        ("14_916_927", "votes", "14916927", "14,916,927 votes"),
        ("0.56", "points", "0.56", "0.56 points"),
        ("0.10", "points", "0.1", "0.1 points"),
        ("1e3", "votes", "1000", "1,000 votes"),
        ("-0.0", "points", "0", "0 points"),
        ("-1234.5", "points", "-1234.5", "-1,234.5 points"),
        ("750000", "$", "750000", "$750,000"),
        ("58.55", "%", "58.55", "58.55%"),
    ],
)
def test_a_number_is_exact_and_shown_as_mexico_writes_it(
    tmp_path: Path, written: str, unit: str, value: str, english: str
) -> None:
    text = spoilt(NUMBER, "answer = 270", f"answer = {written}")
    text = spoilt(text, '{ en = "votes", es = "votos" }', f'{{ en = "{unit}", es = "{unit}" }}')
    question = loaded(tmp_path, text)
    assert isinstance(question.key, NumberKey)
    assert str(question.key.value) == value
    assert question.key.units == (unit, unit)
    assert question.answer == Text(english, english)


def test_a_number_without_a_tolerance_is_exact(tmp_path: Path) -> None:
    question = loaded(tmp_path, spoilt(NUMBER, "tolerance = 0.50\n", ""))
    assert question.key == NumberKey(Decimal(270), Decimal(0), ("votes", "votos"))


@pytest.mark.parametrize("of", ["institution", "place", "case", "party", "law"])
def test_titles_before_a_name_matter_unless_it_is_of_a_person(tmp_path: Path, of: str) -> None:
    question = loaded(tmp_path, spoilt(NAME, '"person"', f'"{of}"'))
    assert isinstance(question.key, NameKey)
    assert not question.key.person


def test_a_name_needs_no_prompt_and_nothing_to_reject(tmp_path: Path) -> None:
    text = spoilt(spoilt(NAME, 'prompt = ["the president"]\n', ""), 'reject = ["Hunter Biden"]\n', "")
    assert loaded(tmp_path, text).key == NameKey(("Joe Biden", "Joseph Biden", "Biden"), person=True)


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_number_has_a_unit_and_only_a_name_its_own_text(tmp_path: Path, kind: str) -> None:
    question = loaded(tmp_path, KINDS[kind])
    assert (question.unit != NO_TEXT) is (kind == "number")
    assert (question.name != NO_TEXT) is (kind == "name")


# --- one fault at a time: the kind, the change, the field, words of the message

GUAM = (
    '{ id = "guam", en = "Guam", es = "Isla de Guam", why = { en = "A territory.", es = "Un territorio." } }'
)
FAULTS: list[tuple[str, str, str, str, str]] = [
    ("date", 'answer = "2021-01-06"\n', "", "answer", 'is missing; add answer = "..."'),
    ("date", '"2021-01-06"', "2021-01-06", "answer", "must be a text, not a date"),
    (
        "date",
        '"2021-01-06"',
        '"2021-02-29"',
        "answer",
        '"2021-02-29" is no date; write a day, a month or a year',
    ),
    ("date", '"2021-01-06"', '"2021-13"', "answer", '"2020-12-14", "2020-12" or "2020"'),
    ("date", '"2021-01-06"', '"2021-00"', "answer", "is no date"),
    ("date", '"2021-01-06"', '"2021-01-00"', "answer", "is no date"),
    ("date", '"2021-01-06"', '"2021-1-6"', "answer", "is no date"),
    ("date", '"2021-01-06"', '"January 6"', "answer", "is no date"),
    ("date", '"2021-01-06"', '"٢٠٢١"', "answer", "is no date"),
    ("date", "until =", "options = []\nuntil =", "options", "is no field here"),
    ("number", "answer = 270\n", "", "answer", "is missing; add answer = 270"),
    (
        "number",
        "answer = 270",
        'answer = "270"',
        "answer",
        "must be a number, not a text; write it like 270 or",
    ),
    ("number", "answer = 270", "answer = true", "answer", "must be a number, not true or false"),
    ("number", "answer = 270", "answer = nan", "answer", "must be below 10^15 and have at most 6 decimals"),
    ("number", "answer = 270", "answer = -inf", "answer", "must be below 10^15"),
    ("number", "answer = 270", "answer = 1e15", "answer", "must be below 10^15"),
    ("number", "answer = 270", "answer = -1e15", "answer", "must be below 10^15"),
    ("number", "answer = 270", f"answer = 0x{'f' * 5000}", "answer", "must be below 10^15"),
    ("number", "answer = 270", "answer = 0.1234567", "answer", "at most 6 decimals"),
    ("number", "tolerance = 0.50", "tolerance = 0", "tolerance", "must be above 0; leave it out"),
    ("number", "tolerance = 0.50", "tolerance = -1", "tolerance", "must be above 0"),
    ("number", "tolerance = 0.50", 'tolerance = "1"', "tolerance", "must be a number"),
    ("number", 'unit = { en = "votes", es = "votos" }', 'unit = "votes"', "unit", "must be a table"),
    ("number", ', es = "votos"', "", "unit.es", "is missing"),
    ("name", 'of = "person"\n', "", "of", "is missing; it is one of person, institution, place, case"),
    ("name", '"person"', '"persona"', "of", 'did you mean "person"?'),
    ("name", ', es = "Joseph Biden"', "", "answer.es", "is missing"),
    ("name", 'accept = ["Biden", "Joe Biden"]\n', "", "accept", "is missing; add accept = [...]"),
    ("name", 'accept = ["Biden", "Joe Biden"]', 'accept = "Biden"', "accept", "must be an array, not a text"),
    ("name", '["Biden", "Joe Biden"]', '["Biden", 46]', "accept[#2]", "must be a text, not a whole number"),
    ("name", '["Biden", "Joe Biden"]', '["Biden", " "]', "accept[#2]", "is blank"),
    (
        "name",
        '["Biden", "Joe Biden"]',
        '["Biden", "Biden"]',
        "accept",
        'holds "Biden" several times; keep one',
    ),
    (
        "name",
        '["the president"]',
        '["bidén"]',
        "prompt",
        'holds "bidén", which accept has too; keep it in one',
    ),
    ("name", '["Hunter Biden"]', '["JOSEPH-BIDEN"]', "reject", 'holds "JOSEPH-BIDEN", which accept has too'),
    (
        "name",
        '["Hunter Biden"]',
        '["The President"]',
        "reject",
        'holds "The President", which prompt has too',
    ),
    (
        "order",
        '  { id = "vote", en = "Voters vote", es = "Votan los ciudadanos" },\n',
        "",
        "items",
        "offer 3 to 5",
    ),
    ("order", 'id = "meet"', 'id = "vote"', "items", 'several items have the id "vote"; give each its own'),
    ("order", '"Electors meet"', '"Voters, vote."', "items", 'several items read "voters vote" in en'),
    ("order", 'es = "Votan los ciudadanos"', 'es = "Votan", why = "x"', "items[#1].why", "is no field here"),
    ("order", "items = [", 'answer = "vote"\nitems = [', "answer", "is no field here"),
    ("order", ', es = "Votan los ciudadanos"', "", "items[#1].es", "is missing"),
    ("set", 'answers = ["maine", "dc"]\n', "", "answers", "is missing; add answers = [...]"),
    ("set", '["maine", "dc"]', "[]", "answers", "is empty; name the ids of all right options"),
    ("set", '["maine", "dc"]', '"maine"', "answers", "must be an array, not a text"),
    ("set", '["maine", "dc"]', '["maine", "maine", "dc"]', "answers", 'holds "maine" several times'),
    ("set", '["maine", "dc"]', '["maine", "d"]', "answers", "the ids are dc, guam, maine, samoa"),
    ("set", '["maine", "dc"]', '["maine"]', "options[#1].why", "is missing; add why = {en = "),
    ("set", '["maine", "dc"]', '["maine", "dc", "guam"]', "options[#2].why", "why a right option is wrong"),
    ("set", f"  {GUAM},\n", "", "options", "holds 3; offer 4 to 5 options"),
    ("set", '"Isla de Guam"', '"Isla de Samoa"', "options", 'several options read "isla de samoa" in es'),
]


@pytest.mark.parametrize(("kind", "old", "new", "field", "words"), FAULTS)
def test_one_fault_is_named_once_at_its_line(
    tmp_path: Path, kind: str, old: str, new: str, field: str, words: str
) -> None:
    text = TOPIC + spoilt(KINDS[kind], old, new)
    (fault,) = faults(tmp_path, text.removeprefix(TOPIC))
    assert fault.field == field
    assert words in fault.what
    assert fault.line is not None
    line = text.split("\n")[fault.line - 1]
    left_out = "\n" in old and "is missing" in words
    assert line.startswith("[[question]]" if left_out else re.split(r"\W", field)[0])


def test_a_set_in_which_all_is_right_asks_nothing(tmp_path: Path) -> None:
    text = spoilt(KINDS["set"], '["maine", "dc"]', '["maine", "dc", "guam", "samoa"]')
    named = [(fault.field, fault.what) for fault in faults(tmp_path, text)]
    assert ("answers", "names every option; add a wrong one, or ask another way") in named


def test_an_answer_that_names_no_option_says_nothing_of_the_others(tmp_path: Path) -> None:
    text = spoilt(KINDS["choice"], 'answer = "dec-14"', 'answer = "dec-41"')
    assert [fault.field for fault in faults(tmp_path, text)] == ["answer"]


def test_a_question_of_an_unknown_kind_is_one_fault(tmp_path: Path) -> None:
    for kind, block in KINDS.items():
        (fault,) = faults(tmp_path, spoilt(block, f'kind = "{kind}"', 'kind = "riddle"'))
        assert fault.field == "kind"


# --- what the manual shows


def test_the_manual_shows_every_kind_as_it_is_read(tmp_path: Path) -> None:
    block = DOCS.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    shown = tomllib.loads(block)
    whole, *rest = shown["question"]
    told = [whole, *({**whole_but_its_kind(whole), **question} for question in rest)]
    sources = {citation["id"]: SOURCE for citation in whole["sources"]}
    text = f"topic = {as_toml(shown['topic'])}\nquestion = {as_toml(told)}"
    loaded_pack = load_pack(pack_file(tmp_path, text), sources)
    assert {type(question.key) for question in loaded_pack.questions} == {type(key) for key in KEYS.values()}


def whole_but_its_kind(question: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in question.items() if name not in ("options", "answer")}
