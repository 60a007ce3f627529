"""What communities and players choose, several dailies a room, and a round's difficulty and bonus."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("community") as community:
        community.alter_column("zone", existing_type=sa.String(), nullable=True)
        community.add_column(sa.Column("language", sa.String()))
        community.add_column(sa.Column("bonus", sa.Boolean(), nullable=False, server_default=sa.true()))
        community.add_column(sa.Column("seconds", sa.Integer()))
        community.add_column(sa.Column("starters", sa.String(), nullable=False, server_default="everyone"))
        community.add_column(sa.Column("rooms", sa.JSON(), nullable=False, server_default="[]"))
        community.add_column(sa.Column("streaks", sa.Boolean(), nullable=False, server_default=sa.true()))
        community.add_column(sa.Column("leaderboard", sa.Boolean(), nullable=False, server_default=sa.true()))
        community.add_column(sa.Column("moderators", sa.JSON(), nullable=False, server_default="[]"))
        community.add_column(sa.Column("season", sa.Date()))
    with op.batch_alter_table("player") as player:
        player.add_column(sa.Column("language", sa.String()))
        player.add_column(sa.Column("zone", sa.String()))
        player.add_column(sa.Column("pace", sa.String(), nullable=False, server_default="normal"))
        player.add_column(sa.Column("streak", sa.Boolean(), nullable=False, server_default=sa.true()))
        player.add_column(sa.Column("excluded", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("schedule") as schedule:
        schedule.add_column(
            sa.Column("weekdays", sa.JSON(), nullable=False, server_default="[0, 1, 2, 3, 4, 5, 6]")
        )
        schedule.add_column(sa.Column("paused_at", sa.DateTime(timezone=True)))
        schedule.add_column(sa.Column("paused_for", sa.String()))
        schedule.drop_constraint(op.f("uq_schedule_community_room"), type_="unique")
        schedule.create_unique_constraint(op.f("uq_schedule_community_room_at"), ["community", "room", "at"])
    with op.batch_alter_table("quiz") as quiz:
        quiz.add_column(sa.Column("difficulty", sa.String()))
        quiz.add_column(sa.Column("bonus", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("quiz") as quiz:
        quiz.drop_column("bonus")
        quiz.drop_column("difficulty")
    with op.batch_alter_table("schedule") as schedule:
        schedule.drop_constraint(op.f("uq_schedule_community_room_at"), type_="unique")
        schedule.create_unique_constraint(op.f("uq_schedule_community_room"), ["community", "room"])
        for column in ("paused_for", "paused_at", "weekdays"):
            schedule.drop_column(column)
    with op.batch_alter_table("player") as player:
        for column in ("excluded", "streak", "pace", "zone", "language"):
            player.drop_column(column)
    with op.batch_alter_table("community") as community:
        for column in (
            *("season", "moderators", "leaderboard", "streaks", "rooms"),
            *("starters", "seconds", "bonus", "language"),
        ):
            community.drop_column(column)
        community.alter_column("zone", existing_type=sa.String(), nullable=False)
