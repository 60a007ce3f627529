"""What counts as right, one class a kind of answer."""

from __future__ import annotations

from dataclasses import dataclass

TRUE = "true"
FALSE = "false"


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """The id of the one right option."""

    option: str


@dataclass(frozen=True, slots=True)
class TruthKey:
    """Whether the statement of the stem is true."""

    value: bool


Key = ChoiceKey | TruthKey
