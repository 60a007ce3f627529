"""What a room learns when a question closes, and what answers bring."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.cards import Card, Link
from bot.engine.preferences import CommunitySettings
from bot.requests import Request
from bot.words import say
from questions.bank import Bank
from questions.keys import NumberKey, OrderKey, SetKey
from questions.model import Citation, Pack, Question, Topic
from tests.bot.fakes import House, Person, card_of, choice, ranks, read
from tests.factories import NOON, SECOND, question, text

CLOSE = 32
ADDRESS = "https://www.archives.gov/electoral-college/2020"
FAST = CommunitySettings(seconds=30)


def bank_with(asked: Question) -> Bank:
    return Bank([Pack(Topic("history", text("History")), (asked,))])


def option_lines(card: Card) -> dict[str, str]:
    """The line of each option of a reveal, by the option."""
    lines = read(card).splitlines()
    return {id: next(line for line in lines if f". {id}" in line) for id in ("right", "wrong", "other")}


async def test_a_reveal_tells_how_many_chose_each_option(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    letter = {id: choice(house.stage.last.card, id).label for id in ("right", "wrong", "other")}
    for number, given in enumerate(["right", "wrong", "right", "right"]):
        await house.person(f"p{number}").answers(given)
    await house.pass_time(CLOSE)
    assert option_lines(house.stage.messages[0].card) == {
        "right": f"✅ {letter['right']}. right (right) · 3",
        "wrong": f"{letter['wrong']}. wrong · 1",
        "other": f"{letter['other']}. other · 0",
    }


async def test_a_reveal_of_a_question_that_nobody_answered_counts_nothing(house: House, ana: Person) -> None:
    await ana.types("play history 1")
    await house.pass_time(CLOSE)
    assert "·" not in "".join(option_lines(house.stage.messages[0].card).values())


async def test_of_a_set_each_option_tells_how_many_took_it_in(house: House) -> None:
    several = replace(question("several", "history"), key=SetKey(frozenset({"right", "other"})))
    await house.restart_with(bank_with(several))
    ana, ben = house.person("ana"), house.person("ben")
    await ana.types("play history 1")
    form = house.stage.last.card.form
    assert form is not None
    await ana.fills(form, options="right,other")
    await ben.fills(form, options="right,wrong")
    await house.pass_time(CLOSE)
    lines = option_lines(house.stage.messages[0].card)
    assert {id: line.rpartition("· ")[2] for id, line in lines.items()} == {
        "right": "2",
        "wrong": "1",
        "other": "1",
    }


@pytest.mark.parametrize("sort", ["number", "order"])
async def test_where_nothing_is_chosen_among_options_the_reveal_tells_how_many_were_right(
    house: House, sort: str
) -> None:
    asked = replace(question("typed", "history"), options=(), key=NumberKey(Decimal(270)), unit=text("votes"))
    given = ("270", "271", "538")
    if sort == "order":
        asked = replace(question("typed", "history"), key=OrderKey(("right", "wrong", "other")))
        given = ("right,wrong,other", "wrong,right,other", "other,wrong,right")
    await house.restart_with(bank_with(asked))
    people = [house.person(f"p{number}") for number in range(3)]
    await people[0].types("play history 1")
    form = house.stage.last.card.form
    assert form is not None
    for player, text_ in zip(people, given, strict=True):
        fields = {"text": text_}
        if sort == "order":
            fields = {f"place-{place}": id for place, id in enumerate(text_.split(","), start=1)}
        await player.fills(form, **fields)
    await house.pass_time(60)
    shown = read(house.stage.messages[0].card)
    assert say("en", "reveal-typed", right=1, wrong=2) in shown.splitlines()
    assert "Scored: P0" in shown


async def test_a_reveal_links_to_a_source_that_has_an_address(house: House) -> None:
    plain = question("linked", "history")
    (cited,) = plain.citations
    online = Citation(replace(cited.source, title="Electors, 2020", where=ADDRESS), "table 1")
    hostile = Citation(replace(cited.source, title="Elsewhere", where="javascript:alert(1)"), "page 2")
    await house.restart_with(bank_with(replace(plain, citations=(cited, online, hostile))))
    await house.person("ana").types("play history 1")
    await house.pass_time(CLOSE)
    card = house.stage.messages[0].card
    assert "Source: 3 U.S.C. chapter 1, section 7; Electors, 2020, table 1; Elsewhere, page 2" in read(card)
    links = [span for line in card.lines for span in line if isinstance(span, Link)]
    assert links == [Link("Electors, 2020", ADDRESS)]


# --- speed


async def answer_after(house: House, seconds: float, player: Person, option: str = "right") -> None:
    await player.answers(option, at=NOON + seconds * SECOND)


async def test_everyone_who_is_right_scores_and_who_is_fast_a_little_more(
    house: House, ana: Person, ben: Person
) -> None:
    await house.settle(FAST)
    cho, dan = house.person("cho"), house.person("dan")
    await ana.types("play history 1")
    await answer_after(house, 1, ana)
    await answer_after(house, 15, ben)
    await answer_after(house, 30, cho)
    await answer_after(house, 0, dan, "wrong")
    await house.pass_time(CLOSE)
    assert ranks(house.stage.last.card) == ["1. Ana 15", "2. Ben 13", "3. Cho 10", "4. Dan 0"]
    assert ranks(await ana.types("leaderboard")) == ranks(house.stage.last.card)
    assert "Scored: Ana (15), Ben (13), Cho (10)" in read(house.stage.messages[0].card)


async def test_the_bonus_is_for_when_the_answer_was_given_and_not_for_when_it_arrived(
    house: House, ana: Person
) -> None:
    await house.settle(FAST)
    await ana.types("play history 1")
    await house.pass_time(28)
    await answer_after(house, 2, ana)
    await house.pass_time(5)
    assert ranks(house.stage.last.card) == ["1. Ana 15"]


async def test_a_question_that_closes_early_pays_for_the_time_that_was_shown(
    house: House, ana: Person
) -> None:
    await house.settle(FAST)
    await ana.types("play history 1")
    await answer_after(house, 9, ana)
    await house.pass_time(10)
    await ana.does("next", {"turn": choice(house.stage.messages[0].card, "right").action.split(":")[1]})
    await house.run_due()
    assert ranks(house.stage.last.card) == ["1. Ana 14"]


async def test_where_the_bonus_is_off_or_there_is_no_limit_speed_brings_nothing(
    house: House, ana: Person, ben: Person
) -> None:
    await house.settle(replace(FAST, bonus=False))
    await ana.types("play history 1")
    await answer_after(house, 1, ana)
    await house.pass_time(CLOSE)
    assert ranks(house.stage.last.card) == ["1. Ana 10"]
    assert "Scored: Ana\n" in read(house.stage.messages[0].card) + "\n"

    await house.settle(FAST)
    await ana.types("play history 1 0")
    await ana.answers("right")
    await ana.types("stop")
    await house.run_due()
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


async def test_the_bonus_is_that_of_the_settings_when_the_round_began(house: House, ana: Person) -> None:
    await house.settle(FAST)
    await ana.types("play history 1")
    await house.settle(replace(FAST, bonus=False))
    await answer_after(house, 1, ana)
    await house.pass_time(CLOSE)
    assert ranks(house.stage.last.card) == ["1. Ana 15"]


async def test_before_anybody_sets_it_speed_counts(house: House) -> None:
    ana = house.person("ana", community="discord:new")
    await ana.types("play history 1 30")
    await answer_after(house, 1, ana)
    await house.pass_time(CLOSE)
    assert ranks(house.stage.last.card) == ["1. Ana 15"]


async def test_players_at_one_screen_get_no_bonus_for_they_wait_for_the_keyboard(
    house: House, ana: Person
) -> None:
    await house.settle(FAST)
    begun = Request(
        ana.player,
        ana.room,
        "play",
        {"topic": "history", "questions": 1},
        house.new_cause(),
        NOON,
        present=frozenset({"ana"}),
    )
    card_of(await house.quizmaster.handle(begun))
    await answer_after(house, 1, ana)
    await house.run_due()
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


async def test_the_points_are_settled_alike_after_a_restart(house: House, ana: Person, ben: Person) -> None:
    await house.settle(FAST)
    await ana.types("play history 1")
    await answer_after(house, 9, ana)
    await house.restart()
    await answer_after(house, 27, ben)
    await house.pass_time(CLOSE)
    assert ranks(house.stage.last.card) == ["1. Ana 14", "2. Ben 11"]
