"""What one process serves: platforms, a part of Discord's shards, and which of Slack's two ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ports import CannotStart
from bot.settings import Settings, SlackHttp, SlackSocket

PLATFORMS = ("discord", "slack")
# Discord has no more for anyone; a slip of the finger must not make millions.
_MOST_SHARDS = 100_000
_PARTS = re.compile(r"([0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*)/([0-9]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shards:
    """Which of how many connections to Discord a process holds; without any it only delivers."""

    ids: tuple[int, ...]
    count: int

    @property
    def whole(self) -> bool:
        """Whether nothing is left to other processes."""
        return 0 < len(self.ids) == self.count


@dataclass(frozen=True, slots=True)
class Serving:
    """`shards` is None where Discord says how many there are, and one process holds them all."""

    discord: str | None = None
    shards: Shards | None = None
    slack: SlackSocket | SlackHttp | None = None

    def __bool__(self) -> bool:
        return self.discord is not None or self.slack is not None


def serving(
    settings: Settings, platforms: Sequence[str] = (), shards: str | None = None, *, http: bool = False
) -> Serving:
    """What a process serves that was started with these arguments; without any, whatever has its tokens set.

    Raises:
        CannotStart: something named is not set up, or cannot be split so.
    """
    for name in platforms:
        if name not in PLATFORMS:
            raise CannotStart(f"civiquiz runs on {' and '.join(PLATFORMS)}, not on “{name}”.")
    discord: str | None = None
    slack: SlackSocket | SlackHttp | None = None
    if settings.discord_token is not None and (not platforms or "discord" in platforms):
        discord = settings.discord_token.get_secret_value()
    if not platforms or "slack" in platforms:
        slack = settings.slack_over_http if http else settings.slack
    found = Serving(discord, None if shards is None else parse_shards(shards), slack)
    if "discord" in platforms and discord is None:
        raise CannotStart("DISCORD_TOKEN is not set. Put it into .env; the README says where to find it.")
    if "slack" in platforms and slack is None:
        raise CannotStart(
            "Slack's tokens are not set. Put them into .env; the README says where to find them."
        )
    if http and slack is None:
        raise CannotStart("--http is for Slack, which this process does not serve.")
    if found.shards is not None:
        _check(found.shards, discord, settings)
    return found


def parse_shards(text: str) -> Shards:
    """Read `0-3/16` (shards 0 to 3 of 16), `0,5,7-9/16` or `none`.

    Raises:
        CannotStart: it is none of these.
    """
    if text == "none":
        return Shards((), 0)
    found = _PARTS.fullmatch(text)
    count = int(found[2][:9]) if found else 0
    if found is None or not 1 <= count <= _MOST_SHARDS:
        raise CannotStart(
            f"--shards cannot be read: “{text[:40]}”. Write 0-3/16, or none to deliver without any."
        )
    ids: set[int] = set()
    for part in found[1].split(","):
        first, _, last = part.partition("-")
        low, high = int(first[:9]), int((last or first)[:9])
        if not low <= high < count:
            raise CannotStart(
                f"--shards {text[:40]} has no meaning: "
                f"of {count} shards, the first is 0 and the last {count - 1}."
            )
        ids.update(range(low, high + 1))
    return Shards(tuple(sorted(ids)), count)


def _check(shards: Shards, discord: str | None, settings: Settings) -> None:
    if discord is None:
        raise CannotStart("--shards is for Discord, which this process does not serve.")
    if not shards.whole and settings.database_url.startswith("sqlite"):
        raise CannotStart(
            "--shards leaves something to other processes, which a SQLite file does not allow: "
            "set DATABASE_URL to a PostgreSQL database."
        )
