"""How a pack writes each kind of question: its options and its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from questions.dates import PartialDate
from questions.fields import Fields, repeated
from questions.folding import folded
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
from questions.model import LANGUAGES, NO_TEXT, Option, Text
from questions.page import shown

TRUTH_OPTIONS = (Option(TRUE, Text("True", "Verdadero")), Option(FALSE, Text("False", "Falso")))
CHOICE_OPTIONS = (2, 5)
SET_OPTIONS = (4, 5)
ORDER_ITEMS = (3, 5)

_PERSON = "person"
_NAMED = (_PERSON, "institution", "place", "case", "party", "law")
_DATE = re.compile(r"([1-9][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of a question that depend on its kind."""

    key: Key
    options: tuple[Option, ...] = ()
    unit: Text = NO_TEXT
    name: Text = NO_TEXT


def read_kind(table: Fields) -> Asked:
    """Read the kind of a question and the fields that only this kind has."""
    return _KINDS.get(table.word("kind", _KINDS), _unknown)(table)


def _choice(table: Fields) -> Asked:
    answer = table.give("answer", str)
    options = _options(table, CHOICE_OPTIONS, "answer", () if answer is None else (answer,))
    return Asked(ChoiceKey(answer or ""), options)


def _truth(table: Fields) -> Asked:
    return Asked(TruthKey(table.give("answer", bool) or False), TRUTH_OPTIONS)


def _date(table: Fields) -> Asked:
    answer = table.give("answer", str)
    match = _DATE.fullmatch(answer or "")
    date = PartialDate(*(int(part) if part else None for part in match.groups())) if match else PartialDate()
    if answer is not None and (match is None or not date.exists()):
        like = '"2020-12-14", "2020-12" or "2020"'
        table.fault("answer", f'"{shown(answer)}" is no date; write a day, a month or a year, as {like}')
    return Asked(DateKey(date))


def _number(table: Fields) -> Asked:
    value = table.number("answer")
    tolerance = table.number("tolerance") if table.has("tolerance") else None
    if tolerance is not None and tolerance <= 0:
        table.fault("tolerance", "must be above 0; leave it out if only the exact number is right")
    unit = table.texts("unit")
    key = NumberKey(value or Decimal(0), tolerance or Decimal(0), (unit.en, unit.es))
    return Asked(key, unit=unit)


def _name(table: Fields) -> Asked:
    of = table.word("of", _NAMED)
    name = table.texts("answer")
    accept = table.words("accept")
    prompt = table.words("prompt", optional=True)
    reject = table.words("reject", optional=True)
    # What is shown as the answer must be right when it is typed.
    accept = tuple(dict.fromkeys((name.en, name.es, *accept)))
    _check_lists(table, {"accept": accept, "prompt": prompt, "reject": reject})
    return Asked(NameKey(accept, prompt, reject, person=of == _PERSON), name=name)


def _check_lists(table: Fields, lists: Mapping[str, tuple[str, ...]]) -> None:
    """No name may stand in two of the lists, however it is spelled."""
    places: dict[str, str] = {}
    for list_, words in lists.items():
        for word in words:
            place = places.setdefault(folded(word), list_)
            if place != list_ and folded(word):
                table.fault(list_, f'holds "{shown(word)}", which {place} has too; keep it in one of them')


def _order(table: Fields) -> Asked:
    items = tuple(_option(entry, may_be_wrong=False) for entry in table.tables("items"))
    _check_apart(table, "items", items, ORDER_ITEMS)
    return Asked(OrderKey(tuple(item.id for item in items)), items)


def _set(table: Fields) -> Asked:
    answers = table.words("answers")
    options = _options(table, SET_OPTIONS, "answers", answers)
    if table.length("answers") == 0:
        table.fault("answers", "is empty; name the ids of all right options")
    elif options and {option.id for option in options} <= set(answers):
        table.fault("answers", "names every option; add a wrong one, or ask another way")
    return Asked(SetKey(frozenset(answers)), options)


def _unknown(table: Fields) -> Asked:
    table.ignore(
        "options", "items", "answer", "answers", "unit", "tolerance", "of", "accept", "prompt", "reject"
    )
    return Asked(TruthKey(False))


def _options(
    table: Fields, number: tuple[int, int], answer: str, right: Collection[str]
) -> tuple[Option, ...]:
    """The options, of which the field `answer` names the right ones and all others say why they are wrong."""
    entries = table.tables("options")
    options = tuple(_option(entry) for entry in entries)
    _check_apart(table, "options", options, number)
    ids = [option.id for option in options if option.id]
    unknown = [id for id in right if id not in ids]
    for id in unknown if ids else ():
        known = ", ".join(map(shown, ids))
        table.fault(answer, f'no option has the id "{shown(id)}"; the ids are {known}')
    if right and not unknown and not repeated(ids):
        _check_whys(zip(entries, options, strict=True), right)
    return options


def _option(table: Fields, *, may_be_wrong: bool = True) -> Option:
    why = table.texts("why") if may_be_wrong and table.has("why") else None
    ascribes = table.ascriptions("ascribes") if may_be_wrong else None
    option = Option(table.id(), table.languages(), why, ascribes)
    table.finish()
    return option


def _check_whys(options: Iterable[tuple[Fields, Option]], right: Collection[str]) -> None:
    for table, option in options:
        if option.id in right and option.why is not None:
            table.fault("why", "says why a right option is wrong; remove it, or correct the answer")
        elif option.id and option.id not in right and option.why is None:
            table.fault("why", 'is missing; add why = {en = "...", es = "..."}: why this option is wrong')


def _check_apart(table: Fields, name: str, options: tuple[Option, ...], number: tuple[int, int]) -> None:
    """There are as many options as can be shown, and no two that a reader could take for the same."""
    count = table.length(name)
    fewest, most = number
    if count is not None and not fewest <= count <= most:
        table.fault(name, f"holds {count}; offer {fewest} to {most} {name}")
    for id in repeated(option.id for option in options):
        table.fault(name, f'several {name} have the id "{shown(id)}"; give each its own')
    for language in LANGUAGES:
        for text in repeated(folded(option.text.to(language)) for option in options):
            table.fault(name, f'several {name} read "{shown(text)}" in {language}; make them differ')


_KINDS: dict[str, Callable[[Fields], Asked]] = {
    "choice": _choice,
    "truth": _truth,
    "date": _date,
    "number": _number,
    "name": _name,
    "order": _order,
    "set": _set,
}
