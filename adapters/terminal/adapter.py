"""The terminal as a platform: one community, one room, the buttons of the last card."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from itertools import count
from threading import Thread

from rich.console import Console

from adapters.terminal.draw import drawn, said, visible
from bot.cards import Button, Card, Tone
from bot.commands import BUTTONS, ROOT, parse
from bot.ports import Clock, Pictures
from bot.quizmaster import Quizmaster
from bot.requests import Player, Refusal, Reply, Request, Room
from bot.show.notices import refusal
from bot.words import language_of, say
from questions.model import Language

LONGEST_NAME = 32
_ROOM = Room("terminal:local", "table")


class Screen(Console):
    """A screen that may go away, such as a pipe whose reader has ended: what is shown then goes nowhere."""

    gone = False

    def on_broken_pipe(self) -> None:
        self.gone = True
        # Rich lets the rest of the output go nowhere, and would end the process from wherever it is shown.
        with contextlib.suppress(SystemExit):
            super().on_broken_pipe()


class TerminalAdapter:
    """Reads lines, shows cards.

    `settle` does what is due, so that a line meets what the one before it caused.
    """

    platform = "terminal"
    pictures = Pictures.WORDS
    rate: float | None = None

    def __init__(
        self, quizmaster: Quizmaster, clock: Clock, settle: Callable[[], Awaitable[None]], language: Language
    ) -> None:
        self._quizmaster = quizmaster
        self._clock = clock
        self._settle = settle
        self._language = language
        self._console = Screen(highlight=False, soft_wrap=False)
        self._causes = count(1)
        self._players = [say(language, "terminal-you")]
        self._named = False
        self._answered: set[str] = set()
        self._buttons: tuple[Button, ...] = ()
        self._typed = False
        # There is none at all where the process was started with it closed.
        self._piped = sys.stdin is None or not sys.stdin.isatty()
        self.stage = self

    async def post(self, community: str, room: str, card: Card, key: str) -> str:
        """Show a card to all at the table."""
        self._buttons, self._typed = card.buttons, card.form is not None
        self._answered.clear()
        self._console.print(drawn(card, self._clock.now()))
        return key

    async def edit(self, community: str, room: str, message: str, card: Card) -> None:
        """A terminal cannot change what it has printed: print it anew."""
        await self.post(community, room, card, message)

    async def direct(self, community: str, player: str, card: Card) -> None:
        """At one table nothing is private."""
        self._console.print(drawn(card, self._clock.now()))

    async def run(self) -> None:
        """Take lines until /quit or the end of the input."""
        self._tell("terminal-welcome")
        lines = _lines()
        await self._resume()
        while True:
            self._prompt()
            line = await lines.get()
            if self._piped:
                self._console.print(visible((line or "").strip()), markup=False)
            if line is None or line.strip() == "/quit" or self._console.gone:
                break
            await self._take(line.strip())
            await self._settle()
        self._tell("terminal-bye")

    async def _resume(self) -> None:
        """Show what is open since the process before: its buttons were in that one's memory."""
        await self._settle()
        card = None if self._buttons or self._typed else await self._quizmaster.question_in(_ROOM)
        if card is not None:
            await self.post(_ROOM.community, _ROOM.id, card, "")

    async def _take(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        match word.lower():
            case "":
                return
            case "/as":
                self._sit(rest.strip())
            case "/lang":
                self._speak(rest.strip())
            case "/next":
                await self._press(lambda button: button.action.startswith(("next:", "on:")), line)
            case _ if word.lower() == f"/{ROOT}":
                await self._command(rest)
            case _:
                await self._press(lambda button: button.label.casefold() == line.casefold(), line)

    async def _command(self, text: str) -> None:
        try:
            command, arguments = parse(self._quizmaster.commands, text)
        except Refusal as refused:
            self._console.print(said(refusal(self._language, refused), self._clock.now()))
            return
        before = self._buttons
        self._show(await self._ask(command.action, arguments))
        if command.action == "help":
            self._tell("terminal-lines")
        if command.action == "type":
            await self._after_typing(before)

    async def _after_typing(self, before: tuple[Button, ...]) -> None:
        self._pass_on()
        await self._settle()
        # Nobody is there to try again, and the next line is meant for the next question.
        if self._piped and len(self._players) == 1 and before and self._buttons == before:
            await self._take("/next")

    async def _press(self, meant: Callable[[Button], bool], line: str) -> None:
        button = next((button for button in self._buttons if meant(button)), None)
        if button is None and self._typed and not line.startswith("/"):
            await self._command(f"answer {line}")
            return
        if button is None:
            await self._not_understood(line)
            return
        verb, *values = button.action.split(":")
        reply = await self._ask(verb, dict(zip(BUTTONS[verb][0], values, strict=True)))
        self._show(reply)
        if verb == "answer":
            self._pass_on()

    async def _not_understood(self, line: str) -> None:
        if not self._asks() and not line.startswith("/"):
            self._tell("terminal-no-question")
            return
        self._tell("terminal-unknown", given=visible(line))
        # Nobody is there to try again, and the next line is meant for the next question.
        if self._piped and len(line) == 1:
            await self._take("/next")

    def _asks(self) -> bool:
        """Whether the last card holds a question, or leads to the next one."""
        return any(button.action.startswith(("answer:", "pick:", "next:", "on:")) for button in self._buttons)

    async def _ask(self, action: str, arguments: dict[str, str | int]) -> Reply | None:
        now = self._clock.now()
        name = self._players[0]
        player = Player(name.casefold(), name, self._language, moderator=True)
        # A process plays once at a time: its start and a count make a cause that no other has.
        cause = f"terminal:{now.timestamp()}:{next(self._causes)}"
        present = frozenset(name.casefold() for name in self._players)
        return await self._quizmaster.handle(Request(player, _ROOM, action, arguments, cause, now, present))

    def _show(self, reply: Reply | None) -> None:
        if reply is None:
            return
        now = self._clock.now()
        card = reply.card
        plain = card.tone in {Tone.PLAIN, Tone.REFUSED} and not card.menus and not card.buttons
        short = plain and len(card.lines) <= 2
        self._console.print(said(card, now) if short else drawn(card, now))
        if reply.update or card.buttons or card.form:
            # A question that is asked once more keeps the button that ends it.
            ending = tuple(button for button in self._buttons if button.action.startswith("next:"))
            self._buttons = card.buttons or (ending if card.form else ())
            self._typed = card.form is not None

    def _sit(self, name: str) -> None:
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            self._tell("terminal-as")
            return
        if not self._named:
            self._players, self._named = [], True
        self._players = [name, *(other for other in self._players if other.casefold() != name.casefold())]
        self._tell("terminal-now", name=name)

    def _speak(self, given: str) -> None:
        language = language_of(given)
        if language is None:
            self._tell("terminal-lang")
            return
        self._language = language
        self._tell("terminal-welcome")

    def _pass_on(self) -> None:
        """The keyboard goes to the next player who has not answered."""
        self._answered.add(self._players[0])
        self._players = [*self._players[1:], self._players[0]]
        waiting = [name for name in self._players if name not in self._answered]
        if waiting and len(self._players) > 1:
            self._tell("terminal-now", name=waiting[0])

    def _tell(self, word: str, **arguments: object) -> None:
        self._console.print(say(self._language, word, **arguments), markup=False, style="dim")

    def _prompt(self) -> None:
        self._console.print(f"{self._players[0]}> ", end="", markup=False)


def _lines() -> asyncio.Queue[str | None]:
    """Lines of the standard input as they come; None at its end."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop may have ended meanwhile
            for line in sys.stdin or ():
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)

    # A thread that dies with the process: a read from a terminal cannot be cancelled.
    Thread(target=read, name="input", daemon=True).start()
    return lines
