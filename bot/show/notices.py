"""Cards of a sentence or two, and the page of help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.cards import Bold, Card, Line, Span, Tone
from bot.commands import Choices, Command, Option, Who, choice_words, name, usage
from bot.requests import Refusal, keepable, platform_of
from bot.show.parts import topic_title
from bot.words import say, spans
from questions.bank import Bank
from questions.model import Language

# In characters: a player may type thousands, and a sentence is to be read.
LONGEST_QUOTE: Final = 100


def notice(language: Language, title: str, word: str, tone: Tone = Tone.PLAIN, **arguments: object) -> Card:
    """A card of one sentence."""
    text = spans(language, word, **arguments)
    return Card(say(language, title), _lines_of(text), tone=tone)


def refusal(language: Language, refused: Refusal) -> Card:
    """Why something was not done. What the user gave is quoted no longer than one line."""
    arguments = {name: named(value, language) for name, value in refused.arguments.items()}
    if isinstance(given := arguments.get("given"), str):
        arguments["given"] = keepable(given if len(given) <= LONGEST_QUOTE else f"{given[:LONGEST_QUOTE]}…")
    return notice(language, "refused-title", refused.word, Tone.REFUSED, **arguments)


def help_card(bank: Bank, language: Language, commands: Sequence[Command]) -> Card:
    """Every command, how it is typed and what it does: first what all may do, then what moderators may."""
    lines: list[Line] = [(say(language, "help-intro"),)]
    for heading, who in (("help-playing", Who.EVERYONE), ("help-moderating", Who.MODERATOR)):
        lines += [(), (Bold(say(language, heading)),)]
        lines += [_explained(command, language) for command in commands if command.who is who]
    lines += [(), (Bold(say(language, "help-topics")),)]
    lines += [(Bold(topic.id), " – ", topic.title.to(language)) for topic in bank.topics]
    return Card(say(language, "help-title"), tuple(lines))


def choice_label(bank: Bank, language: Language, option: str, value: str) -> str:
    """A choice of a command's option as menus show it."""
    return topic_title(bank, value, language) if option == "topic" else say(language, f"choice-{value}")


def platform_word(word: str, community: str) -> str:
    """The sentence for what only one platform calls so."""
    return f"{word}-{platform_of(community)}"


def named(value: object, language: Language) -> object:
    """Commands, options and choices by their names in a language, all else as it is."""
    match value:
        case Command():
            return usage(value, language)
        case Option():
            return name(value.name, language)
        case Choices():
            return choice_words(value, language)
        case tuple() if value and isinstance(value[0], Command):
            return "\n".join(usage(command, language) for command in value)
        case _:
            return value


def _explained(command: Command, language: Language) -> Line:
    return (Bold(usage(command, language)), " – ", say(language, f"command-{command.action}"))


def _lines_of(text: Line) -> tuple[Line, ...]:
    """Lines of their own where a sentence holds line breaks."""
    lines: list[list[Span]] = [[]]
    for span in text:
        if isinstance(span, str):
            first, *rest = span.split("\n")
            lines[-1].append(first)
            lines.extend([part] for part in rest)
        else:
            lines[-1].append(span)
    return tuple(tuple(line) for line in lines)
