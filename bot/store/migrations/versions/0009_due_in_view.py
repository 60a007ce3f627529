"""Due work that an operator can see through: counts, sends of unknown outcome, a pace for each platform."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_URGENT = "set_aside_at IS NULL AND priority < 5"
_HELD = "lease_ends IS NOT NULL"


def upgrade() -> None:
    op.add_column("due", sa.Column("unsure", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name, column, where in (("urgent", "due_at", _URGENT), ("held", "lease_ends", _HELD)):
        op.create_index(
            f"ix_due_{name}",
            "due",
            [column],
            unique=False,
            postgresql_where=sa.text(where),
            sqlite_where=sa.text(where),
        )
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
    op.drop_index("ix_due_held", table_name="due")
    op.drop_index("ix_due_urgent", table_name="due")
    op.drop_column("due", "unsure")
