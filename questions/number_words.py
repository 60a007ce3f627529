"""Numbers written out, in English and Spanish, and mixed with figures: `14 millones 916 mil 927`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ENGLISH_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"

_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
    "veintiseis veintisiete veintiocho veintinueve"
)
_SPANISH_TENS = "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_SPANISH_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
_SPANISH_ORDINALS = (
    "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo "
    "decimoprimero decimosegundo decimotercero decimocuarto decimoquinto decimosexto decimoseptimo "
    "decimoctavo decimonoveno vigesimo trigesimo"
)


def _counted(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {word: start + step * place for place, word in enumerate(words.split())}


def _below_hundred() -> dict[str, dict[str, int]]:
    """Every number from 0 to 99 as it is written out, in each language."""
    english, spanish = _counted(_ENGLISH), _counted(_SPANISH)
    spanish |= {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21}
    for words, tens, joint in ((english, _ENGLISH_TENS, " "), (spanish, _SPANISH_TENS, " y ")):
        units = [(word, value) for word, value in words.items() if 1 <= value <= 9]
        for ten, value in _counted(tens, 20, 10).items():
            words[ten] = value
            words.update({f"{ten}{joint}{unit}": value + more for unit, more in units})
    spanish.update({f"diez y {word}": 10 + value for word, value in units if value >= 6})
    return {"en": english, "es": spanish}


BELOW_HUNDRED = _below_hundred()
_HUNDREDS = _counted(_SPANISH_HUNDREDS, 100, 100)
_HUNDREDS |= {word.removesuffix("os") + "as": value for word, value in _HUNDREDS.items() if value > 100}
_SCALES: dict[str, list[tuple[frozenset[str], int]]] = {
    "en": [
        (frozenset({"billion", "billions"}), 10**9),
        (frozenset({"million", "millions"}), 10**6),
        (frozenset({"thousand", "thousands"}), 10**3),
    ],
    "es": [
        (frozenset({"billon", "billones"}), 10**12),
        (frozenset({"millon", "millones"}), 10**6),
        (frozenset({"mil"}), 10**3),
    ],
}

# What a single word multiplies by, from a thousand on.
MULTIPLIERS = {word: value for scales in _SCALES.values() for words, value in scales for word in words}

ENGLISH_ORDINALS = (
    _counted(_ENGLISH_ORDINALS, 1)
    | _counted(_ENGLISH_TENTHS, 20, 10)
    | {
        f"{tens} {unit}": value + place
        for tens, value in _counted(_ENGLISH_TENS, 20, 10).items()
        for unit, place in list(_counted(_ENGLISH_ORDINALS, 1).items())[:9]
    }
)

CARDINAL_WORDS = frozenset(
    {
        *" ".join([*BELOW_HUNDRED["en"], *BELOW_HUNDRED["es"]]).split(),
        "hundred",
        "cien",
        *_HUNDREDS,
        *MULTIPLIERS,
    }
) - {"y"}
ORDINAL_WORDS = frozenset(
    {
        *" ".join(ENGLISH_ORDINALS).split(),
        *_SPANISH_ORDINALS.split(),
        *(word.removesuffix("o") + "a" for word in _SPANISH_ORDINALS.split()),
        *("primer", "tercer", "hundredth", "thousandth", "centesimo", "centesima", "milesimo", "milesima"),
    }
)


def value_of(words: Sequence[str]) -> int | None:
    """What folded words say, if they are a number of one language and nothing else.

    Figures of up to three digits may stand for a part below a thousand.
    """
    english = _scaled(words, _SCALES["en"], _english)
    return _scaled(words, _SCALES["es"], _spanish) if english is None else english


_Group = Callable[[Sequence[str]], int | None]


def _scaled(words: Sequence[str], scales: list[tuple[frozenset[str], int]], group: _Group) -> int | None:
    """Split at the largest multiplier; what is left of it counts, what is right of it is the rest."""
    for place, (names, scale) in enumerate(scales):
        found = [at for at, word in enumerate(words) if word in names]
        if not found:
            continue
        left, right = words[: found[0]], words[found[-1] + 1 :]
        if len(found) > 1 or (group is _english and right[:1] == ["and"] and len(right) == 1):
            return None
        if group is _english:
            left = [] if left == ["a"] else left
            right = right[1:] if right[:1] == ["and"] else right
        lower = scales[place + 1 :]
        many = _scaled(left, lower, group) if left else 1
        rest = _scaled(right, lower, group) if right else 0
        if not many or rest is None or rest >= scale or (right and not rest):
            return None
        return many * scale + rest
    return group(words)


def _english(words: Sequence[str]) -> int | None:
    if "hundred" not in words:
        return _part(words, "en", 3)
    at = words.index("hundred")
    left, right = words[:at], words[at + 1 :]
    if right[:1] == ["and"] and len(right) > 1:
        right = right[1:]
    many = 1 if left in ([], ["a"]) else _part(left, "en", 2)
    rest = _part(right, "en", 2) if right else 0
    if not many or rest is None or (right and not rest):
        return None
    return many * 100 + rest


def _spanish(words: Sequence[str]) -> int | None:
    if words == ["cien"]:
        return 100
    hundreds = _HUNDREDS.get(words[0]) if words else None
    if hundreds is None:
        return _part(words, "es", 3)
    rest = _part(words[1:], "es", 0) if words[1:] else 0
    if rest is None or (rest == 0 and (words[1:] or hundreds == 100)):
        return None
    return hundreds + rest


def _part(words: Sequence[str], language: str, figures: int) -> int | None:
    """A number below a hundred, or one in so many figures: the `916` of `916 mil`."""
    said = " ".join(words)
    if figures and said.isascii() and said.isdecimal():
        return int(said) if len(said) <= figures else None
    return BELOW_HUNDRED[language].get(said)
