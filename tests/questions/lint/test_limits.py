from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from questions.bank import Bank
from questions.keys import ChoiceKey, Key, NameKey, NumberKey, OrderKey, SetKey, TruthKey
from questions.lint import lint
from questions.lint.limits import length_of_links, length_of_reveal
from questions.model import Citation, Option, Text
from tests.questions.lint.linting import linted, named
from tests.questions.samples import SOURCE, pack, question, text

ONE = (Option("a", text("short")),)


@pytest.mark.parametrize(
    ("field", "limit"),
    [
        ("stem", 300),
        ("explanation", 600),
        ("options[#2]", 70),
        ("options[#2].why", 150),
        ("items[#2]", 70),
        ("answer", 70),
        ("unit", 40),
        ("title", 150),
    ],
)
@pytest.mark.parametrize("over", [0, 1])
def test_a_text_may_reach_its_limit_and_not_pass_it(field: str, limit: int, over: int) -> None:
    long = "x" * (limit + over)
    match field:
        case "stem":
            bad = question("a", stem=Text("short", long))
        case "explanation":
            bad = question("a", explanation=Text("short", long))
        case "title":
            bad = question("a", source=replace(SOURCE, title=long))
        case "answer":
            bad = question("a", key=NameKey((long, "short")), name=Text("short", long))
        case "unit":
            bad = question("a", key=NumberKey(Decimal(5), units=(long, "short")), unit=Text("short", long))
        case "options[#2].why":
            bad = question("a", options=(*ONE, Option("b", text("b"), Text("short", long))))
        case _:
            key = OrderKey(("a", "b")) if field == "items[#2]" else ChoiceKey("a")
            bad = question("a", options=(*ONE, Option("b", Text("shorter", long))), key=key)
    expected = (None, "usc-3.title") if field == "title" else ("a", f"{field}.es")
    assert named(linted(bad)) == [expected] * over


@pytest.mark.parametrize("over", [0, 1])
def test_the_title_of_a_topic_has_a_limit(over: int) -> None:
    faults = lint(Bank([pack(question("a"), topic="t" * (60 + over))]))
    assert named(faults) == [(None, "topic.title.en"), (None, "topic.title.es")] * over


def test_a_long_title_of_a_source_is_named_once() -> None:
    source = replace(SOURCE, title="x" * 151)
    assert len(linted(question("one", source=source), question("another", source=source))) == 1


# --- the card with the answer


def test_the_card_of_what_has_no_buttons_holds_its_answer_too() -> None:
    cited = len("3 U.S.C. chapter 1, section 7")
    two = (Option("a", text("one")), Option("b", text("two")))
    answers: list[tuple[Key, str]] = [
        (ChoiceKey("a"), ""),
        (TruthKey(True), ""),
        (OrderKey(("a", "b")), "\none → two"),
        (SetKey(frozenset("ab")), "\none; two"),
    ]
    for key, answer in answers:
        asked = question("stem", options=two, key=key)
        assert length_of_reveal(asked, "en") == len("stem\nA. one\nB. two\nbecause\n" + answer) + cited
    named = replace(question("stem", key=NameKey(("Ohio",)), name=text("Ohio")), options=())
    assert length_of_reveal(named, "en") == len("stem\nOhio\nbecause\n") + cited


def test_texts_that_fit_one_by_one_may_be_too_long_for_one_card() -> None:
    title = replace(SOURCE, title="t" * 100)
    asked = question(
        "a",
        stem=Text("stem", "s" * 300),
        options=tuple(Option(f"o{n}", Text(n, n * 70)) for n in "vwxyz"),
        key=ChoiceKey("ov"),
        explanation=Text("because", "x" * 600),
    )
    # Eight lines: the stem, five options with their letters, the explanation, and the sources (110 each but
    # for the last, which no "; " follows). The place of one more fills the card.
    cited = (Citation(title, "page 1"),) * 10
    length = 300 + 5 * 73 + 600 + 10 * 110 - 2 + 7
    assert length_of_reveal(replace(asked, citations=cited), "es") == length
    for over in (0, 1):
        longer = Citation(SOURCE, "x" * (2400 - length - len(SOURCE.title) - 4 + over))
        faults = linted(replace(asked, citations=(*cited, longer)))
        assert named(faults) == [("a", "explanation")] * over
    assert "2401 characters in all; shorten them to 2400, or cite fewer sources" in faults[0].what


def test_a_link_counts_with_its_markup_and_what_is_no_address_does_not() -> None:
    def linked_to(*wheres: str) -> int:
        cited = tuple(Citation(replace(SOURCE, where=where), "page 1") for where in wheres)
        return length_of_links(replace(question("a"), citations=cited))

    assert linked_to("Title 3", "javascript:alert(1)") == 0
    assert linked_to("https://x.org") == len("[](https://x.org)")
    assert linked_to("https://x.org/(a)", "https://x.org") == len(
        "[](https://x.org/%28a%29)[](https://x.org)"
    )


def test_addresses_count_with_the_text_that_they_are_linked_from() -> None:
    online = replace(SOURCE, where=f"https://x.org/{'x' * 900}")
    asked = replace(question("a"), citations=(Citation(online, "page 1"),) * 3)
    room = 3496 - length_of_reveal(asked, "es") - length_of_links(asked)
    for over in (0, 1):
        last = Citation(SOURCE, "y" * (room + over - len(f"; {SOURCE.title}, ")))
        faults = linted(replace(asked, citations=(*asked.citations, last)))
        assert named(faults) == [("a", "sources")] * over
    assert "3497 characters long; cite fewer, or shorten it to 3496" in faults[0].what
