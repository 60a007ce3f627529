from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from questions.bank import BUILTIN, Bank, load_bank
from questions.content import from_json, to_json
from questions.keys import ChoiceKey, Key, SetKey
from questions.model import Difficulty, Question, SourceKind
from questions.packs import load_sources
from questions.page import PackError
from tests.questions.samples import CHOICE, PACK, SOURCES, TOPIC, TRUTH, bank_folder, pack, question, spoilt

MEXICO = spoilt(TOPIC, '"electoral-college"', '"mexico-2006"')
TOPICS = ["cienfuegos", "electoral-college", "mexico-2006"]


def faults(folder: Path) -> list[tuple[str, int | None, str | None, str | None]]:
    with pytest.raises(PackError) as caught:
        load_bank(folder)
    return [(Path(f.file).name, f.line, f.question, f.field) for f in caught.value.faults]


# --- lookups


def test_topics_stand_in_one_order_however_the_packs_come() -> None:
    packs = [pack(question("b1"), topic="b"), pack(question("a1"), topic="a")]
    assert [topic.id for topic in Bank(packs).topics] == ["a", "b"]
    assert Bank(packs).topics == Bank(reversed(packs)).topics
    assert Bank(packs).pool(None) == Bank(reversed(packs)).pool(None) == ("a1", "b1")


def test_a_pool_keeps_the_order_of_its_pack() -> None:
    bank = Bank([pack(question("q2"), question("q1"), topic="a"), pack(question("b1"), topic="b")])
    assert bank.pool("a") == ("q2", "q1")
    assert bank.pool("b") == ("b1",)


def test_a_pool_can_be_of_one_difficulty() -> None:
    easy, hard = (replace(question(level), difficulty=level) for level in (Difficulty.EASY, Difficulty.HARD))
    bank = Bank([pack(easy, hard, topic="a")])
    assert bank.pool("a", Difficulty.EASY) == bank.pool(None, Difficulty.EASY) == ("easy",)
    assert bank.pool("a", Difficulty.MEDIUM) == bank.pool("none", Difficulty.EASY) == ()


def test_computed_questions_are_told_apart_by_difficulty_too() -> None:
    bank = load_bank()
    for topic in ("electoral-calendar", "mexico-2006-states"):
        pools = {level: bank.pool(topic, level) for level in Difficulty}
        assert sorted(id for pool in pools.values() for id in pool) == sorted(bank.pool(topic))
        for level, pool in pools.items():
            asked = bank.question(pool[-1])
            assert asked is not None
            assert asked.difficulty is level


def test_what_the_bank_has_not_is_not_found() -> None:
    bank = Bank([pack(question("a"))])
    assert bank.topic("none") is None
    assert bank.question("none") is None
    assert bank.pool("none") == ()


def test_topics_and_questions_are_found_by_id() -> None:
    bank = Bank([pack(question("a"), question("b"))])
    assert bank.topic("electoral-college") == bank.topics[0]
    assert bank.question("b") == question("b")


@pytest.mark.parametrize("topics", [("a", "a"), ("a", "b")], ids=["one topic", "one question"])
def test_packs_that_clash_make_no_bank(topics: tuple[str, str]) -> None:
    with pytest.raises(PackError):
        Bank(pack(question(f"q{n * (topics[0] == topics[1])}"), topic=t) for n, t in enumerate(topics))


# --- loading


def test_a_folder_of_packs_is_a_bank(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, electoral_college=TOPIC + CHOICE, mexico_2006=MEXICO + TRUTH)
    assert load_bank(folder).pool(None) == ("electors-met-2020", "electors-meet-together")


def test_the_faults_of_all_files_come_in_one_error(tmp_path: Path) -> None:
    folder = bank_folder(
        tmp_path,
        sources=spoilt(SOURCES, '"statute"', '"law"'),
        electoral_college=spoilt(PACK, '"easy"', '"esy"'),
        mexico_2006=MEXICO + spoilt(TRUTH, "usc-3", "dof"),
        broken="[",
    )
    assert faults(folder) == [
        ("sources.toml", 5, None, "usc-3.kind"),
        ("broken.toml", 1, None, None),
        ("electoral-college.toml", 9, "electors-met-2020", "difficulty"),
        ("mexico-2006.toml", 16, "electors-meet-together", "sources[#1].id"),
        ("mexico-2006.toml", 7, "electors-meet-together", "id"),
    ]


@pytest.mark.parametrize("sources", ["[", ""])
def test_unreadable_sources_do_not_spoil_every_citation(tmp_path: Path, sources: str) -> None:
    assert faults(bank_folder(tmp_path, sources=sources, electoral_college=PACK)) == [
        ("sources.toml", 1 if sources else None, None, None)
    ]


def test_a_question_in_two_packs_is_a_fault_of_the_second(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, electoral_college=PACK, mexico_2006=MEXICO + TRUTH)
    assert faults(folder) == [("mexico-2006.toml", 7, "electors-meet-together", "id")]


def test_a_topic_in_two_packs_is_a_fault_of_the_second(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, electoral_college=TOPIC + CHOICE, other=TOPIC + TRUTH)
    # The first says that the name of the file is another, the second that the topic has a file already.
    assert faults(folder) == [("other.toml", 2, None, "topic.id"), ("other.toml", 2, None, "topic.id")]


def test_a_bank_without_packs_is_a_fault(tmp_path: Path) -> None:
    assert faults(bank_folder(tmp_path)) == [("packs", None, None, None)]


def test_a_folder_that_does_not_exist_is_no_bank(tmp_path: Path) -> None:
    assert [file for file, *_ in faults(tmp_path / "none")] == ["sources.toml", "packs"]


# --- packs that are added

BRANCHES = spoilt(TOPIC, '"electoral-college"', '"branches"')


def added_faults(folder: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_bank(added=folder)
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def test_packs_of_another_folder_stand_beside_the_built_in_ones_and_the_computed_ones(tmp_path: Path) -> None:
    built_in, bank = load_bank(), load_bank(added=bank_folder(tmp_path, branches=BRANCHES + TRUTH))
    assert {topic.id for topic in bank.topics} - {topic.id for topic in built_in.topics} == {"branches"}
    assert set(bank.pool(None)) == {*built_in.pool(None), "electors-meet-together"}
    assert bank.pool("electoral-calendar") == built_in.pool("electoral-calendar")
    added = bank.question("electors-meet-together")
    assert added is not None
    assert added.citations[0].source.where == "Title 3"


def test_added_packs_without_sources_of_their_own_cite_the_built_in_ones(tmp_path: Path) -> None:
    folder = bank_folder(tmp_path, branches=BRANCHES + TRUTH)
    (folder / "sources.toml").unlink()
    added = load_bank(added=folder).question("electors-meet-together")
    assert added is not None
    assert added.citations[0].source.where.startswith("Title 3, chapter 1")


def test_added_packs_have_all_their_faults_named_at_once(tmp_path: Path) -> None:
    taken = load_bank().pool("electoral-calendar")[0]
    folder = bank_folder(
        tmp_path,
        branches=BRANCHES + spoilt(spoilt(CHOICE, '"electors-met-2020"', '"mine"'), '"easy"', '"esy"'),
        cienfuegos=spoilt(TOPIC, '"electoral-college"', '"cienfuegos"')
        + spoilt(TRUTH, '"electors-meet-together"', '"arrest-airport"'),
        electoral_calendar=spoilt(TOPIC, '"electoral-college"', '"electoral-calendar"')
        + spoilt(TRUTH, '"electors-meet-together"', f'"{taken}"'),
    )
    found = added_faults(folder)
    begins = [fault.split(" ")[0] for fault in found]
    assert begins == [
        *("packs/branches.toml:9:", "packs/cienfuegos.toml:2:", "packs/cienfuegos.toml:7:"),
        *("packs/electoral-calendar.toml:2:", "packs/electoral-calendar.toml:7:"),
    ]
    assert found[1].endswith(
        'has the topic "cienfuegos" too; rename one of them, or put all questions in one file'
    )
    assert found[3].endswith("is the id of a computed topic; choose another")
    assert found[4].endswith("is the id of a computed question; choose another")


def test_a_folder_that_holds_no_packs_cannot_be_added(tmp_path: Path) -> None:
    assert added_faults(bank_folder(tmp_path)) == [
        "packs: holds no pack; add a file like packs/cienfuegos.toml"
    ]
    nowhere = tmp_path / "nowhere"
    assert added_faults(nowhere) == [f"{nowhere}: is no folder; name one that holds packs/*.toml"]
    endless = tmp_path / ("n" * 300)
    assert added_faults(endless) == [
        f"{endless}: cannot be read (File name too long); check the path and its permissions"
    ]


# --- what is shipped


@pytest.mark.parametrize(
    ("topic", "least"), [("cienfuegos", 40), ("electoral-college", 55), ("mexico-2006", 50)]
)
def test_each_topic_has_enough_questions(topic: str, least: int) -> None:
    assert len(load_bank().pool(topic)) >= least


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_has_every_kind_and_every_difficulty(topic: str) -> None:
    bank = load_bank()
    asked = [each for each in bank.questions if each.topic == topic]
    assert {type(each.key) for each in asked} == set(get_args(Key))
    assert {each.difficulty for each in asked} == set(Difficulty)


def test_every_wrong_option_says_why() -> None:
    for asked in load_bank().questions:
        match asked.key:
            case ChoiceKey(right):
                wrong = [option for option in asked.options if option.id != right]
            case SetKey(answers):
                wrong = [option for option in asked.options if option.id not in answers]
            case _:
                wrong = []
        assert all(option.why for option in wrong), asked.id


def test_every_answer_that_is_shown_says_something() -> None:
    for asked in load_bank().questions:
        assert asked.answer.en, asked.id
        assert asked.answer.es, asked.id


def test_the_shipped_bank_has_a_pack_on_each_of_three_topics() -> None:
    assert list(dict.fromkeys(asked.topic for asked in load_bank().questions)) == TOPICS


def everything_asked() -> list[Question]:
    """Written and computed."""
    bank = load_bank()
    ids = (id for topic in bank.topics for id in bank.pool(topic.id))
    return [asked for id in ids if (asked := bank.question(id)) is not None]


def test_every_shipped_source_is_cited() -> None:
    cited = {citation.source.id for asked in everything_asked() for citation in asked.citations}
    uncited = set(load_sources(BUILTIN / "sources.toml")) - cited
    assert uncited == set(), "cite these sources where they belong, or take them out of sources.toml"


# The piece with whose errors the bank began, and for each error a question that sets it right.
PIECE = "opinion-piece-2020-12"
ERRORS = {
    "the day in Villahermosa": "lopez-obrador-villahermosa-day",
    "the day of the press conference": "not-a-colony-day",
    "the day of dismissal and flight": "dismissal-day",
    "ten years of investigation": "period-charged",
    "who may object": "objection-support-needed-now",
    "months of protest": "protest-camp-start-day",
    "who called in 2006": "early-call-south-america",
    "where the evidence was gathered": "messages-cited",
}


def test_what_cites_the_opinion_piece_says_so_in_each_language() -> None:
    citing = {q.id: q for q in load_bank().questions if any(c.source.id == PIECE for c in q.citations)}
    assert set(ERRORS.values()) < set(citing)
    for asked in citing.values():
        assert re.search("opinion (article|piece)", f"{asked.stem.en} {asked.explanation.en}"), asked.id
        assert "artículo de opinión" in f"{asked.stem.es} {asked.explanation.es}", asked.id


def test_a_key_against_the_opinion_piece_rests_on_another_source() -> None:
    bank = load_bank()
    for id in ERRORS.values():
        asked = bank.question(id)
        assert asked is not None
        assert any(citation.source.kind is not SourceKind.OPINION for citation in asked.citations), id


def test_every_shipped_question_comes_back_from_its_content() -> None:
    bank = load_bank()
    for shipped in bank.questions:
        assert from_json(to_json(shipped)) == shipped
