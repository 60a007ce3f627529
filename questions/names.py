"""Names as people type them: folded, and forgiven small typos where no other name is as near."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from questions.dates import MONTH_WORDS
from questions.folding import LONGEST_GIVEN, folded, joined_initials, plain, plain_signs, word_set
from questions.keys import NameKey
from questions.number_words import CARDINAL_WORDS, ORDINAL_WORDS
from questions.verdict import Verdict

ARTICLES = word_set("the a an el la los las lo un una unos unas")
_SAME_WORDS = {"del": "de", "y": "and"}
# No `Mrs.` and no `señora`: before a surname they may mean the wife.
_HONORIFICS = word_set(
    "mr mister ms miss dr dra doctor doctora prof profesor profesora professor sir lord lady dame "
    "don dona sr senor lic licenciado licenciada ing ingeniero ingeniera mtro mtra maestro maestra arq "
    "president presidente presidenta vice vicepresident vicepresidente vicepresidenta expresidente "
    "expresidenta elect electo electa former ex acting interim interino interina retired "
    "gen general gral col colonel coronel capt captain capitan admiral almirante lt lieutenant teniente "
    "judge juez jueza justice chief magistrate magistrado magistrada ministro ministra minister prime primer "
    "us attorney fiscal prosecutor procurador procuradora "
    "secretary secretario secretaria exsecretario exsecretaria sec ambassador embajador embajadora "
    "senator sen senador senadora rep representative representante congressman congresswoman diputado "
    "diputada dip governor gov gobernador gobernadora mayor alcalde alcaldesa"
)
_NEGATIONS = word_set(
    "not no never none neither nor without except against "
    "nunca jamas ningun ninguno ninguna tampoco sin excepto salvo contra"
)
_DIRECTIONS = word_set(
    "northeast northwest southeast southwest northeastern northwestern southeastern southwestern "
    "noreste noroeste nordeste sureste suroeste sudeste sudoeste"
)
_FIXED = _NEGATIONS | _DIRECTIONS | ORDINAL_WORDS | CARDINAL_WORDS | MONTH_WORDS
_ROMAN = re.compile(r"m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_PREFIXES = word_set("a an i il im in ir un no de re co bi ex")

_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")

_FOR_ONE_TYPO = 5
_FOR_TWO_TYPOS = 9
_FAR = 10**6


@dataclass(frozen=True, slots=True)
class _Name:
    """A folded name. `run` is what must agree: `DuCharme` is `Du Charme`, but `11 2` is not `1 12`."""

    words: tuple[str, ...]
    run: str


@dataclass(frozen=True, slots=True)
class _Names:
    accept: tuple[_Name, ...]
    prompt: tuple[_Name, ...]
    reject: tuple[_Name, ...]


def grade_name(key: NameKey, given: str) -> Verdict:
    """Look for the folded name in the lists of the key, and then for the nearest one but for typos."""
    if len(given) > LONGEST_GIVEN:
        return Verdict.UNREADABLE
    said = _name(given, key.person)
    if not said.run:
        return Verdict.UNREADABLE
    names = _names(key)
    wrong, right, vague = (_distance(said, some) for some in (names.reject, names.accept, names.prompt))
    if wrong and (not right or right < min(wrong, vague)):
        return Verdict.CORRECT
    return Verdict.BE_SPECIFIC if vague < wrong else Verdict.WRONG


@lru_cache(maxsize=4096)
def _names(key: NameKey) -> _Names:
    lists = (key.accept, key.prompt, key.reject)
    return _Names(*(tuple({_name(text, key.person): None for text in texts}) for texts in lists))


def _name(text: str, person: bool) -> _Name:
    bare = plain_signs(plain(text)).replace("'", "").replace("&", " and ")
    words = [_SAME_WORDS.get(word, word) for word in folded(joined_initials(bare)).split()]
    last = len(words) - 1
    words = [word for place, word in enumerate(words) if place == last or word not in ARTICLES]
    if person:
        while len(words) > 1 and words[0] in _HONORIFICS:
            words = words[1:]
    return _Name(tuple(words), _BETWEEN_LETTERS.sub("", " ".join(words)))


def _distance(said: _Name, names: Iterable[_Name]) -> int:
    """How many typos lie between what was said and the nearest of the names."""
    nearest = _FAR
    for name in names:
        if name.run == said.run:
            return 0
        if len(name.words) == len(said.words):
            nearest = min(nearest, _typos(said.words, name.words))
    return nearest


def _typos(said: tuple[str, ...], meant: tuple[str, ...]) -> int:
    total = 0
    for one, other in zip(said, meant, strict=True):
        if one != other:
            most = _typos_forgiven(one, other)
            found = _edits(one, other, most) if abs(len(one) - len(other)) <= most else _FAR
            if found > most:
                return _FAR
            total += found
    return total


def _typos_forgiven(one: str, other: str) -> int:
    short, long = sorted((one, other), key=len)
    if len(short) < _FOR_ONE_TYPO or _is_fixed(one) or _is_fixed(other):
        return 0
    if long.endswith(short) and long.removesuffix(short) in _PREFIXES:
        return 0  # `ilegal` is no typo of `legal`
    # Where even the first letter differs, two changes make another word: constitution and institution.
    return 2 if len(short) >= _FOR_TWO_TYPOS and one[0] == other[0] else 1


def _is_fixed(word: str) -> bool:
    return word in _FIXED or not word.isalpha() or _ROMAN.fullmatch(word) is not None


def _edits(one: str, other: str, most: int) -> int:
    """Letters to insert, delete, change or swap with their neighbour; more than `most` is _FAR."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if not one or not other:
        return len(one or other) if len(one or other) <= most else _FAR
    if not most:
        return _FAR
    ways = [(one[1:], other[1:]), (one[1:], other), (one, other[1:])]
    if one[:2] == other[1::-1]:
        ways.append((one[2:], other[2:]))
    return min(_FAR, 1 + min(_edits(*way, most - 1) for way in ways))
