from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.leaderboard import (
    PAGE,
    Period,
    counted_from,
    first_day,
    local_date,
    pages,
    placed,
    ranked,
)
from bot.engine.scoring import Tally

# Few different points, so that ties are many.
boards = st.dictionaries(
    st.text("abcxyz", min_size=1, max_size=4),
    st.builds(Tally, st.integers(0, 5).map(lambda right: right * 10), st.integers(0, 9), st.integers(0, 9)),
    max_size=12,
)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def test_equal_points_share_a_rank_and_the_next_is_left_out() -> None:
    board = {"ana": Tally(20), "ben": Tally(30), "cho": Tally(30), "dan": Tally(20), "eve": Tally(10)}
    assert [(line.rank, line.player) for line in ranked(board)] == [
        (1, "ben"),
        (1, "cho"),
        (3, "ana"),
        (3, "dan"),
        (5, "eve"),
    ]


@given(boards)
def test_a_rank_is_one_more_than_the_number_of_players_with_more_points(board: dict[str, Tally]) -> None:
    for line in ranked(board):
        better = sum(tally.points > line.tally.points for tally in board.values())
        assert line.rank == better + 1


@given(boards)
def test_everyone_stands_once_and_most_points_stand_first(board: dict[str, Tally]) -> None:
    lines = ranked(board)
    assert {line.player: line.tally for line in lines} == board
    assert len(lines) == len(board)
    gained = [line.tally.points for line in lines]
    assert gained == sorted(gained, reverse=True)


@given(boards, st.data())
def test_the_order_in_which_players_came_changes_nothing(
    board: dict[str, Tally], data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(board.items()))))
    assert ranked(shuffled) == ranked(board)


@given(boards, st.data())
def test_neither_right_answers_nor_answers_break_a_tie(board: dict[str, Tally], data: st.DataObject) -> None:
    others = st.builds(lambda right, given: (right, given), st.integers(0, 99), st.integers(0, 99))
    changed = {id: Tally(tally.points, *data.draw(others)) for id, tally in board.items()}
    places = [(line.rank, line.player) for line in ranked(board)]
    assert [(line.rank, line.player) for line in ranked(changed)] == places


@given(boards, st.integers(1, 5))
def test_any_piece_of_a_ranking_is_ranked_alike_by_what_stands_before_it(
    board: dict[str, Tally], size: int
) -> None:
    whole = ranked(board)
    ordered = [(line.player, line.tally) for line in whole]
    for before in range(0, len(whole), size):
        better = sum(line.tally.points > whole[before].tally.points for line in whole)
        assert placed(ordered[before : before + size], before, better) == whole[before : before + size]


@given(st.integers(0, 1000))
def test_pages_hold_ten_each_and_there_is_always_one(players: int) -> None:
    count = pages(players)
    assert count >= 1
    assert (count - 1) * PAGE < max(1, players) <= count * PAGE


@given(days)
def test_a_week_begins_on_the_monday_on_or_before_today(today: date) -> None:
    first = first_day(Period.WEEK, today)
    assert first is not None
    assert first.isoweekday() == 1
    assert timedelta(0) <= today - first <= timedelta(days=6)


@given(days)
def test_a_month_begins_on_its_first_day(today: date) -> None:
    assert first_day(Period.MONTH, today) == date(today.year, today.month, 1)


@given(days)
def test_28_days_end_today(today: date) -> None:
    assert first_day(Period.RECENT, today) == today - timedelta(days=27)


@given(days, st.none() | days, st.sampled_from(Period))
def test_nothing_counts_from_before_the_period_or_the_season(
    today: date, season: date | None, period: Period
) -> None:
    since, first = counted_from(period, today, season), first_day(period, today)
    assert since in (first, season)
    for bound in (first, season):
        assert bound is None or (since is not None and since >= bound)


def test_today_is_one_day_and_all_time_has_no_first() -> None:
    today = date(2026, 3, 1)
    assert first_day(Period.TODAY, today) == today
    assert first_day(Period.ALL, today) is None


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", date(2026, 1, 1)),
        ("America/Mexico_City", date(2025, 12, 31)),
        ("Pacific/Kiritimati", date(2026, 1, 1)),
        ("Pacific/Pago_Pago", date(2025, 12, 31)),
    ],
)
def test_an_instant_falls_on_the_date_of_the_zone(zone: str, expected: date) -> None:
    assert local_date(datetime(2026, 1, 1, 5, 30, tzinfo=UTC), zone) == expected
