"""Whatever an operator sets: settings, or one clear sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports import CannotStart
from bot.serving import serving
from bot.settings import Settings, load_settings
from bot.store.database import database_url, sqlite_file
from tests.bot.test_settings import HTTP, SOCKET
from tests.input import odd

NAMES = [name.upper() for name in Settings.model_fields]
# In every secret; no sentence may show it.
SECRET = "hush"
NEARLY: dict[str, list[str]] = {
    "DISCORD_TOKEN": [f"{SECRET}.a.b", " "],
    "SLACK_BOT_TOKEN": [f"xoxb-{SECRET}", " "],
    "SLACK_APP_TOKEN": [f"xapp-{SECRET}", f"xoxb-{SECRET}"],
    "SLACK_LISTEN": [
        "0.0.0.0:3000",
        "[::1]:3000",
        ":3000",
        "localhost",
        "localhost:99999",
        "a:" + "9" * 5000,
    ],
    "SLACK_SIGNING_SECRET": [SECRET, " "],
    "SLACK_CLIENT_ID": ["1.2"],
    "SLACK_CLIENT_SECRET": [SECRET],
    "CIVIQUIZ_SECRET_KEY": [SECRET, ","],
    "DATABASE_URL": [
        *("sqlite:///civiquiz.db", "sqlite://", "sqlite:///:memory:", "sqlite:///a?mode=ro", "postgres://"),
        *(
            f"postgresql://ana:{SECRET}@host:port/name",
            f"postgresql://ana:{SECRET}@[host/name",
            "mysql://a/b",
        ),
        *(
            f"postgres://ana:{SECRET}@host:5432/name?sslmode=x",
            f"ana:{SECRET}@host/name",
            "sqlite:/a",
            "://",
            "sqlite:///a\0b",
        ),
    ],
    "CIVIQUIZ_PACKS": ["packs", "/nowhere", "~"],
    "CIVIQUIZ_PAUSE": ["5", "0", "60", "61", "-1", "nan", "inf", "5s", "٥"],
    "CIVIQUIZ_LOG": ["INFO", "info", "TRACE", "INFO\nDEBUG"],
}
assert set(NEARLY) == set(NAMES)
# A line of .env: what could stand on either side of an equals sign, and what is no such line.
_LINES = [
    "",
    "#",
    "export ",
    "=",
    "A=B=C",
    "'",
    '"',
    "${DISCORD_TOKEN}",
    "$(",
    "\\",
    "SLACK_LISTEN='",
    "[x]",
    "\ufeff",
]


VALUES = {name: st.sampled_from(NEARLY[name]) | odd.texts for name in NAMES}
lines = st.sampled_from(_LINES) | odd.texts
names = st.lists(st.sampled_from(NAMES), max_size=3)


@st.composite
def settings_of(draw: st.DrawFn) -> dict[str, str]:
    """Some settings, or all that a way to serve needs, of which some are not as they should be."""
    found = dict(draw(sound))
    for name in draw(names):
        found[name] = draw(VALUES[name])
    return found


sound = st.sampled_from([{}, SOCKET, HTTP, HTTP])
settings_drawn = settings_of()


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file .env of settings and of lines that are none."""
    quote = draw(st.sampled_from(["", "", "'", '"']))
    written = [f"{name}={quote}{value}{quote}" for name, value in draw(settings_drawn).items()]
    written += draw(st.lists(lines, max_size=2))
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(written)
    return text.encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An own folder, and an environment in which nothing is set."""
    folder = tmp_path_factory.mktemp("settings")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in NAMES:
            patch.delenv(name, raising=False)
        yield folder


def read() -> None:
    """Settings as they are used at the start, or one sentence that gives no secret away."""
    try:
        found = load_settings()
        serving(found)
        sqlite_file(database_url(found.database_url))
    except CannotStart as reason:
        said = str(reason)
        assert said.endswith(".")
        assert len(said) < 1000
        assert all(char.isprintable() for char in said)
        assert SECRET not in said


@odd.many
@given(settings_drawn)
def test_the_environment_gives_settings_or_one_clear_sentence(folder: Path, chosen: dict[str, str]) -> None:
    kept = {name: value for name, value in chosen.items() if "\0" not in value and keepable(value)}
    os.environ.update(kept)
    try:
        read()
    finally:
        for name in kept:
            del os.environ[name]


def keepable(value: str) -> bool:
    """Whether an environment can hold a value."""
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        return False
    return True


@odd.many
@given(files() | st.binary())
def test_a_file_of_settings_gives_settings_or_one_clear_sentence(folder: Path, written: bytes) -> None:
    (folder / ".env").write_bytes(written)
    try:
        read()
    finally:
        (folder / ".env").unlink()
