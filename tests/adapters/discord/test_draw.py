from __future__ import annotations

import re
from datetime import UTC, datetime

import discord
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.draw import (
    ALT_TEXT,
    BUTTONS,
    LABEL,
    TEXT,
    TITLE,
    TOTAL,
    changed_message,
    embed_of,
    escaped,
    modal_of,
    new_message,
    view_of,
)
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
    Picture,
    Place,
    TextField,
    Tone,
)

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)

# Much of what Discord reads as markup, so that hypothesis does not have to find it.
MARKUP = st.sampled_from(
    [
        *re.findall(
            r"\S+",
            r"\ * ** _ __ ~~ ` ``` | || < > >>> <@1> <#1> <@&1> @everyone @here <:a:1> <t:1:R> [x](https://x.org)"
            " [ ] ( ) # ## -# - + 1. 2) http:// https://x.org/a_b \u2068 …",
        ),
        "\n",
        " ",
    ]
)
HOSTILE = st.lists(MARKUP | st.text(max_size=5), max_size=30).map("".join)
LINKS = HOSTILE.map(lambda text: Link(text, "https://x.org/a_(b)"))
SPANS = HOSTILE | HOSTILE.map(Bold) | LINKS | HOSTILE.map(Place) | st.just(Moment(NOON))
LINES = st.lists(SPANS, max_size=4).map(tuple)

ADDRESS = re.compile(r"https?://[A-Za-z0-9][^\s\\`*|<\[\]]+")


def unescaped_markup(text: str) -> str:
    """What is left for Discord to read as markup."""
    outside = ADDRESS.sub("", re.sub(r"\\[^A-Za-z0-9\s]", "", text))
    return "".join(re.findall(r"[\\`*_~|<\[\]]", outside))


def text_of(*lines: Line) -> str:
    return embed_of(Card("t", lines)).description or ""


PICTURE = Card("Statistics", picture=Picture(b"png", "30 points on 2 days"))


def test_a_picture_comes_as_a_file_with_its_words_and_is_shown_in_the_embed() -> None:
    new, changed = new_message(PICTURE), changed_message(PICTURE)
    for file in (new["file"], *changed["attachments"]):
        assert (file.fp.read(), file.description) == (b"png", "30 points on 2 days")
        assert embed_of(PICTURE).image.url == f"attachment://{file.filename}"
    assert len(new_message(Card("t", picture=Picture(b"png", "x" * 2000)))["file"].description) == ALT_TEXT


def test_without_a_picture_there_is_no_file_and_one_that_was_shown_goes_away() -> None:
    assert "file" not in new_message(Card("t"))
    assert changed_message(Card("t"))["attachments"] == []
    assert embed_of(Card("t")).image.url is None


@given(HOSTILE)
@example("[click](https://x.org) <@123456789012345678> `x` **b**")
def test_text_holds_nothing_that_discord_reads_as_markup(text: str) -> None:
    assert unescaped_markup(escaped(text)) == ""


@given(HOSTILE)
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    shown = re.sub(r"\\([^A-Za-z0-9\s])", r"\1", escaped(text)).replace("@\u200b", "@")
    assert shown == text.replace("@\u200b", "@")


@pytest.mark.parametrize("start", ["1. ", "12) ", "# ", "### ", "-# ", "- ", "+ ", "> ", ">>> ", "  - "])
def test_no_line_starts_a_list_a_heading_or_a_quote(start: str) -> None:
    text = text_of((f"{start}Ana",), (start, "Bob\n", f"{start}Eva"))
    for line in text.splitlines():
        assert re.match(r"\s*(\d*)\\[#>+\-.)]", line), line


def test_tied_ranks_stay_as_they_are_written() -> None:
    assert text_of(("1. Ana",), ("1. Bob",), ("3. Eva",)) == "1\\. Ana\n1\\. Bob\n3\\. Eva"


def test_mentions_are_drawn_as_text() -> None:
    assert escaped("<@123456789012345678> @everyone") == "\\<@\u200b123456789012345678> @\u200beveryone"


def test_a_link_spread_over_two_spans_is_none() -> None:
    assert text_of(("[click", "](https://x.org)")) == "\\[click\\](https://x.org)"


def test_an_address_stays_whole() -> None:
    assert escaped("see https://x.org/a_b(c)_d*e*") == "see https://x.org/a_b(c)_d\\*e\\*"


def test_bold_and_moments_are_drawn_in_discords_own_markup() -> None:
    unix = int(NOON.timestamp())
    assert text_of((Bold("a*b"), " ", Moment(NOON, relative=True))) == f"**a\\*b** <t:{unix}:R>"
    assert text_of((Moment(NOON),)) == f"<t:{unix}:F>"


def test_a_link_leads_where_it_says_however_text_and_address_are_written() -> None:
    assert text_of((Link("Electors, 2020", "https://x.org/a_b"),)) == "[Electors, 2020](https://x.org/a_b)"
    assert text_of((Link("a](https://evil.org)", "https://x.org/"),)) == "a\\](https://evil.org)"
    assert text_of((Link("a](b) [c*", "https://x.org/"),)) == "[a\\](b) \\[c\\*](https://x.org/)"
    assert text_of((Link("Act", "https://x.org/Act_(law)"),)) == "[Act](https://x.org/Act_%28law%29)"
    assert text_of((Link("two\nlines", "https://x.org"),)) == "[two lines](https://x.org)"
    assert text_of((Link(" ", "https://x.org"), "x")) == "x"


@given(HOSTILE)
def test_no_text_of_a_link_breaks_out_of_it(text: str) -> None:
    drawn = text_of((Link(text, "https://x.org/"),))
    label = drawn.removeprefix("[").removesuffix("](https://x.org/)")
    assert unescaped_markup(label) == ""
    assert "\n" not in drawn


def test_a_room_is_drawn_so_that_it_can_be_clicked_and_nothing_else_passes_for_one() -> None:
    assert text_of((Place("123456789012345678"),)) == "<#123456789012345678>"
    assert text_of(("in ", Place("1> <@2"))) == "in \\#1> \\<@2"


def test_empty_bold_leaves_no_asterisks() -> None:
    assert text_of((Bold(" "), "x")) == "x"


def test_a_footnote_is_shown_as_it_is_for_a_footer_knows_no_markup() -> None:
    assert embed_of(Card("t", footnote="a*b*")).footer.text == "a*b*"


def test_every_tone_has_a_colour_of_its_own() -> None:
    colours = {embed_of(Card("t", tone=tone)).colour for tone in Tone}
    assert len(colours) == len(Tone)
    assert None not in colours


@given(st.lists(LINES.map(lambda line: line * 60), max_size=20).map(tuple), HOSTILE, HOSTILE)
def test_no_card_is_longer_than_discord_takes(lines: tuple[Line, ...], title: str, footnote: str) -> None:
    embed = embed_of(Card("t" + title * 20, lines, footnote=footnote * 60))
    assert len(embed.title or "") <= TITLE
    assert len(embed.description or "") <= TEXT
    assert len(embed) <= TOTAL


@given(st.integers(0, 40), st.sampled_from(["*", "ab*", "<", "\\"]))
def test_a_cut_never_leaves_half_of_an_escape(before: int, repeated: str) -> None:
    text = text_of(("a" * before + repeated * TEXT,))
    assert TEXT - 1 <= len(text) <= TEXT
    kept = text.removesuffix("…")
    assert kept != text
    assert (len(kept) - len(kept.rstrip("\\"))) % 2 == 0


def test_a_cut_keeps_markup_whole() -> None:
    for span in (Bold("bold as brass"), Link("a link", "https://x.org")):
        text = text_of(("x" * (TEXT - 10),), (span,))
        assert text.endswith("x\n…")


def test_a_text_that_just_fits_is_not_cut() -> None:
    assert text_of(("x" * (TEXT - 2),), ("y",)) == "x" * (TEXT - 2) + "\ny"
    assert text_of(("x" * (TEXT - 2),), ("yz",)) == "x" * (TEXT - 2) + "\n…"
    assert text_of(("x" * (TEXT - 1),), ("y",)) == "x" * (TEXT - 1) + "\n"


async def test_a_button_carries_its_action_and_is_cut_to_what_a_label_holds() -> None:
    view = view_of(
        Card("t", buttons=(Button("A" * 200, "answer:7:b", primary=True), Button("Next", "next:7")))
    )
    assert view is not None
    first, second = view.children
    assert isinstance(first, discord.ui.Button)
    assert isinstance(second, discord.ui.Button)
    assert (first.custom_id, second.custom_id) == ("cq:answer:7:b", "cq:next:7")
    assert first.label == "A" * (LABEL - 1) + "…"
    assert (first.style, second.style) == (discord.ButtonStyle.primary, discord.ButtonStyle.secondary)


async def test_buttons_beyond_what_a_message_holds_are_left_out() -> None:
    view = view_of(Card("t", buttons=tuple(Button(str(n), f"pick:7:{n}") for n in range(30))))
    assert view is not None
    assert len(view.children) == BUTTONS


async def test_an_action_that_no_button_can_carry_is_an_error_and_not_cut() -> None:
    with pytest.raises(ValueError, match="too long"):
        view_of(Card("t", buttons=(Button("A", "answer:" + "7" * 100),)))


async def test_discord_py_keeps_no_view() -> None:
    view = view_of(Card("t", buttons=(Button("A", "next:7"),)))
    assert view is not None
    assert view.is_finished()


def test_a_card_without_buttons_has_no_view() -> None:
    assert view_of(Card("t")) is None


OPENER = Button("Answer", "fill:7", primary=True)
CHOICES = tuple(Choice(id, f"{id.upper()}. {'x' * 120}") for id in "abcde")
PLACES = tuple(MenuField(f"place-{n}", f"Place {n}", CHOICES) for n in range(1, 6))


def test_a_message_keeps_its_form_behind_a_button_before_all_others() -> None:
    card = Card("Question", buttons=(Button("Next", "next:7"),), form=Form("submit:7", PLACES, OPENER))
    view = view_of(card)
    assert view is not None
    buttons = [item for item in view.children if isinstance(item, discord.ui.Button)]
    assert [(button.label, button.custom_id) for button in buttons] == [
        ("Answer", "cq:fill:7"),
        ("Next", "cq:next:7"),
    ]


def test_a_form_shows_the_question_above_a_line_to_write_in() -> None:
    card = Card(
        "Question",
        (("How **many**?",),),
        form=Form("submit:7", (TextField("text", "Your answer", 200),), OPENER),
    )
    drawn = modal_of(card).to_dict()
    assert (drawn["title"], drawn["custom_id"]) == ("Question", "cq:submit:7")
    said, field = drawn["components"]
    assert said["content"] == r"How \*\*many\*\*?"
    assert field["label"] == "Your answer"
    assert (field["component"]["custom_id"], field["component"]["max_length"]) == ("text", 200)


def test_a_form_of_five_places_fits_without_the_question() -> None:
    drawn = modal_of(Card("Question " * 9, (("Which?",),), form=Form("submit:7", PLACES, OPENER))).to_dict()
    assert len(drawn["title"]) <= 45
    assert [part["component"]["custom_id"] for part in drawn["components"]] == [f.name for f in PLACES]
    for part in drawn["components"]:
        assert [option["value"] for option in part["component"]["options"]] == list("abcde")
        assert all(len(option["label"]) <= 100 for option in part["component"]["options"])
        assert part["component"]["max_values"] == 1


def test_a_menu_of_several_takes_as_many_as_it_shows() -> None:
    form = Form("submit:7", (MenuField("options", "All that apply", CHOICES, several=True),), OPENER)
    (_, field) = modal_of(Card("Question", (("Which?",),), form=form)).to_dict()["components"]
    assert (field["component"]["min_values"], field["component"]["max_values"]) == (1, 5)


async def test_discord_py_keeps_no_object_for_a_form() -> None:
    assert modal_of(Card("Question", form=Form("submit:7", PLACES, OPENER))).is_finished()


def test_a_menu_shows_its_label_and_what_holds_now() -> None:
    one = Menu("Language", "set:language", CHOICES, frozenset({"b"}))
    several = Menu("Rooms", "set:rooms", CHOICES, frozenset({"a", "c"}), several=True)
    unset = Menu("Seconds", "set:seconds", CHOICES)
    view = view_of(Card("Settings", menus=(one, several, unset), buttons=(OPENER,)))
    assert view is not None
    *rows, button = view.to_components()
    menu, rooms, seconds = (row["components"][0] for row in rows)
    # An option that is marked as chosen would stand in the place of the label.
    assert (menu["custom_id"], menu["placeholder"]) == ("cq:set:language", f"Language: B. {'x' * 120}")
    assert not any(option.get("default") for option in menu["options"])
    assert seconds["placeholder"] == "Seconds"
    assert (menu["min_values"], menu["max_values"]) == (1, 1)
    assert [option["value"] for option in rooms["options"] if option.get("default")] == ["a", "c"]
    assert (rooms["min_values"], rooms["max_values"]) == (0, 5)
    assert button["components"][0]["label"] == "Answer"


def test_a_menu_that_is_searched_is_left_out_and_takes_no_room() -> None:
    searched = Menu("Zone", "set:zone", (), searched=True)
    assert view_of(Card("Settings", menus=(searched,))) is None
    plain = Menu("Language", "set:language", CHOICES)
    buttons = tuple(Button(str(n), f"switch:a:{n}") for n in range(25))
    view = view_of(Card("Settings", menus=(plain, plain, searched), buttons=buttons))
    assert view is not None
    assert [len(row["components"]) for row in view.to_components()] == [1, 1, 5, 5, 5]
