"""The pages that an installer's browser shows, in the language that it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from bot.words import language_of, say
from questions.model import Language

_PAGE: Final = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>civiquiz</title>
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto }}</style>
<h1>civiquiz</h1>
<p>{text}</p>
<p><a href="{address}">{link}</a></p>
</html>
"""


def language_for(headers: Mapping[str, Sequence[str]]) -> Language:
    """The first language that a browser asks for, if the bot speaks it."""
    asked = (headers.get("accept-language") or [""])[0]
    return language_of(asked.split(",")[0].split(";")[0].strip()) or "en"


def installed(language: Language, app: str, team: str, name: str) -> str:
    """The app is in the workspace."""
    address = f"https://slack.com/app_redirect?app={app}&team={team}"
    return _page(language, say(language, "page-installed", workspace=name), address, "page-open")


def not_installed(language: Language, word: str, again: str) -> str:
    """Why the app is not in the workspace, and where to begin again."""
    return _page(language, say(language, word), again, "page-again")


def _page(language: Language, text: str, address: str, link: str) -> str:
    return _PAGE.format(
        language=language, text=escape(text), address=escape(address), link=escape(say(language, link))
    )
