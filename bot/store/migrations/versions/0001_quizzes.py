"""Quizzes, turns, answers, scores and schedules."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
    )
    op.create_table(
        "content",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_content")),
    )
    op.create_index(op.f("ix_content_question"), "content", ["question"], unique=False)
    op.create_table(
        "memory",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_memory")),
    )
    op.create_table(
        "player",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_player")),
    )
    op.create_table(
        "schedule",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("community", "room", name=op.f("uq_schedule_community_room")),
    )
    op.create_table(
        "total",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("player", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community", "room", "topic", "day", "player", name=op.f("pk_total")),
    )
    op.create_table(
        "quiz",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("pause", sa.Float(), nullable=False),
        sa.Column("starter", sa.String(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("schedule", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["schedule"], ["schedule.id"], name=op.f("fk_quiz_schedule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz")),
        sa.UniqueConstraint("cause", name=op.f("uq_quiz_cause")),
        sa.UniqueConstraint("schedule", "day", name=op.f("uq_quiz_schedule_day")),
    )
    op.create_index("ix_quiz_room", "quiz", ["community", "room"], unique=False)
    op.create_index(
        "uq_quiz_live_room",
        "quiz",
        ["community", "room"],
        unique=True,
        sqlite_where=sa.text("mode = 'live' AND closed_at IS NULL"),
        postgresql_where=sa.text("mode = 'live' AND closed_at IS NULL"),
    )
    op.create_table(
        "quiz_question",
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["quiz"], ["quiz.id"], name=op.f("fk_quiz_question_quiz")),
        sa.ForeignKeyConstraint(["version"], ["content.version"], name=op.f("fk_quiz_question_version")),
        sa.PrimaryKeyConstraint("quiz", "position", name=op.f("pk_quiz_question")),
    )
    op.create_table(
        "standing",
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("player", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["quiz"], ["quiz.id"], name=op.f("fk_standing_quiz")),
        sa.PrimaryKeyConstraint("quiz", "topic", "player", name=op.f("pk_standing")),
    )
    op.create_table(
        "turn",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("player", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["quiz"], ["quiz.id"], name=op.f("fk_turn_quiz")),
        sa.ForeignKeyConstraint(["version"], ["content.version"], name=op.f("fk_turn_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("quiz", "position", "player", name=op.f("uq_turn_quiz_position_player")),
    )
    op.create_table(
        "answer",
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("player", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["turn"], ["turn.id"], name=op.f("fk_answer_turn")),
        sa.PrimaryKeyConstraint("turn", "player", name=op.f("pk_answer")),
        sa.UniqueConstraint("cause", name=op.f("uq_answer_cause")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("answer")
    op.drop_table("turn")
    op.drop_table("standing")
    op.drop_table("quiz_question")
    op.drop_table("quiz")
    op.drop_table("total")
    op.drop_table("schedule")
    op.drop_table("player")
    op.drop_table("memory")
    op.drop_table("content")
    op.drop_table("community")
