"""What a run of chaos is asked for."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Plan:
    """Chaos lasts `seconds`, or until there were as many kills, answers and dailies as asked for.

    `kill_each` and `fault_each` are the mean times, in seconds, between two kills and two other faults.
    """

    seed: int
    database: str
    seconds: float
    kills: int
    answers: int
    dailies: int
    tables: int
    kill_each: float
    fault_each: float
    only: tuple[str, ...]

    @property
    def aims(self) -> bool:
        return bool(self.kills or self.answers or self.dailies)

    @property
    def schedules(self) -> int:
        """How many rooms' dailies fall due."""
        return self.dailies or max(12, int(self.seconds / 2))

    @property
    def processes(self) -> int:
        return 1 if self.database == "sqlite" else 2


def read_plan(given: Sequence[str] | None = None) -> Plan:
    """Read the command line; a seed that is not given is drawn."""
    parser = ArgumentParser(prog="make chaos ARGS=", description=__doc__)
    parser.add_argument("--seed", type=int, help="the faults of an earlier run, in their order")
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--seconds", type=float, default=60, help="how long the faults go on at most")
    parser.add_argument("--kills", type=int, default=0, help="end when there were so many")
    parser.add_argument("--answers", type=int, default=0, help="... and so many recorded answers")
    parser.add_argument("--dailies", type=int, default=0, help="... and so many dailies")
    parser.add_argument("--tables", type=int, default=6, help="rooms in which rounds are played")
    parser.add_argument("--kill-each", type=float, default=5, help="mean time between kills, in seconds")
    parser.add_argument("--fault-each", type=float, default=3, help="mean time between other faults")
    parser.add_argument("--only", nargs="*", default=(), help="no other faults than these")
    read = parser.parse_args(given)
    seed = SystemRandom().randrange(10**6) if read.seed is None else read.seed
    return Plan(
        seed,
        read.database,
        read.seconds,
        read.kills,
        read.answers,
        read.dailies,
        read.tables,
        read.kill_each,
        read.fault_each,
        tuple(read.only),
    )
