from __future__ import annotations

import pytest

from adapters.slack.seal import NotOurs, Seal, new_key
from bot.ports import CannotStart

TOKEN = "xoxb-1-secret"


def test_a_sealed_token_opens_with_its_key_and_shows_nothing_before() -> None:
    key = new_key()
    sealed = Seal(key).close(TOKEN)
    assert "secret" not in sealed
    assert Seal(key).open(sealed) == TOKEN


def test_another_key_opens_nothing() -> None:
    sealed = Seal(new_key()).close(TOKEN)
    with pytest.raises(NotOurs):
        Seal(new_key()).open(sealed)
    with pytest.raises(NotOurs):
        Seal(new_key()).anew(sealed)


def test_a_new_key_before_the_old_one_opens_and_takes_over_what_the_old_one_sealed() -> None:
    old, new = new_key(), new_key()
    sealed = Seal(old).close(TOKEN)
    both = Seal(f"{new}, {old}")
    assert both.open(sealed) == TOKEN
    anew = both.anew(sealed)
    assert anew is not None
    assert Seal(new).open(anew) == TOKEN
    assert both.anew(anew) is None


@pytest.mark.parametrize("keys", ["", "secret", f"{'a' * 43}=,", f"{'a' * 43}=,short", "clé"])
def test_what_is_no_key_is_refused_with_how_to_make_one_and_is_not_shown(keys: str) -> None:
    with pytest.raises(CannotStart, match="civiquiz new-key") as caught:
        Seal(keys)
    assert not keys or keys not in str(caught.value)
