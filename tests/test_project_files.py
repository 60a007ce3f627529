"""What operators read and copy agrees with what the program does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.commands import commands, usage
from bot.settings import Settings, load_settings
from questions.bank import load_bank

ROOT = Path(__file__).parents[1]


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return read


def test_compose_starts_the_bot_after_the_migration_and_that_after_a_healthy_database() -> None:
    services = compose()["services"]
    assert services["bot"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["database"]["healthcheck"]["test"][1].startswith("pg_isready")
    assert services["migrate"]["command"] == ["migrate"]
    assert services["bot"]["command"] == ["run"]


def test_compose_hands_the_bot_every_setting() -> None:
    given = set(compose()["services"]["bot"]["environment"])
    assert given == {name.upper() for name in Settings.model_fields}


def test_the_example_settings_name_every_setting_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_example_settings_are_taken_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = load_settings()
    assert settings.discord_token is None
    assert settings.slack is None


def test_the_readme_shows_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {match.lower() for match in re.findall(r"`(/quiz [^`]*)`", readme)}
    assert {usage(command).lower() for command in commands(load_bank())} <= shown


def test_pinned_requirements_carry_hashes_and_name_no_index() -> None:
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pins = re.findall(r"^[A-Za-z0-9_.-]+(?:\[[a-z,]+\])?==.+?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert len(pins) > 30
        assert all("--hash=sha256:" in pin for pin in pins)
        assert not re.search(r"--(extra-)?index-url|--find-links|https?://", text)
