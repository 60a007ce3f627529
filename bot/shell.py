"""What every use case works with, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.engine.quiz import Quiz
from bot.engine.turn import Turn
from bot.ports import Clock, Stage
from bot.recent import Recent
from bot.store.store import Store
from questions.bank import Bank


def _nothing() -> None:
    return None


@dataclass
class Shell:
    """The bank, the database, time, dice and the stages of the platforms that this process serves.

    `pause` is the time, in seconds, to read a reveal before the next question. `wake` tells the timekeeper
    that there may be new work.
    """

    bank: Bank
    store: Store
    clock: Clock
    rng: Random
    pause: float = 5
    stages: dict[str, Stage] = field(default_factory=dict)
    wake: Callable[[], None] = _nothing
    turns: Recent[tuple[Quiz, Turn]] = field(default_factory=lambda: Recent(4096))
    announced: Recent[bool] = field(default_factory=lambda: Recent(256))
    names: Recent[str] = field(default_factory=lambda: Recent(65536))

    def new_id(self) -> str:
        """A new id, short enough for a button's: 80 random bits."""
        return f"{self.rng.getrandbits(80):020x}"
