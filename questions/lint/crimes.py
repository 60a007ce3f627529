"""Crimes that a stem or a wrong option ascribes to a real person who was not charged with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from questions.bank import Bank
from questions.folding import plain
from questions.keys import ChoiceKey, SetKey
from questions.lint.lists import any_of, word_lists
from questions.lint.persons import CRIMES, Person, persons_in, strangers_in
from questions.lint.texts import fault, named_options
from questions.model import LANGUAGES, Ascription, Option, Question, Text
from questions.page import Fault, shown

_UNMARKED = "mark it: ascribes = {}"


def crimes_of_the_uncharged(bank: Bank, persons: Mapping[str, Person]) -> Iterator[Fault]:
    """What a stem, or a stem with a wrong option, says of a person must be among that person's charges.

    Who is meant and what is ascribed is read from the words, unless the pack marks it.
    """
    reader = _Reader(persons)
    for question in bank.questions:
        if not reader.finds_crimes(question):
            continue
        stem = reader.said(question.stem)
        yield from _unfounded(question, "stem", stem.of_a_stem(), question.ascribes, reader)
        for field, option in named_options(question):
            if _is_wrong(question, option):
                read = stem.of_an_option(reader.said(option.text))
                yield from _unfounded(question, field, read, option.ascribes, reader)


def _is_wrong(question: Question, option: Option) -> bool:
    match question.key:
        case ChoiceKey(right):
            return option.id != right
        case SetKey(right):
            return option.id not in right
    return False


def _unfounded(
    question: Question,
    field: str,
    read: Iterable[Ascription],
    marked: Iterable[Ascription] | None,
    reader: _Reader,
) -> Iterator[Fault]:
    for ascribed in read if marked is None else marked:
        person = reader.persons.get(ascribed.person)
        if person is None and marked is None:
            mend = f"if that is a person, list them in persons.toml; if not, {_UNMARKED}"
            what = f'speaks of {ascribed.crime} and names "{shown(ascribed.person)}"; {mend}'
            yield replace(fault(question, field, what), hint=True)
        elif person is None:
            mend = "who is not listed; add the person to persons.toml, or correct the mark"
            yield fault(question, field, f'is marked with "{shown(ascribed.person)}", {mend}')
        elif ascribed.crime not in reader.crimes:
            known = f"which is no crime here; the crimes are {', '.join(reader.crimes)}"
            yield fault(question, field, f'is marked with "{shown(ascribed.crime)}", {known}')
        elif ascribed.crime not in person.charged:
            mend = "reword it" if marked is not None else f"reword it; if it says no such thing, {_UNMARKED}"
            what = f"ascribes {ascribed.crime} to {person.name}, with no such charge in persons.toml; {mend}"
            yield fault(question, field, what)


@dataclass(frozen=True, slots=True)
class _Said:
    """The crimes and the persons that a text names, by id, and full names of persons who are not listed."""

    persons: frozenset[str]
    crimes: frozenset[str]

    def of_a_stem(self) -> list[Ascription]:
        return _pairs(self.persons, self.crimes)

    def of_an_option(self, option: _Said) -> list[Ascription]:
        """What a stem says together with an option, and not alone."""
        of_it = _pairs(option.persons, self.crimes | option.crimes)
        return list(dict.fromkeys([*of_it, *_pairs(self.persons, option.crimes)]))


def _pairs(persons: Iterable[str], crimes: Iterable[str]) -> list[Ascription]:
    return [Ascription(person, crime) for person in sorted(persons) for crime in sorted(crimes)]


class _Reader:
    """Finds the persons and crimes that texts name."""

    def __init__(self, persons: Mapping[str, Person]) -> None:
        self.persons = persons
        self.crimes = {
            crime: [re.compile(any_of(map(plain, lists[language]))) for language in LANGUAGES]
            for crime, lists in word_lists(CRIMES).items()
        }
        words = (word for lists in word_lists(CRIMES).values() for words in lists.values() for word in words)
        self._any_crime = re.compile(any_of(map(plain, words)))

    def finds_crimes(self, question: Question) -> bool:
        """Whether a question names any crime, or is marked with one."""
        texts = [question.stem, *(option.text for option in question.options)]
        marks = [question.ascribes, *(option.ascribes for option in question.options)]
        return any(marks) or any(self._any_crime.search(plain(f"{text.en} {text.es}")) for text in texts)

    def said(self, text: Text) -> _Said:
        bare = [plain(text.to(language)) for language in LANGUAGES]
        crimes = (
            crime
            for crime, words in self.crimes.items()
            if any(of_language.search(one) for of_language, one in zip(words, bare, strict=True))
        )
        persons = persons_in(text, self.persons) | strangers_in(text, self.persons)
        return _Said(persons, frozenset(crimes))
