"""`make simulate`: play some days of many communities in virtual time, and say what broke."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tests.simulation.run import simulate

SHOWN = 20


def main(
    seed: Annotated[int | None, typer.Option(help="The same seed plays the same run.")] = None,
    days: Annotated[int, typer.Option(min=1)] = 365,
    communities: Annotated[int, typer.Option(min=1)] = 200,
) -> None:
    """Play days of communities; ends with status 1 if anything was wrong."""
    seed = secrets.randbelow(10**6) if seed is None else seed
    again = f'make simulate SEED={seed} ARGS="--days {days} --communities {communities}"'
    typer.echo(f"Simulating {days} days of {communities} communities: {again}")
    since = time.monotonic()

    def tell(day: int) -> None:
        if day % 30 == 0:
            typer.echo(f"{day} days after {time.monotonic() - since:.0f} s")

    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(simulate(seed, days, communities, Path(folder), tell))
    took, worked = time.monotonic() - since, time.process_time()
    figures = {name: value for name, value in asdict(outcome).items() if isinstance(value, int)}
    typer.echo(", ".join(f"{value:,} {name}" for name, value in figures.items()))
    pace = f"{outcome.days / took:.2f} days a second"
    typer.echo(f"{took:.0f} s ({worked:.0f} of the processor), {pace}. Digest: {outcome.digest}")
    for sentence in outcome.wrong[:SHOWN]:
        typer.echo(f"WRONG: {sentence}")
    if outcome.wrong:
        typer.echo(f"{len(outcome.wrong)} wrong on day {outcome.days}. To repeat it: {again}")
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
