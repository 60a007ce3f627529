"""How days, weekdays, ordinals and sources read in each language. Numbers are the same digits in both."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from questions.model import Text

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
JANUARY, FEBRUARY, MARCH, APRIL, NOVEMBER, DECEMBER = 1, 2, 3, 4, 11, 12

# Of the days of the week, Spanish names are masculine all, and so are the ordinals before them.
_WEEKDAYS = (
    Text("Monday", "lunes"),
    Text("Tuesday", "martes"),
    Text("Wednesday", "miércoles"),
    Text("Thursday", "jueves"),
    Text("Friday", "viernes"),
    Text("Saturday", "sábado"),
    Text("Sunday", "domingo"),
)
_ORDINALS = (
    Text("first", "primer"),
    Text("second", "segundo"),
    Text("third", "tercer"),
    Text("fourth", "cuarto"),
)
_MONTHS = (
    Text("January", "enero"),
    Text("February", "febrero"),
    Text("March", "marzo"),
    Text("April", "abril"),
    Text("May", "mayo"),
    Text("June", "junio"),
    Text("July", "julio"),
    Text("August", "agosto"),
    Text("September", "septiembre"),
    Text("October", "octubre"),
    Text("November", "noviembre"),
    Text("December", "diciembre"),
)


SOURCE_NAMES: dict[str, Text] = {
    "resolution-1788": Text(
        "resolution of the Confederation Congress of September 13, 1788",
        "resolución del Congreso de la Confederación del 13 de septiembre de 1788",
    ),
    "act-1792": Text("act of March 1, 1792", "ley del 1 de marzo de 1792"),
    "act-1845": Text("act of January 23, 1845", "ley del 23 de enero de 1845"),
    "act-1877": Text("act of January 29, 1877", "ley del 29 de enero de 1877"),
    "act-1887": Text(
        "Electoral Count Act of February 3, 1887", "Ley del Conteo Electoral del 3 de febrero de 1887"
    ),
    "act-1888": Text("act of October 19, 1888", "ley del 19 de octubre de 1888"),
    "act-1928": Text("act of May 29, 1928", "ley del 29 de mayo de 1928"),
    "act-1934": Text("act of June 5, 1934", "ley del 5 de junio de 1934"),
    "amendment-20": Text("20th Amendment, 1933", "Enmienda 20, de 1933"),
    "usc-3": Text(
        "Electoral Count Reform Act of December 29, 2022",
        "ley de reforma del conteo electoral del 29 de diciembre de 2022",
    ),
    "crs-r48309": Text("CRS report R48309", "informe R48309 del CRS"),
    "crs-rl30769": Text("CRS report RL30769", "informe RL30769 del CRS"),
    "house-history": Text(
        "Office of the Historian of the House of Representatives",
        "Oficina de Historia de la Cámara de Representantes",
    ),
    "maryland-electors": Text("Maryland State Board of Elections", "Junta Electoral del Estado de Maryland"),
    "hinds-3": Text("Hinds' Precedents of the House", "Precedentes de la Cámara, de Hinds"),
    "inaugural-senate": Text(
        "Joint Congressional Committee on Inaugural Ceremonies",
        "Comité Conjunto de Ceremonias Inaugurales del Congreso",
    ),
    "inaugural-addresses": Text(
        "inaugural addresses of the Presidents", "discursos inaugurales de los presidentes"
    ),
}
"""How the sources that fix days are called in a sentence or a table."""


def weekday_name(weekday: int) -> Text:
    """The name of a day of the week, counted like `date.weekday`."""
    return _WEEKDAYS[weekday]


def month_name(month: int) -> Text:
    return _MONTHS[month - 1]


def ordinal(n: int) -> Text:
    return _ORDINALS[n - 1]


@lru_cache(maxsize=4096)
def day_text(day: date) -> Text:
    """December 14, 2020; 14 de diciembre de 2020."""
    month = month_name(day.month)
    return Text(f"{month.en} {day.day}, {day.year}", f"{day.day} de {month.es} de {day.year}")


def month_day(month: int, day: int) -> Text:
    """December 14; 14 de diciembre."""
    name = month_name(month)
    return Text(f"{name.en} {day}", f"{day} de {name.es}")


def full_day(day: date) -> Text:
    """Monday, December 14, 2020; lunes 14 de diciembre de 2020."""
    text, weekday = day_text(day), weekday_name(day.weekday())
    return Text(f"{weekday.en}, {text.en}", f"{weekday.es} {text.es}")
