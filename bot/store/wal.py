"""Keeps the write-ahead log of a SQLite file short."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection, OperationalError, connect

# In bytes. SQLite itself begins the log anew only when no reader uses it; with many short readers, one after
# the other, that moment need not come by itself.
MOST = 16 * 2**20
# How long, in seconds, writing may stand still for it.
_PATIENCE = 0.03


class Wal:
    """The log of one file; `shorten` is called after each transaction of the one writer."""

    def __init__(self, file: Path, most: int = MOST) -> None:
        self._log = f"{file}-wal"
        self._file = file
        self._most = most
        self._next = most

    def shorten(self) -> None:
        """Begin the log anew if it is long; later, if a reader is in the way."""
        size = os.stat(self._log).st_size if os.path.exists(self._log) else 0
        if size < self._next:
            return
        with closing(connect(self._file, timeout=_PATIENCE, isolation_level=None)) as connection:
            done = _checkpoint(connection)
        self._next = self._most if done else size + self._most // 4


def _checkpoint(connection: Connection) -> bool:
    try:
        blocked, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except OperationalError:
        return False
    return not blocked
