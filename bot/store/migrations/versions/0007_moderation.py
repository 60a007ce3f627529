"""What moderators did, each event once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moderation",
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("player", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("cause", name=op.f("pk_moderation")),
    )


def downgrade() -> None:
    op.drop_table("moderation")
