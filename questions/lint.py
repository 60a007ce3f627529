"""What a bank must not do although each of its files can be read: outgrow its cards, repeat itself,
say one thing in English and another in Spanish, or give its keys away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fractions import Fraction
from pathlib import Path

from questions.bank import BUILTIN, Bank, faults_of, file_of, read_bank
from questions.grading import grade
from questions.keys import ChoiceKey, DateKey, NameKey, NumberKey, OrderKey
from questions.mexico_2006 import read_returns
from questions.model import LANGUAGES, NO_TEXT, Language, Option, Question, SourceKind, Text
from questions.packs import Reading, read_pack, read_sources
from questions.page import Fault, shown
from questions.verdict import Verdict

LONGEST_STEM = 300
LONGEST_OPTION = 70
LONGEST_WHY = 150
LONGEST_NAME = 70
LONGEST_UNIT = 40
LONGEST_EXPLANATION = 600
LONGEST_TOPIC_TITLE = 60
LONGEST_SOURCE_TITLE = 150
NEARLY_THE_SAME = 0.92
FEWEST_TO_GUESS = 20
OVER_CHANCE = Fraction(10, 100)


def lint(bank: Bank) -> list[Fault]:
    """Every fault of the bank, named by the files that it would be loaded from."""
    return [fault for rule in _RULES for fault in rule(bank)]


def check(paths: Sequence[Path] = ()) -> list[Fault]:
    """Load and lint the built-in bank, or else the given packs together; hand back all that is wrong.

    With the built-in bank, the data file of the computed questions is read too.

    A pack's sources.toml lies beside it or one folder above; if neither is there, the built-in one serves.
    Only what loads without a fault is linted.
    """
    readings, faults = _read_packs(paths) if paths else _read_builtin()
    if faults:
        return faults
    bank = Bank(reading.pack for reading in readings if reading.pack)
    return [_placed(fault, readings) for fault in lint(bank)]


def _read_builtin() -> tuple[list[Reading], list[Fault]]:
    readings, faults = read_bank(BUILTIN)
    sources, _ = read_sources(BUILTIN / "sources.toml")
    _, of_returns = read_returns(sources or None)
    return readings, [*faults, *of_returns]


def _read_packs(paths: Sequence[Path]) -> tuple[list[Reading], list[Fault]]:
    needed = {path: _sources_for(path) for path in paths}
    sources = {file: read_sources(file) for file in dict.fromkeys(needed.values())}
    readings = [reading for _, reading in sources.values()]
    readings += [read_pack(path, sources[file][0] or None) for path, file in needed.items()]
    return readings, faults_of(readings)


def _sources_for(pack: Path) -> Path:
    folders = (pack.parent, pack.parent.parent, BUILTIN)
    return next(
        file for folder in folders if (file := folder / "sources.toml").is_file() or folder is BUILTIN
    )


def _placed(fault: Fault, readings: Iterable[Reading]) -> Fault:
    """The fault with the file's real path and its line, unless several files could be meant."""
    meant = [reading for reading in readings if reading.path.name == Path(fault.file).name]
    return meant[0].fault(fault.question, fault.field, fault.what) if len(meant) == 1 else fault


def _fault(question: Question, field: str, what: str) -> Fault:
    return Fault(str(file_of(question.topic)), None, question.id, field, what)


# --- length -------------------------------------------------------------------------------------------------


def _texts_that_outgrow_a_card(bank: Bank) -> Iterator[Fault]:
    for topic in bank.topics:
        of_topic = Fault(str(file_of(topic.id)), None, None, None, "")
        yield from _too_long(of_topic, "topic.title", topic.title, LONGEST_TOPIC_TITLE)
    for question in bank.questions:
        of_question = _fault(question, "", "")
        yield from _too_long(of_question, "stem", question.stem, LONGEST_STEM)
        yield from _too_long(of_question, "explanation", question.explanation, LONGEST_EXPLANATION)
        yield from _too_long(of_question, "answer", question.name, LONGEST_NAME)
        yield from _too_long(of_question, "unit", question.unit, LONGEST_UNIT)
        for field, option in _named_options(question):
            yield from _too_long(of_question, field, option.text, LONGEST_OPTION)
            yield from _too_long(of_question, f"{field}.why", option.why or NO_TEXT, LONGEST_WHY)


def _too_long(fault: Fault, field: str, text: Text, limit: int) -> Iterator[Fault]:
    for language in LANGUAGES:
        length = len(text.to(language))
        if length > limit:
            what = f"is {length} characters long; shorten it to {limit}"
            yield replace(fault, field=f"{field}.{language}", what=what)


def _source_titles_that_outgrow_a_card(bank: Bank) -> Iterator[Fault]:
    cited = (citation.source for question in bank.questions for citation in question.citations)
    for source in {source.id: source for source in cited}.values():
        length = len(source.title)
        if length > LONGEST_SOURCE_TITLE:
            what = f"is {length} characters long; shorten it to {LONGEST_SOURCE_TITLE}"
            yield Fault("sources.toml", None, None, f"{source.id}.title", what)


# --- repetition ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stem:
    question: Question
    folded: str
    words: frozenset[str]


def _stems_asked_twice(bank: Bank) -> Iterator[Fault]:
    for language in LANGUAGES:
        for one, other in _alike([_stem(question, language) for question in bank.questions]):
            what = f'asks nearly the same as question "{one.id}"; ask something else, or drop one of the two'
            yield _fault(other, f"stem.{language}", what)


def _stem(question: Question, language: Language) -> _Stem:
    bare = unicodedata.normalize("NFKD", question.stem.to(language).casefold())
    words = re.findall(r"\w+", "".join(c for c in bare if not unicodedata.combining(c)))
    return _Stem(question, " ".join(words), frozenset(words))


def _alike(stems: list[_Stem]) -> Iterator[tuple[Question, Question]]:
    """Pairs of questions with nearly the same stem.

    To compare all pairs letter by letter would take minutes on a large bank. Two bounds spare most of them: a
    ratio cannot exceed what the lengths allow, and so few letters of difference leave most words whole.
    """
    place = {stem.question.id: n for n, stem in enumerate(stems)}
    by_length = sorted(stems, key=lambda stem: len(stem.folded))
    for n, long in enumerate(by_length):
        matcher = SequenceMatcher(None, "", long.folded, autojunk=False)
        for short in reversed(by_length[:n]):
            if 2 * len(short.folded) < NEARLY_THE_SAME * (len(short.folded) + len(long.folded)):
                break
            if 5 * len(short.words & long.words) < len(short.words) + len(long.words):
                continue
            matcher.set_seq1(short.folded)
            if matcher.quick_ratio() >= NEARLY_THE_SAME and matcher.ratio() >= NEARLY_THE_SAME:
                one, other = sorted((short.question, long.question), key=lambda q: place[q.id])
                yield one, other


# --- languages that drift apart -----------------------------------------------------------------------------

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def _numbers_that_differ(bank: Bank) -> Iterator[Fault]:
    for question in bank.questions:
        for field, text in _fields(question):
            english, spanish = (set(_NUMBER.findall(text.to(language))) for language in LANGUAGES)
            if english != spanish:
                only = f"English alone has {_listed(english - spanish)}, Spanish {_listed(spanish - english)}"
                mend = "write the same numbers in both, like 14,916,927 and 58.55"
                yield _fault(question, field, f"{only}; {mend}")


def _fields(question: Question) -> Iterator[tuple[str, Text]]:
    yield "stem", question.stem
    yield "explanation", question.explanation
    yield "answer", question.name
    yield "unit", question.unit
    for field, option in _named_options(question):
        yield field, option.text
        yield f"{field}.why", option.why or NO_TEXT


def _named_options(question: Question) -> Iterator[tuple[str, Option]]:
    name = "items" if isinstance(question.key, OrderKey) else "options"
    return ((f"{name}[#{number}]", option) for number, option in enumerate(question.options, start=1))


def _listed(numbers: set[str]) -> str:
    return " and ".join(sorted(numbers)) or "none"


# --- grading that takes an answer for something else --------------------------------------------------------


def _answers_graded_otherwise(bank: Bank) -> Iterator[Fault]:
    """What is shown as the answer must be right if it is typed, and each list of a name must do its work."""
    for question in bank.questions:
        for field, given, locale, expected in _gradings(question):
            verdict = grade(question.key, given, locale, final=field == "answer")
            if verdict is not expected:
                counts = f'"{shown(given)}" counts as {verdict}, not as {expected}'
                yield _fault(question, field, f"{counts}; correct the lists or the answer")


def _gradings(question: Question) -> Iterator[tuple[str, str, Language, Verdict]]:
    if isinstance(question.key, DateKey | NumberKey | NameKey):
        for language in LANGUAGES:
            yield "answer", question.answer.to(language), language, Verdict.CORRECT
    if isinstance(question.key, NameKey):
        yield from (("accept", name, "en", Verdict.CORRECT) for name in question.key.accept)
        yield from (("prompt", name, "en", Verdict.BE_SPECIFIC) for name in question.key.prompt)
        yield from (("reject", name, "en", Verdict.WRONG) for name in question.key.reject)


# --- opinion that passes for fact ---------------------------------------------------------------------------

_ACCORDING = Text("according to", "según")


def _opinions_told_as_facts(bank: Bank) -> Iterator[Fault]:
    for question in bank.questions:
        if any(citation.source.kind is not SourceKind.OPINION for citation in question.citations):
            continue
        for language in LANGUAGES:
            words = _ACCORDING.to(language)
            if words not in question.stem.to(language).casefold():
                what = f'rests on opinion alone; say "{words}" whom, or name a source of another kind'
                yield _fault(question, f"stem.{language}", what)


# --- keys that can be guessed -------------------------------------------------------------------------------


def _keys_guessable_by_length(bank: Bank) -> Iterator[Fault]:
    choices = _choices(bank)
    chance = _mean(Fraction(1, len(question.options)) for question in choices)
    for language in LANGUAGES:
        longest = [question for question in choices if _key_is_longest(question, language)]
        mend = f"lengthen wrong options or shorten right ones, for example of {_some(longest)}"
        yield from _guessable(f"the longest option in {language}", len(longest), len(choices), chance, mend)


def _keys_guessable_by_place(bank: Bank) -> Iterator[Fault]:
    choices = _choices(bank)
    for slot in range(max((len(question.options) for question in choices), default=0)):
        offered = (Fraction(slot < len(question.options), len(question.options)) for question in choices)
        there = [question for question in choices if _key_slot(question) == slot]
        mend = f"move the right option elsewhere, for example of {_some(there)}"
        yield from _guessable(f"option number {slot + 1}", len(there), len(choices), _mean(offered), mend)


def _keys_guessable_by_digits(bank: Bank) -> Iterator[Fault]:
    """Whoever picks the only option with a number where there is one, and guesses elsewhere, gains little."""
    choices = _choices(bank)
    lone = [(question, option) for question in choices if (option := _only_with_number(question))]
    right = [question for question, option in lone if _is_key(question, option)]
    by_chance = sum((Fraction(1, len(question.options)) for question, _ in lone), Fraction())
    if len(choices) >= FEWEST_TO_GUESS and len(right) - by_chance > OVER_CHANCE * len(choices):
        share = f"right in {len(right)} of {len(lone)} questions (by chance in {float(by_chance):.0f})"
        mend = f"write numbers into more options or into none, for example of {_some(right)}"
        yield Fault("packs", None, None, "answer", f"the only option with a number is {share}; {mend}")


def _guessable(what: str, hits: int, of: int, chance: Fraction, mend: str) -> Iterator[Fault]:
    if of >= FEWEST_TO_GUESS and Fraction(hits, of) > chance + OVER_CHANCE:
        share = (
            f"{what} is right in {hits} of {of} questions ({hits / of:.0%}, by chance {float(chance):.0%})"
        )
        yield Fault("packs", None, None, "answer", f"{share}; {mend}")


def _choices(bank: Bank) -> list[Question]:
    return [question for question in bank.questions if isinstance(question.key, ChoiceKey)]


def _key_slot(question: Question) -> int:
    return next(n for n, option in enumerate(question.options) if _is_key(question, option))


def _key_is_longest(question: Question, language: Language) -> bool:
    right = len(question.options[_key_slot(question)].text.to(language))
    wrong = (option for option in question.options if not _is_key(question, option))
    return all(len(option.text.to(language)) < right for option in wrong)


def _only_with_number(question: Question) -> Option | None:
    """In English: numbers are the same in all languages."""
    found = [option for option in question.options if _NUMBER.search(option.text.en)]
    return found[0] if len(found) == 1 else None


def _is_key(question: Question, option: Option) -> bool:
    return isinstance(question.key, ChoiceKey) and question.key.option == option.id


def _mean(shares: Iterable[Fraction]) -> Fraction:
    found = list(shares)
    return sum(found, Fraction()) / max(len(found), 1)


def _some(questions: list[Question]) -> str:
    return ", ".join(question.id for question in questions[:5])


_RULES: tuple[Callable[[Bank], Iterator[Fault]], ...] = (
    _texts_that_outgrow_a_card,
    _source_titles_that_outgrow_a_card,
    _stems_asked_twice,
    _numbers_that_differ,
    _answers_graded_otherwise,
    _opinions_told_as_facts,
    _keys_guessable_by_length,
    _keys_guessable_by_place,
    _keys_guessable_by_digits,
)
