"""The electoral calendar of the United States as a program: the law, era by era, and the dates it gives.

The tables hold what the sources say; the rules only reckon. A day that no law has fixed is "not fixed", and
one that no source at hand confirms is left out: nothing here is a guess. Days are those of the law. That a
state's electors met late (Wisconsin's in 1856, Georgia's in 1880) changes no date of the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property

from questions.calendar_text import (
    APRIL,
    DECEMBER,
    FEBRUARY,
    JANUARY,
    MARCH,
    MONDAY,
    NOVEMBER,
    SOURCE_NAMES,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    day_text,
    full_day,
    month_day,
    month_name,
    ordinal,
    weekday_name,
)
from questions.model import Authority, Language, Text
from questions.phrases import sentences

FIRST = 1788
LAST = 2052
LAW_IN_FORCE = 2026
"""The year whose law the calendar knows; what comes later is reckoned by it."""


class Event(StrEnum):
    """What the calendar of an election holds, in the order of the days."""

    ELECTION_DAY = "election-day"
    CERTIFICATE = "certificate"
    MEETING = "meeting"
    ARRIVAL = "arrival"
    COUNT = "count"
    INAUGURATION = "inauguration"


class Standing(StrEnum):
    """How firm a day is."""

    FIXED = "fixed"
    WINDOW = "window"
    """Each state chose a day among several."""
    CUSTOM = "custom"
    """No law fixes the day, but all precedents agree."""
    NOT_FIXED = "not fixed"
    """The law in force gives no day yet."""
    NONE = "none"
    """The law of the time knew no such day."""
    UNSOURCED = "left out"
    """No source at hand confirms a day."""


# --- steps: how a rule comes to its day ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FallsOn:
    """The weekday of a day."""

    day: date

    @property
    def text(self) -> Text:
        day, weekday = day_text(self.day), weekday_name(self.day.weekday())
        return Text(f"{day.en} is a {weekday.en}", f"el {day.es} es {weekday.es}")


@dataclass(frozen=True, slots=True)
class NthIs:
    """The nth of a weekday in its month."""

    n: int
    day: date

    @property
    def text(self) -> Text:
        nth, weekday, day = ordinal(self.n), weekday_name(self.day.weekday()), _short(self.day)
        return Text(f"the {nth.en} {weekday.en} is {day.en}", f"el {nth.es} {weekday.es} es el {day.es}")


@dataclass(frozen=True, slots=True)
class NextIs:
    """The first of a weekday after the day of the step before."""

    day: date

    @property
    def text(self) -> Text:
        weekday, day = weekday_name(self.day.weekday()), _short(self.day)
        return Text(f"the {weekday.en} after it is {day.en}", f"el {weekday.es} siguiente es el {day.es}")


@dataclass(frozen=True, slots=True)
class DaysEarlierIs:
    """A number of days before the day of the step before."""

    days: int
    day: date

    @property
    def text(self) -> Text:
        day = day_text(self.day)
        return Text(f"{self.days} days earlier is {day.en}", f"{self.days} días antes es el {day.es}")


Step = FallsOn | NthIs | NextIs | DaysEarlierIs


def _short(day: date) -> Text:
    return month_day(day.month, day.day)


# --- rules: from an election to a day -----------------------------------------------------------------------


@dataclass(frozen=True)
class NthWeekday:
    """The second Monday in January."""

    n: int
    weekday: int
    month: int

    def day(self, election: int) -> date:
        first = _first_of(self.month, election)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.n - 1))

    def steps(self, election: int) -> tuple[Step, ...]:
        return FallsOn(_first_of(self.month, election)), NthIs(self.n, self.day(election))

    @cached_property
    def text(self) -> Text:
        nth, weekday, month = ordinal(self.n), weekday_name(self.weekday), month_name(self.month)
        return Text(f"the {nth.en} {weekday.en} in {month.en}", f"el {nth.es} {weekday.es} de {month.es}")


@dataclass(frozen=True)
class WeekdayAfter:
    """The Tuesday after the second Wednesday in December."""

    weekday: int
    anchor: NthWeekday

    def day(self, election: int) -> date:
        anchor = self.anchor.day(election)
        return anchor + timedelta(days=(self.weekday - anchor.weekday() - 1) % 7 + 1)

    def steps(self, election: int) -> tuple[Step, ...]:
        return *self.anchor.steps(election), NextIs(self.day(election))

    @cached_property
    def text(self) -> Text:
        weekday, anchor = weekday_name(self.weekday), self.anchor.text
        return Text(f"the {weekday.en} after {anchor.en}", f"el {weekday.es} después d{anchor.es}")


@dataclass(frozen=True, slots=True)
class FixedDay:
    """January 6."""

    month: int
    number: int

    def day(self, election: int) -> date:
        return _first_of(self.month, election).replace(day=self.number)

    def steps(self, election: int) -> tuple[Step, ...]:
        return (FallsOn(self.day(election)),)

    @property
    def text(self) -> Text:
        day = month_day(self.month, self.number)
        return Text(day.en, f"el {day.es}")


@dataclass(frozen=True, slots=True)
class DaysBeforeMeeting:
    """The sixth day before the electors meet."""

    days: int

    def day(self, election: int) -> date:
        return self._meeting(election).day(election) - timedelta(days=self.days)

    def steps(self, election: int) -> tuple[Step, ...]:
        meeting = self._meeting(election).steps(election)
        return *meeting, DaysEarlierIs(self.days, self.day(election))

    @property
    def text(self) -> Text:
        return Text(
            f"{self.days} days before the electors' meeting",
            f"{self.days} días antes de la reunión de los electores",
        )

    def _meeting(self, election: int) -> Rule:
        rule = _era(Event.MEETING, election).rule
        assert rule is not None, "every election has a rule for its electors' meeting"
        return rule


@dataclass(frozen=True, slots=True)
class Before:
    """Before the first Wednesday in January: on the day itself it is too late."""

    limit: NthWeekday

    def day(self, election: int) -> date:
        return self.limit.day(election)

    def steps(self, election: int) -> tuple[Step, ...]:
        return self.limit.steps(election)

    @property
    def text(self) -> Text:
        limit = self.limit.text
        return Text(f"before {limit.en}", f"antes d{limit.es}")


@dataclass(frozen=True, slots=True)
class DaysPreceding:
    """Any day, of each state's choice, within a number of days before another.

    Its first and last day are not told: readers of the law count them in different ways.
    """

    days: int
    limit: NthWeekday

    def day(self, election: int) -> date:
        return self.limit.day(election)

    def steps(self, election: int) -> tuple[Step, ...]:
        return self.limit.steps(election)

    @property
    def text(self) -> Text:
        limit = self.limit.text
        return Text(
            f"within the {self.days} days before {limit.en}",
            f"en los {self.days} días previos al{limit.es[2:]}",
        )


Rule = NthWeekday | WeekdayAfter | FixedDay | DaysBeforeMeeting | Before | DaysPreceding


def _first_of(month: int, election: int) -> date:
    """The month's first day: November and December are of the election's year, all others of the next."""
    return date(election if month >= NOVEMBER else election + 1, month, 1)


# --- the law ------------------------------------------------------------------------------------------------


class Era:
    """The elections, from the first to the last, for which one rule gave the day of an event.

    Of the authorities, the first is the one that brought the rule in. Where there is no rule, its place holds
    the reason why; a day may still be among those that stand alone.
    """

    def __init__(self, first: int, last: int, rule: Rule | Standing, *authorities: Authority) -> None:
        self.first = first
        self.last = last
        self.rule = None if isinstance(rule, Standing) else rule
        self.standing = rule if isinstance(rule, Standing) else Standing.FIXED
        self.authorities = authorities


UNIFORM_DAY = WeekdayAfter(TUESDAY, NthWeekday(1, MONDAY, NOVEMBER))
SECOND_DECEMBER_WEDNESDAY = NthWeekday(2, WEDNESDAY, DECEMBER)
FIRST_DECEMBER_WEDNESDAY = NthWeekday(1, WEDNESDAY, DECEMBER)
FIRST_JANUARY_WEDNESDAY = NthWeekday(1, WEDNESDAY, JANUARY)
FOURTH_DECEMBER_WEDNESDAY = NthWeekday(4, WEDNESDAY, DECEMBER)
SECOND_FEBRUARY_WEDNESDAY = NthWeekday(2, WEDNESDAY, FEBRUARY)
JANUARY_6 = FixedDay(JANUARY, 6)
JANUARY_20 = FixedDay(JANUARY, 20)
MARCH_4 = FixedDay(MARCH, 4)

_RESOLUTION = Authority("resolution-1788", "in Elliot's Debates, volume 1")
_UNIFORM = Authority("act-1845", "5 Stat. 721")
_ARRIVAL = Authority("act-1934", "48 Stat. 879")
_COUNT_1792 = Authority("act-1792", "section 5")
_COUNT_1887 = Authority("act-1887", "section 4")
_COUNT_1934 = Authority("act-1934", "48 Stat. 879")
_MARYLAND = Authority("maryland-electors", "meetings of 1929 and 1933")
_ADDRESSES = Authority("inaugural-addresses", "under the date of each address")


ERAS: dict[Event, tuple[Era, ...]] = {
    Event.ELECTION_DAY: (
        Era(1788, 1788, FIRST_JANUARY_WEDNESDAY, _RESOLUTION),
        Era(1792, 1844, DaysPreceding(34, FIRST_DECEMBER_WEDNESDAY), Authority("act-1792", "section 1")),
        Era(1848, 2020, UNIFORM_DAY, _UNIFORM),
        Era(2024, LAST, UNIFORM_DAY, _UNIFORM, Authority("usc-3", "sections 1 and 21")),
    ),
    Event.CERTIFICATE: (
        Era(1788, 1884, Standing.NONE),
        Era(1888, 2020, DaysBeforeMeeting(6), Authority("act-1887", "section 2")),
        Era(2024, LAST, DaysBeforeMeeting(6), Authority("usc-3", "section 5(a)(1)")),
    ),
    Event.MEETING: (
        Era(1788, 1788, NthWeekday(1, WEDNESDAY, FEBRUARY), _RESOLUTION),
        Era(1792, 1884, FIRST_DECEMBER_WEDNESDAY, Authority("act-1792", "section 2")),
        Era(1888, 1924, NthWeekday(2, MONDAY, JANUARY), Authority("act-1887", "section 1")),
        Era(1928, 1932, FIRST_JANUARY_WEDNESDAY, Authority("act-1928", "45 Stat. 945"), _MARYLAND),
        Era(1936, 2020, WeekdayAfter(MONDAY, SECOND_DECEMBER_WEDNESDAY), Authority("act-1934", "section 6")),
        Era(2024, LAST, WeekdayAfter(TUESDAY, SECOND_DECEMBER_WEDNESDAY), Authority("usc-3", "section 7")),
    ),
    Event.ARRIVAL: (
        Era(1788, 1788, Standing.UNSOURCED),
        Era(1792, 1884, Before(FIRST_JANUARY_WEDNESDAY), Authority("act-1792", "sections 2 and 4")),
        Era(1888, 1924, NthWeekday(4, MONDAY, JANUARY), Authority("act-1888", "section 2")),
        Era(1928, 1932, Standing.UNSOURCED),
        Era(1936, 2020, FOURTH_DECEMBER_WEDNESDAY, _ARRIVAL),
        Era(2024, LAST, FOURTH_DECEMBER_WEDNESDAY, _ARRIVAL, Authority("usc-3", "section 12")),
    ),
    Event.COUNT: (
        Era(1788, 1788, Standing.NONE),
        Era(1792, 1884, SECOND_FEBRUARY_WEDNESDAY, _COUNT_1792),
        Era(1888, 1932, SECOND_FEBRUARY_WEDNESDAY, _COUNT_1792, _COUNT_1887),
        Era(1936, 2020, JANUARY_6, _COUNT_1934),
        Era(2024, LAST, JANUARY_6, _COUNT_1934, Authority("usc-3", "section 15(a)")),
    ),
    Event.INAUGURATION: (
        Era(1788, 1788, Standing.NONE),
        Era(1792, 1932, MARCH_4, Authority("act-1792", "section 12"), _ADDRESSES),
        Era(
            1936, LAST, JANUARY_20, Authority("amendment-20", "section 1"), Authority("act-1934", "section 1")
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Alone:
    """A day that follows from no rule of its era, and why."""

    day: date
    why: Text
    authorities: tuple[Authority, ...]
    standing: Standing = Standing.FIXED


_HOUSE = Authority("house-history", "Counting the votes in Congress")
_SUNDAYS = Authority("inaugural-senate", "Why January 21?")


def _moved(day: date, why: Text) -> Alone:
    """A count that Congress moved from January 6."""
    to = full_day(day)
    text = Text(f"{why.en}, and the count was held on {to.en}", f"{why.es}, y el conteo se hizo el {to.es}")
    return Alone(day, text, (_HOUSE,))


def _monday(day: date) -> Alone:
    """A public inauguration put off from a Sunday."""
    to = full_day(day)
    why = Text(
        f"the public ceremony was held the next day, {to.en}",
        f"la ceremonia pública se hizo al día siguiente, el {to.es}",
    )
    return Alone(day, why, (_SUNDAYS,))


_ON_SUNDAY = Text("Congress moved the count off a Sunday", "el Congreso evitó contar en domingo")
_CONVENIENCE = Text(
    "Congress chose another day for reasons of its own calendar",
    "el Congreso escogió otro día por razones de su propio calendario",
)

ALONE: dict[tuple[Event, int], Alone] = {
    (Event.COUNT, 1788): Alone(
        date(1789, APRIL, 6),
        Text(
            "no law had set the day; Congress counted on April 6, 1789, once both Houses had a quorum",
            "ninguna ley fijaba el día; el Congreso contó el 6 de abril de 1789, en cuanto hubo cuórum en "
            "ambas cámaras",
        ),
        (Authority("hinds-3", "section 1928"),),
    ),
    (Event.INAUGURATION, 1788): Alone(
        date(1789, APRIL, 30),
        Text(
            "the new government was to begin on March 4, 1789, but the votes were counted only on April 6; "
            "Washington took the oath on April 30, 1789",
            "el nuevo gobierno debía comenzar el 4 de marzo de 1789, pero los votos se contaron apenas el 6 "
            "de abril; Washington juró el 30 de abril de 1789",
        ),
        (_ADDRESSES,),
    ),
    (Event.COUNT, 1876): Alone(
        date(1877, FEBRUARY, 1),
        Text(
            "for this disputed election a law of January 29, 1877 set the first Thursday in February "
            "instead: the count opened on February 1, 1877 and ended on March 2",
            "para esta elección disputada, una ley del 29 de enero de 1877 fijó en cambio el primer jueves "
            "de febrero: el conteo se abrió el 1 de febrero de 1877 y terminó el 2 de marzo",
        ),
        (Authority("act-1877", "section 1"),),
    ),
    (Event.COUNT, 1956): _moved(date(1957, JANUARY, 7), _ON_SUNDAY),
    (Event.COUNT, 1984): _moved(date(1985, JANUARY, 7), _ON_SUNDAY),
    (Event.COUNT, 1988): _moved(date(1989, JANUARY, 4), _CONVENIENCE),
    (Event.COUNT, 1996): _moved(date(1997, JANUARY, 9), _CONVENIENCE),
    (Event.COUNT, 2008): _moved(
        date(2009, JANUARY, 8),
        Text("the new Congress met only on January 6", "el nuevo Congreso se reunió apenas el 6 de enero"),
    ),
    (Event.COUNT, 2012): _moved(date(2013, JANUARY, 4), _ON_SUNDAY),
    (Event.INAUGURATION, 1820): _monday(date(1821, MARCH, 5)),
    (Event.INAUGURATION, 1848): _monday(date(1849, MARCH, 5)),
    (Event.INAUGURATION, 1876): _monday(date(1877, MARCH, 5)),
    (Event.INAUGURATION, 1916): _monday(date(1917, MARCH, 5)),
    (Event.INAUGURATION, 1956): _monday(date(1957, JANUARY, 21)),
    (Event.INAUGURATION, 1984): _monday(date(1985, JANUARY, 21)),
    (Event.INAUGURATION, 2012): _monday(date(2013, JANUARY, 21)),
    (Event.INAUGURATION, 2040): Alone(
        date(2041, JANUARY, 21),
        Text(
            "the term begins on that day; by custom, not by law, the public ceremony follows on Monday, "
            "January 21, 2041",
            "el mandato comienza ese día; por costumbre, no por ley, la ceremonia pública se hace el lunes "
            "21 de enero de 2041",
        ),
        (_SUNDAYS,),
        Standing.CUSTOM,
    ),
}

_NO_DAY_YET = Text(
    "no law has fixed another day for the count yet", "ninguna ley ha fijado todavía otro día para el conteo"
)
_WHY_NO_DAY = {
    Standing.NONE: Text("the law of the time set no such day", "la ley de entonces no fijaba tal día"),
    Standing.UNSOURCED: Text(
        "left out: no source at hand confirms the day", "se omite: ninguna fuente a la mano confirma el día"
    ),
}


@dataclass(frozen=True, slots=True)
class Objection:
    """What it took, in the counts of some elections, to object to electoral votes and to reject them."""

    id: str
    first: int
    last: int
    to_object: Text
    to_reject: Text
    authorities: tuple[Authority, ...]


# The counts of 1881 and 1885 are missing: no source at hand says what held for them.
OBJECTIONS: tuple[Objection, ...] = (
    Objection(
        "none",
        1788,
        1860,
        Text("no statute", "ninguna ley"),
        Text("no statute", "ninguna ley"),
        (Authority("hinds-3", "chapter 59"),),
    ),
    Objection(
        "joint-rule",
        1864,
        1872,
        Text(
            "any question raised at the reading of a certificate", "cualquier duda al leerse un certificado"
        ),
        Text("the vote of one House alone", "el voto de una sola cámara"),
        (Authority("hinds-3", "sections 1948 to 1952"), Authority("crs-rl30769", "on the count of 1873")),
    ),
    Objection(
        "commission",
        1876,
        1876,
        Text("an act for this count only", "una ley solo para este conteo"),
        Text("an act for this count only", "una ley solo para este conteo"),
        (Authority("act-1877", "19 Stat. 227"),),
    ),
    Objection(
        "one-of-each",
        1888,
        2020,
        Text("one senator and one representative", "un senador y un representante"),
        Text("the votes of both Houses", "el voto de ambas cámaras"),
        (Authority("act-1887", "section 4"),),
    ),
    Objection(
        "one-fifth",
        2024,
        LAST,
        Text("one-fifth of the members of each House", "un quinto de los miembros de cada cámara"),
        Text("the votes of both Houses", "el voto de ambas cámaras"),
        (Authority("usc-3", "section 15(d)(2)"), Authority("crs-r48309", "on objections")),
    ),
)


def named(authorities: tuple[Authority, ...]) -> Text:
    """The names of the sources that the authorities stand in."""
    names = [SOURCE_NAMES[authority.source] for authority in authorities]
    return Text("; ".join(name.en for name in names), "; ".join(name.es for name in names))


# --- the calendar of one election ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One event of an election, and what is known of its day.

    `day` is None where no one day can be told. With `before`, it is the day on which it was too late.
    """

    election: int
    event: Event
    standing: Standing
    day: date | None
    rule: Rule | None
    authorities: tuple[Authority, ...]
    remark: Text | None = None

    @property
    def before(self) -> bool:
        return isinstance(self.rule, Before)

    @property
    def regular(self) -> bool:
        """Whether the day is the one that the era's rule gives."""
        return self.standing is Standing.FIXED and self.remark is None

    @property
    def label(self) -> Text:
        """What the event was called in its era."""
        return _label(self.event, self.election)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return self.rule.steps(self.election) if self.rule else ()

    @cached_property
    def working(self) -> Text:
        """The steps to the day as one sentence, and what the rule alone does not tell as another."""
        texts = [step.text for step in self.steps]
        steps = Text("; ".join(text.en for text in texts), "; ".join(text.es for text in texts))
        return sentences(*([steps] if texts else []), *([self.remark] if self.remark else []))

    @property
    def text(self) -> Text:
        """The day as a table shows it."""
        if isinstance(self.rule, DaysPreceding):
            limit = full_day(self.rule.day(self.election))
            days = self.rule.days
            return Text(
                f"within the {days} days before {limit.en}", f"en los {days} días antes del {limit.es}"
            )
        if self.day is None:
            return _STANDINGS[self.standing]
        day = full_day(self.day)
        return Text(f"before {day.en}", f"antes del {day.es}") if self.before else day

    @property
    def acts(self) -> Text:
        return named(self.authorities)


_STANDINGS = {
    Standing.NOT_FIXED: Text("not fixed", "sin fijar"),
    Standing.NONE: Text("none", "ninguno"),
    Standing.UNSOURCED: Text("left out", "se omite"),
}


@dataclass(frozen=True, slots=True)
class ElectoralCalendar:
    """The calendar of one presidential election, named by the year in which its electors were chosen.

    That of 1788-89 is 1788. Raises ValueError for a year without an election, or beyond those known.
    """

    election: int

    def __post_init__(self) -> None:
        if not FIRST <= self.election <= LAST:
            raise ValueError(f"the calendar holds the elections from {FIRST} to {LAST}, not {self.election}")
        if (self.election - FIRST) % 4:
            before = self.election - self.election % 4
            raise ValueError(
                f"{self.election} has no presidential election; the nearest are {before} and {before + 4}"
            )

    def __getitem__(self, event: Event) -> Entry:
        return _entry(self.election, event)

    def __iter__(self) -> Iterator[Entry]:
        return (self[event] for event in Event)

    @property
    def name(self) -> str:
        return "1788-89" if self.election == FIRST else str(self.election)

    @property
    def foreseen(self) -> bool:
        """Whether the election is still to come, so that its dates stand only while the law does."""
        return self.election > LAW_IN_FORCE

    @property
    def objection(self) -> Objection | None:
        """What an objection needed when this election's votes were counted; None where that is not known."""
        return next((era for era in OBJECTIONS if era.first <= self.election <= era.last), None)


ELECTIONS: tuple[ElectoralCalendar, ...] = tuple(
    ElectoralCalendar(year) for year in range(FIRST, LAST + 1, 4)
)


@cache
def _era(event: Event, election: int) -> Era:
    return next(era for era in ERAS[event] if era.first <= election <= era.last)


@cache
def _entry(election: int, event: Event) -> Entry:
    era = _era(event, election)
    alone = ALONE.get((event, election))
    if alone:
        authorities = alone.authorities + era.authorities
        return Entry(election, event, alone.standing, alone.day, era.rule, authorities, alone.why)
    if era.rule is None:
        return Entry(election, event, era.standing, None, None, (), _WHY_NO_DAY[era.standing])
    if isinstance(era.rule, DaysPreceding):
        return Entry(election, event, Standing.WINDOW, None, era.rule, era.authorities)
    day = era.rule.day(election)
    if event is Event.COUNT and day.weekday() == SUNDAY:
        return Entry(election, event, Standing.NOT_FIXED, None, era.rule, era.authorities, _NO_DAY_YET)
    return Entry(election, event, Standing.FIXED, day, era.rule, era.authorities)


def _label(event: Event, election: int) -> Text:
    match event:
        case Event.ELECTION_DAY if election < 1848:
            return Text("Appointment of electors", "Designación de los electores")
        case Event.ELECTION_DAY:
            return Text("Election day", "Día de la elección")
        case Event.CERTIFICATE if election < 2024:
            return Text("Safe-harbor day", 'Día de "puerto seguro"')
        case Event.CERTIFICATE:
            return Text("Certificates of the electors", "Certificados de los electores")
        case Event.MEETING:
            return Text("Electors' meeting", "Reunión de los electores")
        case Event.ARRIVAL:
            return Text("Arrival of the votes", "Llegada de los votos")
        case Event.COUNT:
            return Text("Count in Congress", "Conteo en el Congreso")
        case Event.INAUGURATION:
            return Text("Public inauguration", "Investidura pública")


# --- to print it --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the calendar as a table shows it."""

    event: str
    day: str
    rule: str
    act: str
    working: str


def heading(election: int, language: Language) -> str:
    """What stands above the table."""
    calendar = ElectoralCalendar(election)
    name = calendar.name
    text = Text(f"US presidential election of {name}", f"Elección presidencial de {name} en EE. UU.")
    if calendar.foreseen:
        by = Text(f"under the law in force in {LAW_IN_FORCE}", f"según la ley vigente en {LAW_IN_FORCE}")
        text = Text(f"{text.en}, {by.en}", f"{text.es}, {by.es}")
    return text.to(language)


def rows(election: int, language: Language) -> list[Row]:
    """The calendar of an election as a table: its events, then what an objection takes."""
    calendar = ElectoralCalendar(election)
    lines = [
        Row(
            entry.label.to(language),
            entry.text.to(language),
            entry.rule.text.to(language) if entry.rule else "",
            entry.acts.to(language),
            entry.working.to(language),
        )
        for entry in calendar
    ]
    objection = calendar.objection
    if objection:
        label = Text("To object to votes; to reject them", "Para objetar votos; para rechazarlos")
        acts = named(objection.authorities)
        cells = (label, objection.to_object, objection.to_reject, acts, Text("", ""))
        lines.append(Row(*(cell.to(language) for cell in cells)))
    return lines


def to_data(election: int) -> dict[str, object]:
    """The calendar of an election as plain values, ready for JSON; texts in every language."""
    calendar = ElectoralCalendar(election)
    objection = calendar.objection
    return {
        "election": calendar.name,
        "law": f"in force in {LAW_IN_FORCE}" if calendar.foreseen else "of its time",
        "events": [_entry_data(entry) for entry in calendar],
        "objection": None
        if objection is None
        else {
            "to_object": _both(objection.to_object),
            "to_reject": _both(objection.to_reject),
            "authorities": _authorities(objection.authorities),
        },
    }


def _entry_data(entry: Entry) -> dict[str, object]:
    return {
        "event": entry.event.value,
        "label": _both(entry.label),
        "standing": entry.standing.value,
        "date": entry.day.isoformat() if entry.day else None,
        "window": {"days": entry.rule.days, "before": entry.rule.day(entry.election).isoformat()}
        if isinstance(entry.rule, DaysPreceding)
        else None,
        "before": entry.before,
        "rule": _both(entry.rule.text) if entry.rule else None,
        "authorities": _authorities(entry.authorities),
        "working": _both(entry.working),
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "es": text.es}


def _authorities(authorities: tuple[Authority, ...]) -> list[dict[str, str]]:
    return [{"source": authority.source, "at": authority.at} for authority in authorities]
