from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from adapters.slack.draw import blocks, fallback, home, loading, modal
from bot.cards import (
    Bold,
    Button,
    Card,
    Choice,
    Form,
    Line,
    Link,
    Menu,
    MenuField,
    Moment,
    Place,
    TextField,
    Tone,
)
from tests.adapters.slack.conftest import shown

AT = datetime(2026, 11, 3, 15, 4, 5, tzinfo=UTC)
HOSTILE = (
    "**x** *y* _z_ ~s~",
    "`code`",
    "<@U123>",
    "<!channel> @everyone @here",
    "&amp; <b>",
    "> quote",
    ":smile:",
)

long_text = st.integers(0, 5000).map(lambda length: ("<*é&_" * length)[:length])
hostile_text = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), long_text)
spans = st.one_of(
    hostile_text,
    hostile_text.map(Bold),
    hostile_text.map(lambda text: Link(text, "https://example.org/a_(b)?x=1&y")),
    hostile_text.map(Place) | st.just(Place("C024BE91L")),
    st.booleans().map(lambda relative: Moment(AT, relative)),
)
cards = st.builds(
    Card,
    title=hostile_text,
    lines=st.lists(st.lists(spans, max_size=3).map(tuple), max_size=12).map(tuple),
    buttons=st.lists(hostile_text, max_size=30).map(
        lambda labels: tuple(Button(label, f"answer:t:{n}", n == 0) for n, label in enumerate(labels))
    ),
    footnote=hostile_text,
    tone=st.sampled_from(Tone),
)


def _of_type(drawn: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [block for block in drawn if block["type"] == kind]


def _sections(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part for block in _of_type(drawn, "rich_text") for part in block["elements"][0]["elements"]]


@given(cards)
def test_any_card_keeps_to_what_slack_takes(card: Card) -> None:
    drawn = blocks(card)

    for block in SdkBlock.parse_all(drawn):
        block.to_dict()
    for part in _sections(drawn):
        assert part["type"] in {"date", "channel"} or part["text"]
    assert all(1 <= len(block["elements"]) <= 25 for block in _of_type(drawn, "actions"))
    assert len(drawn) <= 50
    assert sum(len(part.get("text", "")) for part in _sections(drawn)) < 13_000
    assert 1 <= len(fallback(card)) < 4000


def test_a_room_with_an_odd_name_is_cut_like_any_other_text() -> None:
    drawn = blocks(Card("T", (("In ", Place("x" * 5000)), ("y" * 2990,)), tone=Tone.QUESTION))
    assert max(sum(len(part["text"]) for part in _sections([block])) for block in drawn[1:]) <= 3000


@given(st.lists(cards, min_size=1, max_size=30))
def test_any_cards_make_a_home_that_slack_takes(shown_there: list[Card]) -> None:
    view = home(shown_there)

    SdkView(**view).to_dict()
    assert len(view["blocks"]) <= 100


def test_a_home_shows_its_cards_one_below_the_other_with_their_buttons() -> None:
    daily = Card("Daily quiz", (("Open",),), (Button("Start", "start:q1"),), tone=Tone.QUESTION)
    view = home([daily, Card("Leaderboard", (("1. Ana",),))])

    assert [block["type"] for block in view["blocks"]] == [
        *("header", "rich_text", "actions", "divider", "rich_text"),
    ]
    assert view["blocks"][2]["elements"][0]["action_id"] == "cq:start:q1"


@given(cards)
def test_any_card_makes_a_view_that_slack_takes(card: Card) -> None:
    view = modal(card, "en", "C1")

    SdkView(**view).to_dict()
    assert 1 <= len(view["title"]["text"]) <= 24
    assert len(json.dumps(view)) < 250_000


@given(cards)
def test_no_text_of_a_card_is_ever_read_as_markup(card: Card) -> None:
    drawn = blocks(card)
    buttons = [button["text"] for block in _of_type(drawn, "actions") for button in block["elements"]]
    small_print = [part for block in _of_type(drawn, "context") for part in block["elements"]]
    headers = [block["text"] for block in _of_type(drawn, "header")]

    assert {text["type"] for text in (*headers, *buttons, *small_print)} <= {"plain_text"}
    assert {part["type"] for part in _sections(drawn)} <= {"text", "date", "link", "channel"}
    assert re.sub(r"<!date\^\d+\^\{[a-z_]+\}( \{[a-z_]+\})?\|[^<>]*>", "", fallback(card)).count("<") == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_shown_as_it_is_written(text: str) -> None:
    drawn = blocks(Card(text, ((f"1. {text}", Bold(text)),), (Button(text, "start:q"),), text, Tone.RESULT))

    assert shown(drawn) == f"{text}\n1. {text}{text}\n{text}\n{text}"


@pytest.mark.parametrize("tone", [Tone.QUESTION, Tone.RESULT])
def test_what_all_see_has_a_header(tone: Tone) -> None:
    drawn = blocks(Card("Question 1 of 3", (("Who?",),), tone=tone))

    assert [block["type"] for block in drawn] == ["header", "rich_text"]
    assert drawn[0]["text"] == {"type": "plain_text", "text": "Question 1 of 3", "emoji": False}


@pytest.mark.parametrize("tone", [Tone.PLAIN, Tone.REFUSED])
def test_a_small_card_has_its_title_in_bold(tone: Tone) -> None:
    drawn = blocks(Card("Recorded", (("A. Biden",),), tone=tone))

    assert [block["type"] for block in drawn] == ["rich_text"]
    assert _sections(drawn)[0] == {"type": "text", "text": "Recorded", "style": {"bold": True}}
    assert shown(drawn) == "Recorded\nA. Biden"


def test_a_card_is_title_lines_buttons_and_small_print_in_this_order() -> None:
    card = Card("T", (("L",),), (Button("A", "answer:t1:a"),), "F", Tone.QUESTION)

    assert [block["type"] for block in blocks(card)] == ["header", "rich_text", "actions", "context"]


def test_a_button_carries_its_action_and_only_the_primary_one_stands_out() -> None:
    (actions,) = _of_type(
        blocks(Card("", buttons=(Button("A", "answer:t1:a"), Button("Start", "start:q1", primary=True)))),
        "actions",
    )

    assert [button["action_id"] for button in actions["elements"]] == ["cq:answer:t1:a", "cq:start:q1"]
    assert [button.get("style") for button in actions["elements"]] == [None, "primary"]


def test_more_buttons_than_a_block_takes_go_on_in_the_next() -> None:
    many = tuple(Button(str(n), f"answer:t:{n}") for n in range(26))

    assert [len(block["elements"]) for block in _of_type(blocks(Card("", buttons=many)), "actions")] == [
        25,
        1,
    ]


def test_a_long_label_is_cut() -> None:
    (actions,) = _of_type(blocks(Card("", buttons=(Button("x" * 80, "answer:t1:a"),))), "actions")

    assert actions["elements"][0]["text"]["text"] == "x" * 74 + "…"


def test_a_date_is_shown_in_the_readers_zone() -> None:
    (date,) = _sections(blocks(Card("", ((Moment(AT),),))))

    assert date == {
        "type": "date",
        "timestamp": 1793718245,
        "format": "{date_short_pretty} {time}",
        "fallback": "2026-11-03 15:04 UTC",
    }


def test_a_link_is_an_element_of_its_own_and_plain_text_in_the_fallback() -> None:
    card = Card("T", (("Source: ", Link("<3 U.S.C.>", "https://example.org/?a=1&b"), ", section 7"),))

    assert _sections(blocks(card))[-2] == {
        "type": "link",
        "url": "https://example.org/?a=1&b",
        "text": "<3 U.S.C.>",
    }
    assert fallback(card) == "T\nSource: &lt;3 U.S.C.&gt;, section 7"


def test_a_room_is_drawn_so_that_it_can_be_clicked_and_nothing_else_passes_for_one() -> None:
    assert _sections(blocks(Card("", ((Place("C024BE91L"),),)))) == [
        {"type": "channel", "channel_id": "C024BE91L"}
    ]
    assert _sections(blocks(Card("", ((Place("C1> <@U1"),),)))) == [{"type": "text", "text": "#C1> <@U1"}]


def test_a_near_moment_is_shown_to_the_second() -> None:
    (date,) = _sections(blocks(Card("", ((Moment(AT, relative=True),),))))

    assert (date["format"], date["fallback"]) == (
        "{date_short_pretty} {time_secs}",
        "2026-11-03 15:04:05 UTC",
    )


def test_the_fallback_is_escaped_and_knows_dates() -> None:
    card = Card("<!here>", (("Q & A ", Bold("<@U1>"), " ", Moment(AT)),))

    assert fallback(card) == (
        "&lt;!here&gt;\nQ &amp; A &lt;@U1&gt; "
        "<!date^1793718245^{date_short_pretty} {time}|2026-11-03 15:04 UTC>"
    )


def test_the_fallback_drops_whole_lines_rather_than_cutting_an_entity() -> None:
    lines: tuple[Line, ...] = tuple(("&" * 500,) for _ in range(3))

    assert fallback(Card("T", lines)) == "T\n" + "&amp;" * 500


def test_long_lines_go_on_in_the_next_block_up_to_an_end() -> None:
    drawn = blocks(Card("T", tuple((f"{n}" * 2000,) for n in range(9)), tone=Tone.RESULT))

    texts = [shown([block]) for block in _of_type(drawn, "rich_text")]
    assert texts == ["0" * 2000, "1" * 2000, "2" * 2000, "3" * 2000 + "\n…"]


def test_a_title_too_long_for_a_view_is_shown_whole_in_it() -> None:
    title = "Daily quiz · The electoral college"

    view = modal(Card(title, (("Who?",),)), "en")

    assert view["title"]["text"] == "Daily quiz"
    assert shown(view["blocks"]) == f"{title}\nWho?"


def test_a_title_that_fits_a_view_is_not_said_twice() -> None:
    view = modal(Card("Done for today", (("Everything is recorded.",),)), "en")

    assert (view["title"]["text"], shown(view["blocks"])) == ("Done for today", "Everything is recorded.")


def test_a_card_of_nothing_but_a_title_makes_a_view() -> None:
    assert shown(modal(Card("Done"), "en")["blocks"]) == "Done"
    assert shown(modal(Card(""), "en")["blocks"]) == "…"


def test_a_view_brings_its_room_back() -> None:
    assert modal(Card("T"), "en", "C1")["private_metadata"] == "C1"
    assert loading("en", "C1")["private_metadata"] == "C1"


def test_a_view_speaks_the_players_language() -> None:
    assert modal(Card("T"), "en")["close"]["text"] == "Close"
    assert modal(Card("T"), "es")["close"]["text"] == "Cerrar"
    assert shown(loading("es")["blocks"]) == "Un momento …"


OPENER = Button("Answer", "fill:7", primary=True)
CHOICES = tuple(Choice(id, f"{id.upper()}. {'x' * 90}") for id in "abc")
FIELDS = (
    TextField("text", "Your answer", 200),
    MenuField("place-1", "Place 1", CHOICES),
    MenuField("options", "All that apply", CHOICES, several=True),
)


def test_a_message_keeps_its_form_behind_a_button_before_all_others() -> None:
    card = Card("Question", buttons=(Button("Next", "next:7"),), form=Form("submit:7", FIELDS, OPENER))
    (actions,) = _of_type(blocks(card), "actions")
    assert [button["action_id"] for button in actions["elements"]] == ["cq:fill:7", "cq:next:7"]


def test_a_modal_shows_its_form_at_once_with_a_button_to_send_it() -> None:
    view = modal(Card("Question", (("How many?",),), form=Form("submit:7", FIELDS, OPENER)), "es", "C1")
    assert (view["callback_id"], view["submit"]["text"]) == ("cq:submit:7", "Enviar")
    assert shown(view["blocks"]).startswith("How many?")
    text, place, several = (block["element"] for block in _of_type(view["blocks"], "input"))
    assert (text["type"], text["action_id"], text["max_length"]) == ("plain_text_input", "text", 200)
    assert (place["type"], place["action_id"]) == ("static_select", "place-1")
    assert (several["type"], several["action_id"]) == ("checkboxes", "options")
    for element in (place, several):
        assert [option["value"] for option in element["options"]] == ["a", "b", "c"]
        assert all(len(option["text"]["text"]) <= 75 for option in element["options"])


def test_a_modal_without_a_form_cannot_be_sent() -> None:
    assert {"callback_id", "submit"}.isdisjoint(modal(Card("Done"), "en"))


def test_a_menu_shows_its_label_and_what_holds_now() -> None:
    one = Menu("Language", "set:language", CHOICES, frozenset({"b"}))
    several = Menu("Rooms", "set:rooms", CHOICES, frozenset({"a", "c"}), several=True)
    unset = Menu("Seconds", "set:seconds", CHOICES)
    for drawn in (
        blocks(Card("Settings", menus=(one, several, unset))),
        modal(Card("S", menus=(one, several, unset)), "en")["blocks"],
    ):
        sections = _of_type(drawn, "section")
        assert [block["text"]["text"] for block in sections] == ["Language", "Rooms", "Seconds"]
        first, second, third = (block["accessory"] for block in sections)
        assert (first["type"], first["action_id"]) == ("static_select", "cq:set:language")
        assert first["initial_option"]["value"] == "b"
        assert second["type"] == "checkboxes"
        assert [option["value"] for option in second["initial_options"]] == ["a", "c"]
        assert third.keys().isdisjoint({"initial_option", "initial_options"})


def test_a_menu_that_is_searched_shows_what_holds_and_carries_no_other_choice() -> None:
    menu = Menu("Zone", "set:zone", (Choice("UTC", "UTC"),), frozenset({"UTC"}), searched=True)
    (block,) = _of_type(blocks(Card("Settings", menus=(menu,))), "section")
    assert block["text"]["text"] == "Zone"
    assert block["accessory"] == {
        "type": "external_select",
        "action_id": "cq:set:zone",
        "min_query_length": 1,
        "initial_option": {
            "text": {"type": "plain_text", "text": "UTC", "emoji": False},
            "value": "UTC",
        },
    }
