"""Texts that outgrow what shows them: the platforms' limits, and those of the house that follow from them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.addresses import is_address
from questions.bank import Bank
from questions.keys import ChoiceKey, TruthKey
from questions.lint.texts import fault, texts_of
from questions.model import LANGUAGES, Language, Question
from questions.page import Fault

# What the platforms document, in characters.
SLACK_BUTTON_LABEL = 75
DISCORD_BUTTON_LABEL = 80
SLACK_SELECT_OPTION = 75
DISCORD_SELECT_OPTION = 100
SLACK_MODAL_TITLE = 24
DISCORD_FIELD_LABEL = 45
SLACK_TEXT_BLOCK = 3000
DISCORD_EMBED_TEXT = 4096

# A menu shows an option as "A. text"; two characters are to spare.
AROUND_AN_OPTION = len("A. ") + 2
# Beside what the pack says, a reveal holds its title, how many chose each option, the ten first players who
# were right with their points, and a few words.
AROUND_A_REVEAL = 600

LONGEST_STEM = 300
LONGEST_OPTION = min(SLACK_SELECT_OPTION, DISCORD_SELECT_OPTION, SLACK_BUTTON_LABEL) - AROUND_AN_OPTION
LONGEST_WHY = 150
LONGEST_NAME = 70
LONGEST_UNIT = 40
LONGEST_EXPLANATION = 600
LONGEST_TOPIC_TITLE = 60
LONGEST_SOURCE_TITLE = 150
LONGEST_REVEAL = min(SLACK_TEXT_BLOCK, DISCORD_EMBED_TEXT) - AROUND_A_REVEAL
# Discord counts an address that a text leads to with the text.
LONGEST_LINKED_REVEAL = DISCORD_EMBED_TEXT - AROUND_A_REVEAL

_LONGEST = {
    "topic.title": LONGEST_TOPIC_TITLE,
    "stem": LONGEST_STEM,
    "explanation": LONGEST_EXPLANATION,
    "answer": LONGEST_NAME,
    "unit": LONGEST_UNIT,
    "options": LONGEST_OPTION,
    "options.why": LONGEST_WHY,
}
_ONE_OF_SEVERAL = re.compile(r"(?:options|items)\[#\d+\]")


def texts_that_outgrow_their_place(bank: Bank) -> Iterator[Fault]:
    for told in texts_of(bank):
        longest = _LONGEST[_ONE_OF_SEVERAL.sub("options", told.place.field or "")]
        for language in LANGUAGES:
            length = len(told.text.to(language))
            if length > longest:
                yield told.fault(f"is {length} characters long; shorten it to {longest}", language)


def source_titles_that_outgrow_a_card(bank: Bank) -> Iterator[Fault]:
    cited = (citation.source for question in bank.questions for citation in question.citations)
    for source in {source.id: source for source in cited}.values():
        length = len(source.title)
        if length > LONGEST_SOURCE_TITLE:
            what = f"is {length} characters long; shorten it to {LONGEST_SOURCE_TITLE}"
            yield Fault("sources.toml", None, None, f"{source.id}.title", what)


def reveals_that_outgrow_a_card(bank: Bank) -> Iterator[Fault]:
    """Each text may fit, and all of them together not: many sources are long too."""
    for question in bank.questions:
        length = max(length_of_reveal(question, language) for language in LANGUAGES)
        if length > LONGEST_REVEAL:
            what = (
                f"is shown with stem, options and sources on one card, {length} characters in all; shorten "
                f"them to {LONGEST_REVEAL}, or cite fewer sources"
            )
            yield fault(question, "explanation", what)
            continue
        linked = length + length_of_links(question)
        if linked > LONGEST_LINKED_REVEAL:
            what = (
                f"lead to addresses that make the card with the answer {linked} characters long; cite fewer, "
                f"or shorten it to {LONGEST_LINKED_REVEAL}"
            )
            yield fault(question, "sources", what)


def length_of_links(question: Question) -> int:
    """How many characters the links to a question's sources add where they count."""
    addresses = [one.source.where for one in question.citations if is_address(one.source.where)]
    # `[text](address)`, with each round bracket of the address as three characters.
    return sum(len(address) + 2 * len(re.findall("[()]", address)) + 4 for address in addresses)


def length_of_reveal(question: Question, language: Language) -> int:
    """How many characters of a question the card with its answer holds, line ends included."""
    lines = [question.stem.to(language), *(f"A. {option.text.to(language)}" for option in question.options)]
    if not isinstance(question.key, ChoiceKey | TruthKey):
        lines.append(question.answer.to(language))
    cited = "; ".join(f"{citation.source.title}, {citation.locator}" for citation in question.citations)
    return len("\n".join([*lines, question.explanation.to(language), cited]))
