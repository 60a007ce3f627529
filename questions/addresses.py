"""Addresses of the web, such as readers may be led to."""

from __future__ import annotations

import re

# A host by name, without a user before it that could pass for one; then what an address may hold (RFC 3986),
# but for the brackets of numeric hosts.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?([/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")
_LONGEST = 1000


def is_address(text: str) -> bool:
    """Whether a text as it stands is an address of the web that a link may lead to."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
