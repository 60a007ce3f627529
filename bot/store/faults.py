"""What a database's error means for work that met it."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError

# PostgreSQL's codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_CONFLICTS = frozenset({"40001", "40P01", "55P03"})
# The server ends, is starting, has no place, or has ended a session that was idle in a transaction.
_GONE = frozenset({"57P01", "57P02", "57P03", "57P05", "53300", "25P03", "25P04"})
_SQLITE_BUSY = 5


class Away(Exception):
    """The database could not be had for as long as work may wait; nothing of it was done."""


class Unsure(Exception):
    """The database went away while it committed, and has not told since whether it did."""


def is_away(error: DBAPIError) -> bool:
    """Whether the database cannot be had now, and may be later: it restarts, or another holds the file."""
    if error.connection_invalidated:
        return True
    busy: int | None = getattr(error.orig, "sqlite_errorcode", None)
    if busy is not None:
        return busy & 0xFF == _SQLITE_BUSY
    code: str | None = getattr(error.orig, "sqlstate", None)
    if code is None:
        # The driver's own, without a word of the server's: there is no connection.
        return isinstance(error, OperationalError)
    return code.startswith("08") or code in _GONE


def is_conflict(error: DBAPIError) -> bool:
    """Whether two transactions met that cannot both be done: this one was undone and may be tried again."""
    return getattr(error.orig, "sqlstate", None) in _CONFLICTS
