"""The page of all cards, each as on Discord and on Slack, in English and Spanish."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from docs.gallery import discord_html, slack_html
from docs.gallery.story import Shown, Where
from questions.model import LANGUAGES, Language

_STYLE = Path(__file__).with_name("style.css")


def page(shown: dict[Language, list[Shown]]) -> str:
    """One HTML page; it loads nothing from elsewhere."""
    sections = "".join(
        f"<h2>{escape(one.caption)}</h2><div class=cards>{''.join(_both(one, other))}</div>"
        for one, other in zip(shown["en"], shown["es"], strict=True)
    )
    style = _STYLE.read_text(encoding="utf-8")
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>civiquiz: every card</title>"
        f"<style>{style}</style>"
        f"<h1>Every card, about as Discord and Slack show it</h1>{sections}</html>\n"
    )


def _both(english: Shown, spanish: Shown) -> Iterable[str]:
    for language, one in zip(LANGUAGES, (english, spanish), strict=True):
        match one.where:
            case Where.WINDOW:
                yield discord_html.window(one.card)
                yield slack_html.window(one.card, language)
            case Where.SCREEN:
                yield discord_html.message(one.card, private=True)
                yield slack_html.window(one.card, language)
            case _:
                yield discord_html.message(one.card, private=one.where is Where.PRIVATE)
                yield slack_html.message(one.card, private=one.where is Where.PRIVATE)
