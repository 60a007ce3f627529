"""What holds for the questions of every computed topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from questions.bank import BUILTIN, Bank
from questions.content import from_json, to_json
from questions.generated import computed_topics
from questions.grading import SEPARATOR, Verdict, grade
from questions.keys import ChoiceKey, NumberKey, OrderKey, SetKey
from questions.lint.numbers_and_dates import numbers_of
from questions.lint.run import RULES
from questions.lint.stems import stems_asked_twice
from questions.model import LANGUAGES, Difficulty, Language, Pack, Question
from tests.questions.computed import Computed, calendar, is_longest, right, shares, sources, states


@dataclass(frozen=True)
class Topic:
    """A computed topic with what its cards leave room for."""

    id: str
    read: Callable[[], Computed]
    longest_stem: int
    fewest_of_a_difficulty: int


TOPICS = [Topic("electoral-calendar", calendar, 220, 100), Topic("mexico-2006-states", states, 300, 50)]
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=[topic.id for topic in TOPICS])


def test_all_computed_topics_are_looked_at_here() -> None:
    assert [pool.topic.id for pool in computed_topics(sources())] == [topic.id for topic in TOPICS]


def test_ids_are_unique_over_all_topics_and_of_the_form_that_packs_have() -> None:
    ids = [question.id for topic in TOPICS for question in topic.read().questions]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"gen-[a-z0-9]+(-[a-z0-9]+)*", id) and len(id) <= 60 for id in ids)


@each_topic
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_stem_is_asked_twice(topic: Topic, language: Language) -> None:
    stems = Counter(question.stem.to(language) for question in topic.read().questions)
    assert stems.most_common(1)[0][1] == 1, stems.most_common(1)


@each_topic
def test_options_differ_in_every_language_and_choices_have_four(topic: Topic) -> None:
    for question in topic.read().questions:
        number = len(question.options)
        assert len({option.id for option in question.options}) == number, question.id
        for language in LANGUAGES:
            assert len({o.text.to(language).casefold() for o in question.options}) == number, question.id
        fewest, most = {ChoiceKey: (4, 4), SetKey: (4, 5), OrderKey: (3, 5), NumberKey: (0, 0)}[
            type(question.key)
        ]
        assert fewest <= number <= most, question.id


@each_topic
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_fit_a_card(topic: Topic, language: Language) -> None:
    for question in topic.read().questions:
        assert 0 < len(question.stem.to(language)) <= topic.longest_stem, question.id
        assert 0 < len(question.explanation.to(language)) <= 600, question.id
        assert all(0 < len(option.text.to(language)) <= 60 for option in question.options), question.id


@each_topic
def test_what_the_lint_asks_of_a_pack_holds(topic: Topic) -> None:
    """But for stems that are nearly the same: those of one template are so on purpose."""
    computed = topic.read()
    bank = Bank([Pack(computed.pool.topic, computed.questions)])
    rules = [rule for rule in RULES if rule is not stems_asked_twice]
    assert [str(fault) for rule in rules for fault in rule(bank)] == []


@each_topic
def test_languages_agree_in_their_numbers_and_differ_in_their_words(topic: Topic) -> None:
    for question in topic.read().questions:
        texts = [question.stem, question.explanation, *(option.text for option in question.options)]
        for text in texts:
            assert numbers_of(text.en) == numbers_of(text.es), (question.id, text)
        assert question.stem.en != question.stem.es


@each_topic
def test_texts_are_whole_sentences(topic: Topic) -> None:
    for question in topic.read().questions:
        assert re.fullmatch(r"[A-Z].*[^.?][.?]", question.stem.en), question.stem
        assert re.fullmatch(r"[A-Z¿].*([^.?]|UU\.)[.?]", question.stem.es), question.stem
        assert question.stem.es.count("¿") == question.stem.es.count("?") == question.stem.en.count("?")
        for text in (question.explanation.en, question.explanation.es):
            assert re.fullmatch(r"[A-Z0-9].*[^.]\.", text), (question.id, text)
        es = " ".join([question.stem.es, question.explanation.es])
        assert not re.search(r"\b(de|a) el\b", es, re.IGNORECASE), (question.id, es)


@each_topic
def test_each_cites_sources_of_the_bank_with_a_place_in_them(topic: Topic) -> None:
    for question in topic.read().questions:
        assert question.citations, question.id
        assert len(set(question.citations)) == len(question.citations), question.id
        assert all(citation.source is sources()[citation.source.id] for citation in question.citations)
        assert all(citation.locator for citation in question.citations)
        assert question.topic == topic.id
        assert question.as_of == date(2026, 11, 23)


@each_topic
def test_all_difficulties_occur(topic: Topic) -> None:
    of = Counter(question.difficulty for question in topic.read().questions)
    assert set(of) == set(Difficulty)
    assert min(of.values()) > topic.fewest_of_a_difficulty


@each_topic
def test_making_them_twice_gives_the_same(topic: Topic) -> None:
    again = next(pool for pool in computed_topics(sources()) if pool.topic.id == topic.id)
    assert again.ids == tuple(question.id for question in topic.read().questions)
    assert tuple(again) == topic.read().questions
    assert again.question(again.ids[0]) is again.question(again.ids[0])
    assert again.question("gen-meeting-1961") is None


@each_topic
def test_a_question_comes_back_from_its_content(topic: Topic) -> None:
    for question in topic.read().questions:
        assert from_json(to_json(question)) == question


def test_only_the_id_draws_the_lots() -> None:
    for file in (BUILTIN / "generated").rglob("*.py"):
        assert not re.search(
            r"^(from|import) (random|time|secrets)\b|\.(now|today)\(", file.read_text(), re.M
        )


# --- answers ------------------------------------------------------------------------------------------------


def answers(question: Question) -> list[str]:
    """What somebody gives who knows the answer."""
    match question.key:
        case OrderKey(sequence):
            return [SEPARATOR.join(sequence)]
        case SetKey(options):
            return [SEPARATOR.join(sorted(options))]
        case NumberKey():
            return [question.answer.en, question.answer.es, str(question.key.value)]
        case _:
            return [right(question).id]


@each_topic
def test_the_answer_is_right_and_every_other_option_is_wrong(topic: Topic) -> None:
    for question in topic.read().questions:
        for given in answers(question):
            assert grade(question.key, given) is Verdict.CORRECT, (question.id, given)
        for option in question.options:
            expected = Verdict.CORRECT if option.id in answers(question) else Verdict.WRONG
            assert grade(question.key, option.id) is expected, (question.id, option.id)
        assert question.answer.en
        assert question.answer.es


# --- why the wrong ones are wrong ---------------------------------------------------------------------------


@each_topic
def test_wrong_options_say_why_in_a_short_sentence_and_right_ones_say_nothing(topic: Topic) -> None:
    computed = topic.read()
    assert not any(right(question).why for question in computed.choices)
    for question, option in computed.wrongs:
        if option.why is None:
            continue
        en, es = option.why.en, option.why.es
        assert re.fullmatch(r"[A-Z0-9].*[^.]\.", en), (question.id, en)
        assert re.fullmatch(r"[A-ZÁÉÍÓÚ0-9].*[^.]\.", es), (question.id, es)
        assert max(len(en), len(es)) <= 120, (question.id, en)
        assert numbers_of(en) == numbers_of(es), (question.id, en)
        assert not re.search(r"\b(de|a) el\b", es), (question.id, es)


# --- what can be guessed ------------------------------------------------------------------------------------


@each_topic
def test_the_right_option_stands_anywhere(topic: Topic) -> None:
    places = shares(question.options.index(right(question)) for question in topic.read().choices)
    assert all(0.22 < share < 0.28 for share in places), places


@each_topic
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_option_is_the_longest_no_more_often_than_by_chance(
    topic: Topic, language: Language
) -> None:
    computed = topic.read()
    for template, ids in {"all": computed.pool.ids, **computed.templates}.items():
        of_template = [question for question in computed.choices if question.id in set(ids)]
        hits = [is_longest(question, language) for question in of_template]
        assert sum(hits) < 0.35 * len(hits) or not hits, template
