"""Text without what does not matter for being right: case, accents, punctuation."""

from __future__ import annotations

import re
import unicodedata

# Nobody needs more to name, date or count a thing; what is longer is not read.
LONGEST_GIVEN = 200

# Those of Latin, Greek and Cyrillic letters: all combining. There are others.
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]")
_APART = re.compile(r"[\W_]+")
# The ASCII characters in order, those that are no letter or figure as spaces.
_SPACED = "".join(char if char.isalnum() else " " for char in map(chr, range(128)))
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.\s?)+[^\W\d_]\b\.?")
_NOT_LETTERS = re.compile(r"[.\s]+")
_SIGNS = (
    dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | dict.fromkeys(map(ord, "‘’‚‛‹›`"), "'")
    | dict.fromkeys(map(ord, "“”„‟«»"), '"')
)
_FULL_WIDTH = frozenset("０１２３４５６７８９")


def folded(text: str) -> str:
    """Small letters without accents, words apart by single spaces."""
    bare = plain(text)
    if bare.isascii():
        return " ".join(bare.translate(_SPACED).split())
    return _APART.sub(" ", bare).strip()


def plain(text: str) -> str:
    """Small letters without accents; signs and spaces stay where they are. `ñ` is `n` to everybody."""
    if text.isascii():
        return text.lower()
    spread = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    if not spread.isascii():
        spread = "".join([char for char in spread if not unicodedata.combining(char)])
    return spread.casefold()


def plain_signs(text: str) -> str:
    """Every kind of dash, the minus sign, and every kind of quote, as the one on the keyboard."""
    return text if text.isascii() and "`" not in text else text.translate(_SIGNS)


def joined_initials(text: str) -> str:
    """`D.E.A.` and `D. E. A.` as `DEA`; a single initial stays apart."""
    return _INITIALS.sub(lambda found: _NOT_LETTERS.sub("", found[0]), text)


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def has_odd_digits(text: str) -> bool:
    """Whether some figure is none of 0 to 9: folding would turn `5²` into 52 and `1½` into 11 2.

    The wide figures of East Asian keyboards are 0 to 9.
    """
    return not text.isascii() and any(
        char.isnumeric() and not char.isascii() and char not in _FULL_WIDTH for char in text
    )
