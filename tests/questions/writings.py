"""The many ways to write one date or one number. Written apart from what reads them, on purpose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SPANISH_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPANISH_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")

_ENGLISH_SMALL = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPANISH_SMALL = (
    *("", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    *("trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte"),
    *("veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete"),
    *("veintiocho", "veintinueve"),
)
_SPANISH_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_SPANISH_HUNDREDS = (
    *("", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos"),
    *("setecientos", "ochocientos", "novecientos"),
)


def days_with_year(day: date) -> list[str]:
    """Forms that name the whole date and can be read in one way only."""
    english, spanish = ENGLISH_MONTHS[day.month - 1], SPANISH_MONTHS[day.month - 1]
    return [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{english} {ordinal(day.day)}, {day.year}",
        f"{english[:3]}. {day.day} {day.year}",
        f"{day.day} {english} {day.year}",
        f"on the {ordinal(day.day)} of {english}, {day.year}",
        f"{ENGLISH_WEEKDAYS[day.weekday()]}, {english} {day.day}, {day.year}",
        f"{day.day} de {spanish} de {day.year}",
        f"el {day.day} de {spanish} del {day.year}",
        f"{day.day}-{spanish[:3]}-{day.year}",
        f"{SPANISH_WEEKDAYS[day.weekday()]} {day.day} de {spanish} del año {day.year}",
    ]


def days_without_year(day: date) -> list[str]:
    english, spanish = ENGLISH_MONTHS[day.month - 1], SPANISH_MONTHS[day.month - 1]
    return [
        f"{english} {day.day}",
        f"{english[:3]} {ordinal(day.day)}",
        f"the {ordinal(day.day)} of {english}",
        f"{day.day} de {spanish}",
        f"el día {day.day} de {spanish}",
        f"{spanish_number(day.day)} de {spanish}",
        f"{day.day}º de {spanish}",
    ]


def days_in_figures(day: date, locale: str) -> list[str]:
    """Forms whose first two parts some write the other way round."""
    one, other = (day.day, day.month) if locale == "es" else (day.month, day.day)
    return [f"{one}/{other}/{day.year}", f"{one:02}-{other:02}-{day.year}", f"{one}.{other}.{day.year}"]


def months(year: int, month: int) -> list[str]:
    english, spanish = ENGLISH_MONTHS[month - 1], SPANISH_MONTHS[month - 1]
    return [
        f"{english} {year}",
        f"{english[:3]}. {year}",
        f"{spanish} de {year}",
        f"en {spanish} del {year}",
        f"{year}-{month:02}",
        f"{month}/{year}",
    ]


def years(year: int) -> list[str]:
    return [f"{year}", f"in {year}", f"en el año {year}", f"the year {year}"]


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 11 <= number <= 13 else ending}"


def figures(value: Decimal) -> list[str]:
    """A number (with two decimals or none) in every way of grouping whose shape tells it from others."""
    plain = f"{value:,f}"
    whole, point, decimals = plain.partition(".")
    found = [f"{value:f}", f"{value:f}".replace(".", ",")]
    groups = whole.count(",")
    if groups > 1 or (groups and point):
        found += [plain, plain.translate(str.maketrans(",.", ".,"))]
    if groups:
        tail = point + decimals
        found += [whole.replace(",", space) + tail for space in (" ", "\u00a0", "\u2009", "\u202f", "'")]
    return [*found, *(form.replace("-", "−") for form in found if value < 0)]


def english_number(number: int, joint: str = "") -> str:
    """In words, up to 999,999,999; `joint` is the ` and` that some put before the last two digits."""
    parts = []
    for scale, name in ((10**6, " million"), (1000, " thousand"), (1, "")):
        part = number // scale % 1000
        if part:
            parts.append(_english_below_thousand(part, joint) + name)
    return " ".join(parts) or "zero"


def _english_below_thousand(number: int, joint: str) -> str:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    small = _ENGLISH_SMALL[rest] if rest < 20 else f"{_ENGLISH_TENS[tens]}-{_ENGLISH_SMALL[units]}".strip("-")
    return f"{_ENGLISH_SMALL[hundreds]} hundred{f'{joint} {small}' if small else ''}" if hundreds else small


def spanish_number(number: int) -> str:
    """In words, up to 999,999,999."""
    millions, rest = divmod(number, 10**6)
    thousands, ones = divmod(rest, 1000)
    parts = []
    if millions:
        parts.append("un millón" if millions == 1 else f"{_clipped(spanish_number(millions))} millones")
    if thousands:
        parts.append("mil" if thousands == 1 else f"{_clipped(_spanish_below_thousand(thousands))} mil")
    if ones:
        parts.append(_spanish_below_thousand(ones))
    return " ".join(parts) or "cero"


def _spanish_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "cien"
    if rest < 30:
        small = _SPANISH_SMALL[rest]
    else:
        tens, units = divmod(rest, 10)
        small = _SPANISH_TENS[tens - 3] + (f" y {_SPANISH_SMALL[units]}" if units else "")
    return f"{_SPANISH_HUNDREDS[hundreds]} {small}".strip()


def _clipped(words: str) -> str:
    """`treinta y uno` before `mil` is `treinta y un`."""
    if words.endswith("veintiuno"):
        return words.removesuffix("uno") + "ún"
    return words.removesuffix("o") if words.endswith("uno") else words
