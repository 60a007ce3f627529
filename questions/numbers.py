"""Numbers as people type them, in figures or in words, in English and Spanish. Never fuzzy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from questions.folding import LONGEST_GIVEN, has_odd_digits, joined_initials, plain, plain_signs, word_set
from questions.keys import NumberKey
from questions.number_words import MULTIPLIERS, value_of
from questions.verdict import Verdict

_TOKEN = re.compile(
    r"(?P<figures>[.,]?\d+(?:[.,' ]\d+)*)|(?P<word>[a-z]+|[%$€£]|[-+](?=[$€£]?[.,]?\d))"
    r"|[\s.,;:!?¡¿()\[\]\"'*_]|(?<=[a-z])-(?=[a-z])"
)
_PERCENT = re.compile(r"\b(?:por ?ciento|per ?cent(?:age)?|porcentaje)\b")

# A lone group of three: `1,234` is 1234 to one and 1.234 to another.
_LONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPED = re.compile(
    r"[1-9]\d{0,2}(?:'\d{3},\d{3}(\.\d+)?|(?:,\d{3})+(\.\d+)?|(?:\.\d{3})+(,\d+)?|(?:[ ']\d{3})+([.,]\d+)?)"
)
_DIGIT = re.compile(r"\d")
_UNGROUPED = re.compile(r"\d+|(?:0|[1-9]\d*)?[.,]\d+")

_ARTICLES = word_set("the el la los las")
_CONNECTING = frozenset({"of", "de"})
_PERCENT_WORDS = frozenset({"%", "point", "points", "porcentual", "porcentuales", "punto", "puntos", "pp"})
_MONEY_SIGNS = word_set("$ € £")
# What may stand for a currency, or beside it.
_MONEY_WORDS = (
    (word_set("dollars dolares"), word_set("$ usd us eeuu ee uu american")),
    (word_set("pesos"), word_set("$ mxn mx")),
    (word_set("euros"), word_set("€ eur")),
)
_SIGNS = {"-": -1, "minus": -1, "menos": -1, "negative": -1, "+": 1}


@dataclass(frozen=True, slots=True)
class _Units:
    """The words that may stand around a number, and what the number counts: ones, or millions."""

    words: frozenset[str]
    scale: int


def grade_number(key: NumberKey, given: str, locale: str = "en", *, final: bool) -> Verdict:
    """Whether the number lies within the tolerance of the key.

    The shape tells which sign groups and which one is the decimal point. Where it does not (`1,234`), the
    answer is AMBIGUOUS; if `final`, points group in `es-ES` and commas elsewhere.
    """
    units = _units(key.units)
    tokens = _tokens(given)
    if tokens is None:
        return Verdict.UNREADABLE
    unclear = any(_LONE_GROUP.fullmatch(token) for token in tokens)
    if unclear and not final:
        return Verdict.UNREADABLE if _read(tokens, units, ",") is None else Verdict.AMBIGUOUS
    said = _read(tokens, units, "." if locale.replace("_", "-").startswith("es-ES") else ",")
    if said is None:
        return Verdict.UNREADABLE
    near = abs(said - Fraction(key.value)) <= Fraction(key.tolerance)
    return Verdict.CORRECT if near else Verdict.WRONG


def _tokens(text: str) -> list[str] | None:
    """Figures, folded words and signs; None if the text holds anything else."""
    if len(text) > LONGEST_GIVEN or has_odd_digits(text):
        return None
    bare = " ".join(plain_signs(plain(text)).split())
    bare = joined_initials(_PERCENT.sub("%", bare))
    tokens, end = [], 0
    for match in _TOKEN.finditer(bare):
        if match.start() != end:
            return None
        end = match.end()
        if match["figures"] or match["word"]:
            tokens.append(match[0])
    return tokens if end == len(bare) else None


def _read(tokens: Sequence[str], units: _Units, grouping: str) -> Fraction | None:
    """The number that the tokens are, between words that may stand around it."""
    start, end, sign = 0, len(tokens), 0
    while start < end and tokens[start] in _ARTICLES:
        start += 1
    while start < end and (tokens[start] in units.words or (not sign and tokens[start] in _SIGNS)):
        sign = sign or _SIGNS.get(tokens[start], 0)
        start += 1
    while start < end and tokens[end - 1] in units.words:
        end -= 1
    words = tokens[start:end]
    value = _value(words, grouping)
    if value is None:
        return None
    in_full = value >= units.scale or any(word in MULTIPLIERS or word == "k" for word in words)
    return (sign or 1) * (value / units.scale if in_full else value)


def _value(words: Sequence[str], grouping: str) -> Fraction | None:
    """Figures, figures with a multiplier, or words."""
    if not words:
        return None
    figures = _figures(words[0], grouping)
    if figures is None:
        count = value_of(words)
        return None if count is None else Fraction(count)
    match words[1:]:
        case []:
            return figures
        case ["k"]:
            return figures * 1000
        case [("mil" | "thousand") as first, ("millones" | "million") as second]:
            return figures * MULTIPLIERS[first] * MULTIPLIERS[second]
        case [word] if word in MULTIPLIERS:
            return figures * MULTIPLIERS[word]
    count = value_of(words)
    return None if count is None else Fraction(count)


def _figures(token: str, grouping: str) -> Fraction | None:
    if _LONE_GROUP.fullmatch(token):
        return _fraction(token.replace(grouping, ""))
    if match := _GROUPED.fullmatch(token):
        decimals = next((found for found in match.groups() if found), "")
        whole = token.removesuffix(decimals)
        return _fraction(re.sub(r"\D", "", whole) + decimals)
    return _fraction(token) if _UNGROUPED.fullmatch(token) else None


def _fraction(figures: str) -> Fraction:
    return Fraction(figures.replace(",", "."))


@lru_cache(maxsize=4096)
def _units(units: tuple[str, ...]) -> _Units:
    words = {word for unit in units for word in _tokens(unit) or () if not _DIGIT.search(word)}
    scales = [MULTIPLIERS[word] for word in sorted(words) if word in MULTIPLIERS]
    words -= set(MULTIPLIERS)
    allowed = _CONNECTING | {form for word in words for form in _forms(word)}
    if not words or words & _PERCENT_WORDS:
        allowed |= _PERCENT_WORDS
    for names, more in _MONEY_WORDS:
        if names & words:
            allowed |= more
    if not words:
        allowed |= _MONEY_SIGNS
    return _Units(allowed, scales[0] if scales else 1)


def _forms(word: str) -> Iterator[str]:
    """The word, and what may be its singular and plural."""
    yield word
    if len(word) > 2:
        yield from (word + "s", word + "es", word.removesuffix("s"), word.removesuffix("es"))
