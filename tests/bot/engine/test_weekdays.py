"""Days of the week as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.schedule import EVERY_DAY
from bot.engine.weekdays import read_weekdays, write_weekdays

WORKING, WEEKEND = frozenset(range(5)), frozenset({5, 6})
ENGLISH = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SPANISH = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]


def readable(given: str) -> bool:
    try:
        read_weekdays(given)
    except ValueError:
        return False
    return True


day_sets = st.frozensets(st.integers(0, 6), min_size=1)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("mon-fri", WORKING),
        ("Mon - Fri", WORKING),
        ("mo–fr", WORKING),
        ("monday to friday", WORKING),
        ("lun-vie", WORKING),
        ("de lunes a viernes", WORKING),
        ("weekdays", WORKING),
        ("Weekdays", WORKING),
        ("entre semana", WORKING),
        ("días laborables", WORKING),
        ("mo,we,fr", {0, 2, 4}),
        ("mo we fr", {0, 2, 4}),
        ("mon, wed, and fri", {0, 2, 4}),
        ("lu,mi,vi", {0, 2, 4}),
        ("lunes, miércoles y viernes", {0, 2, 4}),
        ("lun. mié. vie.", {0, 2, 4}),
        ("LUNES, MIERCOLES Y VIERNES", {0, 2, 4}),
        ("los martes", {1}),
        ("every tuesday", {1}),
        ("Tuesdays & Thursdays", {1, 3}),
        ("tues, thurs", {1, 3}),
        ("sat", {5}),
        ("sáb", {5}),
        ("sa-su", WEEKEND),
        ("weekend", WEEKEND),
        ("fines de semana", WEEKEND),
        ("fri-mon", {4, 5, 6, 0}),
        ("do a ju", {6, 0, 1, 2, 3}),
        ("mon-wed, sat", {0, 1, 2, 5}),
        ("mon, mon", {0}),
        ("mon-mon", {0}),
        ("every day", EVERY_DAY),
        ("daily", EVERY_DAY),
        ("todos los días", EVERY_DAY),
        ("cada día", EVERY_DAY),
        ("diario", EVERY_DAY),
        ("mon-sun", EVERY_DAY),
    ],
)
def test_days_as_people_write_them(given: str, expected: set[int]) -> None:
    assert read_weekdays(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        *("", " ", ",", "-", "m", "t", "x", "funday", "mon-", "-fri", "mon-funday", "mon-wed-fri", "monkey"),
        *("1-5", "every", "todos", "day", "no", "never", "mon tue funday", "09:00", "monn", "lunesx"),
    ],
)
def test_what_is_no_day_is_a_value_error(given: str) -> None:
    assert not readable(given)


@pytest.mark.parametrize("names", [ENGLISH, SPANISH])
def test_each_day_is_read_cut_down_to_two_letters_or_more_and_as_a_plural(names: list[str]) -> None:
    for number, name in enumerate(names):
        plural = [name if name.endswith("s") else f"{name}s"]
        for written in [name[:length] for length in range(2, len(name) + 1)] + plural:
            assert read_weekdays(written) == {number}, written


@given(st.sampled_from(ENGLISH + SPANISH), st.sampled_from(ENGLISH + SPANISH))
def test_a_range_goes_from_its_first_day_to_its_last_and_no_further(first: str, last: str) -> None:
    begin, end = (
        (ENGLISH + SPANISH).index(first) % 7,
        (ENGLISH + SPANISH).index(last) % 7,
    )
    found = read_weekdays(f"{first}-{last}")
    assert {begin, end} <= found
    assert len(found) == (end - begin) % 7 + 1


@given(day_sets)
def test_days_are_read_back_as_they_are_written(days: frozenset[int]) -> None:
    assert read_weekdays(write_weekdays(days)) == days


@given(st.text(max_size=30))
def test_any_text_is_days_or_a_value_error(given: str) -> None:
    if readable(given):
        assert frozenset() < read_weekdays(given) <= EVERY_DAY
