from __future__ import annotations

import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questions.keys import FALSE, TRUE, ChoiceKey, TruthKey
from questions.model import Citation, Difficulty, Option, Text, Topic
from questions.packs import load_pack, load_sources, read_pack
from questions.page import Fault, PackError
from tests.questions.samples import (
    CHOICE,
    DATE,
    KINDS,
    PACK,
    SOURCE,
    SOURCES,
    TOPIC,
    TRUTH,
    as_toml,
    pack_file,
    spoilt,
)


def faults_of_pack(folder: Path, text: str | bytes) -> list[Fault]:
    path = pack_file(folder, text)
    with pytest.raises(PackError) as caught:
        load_pack(path, {SOURCE.id: SOURCE})
    return list(caught.value.faults)


def faults_of_sources(folder: Path, text: str) -> list[Fault]:
    path = pack_file(folder, text, "sources.toml")
    with pytest.raises(PackError) as caught:
        load_sources(path)
    return list(caught.value.faults)


def only_fault(folder: Path, old: str, new: str) -> Fault:
    """The one fault of the sample pack after a single change."""
    faults = faults_of_pack(folder, spoilt(PACK, old, new))
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


# --- what a sound file gives


def test_a_pack_gives_its_topic_and_questions(tmp_path: Path) -> None:
    found = load_pack(pack_file(tmp_path, PACK), {SOURCE.id: SOURCE})

    assert Topic("electoral-college", Text("Electoral college", "Colegio electoral")) == found.topic
    choice, truth = found.questions
    assert choice.id == "electors-met-2020"
    assert choice.topic == "electoral-college"
    assert choice.difficulty is Difficulty.EASY
    assert choice.stem.es == "¿Cuándo votaron los electores de 2020?"
    assert choice.options == (
        Option("dec-8", Text("December 8", "8 de diciembre"), Text("Too soon.", "Muy pronto.")),
        Option("dec-14", Text("December 14", "14 de diciembre")),
    )
    assert choice.key == ChoiceKey("dec-14")
    assert choice.explanation.en == "The law then named a Monday."
    assert choice.citations == (Citation(SOURCE, "section 7"),)
    assert choice.as_of == date(2026, 1, 31)
    assert truth.key == TruthKey(False)


def test_a_truth_question_offers_true_then_false(tmp_path: Path) -> None:
    truth = load_pack(pack_file(tmp_path, PACK), {SOURCE.id: SOURCE}).questions[1]
    expected = (Option(TRUE, Text("True", "Verdadero")), Option(FALSE, Text("False", "Falso")))
    assert expected == truth.options


def test_a_question_on_law_that_may_change_holds_until_a_day(tmp_path: Path) -> None:
    found = load_pack(pack_file(tmp_path, TOPIC + DATE + TRUTH), {SOURCE.id: SOURCE}).questions
    assert [question.until for question in found] == [date(2026, 12, 31), None]


@pytest.mark.parametrize(
    ("until", "words"),
    [("2026-01-30", "lies before as_of"), ('"2027"', "must be a date"), ("true", "must be")],
)
def test_until_is_a_date_from_as_of_on(tmp_path: Path, until: str, words: str) -> None:
    (fault,) = faults_of_pack(tmp_path, TOPIC + spoilt(DATE, "until = 2026-12-31", f"until = {until}"))
    assert (fault.field, fault.line) == ("until", 12)
    assert words in fault.what


def test_sources_are_given_by_id(tmp_path: Path) -> None:
    assert load_sources(pack_file(tmp_path, SOURCES, "sources.toml")) == {"usc-3": SOURCE}


@pytest.mark.parametrize(
    "text",
    [PACK.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + PACK.encode()],
    ids=["windows line ends", "byte order mark"],
)
def test_what_windows_editors_write_is_read(tmp_path: Path, text: bytes) -> None:
    assert len(load_pack(pack_file(tmp_path, text), {SOURCE.id: SOURCE}).questions) == 2


# --- every fault at once


def test_a_pack_with_ten_faults_names_all_ten(tmp_path: Path) -> None:
    text = PACK
    for old, new in [
        ('title.es = "Colegio electoral"', 'title.es = " "'),
        ('"easy"', '"esy"'),
        ('stem.es = "¿Cuándo', 'stem.ess = "¿Cuándo'),  # two: one missing, one unknown
        ('answer = "dec-14"', 'answer = "dec-41"'),
        ('explanation.en = "The law then named a Monday."', "explanation.en = 7"),
        ('"truth"', '"trut"'),
        ('id = "electors-meet-together"', 'id = "Electors Meet"'),
        ('[{ id = "usc-3", at = "section 7" }]\n\n', '[{ id = "usc-33", at = "section 7" }]\n\n'),
        ('stem.en = "All', 'Stem.en = "All'),  # two again
    ]:
        text = spoilt(text, old, new)

    found = {(fault.question, fault.field) for fault in faults_of_pack(tmp_path, text)}

    assert found == {
        (None, "topic.title.es"),
        ("electors-met-2020", "difficulty"),
        ("electors-met-2020", "stem.es"),
        ("electors-met-2020", "stem.ess"),
        ("electors-met-2020", "answer"),
        ("electors-met-2020", "explanation.en"),
        ("electors-met-2020", "sources[#1].id"),
        ("Electors Meet", "kind"),
        ("Electors Meet", "id"),
        ("Electors Meet", "stem.en"),
        ("Electors Meet", "Stem"),
    }


def test_a_fault_says_where_it_stands_and_how_to_mend_it(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, 'answer = "dec-14"', 'answer = "dec-41"')
    assert str(fault) == (
        f'{tmp_path}/electoral-college.toml:17: question "electors-met-2020", field "answer": '
        'no option has the id "dec-41"; the ids are dec-8, dec-14'
    )


def test_the_error_says_every_fault_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = pack_file(tmp_path, spoilt(spoilt(PACK, '"easy"', '"esy"'), '"hard"', '"hrd"'))
    with pytest.raises(PackError) as caught:
        load_pack(path, {SOURCE.id: SOURCE})
    assert str(caught.value).split("\n") == [str(fault) for fault in caught.value.faults]
    assert len(caught.value.faults) == 2


def test_faults_come_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = spoilt(spoilt(PACK, '"hard"', '"hrd"'), 'title.en = "Electoral college"', 'title.en = ""')
    lines = [fault.line for fault in faults_of_pack(tmp_path, "odd = 1\n" + text)]
    assert lines == [None, 4, 26]


# --- one fault at a time: the change, the field, the line, words of the message

WHY = ', why = { en = "Too soon.", es = "Muy pronto." }'
EIGHTH = f'  {{ id = "dec-8", en = "December 8", es = "8 de diciembre"{WHY} }},\n'

FAULTS: list[tuple[str, str, str, int, str]] = [
    ('id = "electors-met-2020"', 'id = "Electors_met"', "id", 7, 'write for example "electors-met"'),
    ('id = "electors-met-2020"', f'id = "{"a" * 61}"', "id", 7, "60 characters at most"),
    ('id = "electors-met-2020"', "", "id", 6, 'is missing; add id = "..."'),
    ('id = "electors-met-2020"', 'id = "electors-meet-together"', "id", 23, "another question above"),
    ('kind = "choice"\n', "", "kind", 6, "it is one of choice, truth, date, number, name, order, set"),
    ('kind = "choice"', 'kind = "choise"', "kind", 8, 'did you mean "choice"?'),
    ('difficulty = "easy"', 'difficulty = "brutal"', "difficulty", 9, "it is one of easy, medium, hard"),
    ('as_of = 2026-01-31\nstem.en = "When', 'stem.en = "When', "as_of", 6, "add as_of = 2026-01-31"),
    ('as_of = 2026-01-31\nstem.en = "When', 'as_of = "2026"\nstem.en = "When', "as_of", 10, "not a text"),
    (
        'as_of = 2026-01-31\nstem.en = "When',
        'as_of = 2026-01-31T10:00:00\nstem.en = "When',
        "as_of",
        10,
        "must be a date, not a date with a time; write as_of = 2026-01-31",
    ),
    ('stem.es = "¿Cuándo votaron los electores de 2020?"\n', "", "stem.es", 11, "is missing"),
    ('"When did the electors of 2020 vote?"', '"  "', "stem.en", 11, "is blank"),
    ('"When did the electors of 2020 vote?"', '"When? "', "stem.en", 11, "ends with a space"),
    ('"When did the electors of 2020 vote?"', '"""When\n?"""', "stem.en", 11, "a line break"),
    ('"When did the electors of 2020 vote?"', '"When\\u0007?"', "stem.en", 11, "U+0007"),
    ('"When did the electors of 2020 vote?"', '"When\\u202E?"', "stem.en", 11, "U+202E"),
    ('"When did the electors of 2020 vote?"', "true", "stem.en", 11, "must be a text, not true or false"),
    ('id = "dec-8", ', "", "options[#1].id", 13, "is missing"),
    ('id = "dec-8"', 'id = "dec-14"', "options", 13, 'several options have the id "dec-14"'),
    ('en = "December 8"', 'en = "december  14"', "options", 13, "in en; make them differ"),
    ('es = "8 de diciembre"', 'es = "14 de diciembre"', "options", 13, "in es; make them differ"),
    (EIGHTH, "", "options", 13, "holds 1; offer 2 to 5"),
    (WHY, "", "options[#1].why", 13, "add why = {en = "),
    (WHY, ', why = "x"', "options[#1].why", 13, "must be a table"),
    (WHY, ', why = { en = "Too soon." }', "options[#1].why.es", 13, "is missing"),
    ('es = "14 de diciembre"', f'es = "14 de diciembre"{WHY}', "options[#2].why", 13, "why a right option"),
    ('answer = "dec-14"\n', "", "answer", 6, "is missing"),
    ('answer = "dec-14"', "answer = true", "answer", 17, "must be a text"),
    ("answer = false", 'answer = "false"', "answer", 29, "must be true or false, not a text"),
    ("answer = false", "answer = false\noptions = []", "options", 30, "is no field here; remove it"),
    ("answer = false", "answer = false\nstem.fr = 'Oui'", "stem.fr", 30, "is no field here"),
    ("answer = false", "answer = false\nexplain = 'x'", "explain", 30, 'did you mean "explanation"?'),
    ("[topic]", "[[questions]]\n[topic]", "questions", 1, 'did you mean "question"?'),
    (
        'id = "electoral-college"',
        'id = "college"',
        "topic.id",
        2,
        'write "electoral-college" or rename the file',
    ),
    ('title.es = "Colegio electoral"\n', "", "topic.title.es", 3, "is missing"),
]


@pytest.mark.parametrize(("old", "new", "field", "line", "words"), FAULTS)
def test_one_fault_is_named_once_at_its_line(
    tmp_path: Path, old: str, new: str, field: str, line: int, words: str
) -> None:
    fault = only_fault(tmp_path, old, new)
    assert (fault.field, fault.line) == (field, line)
    assert words in fault.what


def test_six_options_are_too_many(tmp_path: Path) -> None:
    more = "".join(f'\n  {{ id = "x{n}", en = "en {n}", es = "es {n}"{WHY} }},' for n in range(4))
    assert "holds 6; offer 2 to 5" in only_fault(tmp_path, "options = [", f"options = [{more}").what


@pytest.mark.parametrize(
    ("sources", "field", "words"),
    [
        ("[]", "sources", "is empty; name at least one source"),
        ('["usc-3"]', "sources[#1]", "must be a table, not a text"),
        ('[{ id = "usc-4", at = "section 7" }]', "sources[#1].id", 'did you mean "usc-3"?'),
        ('[{ id = "oas", at = "section 7" }]', "sources[#1].id", "add it to sources.toml"),
        ('[{ id = "usc-3" }]', "sources[#1].at", "is missing"),
        ('[{ id = "usc-3", at = "7", page = 1 }]', "sources[#1].page", "is no field here"),
    ],
)
def test_a_citation_names_a_known_source_and_a_place_in_it(
    tmp_path: Path, sources: str, field: str, words: str
) -> None:
    text = TOPIC + spoilt(CHOICE, '[{ id = "usc-3", at = "section 7" }]', sources)
    (fault,) = faults_of_pack(tmp_path, text)
    assert (fault.question, fault.field, fault.line) == ("electors-met-2020", field, 20)
    assert words in fault.what


def test_a_question_without_an_id_is_named_by_its_place(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, 'id = "electors-meet-together"', "")
    assert (fault.question, fault.field) == ("#2", "id")


def test_a_table_that_is_no_table_is_one_fault(tmp_path: Path) -> None:
    (fault,) = faults_of_pack(tmp_path, 'topic = "electoral-college"\n' + CHOICE)
    assert (fault.field, fault.what) == ("topic", "must be a table, not a text; write topic = {...}")


def test_a_missing_table_is_asked_for_field_by_field(tmp_path: Path) -> None:
    fields = {fault.field for fault in faults_of_pack(tmp_path, CHOICE)}
    assert fields == {"topic.id", "topic.title.en", "topic.title.es"}


@pytest.mark.parametrize("text", [TOPIC, "question = []\n" + TOPIC], ids=["none", "an empty array"])
def test_a_pack_without_questions_is_a_fault(tmp_path: Path, text: str) -> None:
    (fault,) = faults_of_pack(tmp_path, text)
    assert fault.what == "holds no question; begin each one with [[question]]"


@pytest.mark.parametrize("value", ["3", '["a"]', "{}"])
def test_questions_that_are_no_tables_are_one_fault(tmp_path: Path, value: str) -> None:
    (fault,) = faults_of_pack(tmp_path, f"question = {value}\n{TOPIC}")
    assert fault.what == "must be an array of tables; begin each question with [[question]]"


def test_a_header_inside_a_text_costs_the_lines_but_not_the_faults(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, '"They meet in their states."', '"""\n[[question]]\n"""')
    assert (fault.line, fault.question, fault.field) == (None, "electors-meet-together", "explanation.en")


def test_a_message_shows_no_control_characters_of_the_file(tmp_path: Path) -> None:
    for fault in faults_of_pack(tmp_path, spoilt(PACK, '"electors-met-2020"', '"a\\n\\u001b[2Jb"')):
        assert str(fault).isprintable()


def test_a_message_on_a_source_shows_no_control_characters(tmp_path: Path) -> None:
    for fault in faults_of_sources(tmp_path, '["a\\u001b[2Jb"]'):
        assert str(fault).isprintable()


# --- files that are no TOML


def test_a_syntax_error_is_one_fault_with_its_line(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, 'kind = "choice"', "kind = choice")
    assert (fault.line, fault.question) == (8, None)
    assert fault.what.startswith("is not valid TOML: Invalid value; mend the syntax")


def test_a_syntax_error_at_the_end_names_the_last_line(tmp_path: Path) -> None:
    (fault,) = faults_of_pack(tmp_path, "a = 1\nb = [")
    assert fault.line == 2


def test_a_day_that_does_not_exist_names_its_line(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, 'as_of = 2026-01-31\nstem.en = "When', 'as_of = 2026-02-30\nstem.en = "When')
    assert fault.line == 10
    assert "Invalid date" in fault.what


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_one_fault(tmp_path: Path, encoding: str) -> None:
    (fault,) = faults_of_pack(tmp_path, PACK.encode(encoding))
    assert fault.line == {"latin-1": 12, "utf-16": 1}[encoding]
    assert "save the file as UTF-8" in fault.what


def test_a_missing_file_and_a_folder_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(PackError, match=r"cannot be read \(.+\); check the path"):
            load_pack(path, {})


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 100_000, "a = " + "9" * 5000, "a = 1e" + "9" * 30],
    ids=["brackets", "digits", "exponent"],
)
def test_what_the_parser_itself_stumbles_on_is_one_fault(tmp_path: Path, text: str) -> None:
    assert len(faults_of_pack(tmp_path, text)) == 1


# --- sources


def test_every_fault_of_the_sources_is_named(tmp_path: Path) -> None:
    text = spoilt(SOURCES, '"statute"', '"law"').replace('date = "2022"', "date = 2022-12-29")
    text = text.replace('where = "Title 3"', 'page = "3"') + '[A_1]\ntitle = ""\n'
    found = [(fault.line, fault.field) for fault in faults_of_sources(tmp_path, text)]
    assert found == [
        (1, "usc-3.where"),
        (4, "usc-3.date"),
        (5, "usc-3.kind"),
        (6, "usc-3.page"),
        (7, "A_1"),
        (7, "A_1.publisher"),
        (7, "A_1.date"),
        (7, "A_1.kind"),
        (7, "A_1.where"),
        (8, "A_1.title"),
    ]


def test_sources_that_are_no_tables_are_named(tmp_path: Path) -> None:
    (fault,) = faults_of_sources(tmp_path, 'usc-3 = "the code"')
    assert fault.field == "usc-3"


def test_an_empty_file_of_sources_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of_sources(tmp_path, "")
    assert "holds no source" in fault.what


# --- whatever the file holds

anywhere = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=2 * settings().max_examples,
)


def load_faults(load: Callable[[], object]) -> tuple[Fault, ...]:
    """Nothing if it loads; any other error than PackError fails the test."""
    try:
        load()
    except PackError as error:
        return error.faults
    return ()


def all_faults(folder: Path, text: str | bytes) -> tuple[Fault, ...]:
    path = pack_file(folder, text)
    known = read_pack(path, {SOURCE.id: SOURCE})
    assert load_faults(lambda: load_pack(path, {SOURCE.id: SOURCE})) == known.faults
    return load_faults(lambda: load_sources(path)) + known.faults + read_pack(path, None).faults


@anywhere
@given(st.binary() | st.text().map(lambda text: text.encode()))
@example(b"\x00")
@example(b"[topic]\xff")
def test_no_bytes_raise_anything_but_a_pack_error(tmp_path: Path, raw: bytes) -> None:
    assert all(str(fault).isprintable() for fault in all_faults(tmp_path, raw))


SOUND = TOPIC + "".join(KINDS.values())
slips = st.sampled_from(
    [*"=[]{}\"'#.,\n\\0-:", '"""', "[[", "\r", "true", "nan", "2026-02-30", "\ufeff"]
) | st.text(max_size=3)


@st.composite
def slipped(draw: st.DrawFn) -> bytes:
    """A sound pack after a few slips of an editor: lines lost, doubled or moved, characters lost or added."""
    text = SOUND
    for _ in range(draw(st.integers(1, 4))):
        lines = text.split("\n")
        line, further = draw(st.integers(0, len(lines) - 1)), draw(st.integers(1, 8))
        place, lost = draw(st.integers(0, len(lines[line]))), draw(st.integers(0, 3))
        mistyped = lines[line][:place] + draw(slips) + lines[line][place + lost :]
        taken = lines[line : line + further]
        rest = [*lines[:line], *lines[line + further :]]
        elsewhere = draw(st.integers(0, len(rest)))
        moved = [*rest[:elsewhere], *taken, *rest[elsewhere:]]
        doubled = [*lines[:line], *taken, *lines[line:]]
        changed = [[*lines[:line], mistyped, *lines[line + 1 :]], rest, moved, doubled]
        text = "\n".join(draw(st.sampled_from(changed)))
    raw = text.encode(errors="surrogatepass")
    cut = draw(st.integers(0, len(raw)))
    return draw(st.sampled_from([raw, raw, raw[:cut], raw[:cut] + b"\xff" + raw[cut:]]))


@anywhere
@given(slipped())
def test_no_slip_in_a_sound_pack_raises_anything_but_a_pack_error(tmp_path: Path, raw: bytes) -> None:
    assert all(str(fault).isprintable() for fault in all_faults(tmp_path, raw))


toml_values = st.recursive(
    st.text() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates() | st.datetimes() | st.times(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
WHOLE: dict[str, Any] = tomllib.loads(SOUND)
fields = (
    st.sampled_from([*sorted({field for each in WHOLE["question"] for field in each}), "en", "at", "title"])
    | st.text()
)
tables = st.dictionaries(fields, toml_values, max_size=6)


@anywhere
@given(topic=tables | toml_values, questions=st.lists(tables | toml_values, max_size=3))
def test_no_toml_raises_anything_but_a_pack_error(
    tmp_path: Path, topic: object, questions: list[object]
) -> None:
    faults = all_faults(tmp_path, f"topic = {as_toml(topic)}\nquestion = {as_toml(questions)}")
    assert faults
    assert not any("TOML" in fault.what for fault in faults)


@anywhere
@given(
    number=st.integers(0, len(KINDS) - 1), field=fields.filter(lambda field: field != "id"), value=toml_values
)
def test_a_spoilt_field_is_a_fault_of_its_question_alone(
    tmp_path: Path, number: int, field: str, value: object
) -> None:
    data = deepcopy(WHOLE)
    spoilt_one = data["question"][number]
    spoilt_one[field] = value
    path = pack_file(tmp_path, f"topic = {as_toml(data['topic'])}\nquestion = {as_toml(data['question'])}")
    faults = load_faults(lambda: load_pack(path, {SOURCE.id: SOURCE}))
    assert {fault.question for fault in faults} <= {spoilt_one["id"]}
