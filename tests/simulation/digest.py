"""What makes two runs the same: everything that was shown and stored, in its order, in one number."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, select

from bot.store.tables import metadata


class Digest:
    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, *what: object) -> None:
        self._hash.update(repr(what).encode())

    def add_rows(self, connection: Connection) -> None:
        """Every row of every table."""
        for table in metadata.sorted_tables:
            self.add(table.name)
            for row in connection.execute(select(table).order_by(*table.primary_key)):
                self.add(tuple(row))

    def __str__(self) -> str:
        return self._hash.hexdigest()[:32]
