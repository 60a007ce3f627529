"""The tables as they are now; `migrations/` says how they came to be."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)


def in_utc(instant: datetime) -> datetime:
    """The same instant in UTC; ValueError if it is naive, for then it is none."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on every database (SQLite itself knows no zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return in_utc(value).replace(tzinfo=None) if dialect.name == "sqlite" else in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _index_of_some(name: str, condition: str, *columns: str) -> Index:
    """An index of those rows alone for which a condition holds."""
    return Index(name, *columns, postgresql_where=text(condition), sqlite_where=text(condition))


# Small things that outlive a process, such as which commands a platform was told last.
memory = Table(
    "memory",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

# The last unit of work that a writer has committed: what a connection that broke at a commit cannot tell.
committed = Table(
    "committed",
    metadata,
    Column("writer", String, primary_key=True),
    Column("unit", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)

community = Table(
    "community",
    metadata,
    Column("id", String, primary_key=True),
    Column("zone", String),
    Column("language", String),
    Column("bonus", Boolean, nullable=False, server_default=true()),
    Column("seconds", Integer),
    Column("starters", String, nullable=False, server_default="everyone"),
    Column("rooms", JSON, nullable=False, server_default="[]"),
    Column("streaks", Boolean, nullable=False, server_default=true()),
    Column("leaderboard", Boolean, nullable=False, server_default=true()),
    Column("moderators", JSON, nullable=False, server_default="[]"),
    Column("season", Date),
)

# A workspace that has added the app over OAuth. The token is sealed; it goes when the app is removed.
slack_installation = Table(
    "slack_installation",
    metadata,
    Column("team", String, primary_key=True),
    Column("enterprise", String),
    Column("name", String, nullable=False),
    Column("token", Text, nullable=False),
    Column("bot", String, nullable=False),
    Column("bot_user", String, nullable=False),
    Column("installer", String, nullable=False),
    Column("installed_at", Instant, nullable=False),
    Column("uninstalled_at", Instant),
)

# Installations that have begun in a browser; used once.
slack_state = Table(
    "slack_state",
    metadata,
    Column("state", String, primary_key=True),
    Column("expires_at", Instant, nullable=False),
)

player = Table(
    "player",
    metadata,
    Column("community", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("language", String),
    Column("zone", String),
    Column("pace", String, nullable=False, server_default="normal"),
    Column("streak", Boolean, nullable=False, server_default=true()),
    Column("excluded", Boolean, nullable=False, server_default=false()),
)
# Few are kept off the leaderboards, and each leaderboard asks who.
Index(
    "ix_player_excluded",
    player.c.community,
    player.c.id,
    # As the two databases write the question: a condition in other words is not recognized.
    sqlite_where=text("excluded = 1"),
    postgresql_where=text("excluded"),
)

# What moderators did. A redelivered event finds its cause here and does nothing more.
moderation = Table(
    "moderation",
    metadata,
    Column("cause", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("player", String, nullable=False),
    Column("action", String, nullable=False),
    Column("at", Instant, nullable=False),
)

# What was asked, once a wording: packs may change under a running quiz.
content = Table(
    "content",
    metadata,
    Column("version", String, primary_key=True),
    Column("question", String, nullable=False, index=True),
    Column("topic", String, nullable=False),
    Column("body", Text, nullable=False),
)

# Never deleted, only marked as removed: the same row serves when a room sets its daily at that time again,
# so that (schedule, local date) stays unique. `weekdays` holds 0 (Monday) to 6.
schedule = Table(
    "schedule",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("room", String, nullable=False),
    Column("at", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("topic", String),
    Column("questions", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("set_by", String, nullable=False),
    Column("weekdays", JSON, nullable=False, server_default="[0, 1, 2, 3, 4, 5, 6]"),
    Column("paused_at", Instant),
    Column("paused_for", String),
    Column("removed_at", Instant),
    UniqueConstraint("community", "room", "at"),
    # For the quizzes to point to: the database itself keeps a daily in the room of its schedule.
    UniqueConstraint("id", "community", "room"),
)

# What `seconds` holds where the length of a question's text suggests its time; 0 sets no limit.
SUGGESTED = -1

quiz = Table(
    "quiz",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("room", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("topic", String),
    Column("language", String, nullable=False),
    Column("length", Integer, nullable=False),
    Column("difficulty", String),
    Column("seconds", Integer, nullable=False),
    Column("bonus", Boolean, nullable=False, server_default=false()),
    Column("pause", Float, nullable=False),
    Column("starter", String, nullable=False),
    Column("present", JSON, nullable=False),
    Column("day", Date, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant),
    Column("closed_at", Instant),
    Column("schedule", String),
    Column("message", String),
    Column("cause", String, nullable=False, unique=True),
    UniqueConstraint("schedule", "day"),
    # Without a schedule a daily would not be held to one a date.
    CheckConstraint("(mode = 'daily') = (schedule IS NOT NULL)", name="schedule"),
    ForeignKeyConstraint(
        ["schedule", "community", "room"], ["schedule.id", "schedule.community", "schedule.room"]
    ),
    Index("ix_quiz_room", "community", "room"),
)
Index(
    "uq_quiz_live_room",
    quiz.c.community,
    quiz.c.room,
    unique=True,
    sqlite_where=text("mode = 'live' AND closed_at IS NULL"),
    postgresql_where=text("mode = 'live' AND closed_at IS NULL"),
)

quiz_question = Table(
    "quiz_question",
    metadata,
    Column("quiz", ForeignKey("quiz.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("version", ForeignKey("content.version"), nullable=False),
)

# `player` is '' where all share the turn: NULLs would not count as equal in the unique key.
turn = Table(
    "turn",
    metadata,
    Column("id", String, primary_key=True),
    Column("quiz", ForeignKey("quiz.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("player", String, nullable=False),
    Column("version", ForeignKey("content.version"), nullable=False),
    Column("options", JSON, nullable=False),
    Column("expected", JSON, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("message", String),
    UniqueConstraint("quiz", "position", "player"),
)

answer = Table(
    "answer",
    metadata,
    Column("turn", ForeignKey("turn.id"), primary_key=True),
    Column("player", String, primary_key=True),
    Column("given", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("cause", String, nullable=False, unique=True),
    # One tree less to write at each answer.
    sqlite_with_rowid=False,
)

# Who was asked to answer once more, and by which event: the second try is final.
asked_again = Table(
    "asked_again",
    metadata,
    Column("turn", ForeignKey("turn.id"), primary_key=True),
    Column("player", String, primary_key=True),
    Column("cause", String, nullable=False),
)

# A player's result in one quiz; settled when turns close.
standing = Table(
    "standing",
    metadata,
    Column("quiz", ForeignKey("quiz.id"), primary_key=True),
    Column("topic", String, primary_key=True),
    Column("player", String, primary_key=True),
    Column("points", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
)

# What leaderboards sum; settled when quizzes close. The days of a community stand together, and on SQLite
# the rows stand in the key itself: a leaderboard reads those of its period and no other.
total = Table(
    "total",
    metadata,
    Column("community", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("player", String, primary_key=True),
    Column("room", String, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("points", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    # One player's days, for their statistics. With the community first, SQLite would read the leaderboards of
    # all time by it, a row here and a row there.
    Index("ix_total_player", "player", "community"),
    sqlite_with_rowid=False,
)

# Work that is to be done at a time, written in the transaction that causes it.
due = Table(
    "due",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("community", String, nullable=False),
    Column("lane", String, index=True),
    Column("priority", Integer, nullable=False),
    Column("rank", Integer, nullable=False, server_default="0"),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease", String),
    Column("lease_ends", Instant),
    Column("set_aside_at", Instant),
    Column("error", Text),
    # A send was made whose outcome nobody knows, on a platform that cannot drop a repeat.
    Column("unsure", Boolean, nullable=False, server_default=false()),
    CheckConstraint("substr(community, 1, length(platform) + 1) = platform || ':'", name="platform"),
    # In the order in which it is claimed: however much is due, only what is taken is read.
    _index_of_some("ix_due_next", "set_aside_at IS NULL", "due_at", "rank", "id"),
    # What players wait for is found however much else is due.
    _index_of_some("ix_due_urgent", "set_aside_at IS NULL AND priority < 5", "due_at"),
    _index_of_some("ix_due_held", "lease_ends IS NOT NULL", "lease_ends"),
    # An id is never used again: who still holds work that was dropped must not complete what came after it.
    sqlite_autoincrement=True,
)

# What became of due work, by UTC day: see `bot.store.counts`.
due_count = Table(
    "due_count",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("what", String, primary_key=True),
    Column("times", Integer, nullable=False),
)

# When each platform has given back all that was sent to it: see `bot.store.pace`.
pace = Table(
    "pace",
    metadata,
    Column("platform", String, primary_key=True),
    Column("whole_at", Instant, nullable=False),
)
