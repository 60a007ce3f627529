"""Totals in the order in which leaderboards read them; who is kept off and one player's days by index."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = ("community", "day", "player", "room", "topic")
_OLD_KEY = ("community", "room", "topic", "day", "player")
_NUMBERS = ("points", "correct", "answered")


def upgrade() -> None:
    _rebuild(_KEY, sqlite_with_rowid=False)
    op.create_index(op.f("ix_total_player"), "total", ["player", "community"])
    op.create_index(
        op.f("ix_player_excluded"),
        "player",
        ["community", "id"],
        sqlite_where=sa.text("excluded = 1"),
        postgresql_where=sa.text("excluded"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_player_excluded"), "player")
    op.drop_index(op.f("ix_total_player"), "total")
    _rebuild(_OLD_KEY, sqlite_with_rowid=True)


def _rebuild(key: tuple[str, ...], *, sqlite_with_rowid: bool) -> None:
    # PostgreSQL knows a constraint's name once, SQLite once a table.
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("pk_total"), "total")
    op.rename_table("total", "total_before")
    op.create_table(
        "total",
        *(sa.Column(name, sa.Date() if name == "day" else sa.String(), nullable=False) for name in key),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _NUMBERS),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_total")),
        sqlite_with_rowid=sqlite_with_rowid,
    )
    columns = ", ".join(key + _NUMBERS)
    op.execute(f"INSERT INTO total ({columns}) SELECT {columns} FROM total_before ORDER BY {', '.join(key)}")
    op.drop_table("total_before")
