from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

import pytest

from questions.calendar import ELECTIONS, DaysPreceding, ElectoralCalendar, Event, FixedDay, Standing
from questions.calendar_text import day_text, weekday_name
from questions.generated import calendar_questions
from questions.generated.calendar.entries import rules_of
from questions.generated.calendar.like_rules import LIKE_RULES
from questions.generated.calendar.wrong_days import wrong_days
from questions.model import Text
from tests.questions.computed import calendar as computed
from tests.questions.computed import only_right, right, shares, sources

# How many questions each template makes; a change of the law or of a template shows here first.
COUNTS = {
    "days_of_events": 358,
    "rules_in_force": 208,
    "acts_of_rules": 232,
    "turning_points": 20,
    "elections_by_rule": 164,
    "elections_by_day": 442,
    "distances": 377,
    "weekdays": 88,
    "events_of_days": 328,
    "other_rules": 287,
    "objections": 95,
    "moved_days": 121,
    "reasons_of_moving": 3,
}


def day(election: int, event: Event) -> date:
    found = ElectoralCalendar(election)[event].day
    assert found is not None
    return found


EVENTS = "|".join(Event)


# --- all of them --------------------------------------------------------------------------------------------


def test_each_template_makes_as_many_questions_as_it_did() -> None:
    made = {template: len(ids) for template, ids in computed().templates.items()}
    assert made == COUNTS
    assert sum(COUNTS.values()) == len(computed().questions) == len(calendar_questions({})) == 2723


def test_stems_are_questions() -> None:
    for question in computed().questions:
        assert re.fullmatch(r"[A-Z].*\?", question.stem.en), question.stem
        assert re.fullmatch(r"(¿[A-ZÁÉÍÓÚ]|[A-Z].* ¿[a-z]).*\?", question.stem.es), question.stem


def test_questions_on_elections_to_come_speak_of_the_law_in_force() -> None:
    for question in computed().questions:
        # The year of a count or an inauguration to come is one of these too.
        coming = any(int(year) > 2026 for year in re.findall(r"\b20\d\d\b", question.stem.en))
        had = question.id.startswith("gen-had-")
        says = "the law in force in 2026" in question.stem.en
        assert says is (coming and not had), question.stem.en


def test_nothing_is_asked_that_is_not_fixed_or_only_customary() -> None:
    for question in computed().questions:
        texts = [question.stem.en, *(option.text.en for option in question.options)]
        assert not any("2041" in text and "January 6" in text for text in texts), question.id
    ids = {question.id for question in computed().questions}
    assert not ids & {"gen-count-2040", "gen-inauguration-2040", "gen-arrival-1928", "gen-arrival-1932"}
    assert not ids & {"gen-last-arrival-1924", "gen-first-arrival-1936", "gen-first-arrival-1792"}
    assert not any(id.startswith("gen-election-day-") and int(id[-4:]) in range(1792, 1845) for id in ids)


@pytest.mark.parametrize(("election", "met"), [(1856, date(1856, 12, 4)), (1880, date(1880, 12, 8))])
def test_a_day_on_which_some_state_voted_against_the_law_is_no_wrong_option(election: int, met: date) -> None:
    entry = ElectoralCalendar(election)[Event.MEETING]
    assert met not in wrong_days("gen-any", entry)
    assert met.isoformat() not in {
        option.id for question in computed().questions for option in question.options
    }


def test_a_question_reads_the_same_in_every_release() -> None:
    """Its options and their order hang on the id alone; a change here would change what players have seen."""
    found = calendar_questions(sources()).question("gen-meeting-1960")
    assert found is not None
    assert found.stem.en == (
        "By law, on which day were the electors of the US presidential election of 1960 to meet and vote?"
    )
    assert [option.id for option in found.options] == [
        "1960-12-28",
        "1960-12-19",
        "1961-01-06",
        "1961-01-20",
    ]
    assert found.explanation.es == (
        "Regla: el lunes después del segundo miércoles de diciembre (ley del 5 de junio de 1934). El 1 de "
        "diciembre de 1960 es jueves; el segundo miércoles es el 14 de diciembre; el lunes siguiente es el "
        "19 de diciembre."
    )


def test_a_missing_source_is_an_error_and_not_a_question_without_one() -> None:
    fewer = {id: source for id, source in sources().items() if id != "act-1934"}
    with pytest.raises(KeyError, match="act-1934"):
        calendar_questions(fewer).question("gen-meeting-1960")


def test_building_one_leaves_the_others_unbuilt_and_building_all_takes_well_under_a_second() -> None:
    pool = calendar_questions(sources())
    assert pool.question("gen-meeting-1960")
    assert len(pool._built) == 1
    start = perf_counter()
    assert len(list(pool)) == len(pool)
    assert perf_counter() - start < 2  # 0.2 s on an idle machine


# --- why the wrong ones are wrong ---------------------------------------------------------------------------


def why(question: str, option: str) -> Text | None:
    found = next(one for one in computed().questions if one.id == question).option(option)
    assert found is not None
    return found.why


def test_hardly_any_wrong_option_is_without_a_reason() -> None:
    without = {(question.id, option.id) for question, option in computed().wrongs if option.why is None}
    assert without == {
        ("gen-first-arrival-1888", "1932"),
        ("gen-first-count-1792", "1788"),
        ("gen-first-inauguration-1936", "1788"),
    }


@pytest.mark.parametrize(
    ("question", "option", "en", "es"),
    [
        (
            "gen-meeting-1820",
            "1820-12-18",
            "That is the day by the rule of 1936 to 2020: the Monday after the second Wednesday in December.",
            "Es el día según la regla de 1936 a 2020: el lunes después del segundo miércoles de diciembre.",
        ),
        ("gen-election-day-1848", "1848-11-14", "One week late.", "Una semana después."),
        (
            "gen-count-1804",
            "1805-02-12",
            "One day early, on a Tuesday.",
            "Un día antes, en martes.",
        ),
        (
            "gen-inauguration-1864",
            "1865-02-08",
            "That is the day of the count in Congress.",
            "Es el día del conteo en el Congreso.",
        ),
        ("gen-had-1928-meeting-1792", "1792-12-05", "The law of the time set this day.", None),
        ("gen-rule-arrival-1792", "fourth-wednesday-december", "That is the rule in force since 1936.", None),
        (
            "gen-objection-rejects-1889",
            "one-house",
            "So it was from the count of 1865 to that of 1873.",
            None,
        ),
    ],
)
def test_reasons_read_well(question: str, option: str, en: str, es: str | None) -> None:
    said = why(question, option)
    assert said is not None
    assert said.en == en
    assert es is None or said.es == es


def test_what_a_reason_says_of_a_day_is_so() -> None:
    """Reckoned from the reason's words alone: how far off the day is, which event's it is, which weekday."""
    heads = {
        "election day": Event.ELECTION_DAY,
        "the safe-harbor day": Event.CERTIFICATE,
        "the last day to certify": Event.CERTIFICATE,
        "the day of the electors' meeting": Event.MEETING,
        "the day before which": Event.ARRIVAL,
        "the deadline for the arrival": Event.ARRIVAL,
        "the day of the count in Congress.": Event.COUNT,
        "the day of the public inauguration.": Event.INAUGURATION,
        "the day on which the presidential term begins": Event.INAUGURATION,
    }
    told = Counter[str]()
    for question, option in computed().wrongs:
        asked = re.fullmatch(rf"gen-({EVENTS}|had-\d+-\w+)-(\d{{4}})", question.id)
        if not asked or option.why is None:
            continue
        said, found, key = (
            option.why.en,
            date.fromisoformat(option.id),
            date.fromisoformat(right(question).id),
        )
        if off := re.match(r"(One|\d+) (day|week)s? (late|early)(?:, on a (\w+))?\.", said):
            days = (1 if off[1] == "One" else int(off[1])) * (7 if off[2] == "week" else 1)
            assert found - key == timedelta(days=days if off[3] == "late" else -days), question.id
            assert off[4] in (None, found.strftime("%A")), question.id
            told["off"] += 1
        for head, event in heads.items():
            if said.startswith(f"That is {head}"):
                assert found == day(int(asked[2]), event), (question.id, said)
                told["event"] += 1
        if by := re.match(r"That is the day by the rule (?:of|in force since) (\d{4}).*: (.*)\.", said):
            event = Event(asked[1]) if asked[1] in set(Event) else Event(asked[1].split("-")[2])
            rule = ElectoralCalendar(int(by[1]))[event].rule
            assert rule is not None
            assert not isinstance(rule, DaysPreceding)
            assert (rule.text.en, rule.day(int(asked[2]))) == (by[2], found), question.id
            told["rule"] += 1
    assert min(told["off"], told["event"], told["rule"]) > 250, told


def test_what_a_reason_says_of_an_interval_is_so() -> None:
    told = 0
    for question, option in computed().wrongs:
        if option.why and (off := re.match(r"(One|\d+) (day|week)s? too (many|few)\.", option.why.en)):
            days = (1 if off[1] == "One" else int(off[1])) * (7 if off[2] == "week" else 1)
            found, key = int(option.id[5:]), int(right(question).id[5:])
            assert found - key == (days if off[3] == "many" else -days), question.id
            told += 1
    assert told > 250


def test_what_a_reason_says_of_an_election_is_its_own_day_or_rule() -> None:
    told = 0
    for question, option in computed().wrongs:
        said = re.fullmatch(
            r"Its (day|limit|rule)(?: by custom)?: (.*)\.", option.why.en if option.why else ""
        )
        of = re.fullmatch(
            rf"gen-(?:fell-on|earliest|latest|under|first|last)-({EVENTS})-\d{{4}}", question.id
        )
        if said and of:
            entry = ElectoralCalendar(int(option.id))[Event(of[1])]
            assert entry.rule is not None
            own = entry.rule.text.en if said[1] == "rule" else day_text(day(int(option.id), Event(of[1]))).en
            assert said[2] == own, question.id
            told += 1
    assert told > 1000


# --- what can be guessed ------------------------------------------------------------------------------------


def test_the_right_date_year_or_number_has_any_rank() -> None:
    ranks = []
    for question in computed().questions:
        if all(re.fullmatch(r"\d{4}(-\d\d-\d\d)?|days-\d+", option.id) for option in question.options):
            ordered = sorted(
                question.options, key=lambda o: [int(number) for number in re.findall(r"\d+", o.id)]
            )
            ranks.append(ordered.index(right(question)))
    assert len(ranks) > 1500
    assert all(0.22 < share < 0.28 for share in shares(ranks)), shares(ranks)


def test_the_right_date_is_not_the_middle_of_the_others() -> None:
    hits = []
    for question in computed().questions:
        if all(re.fullmatch(r"\d{4}-\d\d-\d\d", option.id) for option in question.options):
            days = {option.id: date.fromisoformat(option.id).toordinal() for option in question.options}
            middle = min(days, key=lambda id: sum(abs(days[id] - other) for other in days.values()))
            hits.append(middle == right(question).id)
    assert sum(hits) / len(hits) < 0.35


@pytest.mark.parametrize("pattern", [r"gen-.*", r"gen-(under|unlike)-.*"])
def test_the_right_year_does_not_stand_apart_from_the_others(pattern: str) -> None:
    hits = []
    for question, _ in computed().made(pattern):
        if all(re.fullmatch(r"\d{4}", option.id) for option in question.options):
            years = [int(option.id) for option in question.options]
            apart = max(years, key=lambda year: sum(abs(year - other) for other in years))
            hits.append(str(apart) == right(question).id)
    assert sum(hits) / len(hits) < 0.35


# --- the key, reckoned in another way -----------------------------------------------------------------------


def nth(year: int, month: int, weekday: int, n: int) -> date:
    """The nth such weekday of a month, by looking at each day."""
    days = [date(year, month, number) for number in range(1, 29)]
    found = [one for one in days if one.weekday() == weekday]
    return found[n - 1]


def next_after(day: date, weekday: int) -> date:
    """The first such weekday after a day."""
    day += timedelta(days=1)
    while day.weekday() != weekday:
        day += timedelta(days=1)
    return day


RULE_OF: dict[str, Callable[[int], date]] = {
    "1792-meeting": lambda year: nth(year, 12, 2, 1),
    "1887-meeting": lambda year: nth(year + 1, 1, 0, 2),
    "1928-meeting": lambda year: nth(year + 1, 1, 2, 1),
    "1934-meeting": lambda year: next_after(nth(year, 12, 2, 2), 0),
    "2022-meeting": lambda year: next_after(nth(year, 12, 2, 2), 1),
    "1792-count": lambda year: nth(year + 1, 2, 2, 2),
}


def test_a_days_key_is_the_calendars_and_no_other_option_is() -> None:
    for question, match in computed().made(rf"gen-({EVENTS})-(\d{{4}})"):
        found = day(int(match[2]), Event(match[1]))
        assert only_right(question, [found.isoformat()]), question.id
        assert right(question).text == day_text(found)
        texts = question.explanation.en
        assert day_text(found).en in texts or f"{found.strftime('%B')} {found.day}" in texts, question.id


def test_what_if_days_follow_the_rule_of_the_other_time() -> None:
    for question, match in computed().made(r"gen-had-(\d{4}-(meeting|count))-(\d{4})"):
        found = RULE_OF[match[1]](int(match[3]))
        assert only_right(question, [found.isoformat()]), question.id
        fact = day(int(match[3]), Event(match[2]))
        assert fact != found
        assert day_text(fact).en in question.explanation.en


def test_a_rules_key_gives_the_day_and_no_other_option_does() -> None:
    rules = {rule.text.en.casefold(): rule for event in Event for rule in rules_of(event)}
    rules |= {rule.text.en.casefold(): rule for many in LIKE_RULES.values() for rule in many}
    for question, match in computed().made(rf"gen-rule-({EVENTS})-(\d{{4}})"):
        entry = ElectoralCalendar(int(match[2]))[Event(match[1])]
        assert entry.rule is not None
        assert right(question).text.en.casefold() == entry.rule.text.en.casefold()
        assert right(question).text.es.casefold() == entry.rule.text.es.casefold()
        for option in question.options:
            rule = rules[option.text.en.casefold()]
            if option != right(question) and not isinstance(rule, DaysPreceding):
                assert rule.day(entry.election) != entry.day, question.id


def test_an_acts_key_is_what_brought_the_rule_in_and_no_other_option_cited() -> None:
    for question, match in computed().made(rf"gen-act-({EVENTS})-(\d{{4}})"):
        entry = ElectoralCalendar(int(match[2]))[Event(match[1])]
        assert right(question).id == entry.authorities[0].source
        cited = {authority.source for authority in entry.authorities}
        assert only_right(question, cited), question.id
        years = [int(option.text.en[-4:]) for option in question.options]
        assert max(years) <= int(match[2]), "a text of a later time is no temptation"
        assert sum(option.text.en.startswith("Act") for option in question.options) > 1, question.id


def test_the_first_or_last_election_under_a_rule_has_it_and_the_one_beyond_has_not() -> None:
    for question, match in computed().made(rf"gen-(first|last)-({EVENTS})-(\d{{4}})"):
        event, year = Event(match[2]), int(match[3])
        assert right(question).id == str(year)
        beyond = year - 4 if match[1] == "first" else year + 4
        rule, other = ElectoralCalendar(year)[event].rule, ElectoralCalendar(beyond)[event].rule
        assert rule is not None
        assert rule != other
        assert rule.text.en in question.stem.en


def test_of_four_elections_one_alone_had_or_lacked_the_rule() -> None:
    for question, match in computed().made(rf"gen-(under|unlike)-({EVENTS})-(\d{{4}})"):
        event, asked = Event(match[2]), question.stem.en.rsplit(": ", 1)[1].removesuffix("?")

        rules = {option.id: ElectoralCalendar(int(option.id))[event].rule for option in question.options}
        had = {id for id, rule in rules.items() if rule is not None and rule.text.en == asked}
        assert only_right(question, had if match[1] == "under" else set(rules) - had), question.id
        assert right(question).id == match[3]


def test_of_four_elections_one_alone_fell_on_the_day_or_came_first_or_last() -> None:
    for question, match in computed().made(rf"gen-(fell-on|earliest|latest)-({EVENTS})-(\d{{4}})"):
        of = {option.id: day(int(option.id), Event(match[2])) for option in question.options}
        numbers = {id: (found.month, found.day) for id, found in of.items()}
        mine = numbers[right(question).id]
        assert right(question).id == match[3]
        assert list(numbers.values()).count(mine) == 1, question.id
        if match[1] == "earliest":
            assert mine == min(numbers.values())
        elif match[1] == "latest":
            assert mine == max(numbers.values())
        else:
            assert f"{of[match[3]].strftime('%B')} {of[match[3]].day}?" in question.stem.en


def test_the_days_between_two_events_are_those_of_the_calendar() -> None:
    for question, match in computed().made(rf"gen-days-({EVENTS})-to-({EVENTS})-(\d{{4}})"):
        year = int(match[3])
        days = (day(year, Event(match[2])) - day(year, Event(match[1]))).days
        assert days > 0
        assert only_right(question, [f"days-{days}"]), question.id
        assert right(question).text.es == f"{days} días"
        assert all(int(option.id[5:]) > 0 for option in question.options)


def test_the_weekday_is_that_of_the_day() -> None:
    for question, match in computed().made(rf"gen-weekday-({EVENTS})-(\d{{4}})"):
        found = day(int(match[2]), Event(match[1]))
        assert right(question).text.en == found.strftime("%A")
        assert right(question).text.es == weekday_name(found.weekday()).es.capitalize()
        assert day_text(found).es in question.stem.es


def test_of_four_events_one_alone_was_on_the_day() -> None:
    for question, match in computed().made(rf"gen-what-({EVENTS})-(\d{{4}})"):
        calendar = ElectoralCalendar(int(match[2]))
        asked = day(int(match[2]), Event(match[1]))

        assert day_text(asked).en in question.stem.en
        assert only_right(question, [entry.event for entry in calendar if entry.day == asked]), question.id
        assert all(calendar[Event(option.id)].standing is not Standing.WINDOW for option in question.options)


def test_of_four_counts_or_inaugurations_one_alone_was_moved_or_kept() -> None:
    for question, match in computed().made(r"gen-(moved|kept)-(count|inauguration)-(\d{4})(-\d)?"):
        event, counted = Event(match[2]), int(match[3])
        rule = ElectoralCalendar(counted - 1)[event].rule
        assert isinstance(rule, FixedDay)

        years = [int(option.id) for option in question.options]
        kept = {str(year) for year in years if day(year - 1, event) == date(year, rule.month, rule.number)}
        moved = set(map(str, years)) - kept
        assert only_right(question, kept if match[1] == "kept" else moved), question.id
        assert rule.text.en in question.stem.en
        assert all(int(option.id) <= 2025 for option in question.options)


def test_of_four_moved_counts_one_alone_would_have_been_on_a_sunday() -> None:
    questions = computed().made(r"gen-off-sunday-(\d{4})")
    assert [match[1] for _, match in questions] == ["1957", "1985", "2013"]
    for question, _ in questions:
        sundays = [str(year) for year in range(1937, 2026, 4) if date(year, 1, 6).weekday() == 6]
        assert only_right(question, sundays)


def test_the_objections_key_is_that_of_its_era() -> None:
    for question, match in computed().made(r"gen-objection-(signers|rejects|seats)-(\d{4})"):
        count, key = int(match[2]), right(question).id
        if match[1] == "signers":
            assert key == ("one-of-each" if 1889 <= count <= 2021 else "one-fifth")
            assert {"one-of-each", "one-fifth"} <= {option.id for option in question.options}
        elif match[1] == "rejects":
            assert key == ("one-house" if count <= 1873 else "both-houses")
        else:
            assert (key, count >= 2025) == ("20-87", True)
    years = {int(match[1]) for _, match in computed().made(r"gen-objection-rejects-(\d{4})")}
    assert years == {1865, 1869, 1873, *range(1889, 2054, 4)}


def test_every_election_is_asked_about() -> None:
    for calendar in ELECTIONS:
        assert any(question.id.endswith(f"-{calendar.election}") for question in computed().questions)
