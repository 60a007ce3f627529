from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from questions.bank import BUILTIN
from questions.folding import plain
from questions.lint import check, lists
from questions.lint.lists import any_of, word_lists
from questions.lint.loaded_words import LOADED
from questions.lint.names import TRANSLATIONS
from questions.lint.persons import CRIMES
from questions.page import PackError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of lists in place of the built-in one."""
    monkeypatch.setattr(lists, "_HERE", tmp_path)
    word_lists.cache_clear()
    yield tmp_path
    word_lists.cache_clear()


def test_a_list_is_tables_of_arrays(folder: Path) -> None:
    (folder / "some.toml").write_text('[en]\n"of course" = []\nthug = ["man", "men"]\n', encoding="utf-8")
    assert word_lists("some.toml") == {"en": {"of course": (), "thug": ("man", "men")}}


def test_every_fault_of_a_list_is_named_at_its_line(folder: Path) -> None:
    (folder / "some.toml").write_text('[en]\nthug = "man"\n\n[es]\ngolpe = [" ", 7]\n', encoding="utf-8")
    with pytest.raises(PackError) as caught:
        word_lists("some.toml")
    assert [(fault.line, fault.field) for fault in caught.value.faults] == [
        (2, "en.thug"),
        (5, "es.golpe[#1]"),
        (5, "es.golpe[#2]"),
    ]


@pytest.mark.parametrize("name", [TRANSLATIONS, LOADED, CRIMES])
def test_a_list_that_cannot_be_read_is_a_fault_of_the_check(folder: Path, name: str) -> None:
    for whole in (TRANSLATIONS, LOADED, CRIMES):
        text = (BUILTIN / "lint" / whole).read_text(encoding="utf-8")
        (folder / whole).write_text("[" if whole == name else text, encoding="utf-8")
    (fault,) = check()
    assert (fault.file, fault.line) == (str(folder / name), 1)
    assert "is not valid TOML" in fault.what


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (["coup"], "a coup, a couple, recoup", ["coup"]),
        (["regime", "regime change"], "regime change", ["regime change"]),
        (["brib*"], "bribes and Brib", ["bribes"]),
        (["lav* dinero"], "lavaba dinero", ["lavaba dinero"]),
        (["cover-up"], "a cover-up", ["cover-up"]),
    ],
)
def test_whole_words_are_found_and_the_longest_phrase_first(
    phrases: list[str], text: str, found: list[str]
) -> None:
    assert re.findall(any_of(phrases), text) == found


def test_no_word_of_a_list_stands_there_twice() -> None:
    for words in (*word_lists(LOADED).values(), *(w for w in word_lists(CRIMES).values())):
        for listed in (list(words), *words.values()):
            assert len({plain(word) for word in listed}) == len(listed), listed


def test_a_translation_has_its_star_at_the_end() -> None:
    for table in word_lists(TRANSLATIONS).values():
        for name, translations in table.items():
            assert translations, name
            assert not any("*" in one[:-1] for one in (name, *translations)), name
