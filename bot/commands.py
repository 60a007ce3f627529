"""The commands, once, as data. Every adapter offers exactly these and makes its own grammar of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.engine.leaderboard import Period, Scope
from bot.engine.preferences import AUTOMATIC, LIMITS, SWITCHES, Pace, Rooms, Starters
from bot.engine.schedule import find_zones, read_time, read_zone
from bot.engine.weekdays import read_weekdays, write_weekdays
from bot.requests import Refusal, Value
from bot.words import say
from questions.bank import Bank
from questions.folding import plain
from questions.model import LANGUAGES, Difficulty, Language


class Who(StrEnum):
    EVERYONE = "everyone"
    MODERATOR = "moderator"


class Manner(StrEnum):
    """How the reply reaches the user.

    `form`: a window to fill in. It can only be the very first response, so it is never deferred and waits for
    no writer. `screen`: a screen of the user's own (a Slack modal, a private Discord message). `private`: a
    message only the user sees. `update`: changes the private card that was clicked.
    """

    FORM = "form"
    SCREEN = "screen"
    PRIVATE = "private"
    UPDATE = "update"


class Kind(StrEnum):
    INTEGER = "integer"
    CHOICE = "choice"
    TIME = "time"
    ZONE = "zone"
    WEEKDAYS = "weekdays"
    PLAYER = "player"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """What may follow a command. `minimum` and `maximum` hold for integers, `choices` for choices.

    A player is named by id, where the platform lets the user pick one, or by what others see.
    """

    name: str
    kind: Kind
    required: bool = False
    minimum: int = 0
    maximum: int = 0
    choices: tuple[str, ...] = ()

    def read(self, given: Value) -> Value:
        """The value in the form the quizmaster wants.

        Raises:
            Refusal: it is none; the sentence says what would be.
        """
        return _READERS[self.kind](self, str(given).strip())


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices of an option, to be named in the language of who reads of them."""

    option: Option
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """`path` is what is typed behind `/quiz`; its sentences have the ids `command-...` and `option-...`.

    `action` names the use case, by `verb` where the path would name a button's too. A command whose only
    option is a text or a player takes all that follows.
    """

    path: tuple[str, ...]
    options: tuple[Option, ...] = ()
    who: Who = Who.EVERYONE
    manner: Manner = Manner.PRIVATE
    verb: str = ""

    @property
    def action(self) -> str:
        return self.verb or "-".join(self.path)

    @property
    def takes_text(self) -> bool:
        return [option.kind for option in self.options] in ([Kind.TEXT], [Kind.PLAYER])


ROOT: Final = "quiz"
MOST_QUESTIONS: Final = 20
LONGEST_TEXT: Final = 200
# In seconds; none at all is no limit.
LONGEST_TIME: Final = 300
# The answers of a daily appear together, in one message.
MOST_DAILY_QUESTIONS: Final = 10
_WHOLE = re.compile(r"[+-]?\d{1,100}")

# What a complaint names as the nearest where nothing is near.
_NOTHING_NEAR: Final = "none"

# Seven days with what stands between them, in words.
_LONGEST_DAYS: Final = 14

# "9 pm" is one value.
_APART: Final = re.compile(r"(\d)\s+([ap]m)\b", re.IGNORECASE)

# Buttons, by the verb their id begins with.
BUTTONS: Final[Mapping[str, tuple[tuple[str, ...], Manner]]] = {
    "answer": (("turn", "option"), Manner.PRIVATE),
    "next": (("turn",), Manner.PRIVATE),
    "read": (("turn",), Manner.PRIVATE),
    "again": (("quiz",), Manner.PRIVATE),
    "start": (("quiz",), Manner.SCREEN),
    "on": (("quiz",), Manner.UPDATE),
    "pick": (("turn", "option"), Manner.UPDATE),
    "fill": (("turn",), Manner.FORM),
    "why": (("turn",), Manner.PRIVATE),
    "mine": (("quiz",), Manner.PRIVATE),
    "prefer": (("what",), Manner.UPDATE),
    "board": (("period", "scope", "topic", "page"), Manner.UPDATE),
    "picture": (("player",), Manner.PRIVATE),
    "resume": (("schedule",), Manner.UPDATE),
    "remove": (("schedule",), Manner.UPDATE),
    "set": (("what",), Manner.UPDATE),
    "switch": (("what", "to"), Manner.UPDATE),
    "season": (("what", "day"), Manner.UPDATE),
}

# The buttons and menus of moderators; like their commands, they are refused to everyone else.
MODERATORS_BUTTONS: Final = frozenset({"resume", "remove", "set", "switch", "season"})

# The most that a menu offers which finds its choices while the user types.
MOST_SUGGESTED: Final = 25

# What was chosen in a menu comes under this name, several joined.
CHOSEN: Final = "chosen"

# Forms, likewise; the fields that were filled in are arguments too.
FORMS: Final[Mapping[str, tuple[tuple[str, ...], Manner]]] = {"submit": (("turn",), Manner.UPDATE)}


def commands(bank: Bank) -> tuple[Command, ...]:
    """Every command; the topics to choose from are those of the bank."""
    topic = Option("topic", Kind.CHOICE, choices=tuple(topic.id for topic in bank.topics))
    questions = Option("questions", Kind.INTEGER, minimum=1, maximum=MOST_QUESTIONS)
    difficulty = Option("difficulty", Kind.CHOICE, choices=tuple(Difficulty))
    seconds = Option("seconds", Kind.INTEGER, minimum=0, maximum=LONGEST_TIME)
    language = Option("language", Kind.CHOICE, choices=LANGUAGES)
    time, zone, weekdays = (
        Option("time", Kind.TIME),
        Option("zone", Kind.ZONE),
        Option("weekdays", Kind.WEEKDAYS),
    )
    return (
        Command(("play",), (topic, questions, difficulty, seconds, language)),
        Command(("practice",), (topic, questions, language), manner=Manner.SCREEN),
        Command(("answer",), (Option("text", Kind.TEXT, required=True),), verb="type"),
        Command(("stop",)),
        Command(
            ("leaderboard",),
            (
                Option("period", Kind.CHOICE, choices=tuple(Period)),
                Option("scope", Kind.CHOICE, choices=tuple(Scope)),
                topic,
            ),
        ),
        Command(("stats",), (Option("player", Kind.PLAYER),)),
        Command(
            ("schedule", "set"),
            (
                replace(time, required=True),
                zone,
                weekdays,
                topic,
                replace(questions, maximum=MOST_DAILY_QUESTIONS),
                language,
            ),
            who=Who.MODERATOR,
        ),
        Command(("schedule", "list")),
        Command(("schedule", "preview"), (time, zone, weekdays)),
        Command(("schedule", "pause"), (time,), who=Who.MODERATOR),
        Command(("schedule", "resume"), (time,), who=Who.MODERATOR),
        Command(("schedule", "remove"), (time,), who=Who.MODERATOR),
        Command(
            ("me",),
            (
                Option("language", Kind.CHOICE, choices=("auto", *LANGUAGES)),
                Option("zone", Kind.ZONE),
                Option("pace", Kind.CHOICE, choices=tuple(Pace)),
                Option("streak", Kind.CHOICE, choices=("on", "off")),
            ),
        ),
        *_for_moderators(zone, replace(language, choices=(AUTOMATIC, *LANGUAGES))),
        Command(("help",)),
    )


def _for_moderators(zone: Option, language: Option) -> tuple[Command, ...]:
    """What moderators set and decide for a community."""
    player = Option("player", Kind.PLAYER, required=True)
    settings = (
        zone,
        language,
        Option("limit", Kind.CHOICE, choices=tuple(LIMITS)),
        Option("starters", Kind.CHOICE, choices=tuple(Starters)),
        Option("rooms", Kind.CHOICE, choices=tuple(Rooms)),
        *(Option(name, Kind.CHOICE, choices=tuple(SWITCHES)) for name in ("bonus", "streaks", "leaderboard")),
    )
    commands = (
        Command(("settings",), settings, manner=Manner.SCREEN),
        Command(("moderators", "add"), (player,)),
        Command(("moderators", "remove"), (player,)),
        Command(("moderators", "list")),
        Command(("exclude",), (player,)),
        Command(("include",), (player,)),
        Command(("season", "start")),
        Command(("season", "end")),
    )
    return tuple(replace(command, who=Who.MODERATOR) for command in commands)


def suggested(action: str, typed: str) -> tuple[str, ...]:
    """What a menu that is searched offers for what was typed; nothing if `action` is that of no such menu."""
    return find_zones(typed, MOST_SUGGESTED) if action.endswith(":zone") else ()


def bind(command: Command, given: Mapping[str, Value]) -> dict[str, Value]:
    """Check what was given for each option of a command.

    Raises:
        Refusal: something required is missing or a value is none.
    """
    for option in command.options:
        if option.required and option.name not in given:
            raise Refusal("option-missing", option=option, usage=command)
    return {
        option.name: option.read(given[option.name]) for option in command.options if option.name in given
    }


def parse(known: Iterable[Command], text: str) -> tuple[Command, dict[str, Value]]:
    """Read a command as typed: `play cienfuegos 3`, or with names, `play questions:3`.

    A value without a name goes to the first option still free that can read it.

    Raises:
        Refusal: there is no such command, or an option cannot be read.
    """
    words = _APART.sub(r"\1\2", text).split()
    if not words:
        words = ["help"]
    command = _find(tuple(known), words)
    if command.takes_text:
        rest = text.split(maxsplit=len(command.path))[len(command.path) :]
        return command, bind(command, dict(zip([command.options[0].name], rest, strict=False)))
    given: dict[str, Value] = {}
    loose: list[str] = []
    for word in _gathered(command, words[len(command.path) :]):
        called, sign, value = word.partition(":")
        option = next((option for option in command.options if sign and _means(called, option.name)), None)
        if option is not None:
            given[option.name] = value
        else:
            loose.append(word)
    for word in loose:
        given[_place(command, given, word)] = word
    return command, bind(command, given)


def usage(command: Command, language: Language = "en") -> str:
    """How the command is typed: `/quiz schedule set TIME ZONE [TOPIC] [QUESTIONS]`."""
    path = (name(part, language) for part in command.path)
    shown = ((name(option.name, language).upper(), option.required) for option in command.options)
    return " ".join((f"/{ROOT}", *path, *(text if required else f"[{text}]" for text, required in shown)))


def name(word: str, language: Language) -> str:
    """What a part of a command or an option is called in a language."""
    return say(language, f"name-{word}")


def choice_words(choices: Choices, language: Language) -> str:
    """How choices are typed in a language: a word each, behind one another."""
    return ", ".join(_choice_word(choices.option, value, language) for value in choices.values)


def _choice_word(option: Option, choice: str, language: Language) -> str:
    """A topic is called by its id and a number by its digits, in every language."""
    named = option.name != "topic" and not choice.isdecimal()
    return say(language, f"typed-{choice}") if named else choice


def _means(given: str, word: str) -> bool:
    """Whether a part of a command or an option was given by one of its names, accents or not."""
    return plain(given) in {plain(name(word, language)) for language in LANGUAGES}


def _find(known: tuple[Command, ...], words: list[str]) -> Command:
    for command in known:
        if len(words) >= len(command.path) and all(map(_means, words, command.path)):
            return command
    below = [command for command in known if _means(words[0], command.path[0])]
    if below:
        raise Refusal("command-incomplete", usages=tuple(below))
    names = {name(command.path[0], language) for command in known for language in LANGUAGES}
    near = difflib.get_close_matches(words[0].lower(), sorted(names), 1, 0.5)
    raise Refusal("command-unknown", given=words[0], near=near[0] if near else "help")


def _gathered(command: Command, words: list[str]) -> list[str]:
    """The words, those in one that only together name days of the week: `every day`, `mon - fri`."""
    option = next((option for option in command.options if option.kind is Kind.WEEKDAYS), None)
    if option is None:
        return words
    for length in range(min(len(words), _LONGEST_DAYS), 1, -1):
        for start in range(len(words) - length + 1):
            together = " ".join(words[start : start + length])
            called, sign, value = together.partition(":")
            try:
                option.read(value if sign and _means(called, option.name) else together)
            except Refusal:
                continue
            return [*words[:start], together, *words[start + length :]]
    return words


def _place(command: Command, given: Mapping[str, Value], word: str) -> str:
    free = [option for option in command.options if option.name not in given]
    if not free:
        raise Refusal("too-many-words", given=word, usage=command)
    # A number out of range must not slip into the next option that takes numbers.
    later_numbers = [option for option in free if option.kind is Kind.INTEGER][1:]
    candidates = [option for option in free if option not in later_numbers]
    for option in candidates:
        try:
            option.read(word)
        except Refusal:
            continue
        return option.name
    return _meant(candidates, word).name


def _meant(free: list[Option], word: str) -> Option:
    """The option whose complaint helps most with a word that none can read: one that knows a word like it."""
    numeric = _WHOLE.fullmatch(word) is not None
    fitting = [o for o in free if o.required or (o.kind is Kind.INTEGER) == numeric] or free
    return next((option for option in fitting if _knows_like(option, word)), fitting[0])


def _knows_like(option: Option, word: str) -> bool:
    try:
        option.read(word)
    except Refusal as refused:
        return refused.arguments.get("near", _NOTHING_NEAR) != _NOTHING_NEAR
    return True


def _read_integer(option: Option, given: str) -> Value:
    if _WHOLE.fullmatch(given):
        number = int(given)
        if option.minimum <= number <= option.maximum:
            return number
    raise Refusal("not-in-range", option=option, given=given, minimum=option.minimum, maximum=option.maximum)


def _read_choice(option: Option, given: str) -> Value:
    asked = plain(given)
    for choice in option.choices:
        if asked in _called(option, choice):
            return choice
    near = _choice_like(option, asked)
    raise Refusal(
        "not-a-choice",
        option=option,
        given=given,
        choices=Choices(option, option.choices),
        near=Choices(option, (near,)) if near else _NOTHING_NEAR,
    )


def _choice_like(option: Option, asked: str) -> str | None:
    """The choice most like what was given. Among many words chance finds some that are a little like it."""
    meant = {called: choice for choice in option.choices for called in _called(option, choice)}
    for words, cutoff in ((meant, 0.7), (option.choices, 0.4)):
        if near := difflib.get_close_matches(asked, words, 1, cutoff):
            return meant[near[0]]
    return None


def _called(option: Option, choice: str) -> set[str]:
    """All by which a choice may be given: as buttons carry it, as it is typed, and as menus show it."""
    words = {_choice_word(option, choice, language) for language in LANGUAGES}
    shown = {say(language, f"choice-{choice}") for language in LANGUAGES} if option.name != "topic" else set()
    return {plain(word) for word in {choice} | words | shown}


def _read_time(option: Option, given: str) -> Value:
    try:
        return f"{read_time(given):%H:%M}"
    except ValueError:
        raise Refusal("not-a-time", given=given) from None


def _read_zone(option: Option, given: str) -> Value:
    try:
        return read_zone(given)
    except ValueError:
        near = find_zones(given, most=3)
        raise Refusal("not-a-zone", given=given, near=", ".join(near) or _NOTHING_NEAR) from None


def _read_weekdays(option: Option, given: str) -> Value:
    try:
        return write_weekdays(read_weekdays(given))
    except ValueError:
        raise Refusal("not-weekdays", given=given) from None


def _read_player(option: Option, given: str) -> Value:
    name = given.removeprefix("@").strip()
    if not name:
        raise Refusal("not-a-player", given=given)
    return _read_text(option, name)


def _read_text(option: Option, given: str) -> Value:
    if len(given) > LONGEST_TEXT:
        raise Refusal("too-long", most=LONGEST_TEXT)
    return given


_READERS: Final[Mapping[Kind, Callable[[Option, str], Value]]] = {
    Kind.INTEGER: _read_integer,
    Kind.CHOICE: _read_choice,
    Kind.TIME: _read_time,
    Kind.ZONE: _read_zone,
    Kind.WEEKDAYS: _read_weekdays,
    Kind.PLAYER: _read_player,
    Kind.TEXT: _read_text,
}
