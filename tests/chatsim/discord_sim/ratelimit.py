"""Discord's rate limits: a bucket for each route and major parameter, and 50 requests a second in all.

Discord publishes no bucket sizes: the table holds values commonly seen, and a bot has to follow the headers.
"""

from __future__ import annotations

import hashlib
import time

WEBHOOKS = {
    "execute_webhook",
    "get_original_webhook_message",
    "update_original_webhook_message",
    "delete_original_webhook_message",
    "get_webhook_message",
    "update_webhook_message",
    "delete_webhook_message",
}
# operation -> (limit, window in seconds, name of a common bucket)
ROUTES: dict[str, tuple[int, float, str | None]] = {
    "create_message": (5, 5.0, None),
    "update_message": (5, 5.0, None),
    "delete_message": (5, 1.0, None),
    "create_dm": (10, 10.0, None),
    "bulk_set_application_commands": (2, 5.0, None),
    "bulk_set_guild_application_commands": (2, 5.0, None),
    "get_bot_gateway": (2, 5.0, None),
    **dict.fromkeys(WEBHOOKS, (5, 2.0, "webhook")),
}
OTHER = (50, 1.0, None)
MESSAGE = "You are being rate limited."


class RateLimiter:
    def __init__(self, enabled=True, global_per_second=50, routes: dict | None = None, scale=1.0):
        self.enabled, self.global_per_second, self.scale = enabled, global_per_second, scale
        self.routes = {**ROUTES, **(routes or {})}
        self.buckets: dict[tuple, list] = {}  # (who, name, major) -> [end, left]
        self.whole: dict[str, list] = {}  # who -> [start, count]
        self.hits: list[dict] = []
        self.invalid: list[float] = []

    def check(self, who: str, op: str, major: str, is_interaction: bool) -> tuple[dict, dict | None]:
        """The headers of the answer, and the body of a 429 if the request is over a limit."""
        if not self.enabled or op == "create_interaction_response":
            return {}, None
        now = time.time()
        if not (op in WEBHOOKS and is_interaction):  # "not bound to the bot's Global Rate Limit"
            second = self.whole.setdefault(who, [now, 0])
            if now - second[0] >= 1.0:
                second[:] = [now, 0]
            if second[1] >= self.global_per_second:
                retry = round(max(1.0 - (now - second[0]), 0.05), 3)
                self.hit(op, "global", retry)
                headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
                headers["Retry-After"] = str(max(1, round(retry)))
                return headers, {"message": MESSAGE, "retry_after": retry, "global": True}
            second[1] += 1
        limit, window, common = self.routes.get(op, OTHER)
        limit = max(1, int(limit * self.scale))
        name = common or op
        bucket = self.buckets.get((who, name, major))
        if bucket is None or now >= bucket[0]:
            bucket = self.buckets[who, name, major] = [now + window, limit]
        left = max(bucket[0] - now, 0.001)
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(bucket[1] - 1, 0)),
            "X-RateLimit-Reset": f"{bucket[0]:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(name.encode()).hexdigest(),
        }
        if bucket[1] > 0:
            bucket[1] -= 1
            return headers, None
        headers |= {"X-RateLimit-Scope": "user", "Retry-After": str(max(1, round(left)))}
        self.hit(op, "user", left, major)
        return headers, {"message": MESSAGE, "retry_after": round(left, 3), "global": False}

    def hit(self, op, scope, retry, major=""):
        self.hits.append({"t": time.time(), "op": op, "scope": scope, "retry_after": retry, "major": major})
