"""What Slack's answers to a call mean."""

from __future__ import annotations

from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.ports import TryLater, Unreachable

# What a call to the Web API can raise.
CALL_FAILED: Final = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)

_UNREACHABLE: Final = frozenset(
    {
        "access_denied",
        "account_inactive",
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "is_archived",
        "is_inactive",
        "message_not_found",
        "messages_tab_disabled",
        "method_not_supported_for_channel_type",
        "missing_scope",
        "no_permission",
        "not_in_channel",
        "team_access_not_granted",
        "team_not_found",
        "token_revoked",
    }
)


def code(error: BaseException) -> str:
    """Slack's own word for what went wrong, or the kind of the error: fit for a log, without any token."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = getattr(error.response, "data", None)
    if isinstance(data, dict) and data.get("error"):
        return str(data["error"])
    return f"status {getattr(error.response, 'status_code', 'unknown')}"


def translated(error: BaseException) -> Unreachable | TryLater:
    """The error of a post or an edit as the stage tells it."""
    word = code(error)
    if word in _UNREACHABLE or word.startswith("restricted_action"):
        return Unreachable(word)
    return TryLater(word, retry_after(error))


def retry_after(error: BaseException) -> float | None:
    """Slack's own advice in seconds."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    advice = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    try:
        return None if advice is None else float(advice)
    except ValueError:
        return None
