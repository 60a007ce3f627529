"""What Slack's answers to a call mean."""

from __future__ import annotations

from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.ports import TryLater, Uncertain, Unreachable

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
# Among them what the operator must mend: the work waits for it.
_PASSING: Final = frozenset(
    {
        "external_channel_migrating",
        "fatal_error",
        "internal_error",
        "invalid_auth",
        "not_authed",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "token_expired",
    }
)

# Of these Slack says that some of what was asked may have been done.
_HALF_DONE: Final = frozenset({"fatal_error", "internal_error"})
# In seconds: by then a post that was only slow is there, and who reads has seen one message, not two at once.
REPEAT_AFTER: Final = 10.0


def code(error: BaseException) -> str:
    """Slack's own word for what went wrong, or the kind of the error: fit for a log, without any token."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    if _has_data(error):
        return str(error.response.data.get("error"))
    return f"status {getattr(error.response, 'status_code', 'unknown')}"


def translated(error: Exception) -> Exception:
    """The error of a post or an edit as the stage tells it; as it is if the bot itself is at fault."""
    word = code(error)
    if word in _UNREACHABLE or word.startswith("restricted_action"):
        return Unreachable(word)
    if word in _PASSING or not _has_data(error):
        return TryLater(word, retry_after(error))
    return error


def translated_post(error: Exception) -> Exception:
    """The error of a post as the stage tells it: `Uncertain` if the message may be there all the same."""
    told = translated(error)
    if not isinstance(told, TryLater) or not _may_have_come(error):
        return told
    return Uncertain(str(told), max(REPEAT_AFTER, told.after or 0))


def _may_have_come(error: Exception) -> bool:
    if isinstance(error, SlackApiError):
        status = getattr(error.response, "status_code", 0)
        return code(error) in _HALF_DONE if _has_data(error) else status >= 500
    # Where no connection came about, nothing was sent.
    return not isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError))


def _has_data(error: BaseException) -> bool:
    """Whether Slack itself answered, and not a server before it or none."""
    return isinstance(getattr(getattr(error, "response", None), "data", None), dict)


def retry_after(error: BaseException) -> float | None:
    """Slack's own advice in seconds."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    advice = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    try:
        return None if advice is None else float(advice)
    except ValueError:
        return None
