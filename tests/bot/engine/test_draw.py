from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.draw import Pool, draw, draw_evenly, shuffled_options

pools = st.sets(st.text("abcdefg-", min_size=1, max_size=4), max_size=12)
seeds = st.integers(0, 2**32)


@given(pools, st.lists(st.integers(0, 15), max_size=12), seeds)
def test_no_question_comes_again_before_the_pool_is_used_up(
    pool: set[str], sizes: list[int], seed: int
) -> None:
    asked: Counter[str] = Counter()
    rng = Random(seed)
    for size in sizes:
        asked.update(draw(Pool(pool), asked, size, rng))
        times = [asked[question] for question in pool]
        assert not times or max(times) - min(times) <= 1


@given(pools, st.integers(0, 15), seeds)
def test_a_draw_is_as_many_different_questions_of_the_pool_as_asked_for_or_there_are(
    pool: set[str], count: int, seed: int
) -> None:
    drawn = draw(Pool(pool), {}, count, Random(seed))
    assert len(drawn) == min(count, len(pool))
    assert len(set(drawn)) == len(drawn)
    assert pool.issuperset(drawn)


@given(pools, st.data(), st.integers(0, 15), seeds)
def test_the_same_seed_draws_the_same_whatever_the_order_of_the_pool(
    pool: set[str], data: st.DataObject, count: int, seed: int
) -> None:
    asked = {question: data.draw(st.integers(0, 3)) for question in sorted(pool)}
    one_way = draw(Pool(sorted(pool)), asked, count, Random(seed))
    other_way = draw(Pool(data.draw(st.permutations(sorted(pool)))), asked, count, Random(seed))
    assert one_way == other_way


def test_different_seeds_draw_differently() -> None:
    pool = Pool([f"q{number}" for number in range(20)])
    assert len({draw(pool, {}, 5, Random(seed)) for seed in range(20)}) > 15


def test_every_question_of_the_pool_can_come_first() -> None:
    pool = Pool(["a", "b", "c", "d"])
    assert {draw(pool, {}, 1, Random(seed))[0] for seed in range(100)} == set(pool.questions)


def test_what_was_asked_of_other_pools_does_not_count() -> None:
    assert set(draw(Pool(["a", "b"]), {"elsewhere": 9, "a": 1}, 1, Random(1))) == {"b"}


@given(pools, st.data(), st.integers(0, 15), seeds)
def test_what_is_drawn_was_asked_no_more_often_than_what_is_left(
    pool: set[str], data: st.DataObject, count: int, seed: int
) -> None:
    asked = {question: data.draw(st.integers(0, 3)) for question in sorted(pool)}
    drawn = draw(Pool(pool), asked, count, Random(seed))
    left = [asked[question] for question in pool.difference(drawn)]
    assert not left or all(asked[question] <= min(left) for question in drawn)


@pytest.mark.parametrize("new", [1, 3, 40, 1000])
def test_of_a_large_pool_each_question_that_is_new_comes_as_often(new: int) -> None:
    pool = Pool([f"q{number}" for number in range(1000)])
    asked = dict.fromkeys(pool.questions[new:], 1)
    rng = Random(1)
    drawn = Counter(question for _ in range(2000) for question in draw(pool, asked, 3, rng))
    for question in pool.questions[:new]:
        assert drawn[question] == pytest.approx(2000 * min(3 / new, 1), rel=0.2, abs=12)


@given(st.lists(pools, max_size=4), st.integers(0, 15), seeds)
def test_several_pools_are_drawn_from_evenly(sets: list[set[str]], count: int, seed: int) -> None:
    named = [{f"{number}{question}" for question in pool} for number, pool in enumerate(sets)]
    drawn = draw_evenly([Pool(pool) for pool in named], {}, count, Random(seed))
    assert len(set(drawn)) == len(drawn) == min(count, sum(map(len, named)))
    shares = [len(pool.intersection(drawn)) for pool in named]
    for share, pool in zip(shares, named, strict=True):
        assert share == len(pool) or share >= max(shares) - 1


def test_pools_take_turns() -> None:
    drawn = draw_evenly([Pool(["a1", "a2", "a3"]), Pool(["b1"]), Pool(["c1", "c2"])], {}, 6, Random(1))
    assert {question[0] for question in drawn[:3]} == set("abc")
    assert {question[0] for question in drawn[3:5]} == set("ac")
    assert drawn[5][0] == "a"


@given(st.lists(st.text(max_size=3), unique=True, max_size=6), seeds)
def test_shuffled_options_are_the_same_options(options: list[str], seed: int) -> None:
    before = list(options)
    assert sorted(shuffled_options(options, Random(seed))) == sorted(options)
    assert options == before


def test_options_do_not_keep_the_place_of_the_right_one() -> None:
    firsts = {shuffled_options(["right", "wrong", "other"], Random(seed))[0] for seed in range(50)}
    assert firsts == {"right", "wrong", "other"}
