from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.addresses import is_address

GOOD = [
    "https://www.archives.gov/electoral-college/2020",
    "http://abacus.bates.edu/muskie-archives/ajcr/1969/Faithless%20Elector%20Debate%202.html",
    "https://books.google.co.id/books?id=JRMTAAAAYAAJ&pg=PA304",
    "https://en.wikipedia.org/wiki/Act_(law)",
    "https://example.org:8443/",
    "https://example.org?x=1#part",
    "https://example.org",
]
HOSTILE = [
    "javascript:alert(1)",
    "data:text/html,<script>",
    "file:///etc/passwd",
    "//example.org/x",
    "www.example.org/x",
    "HTTPS:example.org",
    "https://",
    "https:///x",
    "https://archives.gov@evil.example/",
    "https://archives.gov:pass@evil.example/",
    "https://a b.example/",
    "https://example.org/a b",
    "https://example.org/x; copy at webharvest.gov",
    "see https://example.org/x",
    "https://example.org/x\n",
    "https://example.org/\u202egro.live",
    "https://exämple.org/",
    "https://example.org/<@1>",
    "https://example.org/x|y",
    "https://example.org/[x](y)",
    "https://example.org/`x`",
    "https://example.org/\\x",
    'https://example.org/"x',
    "discord://example.org/",
    f"https://example.org/{'x' * 1000}",
]


@pytest.mark.parametrize("address", GOOD)
def test_an_address_of_the_web_can_be_linked_to(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize("address", HOSTILE)
def test_nothing_else_can_be_linked_to(address: str) -> None:
    assert not is_address(address)


@given(st.text())
def test_what_is_linked_to_holds_nothing_that_could_end_a_link(text: str) -> None:
    for address in (text, f"https://{text}", f"https://example.org/{text}"):
        if is_address(address):
            assert address.startswith(("https://", "http://"))
            assert address.isascii()
            assert not set(address) & set(' <>[]{}|\\^`"\n\t')
