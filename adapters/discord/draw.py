"""Draws a card as an embed with buttons, or its form as a modal."""

from __future__ import annotations

import io
import re
from typing import Any, Final

import discord

from bot.cards import (
    Bold,
    Button,
    Card,
    Choice,
    Line,
    Link,
    Menu,
    MenuField,
    Moment,
    Picture,
    Place,
    Span,
    TextField,
    Tone,
)

# What stands before a button's action in its custom id.
MARK: Final = "cq:"

# https://discord.com/developers/docs/resources/message#embed-object-embed-limits
TITLE, TEXT, FOOTNOTE, TOTAL = 256, 4096, 2048, 6000
LABEL, CUSTOM_ID, BUTTONS, ROW, PLACEHOLDER = 80, 100, 25, 5, 150
ALT_TEXT = 1024
# https://discord.com/developers/docs/components/reference
MODAL_TITLE, FIELD_LABEL, CHOICE_LABEL, MODAL_PARTS, MODAL_TEXT = 45, 45, 100, 5, 4000

_NOBODY: Final = discord.AllowedMentions.none()
_COLOURS: Final = {
    Tone.QUESTION: discord.Colour(0x3B6EA8),
    Tone.RESULT: discord.Colour(0x2E8B57),
    Tone.PLAIN: discord.Colour(0x8A8F98),
    Tone.REFUSED: discord.Colour(0xC0653A),
}
# An address keeps its underscores, or it would lead nowhere; what could start markup ends it.
_ADDRESS = re.compile(r"(https?://[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&'()+,;=%-]+)")
# discord.utils.escape_markdown lets numbered lists, `<#1>`, and a link spread over two spans through.
_MARKUP = re.compile(r"[\\`*_~|<\[\]]")
_LINE_START = re.compile(r"^([^\S\n]*)([#>+-])", re.MULTILINE)
_NUMBERED = re.compile(r"^([^\S\n]*\d+)([.)])", re.MULTILINE)
_SNOWFLAKE = re.compile(r"[0-9]{1,20}")
_MORE: Final = "…"
_FILE: Final = "picture.png"


def new_message(card: Card) -> dict[str, Any]:
    """What discord.py's methods that send a message want. For one call: a file is read as it is sent."""
    wanted: dict[str, Any] = {"embed": embed_of(card), "view": view_of(card), "allowed_mentions": _NOBODY}
    if card.picture is not None:
        wanted["file"] = _file(card.picture)
    # Without buttons the methods want no view at all, not even None.
    return {name: value for name, value in wanted.items() if value is not None}


def changed_message(card: Card) -> dict[str, Any]:
    """What discord.py's methods that edit a message want, for one call.

    Without buttons or a picture, those shown so far go away.
    """
    files = [_file(card.picture)] if card.picture else []
    return {
        "embed": embed_of(card),
        "view": view_of(card),
        "attachments": files,
        "allowed_mentions": _NOBODY,
    }


def embed_of(card: Card) -> discord.Embed:
    """The card without its buttons, cut to what Discord takes."""
    title = _cut(escaped(card.title), TITLE)
    footnote = _cut(card.footnote, FOOTNOTE)  # shown as it is: a footer knows no markup
    text = _text(card.lines, min(TEXT, TOTAL - len(title) - len(footnote)))
    embed = discord.Embed(title=title, description=text or None, colour=_COLOURS[card.tone])
    if card.picture is not None:
        embed.set_image(url=f"attachment://{_FILE}")
    return embed.set_footer(text=footnote) if footnote else embed


def view_of(card: Card) -> discord.ui.View | None:
    """The card's menus and buttons.

    The view is stopped before it is sent, so that discord.py keeps no object for it: a button's id says all.
    """
    buttons = (*((card.form.opener,) if card.form else ()), *card.buttons)
    # Discord's menus cannot be searched.
    menus = [menu for menu in card.menus if not menu.searched]
    if not buttons and not menus:
        return None
    view = discord.ui.View(timeout=None)
    for menu in menus:
        view.add_item(_menu(menu))
    for button in buttons[: BUTTONS - ROW * len(menus)]:
        view.add_item(_button(button))
    view.stop()
    return view


def modal_of(card: Card) -> discord.ui.Modal:
    """The card's form, below its text where there is room for it; stopped like a view.

    Raises:
        ValueError: the card has no form.
    """
    form = card.form
    if form is None:
        raise ValueError(f"no form to open: {card.title}")
    modal = discord.ui.Modal(
        title=_cut(card.title, MODAL_TITLE), custom_id=_custom_id(form.action), timeout=None
    )
    if len(form.fields) < MODAL_PARTS:
        modal.add_item(discord.ui.TextDisplay(_text(card.lines, MODAL_TEXT)))
    for field in form.fields:
        modal.add_item(discord.ui.Label(text=_cut(field.label, FIELD_LABEL), component=_field(field)))
    modal.stop()
    return modal


def escaped(text: str) -> str:
    """Text that Discord shows as it was written, whatever markup or mention it holds."""
    parts = _ADDRESS.split(text)
    parts[::2] = [discord.utils.escape_mentions(_MARKUP.sub(r"\\\g<0>", part)) for part in parts[::2]]
    return _plain_starts("".join(parts))


def _plain_starts(text: str) -> str:
    """Keep lines from being read as headings, quotes or lists (which would number ranks anew)."""
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", text))


def _text(lines: tuple[Line, ...], limit: int) -> str:
    text = "\n".join(_line(line) for line in lines)
    return text if len(text) <= limit else _shortened(lines, limit)


def _line(line: Line) -> str:
    return _plain_starts("".join(_span(span) for span in line))


def _shortened(lines: tuple[Line, ...], limit: int) -> str:
    """As much as fits; markup is never cut in two."""
    text = ""
    for line in lines:
        begun = text + "\n" if text else ""
        if len(begun) + len(_line(line)) < limit:
            text = begun + _line(line)
            continue
        return _filled(begun, line, limit)
    return text


def _filled(text: str, line: Line, limit: int) -> str:
    for span in line:
        drawn = _span(span)
        if len(text) + len(drawn) >= limit:
            rest = limit - len(text)
            return text + (_cut(drawn, rest) if isinstance(span, str) else _MORE[:rest])
        text += drawn
    return text + _MORE


def _span(span: Span) -> str:
    match span:
        case Bold(text):
            return f"**{escaped(text)}**" if text.strip() else ""
        case Moment(at, relative):
            return discord.utils.format_dt(at, "R" if relative else "F")
        case Link(text, address):
            return _link(text, address)
        case Place(room):
            return f"<#{room}>" if _SNOWFLAKE.fullmatch(room) else escaped(f"#{room}")
        case str():
            return escaped(span)


def _link(text: str, address: str) -> str:
    shown = escaped(" ".join(text.split()))
    # Discord makes no link of a text that holds an address itself.
    if not shown or "://" in shown:
        return shown
    return f"[{shown}]({address.replace('(', '%28').replace(')', '%29')})"


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    kept = text[: limit - 1]
    if (len(kept) - len(kept.rstrip("\\"))) % 2:  # half of an escape
        kept = kept[:-1]
    return kept + _MORE


def _file(picture: Picture) -> discord.File:
    return discord.File(io.BytesIO(picture.png), _FILE, description=_cut(picture.words, ALT_TEXT))


def _button(button: Button) -> discord.ui.Button[Any]:
    style = discord.ButtonStyle.primary if button.primary else discord.ButtonStyle.secondary
    label = _cut(button.label.strip(), LABEL) or _MORE
    return discord.ui.Button(style=style, label=label, custom_id=_custom_id(button.action))


def _field(field: TextField | MenuField) -> discord.ui.TextInput[Any] | discord.ui.Select[Any]:
    match field:
        case TextField(name, _, most):
            return discord.ui.TextInput(custom_id=name, max_length=most)
        case MenuField(name, _, choices, several):
            options = [_option(choice) for choice in choices]
            most = len(options) if several else 1
            return discord.ui.Select(custom_id=name, options=options, max_values=most)


def _menu(menu: Menu) -> discord.ui.Select[Any]:
    """A menu that tells what it is about: Discord shows no label beside it, but what is marked as chosen."""
    chosen = ", ".join(choice.label for choice in menu.choices if choice.value in menu.chosen)
    # Of several, those that hold must be marked, or choosing one would leave out the others.
    options = [_option(choice, menu.several and choice.value in menu.chosen) for choice in menu.choices]
    return discord.ui.Select(
        custom_id=_custom_id(menu.action),
        placeholder=_cut(f"{menu.label}: {chosen}" if chosen else menu.label, PLACEHOLDER),
        options=options,
        min_values=0 if menu.several else 1,
        max_values=len(options) if menu.several else 1,
    )


def _option(choice: Choice, chosen: bool = False) -> discord.SelectOption:
    return discord.SelectOption(label=_cut(choice.label, CHOICE_LABEL), value=choice.value, default=chosen)


def _custom_id(action: str) -> str:
    custom_id = MARK + action
    if len(custom_id) > CUSTOM_ID:
        raise ValueError(f"too long for an id: {action}")
    return custom_id
