"""What a run found, for people to read."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.chaos.checks import Window
from tests.chaos.plan import Plan
from tests.chaos.recovery import Standstill

_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Report:
    """Figures, and what is broken: a sentence each."""

    plan: Plan
    seconds: float
    kills: int
    faults: Counter[str]
    clicks: int
    recorded: int
    answers: int
    rounds: int
    turns: int
    dailies: int
    windows: Sequence[Window]
    given_up: int
    standstills: Sequence[Standstill]
    explained: Counter[str]
    logged: Counter[str]
    broken: Sequence[str]

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        plan = self.plan
        yield f"chaos on {plan.database}, processes: {plan.processes}, {self.seconds:.0f} s, seed {plan.seed}"
        yield f"  kills {self.kills}, other faults {sum(self.faults.values())}"
        yield from (f"    {count:5} {kind}" for kind, count in self.faults.most_common())
        yield f"  clicks {self.clicks}, acknowledged answers {self.recorded}, stored answers {self.answers}"
        yield f"  rounds {self.rounds}, questions in them {self.turns}, dailies {self.dailies}"
        yield f"  messages posted again in the documented window: {len(self.windows)}"
        yield from (f"    {w.platform}: {w.subject} after {w.seconds:.1f} s" for w in self.windows[:_SHOWN])
        yield f"  posts given up after two sends that Slack never confirmed: {self.given_up}"
        yield from self._standstill("a kill alone", [s.seconds for s in self.standstills if s.alone])
        yield from self._standstill("a kill among other faults", [s.seconds for s in self.standstills])
        yield f"  noted by the platforms of these faults: {_counted(self.explained)}"
        yield f"  errors that the processes logged: {_counted(self.logged)}"
        yield f"  broken: {len(self.broken) or 'nothing'}"
        yield from (f"    {sentence}" for sentence in self.broken[:_SHOWN])
        if len(self.broken) > _SHOWN:
            yield f"    ... and {len(self.broken) - _SHOWN} more"
        if self.broken:
            yield f"Again: make chaos ARGS='--database {plan.database} --seed {plan.seed} ...'"

    def _standstill(self, what: str, seconds: Sequence[float]) -> Iterator[str]:
        if len(seconds) > 1:
            most = sorted(seconds)
            yield (
                f"  rounds stood still after {what}, from when a process served: "
                f"median {statistics.median(most):.2f} s, "
                f"19 of 20 within {most[int(0.95 * (len(most) - 1))]:.2f} s, "
                f"at most {most[-1]:.2f} s ({len(most)} questions)"
            )


def _counted(counted: Counter[str]) -> str:
    return ", ".join(f"{count} × {what}" for what, count in counted.most_common()) or "nothing"
