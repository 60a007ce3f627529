"""Due work in an operator's view, and spread: counts, a pace for each platform, ranks that are fair."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WANTED = "set_aside_at IS NULL"


def upgrade() -> None:
    op.add_column("due", sa.Column("unsure", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("due", sa.Column("rank", sa.Integer(), server_default="0", nullable=False))
    op.drop_index("ix_due_next", table_name="due")
    _index("ix_due_next", _WANTED, "due_at", "rank", "id")
    _index("ix_due_urgent", f"{_WANTED} AND priority < 5", "due_at")
    _index("ix_due_held", "lease_ends IS NOT NULL", "lease_ends")
    op.create_table(
        "due_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "what", name=op.f("pk_due_count")),
    )
    op.create_table(
        "pace",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", name=op.f("pk_pace")),
    )


def downgrade() -> None:
    op.drop_table("pace")
    op.drop_table("due_count")
    for name in ("ix_due_held", "ix_due_urgent", "ix_due_next"):
        op.drop_index(name, table_name="due")
    op.drop_column("due", "rank")
    op.drop_column("due", "unsure")
    _index("ix_due_next", _WANTED, "due_at")


def _index(name: str, condition: str, *columns: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "due", list(columns), postgresql_where=where, sqlite_where=where)
