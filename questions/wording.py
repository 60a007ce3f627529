"""How dates and numbers read in each language. Spanish writes numbers as in Mexico: 14,916,927 and 58.55."""

from __future__ import annotations

from decimal import Decimal

from questions.dates import PartialDate

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


def english_date(date: PartialDate) -> str:
    """December 14, 2020; July 2006; 2006."""
    month = _month("en", date)
    day = f"{month} {date.day}".strip() if date.day else month
    return (", " if date.day and date.year else " ").join(filter(None, (day, _year(date))))


def spanish_date(date: PartialDate) -> str:
    """14 de diciembre de 2020; julio de 2006; 2006."""
    month = _month("es", date)
    return " de ".join(filter(None, (str(date.day or ""), month, _year(date))))


def _month(language: str, date: PartialDate) -> str:
    return _MONTHS[language].split()[date.month - 1] if date.month else ""


def _year(date: PartialDate) -> str:
    return str(date.year or "")


def plain(value: Decimal) -> str:
    """The digits of a number, the same for equal ones: no exponent, no zeros at the end, no negative zero."""
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def number_with_unit(value: Decimal, unit: str) -> str:
    """233,831 votes; $750,000; 58.55%."""
    number = f"{Decimal(plain(value)):,f}"
    match unit:
        case "":
            return number
        case "$" | "€":
            return f"{unit}{number}"
        case "%":
            return f"{number}%"
        case _:
            return f"{number} {unit}"
