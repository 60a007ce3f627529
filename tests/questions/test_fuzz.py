"""What must hold of grading on every key, whatever is typed: tried a little, and at length in `make fuzz`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from questions.bank import load_bank
from questions.dates import PartialDate
from questions.folding import LONGEST_GIVEN
from questions.grading import grade
from questions.keys import DateKey, Key, NameKey, NumberKey
from questions.verdict import Verdict
from tests.questions.guesses import SAMPLES, Guess, guesses, may_be_right, right_answers

BANK = load_bank().questions
TYPED_KEYS: list[Key] = [
    key
    for key in dict.fromkeys([*SAMPLES, *(question.key for question in BANK)])
    if isinstance(key, DateKey | NumberKey | NameKey)
]
KEYS: list[Key] = list(dict.fromkeys([*SAMPLES, *(question.key for question in BANK)]))
GUESSES = guesses(BANK, SAMPLES)
FEWEST_GUESSES = 10_000
# Without a longer run, one guess out of so many.
EVERY = 1 if settings().max_examples > 1000 else 100

keys = st.sampled_from(KEYS)
typed_keys = st.sampled_from(TYPED_KEYS)
locales = st.sampled_from(["en", "es", "es-MX", "es-ES", "en-GB", ""])
typed_by_players = st.sampled_from(GUESSES)

# --- grading never raises

_WORDS = "not no or o de del the el of y and general enmienda December dic. mayo may lunes two hundred mil "
_WORDS += "millones un veintiún minus first Amendment House D.E.A. U. S. XII k"
_FIGURES = "14 31 0 2006 1st 1.º 2º 12th 1,234 1.234 14\u00a0916\u00a0927 14'916 .5 5. １４ ٣ ² ½"
_SIGNS = "% $ € - − + , . ' ’ “ / \u0301 ﬁ İ ß 🗳 \0 \u202e \ud800"
_PARTS = [*_WORDS.split(" "), *_FIGURES.split(" "), *_SIGNS.split(" "), " ", "\n", "1" * 50, "x" * 199]
nearly_sensible = st.lists(st.sampled_from(_PARTS), max_size=12).flatmap(
    lambda parts: st.sampled_from(["", " ", ",", "/"]).map(lambda between: between.join(parts))
)


@st.composite
def misspelled(draw: st.DrawFn) -> str:
    """What somebody types, with a few characters lost, added or changed."""
    text = draw(typed_by_players).text
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.text(max_size=2)) + text[place + draw(st.integers(0, 2)) :]
    return text


names = st.lists(st.text(max_size=12), max_size=3).map(tuple)
made_up_keys: st.SearchStrategy[Key] = st.one_of(
    st.builds(NameKey, names, names, names, st.booleans()),
    st.builds(NumberKey, st.decimals(-(10**15), 10**15, places=6), st.decimals(0, 10**15, places=6), names),
    st.dates().map(lambda day: DateKey(PartialDate(day.year, day.month, day.day))),
)


@given(keys | made_up_keys, st.text() | nearly_sensible | misspelled(), locales | st.text(), st.booleans())
def test_grading_never_raises(key: Key, text: str, locale: str, final: bool) -> None:
    verdict = grade(key, text, locale, final=final)
    assert not final or verdict in {Verdict.CORRECT, Verdict.WRONG}


# --- grading is stable under folding

Change = Callable[[str], str]


def exchanged(old: str, new: str) -> Change:
    table = str.maketrans(old, new)
    return lambda text: text.translate(table)


def without_accents(text: str) -> str:
    spread = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in spread if not unicodedata.combining(char)))


PRINTED = "".join(map(chr, range(0x21, 0x7F)))
CHANGES: dict[str, Change] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "swapped case": str.swapcase,
    "NFC": partial(unicodedata.normalize, "NFC"),
    "NFD": partial(unicodedata.normalize, "NFD"),
    "NFKC": partial(unicodedata.normalize, "NFKC"),
    "NFKD": partial(unicodedata.normalize, "NFKD"),
    "without accents": without_accents,
    "with accents": exchanged("aeiouAEIOU", "áèîöúÀÉÎÕÜ"),
    "full width": exchanged(PRINTED + " ", "".join(chr(ord(char) + 0xFEE0) for char in PRINTED) + "\u3000"),
    "full-width figures": exchanged("0123456789", "０１２３４５６７８９"),
    "spaces doubled": lambda text: text.replace(" ", "  "),
    "other spaces": exchanged(" ", "\u00a0"),
    "tabs": exchanged(" ", "\t"),
    "curly apostrophes": exchanged("'", "’"),
    "long dashes": exchanged("-", "–"),
}
AROUND = [
    *("", " \n", "\t ", "¿?", "¡!", "()", "[]", '""', "''", "“”", "‘’", "„“", "«»", "‹›", "**", "__", "``"),
    *((" ", "."), (" ", " ."), ("", "!!"), ("", "…"), ("", " ?"), ("", ";"), ("", ","), ("... ", "")),
]
ARTICLES = {
    NameKey: ("the", "a", "an", "el", "la", "los", "las", "un", "una"),
    NumberKey: ("the", "el", "los", "las"),
    DateKey: ("the", "el"),
}
TITLES = ("Dr.", "Mr.", "Lic.", "general", "el general", "Presidente", "ex president", "Sen.")


@st.composite
def rewritten(draw: st.DrawFn, text: str) -> str:
    """The same words in other letters, spaces and signs."""
    for name in draw(st.lists(st.sampled_from(sorted(CHANGES)), max_size=3)):
        text = CHANGES[name](text)
    before, after = draw(st.sampled_from(AROUND)) or ("", "")
    return f"{before}{text}{after}"


RIGHT = [(key, text) for key in TYPED_KEYS for _, text in right_answers(key)]
right_or_not = st.sampled_from(RIGHT) | st.tuples(typed_keys, typed_by_players.map(lambda guess: guess.text))


@given(right_or_not, st.data(), st.sampled_from(["en", "es", "es-ES"]), st.booleans())
def test_grading_is_stable_under_folding(
    typed: tuple[Key, str], data: st.DataObject, locale: str, final: bool
) -> None:
    key, text = typed
    before = ["", *ARTICLES[type(key)], *(TITLES if isinstance(key, NameKey) and key.person else ())]
    changed = data.draw(rewritten(f"{data.draw(st.sampled_from(before))} {text}".strip()))
    assume(len(changed) <= LONGEST_GIVEN)
    assert grade(key, changed, locale, final=final) is grade(key, text, locale, final=final)


# --- no wrong answer is ever right


def test_there_are_many_wrong_answers_and_each_is_wrong_for_nearly_every_key() -> None:
    assert len(GUESSES) >= FEWEST_GUESSES
    sample = GUESSES[::50]
    assert all(sum(may_be_right(key, guess) for key in TYPED_KEYS) <= 5 for guess in sample)


@pytest.mark.fuzz
@pytest.mark.parametrize("key", TYPED_KEYS)
def test_no_answer_to_another_question_is_ever_right(key: Key) -> None:
    place = TYPED_KEYS.index(key)
    for guess in GUESSES[place % EVERY :: EVERY]:
        if not may_be_right(key, guess):
            assert grade(key, guess.text, guess.locale, final=False) is not Verdict.CORRECT, guess
            assert grade(key, guess.text, guess.locale, final=True) is Verdict.WRONG, guess


@given(typed_by_players, st.data(), st.booleans())
def test_no_answer_to_another_question_is_right_however_it_is_written(
    guess: Guess, data: st.DataObject, final: bool
) -> None:
    text = data.draw(rewritten(guess.text))
    for key in TYPED_KEYS:
        if not may_be_right(key, guess):
            assert grade(key, text, guess.locale, final=final) is not Verdict.CORRECT, key
