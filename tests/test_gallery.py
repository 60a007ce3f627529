"""The gallery shows every card that the bot can show."""

from __future__ import annotations

import inspect
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from types import CodeType, FrameType
from typing import Any

from bot import show
from docs import parity
from docs.gallery.__main__ import PAGE
from docs.gallery.page import page
from docs.gallery.story import every_card


def functions_that_make_cards() -> Iterator[tuple[str, CodeType]]:
    for module in pkgutil.iter_modules(show.__path__, "bot.show."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            makes = function.__annotations__.get("return") == "Card"
            if makes and function.__module__ == module.name and not name.startswith("_"):
                yield f"{module.name}.{name}", function.__code__


async def test_the_story_meets_every_card_and_its_pages_are_as_the_code_is() -> None:
    met: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            met.add(frame.f_code)

    sys.setprofile(note)
    try:
        shown = await every_card()
    finally:
        sys.setprofile(None)
    assert {name for name, code in functions_that_make_cards() if code not in met} == set()
    assert [one.caption for one in shown["en"]] == [one.caption for one in shown["es"]]
    assert PAGE.read_text(encoding="utf-8") == page(shown), "run: make gallery"
    assert parity.PAGE.read_text(encoding="utf-8") == parity.parity(shown["en"]), "run: make gallery"
