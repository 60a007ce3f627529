"""How people use the bot, in words that fit every platform.

How to write a story
--------------------
A story is an `async def test_...(chat: Chat)` in a `test_stories_*.py`. It is written once and played on
each platform: the fixture `chat` (conftest.py) brings a community with a running bot.

    async def test_a_second_answer_does_not_count(chat: Chat) -> None:
        question = await chat.play(chat.ana, "choices 1")
        assert say("en", "recorded-title") in await chat.click(chat.bob, question, right(question))
        assert say("en", "already-answered-title") in await chat.click(chat.bob, question, wrong(question))
        assert chat.answers() == 1

- People are `chat.mod` (may manage the community), `chat.ana`, `chat.bob`, and `chat.eva`, who reads Spanish.
  Rooms are `chat.general`, where things happen unless another is named, `chat.other`, and `chat.direct(who)`.
- A command names a person by `chat.mention(chat.ana)`.
- What is in front of somebody is a `Seen`: a post that all see, a message of one's own, or a modal window.
  It tells its `title`, `text`, `labels` (buttons), `menus` and `fields` (of a form) as they are *now*.
- Doing something gives what is shown for it: `opens` for a command, `press` for a button, `choose` for a
  menu, `fill` for a form. `says` and `click` give its text alone; `nudge` is for what answers nobody (Next).
- What happens by itself is awaited: `post` for a new post, `becomes` for one that changes. Nothing sleeps.
- Time: `chat.bot.hasten("close-turn")` lets due work of a kind come now; `chat.daily(...)` opens a daily.
- Faults: `restart` (a kill), `lose_connection`, `delivered_twice`, `closed_to_the_bot`, `put_off_a_post`.
- Words: the bot's sentences are `say(language, word)`, and `begin(word)` up to what is not foreseen.
- Questions: `packs/` has a topic for each kind (choices, truths, dates, numbers, names, orders, sets), asked
  beside the bot's own; `asked.py` finds which question is shown, and its right and wrong answers.

What only one platform has goes to test_discord.py or test_slack.py, whose fixtures are such a `Chat` too.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from bot.cards import Card
from bot.words import say
from questions.model import LANGUAGES, Language
from tests.e2e.process import Bot, until

Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Person:
    """A member of the community: the name that others see, and the platform's own object."""

    name: str
    account: Any


class Seen(Protocol):
    """What somebody has in front of them, as it reads at the moment."""

    @property
    def title(self) -> str: ...

    @property
    def text(self) -> str:
        """All that is to be read, with the title and without buttons."""
        ...

    @property
    def labels(self) -> list[str]:
        """The buttons."""
        ...

    @property
    def menus(self) -> list[str]:
        """The menus whose choice acts at once."""
        ...

    @property
    def fields(self) -> list[str]:
        """The names of what is to be filled in."""
        ...


class Chat(ABC):
    """A community with a bot in it. Rooms are objects of the platform, to be handed back to it."""

    platform: str
    bot: Bot
    mod: Person
    ana: Person
    bob: Person
    eva: Person
    general: Any
    other: Any

    # --- the bot

    @abstractmethod
    async def start(self) -> None:
        """Start the bot; it is connected then."""

    @abstractmethod
    async def killed(self) -> None:
        """Kill the bot in the middle of whatever it does."""

    async def restart(self) -> None:
        await self.killed()
        await self.start()

    @abstractmethod
    async def lose_connection(self) -> None:
        """Cut the connection to the bot; what is clicked afterwards must reach it nevertheless."""

    @abstractmethod
    async def connected(self) -> None:
        """Wait until the bot is connected as well as it was."""

    # --- what people do, and what is shown to them for it

    @abstractmethod
    async def opens(self, who: Person, command: str, room: Any = None) -> Seen:
        """Type what stands behind `/quiz`."""

    @abstractmethod
    async def press(self, who: Person, seen: Seen, label: str) -> Seen:
        """Press a button."""

    @abstractmethod
    async def nudge(self, who: Person, seen: Seen, label: str) -> None:
        """Press a button that is answered to nobody."""

    @abstractmethod
    async def choose(self, who: Person, seen: Seen, menu: str, *values: str) -> Seen:
        """Choose in a menu, by what it shows or sends."""

    @abstractmethod
    async def form(self, who: Person, seen: Seen) -> Seen:
        """Open the form of a question, or find it where it is open already."""

    @abstractmethod
    async def send(self, who: Person, form: Seen, fields: Fields) -> Seen:
        """Fill in a form and send it. Menus take the ids of options, several as a list."""

    async def says(self, who: Person, command: str, room: Any = None) -> str:
        return (await self.opens(who, command, room)).text

    async def click(self, who: Person, seen: Seen, label: str) -> str:
        return (await self.press(who, seen, label)).text

    async def fill(self, who: Person, seen: Seen, fields: Fields) -> Seen:
        return await self.send(who, await self.form(who, seen), fields)

    # --- what there is to see

    @abstractmethod
    def posts(self, room: Any = None) -> Sequence[Seen]:
        """What everyone sees in a room, oldest first."""

    @abstractmethod
    def private(self, who: Person, room: Any = None) -> Sequence[Seen]:
        """The messages that a person alone sees in a room, oldest first."""

    @abstractmethod
    def direct(self, who: Person) -> Any:
        """The room of a person with the bot alone."""

    @abstractmethod
    def mention(self, who: Person) -> str:
        """A person as another one names them in a command."""

    @abstractmethod
    def pictures(self, who: Person) -> Sequence[tuple[bytes, str]]:
        """The pictures that a person alone has been shown, with their words where they carry some."""

    async def post(self, *titles: str, room: Any = None) -> Seen:
        """Wait for the newest post to have a title that begins so (or so)."""

        def newest() -> Seen | None:
            return next((seen for seen in self.posts(room)[-1:] if seen.title.startswith(titles)), None)

        seen: Seen = await until(newest)
        return seen

    async def becomes(self, seen: Seen, title: str) -> None:
        """Wait for what is shown to change into what has a title that begins so."""
        await until(lambda: seen.title.startswith(title))

    async def shows(self, seen: Seen, text: str) -> None:
        """Wait for a text to appear in what is shown."""
        await until(lambda: text in seen.text)

    # --- what many stories begin with

    async def play(self, who: Person, words: str, room: Any = None) -> Seen:
        """Start a round: `choices 2`. Its first question, which closes late enough for a slow machine."""
        limit = "" if "seconds:" in words else " seconds:120"
        started = await self.says(who, f"play {words}{limit}", room)
        assert started.startswith(say("en", "help-title")), started
        return await self.post(*(begin("question-title", language) for language in LANGUAGES), room=room)

    async def daily(self, words: str) -> Seen:
        """Set a daily, `choices 2`, and let its hour have come; its post."""
        set_to = await self.says(self.mod, f"schedule set 12am {zone_where_it_is_morning()} {words}")
        assert set_to.startswith(say("en", "schedule-title")), set_to
        self.bot.hasten("open-daily")
        return await self.post(*(begin("daily-title", language) for language in LANGUAGES))

    # --- faults, and what is not of today

    @abstractmethod
    def delivered_twice(self) -> AbstractAsyncContextManager[None]:
        """Whatever is done first inside is delivered to the bot twice, and has been worked on at the end."""

    @abstractmethod
    def closed_to_the_bot(self, room: Any) -> AbstractAsyncContextManager[None]:
        """The bot may not write in a room meanwhile."""

    @abstractmethod
    def put_off_a_post(self, seconds: int) -> None:
        """Let the platform take the bot's next post so much later."""

    @abstractmethod
    def undrawn(self, seen: Seen) -> AbstractAsyncContextManager[None]:
        """The buttons of a message stay what they are, as on a phone that has not drawn a change yet."""

    @abstractmethod
    async def left_over(self, card: Card) -> Seen:
        """A post of an older version of the bot."""

    @abstractmethod
    def rename(self, who: Person, name: str) -> Person:
        """The person under another name."""

    # --- what the database holds

    def answers(self) -> int:
        """How many answers are recorded."""
        return self.count("answer")

    def count(self, table: str) -> int:
        """How many rows a table has."""
        ((count,),) = self.bot.sql(f"SELECT count(*) FROM {table}")
        return int(count)


def begin(word: str, language: Language = "en", **known: object) -> str:
    """A sentence of the bot up to what a story does not foresee."""
    unforeseen = dict.fromkeys(
        ("theme", "topic", "answer", "day", "count", "source", "given", "position", "length"), "\0"
    )
    return say(language, word, **(unforeseen | known)).partition("\0")[0]


def as_read(text: str) -> str:
    """Text without the marks around names, which nobody sees."""
    return text.translate(dict.fromkeys(map(ord, "\u2068\u2069")))


def zone_where_it_is_morning() -> str:
    """A zone in which midnight is some hours ago and some ahead, whenever the tests run."""
    hours = datetime.now(UTC).hour - 6
    return f"Etc/GMT{hours:+d}" if hours <= 12 else f"Etc/GMT{hours - 24:+d}"
