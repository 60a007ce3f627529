from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import pytest

from questions import lint as lint_module
from questions.bank import Bank
from questions.dates import PartialDate
from questions.keys import TRUE, ChoiceKey, DateKey, NameKey, NumberKey, OrderKey, TruthKey
from questions.kinds import TRUTH_OPTIONS
from questions.lint import check, lint
from questions.model import Citation, Option, Question, SourceKind, Text
from questions.page import Fault
from tests.questions.samples import (
    CHOICE,
    PACK,
    SOURCE,
    SOURCES,
    TOPIC,
    TRUTH,
    bank_folder,
    pack,
    pack_file,
    question,
    spoilt,
    text,
)

ONE = (Option("a", text("short")),)


def ratio(one: str, other: str) -> float:
    short, long = sorted((one, other), key=len)
    return SequenceMatcher(None, short, long, autojunk=False).ratio()


def repeated(questions: list[Question]) -> set[tuple[str | None, str | None]]:
    return {(fault.question, fault.field) for fault in linted(*questions) if fault.question}


def linted(*questions: Question) -> list[Fault]:
    return lint(Bank([pack(*questions)]))


def named(faults: list[Fault]) -> list[tuple[str | None, str | None]]:
    return [(fault.question, fault.field) for fault in faults]


def test_the_shipped_bank_is_clean() -> None:
    assert [str(fault) for fault in check()] == []


# --- length


@pytest.mark.parametrize(
    ("field", "limit"),
    [
        ("stem", 300),
        ("explanation", 600),
        ("options[#2]", 70),
        ("options[#2].why", 150),
        ("items[#2]", 70),
        ("answer", 70),
        ("unit", 40),
        ("title", 150),
    ],
)
@pytest.mark.parametrize("over", [0, 1])
def test_a_text_may_reach_its_limit_and_not_pass_it(field: str, limit: int, over: int) -> None:
    long = "x" * (limit + over)
    match field:
        case "stem":
            bad = question("a", stem=Text("short", long))
        case "explanation":
            bad = question("a", explanation=Text("short", long))
        case "title":
            bad = question("a", source=replace(SOURCE, title=long))
        case "answer":
            bad = question("a", key=NameKey((long, "short")), name=Text("short", long))
        case "unit":
            bad = question("a", key=NumberKey(Decimal(5), units=(long, "short")), unit=Text("short", long))
        case "options[#2].why":
            bad = question("a", options=(*ONE, Option("b", text("b"), Text("short", long))))
        case _:
            key = OrderKey(("a", "b")) if field == "items[#2]" else ChoiceKey("a")
            bad = question("a", options=(*ONE, Option("b", Text("shorter", long))), key=key)
    expected = (None, "usc-3.title") if field == "title" else ("a", f"{field}.es")
    assert named(linted(bad)) == [expected] * over


@pytest.mark.parametrize("over", [0, 1])
def test_the_title_of_a_topic_has_a_limit(over: int) -> None:
    faults = lint(Bank([pack(question("a"), topic="t" * (60 + over))]))
    assert named(faults) == [(None, "topic.title.en"), (None, "topic.title.es")] * over


def test_a_long_title_of_a_source_is_named_once() -> None:
    source = replace(SOURCE, title="x" * 151)
    assert len(linted(question("one", source=source), question("another", source=source))) == 1


# --- repetition

MONDAY = "On which Monday of December did the electors of all states cast their votes?"


@pytest.mark.parametrize(
    "other",
    [
        MONDAY,
        MONDAY.upper(),
        MONDAY.replace("?", "..."),
        MONDAY.replace("cast", "casts"),
        MONDAY.replace("a", "á"),
    ],
    ids=["same", "capitals", "points", "one letter", "accents"],
)
def test_nearly_the_same_stem_is_a_fault_of_the_later_question(other: str) -> None:
    faults = linted(question("b", stem=Text(MONDAY, "uno")), question("a", stem=Text(other, "otra cosa")))
    assert named(faults) == [("a", "stem.en")]
    assert 'question "b"' in faults[0].what


def test_the_later_question_is_at_fault_whichever_is_longer() -> None:
    for one, other in [(MONDAY, MONDAY + " 1"), (MONDAY + " 1", MONDAY)]:
        faults = linted(question("b", stem=text(one)), question("a", stem=text(other)))
        assert named(faults) == [("a", "stem.en"), ("a", "stem.es")]


def test_accents_make_no_other_question() -> None:
    accented = MONDAY.translate(str.maketrans("aeiou", "áéíóú"))
    assert repeated([question("b", stem=text(MONDAY)), question("a", stem=text(accented))])


@pytest.mark.parametrize(("differing", "same"), [(4, True), (5, False)])
def test_stems_are_the_same_from_92_of_100_letters_on(differing: int, same: bool) -> None:
    common = " ".join(["abcdefghi"] * 5)[: 50 - differing - 1]
    one, other = (f"{common} {letter * differing}" for letter in "yz")
    assert len(one) == 50
    assert bool(repeated([question("b", stem=text(one)), question("a", stem=text(other))])) is same


def test_stems_are_compared_in_each_language() -> None:
    faults = linted(question("b", stem=Text("one", MONDAY)), question("a", stem=Text("two", MONDAY)))
    assert named(faults) == [("a", "stem.es")]


def test_another_question_on_the_same_matter_is_no_repetition() -> None:
    other = MONDAY.replace("On which Monday of December", "In which buildings")
    assert linted(question("a", stem=text(MONDAY)), question("b", stem=text(other))) == []


def test_no_repetition_is_missed_for_speed() -> None:
    random = Random(7)
    words = ["elector", "state", "law", "count", "senate", "vote", "day", "certify", "recount", "court"]
    stems = [" ".join(random.choices(words, k=12)) for _ in range(30)]
    stems += [stem.replace(random.choice(stem), "x", 1) for stem in stems]
    questions = [question(f"q{n}", stem=text(stem)) for n, stem in enumerate(stems)]
    every = {
        (f"q{m}", language)
        for m, stem in enumerate(stems)
        for n in range(m)
        for language in ("stem.en", "stem.es")
        if ratio(stem, stems[n]) >= 0.92
    }
    assert repeated(questions) == every
    assert len(every) >= 60


def test_a_large_bank_is_not_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    class Counting(SequenceMatcher[str]):
        def quick_ratio(self) -> float:
            nonlocal compared
            compared += 1
            return super().quick_ratio()

    monkeypatch.setattr(lint_module, "SequenceMatcher", Counting)
    random = Random(7)
    words = ["".join(random.choices("abcdefghijklmnop", k=6)) for _ in range(300)]
    stems = [" ".join(random.choices(words, k=random.randint(8, 20))) for _ in range(300)]
    assert repeated([question(f"q{n}", stem=text(stem)) for n, stem in enumerate(stems)]) == set()
    assert compared < len(stems)


# --- languages that drift apart


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("It took 14,916,927 votes.", "Fueron 14,916,927 votos."),
        ("A share of 58.55 percent", "58.55 por ciento"),
        ("On January 6, 2021, at noon.", "El 6 de enero de 2021, a mediodía"),
        ("In 2020, as in 2016, 538 voted", "538 votaron en 2020 y en 2016"),
        ("The 2020 vote", "El voto de 2020, en 2020"),
    ],
)
def test_numbers_that_agree_pass_whatever_stands_around_them(english: str, spanish: str) -> None:
    assert linted(question("a", explanation=Text(english, spanish))) == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("14,916,927", "14.916.927"),
        ("58.55", "58,55"),
        ("in 2020", "en 2021"),
        ("on 14", "el catorce"),
        ("1", "12"),
    ],
)
@pytest.mark.parametrize(
    "field", ["stem", "explanation", "options[#2]", "options[#2].why", "items[#2]", "answer", "unit"]
)
def test_numbers_that_differ_are_a_fault(field: str, english: str, spanish: str) -> None:
    words = Text(english, spanish)
    match field:
        case "stem":
            bad = question("a", stem=words)
        case "explanation":
            bad = question("a", explanation=words)
        case "answer":
            bad = question("a", key=NameKey((english, spanish)), name=words)
        case "unit":
            bad = question("a", key=DateKey(PartialDate(2006)), unit=words)
        case "options[#2].why":
            bad = question("a", options=(*ONE, Option("b", text("b"), words)))
        case _:
            key = OrderKey(("a", "b")) if field == "items[#2]" else ChoiceKey("a")
            bad = question("a", options=(*ONE, Option("b", words)), key=key)
    assert named(linted(bad)) == [("a", field)]


# --- grading that takes an answer for something else

BIDEN = NameKey(("Joe Biden", "Biden"), ("the president",), ("Hunter Biden",), person=True)


def test_lists_of_names_that_do_their_work_pass() -> None:
    assert linted(question("a", key=BIDEN, name=text("Joe Biden"))) == []


@pytest.mark.parametrize(
    ("key", "shown", "field", "words"),
    [
        (BIDEN, "Kamala Harris", "answer", '"Kamala Harris" counts as wrong, not as correct'),
        (replace(BIDEN, accept=("Joe Biden", "¿?")), "Joe Biden", "accept", "unreadable, not as correct"),
        (replace(BIDEN, reject=("President Biden",)), "Joe Biden", "accept", '"Biden" counts as wrong'),
        (replace(BIDEN, prompt=("the biden",)), "Joe Biden", "prompt", "correct, not as be-specific"),
        (replace(BIDEN, reject=("...",)), "Joe Biden", "reject", "unreadable, not as wrong"),
    ],
)
def test_a_name_graded_otherwise_than_its_list_says_is_a_fault(
    key: NameKey, shown: str, field: str, words: str
) -> None:
    faults = linted(question("a", key=key, name=text(shown)))
    assert set(named(faults)) == {("a", field)}
    assert words in faults[0].what


@pytest.mark.parametrize(
    "key",
    [
        NumberKey(Decimal(243934), units=("votes", "votos")),
        NumberKey(Decimal("0.56"), units=("votes", "votos")),
        DateKey(PartialDate(2020, 12, 14)),
        DateKey(PartialDate(2006, 7)),
        DateKey(PartialDate(1848)),
    ],
)
def test_a_date_and_a_number_are_right_as_they_are_shown(key: NumberKey | DateKey) -> None:
    assert linted(question("a", key=key, options=(), unit=Text("votes", "votos"))) == []


def test_a_number_that_is_wrong_as_it_is_shown_is_a_fault() -> None:
    faults = linted(question("a", key=NumberKey(Decimal(7)), unit=text("parsecs or so")))
    assert named(faults) == [("a", "answer"), ("a", "answer")]


# --- opinion that passes for fact

OPINION = replace(SOURCE, id="column", kind=SourceKind.OPINION)


@pytest.mark.parametrize(
    ("english", "spanish", "fields"),
    [
        ("Who won?", "¿Quién ganó?", ["stem.en", "stem.es"]),
        ("Who won, according to the columnist?", "¿Quién ganó?", ["stem.es"]),
        ("Who won?", "¿Quién ganó, según el columnista?", ["stem.en"]),
        ("According to the columnist, who won?", "Según el columnista, ¿quién ganó?", []),
    ],
)
def test_opinion_is_told_as_opinion_in_each_language(english: str, spanish: str, fields: list[str]) -> None:
    faults = linted(question("a", stem=Text(english, spanish), source=OPINION))
    assert [fault.field for fault in faults] == fields


def test_opinion_beside_another_source_may_be_told_as_fact() -> None:
    both = (Citation(OPINION, "paragraph 3"), Citation(SOURCE, "section 7"))
    assert linted(replace(question("a", stem=text("Who won?")), citations=both)) == []


# --- keys that can be guessed


def choice(number: int, slot: int, right: Text, wrong: int = 3) -> Question:
    options = [Option(f"w{n}", text(f"wrong {'abcd'[n]}")) for n in range(wrong)]
    options.insert(slot, Option("key", right))
    stem = text("".join("abcdefghij"[int(digit)] * 9 for digit in f"{number:03}"))
    return question(f"q{number}", stem=stem, options=tuple(options), key=ChoiceKey("key"))


def choices(count: int, longest: int, language: str = "en") -> list[Question]:
    """Questions with four options each and keys in every slot, of which so many have the longest key."""
    short, long = text("right x"), Text("right and long", "right x")
    if language == "es":
        long = Text(long.es, long.en)
    return [choice(n, n % 4, long if n < longest else short) for n in range(count)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_keys_may_be_longest_ten_points_more_often_than_by_chance(language: str) -> None:
    assert linted(*choices(20, longest=7, language=language)) == []  # 35 %, where chance gives 25
    (fault,) = linted(*choices(20, longest=8, language=language))
    assert (
        f"the longest option in {language} is right in 8 of 20 questions (40%, by chance 25%)" in fault.what
    )


def test_a_key_as_long_as_another_option_is_not_the_longest() -> None:
    assert linted(*[choice(n, n % 4, text("wrong x")) for n in range(40)]) == []


def test_chance_is_higher_where_fewer_options_are_offered() -> None:
    long = text("right and long")
    half = [choice(n, n % 2, long if n < 12 else text("right x"), wrong=1) for n in range(20)]
    assert linted(*half) == []


def test_keys_may_not_crowd_in_one_slot() -> None:
    spread = [choice(n, 1 if n < 7 else (0, 2, 3)[n % 3], text("right x")) for n in range(20)]
    crowded = [choice(n, 1 if n < 8 else (0, 2, 3)[n % 3], text("right x")) for n in range(20)]
    assert linted(*spread) == []
    (fault,) = linted(*crowded)
    assert "option number 2 is right in 8 of 20 questions" in fault.what
    assert "q0, q1, q2, q3, q4" in fault.what


def test_a_small_bank_is_not_judged_by_its_keys() -> None:
    assert linted(*[choice(n, 0, text("right and long")) for n in range(19)]) == []


def numbered(number: int, right: bool) -> Question:
    """A question in which one option alone holds a number: the right one, or a wrong one."""
    asked = choice(number, number % 4, text("right x"))
    meant = "key" if right else "w1"
    changed = (replace(o, text=text("since 1917")) if o.id == meant else o for o in asked.options)
    return replace(asked, options=tuple(changed))


def test_the_only_option_with_a_number_may_be_right_ten_points_more_often_than_by_chance() -> None:
    plain = choices(40, longest=0)
    # The guesser gains three quarters of a question each time: 3.75 of 40 with five, 4.5 with six.
    assert linted(*(numbered(n, right=True) for n in range(5)), *plain[5:]) == []
    (fault,) = linted(*(numbered(n, right=True) for n in range(6)), *plain[6:])
    assert "the only option with a number is right in 6 of 6 questions (by chance in 2)" in fault.what
    assert "q0, q1, q2, q3, q4" in fault.what


def test_a_number_in_wrong_options_misleads_the_guesser() -> None:
    plain = choices(40, longest=0)
    assert linted(*(numbered(n, right=n % 3 == 0) for n in range(30)), *plain[30:]) == []


def test_a_number_in_two_options_tells_nothing() -> None:
    two = [
        replace(each, options=tuple(replace(o, text=text(f"{o.text.en} 1")) for o in each.options))
        for each in choices(40, longest=0)[::4]  # the key stands first
    ]
    assert linted(*two, *(each for n, each in enumerate(choices(40, longest=0)) if n % 4)) == []


def test_true_and_false_do_not_count_as_places() -> None:
    truths = [replace(choice(n, 0, text("x")), options=TRUTH_OPTIONS, key=TruthKey(True)) for n in range(30)]
    assert {option.id for option in TRUTH_OPTIONS} >= {TRUE}
    assert linted(*truths) == []


# --- check


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
