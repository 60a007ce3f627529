"""Players who were asked to answer once more."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_again",
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("player", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["turn"], ["turn.id"], name=op.f("fk_asked_again_turn")),
        sa.PrimaryKeyConstraint("turn", "player", name=op.f("pk_asked_again")),
    )


def downgrade() -> None:
    op.drop_table("asked_again")
