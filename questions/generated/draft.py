"""What a template hands over for each of its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from questions.kinds import Asked
from questions.model import Authority, Difficulty, Option, Text


@dataclass(frozen=True, slots=True)
class Choice:
    """The right option and the wrong ones, before they are laid out."""

    right: Option
    wrong: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before its options are laid out and its sources looked up."""

    difficulty: Difficulty
    stem: Text
    asked: Choice | Asked
    explanation: Text
    authorities: Sequence[Authority]


Recipe = Callable[[str], Draft]
"""Builds the draft of the question with the given id."""


def gathered(templates: Iterable[Iterable[tuple[str, Recipe]]]) -> dict[str, Recipe]:
    """The recipes of all templates, by id. Raises ValueError if two have the same id."""
    recipes: dict[str, Recipe] = {}
    for template in templates:
        for id, recipe in template:
            if id in recipes:
                raise ValueError(f"two generated questions have the id {id}")
            recipes[id] = recipe
    return recipes
