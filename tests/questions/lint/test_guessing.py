from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from questions.keys import TRUE, ChoiceKey, TruthKey
from questions.kinds import TRUTH_OPTIONS
from questions.model import Option, Question, Text
from tests.questions.lint.linting import linted
from tests.questions.samples import question, text


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


def dated(number: int, right: bool) -> Question:
    """A question whose options all hold a number, and one alone a year: the right one, or a wrong one."""
    asked = choice(number, number % 4, text("right 7"))
    words = {"key": "since 1917" if right else "right 7", "w1": "wrong b 7" if right else "since 1917"}
    options = (replace(o, text=text(words.get(o.id, f"{o.text.en} 7"))) for o in asked.options)
    return replace(asked, options=tuple(options))


@pytest.mark.parametrize(("asking", "mark"), [(numbered, "number"), (dated, "year")])
def test_the_only_option_with_a_figure_may_be_right_ten_points_more_often_than_by_chance(
    asking: Callable[[int, bool], Question], mark: str
) -> None:
    plain = choices(40, longest=0)
    # The guesser gains three quarters of a question each time: 3.75 of 40 with five, 4.5 with six.
    assert linted(*(asking(n, True) for n in range(5)), *plain[5:]) == []
    (fault,) = linted(*(asking(n, True) for n in range(6)), *plain[6:])
    assert f"the only option with a {mark} is right in 6 of 6 questions (by chance in 2)" in fault.what
    mend = f"write {mark}s into more options or into none, for example of q0, q1, q2, q3, q4"
    assert fault.what.endswith(mend)


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
    assert TRUTH_OPTIONS[0].id == TRUE
    assert linted(*statements(20, true=12)) == []
    assert not any("option number" in fault.what for fault in linted(*statements(20, true=20)))


@pytest.mark.parametrize("value", [True, False])
def test_statements_may_be_true_or_false_ten_points_more_often_than_not(value: bool) -> None:
    assert linted(*statements(20, true=12 if value else 8)) == []
    (fault,) = linted(*statements(20, true=13 if value else 7))
    assert (fault.file, fault.question, fault.field) == ("packs", None, "answer")
    assert f'"{str(value).lower()}" is right in 13 of 20 questions (65%, by chance 50%)' in fault.what
    assert "turn some statements round, for example of q" in fault.what


def statements(count: int, true: int) -> list[Question]:
    asked = [choice(n, 0, text("x")) for n in range(count)]
    return [replace(q, options=TRUTH_OPTIONS, key=TruthKey(n < true)) for n, q in enumerate(asked)]


def test_a_year_in_wrong_options_misleads_the_guesser() -> None:
    assert linted(*(dated(n, right=n % 3 == 0) for n in range(40))) == []


@pytest.mark.parametrize("figures", ["1,917", "191,700", "1917.5", "1917%", "19170", "3017", "0.1917"])
def test_not_every_number_is_a_year(figures: str) -> None:
    asked = [dated(n, right=True) for n in range(40)]
    other = [
        replace(
            q, options=tuple(replace(o, text=text(o.text.en.replace("1917", figures))) for o in q.options)
        )
        for q in asked
    ]
    assert not any("a year" in fault.what for fault in linted(*other))
