from __future__ import annotations

from difflib import SequenceMatcher
from random import Random

import pytest

from questions.lint import stems as stems_module
from questions.model import Question, Text
from tests.questions.lint.linting import linted
from tests.questions.samples import question, text


def ratio(one: str, other: str) -> float:
    short, long = sorted((one, other), key=len)
    return SequenceMatcher(None, short, long, autojunk=False).ratio()


def repeated(questions: list[Question]) -> set[tuple[str | None, str | None]]:
    found = linted(*questions)
    return {(fault.question, fault.field) for fault in found if "asks nearly the same" in fault.what}


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
    one, later = question("b", stem=Text(MONDAY, "uno")), question("a", stem=Text(other, "otra cosa"))
    assert repeated([one, later]) == {("a", "stem.en")}
    assert any('the same as question "b"' in fault.what for fault in linted(one, later))


def test_the_later_question_is_at_fault_whichever_is_longer() -> None:
    for one, other in [(MONDAY, MONDAY + " 1"), (MONDAY + " 1", MONDAY)]:
        asked = [question("b", stem=text(one)), question("a", stem=text(other))]
        assert repeated(asked) == {("a", "stem.en"), ("a", "stem.es")}


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
    asked = [question("b", stem=Text("one", MONDAY)), question("a", stem=Text("two", MONDAY))]
    assert repeated(asked) == {("a", "stem.es")}


def test_another_question_on_the_same_matter_is_no_repetition() -> None:
    other = MONDAY.replace("On which Monday of December", "In which buildings")
    assert repeated([question("a", stem=text(MONDAY)), question("b", stem=text(other))]) == set()


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

    monkeypatch.setattr(stems_module, "SequenceMatcher", Counting)
    random = Random(7)
    words = ["".join(random.choices("abcdefghijklmnop", k=6)) for _ in range(300)]
    stems = [" ".join(random.choices(words, k=random.randint(8, 20))) for _ in range(300)]
    assert repeated([question(f"q{n}", stem=text(stem)) for n, stem in enumerate(stems)]) == set()
    assert compared < len(stems)
