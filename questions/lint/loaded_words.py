"""Words that take a side: a hint, no fault, for some may be the right ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from questions.bank import Bank
from questions.folding import plain
from questions.lint.lists import any_of, word_lists
from questions.lint.texts import QUOTED, texts_of
from questions.model import LANGUAGES, Language
from questions.page import Fault

LOADED = "loaded-words.toml"


def loaded_words(bank: Bank) -> Iterator[Fault]:
    """Whole words, however they are accented; not in what is quoted."""
    lists = {language: _words(language) for language in LANGUAGES}
    any_word = {language: re.compile(any_of(words)) for language, words in lists.items()}
    for told in texts_of(bank):
        for language in LANGUAGES:
            bare = plain(QUOTED.sub(" ", told.text.to(language)))
            for found in dict.fromkeys(any_word[language].findall(bare)):
                yield told.fault(_advice(found, lists[language]), language, hint=True)


def _advice(found: str, words: Mapping[str, Sequence[str]]) -> str:
    word = next(word for word in words if re.fullmatch(any_of([word]), found))
    better = " or ".join(words[word])
    mend = f"better: {better}" if better else "leave it out"
    return f'"{found}" takes a side; {mend}; or quote who says so'


def _words(language: Language) -> Mapping[str, Sequence[str]]:
    """What may be written instead, by the word without accents."""
    return {plain(word): instead for word, instead in word_lists(LOADED)[language].items()}
