from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions import calendar as calendar_module
from questions.bank import BUILTIN
from questions.calendar import (
    ALONE,
    ELECTIONS,
    ERAS,
    OBJECTIONS,
    DaysBeforeMeeting,
    DaysPreceding,
    ElectoralCalendar,
    Entry,
    Event,
    FixedDay,
    Standing,
    heading,
    rows,
    to_data,
)
from questions.calendar_text import MONDAY, SUNDAY, TUESDAY, day_text
from questions.lint.numbers_and_dates import numbers_of
from questions.model import Text
from questions.packs import load_sources
from questions.phrases import listed

ELECTION_DAY, CERTIFICATE, MEETING, ARRIVAL, COUNT, INAUGURATION = Event

elections = st.sampled_from(ELECTIONS)

# Dates as FACTS.md gives them, typed in: (election, event, date, where it stands there).
STATED = [
    (1788, ELECTION_DAY, date(1789, 1, 7), "B.1"),
    (1788, MEETING, date(1789, 2, 4), "B.1, B21"),
    (1788, COUNT, date(1789, 4, 6), "B.1, B22"),
    (1788, INAUGURATION, date(1789, 4, 30), "B.1, B23"),
    (1792, MEETING, date(1792, 12, 5), "B.1, cross-checks"),
    (1792, INAUGURATION, date(1793, 3, 4), "B23, distractor"),
    (1820, INAUGURATION, date(1821, 3, 5), "B.1"),
    (1844, MEETING, date(1844, 12, 4), "B02"),
    (1844, INAUGURATION, date(1845, 3, 4), "B40"),
    (1848, ELECTION_DAY, date(1848, 11, 7), "B03"),
    (1848, MEETING, date(1848, 12, 6), "B03"),
    (1848, INAUGURATION, date(1849, 3, 5), "B.1, B40"),
    (1852, INAUGURATION, date(1853, 3, 4), "B40"),
    (1856, MEETING, date(1856, 12, 3), "B.4"),
    (1860, INAUGURATION, date(1861, 3, 4), "B40"),
    (1876, ELECTION_DAY, date(1876, 11, 7), "B16"),
    (1876, MEETING, date(1876, 12, 6), "B16"),
    (1876, COUNT, date(1877, 2, 1), "B.1, B27"),
    (1876, INAUGURATION, date(1877, 3, 5), "B.1, B28"),
    (1888, ELECTION_DAY, date(1888, 11, 6), "B17"),
    (1888, MEETING, date(1889, 1, 14), "B17"),
    (1888, COUNT, date(1889, 2, 13), "B17"),
    (1892, MEETING, date(1893, 1, 9), "audit of B07"),
    (1900, MEETING, date(1901, 1, 14), "audit, B.4"),
    (1916, INAUGURATION, date(1917, 3, 5), "B.1"),
    (1928, MEETING, date(1929, 1, 2), "audit, B18"),
    (1928, COUNT, date(1929, 2, 13), "B18"),
    (1932, MEETING, date(1933, 1, 4), "audit"),
    (1932, COUNT, date(1933, 2, 8), "B26"),
    (1932, INAUGURATION, date(1933, 3, 4), "B38"),
    (1936, MEETING, date(1936, 12, 14), "B19"),
    (1936, COUNT, date(1937, 1, 6), "B19, B26"),
    (1936, INAUGURATION, date(1937, 1, 20), "B38"),
    (1944, COUNT, date(1945, 1, 6), "B.2"),
    (1956, COUNT, date(1957, 1, 7), "B.2, B34"),
    (1956, INAUGURATION, date(1957, 1, 21), "B.1, B34"),
    (1960, CERTIFICATE, date(1960, 12, 13), "B20"),
    (1960, MEETING, date(1960, 12, 19), "B20"),
    (1960, COUNT, date(1961, 1, 6), "B20"),
    (1972, COUNT, date(1973, 1, 6), "B.2"),
    (1984, COUNT, date(1985, 1, 7), "B.2, B33"),
    (1984, INAUGURATION, date(1985, 1, 21), "B.1, B33"),
    (1988, MEETING, date(1988, 12, 19), "B32"),
    (1988, COUNT, date(1989, 1, 4), "B.2, B32"),
    (1996, COUNT, date(1997, 1, 9), "B.2, B31"),
    (1996, INAUGURATION, date(1997, 1, 20), "B31"),
    (2000, ELECTION_DAY, date(2000, 11, 7), "B13"),
    (2000, CERTIFICATE, date(2000, 12, 12), "B13, B14"),
    (2000, MEETING, date(2000, 12, 18), "B13"),
    (2000, COUNT, date(2001, 1, 6), "B.2, B13"),
    (2008, COUNT, date(2009, 1, 8), "B.2, B29"),
    (2008, INAUGURATION, date(2009, 1, 20), "B29"),
    (2012, COUNT, date(2013, 1, 4), "B.2, B30"),
    (2012, INAUGURATION, date(2013, 1, 21), "B.1, B39"),
    (2016, CERTIFICATE, date(2016, 12, 13), "B15"),
    (2016, MEETING, date(2016, 12, 19), "B15"),
    (2016, COUNT, date(2017, 1, 6), "B15"),
    (2020, ELECTION_DAY, date(2020, 11, 3), "A1"),
    (2020, CERTIFICATE, date(2020, 12, 8), "A10, B11"),
    (2020, MEETING, date(2020, 12, 14), "A10, B09"),
    (2020, ARRIVAL, date(2020, 12, 23), "A10, B09"),
    (2020, COUNT, date(2021, 1, 6), "A10, B09"),
    (2024, CERTIFICATE, date(2024, 12, 11), "B12"),
    (2024, MEETING, date(2024, 12, 17), "B10"),
    (2024, ARRIVAL, date(2024, 12, 25), "B60"),
    (2024, COUNT, date(2025, 1, 6), "B10, audit of B.3"),
    (2028, CERTIFICATE, date(2028, 12, 13), "B56"),
    (2028, MEETING, date(2028, 12, 19), "B.4, B56"),
    (2028, ARRIVAL, date(2028, 12, 27), "B56"),
    (2040, INAUGURATION, date(2041, 1, 21), "B.1, next of its kind"),
]


def day(election: int, event: Event) -> date:
    found = ElectoralCalendar(election)[event].day
    assert found is not None
    return found


@pytest.mark.parametrize(("election", "event", "stated", "where"), STATED)
def test_a_date_that_the_facts_state_is_computed(
    election: int, event: Event, stated: date, where: str
) -> None:
    assert day(election, event) == stated, where


# The rules of FACTS.md B.1 as it words them, era by era.
RULES = [
    (ELECTION_DAY, 1788, 1788, "the first Wednesday in January"),
    (ELECTION_DAY, 1792, 1844, "within the 34 days before the first Wednesday in December"),
    (ELECTION_DAY, 1848, 2052, "the Tuesday after the first Monday in November"),
    (CERTIFICATE, 1888, 2052, "6 days before the electors' meeting"),
    (MEETING, 1788, 1788, "the first Wednesday in February"),
    (MEETING, 1792, 1884, "the first Wednesday in December"),
    (MEETING, 1888, 1924, "the second Monday in January"),
    (MEETING, 1928, 1932, "the first Wednesday in January"),
    (MEETING, 1936, 2020, "the Monday after the second Wednesday in December"),
    (MEETING, 2024, 2052, "the Tuesday after the second Wednesday in December"),
    (ARRIVAL, 1792, 1884, "before the first Wednesday in January"),
    (ARRIVAL, 1888, 1924, "the fourth Monday in January"),
    (ARRIVAL, 1936, 2052, "the fourth Wednesday in December"),
    (COUNT, 1792, 1932, "the second Wednesday in February"),
    (COUNT, 1936, 2052, "January 6"),
    (INAUGURATION, 1792, 1932, "March 4"),
    (INAUGURATION, 1936, 2052, "January 20"),
]


def test_every_rule_holds_in_the_elections_that_the_facts_name_and_in_no_other() -> None:
    stated = {
        (event, election): rule
        for event, first, last, rule in RULES
        for election in range(first, last + 1, 4)
    }
    entries = [entry for calendar in ELECTIONS for entry in calendar if entry.rule]
    assert {(entry.event, entry.election): entry.rule.text.en for entry in entries if entry.rule} == stated


def test_the_eras_of_an_event_cover_every_election_once() -> None:
    years = [calendar.election for calendar in ELECTIONS]
    assert years == list(range(1788, 2053, 4))
    for event in Event:
        covered = [year for era in ERAS[event] for year in range(era.first, era.last + 1, 4)]
        assert covered == years, event


@given(elections)
def test_the_events_of_an_election_come_in_order(calendar: ElectoralCalendar) -> None:
    days = [entry.day for entry in calendar if entry.day]
    assert days == sorted(set(days))


@given(elections.filter(lambda calendar: calendar.election >= 1848))
def test_election_day_is_a_tuesday_between_november_2_and_8(calendar: ElectoralCalendar) -> None:
    found = day(calendar.election, ELECTION_DAY)
    assert found.weekday() == TUESDAY
    assert date(calendar.election, 11, 2) <= found <= date(calendar.election, 11, 8)


@given(elections.filter(lambda calendar: calendar.election >= 1936))
def test_the_electors_meet_on_monday_december_13_to_19_and_since_2024_on_tuesday_14_to_20(
    calendar: ElectoralCalendar,
) -> None:
    found = day(calendar.election, MEETING)
    new = calendar.election >= 2024
    assert found.weekday() == (TUESDAY if new else MONDAY)
    assert 13 + new <= found.day <= 19 + new
    assert found.month == 12


@pytest.mark.parametrize(("first", "last", "days"), [(1848, 1884, 29), (1936, 2020, 41), (2024, 2052, 42)])
def test_the_days_from_election_day_to_the_meeting_are_always_the_same(
    first: int, last: int, days: int
) -> None:
    for year in range(first, last + 1, 4):
        assert day(year, MEETING) - day(year, ELECTION_DAY) == timedelta(days=days)


@given(elections.filter(lambda calendar: calendar.election >= 1888))
def test_the_certificate_is_due_six_days_before_the_meeting(calendar: ElectoralCalendar) -> None:
    assert isinstance(calendar[CERTIFICATE].rule, DaysBeforeMeeting)
    assert day(calendar.election, MEETING) - day(calendar.election, CERTIFICATE) == timedelta(days=6)


def test_counts_were_moved_from_january_6_in_the_six_years_that_the_house_names() -> None:
    counts = [calendar[COUNT] for calendar in ELECTIONS if 1936 <= calendar.election <= 2024]
    moved = [entry.day for entry in counts if entry.day and (entry.day.month, entry.day.day) != (1, 6)]
    assert [found.year for found in moved] == [1957, 1985, 1989, 1997, 2009, 2013]
    assert [found.strftime("%a") for found in moved] == ["Mon", "Mon", "Wed", "Thu", "Thu", "Fri"]
    sundays = [entry.election + 1 for entry in counts if date(entry.election + 1, 1, 6).weekday() == SUNDAY]
    assert sundays == [1957, 1985, 2013]


def test_the_count_of_2041_is_not_fixed() -> None:
    count = ElectoralCalendar(2040)[COUNT]
    assert (count.standing, count.day) == (Standing.NOT_FIXED, None)
    assert count.text == Text("not fixed", "sin fijar")
    assert count.working.en == "January 6, 2041 is a Sunday. No law has fixed another day for the count yet."


def test_no_other_day_is_left_open_and_each_sunday_of_an_inauguration_was_seen_to() -> None:
    open_ = [
        (entry.election, entry.event, entry.standing)
        for calendar in ELECTIONS
        for entry in calendar
        if entry.standing not in (Standing.FIXED, Standing.NONE)
    ]
    windows = [(year, ELECTION_DAY, Standing.WINDOW) for year in range(1792, 1845, 4)]
    unsourced = [(year, ARRIVAL, Standing.UNSOURCED) for year in (1788, 1928, 1932)]
    late = [(2040, COUNT, Standing.NOT_FIXED), (2040, INAUGURATION, Standing.CUSTOM)]
    assert sorted(open_) == sorted(windows + unsourced + late)
    for calendar in ELECTIONS:
        inauguration = calendar[INAUGURATION]
        if isinstance(inauguration.rule, FixedDay):
            on_sunday = inauguration.rule.day(calendar.election).weekday() == SUNDAY
            assert on_sunday is ((INAUGURATION, calendar.election) in ALONE)


def test_before_1888_no_law_set_a_certificates_day() -> None:
    assert {
        calendar.election for calendar in ELECTIONS if calendar[CERTIFICATE].standing is Standing.NONE
    } == {*range(1788, 1885, 4)}


def test_of_the_window_of_34_days_neither_the_first_nor_the_last_day_is_told() -> None:
    window = ElectoralCalendar(1844)[ELECTION_DAY]
    assert isinstance(window.rule, DaysPreceding)
    assert window.day is None
    assert window.text.en == "within the 34 days before Wednesday, December 4, 1844"
    told = str(to_data(1844)) + str(rows(1844, "en"))
    assert not any(edge in told for edge in ("1844-10-31", "1844-11-01", "October 31", "November 1,"))


def test_the_working_leads_to_the_day_in_both_languages() -> None:
    meeting = ElectoralCalendar(2028)[MEETING]
    assert meeting.working == Text(
        "December 1, 2028 is a Friday; the second Wednesday is December 13; the Tuesday after it is "
        "December 19.",
        "El 1 de diciembre de 2028 es viernes; el segundo miércoles es el 13 de diciembre; el martes "
        "siguiente es el 19 de diciembre.",
    )


@given(elections)
def test_languages_agree_in_their_numbers(calendar: ElectoralCalendar) -> None:
    for entry in calendar:
        texts = [entry.label, entry.text, entry.working, entry.acts]
        for text in (*texts, *([entry.rule.text] if entry.rule else [])):
            assert numbers_of(text.en) == numbers_of(text.es), text


def test_every_day_names_a_source_that_the_bank_has() -> None:
    sources = load_sources(BUILTIN / "sources.toml")
    entries = [entry for calendar in ELECTIONS for entry in calendar]
    assert all(entry.authorities for entry in entries if entry.day)
    cited = [authority for entry in entries for authority in entry.authorities]
    cited += [authority for objection in OBJECTIONS for authority in objection.authorities]
    assert {authority.source for authority in cited} <= set(sources)
    assert all(authority.at for authority in cited)


@pytest.mark.parametrize(
    ("election", "objection"),
    [
        (1788, "none"),
        (1860, "none"),
        (1864, "joint-rule"),
        (1872, "joint-rule"),
        (1876, "commission"),
        (1880, None),
        (1884, None),
        (1888, "one-of-each"),
        (2020, "one-of-each"),
        (2024, "one-fifth"),
        (2052, "one-fifth"),
    ],
)
def test_the_support_that_an_objection_needs_hangs_on_the_era(election: int, objection: str | None) -> None:
    found = ElectoralCalendar(election).objection
    assert (found.id if found else None) == objection


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2026, "2026 has no presidential election; the nearest are 2024 and 2028"),
        (1789, "1789 has no presidential election; the nearest are 1788 and 1792"),
        (1784, "the calendar holds the elections from 1788 to 2052, not 1784"),
        (2056, "the calendar holds the elections from 1788 to 2052, not 2056"),
    ],
)
def test_a_year_without_an_election_is_refused(year: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rows(year, "en")


def test_the_table_of_an_election_names_day_rule_act_and_working() -> None:
    assert heading(2028, "en") == "US presidential election of 2028, under the law in force in 2026"
    assert heading(1788, "es") == "Elección presidencial de 1788-89 en EE. UU."
    meeting = next(row for row in rows(2028, "es") if row.event == "Reunión de los electores")
    assert meeting.day == "martes 19 de diciembre de 2028"
    assert meeting.rule == "el martes después del segundo miércoles de diciembre"
    assert "29 de diciembre de 2022" in meeting.act
    assert meeting.working.endswith("el martes siguiente es el 19 de diciembre.")
    arrival = next(row for row in rows(1824, "en") if row.event == "Arrival of the votes")
    assert arrival.day == "before Wednesday, January 5, 1825"
    assert len(rows(1880, "en")) == len(Event)
    assert rows(1888, "en")[-1].day == "one senator and one representative"


def test_the_data_of_an_election_are_plain_values() -> None:
    data = to_data(1820)
    events = data["events"]
    assert isinstance(events, list)
    by_event = {event["event"]: event for event in events}
    assert by_event["election-day"]["window"] == {"days": 34, "before": "1820-12-06"}
    assert by_event["election-day"]["date"] is None
    assert by_event["arrival"]["date"] == "1821-01-03"
    assert by_event["arrival"]["before"] is True
    assert by_event["inauguration"]["date"] == "1821-03-05"
    assert by_event["certificate"]["standing"] == "none"
    assert by_event["meeting"]["authorities"] == [{"source": "act-1792", "at": "section 2"}]
    assert to_data(1880)["objection"] is None


def test_an_entry_knows_whether_its_rule_alone_gave_the_day() -> None:
    def regular(election: int, event: Event) -> bool:
        entry: Entry = ElectoralCalendar(election)[event]
        return entry.regular

    assert regular(2020, COUNT)
    assert not regular(2012, COUNT)
    assert not regular(2040, COUNT)
    assert not regular(1820, ELECTION_DAY)


def test_lists_and_days_read_as_each_language_has_it() -> None:
    assert day_text(date(2020, 12, 14)) == Text("December 14, 2020", "14 de diciembre de 2020")
    assert listed([1957, 1985, 2013], "en") == "1957, 1985 and 2013"
    assert listed([1957, 1985, 2013], "es") == "1957, 1985 y 2013"
    assert listed([1957], "es") == "1957"


def test_the_calendar_looks_at_no_clock() -> None:
    assert not {"datetime", "time"} & set(vars(calendar_module))
