"""Faults to inject into REST answers and into the delivery of interactions."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass
class Fault:
    """One rule, tried in order against each REST request.

    action: "status" (answer ``status``, do nothing), "status_after" (do it, then answer ``status``),
    "reset" (cut the connection, do nothing), "reset_after" (do it, then cut), "delay" (wait first),
    "delay_after" (do it, answer later), "rate_limit" (429 with retry_after=``delay``).
    op: regular expression on the operation's id. count: how many times (None: always).
    """

    action: str = "status"
    op: str = ""
    status: int = 503
    delay: float = 1.0
    count: int | None = 1
    body: object = None
    scope: str = "user"
    used: int = 0


class Faults:
    def __init__(self):
        self.rules: list[Fault] = []
        self.duplicate_interactions = 0  # deliver the next n interactions twice

    def add(self, rule: Fault) -> Fault:
        self.rules.append(rule)
        return rule

    def clear(self):
        self.rules.clear()
        self.duplicate_interactions = 0

    def pick(self, op: str) -> Fault | None:
        for rule in self.rules:
            if (rule.count is None or rule.used < rule.count) and re.search(rule.op, op):
                rule.used += 1
                return rule
        return None

    def duplicate(self) -> bool:
        again = self.duplicate_interactions > 0
        self.duplicate_interactions -= again
        return again
