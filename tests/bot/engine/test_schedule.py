from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.engine.schedule import EVERY_DAY, LONGEST_OPEN, Schedule, find_zones, read_time, read_zone
from tests.bot.engine.zones import (
    DAY,
    FIRST,
    LAST,
    MINUTE,
    THIRTY_YEARS,
    Stretch,
    between,
    days_near_changes,
    expected_occurrence,
    first_instant,
    kinds_of_changes,
    rows,
    stretches,
)

ZONES = sorted(available_timezones())
# Midnight and its neighbours, the hours at which the clocks of most zones change, and plain ones.
TIMES = [time(0), time(0, 1), time(1), time(2), time(2, 30), time(3), time(9), time(23, 30), time(23, 59)]

times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES)
days = st.dates(FIRST, LAST)
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
instants = st.integers(0, (LAST - FIRST).days * 24 * 3600).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)

MARCH = datetime(2026, 3, 2, tzinfo=UTC)

# Zones whose clocks do something odd: a date left out, half an hour, two changes around Ramadan, two hours,
# a winter time that is the "daylight" one, and midnight skipped from either side.
ODD = {
    "Samoa leaves out a date": ("Pacific/Apia", date(2011, 12, 1), date(2012, 1, 31)),
    "Lord Howe changes by half an hour": ("Australia/Lord_Howe", FIRST, LAST),
    "Morocco changes around Ramadan": ("Africa/Casablanca", FIRST, LAST),
    "Troll changes by two hours": ("Antarctica/Troll", FIRST, LAST),
    "Dublin has its daylight saving in winter": ("Europe/Dublin", FIRST, LAST),
    "Greenland skips the last hour of a day": ("America/Nuuk", FIRST, LAST),
    "Korea skipped the last half hour of a day": ("Asia/Pyongyang", date(2018, 4, 1), date(2018, 6, 1)),
    "Chile shows the last hour of a day twice": ("America/Santiago", FIRST, LAST),
    "Cuba skips the first hour of a day": ("America/Havana", FIRST, LAST),
    "Newfoundland changed a minute after midnight": ("America/St_Johns", date(2010, 1, 1), date(2011, 12, 1)),
}


def check_day(rule: Schedule, day: date, around: tuple[Stretch, ...]) -> datetime | None:
    """The run of a date is the one expected, and lies on that date."""
    run = rule.occurrence(day)
    runs_then = day.weekday() in rule.weekdays
    assert run == (expected_occurrence(around, day, rule.at) if runs_then else None), f"{rule} on {day}"
    if run is not None:
        assert run.tzinfo is UTC
        assert rule.date_at(run) == day, f"{rule} on {day} runs on another date"
    return run


def check_row(rule: Schedule, first: date, last: date, around: tuple[Stretch, ...]) -> None:
    """From `first` to `last` each date has its run, later than the one before, and leads to the next one."""
    before: datetime | None = None
    for number in range((last - first).days + 1):
        day = first + number * DAY
        run = check_day(rule, day, around)
        if run is None and day.weekday() in rule.weekdays:
            assert not any(first_instant(around, wall) for wall in minutes_of(day)), f"{day} in {rule.zone}"
        if run is None:
            continue
        if before is not None:
            assert before < run, f"{rule} on {day} is not later than the day before"
            assert rule.next_after(before) == (day, run)
        before = run


def minutes_of(day: date) -> list[datetime]:
    return [datetime.combine(day, time()) + minute * MINUTE for minute in range(24 * 60)]


def test_every_zone_runs_once_on_each_date_of_thirty_years() -> None:
    """Around each kind of change of the clocks day by day; all other days are alike, so a few stand for them.

    Zones that kept the same clocks all the time (names of one zone, most of them) are alike too.
    """
    first, last = THIRTY_YEARS
    alike = {stretches(zone, first, last): zone for zone in ZONES}
    plain = [(date(2020, 2, 27), date(2020, 3, 2)), (date(2024, 12, 30), date(2025, 1, 2)), (last, last)]
    checks = {
        kind: (zone, begin, end)
        for around, zone in alike.items()
        for kind, begin, end in kinds_of_changes(around, first, last)
    }
    assert len(checks) > 150
    everywhere = [(zone, *row) for zone in alike.values() for row in plain]
    for zone, begin, end in [*checks.values(), *everywhere]:
        around = between(stretches(zone, first, last), begin, end)
        for at in TIMES:
            check_row(Schedule(at, zone), begin, end, around)


def test_every_zone_has_each_date_but_those_that_samoa_and_tokelau_left_out() -> None:
    """Told by the dates themselves: noon of each of them, in each zone, is shown by the clocks or is not."""
    first, last = THIRTY_YEARS
    missing = {
        (zone, day)
        for zone in {stretches(zone, first, last): zone for zone in ZONES}.values()
        for day in days_near_changes(stretches(zone, first, last))
        if first <= day <= last and Schedule(time(12), zone).occurrence(day) is None
    }
    assert {day for _, day in missing} == {date(2011, 12, 30)}
    assert {zone for zone in ZONES if Schedule(time(12), zone).occurrence(date(2011, 12, 30)) is None} == {
        "Pacific/Apia",
        "Pacific/Fakaofo",
    }


@given(
    st.lists(st.tuples(zones, times, st.integers(0, 60 * 24 * 3)), min_size=2, max_size=12),
    instants,
)
@example(
    [("Pacific/Kiritimati", time(0), 0), ("Pacific/Pago_Pago", time(23, 59), 0)],
    datetime(2026, 3, 2, tzinfo=UTC),
)
def test_however_often_time_and_zone_are_changed_no_date_has_two_runs(
    changes: list[tuple[str, time, int]], start: datetime
) -> None:
    """As a bot does: at each change, and behind each run, it looks for the next on a date that is free."""
    now, ran = start, list[date]()
    for zone, at, minutes in changes:
        rule, until = Schedule(at, zone), now + minutes * MINUTE
        while (following := rule.next_after(now, set(ran)))[1] <= until:
            now = following[1]
            ran.append(rule.date_at(now))
        now = until
    assert len(set(ran)) == len(ran)


@pytest.mark.parametrize("case", ODD)
def test_clocks_that_do_odd_things(case: str) -> None:
    zone, first, last = ODD[case]
    around = stretches(zone, first, last)
    near = rows(day for day in days_near_changes(around) if first <= day <= last)
    assert near
    for at in [*TIMES, *(time(hour, minute) for hour in range(24) for minute in (0, 15, 45))]:
        for begin, end in near:
            check_row(Schedule(at, zone), begin, end, around)


@given(zones, times, days)
def test_any_zone_and_time_on_any_day(zone: str, at: time, day: date) -> None:
    rule = Schedule(at, zone)
    check_row(rule, day, day + DAY, stretches(zone))
    run = rule.occurrence(day)
    assert run is not None
    assert rule.next_after(run - timedelta(microseconds=1)) == (day, run)


@given(zones, times, instants, st.sets(st.integers(0, 4)))
def test_the_next_run_is_later_and_on_the_first_date_that_is_free(
    zone: str, at: time, instant: datetime, ahead: set[int]
) -> None:
    rule = Schedule(at, zone)
    today = rule.date_at(instant)
    taken = {today + days * DAY for days in ahead}
    day, run = rule.next_after(instant, taken)
    assert run > instant
    assert run == rule.occurrence(day)
    assert day not in taken
    earlier = [today + number * DAY for number in range(-1, (day - today).days)]
    for other in earlier:
        at_other = rule.occurrence(other)
        assert other in taken or at_other is None or at_other <= instant


@given(zones, times, days)
@example("Pacific/Apia", time(9), date(2011, 12, 29))
def test_a_quiz_closes_at_the_next_run_and_within_72_hours(zone: str, at: time, day: date) -> None:
    rule = Schedule(at, zone)
    opened, closes = rule.occurrence(day), rule.closes(day)
    assert opened is not None
    assert opened < closes <= opened + LONGEST_OPEN == opened + timedelta(hours=72)
    assert closes == rule.next_after(opened)[1]


def test_every_zone_runs_on_the_days_of_the_week_that_are_set_around_each_change_of_its_clocks() -> None:
    alike = {stretches(zone): zone for zone in ZONES}
    for number, (all_stretches, zone) in enumerate(alike.items()):
        # Another set of days for each zone; together all that there are.
        chosen = frozenset(day for day in range(7) if (number % 127 + 1) >> day & 1)
        near = rows(day for day in days_near_changes(all_stretches) if FIRST <= day <= LAST)
        for first, last in near:
            around = between(all_stretches, first, last)
            for at in (time(0), time(2, 30)):
                check_row(Schedule(at, zone, chosen), first, last, around)


@given(zones, times, weekdays, days)
def test_a_schedule_runs_on_its_days_of_the_week_and_on_no_others(
    zone: str, at: time, chosen: frozenset[int], day: date
) -> None:
    rule, daily = Schedule(at, zone, chosen), Schedule(at, zone)
    found = [rule.occurrence(day + number * DAY) for number in range(7)]
    every = [daily.occurrence(day + number * DAY) for number in range(7)]
    runs_on = [(day + number * DAY).weekday() in chosen for number in range(7)]
    assert found == [run if runs else None for run, runs in zip(every, runs_on, strict=True)]


@given(zones, times, weekdays, instants)
def test_the_next_run_is_the_next_of_a_daily_one_that_falls_on_a_day_of_the_week(
    zone: str, at: time, chosen: frozenset[int], instant: datetime
) -> None:
    daily = Schedule(at, zone).next_runs(instant, 8)
    first = next(run for run in daily if run.day.weekday() in chosen)
    assert Schedule(at, zone, chosen).next_after(instant) == (first.day, first.at)


@given(zones, times, weekdays, days)
def test_a_quiz_of_some_days_of_the_week_closes_at_the_next_run_or_after_72_hours(
    zone: str, at: time, chosen: frozenset[int], day: date
) -> None:
    rule = Schedule(at, zone, chosen)
    day, opened = rule.next_after(datetime.combine(day, time(), UTC))
    following = rule.next_after(opened, taken={day})[1]
    assert rule.closes(day) == min(following, opened + LONGEST_OPEN)


def test_a_weekly_quiz_closes_after_three_days_and_one_of_the_working_days_stays_open_over_the_weekend() -> (
    None
):
    friday = date(2026, 7, 3)
    weekly = Schedule(time(9), "Europe/Madrid", frozenset({4}))
    assert weekly.closes(friday) == datetime(2026, 7, 6, 7, tzinfo=UTC)
    assert weekly.next_after(datetime(2026, 7, 3, 7, tzinfo=UTC))[0] == date(2026, 7, 10)
    working = Schedule(time(9), "Europe/Madrid", frozenset(range(5)))
    assert working.closes(friday) == datetime(2026, 7, 6, 7, tzinfo=UTC)
    with pytest.raises(ValueError, match="no quiz on 2026-07-04"):
        working.closes(date(2026, 7, 4))


@pytest.mark.parametrize("wrong", [frozenset[int](), frozenset({7}), frozenset({-1, 2})])
def test_a_schedule_needs_a_day_of_the_week(wrong: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="no days of the week"):
        Schedule(time(9), "UTC", wrong)


@given(zones, times, weekdays, instants, st.sets(st.integers(0, 9)))
def test_the_next_runs_follow_each_other_and_leave_out_the_dates_that_are_taken(
    zone: str, at: time, chosen: frozenset[int], instant: datetime, ahead: set[int]
) -> None:
    rule = Schedule(at, zone, chosen)
    taken = {rule.date_at(instant) + number * DAY for number in ahead}
    after = instant
    for run in rule.next_runs(instant, 5, taken):
        assert (run.day, run.at) == rule.next_after(after, taken)
        after = run.at


@given(zones, times, days)
@example("America/Nuuk", time(23, 30), date(2026, 3, 28))
@example("Pacific/Apia", time(9), date(2011, 12, 29))
def test_a_run_tells_what_the_clocks_show(zone: str, at: time, day: date) -> None:
    """Worked out from stretches of one offset, as elsewhere here."""
    first = datetime.combine(day, time(), UTC) - DAY
    around = stretches(zone, day, day)
    for run in Schedule(at, zone).next_runs(first, 2):
        [then] = [stretch for stretch in around if stretch.start <= run.at < stretch.end]
        assert run.offset == then.offset
        assert run.wall == (run.at + then.offset).replace(tzinfo=None)
        assert run.wall.date() == run.day
        wanted = datetime.combine(run.day, at)
        shown = [stretch for stretch in around if stretch.instant_of(wanted)]
        assert run.skipped == (not shown)
        assert run.skipped or run.twice == (len(shown) == 2)


def test_runs_on_days_on_which_the_clocks_change_say_so() -> None:
    half_past_two = Schedule(time(2, 30), "America/New_York")
    before, skipped, after = half_past_two.next_runs(datetime(2026, 3, 7, tzinfo=UTC), 3)
    assert [run.skipped for run in (before, skipped, after)] == [False, True, False]
    assert f"{skipped.wall:%Y-%m-%d %H:%M}" == "2026-03-08 03:00"
    assert (before.offset, after.offset) == (timedelta(hours=-5), timedelta(hours=-4))
    half_past_one = Schedule(time(1, 30), "America/New_York")
    runs = half_past_one.next_runs(datetime(2026, 10, 31, tzinfo=UTC), 3)
    assert [run.twice for run in runs] == [False, True, False]
    assert not any(run.skipped for run in runs)
    assert half_past_one.weekdays == EVERY_DAY


def test_a_time_that_the_clocks_skip_runs_at_the_next_minute_that_exists() -> None:
    new_york = Schedule(time(2, 30), "America/New_York")
    assert new_york.occurrence(date(2026, 3, 8)) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    lord_howe = Schedule(time(2, 15), "Australia/Lord_Howe")
    assert lord_howe.occurrence(date(2026, 10, 4)) == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_show_twice_runs_the_first_time_only() -> None:
    new_york = Schedule(time(1, 30), "America/New_York")
    day = date(2026, 11, 1)
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert new_york.occurrence(day) == first
    assert new_york.next_after(first)[0] == day + DAY


def test_a_time_skipped_with_the_rest_of_its_day_runs_at_the_last_minute_before() -> None:
    nuuk = Schedule(time(23, 30), "America/Nuuk")
    last = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert nuuk.occurrence(date(2026, 3, 28)) == last
    assert f"{last.astimezone(ZoneInfo('America/Nuuk')):%Y-%m-%d %H:%M}" == "2026-03-28 22:59"


def test_a_date_that_a_zone_leaves_out_has_no_run() -> None:
    apia = Schedule(time(9), "Pacific/Apia")
    assert apia.occurrence(date(2011, 12, 30)) is None
    assert apia.next_after(datetime(2011, 12, 29, 20, tzinfo=UTC))[0] == date(2011, 12, 31)
    with pytest.raises(ValueError, match="no quiz on 2011-12-30"):
        apia.closes(date(2011, 12, 30))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("09:00", time(9)),
        ("9:00", time(9)),
        (" 9:05 ", time(9, 5)),
        ("9.30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("23:59", time(23, 59)),
        ("0:00", time(0)),
        ("9:30pm", time(21, 30)),
        ("9:30 PM", time(21, 30)),
        ("9pm", time(21)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30am", time(0, 30)),
    ],
)
def test_times_as_people_write_them(given: str, expected: time) -> None:
    assert read_time(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        "",
        "9",
        "09",
        "24:00",
        "9:60",
        "0pm",
        "13pm",
        "13:00pm",
        "9:5",
        "9:000",
        "-1:00",
        "09:00:00",
        "noon",
        "9 30",
        "pm",
    ],
)
def test_what_is_no_time_is_a_value_error(given: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_time(given)


@given(
    st.one_of(
        st.text(max_size=12), st.from_regex(r"\s*\d{1,3}[:.h]?\d{0,3}\s*([aApP][mM])?\s*", fullmatch=True)
    )
)
def test_any_text_is_a_time_or_a_value_error(given: str) -> None:
    try:
        read = read_time(given)
    except ValueError:
        return
    assert read.second == read.microsecond == 0


@given(times)
def test_a_time_is_read_back_as_it_is_shown(at: time) -> None:
    assert read_time(f"{at:%H:%M}") == read_time(f"{at:%I:%M%p}") == at


@given(zones.filter(lambda name: "/" in name), st.sampled_from([str.upper, str.lower, str.swapcase]))
def test_a_zone_is_found_whatever_its_case(name: str, written: object) -> None:
    assert callable(written)
    assert read_zone(f" {written(name)} ") == name
    assert read_zone(name.replace("_", " ")) == name


@pytest.mark.parametrize(
    "given", ["", "Mars", "America/", "America/Mexico", "Mexico City", "EST", "../etc", "CET"]
)
def test_what_is_no_zone_is_a_value_error(given: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_zone(given)


@given(st.text(max_size=20))
def test_any_text_is_a_zone_that_works_or_a_value_error(given: str) -> None:
    try:
        name = read_zone(given)
    except ValueError:
        return
    assert Schedule(time(9), name).occurrence(FIRST) is not None


def test_utc_is_a_zone() -> None:
    assert read_zone("utc") == "UTC"


@given(st.text(max_size=20), st.integers(0, 30))
def test_zones_that_are_offered_can_be_taken(given: str, most: int) -> None:
    found = find_zones(given, most)
    assert len(found) <= most
    assert len(set(found)) == len(found)
    assert all(read_zone(name) == name for name in found)


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ("mexico city", "America/Mexico_City"),
        ("Mexico", "America/Mexico_City"),
        ("new york", "America/New_York"),
        ("madrid", "Europe/Madrid"),
        ("America/Mexico", "America/Mexico_City"),
        ("america/bogota", "America/Bogota"),
    ],
)
def test_a_city_finds_its_zone_first(given: str, first: str) -> None:
    assert find_zones(given, 3)[0] == first


def test_nothing_typed_offers_zones_all_the_same() -> None:
    assert len(find_zones("", 25)) == 25


def test_nothing_like_it_offers_nothing() -> None:
    assert find_zones("xyzzy", 25) == ()
