"""What players may type: the right answers of a key, and wrong ones made from all keys.

Whether a guess may be right is told from what it was made to mean, apart from what reads it, on purpose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, product

from questions.dates import PartialDate
from questions.grading import SEPARATOR
from questions.keys import (
    FALSE,
    TRUE,
    ChoiceKey,
    DateKey,
    Key,
    NameKey,
    NumberKey,
    OrderKey,
    SetKey,
    TruthKey,
)
from questions.model import Question
from tests.questions import writings

LOCALES = ("en", "es")
MORE_FIRST_NAMES = ("Camilo", "Fidel", "Martin", "Marta", "Heberto", "Amy", "Elon", "Luisa María")


# Keys that show what matters, whatever the bank holds.
SAMPLES: list[Key] = [
    DateKey(PartialDate(2020, 12, 14)),
    DateKey(PartialDate(2020, 12, 15)),
    DateKey(PartialDate(2006, 7, 2)),
    DateKey(PartialDate(2006, 2, 7)),
    DateKey(PartialDate(2020, 12)),
    DateKey(PartialDate(2019, 8)),
    DateKey(PartialDate(2006)),
    DateKey(PartialDate(1848)),
    NumberKey(Decimal(270), units=("electoral votes", "votos electorales")),
    NumberKey(Decimal(306), units=("electoral votes", "votos electorales")),
    NumberKey(Decimal(243_934), units=("votes", "votos")),
    NumberKey(Decimal(233_831), units=("votes", "votos")),
    NumberKey(Decimal(14_916_927), units=("votes", "votos")),
    NumberKey(Decimal("0.58"), Decimal("0.005"), ("percentage points", "puntos porcentuales")),
    NumberKey(Decimal("58.55"), Decimal("0.05"), ("percent", "por ciento")),
    NumberKey(Decimal("71.4"), Decimal("0.05"), ("million voters", "millones de electores")),
    NumberKey(Decimal(750_000), units=("US dollars", "dólares de EE. UU.")),
    NumberKey(Decimal(72), Decimal(2), ("years", "años")),
    NameKey(
        ("Felipe Calderón", "Calderón", "Felipe Calderón Hinojosa"), ("Felipe",), ("Luisa Calderón",), True
    ),
    NameKey(("Salvador Cienfuegos", "Cienfuegos"), ("Salvador",), ("Camilo Cienfuegos",), True),
    NameKey(("Edmund Muskie", "Muskie"), ("Edmund",), ("Elon Musk", "Musk"), True),
    NameKey(("House of Representatives", "Cámara de Representantes"), ("Congress",), ("Senate", "Senado")),
    NameKey(("12th Amendment", "Twelfth Amendment", "12th"), ("Amendment",), ("13th Amendment",)),
    NameKey(("Twentieth Amendment", "20th Amendment", "20th"), (), ("Twenty-second Amendment",)),
    NameKey(("DEA", "Drug Enforcement Administration"), ("Department of Justice",), ("FDA", "FBI", "CIA")),
    NameKey(("Ohio", "State of Ohio"), ("Midwest",), ("Iowa", "Idaho")),
    NameKey(("Perote", "Perote, Veracruz"), ("Veracruz",), ("Cofre de Perote", "Peru")),
    ChoiceKey("house"),
    ChoiceKey("senate"),
    TruthKey(True),
    OrderKey(("arrest", "statement", "return")),
    SetKey(frozenset({"campa", "mercado"})),
]


@dataclass(frozen=True, slots=True)
class Words:
    """A name, or what an option says. `aliases` are more names of whoever is meant."""

    text: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """What a player types who reads a locale, and what it says; None is right for no key (`not 270`)."""

    text: str
    locale: str
    means: PartialDate | Decimal | Words | None


def right_answers(key: Key) -> Iterator[tuple[str, str]]:
    """Right answers, each with the locale that reads it so at last."""
    match key:
        case ChoiceKey(option):
            yield "en", option
        case TruthKey(value):
            yield "en", TRUE if value else FALSE
        case OrderKey(sequence):
            yield "en", SEPARATOR.join(sequence)
        case SetKey(options):
            yield "en", SEPARATOR.join(sorted(options))
        case NameKey(accept, _, _, person):
            for text, locale in product(accept, LOCALES):
                yield locale, text
                yield locale, f"general {text}" if person else text.upper()
        case NumberKey(value, _, units):
            yield from ((guess.locale, guess.text) for guess in _writings_of_number(value, units))
        case DateKey(day):
            yield from ((guess.locale, guess.text) for guess in _writings_of_date(day) if guess.means == day)
            if day.day is not None:  # the stem tells the year
                yield from (("es", text) for text in writings.days_without_year(_day(day)))


def guesses(questions: Iterable[Question], more: Iterable[Key]) -> list[Guess]:
    """Guesses made from every question and from some keys more.

    They are what is right there, nearly right, denied, listed with others, or merely offered: each text once
    for a locale, always in the same order.
    """
    asked = list(questions)
    keys = list(dict.fromkeys([*more, *(question.key for question in asked)]))
    found = [guess for question in asked for guess in _offered(question)]
    for key in keys:
        match key:
            case DateKey(day):
                found += _guesses_of_date(day)
            case NumberKey(value, tolerance, units):
                found += _guesses_of_number(value, tolerance, units)
            case NameKey():
                found += _guesses_of_name(key)
    found += _mixed_names([key for key in keys if isinstance(key, NameKey)])
    return list({(guess.text, guess.locale): guess for guess in found}.values())


def may_be_right(key: Key, guess: Guess) -> bool:
    """Whether a guess says what is right for this key too, as a player might argue."""
    match key, guess.means:
        case DateKey(wanted), PartialDate() as said:
            if wanted.day is not None:
                years = {None, wanted.year}  # the stem tells the year
                return (wanted.month, wanted.day) == (said.month, said.day) and said.year in years
            return wanted.year == said.year and wanted.month in {None, said.month}
        case DateKey(wanted), Decimal() as said:
            # `12.14` is December 14 to some.
            days = {f"{wanted.month}.{wanted.day}", f"{wanted.day}.{wanted.month}"}
            return str(said) in (days if wanted.day is not None else {str(wanted.year)})
        case DateKey(wanted), Words(text):
            return _mentions_date(wanted, text)
        case NumberKey() as wanted, PartialDate(int(year), None, None):
            return _near(wanted, Decimal(year))
        case NumberKey() as wanted, Decimal() as said:
            return _near(wanted, said)
        case NumberKey() as wanted, Words(text):
            return _mentions_number(wanted, text)
        case NameKey(accept, _, _, person), Words(text, aliases):
            return any(_essence(one, person) in _essences(accept, person) for one in (text, *aliases))
        case _:
            return False


# --- what makes a guess right -------------------------------------------------------------------------------


def _near(wanted: NumberKey, said: Decimal) -> bool:
    """Whether the number counts, whether said in full or in the millions of the unit."""
    scale = 10**6 if any(unit.startswith(("million ", "millones ")) for unit in wanted.units) else 1
    return any(abs(number - wanted.value) <= wanted.tolerance for number in (said, said / scale))


def _mentions_date(wanted: PartialDate, text: str) -> bool:
    """Whether the words name every part of the date that a player must say, somewhere."""
    words = set(_bare(text).split())
    if wanted.day is None or wanted.month is None:
        named = wanted.month is None or bool(words & _month_names(wanted.month))
        return str(wanted.year) in words and named
    days = {
        str(wanted.day),
        writings.ordinal(wanted.day),
        writings.spanish_number(wanted.day),
        f"{wanted.day}o",
    }
    return bool(words & days) and bool(words & _month_names(wanted.month))


def _month_names(month: int) -> set[str]:
    english, spanish = writings.ENGLISH_MONTHS[month - 1], writings.SPANISH_MONTHS[month - 1]
    return {name.lower() for name in (english, spanish, english[:3], spanish[:3])}


def _mentions_number(wanted: NumberKey, text: str) -> bool:
    """Whether the words hold the number somewhere, in figures or written out."""
    figures = re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))
    if any(_near(wanted, Decimal(number)) for number in figures):
        return True
    number = int(wanted.value)
    written = [write(number) for write in (writings.english_number, writings.spanish_number) if number > 0]
    return any(f" {_bare(words)} " in f" {_bare(text)} " for words in written)


_ARTICLES = {"the", "a", "an", "el", "la", "los", "las"}
_TITLES = {
    *("general", "president", "presidente", "senator", "ambassador", "embajador", "judge", "juez"),
    *("congressman", "representative", "rep"),
}


@lru_cache(maxsize=4096)
def _essences(names: tuple[str, ...], person: bool) -> frozenset[str]:
    return frozenset(_essence(name, person) for name in names)


@lru_cache(maxsize=100_000)
def _essence(name: str, person: bool) -> str:
    """A name's letters and figures, without articles and, of a person, without titles before it."""
    words = [word for word in _bare(name).split() if word not in _ARTICLES]
    while person and len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return "".join("de" if word == "del" else "and" if word == "y" else word for word in words)


@lru_cache(maxsize=100_000)
def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.replace("'", "").replace("&", "and").casefold())
    return re.sub(r"[\W_]+", " ", "".join(char for char in spread if not unicodedata.combining(char))).strip()


# --- dates --------------------------------------------------------------------------------------------------


def _guesses_of_date(wanted: PartialDate) -> Iterator[Guess]:
    for said in dict.fromkeys([wanted, *_near_dates(wanted)]):
        yield from _writings_of_date(said)
    for locale, spoken in (("en", _in_english), ("es", _in_spanish)):
        text, next_ = spoken(wanted), spoken(_near_dates(wanted)[0])
        denied = [
            f"not {text}",
            f"no {text}",
            f"before {text}",
            f"después del {text}",
            f"~{text}",
            f"{text}?no",
        ]
        listed = [f"{text} or {next_}", f"{text} o {next_}", f"{text}, {next_}", f"{text} - {next_}"]
        for nonsense in (*denied, *listed):
            yield Guess(nonsense, locale, None)
    if wanted.day is not None:
        day = _day(wanted)
        several = " ".join(writings.ordinal((day + timedelta(more)).day) for more in range(-1, 3))
        yield Guess(f"{several} {writings.ENGLISH_MONTHS[day.month - 1]}", "en", None)
        yield Guess(f"{several} de {writings.SPANISH_MONTHS[day.month - 1]}", "es", None)


def _near_dates(wanted: PartialDate) -> list[PartialDate]:
    """What differs in one part, and a little: never the date itself."""
    year = wanted.year or 2000
    if wanted.month is None:
        swapped = int(f"{year // 100}{year % 10}{year // 10 % 10}")
        years = [year + more for more in (-1, 1, -4, 4, -10, 10, -100, 100)]
        return [PartialDate(other) for other in (*years, swapped) if other != year]
    if wanted.day is None:
        months = [wanted.month % 12 + 1, (wanted.month - 2) % 12 + 1, (wanted.month + 5) % 12 + 1]
        return [PartialDate(year, month) for month in months] + [
            PartialDate(year + more, wanted.month) for more in (-1, 1, 4)
        ]
    day = _day(wanted)
    days = [day + timedelta(more) for more in (-1, 1, -7, 7, -10, 10)]
    near = [_partial(other) for other in days]
    near += [PartialDate(year, month, day.day) for month in ((day.month - 2) % 12 + 1, day.month % 12 + 1)]
    near += [PartialDate(year + more, day.month, day.day) for more in (-1, 1, -4, 4)]
    near += [PartialDate(year, day.day, day.month)] if day.day <= 12 and day.day != day.month else []
    return [other for other in near if other.exists()]


def _writings_of_date(said: PartialDate) -> Iterator[Guess]:
    """The date, and what is less precise, in every way of writing it."""
    if said.day is not None:
        whole = _day(said)
        some_year = PartialDate(None, said.month, said.day)
        for locale in LOCALES:
            yield from (Guess(text, locale, said) for text in writings.days_with_year(whole))
            yield from (Guess(text, locale, some_year) for text in writings.days_without_year(whole))
            yield from (Guess(text, locale, said) for text in writings.days_in_figures(whole, locale))
    if said.year is None:
        return
    if said.month is not None:
        for text in writings.months(said.year, said.month):
            yield Guess(text, "es", PartialDate(said.year, said.month))
    for text in writings.years(said.year):
        yield Guess(text, "es", PartialDate(said.year))


def _day(said: PartialDate) -> date:
    return date(said.year or 2000, said.month or 1, said.day or 1)


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _in_english(said: PartialDate) -> str:
    day, month = f"{said.day}, " if said.day else "", writings.ENGLISH_MONTHS[(said.month or 1) - 1]
    return f"{month if said.month else ''} {day}{said.year}".strip()


def _in_spanish(said: PartialDate) -> str:
    day, month = f"{said.day} de " if said.day else "", writings.SPANISH_MONTHS[(said.month or 1) - 1]
    return f"{day}{month} de {said.year}" if said.month else f"{said.year}"


# --- numbers ------------------------------------------------------------------------------------------------


def _guesses_of_number(value: Decimal, tolerance: Decimal, units: tuple[str, ...]) -> Iterator[Guess]:
    others = _near_numbers(value, tolerance)
    for number in dict.fromkeys([value, *others]):
        yield from _writings_of_number(number, units)
    english, spanish = (units * 2)[:2] if units else ("", "")
    more = others[0]
    lists = [f"{value} or {more}", f"{value} {more}", f"{value}, {more}, {value + 2}", f"{value}-{more}"]
    lists += [f"{value} {english} {more} {english}", f"{more} y {value}", f"{value} a {more} {spanish}"]
    denied = [f"not {value}", f"no {value}", f"no {value} {spanish}", f"more than {value}", f"!={value}"]
    denied += [f"menos de {value}", f"{value}?? no", f"≠ {value}", f"{value} no", f"never {value} {english}"]
    powers = [
        f"{value}²",
        f"{value}½",
        f"{value} x 2",
        f"{value}+1",
        f"{value} ÷ 2",
        f"{value}e1",
        f"{value}%%1",
    ]
    for text, locale in product((*lists, *denied, *powers), LOCALES):
        yield Guess(text.strip(), locale, None)
    if value == int(value):
        yield Guess(writings.ordinal(int(value)), "en", Words(writings.ordinal(int(value))))


def _near_numbers(value: Decimal, tolerance: Decimal) -> list[Decimal]:
    """Just beyond what counts, and what a slip of one figure makes: never the number itself."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    finest = Decimal(1).scaleb(exponent)
    figures = f"{value:f}"
    found = [value + tolerance + finest, value - tolerance - finest, value * 10, value / 10, -value]
    for place, figure in enumerate(figures):
        if figure.isdecimal():
            for other in {(int(figure) + 1) % 10, (int(figure) + 9) % 10, (int(figure) + 5) % 10}:
                found.append(Decimal(f"{figures[:place]}{other}{figures[place + 1 :]}"))
            found.append(Decimal(f"{figures[:place]}{figure}{figures[place:]}"))
            found.append(Decimal(f"0{figures[:place]}{figures[place + 1 :]}"))
    for place in range(len(figures) - 1):
        if figures[place : place + 2].isdecimal():
            swapped = figures[place + 1] + figures[place]
            found.append(Decimal(f"{figures[:place]}{swapped}{figures[place + 2 :]}"))
    return [number for number in dict.fromkeys(found) if number != value]


def _writings_of_number(value: Decimal, units: tuple[str, ...]) -> Iterator[Guess]:
    for text, locale in product(writings.figures(value), LOCALES):
        yield Guess(text, locale, value)
    for unit in units:
        scale = 10**6 if unit.startswith(("million ", "millones ")) else 1
        yield Guess(f"{value:f} {unit}", "es", value * scale)
    if value == int(value) and value >= 0:
        yield Guess(writings.english_number(int(value)), "en", value)
        yield Guess(writings.spanish_number(int(value)), "es", value)


# --- names --------------------------------------------------------------------------------------------------

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth"),
)
_ROMANS = (*("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"), "XV")


def _guesses_of_name(key: NameKey) -> Iterator[Guess]:
    for text in key.accept:
        yield from (Guess(text, locale, Words(text, key.accept)) for locale in LOCALES)
        yield from (Guess(other, "en", Words(other)) for other in _other_ordinals(text))
        yield from (Guess(denied, "en", None) for denied in _denials(text))
        if key.person:
            for before in (
                "Mrs.",
                "señora",
                "viuda de",
                "esposa de",
                "hijo de",
                "mother of",
                "not president",
            ):
                yield Guess(f"{before} {text}", "es", None)
    for text in (*key.prompt, *key.reject):
        yield from (Guess(text, locale, Words(text)) for locale in LOCALES)
        yield Guess(f"general {text}", "es", Words(text))


def _denials(text: str) -> list[str]:
    before = (
        "not",
        "NOT the",
        "no",
        "no es",
        "ni",
        "sin",
        "never",
        "anyone but",
        "all except",
        "todos menos",
        "anti",
    )
    after = ("not", "no", "never", "jamás", "no es", "or not")
    return [f"{word} {text}" for word in before] + [f"{text} {word}" for word in after]


def _other_ordinals(text: str) -> Iterator[str]:
    """The same name with another number."""
    for match in re.finditer(r"(\d+)(st|nd|rd|th)?\b", text):
        for number in range(max(int(match[1]) - 2, 0), int(match[1]) + 3):
            if number != int(match[1]):
                other = writings.ordinal(number) if match[2] else str(number)
                yield text[: match.start()] + other + text[match.end() :]
    for names in (_ORDINALS, _ROMANS):
        for place, word in enumerate(text.split()):
            found = [at for at, name in enumerate(names) if word == name or word.lower() == name]
            for other in names[max(found[0] - 2, 0) : found[0] + 3] if found else ():
                if other != names[found[0]]:
                    yield " ".join([*text.split()[:place], other, *text.split()[place + 1 :]])


def _mixed_names(keys: list[NameKey]) -> Iterator[Guess]:
    """One person's first name with another's last, and several names at once."""
    people = [key for key in keys if key.person]
    firsts = [*MORE_FIRST_NAMES, *(key.accept[0].split()[0] for key in people)]
    for key, first in product(people, firsts):
        last = key.accept[0].split()[-1]
        mixed = f"{first} {last}"
        yield Guess(mixed, "es", Words(mixed))
    for one, other in pairwise([*keys, *keys[::2], *keys[::3]]):
        if not may_be_right(one, Guess("", "en", Words(other.accept[0], other.accept))):
            for text, more in ((one.accept[0], other.accept[0]), (one.accept[-1], other.accept[-1])):
                yield from (
                    Guess(f"{text}{between}{more}", "en", None)
                    for between in (" or ", ", ", " / ", " y ", " ")
                )
    yield Guess("11th 12th 13th 14th", "en", None)
    yield from (Guess(f"{text} {text}", "en", None) for key in keys for text in key.accept[:2])


# --- what is merely offered ---------------------------------------------------------------------------------


def _offered(question: Question) -> Iterator[Guess]:
    """The right answer as it is shown, and every option, by its words and by its id."""
    options = question.options
    texts = [("en", question.answer.en), ("es", question.answer.es)]
    texts += [
        (locale, text) for o in options for locale, text in zip(LOCALES, (o.text.en, o.text.es), strict=True)
    ]
    texts += [("en", option.id) for option in options]
    aliases = question.key.accept if isinstance(question.key, NameKey) else ()
    for locale, text in texts:
        yield Guess(text, locale, Words(text, aliases))
