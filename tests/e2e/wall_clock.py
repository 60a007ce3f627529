"""A wall clock of a process that a test moves while the process runs; its monotonic clock goes on as before.

Needs libfaketime, which CI installs: `apt-get install libfaketime`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

_PLACES = ("/usr/lib/*/faketime", "/usr/lib/faketime", "/usr/lib64/faketime", "/usr/local/lib/faketime")
_LIBRARY = "libfaketimeMT.so.1"


@dataclass(frozen=True)
class WallClock:
    """`environment` is for the process; `shift` moves its clock."""

    library: Path
    file: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self.library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def shift(self, seconds: int) -> None:
        """Let the process read a time that is so many seconds ahead of the true one, or behind it."""
        self.file.write_text(f"{seconds:+d}\n", encoding="ascii")


def wall_clock(folder: Path) -> WallClock:
    """A clock that is right until it is shifted. Skips the test where libfaketime is missing."""
    found = next((file for place in _PLACES for file in Path("/").glob(f"{place[1:]}/{_LIBRARY}")), None)
    if found is None:
        pytest.skip("libfaketime is missing, so no clock can be shifted: apt-get install libfaketime")
    clock = WallClock(found, folder / "wall-clock")
    clock.shift(0)
    return clock
