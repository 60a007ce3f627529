"""What becomes of due work: it is done, tried again, or set aside for the operator; all of it is counted."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.ports import TryLater, Uncertain
from bot.shell import Shell
from bot.store import due
from bot.store.counts import What
from bot.store.due import Claim

# In how many seconds what a user has just asked for is tried again.
SOON = 1.0
# What the log says of work that is set aside.
ASIDE = "set aside: see civiquiz due list"

_log = structlog.get_logger()


async def finish(shell: Shell, claim: Claim) -> None:
    """Work is done."""
    await shell.store.write(lambda c: due.done(c, claim))
    shell.counts[claim.kind, What.DONE] += 1


async def put_off(shell: Shell, claim: Claim, error: Exception, seconds: float) -> None:
    """Have work tried again when the platform advises, or else in so many seconds."""
    advised = error.after if isinstance(error, TryLater) else None
    until = shell.clock.now() + timedelta(seconds=advised or seconds)
    unsure = isinstance(error, Uncertain)
    reason = str(error) if isinstance(error, TryLater) else repr(error)
    await shell.store.write(lambda c: due.put_off(c, claim, until, reason, unsure=unsure))
    shell.counts[claim.kind, What.RETRIED] += 1
    if unsure:
        shell.counts[claim.kind, What.UNSURE] += 1
        _log.warning("sent, but not confirmed", work=claim.kind, subject=claim.subject, reason=reason)


async def set_aside(shell: Shell, claim: Claim, error: str) -> None:
    """Keep work that cannot be done, for the operator to see."""
    now = shell.clock.now()
    await shell.store.write(lambda c: due.set_aside(c, claim, now, error))
    shell.counts[claim.kind, What.SET_ASIDE] += 1
    _log.error(ASIDE, work=claim.kind, subject=claim.subject, error=error)
