"""Slack workspaces that have added the app over OAuth."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slack_installation",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("enterprise", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("bot_user", sa.String(), nullable=False),
        sa.Column("installer", sa.String(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uninstalled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_slack_installation")),
    )
    op.create_table(
        "slack_state",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_slack_state")),
    )


def downgrade() -> None:
    op.drop_table("slack_state")
    op.drop_table("slack_installation")
