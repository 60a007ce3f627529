"""Slack's rate limits: a tier for each method and workspace; posts about one a second and channel."""

from __future__ import annotations

import time

A_MINUTE = {
    **dict.fromkeys(("auth.test",), 600),
    **dict.fromkeys(("apps.connections.open",), 20),
    **dict.fromkeys(("chat.update", "chat.delete", "conversations.open"), 50),
    **dict.fromkeys(("views.open", "views.update", "views.push", "views.publish"), 100),
    **dict.fromkeys(("chat.postEphemeral", "users.info"), 100),
}
OTHER = 50


class RateLimiter:
    def __init__(
        self, enabled=True, post_per_second=1.0, post_burst=3, workspace_posts_per_minute=300, methods=None
    ):
        self.enabled, self.post_per_second, self.post_burst = enabled, post_per_second, post_burst
        self.workspace_posts, self.methods = workspace_posts_per_minute, {**A_MINUTE, **(methods or {})}
        self.tokens: dict[tuple, tuple[float, float]] = {}
        self.minutes: dict[tuple, list] = {}
        self.hits: list[dict] = []

    def window(self, key: tuple, limit: int) -> float:
        now = time.monotonic()
        minute = self.minutes.setdefault(key, [now, 0])
        if now - minute[0] >= 60:
            minute[:] = [now, 0]
        if minute[1] >= limit:
            return 60 - (now - minute[0])
        minute[1] += 1
        return 0.0

    def check(self, team: str, method: str, channel: str | None) -> float:
        """-> how many seconds to wait (0: allowed)."""
        if not self.enabled:
            return 0.0
        if method == "chat.postMessage":
            now = time.monotonic()
            tokens, last = self.tokens.get((team, channel), (self.post_burst, now))
            tokens = min(self.post_burst, tokens + (now - last) * self.post_per_second)
            wait = max(0.0, (1 - tokens) / self.post_per_second)
            self.tokens[team, channel] = (tokens if wait else tokens - 1, now)
            wait = wait or self.window((team, "posts"), self.workspace_posts)
        else:
            wait = self.window((team, method), self.methods.get(method, OTHER))
        if wait:
            self.hits.append({"t": time.time(), "method": method, "channel": channel, "retry_after": wait})
        return wait
