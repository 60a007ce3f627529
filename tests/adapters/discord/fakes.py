"""A quizmaster and a memory for the adapter to talk to."""

from __future__ import annotations

from typing import cast

from bot.commands import Command, commands
from bot.quizmaster import Quizmaster
from bot.requests import Reply, Request, Room
from questions.bank import load_bank
from questions.model import Language


class FakeQuizmaster:
    """Notes the requests and gives each the same reply."""

    def __init__(self, known: tuple[Command, ...] | None = None, reply: Reply | None = None) -> None:
        self.commands = commands(load_bank()) if known is None else known
        self.reply = reply
        self.requests: list[Request] = []
        self.joins: list[Room] = []
        self.communities_left: list[str] = []

    async def handle(self, request: Request) -> Reply | None:
        self.requests.append(request)
        return self.reply

    async def joined(self, room: Room) -> None:
        self.joins.append(room)

    async def left(self, community: str) -> None:
        self.communities_left.append(community)

    def choice_label(self, language: Language, option: str, value: str) -> str:
        return f"{option} {value} ({language})"

    def as_quizmaster(self) -> Quizmaster:
        return cast(Quizmaster, self)


class FakeMemory:
    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.turns: list[tuple[str, float]] = []

    async def recall(self, key: str) -> str | None:
        return self.held.get(key)

    async def remember(self, key: str, value: str) -> None:
        self.held[key] = value

    async def turn(self, key: str, every: float) -> float:
        self.turns.append((key, every))
        return 0
