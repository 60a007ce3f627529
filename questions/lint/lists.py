"""The word lists of the rules: TOML files whose tables hold arrays of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from questions.fields import Fields
from questions.page import PackError, Place, open_page

_HERE = Path(__file__).parent

WordLists = Mapping[str, Mapping[str, tuple[str, ...]]]


@cache
def word_lists(name: str) -> WordLists:
    """The lists of a file of this folder, by table and entry. Raises PackError with all its faults."""
    report, data = open_page(_HERE / name)
    lists = {}
    for table in data or {}:
        fields = Fields(report, data or {}, Place(header=table)).table(table)
        lists[table] = {entry: fields.words(entry) for entry in fields.names}
    if report.sorted():
        raise PackError(report.sorted())
    return lists


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for whole words that are one of the phrases; a star stands for any ending."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return rf"(?<!\w)(?:{'|'.join(map(_pattern, longest_first))})(?!\w)"


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w*")
