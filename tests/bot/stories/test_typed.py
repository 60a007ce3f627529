"""Questions that are answered by typing, and what a player hears of their own answers afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.cards import Card, lettered
from bot.commands import LONGEST_TEXT
from bot.store.tables import answer, asked_again
from bot.words import say
from questions.bank import Bank
from questions.dates import PartialDate
from questions.keys import DateKey, Key, NameKey, NumberKey, OrderKey, SetKey
from questions.model import Option, Pack, Question, Text, Topic
from tests.bot.fakes import House, Person, is_refused, pressable, ranks, read
from tests.factories import question, text

NAME = NameKey(("Salvador Cienfuegos", "Cienfuegos"), ("the general",), ("Camilo Cienfuegos",), person=True)
KINDS: dict[str, Key] = {
    "date": DateKey(PartialDate(2020, 12, 14)),
    "number": NumberKey(Decimal(270), units=("votes", "votos")),
    "name": NAME,
    "order": OrderKey(("one", "two", "three")),
    "set": SetKey(frozenset({"one", "three"})),
}


def typed(kind: str, number: int = 1) -> Question:
    """A question of a kind; those of letters have the options one, two and three."""
    ids = ("one", "two", "three") if kind in {"order", "set"} else ()
    return replace(
        question(f"{kind}-{number}", kind),
        options=tuple(Option(id, text(id), Text(f"{id} is not so.", f"{id} no.")) for id in ids),
        key=KINDS[kind],
        unit=Text("votes", "votos"),
        name=Text("Salvador Cienfuegos", "Salvador Cienfuegos"),
    )


async def house_of(house: House, *kinds: str) -> House:
    """The same house with one question of each kind, a topic each."""
    await house.restart_with(Bank(Pack(Topic(kind, text(kind)), (typed(kind),)) for kind in kinds))
    return house


def letters(card: Card, *ids: str) -> str:
    """The letters that the options with these ids have on the card."""
    shown = [line for line in read(card).split("\n") if line[1:3] == ". "]
    places = {line[3:]: lettered(index) for index, line in enumerate(shown)}
    return " ".join(places[id] for id in ids)


@pytest.mark.parametrize(
    ("sort", "right", "wrong", "shown"),
    [
        ("date", "Dec. 14th, 2020", "December 15, 2020", "December 14, 2020"),
        ("number", "two hundred seventy", "271", "270 votes"),
        ("name", "General Cienfuegos", "Camilo Cienfuegos", "Salvador Cienfuegos"),
    ],
)
async def test_what_is_typed_counts_and_the_reveal_shows_the_right_answer(
    house: House, sort: str, right: str, wrong: str, shown: str
) -> None:
    await house_of(house, sort)
    ana, ben = house.person("ana"), house.person("ben")
    await ana.types(f"play {sort} 1")
    asked = house.stage.last.card
    assert asked.form is not None
    assert [button.label for button in asked.buttons] == ["Next", "Español"]
    assert "/quiz answer" in read(asked)
    assert right in read(await ana.types(f"answer {right}"))
    assert wrong in read(await ben.types(f"answer {wrong}"))
    await house.pass_time(40)
    assert f"Right: {shown}" in read(house.stage.messages[0].card)
    assert ranks(house.stage.last.card) == ["1. Ana 10", "2. Ben 0"]


@pytest.mark.parametrize(("sort", "right"), [("order", ("one", "two", "three")), ("set", ("three", "one"))])
async def test_order_and_sets_are_answered_with_letters(
    house: House, sort: str, right: tuple[str, ...]
) -> None:
    await house_of(house, sort)
    ana, ben = house.person("ana"), house.person("ben")
    await ana.types(f"play {sort} 1")
    card = house.stage.last.card
    refused = await ana.types("answer Z")
    assert is_refused(refused, "letters-set") or is_refused(refused, "letters-order", letters="C B A")
    assert await house.count(answer) == 0
    await ana.types(f"answer {letters(card, *right).lower()}")
    await ben.types(f"answer {letters(card, 'three', 'two', 'one')}")
    await house.pass_time(40)
    assert ranks(house.stage.last.card) == ["1. Ana 10", "2. Ben 0"]


async def test_a_letter_typed_for_a_question_with_buttons_counts_like_its_button(house: House) -> None:
    ana = house.person("ana")
    await ana.types("play history 1")
    card = house.stage.last.card
    await ana.types(f"answer {letters(card, 'right')}")
    await house.pass_time(40)
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


@pytest.mark.parametrize(
    ("sort", "unclear", "verdict"),
    [
        ("name", "the general", "be-specific"),
        ("date", "3/4/2020", "ambiguous"),
        ("number", "1,234", "ambiguous"),
        ("date", "sometime in winter", "unreadable"),
    ],
)
async def test_what_is_unclear_is_asked_once_more_also_after_a_restart_and_then_final(
    house: House, sort: str, unclear: str, verdict: str
) -> None:
    await house_of(house, sort)
    ana = house.person("ana")
    await ana.types(f"play {sort} 1")
    again = await ana.types(f"answer {unclear}", cause="the first try")
    assert say("en", f"again-{verdict}", given=unclear) in read(again)
    assert again.form == house.stage.last.card.form
    assert await ana.types(f"answer {unclear}", cause="the first try") == again
    assert (await house.count(answer), await house.count(asked_again)) == (0, 1)
    await house.restart()
    assert say("en", "recorded-title") in read(await ana.types(f"answer {unclear}"))
    await house.pass_time(40)
    assert ranks(house.stage.last.card) == ["1. Ana 0"]


async def test_the_second_try_can_be_right(house: House) -> None:
    await house_of(house, "name")
    ana = house.person("ana")
    await ana.types("play name 1")
    await ana.types("answer the general")
    await ana.types("answer Salvador Cienfuegos")
    await house.pass_time(40)
    assert ranks(house.stage.last.card) == ["1. Ana 10"]


async def test_who_has_answered_is_not_asked_again(house: House) -> None:
    await house_of(house, "name")
    ana = house.person("ana")
    await ana.types("play name 1")
    await ana.types("answer Cienfuegos")
    assert say("en", "already-answered-title") in read(await ana.types("answer the general"))
    assert await house.count(asked_again) == 0


async def test_typing_where_nothing_is_open_is_refused(house: House, ana: Person) -> None:
    assert is_refused(await ana.types("answer 270"), "nothing-open")


async def test_an_answer_typed_too_late_is_refused(house: House) -> None:
    await house_of(house, "number")
    ana = house.person("ana")
    await ana.types("play number 1")
    house.clock.advance(31)
    assert is_refused(await ana.types("answer 270"), "turn-closed")


async def test_a_daily_goes_on_when_its_question_is_answered_by_typing(house: House, mod: Person) -> None:
    await house_of(house, "date", "number")
    mod, ana = house.person("mod", moderator=True), house.person("ana")
    await mod.types("schedule set 09:00 UTC questions:2")
    await house.pass_until(house.clock.now() + timedelta(hours=22))
    post = house.stage.last
    assert is_refused(await ana.types("answer 270"), "nothing-open")
    first = await ana.presses(pressable(post.card, "start"))
    assert first.form is not None
    given = {"date": "December 14", "number": "270"}
    kind = "date" if "date-1" in read(first) else "number"
    second = await ana.types(f"answer {given.pop(kind)}")
    assert second.title.startswith("Question 2 of 2")
    done = await ana.types(f"answer {given.popitem()[1]}")
    assert done.title == say("en", "daily-done-title")
    await house.pass_time(86_400)
    assert "1. Ana · 20 points" in read(post.card)


async def test_after_the_reveal_who_chose_a_wrong_option_hears_why(house: House) -> None:
    await house_of(house, "set")
    ana, ben, carl = house.person("ana"), house.person("ben"), house.person("carl", language="es")
    await ana.types("play set 1")
    card = house.stage.last.card
    await ana.types(f"answer {letters(card, 'two')}")
    await ben.types(f"answer {letters(card, 'one', 'three')}")
    turn = pressable(card, "next").action.partition(":")[2]
    assert is_refused(await ana.does_card("why", turn=turn), "not-closed")
    await house.pass_time(40)
    why = pressable(house.stage.messages[0].card, "why")
    assert "is wrong. two is not so." in read(await ana.presses(why))
    assert "is right." in read(await ben.presses(why))
    assert read(await carl.presses(why)).endswith(say("es", "why-none"))


async def test_after_a_daily_has_closed_each_player_sees_their_own_answers(house: House) -> None:
    mod, ana, ben = house.person("mod", moderator=True), house.person("ana"), house.person("ben")
    await mod.types("schedule set 09:00 UTC history 2")
    await house.pass_until(house.clock.now() + timedelta(hours=22))
    post = house.stage.last
    card = await ana.presses(pressable(post.card, "start"))
    await ana.presses(next(button for button in card.buttons if button.action.endswith(":right")))
    quiz = pressable(post.card, "start").action.partition(":")[2]
    assert is_refused(await ana.does_card("mine", quiz=quiz), "not-closed")
    await house.pass_time(86_400)
    mine = read(await ana.presses(pressable(post.card, "mine")))
    assert "1. ✅" in mine
    assert "2. – (no answer)" in mine
    assert mine.endswith("Daily quiz of March 3, 2026 · History · 1 of 2 right: ✅ 1 · ❌ 2")
    assert say("en", "mine-none") in read(await ben.presses(pressable(post.card, "mine")))


async def test_a_round_of_all_topics_asks_each_topic_in_turn(house: House) -> None:
    sizes = {"large": 30, "small": 2, "tiny": 1}
    packs = [
        Pack(Topic(topic, text(topic)), tuple(question(f"{topic}-{n}", topic) for n in range(size)))
        for topic, size in sizes.items()
    ]
    await house.restart_with(Bank(packs))
    ana = house.person("ana")
    await ana.types("play questions:3")
    titles = []
    for _ in range(3):
        titles.append(house.stage.last.card.title.partition(" · ")[2])
        await ana.presses_quietly(pressable(house.stage.last.card, "next"))
        await house.pass_time(6)
    assert sorted(titles) == ["large", "small", "tiny"]


FILLED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "date": ({"text": "14 de diciembre"}, {"text": "December 15"}),
    "number": ({"text": " two hundred seventy "}, {"text": "271"}),
    "name": ({"text": "Cienfuegos"}, {"text": "Camilo Cienfuegos"}),
    "order": (
        {"place-1": "one", "place-2": "two", "place-3": "three"},
        {"place-1": "two", "place-2": "one", "place-3": "three"},
    ),
    "set": ({"options": "three,one"}, {"options": "one,two,three"}),
}


@pytest.mark.parametrize("sort", FILLED)
async def test_every_kind_without_buttons_is_answered_with_a_form_also_after_a_restart(
    house: House, sort: str
) -> None:
    await house_of(house, sort)
    ana, ben = house.person("ana"), house.person("ben", language="es")
    await ana.types(f"play {sort} 1")
    form = house.stage.last.card.form
    assert form is not None
    opened = await ana.presses_quietly(form.opener)
    assert opened is not None
    assert opened.opens
    assert opened.card.form == form
    await house.restart()
    right, wrong = FILLED[sort]
    assert (await ana.fills(opened.card.form, **right)).title == say("en", "recorded-title")
    assert (await ben.fills(form, **wrong)).title == say("es", "recorded-title")
    await house.pass_time(40)
    assert ranks(house.stage.last.card) == ["1. Ana 10", "2. Ben 0"]


async def test_a_form_sent_twice_or_delivered_again_counts_once(house: House) -> None:
    await house_of(house, "number")
    ana = house.person("ana")
    await ana.types("play number 1")
    form = house.stage.last.card.form
    first = await ana.fills(form, "one event", text="270")
    assert await ana.fills(form, "one event", text="270") == first
    assert (await ana.fills(form, text="271")).title == say("en", "already-answered-title")
    assert await house.count(answer) == 1


async def test_an_item_in_two_places_is_asked_back_and_uses_nothing_up(house: House) -> None:
    await house_of(house, "order")
    ana = house.person("ana")
    await ana.types("play order 1")
    form = house.stage.last.card.form
    for _ in range(2):
        again = await ana.fills(form, **{"place-1": "one", "place-2": "one", "place-3": "two"})
        assert say("en", "form-once-each") in read(again)
    assert (await house.count(answer), await house.count(asked_again)) == (0, 0)
    await ana.fills(again.form, **FILLED["order"][0])
    assert await house.count(answer) == 1


async def test_what_is_unclear_in_a_form_opens_it_once_more(house: House) -> None:
    await house_of(house, "name")
    ana = house.person("ana", language="es")
    await ana.types("play name 1")
    again = await ana.fills(house.stage.last.card.form, text="the general")
    assert say("es", "again-be-specific", given="the general") in read(again)
    assert (await ana.fills(again.form, text="the general")).title == say("es", "recorded-title")


async def test_a_form_does_not_open_for_who_has_answered_or_is_late(house: House) -> None:
    await house_of(house, "number")
    ana, ben = house.person("ana"), house.person("ben")
    await ana.types("play number 1")
    form = house.stage.last.card.form
    assert form is not None
    await ana.fills(form, text="270")
    assert is_refused(await ana.presses(form.opener), "already-answered", answer="270")
    house.clock.advance(31)
    assert is_refused(await ben.presses(form.opener), "turn-closed")
    assert is_refused(await ben.fills(form, text="270"), "turn-closed")
    assert await house.count(answer) == 1


async def test_a_form_of_a_daily_is_its_players_own(house: House) -> None:
    await house_of(house, "number")
    mod, ana, ben = house.person("mod", moderator=True), house.person("ana"), house.person("ben")
    await mod.types("schedule set 09:00 UTC questions:1")
    await house.pass_until(house.clock.now() + timedelta(hours=22))
    mine = (await ana.presses(pressable(house.stage.last.card, "start"))).form
    assert mine is not None
    assert is_refused(await ben.presses(mine.opener), "not-yours")
    assert is_refused(await ben.fills(mine, text="the best"), "not-yours")
    assert (await ana.fills(mine, text="270")).title == say("en", "daily-done-title")
    stranger = house.person("ana", community="discord:elsewhere")
    assert is_refused(await stranger.presses(mine.opener), "gone")


@pytest.mark.parametrize("odd", ["\0", "\ud800", "a\udfffb\0"])
async def test_what_no_database_keeps_is_read_as_a_sign_and_breaks_nothing(house: House, odd: str) -> None:
    await house_of(house, "number")
    player = house.person("ana", name=f"Ana{odd}")
    await player.types("play number 1")
    for card in (
        await player.does_card("type", text=f"27{odd}"),
        await player.does_card("answer", turn=odd, option=odd),
        await player.does_card("exclude", player=odd),
        await player.does_card("stats", player=odd),
        await player.in_room(odd).types("schedule list"),
    ):
        assert say("en", "broken") not in read(card)
        assert odd not in read(card)


async def test_a_form_with_more_than_its_field_takes_is_refused_and_may_be_sent_again(house: House) -> None:
    await house_of(house, "number")
    ana = house.person("ana")
    await ana.types("play number 1")
    form = house.stage.last.card.form
    assert is_refused(await ana.fills(form, text="2" * (LONGEST_TEXT + 1)), "too-long", most=LONGEST_TEXT)
    assert await house.count(answer) == 0
    await ana.fills(form, text="270")
    assert await house.count(answer) == 1


async def test_a_question_with_buttons_has_no_form(house: House) -> None:
    ana = house.person("ana")
    await ana.types("play history 1")
    turn = pressable(house.stage.last.card, "next").action.partition(":")[2]
    assert is_refused(await ana.does_card("fill", turn=turn), "gone")
    assert is_refused(await ana.does_card("submit", turn=turn, text="right"), "gone")
    assert await house.count(answer) == 0
