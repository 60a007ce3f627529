from __future__ import annotations

import pytest

from bot.cards import Link


def test_a_link_leads_to_an_address_of_the_web_and_nowhere_else() -> None:
    assert Link("there", "https://example.org/x").address == "https://example.org/x"
    for address in (
        "javascript:alert(1)",
        "https://archives.gov@evil.example/",
        "https://example.org/a b",
        "",
    ):
        with pytest.raises(ValueError, match="no address"):
            Link("there", address)
