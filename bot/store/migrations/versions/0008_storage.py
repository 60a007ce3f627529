"""What a writer committed last, totals that are vacuumed often, dailies held to their schedule and room."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# A row of these is written again and again: room in its page keeps an update out of the indexes, and a vacuum
# after some thousand dead rows keeps a leaderboard from reading them. The share of a large table that
# PostgreSQL waits for, a fifth, would be millions.
_BUSY = {
    "total": (
        "fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, "
        "autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0"
    ),
    "committed": "fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000",
    "due": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000",
}

_OF_A_SCHEDULE = (["schedule", "community", "room"], ["id", "community", "room"])


def upgrade() -> None:
    op.create_table(
        "committed",
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("unit", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("writer", name=op.f("pk_committed")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, settings in _BUSY.items():
            op.execute(f"ALTER TABLE {table} SET ({settings})")
    with op.batch_alter_table("schedule") as schedule:
        schedule.create_unique_constraint(op.f("uq_schedule_id_community_room"), ["id", "community", "room"])
    with op.batch_alter_table("quiz") as quiz:
        quiz.drop_constraint(op.f("fk_quiz_schedule"), type_="foreignkey")
        quiz.create_foreign_key(op.f("fk_quiz_schedule"), "schedule", *_OF_A_SCHEDULE)
        quiz.create_check_constraint(op.f("ck_quiz_schedule"), "(mode = 'daily') = (schedule IS NOT NULL)")
    with op.batch_alter_table("due", table_kwargs={"sqlite_autoincrement": True}) as due:
        due.create_check_constraint(
            op.f("ck_due_platform"), "substr(community, 1, length(platform) + 1) = platform || ':'"
        )


def downgrade() -> None:
    with op.batch_alter_table("due", table_kwargs={"sqlite_autoincrement": True}) as due:
        due.drop_constraint(op.f("ck_due_platform"), type_="check")
    with op.batch_alter_table("quiz") as quiz:
        quiz.drop_constraint(op.f("ck_quiz_schedule"), type_="check")
        quiz.drop_constraint(op.f("fk_quiz_schedule"), type_="foreignkey")
        quiz.create_foreign_key(op.f("fk_quiz_schedule"), "schedule", ["schedule"], ["id"])
    with op.batch_alter_table("schedule") as schedule:
        schedule.drop_constraint(op.f("uq_schedule_id_community_room"), type_="unique")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("total", "due"):
            names = ", ".join(part.split(" = ")[0] for part in _BUSY[table].split(", "))
            op.execute(f"ALTER TABLE {table} RESET ({names})")
    op.drop_table("committed")
