"""A card as Slack blocks.

Text from cards goes only into rich text and plain text, which Slack shows as it is: its own markup (mrkdwn)
has no escape for `*`, `_`, `~` and backticks. The fallback for notifications is markup, so it is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from bot.cards import (
    Bold,
    Button,
    Card,
    Choice,
    Form,
    Line,
    Link,
    Menu,
    MenuField,
    Moment,
    Place,
    Span,
    TextField,
    Tone,
)
from bot.words import say
from questions.model import Language

Block = dict[str, Any]
View = dict[str, Any]

ACTION_PREFIX: Final = "cq:"

_MOST_IN_HEADER: Final = 150
_MOST_IN_LABEL: Final = 75
_MOST_BUTTONS_IN_A_BLOCK: Final = 25
_MOST_IN_FOOTNOTE: Final = 2000
_MOST_IN_VIEW_TITLE: Final = 24
_MOST_IN_HOME: Final = 100
_MOST_IN_FIELD_LABEL: Final = 2000
_MOST_IN_A_TEXT_BLOCK: Final = 3000
# Slack refuses a message whose blocks hold more than about 13,000 characters.
_MOST_TEXT_BLOCKS: Final = 4
# chat.update refuses 4,000 characters of text.
_MOST_IN_FALLBACK: Final = 3900

# Slack refuses a whole message for the id of a channel that cannot be one.
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{1,20}")

_DATE_AND_TIME: Final = "{date_short_pretty} {time}"
# Slack counts no time down, so what is near is shown to the second.
_TO_THE_SECOND: Final = "{date_short_pretty} {time_secs}"


def blocks(card: Card) -> list[Block]:
    """The card as the blocks of a message, its form behind a button."""
    buttons = (*((card.form.opener,) if card.form else ()), *card.buttons)
    below = [*map(_menu, card.menus), *_actions(buttons), *_footnote(card.footnote)]
    if card.tone in (Tone.QUESTION, Tone.RESULT):
        return [*_header(card.title), *_texts(card.lines), *below]
    return [*_texts(_with_title(card)), *below]


def fallback(card: Card) -> str:
    """What notifications and screen readers get of a message with blocks: as many whole lines as fit."""
    kept: list[str] = []
    room = _MOST_IN_FALLBACK
    for line in (_escape(_cut(_one_line(card.title), _MOST_IN_HEADER)), *map(_marked_up, card.lines)):
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join(kept).strip() or "…"


def modal(card: Card, language: Language, metadata: str = "") -> View:
    """The card as a modal view, with its form. `metadata` comes back with every click in it."""
    title = _one_line(card.title)
    lines = card.lines if len(title) <= _MOST_IN_VIEW_TITLE else _with_title(card)
    inputs = [_input(field) for field in card.form.fields] if card.form else []
    menus = map(_menu, card.menus)
    body = [*_texts(lines), *menus, *_actions(card.buttons), *inputs, *_footnote(card.footnote)]
    return _view(_short(title), body, language, metadata) | _sent(card.form, language)


def home(cards: Iterable[Card]) -> View:
    """The cards as the App Home, one below the other."""
    body = [block for card in cards for block in (*blocks(card), {"type": "divider"})][:-1]
    return {"type": "home", "blocks": body[:_MOST_IN_HOME] or _nothing()}


def loading(language: Language, metadata: str = "") -> View:
    """What a modal shows until its card is there."""
    return _view(say(language, "help-title"), _texts([(say(language, "slack-loading"),)]), language, metadata)


def _view(title: str, body: list[Block], language: Language, metadata: str) -> View:
    return {
        "type": "modal",
        "title": _plain(title, _MOST_IN_VIEW_TITLE),
        "close": _plain(say(language, "slack-close"), _MOST_IN_VIEW_TITLE),
        "private_metadata": metadata,
        "blocks": body or _nothing(title),
    }


def _nothing(title: str = "") -> list[Block]:
    """Slack takes no view without a block."""
    return _texts([(title or "…",)])


def _short(title: str) -> str:
    """What stands before the first middle dot, if the whole is too long."""
    return title if len(title) <= _MOST_IN_VIEW_TITLE else title.partition(" · ")[0]


def _sent(form: Form | None, language: Language) -> View:
    """What makes a view a form that can be sent."""
    if form is None:
        return {}
    submit = _plain(say(language, "slack-send"), _MOST_IN_VIEW_TITLE)
    return {"callback_id": ACTION_PREFIX + form.action, "submit": submit}


def _input(field: TextField | MenuField) -> Block:
    return {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, _MOST_IN_FIELD_LABEL),
        "element": {"action_id": field.name, **_element_of(field)},
    }


def _element_of(field: TextField | MenuField) -> Block:
    if isinstance(field, TextField):
        return {"type": "plain_text_input", "max_length": field.most, "focus_on_load": True}
    options = [_option(choice) for choice in field.choices]
    return {"type": "checkboxes" if field.several else "static_select", "options": options}


def _menu(menu: Menu) -> Block:
    """A menu with its label above it: Slack hides a placeholder once something is chosen."""
    kind, initial = ("checkboxes", "initial_options") if menu.several else ("static_select", "initial_option")
    chosen = [_option(choice) for choice in menu.choices if choice.value in menu.chosen]
    element: Block = {"type": kind, "action_id": ACTION_PREFIX + menu.action}
    if menu.searched:
        element |= {"type": "external_select", "min_query_length": 1}
    else:
        element["options"] = [_option(choice) for choice in menu.choices]
    if chosen:
        element[initial] = chosen if menu.several else chosen[0]
    return {"type": "section", "text": _plain(menu.label, _MOST_IN_FIELD_LABEL), "accessory": element}


def suggestions(values: Iterable[str]) -> list[Block]:
    """What a menu that is searched offers."""
    return [_option(Choice(value, value)) for value in values]


def _option(choice: Choice) -> Block:
    return {"text": _plain(choice.label, _MOST_IN_LABEL), "value": choice.value}


def _header(title: str) -> list[Block]:
    title = _one_line(title)
    return [{"type": "header", "text": _plain(title, _MOST_IN_HEADER)}] if title else []


def _with_title(card: Card) -> tuple[Line, ...]:
    title = _one_line(card.title)
    return ((Bold(title),), *card.lines) if title else card.lines


def _texts(lines: Iterable[Line]) -> list[Block]:
    groups = list(_grouped(lines))
    if len(groups) > _MOST_TEXT_BLOCKS:
        groups = [*groups[: _MOST_TEXT_BLOCKS - 1], [*groups[_MOST_TEXT_BLOCKS - 1], ("…",)]]
    return [_text_block(group) for group in groups if any(_length(line) for line in group)]


def _grouped(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines in groups that fit into one block each; a line longer than that is cut."""
    group: list[Line] = []
    length = 0
    for line in lines:
        fitting = _fitting(line)
        if group and length + _length(fitting) + 1 > _MOST_IN_A_TEXT_BLOCK:
            yield group
            group, length = [], 0
        group.append(fitting)
        length += _length(fitting) + 1
    if group:
        yield group


def _fitting(line: Line) -> Line:
    kept: list[Span] = []
    room = _MOST_IN_A_TEXT_BLOCK - 1
    for span in line:
        if room <= 0:
            break
        match span:
            case Bold(text) | Link(text):
                kept.append(replace(span, text=_cut(text, room)))
            case Place(id):
                kept.append(Place(_cut(id, room)))
            case str():
                kept.append(_cut(span, room))
            case _:
                kept.append(span)
        room -= _length((span,))
    return tuple(kept)


def _length(line: Line) -> int:
    return sum(len(_text_of(span)) for span in line)


def _text_of(span: Span) -> str:
    """A span as plain text."""
    match span:
        case Bold(text) | Link(text):
            return text
        case Moment():
            return _clock_time(span)
        case Place(room):
            return f"#{room}"
        case str():
            return span


def _text_block(lines: list[Line]) -> Block:
    elements: list[Block] = []
    for index, line in enumerate(lines):
        if index:
            elements.append({"type": "text", "text": "\n"})
        elements.extend(_element(span) for span in line if _text_of(span))
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _element(span: Span) -> Block:
    match span:
        case Moment():
            return {
                "type": "date",
                "timestamp": int(span.at.timestamp()),
                "format": _format(span),
                "fallback": _clock_time(span),
            }
        case Bold(text):
            return {"type": "text", "text": text, "style": {"bold": True}}
        case Link(text, address):
            return {"type": "link", "url": address, "text": text}
        case Place(room) if _CHANNEL.fullmatch(room):
            return {"type": "channel", "channel_id": room}
        case _:
            return {"type": "text", "text": _text_of(span)}


def _actions(buttons: tuple[Button, ...]) -> list[Block]:
    most = _MOST_BUTTONS_IN_A_BLOCK
    groups = (buttons[start : start + most] for start in range(0, len(buttons), most))
    return [{"type": "actions", "elements": [_button(button) for button in group]} for group in groups]


def _button(button: Button) -> Block:
    drawn: Block = {
        "type": "button",
        "action_id": ACTION_PREFIX + button.action,
        "text": _plain(button.label, _MOST_IN_LABEL),
    }
    return drawn | {"style": "primary"} if button.primary else drawn


def _footnote(text: str) -> list[Block]:
    return [{"type": "context", "elements": [_plain(text, _MOST_IN_FOOTNOTE)]}] if text.strip() else []


def _plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": _cut(text.strip() or "…", most), "emoji": False}


def _marked_up(line: Line) -> str:
    return "".join(
        _date_markup(span) if isinstance(span, Moment) else _escape(_text_of(span)) for span in line
    )


def _date_markup(moment: Moment) -> str:
    return f"<!date^{int(moment.at.timestamp())}^{_format(moment)}|{_clock_time(moment)}>"


def _format(moment: Moment) -> str:
    return _TO_THE_SECOND if moment.relative else _DATE_AND_TIME


def _clock_time(moment: Moment) -> str:
    return f"{moment.at:%Y-%m-%d %H:%M:%S} UTC" if moment.relative else f"{moment.at:%Y-%m-%d %H:%M} UTC"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
