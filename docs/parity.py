"""Writes docs/parity.md, what each platform offers, from the code: `make gallery`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from adapters.discord.tree import MOST_CHOICES
from bot.cards import Card, MenuField
from bot.commands import BUTTONS, FORMS, Command, Kind, Manner, Who, commands, usage
from docs.gallery.story import Shown, Where
from questions.bank import load_bank

PAGE: Final = Path(__file__).with_name("parity.md")

_MANNERS: Final[Mapping[Manner, tuple[str, str]]] = {
    Manner.FORM: ("a modal", "a modal"),
    Manner.SCREEN: ("a private message", "a modal"),
    Manner.PRIVATE: ("a private message", "a private message"),
    Manner.UPDATE: ("changes the private message", "changes the modal or the private message"),
}
_PLACES: Final[Mapping[Where, tuple[str, str]]] = {
    Where.ROOM: ("a message", "a message"),
    Where.PRIVATE: ("a private message", "a private message"),
    Where.SCREEN: ("a private message", "a modal"),
    Where.WINDOW: ("a modal", "a modal"),
    Where.DIRECT: ("in the reply itself", "a direct message"),
}


def parity(shown: Iterable[Shown]) -> str:
    """The page: commands, buttons and forms, and cards, each on each platform."""
    known = commands(load_bank())
    actions = [(f"button `{verb}`", manner) for verb, (_, manner) in BUTTONS.items()]
    actions += [(f"form `{verb}`", manner) for verb, (_, manner) in FORMS.items()]
    parts = [
        "# What each platform offers",
        "Made from the code by `make gallery`; a test fails where it is older than the code.",
        "## Commands",
        _table(("command", "who", "Discord", "Slack", "terminal"), map(_command, known)),
        "## Buttons, menus and forms",
        _table(
            ("action", "Discord", "Slack", "terminal"),
            ((name, *_MANNERS[m], "printed") for name, m in actions),
        ),
        "## Cards",
        _table(("card", "holds", "Discord", "Slack", "terminal"), map(_card, shown)),
    ]
    return "\n\n".join(parts) + "\n"


def _command(command: Command) -> tuple[str, ...]:
    discord, slack = _MANNERS[command.manner]
    suggested = [option.name for option in command.options if _suggests(option.kind, len(option.choices))]
    discord = f"slash command, {discord}" + (f"; suggests {' and '.join(suggested)}" if suggested else "")
    who = "moderators" if command.who is Who.MODERATOR else "everyone"
    return f"`{usage(command)}`", who, discord, f"typed, {slack}", "typed, printed"


def _suggests(kind: Kind, choices: int) -> bool:
    return kind is Kind.ZONE or choices > MOST_CHOICES


def _card(one: Shown) -> tuple[str, ...]:
    return one.caption, _parts(one.card) or "text", *_PLACES[one.where], "printed"


def _parts(card: Card) -> str:
    found = []
    if card.buttons:
        found.append(f"buttons {', '.join(button.label for button in card.buttons)}")
    if card.menus:
        found.append(f"menus for {', '.join(menu.action.partition(':')[2] for menu in card.menus)}")
    if card.form is not None:
        menus = any(isinstance(field, MenuField) for field in card.form.fields)
        found.append("a form with menus" if menus else "a form with a line to write in")
    if card.picture is not None:
        found.append("a picture")
    return "; ".join(found)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '¦') for cell in line)} |" for line in lines)
