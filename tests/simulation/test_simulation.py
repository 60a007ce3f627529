"""The simulation plays the same run out of the same seed, and sees what a bot loses or does twice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import course, daily
from bot.store import scores
from tests.simulation.run import Outcome, simulate


def played(seed: int, hash_seed: int) -> str:
    """What a run of its own process prints, but for how long it took."""
    command = [sys.executable, "-m", "tests.simulation", "--seed", f"{seed}", "--days=2", "--communities=20"]
    environment = {"PYTHONHASHSEED": f"{hash_seed}"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return re.sub(r"\S+ s \(.* a second", "", done.stdout)


async def outcome_of(folder: Path, days: int = 3) -> Outcome:
    return await simulate(7, days, 25, folder, lambda _: None)


def test_one_seed_plays_one_run_to_the_byte_and_another_seed_another() -> None:
    first, again, other = played(1, hash_seed=1), played(1, hash_seed=2), played(2, hash_seed=1)
    assert "Digest: " in first
    assert first == again
    assert first.splitlines()[1:] != other.splitlines()[1:]


async def test_a_run_in_which_all_is_well_has_seen_all_kinds_of_play(tmp_path: Path) -> None:
    outcome = await outcome_of(tmp_path)
    assert outcome.wrong == []
    assert min(outcome.requests, outcome.answers, outcome.quizzes, outcome.posts, outcome.edits) > 0
    assert (outcome.days, outcome.busy > 0) == (3, True)


async def test_a_bot_that_plans_no_next_daily_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "plan_next", lambda *_: None)
    assert "runs and nothing is planned for it" in " ".join((await outcome_of(tmp_path)).wrong)


async def test_a_bot_that_opens_rounds_without_their_close_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "CLOSE_TURN", course.REVEAL_TURN)
    assert "is open and nothing will close it" in " ".join((await outcome_of(tmp_path)).wrong)


async def test_a_bot_that_does_not_add_up_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "settle_quiz", lambda *_: None)
    assert "stored is nothing, the answers give" in " ".join((await outcome_of(tmp_path)).wrong)
