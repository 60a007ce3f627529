"""Nothing that people can type is without a story."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.commands import Command
from tests.e2e.asked import known_commands


@pytest.mark.parametrize("command", known_commands(), ids=lambda command: command.action)
def test_every_command_is_typed_in_a_story_of_both_platforms(command: Command) -> None:
    stories = Path(__file__).parent.glob("test_stories_*.py")
    told = "\n".join(story.read_text(encoding="utf-8") for story in stories)
    assert re.search(rf'"{" ".join(command.path)}[ "]', told)
