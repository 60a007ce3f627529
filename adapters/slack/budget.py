"""How often a call may be made: some at once, then one at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

_NONE: Final = timedelta(0)


class Budget:
    """Allows `burst` calls at once and one more each `every`; in any time t at most burst + t / every."""

    def __init__(self, burst: int, every: timedelta) -> None:
        self._every = every
        self._ahead = (burst - 1) * every
        # When everything will have been given back that was taken so far.
        self._whole_at: datetime | None = None

    def wait(self, now: datetime) -> timedelta:
        """How long until a call may be made; nothing if one may be made now."""
        return _NONE if self._whole_at is None else max(_NONE, self._whole_at - self._ahead - now)

    def take(self, now: datetime) -> timedelta:
        """Take the next call; how long until it may be made."""
        wait = self.wait(now)
        self._whole_at = max(now, self._whole_at or now) + self._every
        return wait

    def hold(self, until: datetime) -> None:
        """Let no call be made until then."""
        self._whole_at = max(until + self._ahead, self._whole_at or until)
