from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Bold, Link, Moment, Place
from bot.commands import Who, commands
from bot.engine.preferences import SWITCHES, Rooms
from bot.requests import Refusal
from bot.show import notices
from bot.show.community import SWITCHED
from bot.words import ids, language_of, person, say, spans
from questions.bank import load_bank
from questions.lint.limits import (
    DISCORD_BUTTON_LABEL,
    DISCORD_FIELD_LABEL,
    SLACK_BUTTON_LABEL,
    SLACK_MODAL_TITLE,
)
from questions.model import LANGUAGES, Language
from tests.bot.fakes import read
from tests.bot.source import ROOT, calls, modules
from tests.factories import NOON

PLATFORMS = ("discord", "slack", "terminal")

# Words that the code puts together, by the f-string that does it.
MADE: Mapping[str, frozenset[str]] = {
    "command-{}": frozenset(f"command-{command.action}" for command in commands(load_bank())),
    "name-{}": frozenset(
        f"name-{name}"
        for command in commands(load_bank())
        for name in (*command.path, *(option.name for option in command.options))
    ),
    "option-{}": frozenset(f"option-{o.name}" for command in commands(load_bank()) for o in command.options),
    "choice-{}": frozenset(
        f"choice-{choice}"
        for command in commands(load_bank())
        for option in command.options
        for choice in option.choices
        if option.name != "topic"
    ),
    "typed-{}": frozenset(
        f"typed-{choice}"
        for command in commands(load_bank())
        for option in command.options
        for choice in option.choices
        if option.name != "topic" and not choice.isdecimal()
    ),
    "only-moderator": frozenset(f"only-moderator-{platform}" for platform in PLATFORMS),
    "starters": frozenset(f"starters-{platform}" for platform in PLATFORMS),
    "cannot-post": frozenset(f"cannot-post-{platform}" for platform in PLATFORMS),
    # The terminal has nobody to welcome.
    "welcome": frozenset({"welcome-discord", "welcome-slack"}),
    "moderators-by": frozenset(f"moderators-by-{platform}" for platform in PLATFORMS),
    "community-{}": frozenset(f"community-{what}" for what in (*SWITCHED, "language", "limit", "starters")),
    "button-{}-{}": frozenset(
        {f"button-{what}-{to}" for what in SWITCHED for to in SWITCHES}
        | {f"button-rooms-{to}" for to in Rooms}
    ),
    "button-season-{}": frozenset({"button-season-start", "button-season-end"}),
    "paused-room": frozenset(f"paused-room-{platform}" for platform in PLATFORMS),
    "{}-title": frozenset({"recorded-title", "already-answered-title"}),
}
# The groups of Discord's command tree have a description of their own.
GROUPS = {"command-quiz"} | {
    f"command-{command.path[0]}" for command in commands(load_bank()) if len(command.path) > 1
}


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        self.found.add(node.id.name)


def messages(language: Language) -> dict[str, fluent.Message]:
    source = (ROOT / f"bot/words/{language}.ftl").read_text(encoding="utf-8")
    body = FluentParser().parse(source).body
    junk = [entry.content for entry in body if isinstance(entry, fluent.Junk)]
    assert junk == [], "lines that Fluent cannot read"
    found = [entry for entry in body if isinstance(entry, fluent.Message)]
    assert len({message.id.name for message in found}) == len(found), "a sentence stands twice"
    return {message.id.name: message for message in found}


def variables(message: fluent.Message) -> set[str]:
    visitor = _Variables()
    visitor.visit(message)
    return visitor.found


def choices(message: fluent.Message) -> dict[str, set[str]]:
    """The variables that choose between variants, with the keys of the variants."""
    found: dict[str, set[str]] = {}

    class Selectors(Visitor):
        def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:  # noqa: N802
            assert isinstance(node.selector, fluent.VariableReference)
            keys = {
                variant.key.name if isinstance(variant.key, fluent.Identifier) else variant.key.value
                for variant in node.variants
            }
            found.setdefault(node.selector.id.name, set()).update(keys)
            self.generic_visit(node)

    Selectors().visit(message)
    return found


MESSAGES = {language: messages(language) for language in LANGUAGES}
ENGLISH, SPANISH = MESSAGES["en"], MESSAGES["es"]


def test_the_languages_have_the_same_sentences() -> None:
    assert list(ENGLISH) == list(SPANISH)
    assert ids("en") == ids("es") == set(ENGLISH)


def test_a_sentence_says_the_same_things_in_each_language() -> None:
    for word, message in ENGLISH.items():
        assert variables(message) == variables(SPANISH[word]), word
        assert set(choices(message)) == set(choices(SPANISH[word])), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_of_every_sentence_can_be_said(language: Language) -> None:
    for word, message in MESSAGES[language].items():
        chosen = choices(message)
        plain = {name: f"<{name}>" for name in variables(message) if name not in chosen}
        tried = [("none", "x") if "none" in keys else (0, 1, 2, 1000) for keys in chosen.values()]
        said = {
            say(language, word, **plain, **dict(zip(chosen, one, strict=True))) for one in product(*tried)
        }
        assert len(said) > 1 or not chosen, f"{word}: its variants read alike"
        assert all(sentence and sentence == sentence.strip() for sentence in said), word
        for name in plain:
            assert any(f"<{name}>" in sentence for sentence in said), f"{word} leaves {name} out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_of_commands_and_options_are_as_long_as_discord_takes(language: Language) -> None:
    described = sorted(MADE["command-{}"] | MADE["option-{}"] | GROUPS)
    assert {word: len(say(language, word)) for word in described if len(say(language, word)) > 100} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_buttons_are_as_long_as_every_platform_takes(language: Language) -> None:
    longest = min(SLACK_BUTTON_LABEL, DISCORD_BUTTON_LABEL)
    assert too_long("button-", longest, language, number=25) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_fields_are_as_long_as_discord_takes(language: Language) -> None:
    assert too_long("field-", DISCORD_FIELD_LABEL, language, place=5) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_buttons_of_a_window_are_as_long_as_slack_takes(language: Language) -> None:
    for prefix in (
        "slack-",
        "me-title",
        "help-title",
        "why-title",
        "mine-title",
        "practice-done-title",
        "community-title",
    ):
        assert too_long(prefix, SLACK_MODAL_TITLE, language) == {}


def too_long(prefix: str, longest: int, language: Language, **arguments: object) -> dict[str, str]:
    """The sentences so called that are longer."""
    said = {word: say(language, word, **arguments) for word in ENGLISH if word.startswith(prefix)}
    assert said, f"no sentence is called {prefix}..."
    return {word: sentence for word, sentence in said.items() if len(sentence) > longest}


# --- the code and the sentences ------------------------------------------------------------


def texts_in_code() -> set[str]:
    nodes = (node for tree in modules("bot", "adapters").values() for node in ast.walk(tree))
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def words_said() -> Iterator[tuple[str, int, ast.expr]]:
    """What stands for the word in calls that say one: file, line, expression."""
    places = {"say": 1, "spans": 1, "Refusal": 0, "_tell": 0, "platform_word": 0}
    for path, tree in modules("bot", "adapters").items():
        for name, call in calls(tree):
            if name in places and len(call.args) > places[name]:
                yield path, call.lineno, call.args[places[name]]
            elif name == "notice" and len(call.args) > 2:
                yield path, call.lineno, call.args[1]
                yield path, call.lineno, call.args[2]


def test_every_sentence_that_code_names_is_there() -> None:
    missing = []
    for path, line, word in words_said():
        named: set[str] = set()
        match word:
            case ast.Constant(value=str(text)):
                named = set(MADE[text]) if text in MADE else {text}
            case ast.JoinedStr():
                pattern = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "{}" for part in word.values
                )
                assert pattern in MADE, f"{path}:{line} puts a word together: tell this test how"
                named = set(MADE[pattern])
            case ast.IfExp(body=ast.Constant(value=str(one)), orelse=ast.Constant(value=str(other))):
                named = {one, other}
        missing += [f"{path}:{line} {text}" for text in named if text not in ENGLISH]
    assert missing == []


def test_every_sentence_is_used() -> None:
    used = texts_in_code().union(GROUPS, *MADE.values())
    assert sorted(set(ENGLISH) - used) == []


# Where a text that users read stands in what makes a card.
_READ = {
    "Card": (0, 3),
    "Button": (0,),
    "Menu": (0,),
    "Choice": (1,),
    "TextField": (1,),
    "MenuField": (1,),
    "Bold": (0,),
}
_SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")


def literals(node: ast.AST) -> Iterator[str]:
    """The texts in an expression, without those that name a sentence."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"say", "spans"}:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for part in ast.iter_child_nodes(node):
        yield from literals(part)


def test_no_text_that_users_read_stands_outside_the_words() -> None:
    found = []
    for path, tree in modules("bot", "adapters").items():
        for name, call in calls(tree):
            for place in _READ.get(name, ()):
                for text in literals(call.args[place]) if len(call.args) > place else ():
                    if re.search(r"[^\W\d_]{2,}", text) and text not in ENGLISH:
                        found.append(f"{path}:{call.lineno} {text}")
    assert found == []


def test_what_shows_cards_holds_no_sentence_of_its_own() -> None:
    found = []
    for path, tree in modules("bot/show", "adapters/terminal").items():
        told = {
            id(node)
            for raised in ast.walk(tree)
            if isinstance(raised, ast.Raise)
            for node in ast.walk(raised)
        }
        told |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in told
                and _SENTENCE.search(node.value)
            ):
                found.append(f"{path}:{node.lineno} {node.value}")
    assert found == []


def refusals() -> Iterator[tuple[str, int, str, set[str]]]:
    """Every `Refusal(word, ...)` of the code: file, line, word, and the names of its arguments."""
    for path, tree in modules("bot", "adapters").items():
        for name, call in calls(tree):
            if name != "Refusal":
                continue
            given = {keyword.arg for keyword in call.keywords if keyword.arg}
            match call.args[0]:
                case ast.Constant(value=str(word)):
                    yield path, call.lineno, word, given
                case ast.Call(args=[ast.Constant(value=str(start)), *_]):  # platform_word("cannot-post", ...)
                    for word in MADE[start]:
                        yield path, call.lineno, word, given
                case other:
                    raise AssertionError(f"{path}:{call.lineno} refuses with {ast.unparse(other)}")


REFUSALS = sorted({(word, tuple(sorted(given))) for _, _, word, given in refusals()})


@pytest.mark.parametrize(("word", "given"), REFUSALS)
def test_every_refusal_can_be_said_with_what_it_is_given(word: str, given: tuple[str, ...]) -> None:
    assert variables(ENGLISH[word]) == set(given)
    for language in LANGUAGES:
        card = notices.refusal(language, Refusal(word, **{name: f"<{name}>" for name in given}))
        assert all(f"<{name}>" in read(card) for name in given)


def test_refusals_are_found_in_the_code() -> None:
    found = {word for word, _ in REFUSALS}
    assert {
        "turn-closed",
        "round-running",
        "not-in-range",
        "cannot-post-slack",
        "only-moderator-discord",
    } <= found


def test_only_known_platforms_need_words_of_their_own() -> None:
    for guarded in ("only-moderator", "starters", "cannot-post", "moderators-by", "paused-room"):
        assert {notices.platform_word(guarded, f"{platform}:1") for platform in PLATFORMS} == MADE[guarded]
    assert any(command.who is Who.MODERATOR for command in commands(load_bank()))


# --- formatting ------------------------------------------------------------


def test_a_sentence_without_its_argument_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(ValueError, match="recorded"):
        say("en", "recorded")
    with pytest.raises(LookupError):
        say("en", "no-such-sentence")


def test_bold_and_moments_keep_their_place_in_a_sentence() -> None:
    bold, moment = Bold("A. right"), Moment(NOON)
    assert spans("en", "recorded", answer=bold) == ("Your answer: ", bold)
    assert spans("en", "daily-closes", when=moment) == ("Open until ", moment, ". The answers follow then.")


def test_a_run_of_spans_keeps_its_place_in_a_sentence() -> None:
    link = Link("3 U.S.C.", "https://example.org/3")
    run = (link, ", section 7; ", Place("general"))
    assert spans("en", "reveal-source", source=run) == ("Source: ", *run)


@given(st.text(st.characters(min_codepoint=0xDFFF + 1, max_codepoint=0xE100), max_size=8))
def test_text_cannot_pass_for_a_span(typed: str) -> None:
    said = spans("en", "daily-answer", answer=Bold("the answer"), explanation=typed)
    assert said.count(Bold("the answer")) == 1


@given(st.text())
def test_a_name_is_set_apart_on_one_line(name: str) -> None:
    shown = person(name)
    assert shown.startswith("\u2068")
    assert shown.endswith("\u2069")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\n\r\u2028\u2029]", shown[1:-1])


def test_numbers_are_written_as_the_language_does() -> None:
    refusal = {"option": "questions", "given": "0", "minimum": 1, "maximum": 14_916_927}
    assert "14,916,927" in say("en", "not-in-range", **refusal)
    assert "14,916,927" in say("es", "not-in-range", **refusal)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("es-ES", "es"),
        ("es-419", "es"),
        ("es_MX.UTF-8", "es"),
        ("ES", "es"),
        ("de", None),
        ("C", None),
        ("", None),
        (None, None),
    ],
)
def test_a_locale_is_read_for_its_language(locale: str | None, expected: Language | None) -> None:
    assert language_of(locale) == expected
