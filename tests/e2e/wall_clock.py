"""A wall clock of a process that a test moves while the process runs; its monotonic clock goes on as before.

Needs Linux and a C compiler, which CI installs: `apt-get install gcc libc6-dev`.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

COMPILER: Final = shutil.which("cc") if sys.platform == "linux" else None
_SOURCE: Final = Path(__file__).with_suffix(".c")


@dataclass(frozen=True)
class WallClock:
    """`environment` is for the process; `shift` moves its clock."""

    library: Path | None
    file: Path

    @property
    def environment(self) -> dict[str, str]:
        if self.library is None:
            return {}
        return {"LD_PRELOAD": str(self.library), "WALL_CLOCK": str(self.file)}

    def shift(self, seconds: int) -> None:
        """Let the process read a time that is so many seconds ahead of the true one, or behind it."""
        # In place: the process looks at this very file.
        with self.file.open("r+b") as file:
            file.write(struct.pack("=q", seconds))


def build(folder: Path) -> Path | None:
    """What makes the wall clock of a process follow a file; None where it cannot be compiled."""
    if COMPILER is None:
        return None
    made = folder / "wall_clock.so"
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O2", "-o", made, _SOURCE, "-ldl"], check=True)
    return made


def new_clock(library: Path | None, file: Path) -> WallClock:
    """A clock that is right until it is shifted."""
    file.write_bytes(struct.pack("=q", 0))
    return WallClock(library, file)


def wall_clock(folder: Path) -> WallClock:
    """A clock for one process. Skips the test where there is no compiler."""
    library = build(folder)
    if library is None:
        pytest.skip("No clock can be shifted without Linux and a C compiler: apt-get install gcc libc6-dev")
    return new_clock(library, folder / "wall-clock")
