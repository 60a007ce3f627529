"""Discord's look, about: from what the adapter hands to discord.py."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from typing import Any

import discord

from adapters.discord.draw import embed_of, modal_of, view_of
from bot.cards import Card

# What the adapter writes: an escaped sign, bold, a time, a link.
_MARKUP = re.compile(
    r"\\(?P<sign>[^A-Za-z0-9\s])|\*\*(?P<bold>.+?)(?<!\\)\*\*|<t:(?P<time>\d+):(?P<style>[A-Z])>"
    r"|\[(?P<text>(?:\\.|[^\]\\])*)\]\((?P<address>https?://[^)\s]+)\)",
    re.DOTALL,
)


def message(card: Card, *, private: bool) -> str:
    """A message in a channel, or one that only its reader sees."""
    embed = embed_of(card).to_dict()
    colour = f"#{embed.get('color', 0):06x}"
    parts = [f'<div class="d-title">{_text(str(embed.get("title", "")))}</div>']
    parts.append(f'<div class="d-text">{_text(str(embed.get("description", "")))}</div>')
    if card.picture is not None:
        parts.append(f'<div class="d-picture">{escape(card.picture.words)}</div>')
    if "footer" in embed:
        parts.append(f'<div class="d-foot">{escape(embed["footer"]["text"])}</div>')
    shown = f'<div class="d-embed" style="border-color:{colour}">{"".join(parts)}</div>'
    view = view_of(card)
    rows = "".join(_row(row) for row in view.to_components()) if view else ""
    only = '<div class="d-only">Only you can see this</div>' if private else ""
    return f'<div class="discord"><div class="d-name">civiquiz <b>APP</b></div>{shown}{rows}{only}</div>'


def window(card: Card) -> str:
    """The card's form, as it opens over everything."""
    modal: dict[str, Any] = dict(modal_of(card).to_dict())
    parts = "".join(_part(part) for part in modal["components"])
    buttons = '<span class="d-button">Cancel</span><span class="d-button d-1">Submit</span>'
    title = f'<div class="d-title">{escape(modal["title"])}</div>'
    return f'<div class="discord d-modal">{title}{parts}<div class="d-row">{buttons}</div></div>'


def _row(row: Any) -> str:
    return f'<div class="d-row">{"".join(_component(one) for one in row["components"])}</div>'


def _component(one: dict[str, Any]) -> str:
    if one["type"] == discord.ComponentType.button.value:
        return f'<span class="d-button d-{one["style"]}">{escape(one["label"])}</span>'
    chosen = [option["label"] for option in one["options"] if option.get("default")]
    return f'<span class="d-select">{escape(", ".join(chosen) or one.get("placeholder", "…"))} ▾</span>'


def _part(part: dict[str, Any]) -> str:
    if part["type"] == discord.ComponentType.text_display.value:
        return f'<div class="d-text">{_text(part["content"])}</div>'
    field = part["component"]
    if field["type"] == discord.ComponentType.text_input.value:
        inner = '<span class="d-select">&nbsp;</span>'
    else:
        several = " (several)" if field.get("max_values", 1) > 1 else ""
        inner = f'<span class="d-select">{escape(field["options"][0]["label"])}{several} ▾</span>'
    return f'<div class="d-label">{escape(part["label"])}</div>{inner}'


def _text(text: str) -> str:
    html, at = "", 0
    for found in _MARKUP.finditer(text):
        html += escape(text[at : found.start()]) + _marked(found)
        at = found.end()
    return (html + escape(text[at:])).replace("\n", "<br>")


def _marked(found: re.Match[str]) -> str:
    if found["sign"]:
        return escape(found["sign"])
    if found["bold"]:
        return f"<b>{_text(found['bold'])}</b>"
    if found["address"]:
        return f'<span class="d-link">{_text(found["text"])}</span>'
    at = datetime.fromtimestamp(int(found["time"]), UTC)
    time = "in 20 seconds" if found["style"] == "R" else f"{at:%A}, {at.day} {at:%B} {at.year} {at:%H:%M}"
    return f'<span class="d-time">{time}</span>'
