"""Time and memory of the shell."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import AnchoredClock
from bot.recent import Recent


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The machine's monotonic clock in the test's hand; the last number is its time in seconds."""
    seconds = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[-1])
    return seconds


def test_time_passes_as_the_monotonic_clock_says_whatever_the_wall_clock_does(passed: list[float]) -> None:
    clock = AnchoredClock()
    start = clock.now()
    passed.append(107.5)
    assert clock.now() - start == timedelta(seconds=7.5)


def test_an_anchor_moves_the_time_forward(passed: list[float]) -> None:
    clock = AnchoredClock()
    later = datetime.now(UTC) + timedelta(hours=1)
    clock.anchor(later)
    passed.append(101.0)
    assert clock.now() == later + timedelta(seconds=1)


def test_an_anchor_behind_stops_the_time_until_it_has_caught_up(passed: list[float]) -> None:
    clock = AnchoredClock()
    before = clock.now()
    clock.anchor(before - timedelta(seconds=10))
    passed.append(105.0)
    assert clock.now() == before
    passed.append(111.0)
    assert clock.now() == before + timedelta(seconds=1)


def test_a_clock_begins_at_the_time_of_the_database_though_the_wall_clock_was_ahead(
    passed: list[float],
) -> None:
    clock = AnchoredClock()
    right = clock.now() - timedelta(hours=1)
    clock.begin(right)
    passed.append(101.0)
    assert clock.now() == right + timedelta(seconds=1)


def test_a_memory_forgets_what_was_used_longest_ago() -> None:
    recent: Recent[int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1
    recent.put("c", 3)
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (1, None, 3)
