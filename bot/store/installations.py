"""The Slack workspaces that have added the app, and those that are about to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from bot.store.tables import slack_installation, slack_state
from bot.store.upsert import put

# Slack tells the time of an event in whole seconds.
_WITHIN_ITS_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace: the bot's token, sealed, the bot's two ids, and who installed it."""

    team: str
    enterprise: str | None
    name: str
    token: str
    bot: str
    bot_user: str
    installer: str
    installed_at: datetime


_COLUMNS = [slack_installation.c[name] for name in Installation.__slots__]


def find_installation(connection: Connection, team: str) -> Installation | None:
    """The installation of a workspace; None if it has none, or has removed it."""
    row = connection.execute(_living().where(slack_installation.c.team == team)).first()
    return None if row is None else _installation(row)


def installations(connection: Connection) -> list[Installation]:
    """Every installation that is not removed."""
    return [_installation(row) for row in connection.execute(_living().order_by(slack_installation.c.team))]


def put_installation(connection: Connection, new: Installation) -> bool:
    """Write an installation in the place of the one before; whether the workspace had none."""
    first = find_installation(connection, new.team) is None
    put(connection, slack_installation, [asdict(new) | {"uninstalled_at": None}])
    return first


def mark_uninstalled(connection: Connection, team: str, at: datetime) -> bool:
    """Mark an installation as removed and forget its token; False if there is none, or only a newer one."""
    removed = (
        update(slack_installation)
        .where(slack_installation.c.team == team, slack_installation.c.uninstalled_at.is_(None))
        .where(slack_installation.c.installed_at < at + _WITHIN_ITS_SECOND)
        .values(uninstalled_at=at, token="")
    )
    return connection.execute(removed).rowcount == 1


def replace_token(connection: Connection, team: str, sealed: str, anew: str) -> None:
    """Write a token sealed anew, unless another has come meanwhile."""
    connection.execute(
        update(slack_installation)
        .where(slack_installation.c.team == team, slack_installation.c.token == sealed)
        .values(token=anew)
    )


def issue_state(connection: Connection, state: str, now: datetime, until: datetime) -> None:
    """Write down the state with which an installation begins; those whose time is over go."""
    connection.execute(delete(slack_state).where(slack_state.c.expires_at <= now))
    connection.execute(insert(slack_state).values(state=state, expires_at=until))


def consume_state(connection: Connection, state: str, now: datetime) -> bool:
    """Use a state up; whether it was issued, is unused, and its time is not over."""
    used = delete(slack_state).where(slack_state.c.state == state, slack_state.c.expires_at > now)
    return connection.execute(used).rowcount == 1


def _living() -> Select[Any]:
    return select(*_COLUMNS).where(slack_installation.c.uninstalled_at.is_(None))


def _installation(row: Row[Any]) -> Installation:
    return Installation(**row._mapping)
