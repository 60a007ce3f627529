"""The questions on Mexico's election of 2006 by state. Every key is reckoned from the data file alone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cache
from itertools import pairwise
from time import perf_counter

import pytest

from questions.bank import load_bank
from questions.folding import folded
from questions.generated import states_questions
from questions.grading import Verdict, grade
from questions.keys import NumberKey, OrderKey, SetKey
from questions.lint.stems import NEARLY_THE_SAME
from questions.mexico_2006 import RETURNS
from questions.model import LANGUAGES, Language, Option, Question
from tests.questions.computed import only_right, right, shares, sources, states

# How many questions each template makes.
COUNTS = {
    "candidates_by_place": 96,
    "candidates_in_order": 32,
    "entities_by_place": 96,
    "sets_of_wins": 24,
    "votes_of_candidates": 96,
    "leads": 47,
    "shares_of_winners": 32,
    "extremes": 298,
    "entities_in_order": 32,
    "majorities": 5,
    "no_majorities": 6,
    "numbers_of_entities": 10,
    "national_totals": 6,
}

CANDIDATES = ("calderon", "lopez-obrador", "madrazo", "mercado", "campa")
WHO = "|".join(CANDIDATES)
PLACES = ("first", "second", "third", "fourth", "fifth")
SURNAMES = {
    "calderon": "Calderón",
    "lopez-obrador": "López Obrador",
    "madrazo": "Madrazo",
    "mercado": "Mercado",
    "campa": "Campa",
}
NAMES = {
    "calderon": "Felipe Calderón",
    "lopez-obrador": "Andrés Manuel López Obrador",
    "madrazo": "Roberto Madrazo",
    "mercado": "Patricia Mercado",
    "campa": "Roberto Campa",
}
BOTH = (
    "between Felipe Calderón and Andrés Manuel López Obrador",
    "entre Felipe Calderón y Andrés Manuel López Obrador",
)

# By id, what the stem says in English and in Spanish; {} is the candidate whom the id names.
STEMS = {
    r"first-(?P<e>.*)": ("who received the most votes in", "quién obtuvo más votos en"),
    r"second-(?P<e>.*)": ("who came second in", "quién quedó en segundo lugar en"),
    r"third-(?P<e>.*)": ("who came third in", "quién quedó en tercer lugar en"),
    rf"(?P<c>{WHO})-first-.*": (
        "in which of these federal entities did {} come first:",
        "quedó {} en primer lugar:",
    ),
    rf"(?P<c>{WHO})-second-.*": (
        "did {} come second:",
        "en cuál de estas entidades federativas quedó {} en segundo lugar:",
    ),
    rf"(?P<c>{WHO})-third-.*": ("did {} come third:", "quedó {} en tercer lugar:"),
    rf"wins-(?P<c>{WHO})-.*": (
        "in which of these federal entities (one or more) did {} come first:",
        "¿en cuáles de estas entidades federativas (una o más) quedó {} en primer lugar:",
    ),
    rf"votes-(?P<c>{WHO})-(?P<e>.*)": ("how many votes did {} receive in", "cuántos votos obtuvo {} en"),
    rf"lead-over-(?P<c>{WHO})-(?P<e>.*)": (" ahead of {} in", " a {} en"),
    r"percent-(?P<e>.*)": (
        "what percentage of all votes cast in",
        "qué porcentaje de todos los votos emitidos en",
    ),
    r"highest-gap-.*": (
        f"was the difference in votes {BOTH[0]} largest",
        f"fue mayor la diferencia de votos {BOTH[1]}",
    ),
    r"lowest-gap-.*": (
        f"was the difference in votes {BOTH[0]} smallest",
        f"fue menor la diferencia de votos {BOTH[1]}",
    ),
    r"highest-cast-.*": ("were the most votes counted", "se contaron más votos"),
    r"lowest-cast-.*": ("were the fewest votes counted", "se contaron menos votos"),
    rf"highest-share-(?P<c>{WHO})-.*": (
        "did {} receive the highest share of all votes cast",
        "obtuvo {} el mayor porcentaje de todos los votos emitidos",
    ),
    rf"lowest-share-(?P<c>{WHO})-.*": (
        "did {} receive the lowest share of all votes cast",
        "obtuvo {} el menor porcentaje de todos los votos emitidos",
    ),
    rf"highest-votes-(?P<c>{WHO})-.*": (
        "did {} receive the most votes",
        "obtuvo {} el mayor número de votos",
    ),
    r"order-cast-.*": (
        "in order by the number of votes counted in each in the electoral tribunal's final count",
        "según los votos contados en cada una en el cómputo final",
    ),
    r"order-(?!cast-)(?P<e>.*)": (
        "Put these candidates in order of their votes in",
        "Ordena estas candidaturas según sus votos en",
    ),
    r"majority-.*": (
        " receive more than half of all votes cast",
        " más de la mitad de todos los votos emitidos",
    ),
    r"no-majority-.*": (
        " come first with less than half of all votes cast",
        " con menos de la mitad de todos los votos",
    ),
    rf"number-(?P<c>{WHO})-first": (
        "in how many of the 32 federal entities did {} come first",
        "en cuántas de las 32 entidades federativas quedó {} en primer lugar",
    ),
    rf"number-(?P<c>{WHO})-second": ("did {} come second", "quedó {} en segundo lugar"),
    rf"number-(?P<c>{WHO})-third": ("did {} come third", "quedó {} en tercer lugar"),
    r"number-majority": (
        "did any candidate receive more than half of all votes cast",
        "alguna candidatura obtuvo más de la mitad de todos los votos emitidos",
    ),
    r"number-million": ("were more than 1,000,000 votes counted", "se contaron más de 1,000,000 votos"),
    r"number-gap": (
        f"the difference in votes {BOTH[0]} larger than in the whole country",
        f"fue mayor la diferencia de votos {BOTH[1]} que la diferencia nacional?",
    ),
    rf"total-(?P<c>{WHO})": (
        "how many votes did {} receive in the whole country",
        "cuántos votos obtuvo {} en todo el país",
    ),
    r"total-null": (
        "how many votes were null in the whole country",
        "cuántos votos fueron nulos en todo el país",
    ),
    r"total-cast": (
        "how many votes were counted, null ones included, in the whole country",
        "cuántos votos se contaron, incluidos los nulos, en todo el país",
    ),
}


@cache
def table() -> dict[str, dict[str, str]]:
    """The rows of the data file, by id."""
    with RETURNS.open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return {row["id"]: row for row in csv.DictReader(lines)}


def number(id: str, column: str) -> int:
    return int(table()[id][column])


def ranked(id: str) -> list[str]:
    return sorted(CANDIDATES, key=lambda candidate: number(id, candidate), reverse=True)


def placed(candidate: str, place: str) -> set[str]:
    """The entities where the candidate came in the place."""
    return {id for id in table() if ranked(id)[PLACES.index(place)] == candidate}


def gap(id: str) -> int:
    return abs(number(id, "calderon") - number(id, "lopez-obrador"))


def majority(id: str) -> bool:
    return number(id, ranked(id)[0]) > number(id, "total") / 2


WITH_MAJORITY = {id for id in table() if majority(id)}


def percent(id: str, candidate: str) -> str:
    """In hundredths of a percent rounded half up, written with two decimals."""
    hundredths = (number(id, candidate) * 20_000 + number(id, "total")) // (2 * number(id, "total"))
    return f"{hundredths // 100}.{hundredths % 100:02}"


def national(column: str) -> int:
    return sum(number(id, column) for id in table())


def measured(measure: str) -> Callable[[str], Fraction]:
    """The figure of an entity that a question compares."""
    kind, _, candidate = measure.partition("-")
    match kind:
        case "gap":
            return lambda id: Fraction(gap(id))
        case "cast":
            return lambda id: Fraction(number(id, "total"))
        case "share":
            return lambda id: Fraction(number(id, candidate), number(id, "total"))
        case "votes":
            return lambda id: Fraction(number(id, candidate))
    raise AssertionError(measure)


def ids(question: Question) -> set[str]:
    return {option.id for option in question.options}


def figures(text: str) -> list[int]:
    """The whole numbers of a text, without its percentages."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?%?", text)
    return [int(one.replace(",", "")) for one in found if not re.search(r"[.%]", one)]


def named(question: Question, entities: Iterable[str], language: Language) -> bool:
    """Whether the stem names all the entities, two of them so that everyone knows what is meant."""
    special = {
        ("distrito-federal", "en"): "the Federal District (today Mexico City)",
        ("distrito-federal", "es"): "el Distrito Federal (hoy Ciudad de México)",
        ("estado-de-mexico", "en"): "the State of Mexico",
        ("estado-de-mexico", "es"): "el Estado de México",
    }
    names = [special.get((id, language), table()[id][language]) for id in entities]
    return all(name in question.stem.to(language) for name in names)


# --- all of them --------------------------------------------------------------------------------------------


def test_each_template_makes_as_many_questions_as_it_did() -> None:
    assert {template: len(made) for template, made in states().templates.items()} == COUNTS
    assert sum(COUNTS.values()) == len(states().questions) == len(states().pool) == 780


def test_a_stem_asks_for_what_its_id_says() -> None:
    """The keys below are reckoned by id; so each id must be of one form, and the stem must say the same."""
    for question in states().questions:
        forms = [
            (match.groupdict(), said)
            for form, said in STEMS.items()
            if (match := re.fullmatch(f"gen-mexico-{form}", question.id))
        ]
        assert len(forms) == 1, question.id
        found, (en, es) = forms[0]
        name = NAMES.get(found.get("c", ""), "")
        assert en.format(name) in question.stem.en, (question.stem.en, en)
        assert es.format(name) in question.stem.es, (question.stem.es, es)
        if "e" in found:
            assert all(named(question, [found["e"]], language) for language in LANGUAGES), question.id


def test_every_entity_is_asked_about_in_both_languages() -> None:
    for id in table():
        for language in LANGUAGES:
            assert sum(named(question, [id], language) for question in states().questions) > 15, id


def test_stems_say_which_count_the_numbers_are_from() -> None:
    by_rank = r"gen-mexico-(first|second|third|wins)-.*|gen-mexico-.*-(first|second|third)-.*"
    for question in states().questions:
        stem = question.stem
        if re.fullmatch(by_rank, question.id) and "number" not in question.id:
            assert stem.en.startswith("In Mexico's 2006 presidential election, ")
            assert stem.es.startswith("En la elección presidencial de México de 2006, ¿")
        else:
            assert (
                "in the electoral tribunal's final count of Mexico's 2006 presidential election"
                in uncapped(stem.en)
            )
            assert (
                "en el cómputo final de la elección presidencial de México de 2006, hecho por el Tribunal "
                "Electoral" in uncapped(stem.es)
            )


def test_entities_stand_in_the_order_of_their_names_in_each_language() -> None:
    order = {
        language: sorted(table(), key=lambda id: folded(table()[id][language])) for language in LANGUAGES
    }
    assert order["en"] != order["es"], "the State of Mexico, el Estado de México"
    listed = 0
    for question in states().questions:
        for language in LANGUAGES:
            _, colon, names = question.stem.to(language).removesuffix("?").partition(": ")
            if colon:
                found = re.split(r", | or | [ou] ", re.sub(r"\b(?:the|el) | \(.*?\)", "", names))
                assert len(found) == len(question.options), question.id
                expected = [table()[id][language] for id in order[language] if id in ids(question)]
                assert found == expected, (question.id, found)
                told = [question.explanation.to(language).find(name) for name in found]
                assert told == sorted(told), (question.id, "as in the explanation")
                listed += 1
    assert listed > 700


def test_votes_by_entity_are_told_as_those_of_the_final_count_and_apart_from_each_other() -> None:
    """A figure has commas of its own."""
    votes = rf"(?:{'|'.join(SURNAMES.values())}) [\d,]+"
    of_an_entity = rf"[\w ]+: {votes} · {votes} · {votes}"
    leads = {"en": r"Votes in the final count\.", "es": r"Votos en el cómputo final\."}
    for question, _ in states().made(rf"gen-mexico-(?:wins-.*|(?:{WHO})-(?:first|second|third)-.*)"):
        others = len(question.options) - 1
        for language in LANGUAGES:
            told = rf"{leads[language]} {of_an_entity}(?:; {of_an_entity}){{{others}}}\."
            assert re.fullmatch(told, question.explanation.to(language)), question.id


def uncapped(text: str) -> str:
    return text[:1].lower() + text[1:]


def test_nothing_is_asked_about_turnout() -> None:
    """Its ranking differs between the district count and the final one."""
    for question in states().questions:
        stem = f"{question.stem.en} {question.stem.es}".casefold()
        assert not re.search(r"turnout|participa|registered|nominal|inscrit", stem), question.id


def test_neither_side_is_named_in_a_better_way() -> None:
    for question in states().questions:
        for text in (question.stem.en, question.stem.es):
            assert text.count("Calderón") == text.count("Felipe Calderón"), question.id
            assert text.count("López Obrador") == text.count("Andrés Manuel López Obrador"), question.id
            assert not re.search(r"\b(won|lost|defeat|beat|ganó|perdió|derrot|AMLO|Peje)", text), question.id


def test_the_bank_offers_the_topic_and_its_questions() -> None:
    bank = load_bank()
    topic = bank.topic("mexico-2006-states")
    assert topic in bank.topics
    assert [topic.id for topic in bank.topics] == sorted(topic.id for topic in bank.topics)
    assert len(bank.pool("mexico-2006-states")) == sum(COUNTS.values())
    first = bank.question(bank.pool("mexico-2006-states")[0])
    assert first is not None
    assert first.topic == "mexico-2006-states"
    assert not set(bank.pool("mexico-2006-states")) & set(bank.pool(None)), "they do not drown the packs"


def test_a_question_reads_the_same_in_every_release() -> None:
    """Its options and their order hang on the id alone; a change here would change what players have seen."""
    found = states_questions(sources()).question("gen-mexico-first-veracruz")
    assert found is not None
    assert found.stem.en == "In Mexico's 2006 presidential election, who received the most votes in Veracruz?"
    assert (
        found.stem.es == "En la elección presidencial de México de 2006, ¿quién obtuvo más votos en Veracruz?"
    )
    assert [option.id for option in found.options] == ["calderon", "madrazo", "lopez-obrador", "mercado"]
    assert found.explanation.es == (
        "Cómputo final en Veracruz: López Obrador 1,032,689 votos (35.23%), Calderón 1,002,862 (34.21%), "
        "Madrazo 724,523 (24.72%); 2,931,113 votos en total."
    )


def test_building_all_takes_well_under_a_second() -> None:
    pool = states_questions(sources())
    start = perf_counter()
    assert len(list(pool)) == len(pool)
    assert perf_counter() - start < 2  # 0.1 s on an idle machine


def test_no_question_of_the_pack_is_asked_again() -> None:
    """Not with nearly the same stem and the same answer."""
    bank = load_bank()
    written = [question for id in bank.pool("mexico-2006") if (question := bank.question(id))]
    assert len(written) > 50
    for question in states().questions:
        for other in written:
            if other.answer == question.answer:
                alike = SequenceMatcher(None, other.stem.en, question.stem.en, autojunk=False).ratio()
                assert alike < NEARLY_THE_SAME, (question.id, other.id)
    assert not {q.id for q in states().questions} & {
        "gen-mexico-lowest-gap-campeche",
        "gen-mexico-lowest-gap-of-all",
        "gen-mexico-number-calderon-first",
        "gen-mexico-number-madrazo-first",
        "gen-mexico-total-calderon",
    }


# --- the key, reckoned from the file ------------------------------------------------------------------------


def test_who_came_first_second_or_third() -> None:
    for question, match in states().made(rf"gen-mexico-(first|second|third)-({'|'.join(table())})"):
        place, entity = PLACES.index(match[1]), match[2]
        assert right(question).id == ranked(entity)[place], question.id
        assert ids(question) == set(ranked(entity)[:4])
        assert all(named(question, [entity], language) for language in LANGUAGES)
        votes = [number(entity, candidate) for candidate in ranked(entity)[:3]]
        assert figures(question.explanation.en) == [*votes, number(entity, "total")], question.id


def test_candidates_are_put_in_order_of_their_votes() -> None:
    for question, match in states().made(rf"gen-mexico-order-({'|'.join(table())})"):
        assert question.key == OrderKey(tuple(ranked(match[1])[:3])), question.id
        assert [option.id for option in question.options] == ranked(match[1])[:3]


def test_of_four_entities_one_alone_had_the_candidate_in_the_place() -> None:
    for question, match in states().made(rf"gen-mexico-({WHO})-(first|second|third)-(.*)"):
        assert only_right(question, placed(match[1], match[2])), question.id
        assert right(question).id == match[3]
        assert all(named(question, ids(question), language) for language in LANGUAGES)
        of = {candidate: len(placed(candidate, match[2])) for candidate in CANDIDATES}
        assert of[match[1]] == len(states().made(rf"gen-mexico-{match[1]}-{match[2]}-.*")), (
            "each such entity is asked for once"
        )


def test_the_entities_of_a_set_are_those_that_the_candidate_led() -> None:
    sizes = Counter[int]()
    for question, match in states().made(rf"gen-mexico-wins-({WHO})-\d+"):
        won = placed(match[1], "first") & ids(question)
        assert question.key == SetKey(frozenset(won)), question.id
        assert len(question.options) == 5
        assert {option.id for option in question.options if option.why is None} == won
        sizes[len(won)] += 1
    assert set(sizes) == {1, 2, 3, 4}
    assert max(sizes.values()) < 12


def test_the_votes_of_a_candidate() -> None:
    for question, match in states().made(rf"gen-mexico-votes-({WHO})-(.*)"):
        assert only_right(question, [f"votes-{number(match[2], match[1])}"]), question.id
        assert figures(right(question).text.es) == [number(match[2], match[1])]


def test_a_lead_is_what_the_first_had_more_than_the_other() -> None:
    over_the_second = 0
    for question, match in states().made(rf"gen-mexico-lead-over-({WHO})-(.*)"):
        first, second = ranked(match[2])[:2]
        lead = number(match[2], first) - number(match[2], match[1])
        assert only_right(question, [f"votes-{lead}"]), question.id
        stem = question.stem.en
        assert stem.index(SURNAMES[first]) < stem.index(SURNAMES[match[1]])
        working = f"{number(match[2], first):,} minus {number(match[2], match[1]):,} is {lead:,}."
        assert question.explanation.en.startswith(working)
        over_the_second += match[1] == second
    assert over_the_second == len(table())


def test_a_share_is_of_all_votes_cast_and_a_point_off_still_counts() -> None:
    for question, match in states().made(r"gen-mexico-percent-(.*)"):
        entity, first = match[1], ranked(match[1])[0]
        assert isinstance(question.key, NumberKey)
        assert f"{question.key.value:.2f}" == percent(entity, first), question.id
        exact = 100 * number(entity, first) / number(entity, "total")
        for given, verdict in [(exact + 0.9, "CORRECT"), (exact - 0.9, "CORRECT"), (exact + 1.1, "WRONG")]:
            assert grade(question.key, f"{given:.2f} %") is Verdict[verdict], question.id
        assert SURNAMES[first] in question.stem.en
        assert "An answer within one percentage point counts." in question.stem.en


def test_of_four_entities_one_alone_had_the_highest_or_lowest_figure() -> None:
    for question, match in states().made(rf"gen-mexico-(highest|lowest)-(\w+(?:-(?:{WHO}))?)-(.*)"):
        value = measured(match[2])
        others = {value(id) for id in ids(question) - {right(question).id}}
        mine = value(right(question).id)
        assert all(mine > other if match[1] == "highest" else mine < other for other in others), question.id
        if match[3] == "of-all":
            extreme = max(table(), key=value) if match[1] == "highest" else min(table(), key=value)
            assert right(question).id == extreme, question.id
            assert [value(id) for id in table()].count(mine) == 1
            continue
        assert right(question).id == match[3]
        assert all(named(question, ids(question), language) for language in LANGUAGES)
        if "share" in match[2]:
            assert min(abs(mine - other) for other in others) >= Fraction(1, 100), "not by a hair"
        else:
            assert all(max(mine, other) >= min(mine, other) * Fraction(105, 100) for other in others)


def test_an_extreme_is_the_harder_the_nearer_the_next_one_of_the_options_is() -> None:
    """Points of all votes for shares; how many times the smaller goes into the larger for votes."""
    found = set()
    for question, match in states().made(rf"gen-mexico-(?:highest|lowest)-(\w+(?:-(?:{WHO}))?)-(.*)"):
        value, key = measured(match[1]), right(question).id
        pairs = [sorted([value(key), value(id)]) for id in ids(question) - {key}]
        if "share" in match[1]:
            apart, medium, easy = min(100 * (more - less) for less, more in pairs), Fraction(5), Fraction(12)
        else:
            apart, medium, easy = min(more / less for less, more in pairs), Fraction(3, 2), Fraction(3)
        expected = "easy" if apart >= easy else "medium" if apart >= medium else "hard"
        assert question.difficulty == expected, question.id
        if match[2] == "of-all":
            found.add(expected)
    assert len(found) >= 2, "of all entities too"


@pytest.mark.parametrize("which", ["highest", "lowest"])
@pytest.mark.parametrize("measure", ["gap", "cast", "share-calderon", "share-lopez-obrador", "share-madrazo"])
def test_entities_that_stand_out_from_three_others_are_all_asked_for(which: str, measure: str) -> None:
    asked = {match[1] for _, match in states().made(rf"gen-mexico-{which}-{measure}-(.*)")} - {"of-all"}
    by_figure = sorted(table(), key=measured(measure), reverse=which == "lowest")
    assert not asked & set(by_figure[:3]), "fewer than three lie beyond"
    assert len(asked) > 25


def test_entities_are_put_in_order_of_the_votes_counted() -> None:
    for question, match in states().made(r"gen-mexico-order-cast-(.*)"):
        order = sorted(ids(question), key=lambda id: number(id, "total"), reverse=True)
        assert question.key == OrderKey(tuple(order)), question.id
        assert len(order) == 4
        assert match[1] in order
        totals = [number(id, "total") for id in order]
        assert all(more >= 1.2 * fewer for more, fewer in pairwise(totals)), question.id
        assert figures(question.explanation.en) == totals


def test_of_four_entities_one_alone_gave_a_candidate_more_than_half() -> None:
    made = states().made(r"gen-mexico-majority-(.*)")
    assert {match[1] for _, match in made} == WITH_MAJORITY
    assert len(made) == len(WITH_MAJORITY) == 5, "each such entity is asked for once"
    for question, match in made:
        first = ranked(match[1])[0]
        assert only_right(question, WITH_MAJORITY & placed(first, "first")), question.id
        assert right(question).id == match[1]
        assert NAMES[first] in question.stem.en


def test_of_four_entities_one_alone_put_a_candidate_first_with_less_than_half() -> None:
    made = states().made(r"gen-mexico-no-majority-(.*)")
    for question, match in made:
        first = ranked(match[1])[0]
        assert only_right(question, placed(first, "first") - WITH_MAJORITY), question.id
        assert right(question).id == match[1]
        assert NAMES[first] in question.stem.en
    for first in ("calderon", "lopez-obrador"):
        without = placed(first, "first") - WITH_MAJORITY
        nearest = sorted(without, key=lambda id: Fraction(number(id, first), number(id, "total")))[-3:]
        assert {match[1] for _, match in made if ranked(match[1])[0] == first} == set(nearest)


def test_a_majority_takes_more_to_guess_than_the_list_of_them_or_of_who_came_first() -> None:
    """Either knowledge leaves two options or more."""
    for question, match in states().made(r"gen-mexico-(?:no-)?majority-(.*)"):
        listed = {id for id in ids(question) if (id in WITH_MAJORITY) is (match[1] in WITH_MAJORITY)}
        led = {id for id in ids(question) if ranked(id)[0] == ranked(match[1])[0]}
        assert len(listed) >= 2, question.id
        assert len(led) >= 2, question.id
        assert listed & led == {match[1]}


def test_the_number_of_entities_is_counted() -> None:
    counts = {
        "majority": sum(majority(id) for id in table()),
        "million": sum(number(id, "total") > 1_000_000 for id in table()),
        "gap": sum(gap(id) > abs(national("calderon") - national("lopez-obrador")) for id in table()),
    }
    for question, match in states().made(rf"gen-mexico-number-(?:({WHO})-(first|second|third)|(\w+))"):
        expected = len(placed(match[1], match[2])) if match[1] else counts[match[3]]
        assert isinstance(question.key, NumberKey)
        assert question.key.value == expected, question.id
        assert question.key.tolerance == 0
        assert question.explanation.en.startswith(f"In {expected} of 32: ")
        told = re.split(r", | and ", question.explanation.en.removesuffix(".").split(": ", 1)[1])
        assert len(told) == expected, question.id


def test_national_totals_are_the_sums_of_all_entities() -> None:
    for question, match in states().made(rf"gen-mexico-total-({WHO}|null|cast)"):
        total = national({"cast": "total"}.get(match[1], match[1]))
        assert only_right(question, [f"votes-{total}"]), question.id
        assert total in figures(question.explanation.en)


# --- why the wrong ones are wrong ---------------------------------------------------------------------------


def reasons() -> list[tuple[Question, Option, str]]:
    return [
        (question, option, option.why.en)
        for question in states().questions
        for option in question.options
        if option.why is not None
    ]


def test_every_wrong_option_says_why() -> None:
    assert all(option.why for _, option in states().wrongs)
    for question in states().questions:
        if isinstance(question.key, SetKey):
            assert all(
                (option.why is None) is (option.id in question.key.options) for option in question.options
            )


def test_what_a_reason_says_is_so() -> None:
    """Read from the reason's words alone, and compared with the file."""
    by_name = {surname: candidate for candidate, surname in SURNAMES.items()}
    surname = "|".join(by_name)
    entity_named = {row["en"]: id for id, row in table().items()}
    entity_named |= {
        "the Federal District (today Mexico City)": "distrito-federal",
        "the State of Mexico": "estado-de-mexico",
    }
    told = Counter[str]()
    for question, option, said in reasons():
        subject = option.id
        if subject in CANDIDATES:
            subject = question.id.split("-", 3)[3]
        if found := re.fullmatch(rf"({surname}) came (\w+) there, with ([\d,]+) votes\.", said):
            candidate = by_name[found[1]]
            assert ranked(subject)[PLACES.index(found[2])] == candidate, (question.id, said)
            assert figures(found[3]) == [number(subject, candidate)], (question.id, said)
            assert option.id in (candidate, subject)
            told["place"] += 1
        elif found := re.fullmatch(rf"({surname}) came first there, with ([\d.]+)%\.", said):
            candidate = by_name[found[1]]
            assert (ranked(subject)[0], percent(subject, candidate)) == (candidate, found[2]), question.id
            told["majority"] += 1
        elif found := re.fullmatch(rf"({surname})'s share there was ([\d.]+)%\.", said):
            assert percent(subject, by_name[found[1]]) == found[2], question.id
            told["share"] += 1
        elif found := re.fullmatch(r"The difference there was ([\d,]+) votes\.", said):
            assert figures(found[1]) == [gap(subject)], question.id
            told["gap"] += 1
        elif found := re.fullmatch(r"([\d,]+) votes were counted there\.", said):
            assert figures(found[1]) == [number(subject, "total")], question.id
            told["cast"] += 1
        elif found := re.fullmatch(rf"({surname}) received ([\d,]+) votes there\.", said):
            assert figures(found[2]) == [number(subject, by_name[found[1]])], question.id
            told["votes"] += 1
        elif found := re.fullmatch(rf"That is what ({surname}) received in (.*)\.", said):
            entity = entity_named[found[2]]
            assert question.id.endswith(f"-{entity}"), (question.id, said)
            assert option.id == f"votes-{number(entity, by_name[found[1]])}", question.id
            told["other candidate"] += 1
        elif found := re.fullmatch(rf"({surname}) received so many in (.*)\.", said):
            assert option.id == f"votes-{number(entity_named[found[2]], by_name[found[1]])}", question.id
            told["other entity"] += 1
        elif found := re.fullmatch(rf"That is ({surname})'s lead over ({surname}) in (.*)\.", said):
            one, other = (number(entity_named[found[3]], by_name[found[n]]) for n in (1, 2))
            assert option.id == f"votes-{one - other}", question.id
            told["lead"] += 1
        else:
            assert question.id.startswith("gen-mexico-total-"), said
            told["total"] += 1
    assert all(told[kind] >= 9 for kind in told), told
    assert len(told) == 10


def test_what_a_reason_says_of_a_national_total_is_so() -> None:
    first = {
        candidate: sum(number(id, candidate) for id in placed(candidate, "first"))
        for candidate in CANDIDATES[:2]
    }
    district = "the figure of the district count of July"
    own = {"lopez-obrador": 14_756_350, "madrazo": 9_301_441, "mercado": 1_128_850}
    own |= {"null": 904_604, "cast": 41_791_322}
    sums = {
        **{f"{SURNAMES[one]}'s national total": national(one) for one in ("calderon", "mercado")},
        **{
            f"the sum of {SURNAMES[candidate]}'s votes in the entities where he came first": votes
            for candidate, votes in first.items()
        },
        "the number of votes for unregistered candidates": national("unregistered"),
        "the number of votes for the five candidates": sum(map(national, CANDIDATES)),
        "the number of voters on the nominal list": national("nominal-list"),
        "the number of null votes": national("null"),
        f"{district}: null votes": own["null"],
        f"{district}: votes for Mercado": own["mercado"],
    }
    told = set()
    for question, match in states().made(r"gen-mexico-total-(.*)"):
        for option in question.options:
            if option.why:
                what = option.why.en.removeprefix("That is ").removesuffix(".")
                expected = own[match[1]] if what == district else sums[what]
                assert option.id == f"votes-{expected}", (question.id, what)
                told.add(what)
    assert told == {district, *sums}


def test_the_district_count_tempts_where_a_total_is_asked_for() -> None:
    """Its figure is so near that the size alone tells nobody which one is right."""
    for question, match in states().made(r"gen-mexico-total-(.*)"):
        cited = [citation.source.id for citation in question.citations]
        assert cited == ["elec-retrns-2006", "la-jornada-2006-district-count"]
        if match[1] != "campa":
            said = [(option.why.en, option.why.es) for option in question.options if option.why]
            own = (
                "That is the figure of the district count of July.",
                "Es la cifra del cómputo distrital de julio.",
            )
            assert said.count(own) == 1, question.id


# --- what can be guessed ------------------------------------------------------------------------------------


def test_the_right_number_of_votes_has_any_rank() -> None:
    ranks = []
    for question in states().choices:
        if right(question).id.startswith("votes-"):
            ordered = sorted(question.options, key=lambda option: int(option.id.removeprefix("votes-")))
            ranks.append(ordered.index(right(question)))
    assert len(ranks) > 120
    assert all(0.15 < share < 0.35 for share in shares(ranks)), shares(ranks)


def test_the_right_entity_stands_anywhere_in_the_stem() -> None:
    order = list(table())
    ranks = [
        sorted(question.options, key=lambda option: order.index(option.id)).index(right(question))
        for question in states().choices
        if right(question).id in order
    ]
    assert len(ranks) > 400
    assert all(0.2 < share < 0.3 for share in shares(ranks)), shares(ranks)


def test_numbers_to_choose_from_are_of_like_size_and_differ_by_more_than_their_last_digits() -> None:
    unlike = 0
    for question, _ in states().made(r"gen-mexico-(votes|lead)-.*"):
        votes = sorted(int(option.id.removeprefix("votes-")) for option in question.options)
        assert all(more >= 1.01 * fewer for fewer, more in pairwise(votes)), question.id
        key = int(right(question).id.removeprefix("votes-"))
        unlike += any(max(key, other) > 4 * min(key, other) for other in votes)
    assert unlike < 10
