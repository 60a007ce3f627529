"""Time for the shell: monotonic, anchored to an outside clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class AnchoredClock:
    """The time of its anchor plus what has passed since on the machine's monotonic clock.

    So a wall clock that jumps moves no deadline. It never runs backwards, also when it is anchored anew.
    """

    def __init__(self) -> None:
        self._anchor = datetime.now(UTC)
        self._since = time.monotonic()
        self._latest = self._anchor

    def now(self) -> datetime:
        """The present instant, in UTC."""
        passed = timedelta(seconds=time.monotonic() - self._since)
        self._latest = max(self._latest, self._anchor + passed)
        return self._latest

    def begin(self, at: datetime) -> None:
        """Take `at` for the present, be it earlier than what was read so far: before any deadline is set."""
        self._latest = at
        self.anchor(at)

    def anchor(self, at: datetime) -> None:
        """Take `at`, the time of the database that several processes share, for the present."""
        self._anchor = at
        self._since = time.monotonic()
