"""Slack's look, about: from the blocks that the adapter sends."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any

from adapters.slack.draw import blocks, modal
from bot.cards import Card
from questions.model import Language


def message(card: Card, *, private: bool) -> str:
    """A message in a channel, or one that only its reader sees."""
    only = '<div class="s-only">Only visible to you</div>' if private else ""
    body = "".join(_block(block) for block in blocks(card))
    picture = f'<div class="s-picture">{escape(card.picture.words)}</div>' if card.picture else ""
    return f'<div class="slack"><div class="s-name">civiquiz <b>APP</b></div>{only}{body}{picture}</div>'


def window(card: Card, language: Language) -> str:
    """The card as a modal."""
    view = modal(card, language)
    body = "".join(_block(block) for block in view["blocks"])
    buttons = [view["close"]["text"], *([view["submit"]["text"]] if "submit" in view else [])]
    row = "".join(f'<span class="s-button">{escape(label)}</span>' for label in buttons)
    return (
        f'<div class="slack s-modal"><div class="s-header">{escape(view["title"]["text"])}</div>{body}'
        f'<div class="s-row">{row}</div></div>'
    )


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f'<div class="s-header">{escape(block["text"]["text"])}</div>'
        case "rich_text":
            elements = (one for section in block["elements"] for one in section["elements"])
            return f'<div class="s-text">{"".join(_inline(one) for one in elements)}</div>'
        case "actions":
            return f'<div class="s-row">{"".join(_element(one) for one in block["elements"])}</div>'
        case "section":
            return (
                f'<div class="s-section"><span>{escape(block["text"]["text"])}</span>'
                f"{_element(block['accessory'])}</div>"
            )
        case "input":
            return f'<div class="s-label">{escape(block["label"]["text"])}</div>{_element(block["element"])}'
        case "context":
            return f'<div class="s-foot">{"".join(escape(one["text"]) for one in block["elements"])}</div>'
        case other:
            return f'<div class="s-foot">[{escape(other)}]</div>'


def _inline(one: dict[str, Any]) -> str:
    match one["type"]:
        case "date":
            return f'<span class="s-time">{escape(_date(one["timestamp"], one["format"]))}</span>'
        case "link":
            return f'<span class="s-link">{escape(one.get("text") or one["url"])}</span>'
        case "channel":
            return f'<span class="s-link">#{escape(one["channel_id"])}</span>'
        case _:
            text = escape(one["text"]).replace("\n", "<br>")
            return f"<b>{text}</b>" if one.get("style", {}).get("bold") else text


def _date(timestamp: int, form: str) -> str:
    """A date as a reader in UTC has it, days later: what is near is `today` and `tomorrow` to them."""
    at = datetime.fromtimestamp(timestamp, UTC)
    shown = {
        "{date_short_pretty}": f"{at:%b} {at.day}, {at.year}",
        "{time}": f"{at:%I:%M %p}".lstrip("0"),
        "{time_secs}": f"{at:%I:%M:%S %p}".lstrip("0"),
    }
    for token, text in shown.items():
        form = form.replace(token, text)
    return form


def _element(one: dict[str, Any]) -> str:
    match one["type"]:
        case "button":
            style = " s-primary" if one.get("style") == "primary" else ""
            return f'<span class="s-button{style}">{escape(one["text"]["text"])}</span>'
        case "plain_text_input":
            return '<span class="s-field">&nbsp;</span>'
        case "checkboxes":
            chosen = {option["value"] for option in one.get("initial_options", [])}
            return "".join(
                f"<div>{'☑' if option['value'] in chosen else '☐'} {escape(option['text']['text'])}</div>"
                for option in one["options"]
            )
        case _:
            chosen_one = one.get("initial_option") or {"text": {"text": "Select an option"}}
            return f'<span class="s-field">{escape(chosen_one["text"]["text"])} ▾</span>'
