from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.leaderboard import Period, first_day
from bot.engine.scoring import Tally, total
from bot.engine.statistics import Day, Played, statistics

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
ONE = Tally(10, 1, 1)
NONE = Tally(0, 0, 1)

histories = st.lists(
    st.builds(
        Played,
        st.integers(0, 60).map(lambda ago: TODAY - ago * DAY),
        st.sampled_from(["history", "law"]),
        st.integers(0, 4).flatmap(lambda right: st.just(Tally(right * 10, right, 4))),
    ),
    max_size=20,
)


def test_a_player_without_answers_has_nothing() -> None:
    found = statistics([], TODAY)
    assert (found.total, found.topics, found.best) == (Tally(), (), None)
    assert not found.recently_played


def test_topics_come_with_most_answers_first() -> None:
    found = statistics(
        [Played(TODAY, "law", ONE), Played(TODAY, "history", NONE), Played(TODAY - DAY, "history", ONE)],
        TODAY,
    )
    assert found.topics == (("history", Tally(10, 1, 2)), ("law", ONE))
    assert found.total == Tally(20, 2, 3)


def test_the_best_day_is_the_first_of_those_with_most_points_over_all_topics() -> None:
    played = [
        Played(TODAY, "law", ONE),
        Played(TODAY, "history", ONE),
        Played(TODAY - 40 * DAY, "law", Tally(20, 2, 2)),
        Played(TODAY - DAY, "law", ONE),
    ]
    assert statistics(played, TODAY).best == Day(TODAY - 40 * DAY, Tally(20, 2, 2))


def test_a_day_without_points_is_no_best_day() -> None:
    assert statistics([Played(TODAY, "law", NONE)], TODAY).best is None


def test_the_last_28_days_end_today_and_are_those_of_the_period() -> None:
    recent = statistics([], TODAY).recent
    assert [day.date for day in recent] == [date(2026, 2, 3) + n * DAY for n in range(28)]
    assert recent[0].date == first_day(Period.RECENT, TODAY)
    assert recent[-1].date == TODAY


def test_what_is_older_than_28_days_is_not_recent() -> None:
    assert statistics([Played(TODAY - 27 * DAY, "law", NONE)], TODAY).recently_played
    assert not statistics([Played(TODAY - 28 * DAY, "law", ONE)], TODAY).recently_played


@given(histories)
def test_topics_and_days_sum_to_the_total(played: list[Played]) -> None:
    found = statistics(played, TODAY)
    assert found.total == total(one.tally for one in played)
    assert total(tally for _, tally in found.topics) == found.total
    recent = [one.tally for one in played if one.day > TODAY - 28 * DAY]
    assert total(day.tally for day in found.recent) == total(recent)
    assert found.best is None or found.best.tally.points == max(
        total(one.tally for one in played if one.day == day).points for day in {one.day for one in played}
    )
