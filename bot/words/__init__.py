"""Every sentence the bot says, in every language (Project Fluent files beside this one)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from bot.cards import Bold, Line, Link, Moment, Place
from questions.model import LANGUAGES, Language

_HERE = Path(__file__).parent
_LOCALES = {"en": "en-US", "es": "es-MX"}
# Private-use characters hold the place of a span while Fluent formats the sentence around it.
_FIRST_MARK = 0xE000
# Characters that turn the direction of what follows; a name might hold them to spoil a whole line.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARK = re.compile("([\ue000-\ue0ff])")


def say(language: Language, word: str, **arguments: object) -> str:
    """The sentence with the id `word`.

    Raises:
        KeyError: there is no such sentence.
        ValueError: an argument of the sentence is missing.
    """
    bundle = _bundle(language)
    message = bundle.get_message(word)
    if message.value is None:
        raise KeyError(word)
    text, errors = bundle.format_pattern(message.value, arguments)
    if errors:
        raise ValueError(f"{word}: {errors}")
    return str(text)


def spans(language: Language, word: str, **arguments: object) -> Line:
    """The sentence with arguments that are spans, or whole lines of them, kept as such."""
    held: list[Line] = []
    plain: dict[str, object] = {}
    for name, value in arguments.items():
        if isinstance(value, tuple | Bold | Moment | Link | Place):
            plain[name] = chr(_FIRST_MARK + len(held))
            held.append(value if isinstance(value, tuple) else (value,))
        else:
            plain[name] = _MARK.sub("", value) if isinstance(value, str) else value
    parts = _MARK.split(say(language, word, **plain))
    lines = (held[ord(part) - _FIRST_MARK] if _MARK.fullmatch(part) else (part,) for part in parts if part)
    return tuple(span for line in lines for span in line)


def person(name: str) -> str:
    """A display name set apart from the sentence, so that it neither turns nor breaks the line around it."""
    return f"\u2068{' '.join(_TURNS.sub('', name).split())}\u2069"


def ids(language: Language) -> frozenset[str]:
    """The ids of all sentences of a language."""
    return frozenset(re.findall(r"^([a-z][a-z0-9-]*) =", _source(language), re.MULTILINE))


def language_of(locale: str | None) -> Language | None:
    """The bot's language for a platform's locale: `es-419` is Spanish. None if it speaks none of them."""
    tongue = (locale or "").replace("_", "-").split("-")[0].lower()
    return next((language for language in LANGUAGES if language == tongue), None)


@cache
def _source(language: Language) -> str:
    return (_HERE / f"{language}.ftl").read_text(encoding="utf-8")


@cache
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([_LOCALES[language]], use_isolating=False)
    bundle.add_resource(FluentResource(_source(language)))
    return bundle
