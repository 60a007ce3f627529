"""What an operator meets: a sentence and an exit status, never a traceback."""

from __future__ import annotations

import asyncio
import json
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PostgresServer
from tests.e2e.asked import PACKS
from tests.e2e.process import PLENTY, Bot

NewBot = Callable[..., Bot]

PACK_WITH_TEN_FAULTS = """
[topic]
id = "another-name"
title.en = "A topic"

[[question]]
id = "Not Kebab"
kind = "riddle"
difficulty = "impossible"
as_of = "yesterday"
stem.en = "Which one?"
options = [{ id = "a", en = "one", es = "uno" }]
answer = "b"
explanation.en = " "
sources = [{ id = "nowhere", at = "page 1" }]
"""


async def ended(bot: Bot, *arguments: str) -> tuple[int, str]:
    """Start the command line and wait for its end: the exit status and what it said."""
    await bot.start(*arguments)
    status = await bot.ended()
    return status, bot.log()


def is_one_sentence_to(said: str, *parts: str) -> bool:
    """Whether something was said to the operator in one line that holds the parts."""
    lines = [line for line in said.splitlines() if line]
    return len(lines) == 1 and all(part in lines[0] for part in parts)


async def test_half_of_slacks_tokens_names_the_missing_one(new_bot: NewBot) -> None:
    status, said = await ended(new_bot(SLACK_BOT_TOKEN="xoxb-1"))
    assert status == 1
    assert is_one_sentence_to(said, "SLACK_APP_TOKEN is missing", "xapp-")
    status, said = await ended(new_bot(SLACK_APP_TOKEN="xapp-1"))
    assert status == 1
    assert is_one_sentence_to(said, "SLACK_BOT_TOKEN is missing", "xoxb-")


async def test_a_wrong_discord_token_ends_the_process_with_how_to_mend_it(
    new_bot: NewBot, discord_sim: Any
) -> None:
    status, said = await ended(new_bot(discord_sim.bot_env(), DISCORD_TOKEN="not-the-token"))
    assert status == 1
    assert "DISCORD_TOKEN" in said.splitlines()[-1]
    assert "not-the-token" not in said
    assert [violation["what"] for violation in discord_sim.violations] == ["401: Unauthorized"]
    discord_sim.violations.clear()


async def test_a_wrong_slack_token_ends_the_process_with_its_name(new_bot: NewBot, slack_sim: Any) -> None:
    workspace = slack_sim.add_workspace()
    right = slack_sim.bot_env(workspace)
    for variable, wrong in (("SLACK_BOT_TOKEN", "xoxb-wrong"), ("SLACK_APP_TOKEN", "wrong")):
        status, said = await ended(new_bot(right | {variable: wrong}))
        assert status == 1
        assert variable in said.splitlines()[-1]
    assert {violation["what"] for violation in slack_sim.violations} == {"invalid_auth"}
    slack_sim.violations.clear()


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("postgresql://me:hidden@127.0.0.1:1/quiz", "cannot be used"),
        ("mysql://me:hidden@localhost/quiz", "sqlite and postgresql"),
        ("sqlite://", "lose every answer"),
        ("sqlite:////proc/nowhere/quiz.db", "cannot be opened"),
        ("nonsense", "cannot be read"),
    ],
)
async def test_a_database_that_cannot_be_used_is_named_without_its_password(
    new_bot: NewBot, url: str, hint: str
) -> None:
    status, said = await ended(new_bot(DATABASE_URL=url))
    assert status == 1
    assert is_one_sentence_to(said, hint, "DATABASE_URL") or is_one_sentence_to(said, hint)
    assert "hidden" not in said


async def test_a_setting_out_of_range_is_named(new_bot: NewBot) -> None:
    status, said = await ended(new_bot(CIVIQUIZ_PAUSE="soon"))
    assert status == 1
    assert is_one_sentence_to(said, "CIVIQUIZ_PAUSE")


async def test_a_second_run_on_one_file_is_refused_while_the_first_goes_on(
    new_bot: NewBot, discord_sim: Any
) -> None:
    first = new_bot(discord_sim.bot_env())
    await first.start()
    await discord_sim.wait_ready()
    second = new_bot(DATABASE_URL=f"sqlite:///{first.database}")
    status, said = await ended(second, "play")
    assert status == 1
    assert is_one_sentence_to(said, "Another civiquiz plays on", str(first.database))
    assert first.sql("SELECT count(*) FROM quiz") == [(0,)]


async def test_a_pack_with_ten_faults_has_them_all_named_at_once(new_bot: NewBot, tmp_path: Path) -> None:
    pack = tmp_path / "faulty.toml"
    pack.write_text(PACK_WITH_TEN_FAULTS, encoding="utf-8")
    status, said = await ended(new_bot(), "check", str(pack))
    assert status == 1
    faults = [line for line in said.splitlines() if line.startswith(str(pack))]
    assert len(faults) >= 10
    assert said.splitlines()[-1] == f"{len(faults)} faults."


async def test_the_built_in_packs_have_no_faults(new_bot: NewBot) -> None:
    assert await ended(new_bot(), "check") == (0, "No faults.\n")


async def test_packs_of_ones_own_are_played_beside_the_built_in_ones(new_bot: NewBot) -> None:
    said = await piped(
        new_bot(CIVIQUIZ_PACKS=str(PACKS)), "/quiz play dates 1", "Sept 17, 1787", "/quiz help"
    )
    assert "Right: September 17, 1787" in said
    assert "choices – Choices" in said
    assert "cienfuegos – The Cienfuegos case" in said


async def test_faults_of_packs_of_ones_own_are_all_named_at_the_start(
    new_bot: NewBot, tmp_path: Path
) -> None:
    packs = tmp_path / "mine" / "packs"
    packs.mkdir(parents=True)
    shutil.copy(PACKS / "packs" / "dates.toml", packs / "other-name.toml")
    (packs / "faulty.toml").write_text(PACK_WITH_TEN_FAULTS, encoding="utf-8")
    status, said = await ended(new_bot(CIVIQUIZ_PACKS=str(packs.parent)))
    assert status == 1
    assert len(said.splitlines()) >= 12
    assert all(line.startswith(f"{packs}/") for line in said.splitlines())
    status, said = await ended(new_bot(CIVIQUIZ_PACKS="nowhere"))
    assert status == 1
    assert is_one_sentence_to(said, "nowhere: is no folder")


async def test_the_packs_of_the_stories_have_no_faults(new_bot: NewBot) -> None:
    assert await ended(new_bot(), "check", *map(str, PACKS.glob("packs/*.toml"))) == (0, "No faults.\n")


async def test_postgresql_is_refused_until_the_operator_has_migrated_it(
    new_bot: NewBot, discord_sim: Any, postgres: PostgresServer
) -> None:
    url = postgres.create()
    bot = new_bot(discord_sim.bot_env(), DATABASE_URL=url)
    status, said = await ended(bot)
    assert status == 1
    assert is_one_sentence_to(said, "civiquiz migrate")
    status, said = await ended(new_bot(DATABASE_URL=url), "migrate")
    assert (status, "The database has schema" in said) == (0, True)
    await bot.start()
    await discord_sim.wait_commands()
    await bot.stop()
    postgres.drop(url)


async def test_invite_prints_a_link_with_the_permissions_needed_and_no_others(
    new_bot: NewBot, discord_sim: Any
) -> None:
    status, said = await ended(new_bot(discord_sim.bot_env()), "invite")
    assert status == 0
    link = said.split()[-1]
    view, send, embed, in_threads = 1 << 10, 1 << 11, 1 << 14, 1 << 38
    assert f"permissions={view | send | embed | in_threads}" in link
    assert f"client_id={discord_sim.app.id}" in link
    status, said = await ended(new_bot(), "invite")
    assert status == 1
    assert is_one_sentence_to(said, "DISCORD_TOKEN is not set")


async def test_the_calendar_of_an_election_names_each_day_its_act_and_the_working(new_bot: NewBot) -> None:
    status, said = await ended(new_bot(COLUMNS="200"), "calendar", "2028")
    assert status == 0
    assert "Tuesday, December 19, 2028" in said
    assert "Electoral Count Reform Act" in said
    assert "December 1, 2028 is a Friday; the second Wednesday is December 13" in said
    status, said = await ended(new_bot(COLUMNS="200"), "calendar", "1876", "--language", "es")
    assert (status, "miércoles 6 de diciembre de 1876" in said) == (0, True)


async def test_the_calendar_is_also_data(new_bot: NewBot) -> None:
    status, said = await ended(new_bot(), "calendar", "2024", "--json")
    assert status == 0
    events = {event["event"]: event["date"] for event in json.loads(said)["events"]}
    assert events["meeting"] == "2024-12-17"


async def test_a_year_without_an_election_is_told_with_the_nearest_ones(new_bot: NewBot) -> None:
    status, said = await ended(new_bot(), "calendar", "2027")
    assert status == 1
    assert is_one_sentence_to(said, "2027 has no presidential election; the nearest are 2024 and 2028.")


async def test_lines_from_a_pipe_play_a_round_and_end_with_status_0(new_bot: NewBot) -> None:
    # A topic whose questions all have letters: what is typed to others may be asked back.
    lines = ["/quiz play electoral-calendar 3", "A", "B", "C", "/quiz leaderboard", "/quit"]
    said = await piped(new_bot(), *lines)
    for number in (1, 2, 3):
        assert said.count(f"Answer {number} of 3") == 1
    assert said.count("Source: ") == 3
    assert "Final standings" in said
    assert "Leaderboard · All time · This channel" in said


async def test_a_letter_from_a_pipe_that_is_no_option_closes_the_question_for_the_next_line(
    new_bot: NewBot,
) -> None:
    said = await piped(new_bot(), "/quiz play electoral-calendar 2", "Z", "A")
    assert said.index("Not understood: “Z”") < said.index("Nobody answered.")
    assert "Answer 2 of 2" in said


async def test_two_at_one_keyboard_each_answer_before_a_question_closes(new_bot: NewBot) -> None:
    said = await piped(
        new_bot(), "/as ana", "/as ben", "/quiz play electoral-calendar 1", "A", "B", "/quiz leaderboard"
    )
    assert said.index("ben> A") < said.index("ana> B") < said.index("Answer 1 of 1")
    board = said[said.index("Leaderboard") :]
    assert "ana" in board
    assert "ben" in board


async def test_a_round_left_in_the_terminal_goes_on_at_the_next_start(new_bot: NewBot) -> None:
    bot = new_bot()
    await piped(bot, "/quiz play electoral-calendar 2", "A")
    said = await piped(bot, "/quiz stop", "/quiz leaderboard")
    assert "The round ends." in said
    assert "of 1 right" in said


async def test_a_question_left_open_in_the_terminal_is_shown_and_answered_at_the_next_start(
    new_bot: NewBot,
) -> None:
    bot = new_bot()
    asked = await piped(bot, "/quiz play electoral-calendar 1")
    said = await piped(bot, "A")
    assert (asked.count("Question 1 of 1"), said.count("Question 1 of 1")) == (1, 1)
    assert "Your answer: A." in said
    assert "Final standings" in said


async def test_practice_in_the_terminal_tells_at_once_what_was_right(new_bot: NewBot) -> None:
    said = await piped(new_bot(), "/quiz practice electoral-calendar 2", "A", "/next", "B", "/next")
    assert said.count("(right)") == 2
    assert "Question 2 of 2" in said
    assert said.count("Source:") == 2
    assert "Practice counts on no leaderboard." in said


async def test_nonsense_in_the_terminal_is_answered_with_sentences(new_bot: NewBot) -> None:
    lines = [
        "A",
        "hello",
        "/quiz dance",
        "/quiz play 0",
        "/quiz play 1000",
        "/quiz play physics",
        "/next",
        "/as",
    ]
    lines += [
        "/quiz schedule set 25:00 Europe/Madrid",
        "/quiz schedule set 09:00 Mars/Base",
        "/lang klingon",
        "\x1b[2J",
    ]
    said = await piped(new_bot(), *lines)
    for sentence in (
        "No question is open",
        "There is no command “dance”",
        "“questions” must be a whole number from 1 to 20, not “0”",
        "“physics” is no choice for “topic”",
        "“25:00” is no time of day",
        "There is no time zone “Mars/Base”",
        "Type /as and a name",
        "Type /lang en or /lang es",
    ):
        assert sentence in said
    assert "\x1b" not in said


async def test_the_terminal_speaks_spanish(new_bot: NewBot) -> None:
    said = await piped(
        new_bot(LC_ALL="es_MX.UTF-8"), "/quiz play electoral-calendar 1", "A", "/quiz leaderboard today"
    )
    assert "Respuesta 1 de 1 · Calendario electoral (calculado)" in said
    assert "Clasificación · Hoy" in said


async def test_bytes_that_are_no_text_are_answered_like_any_other_line(new_bot: NewBot) -> None:
    bot = new_bot(PYTHONIOENCODING="utf-8:strict")
    assert "Goodbye." in await fed(bot, b"\xff\xfe\n/quiz help\n/quit\n")


async def test_what_a_screen_cannot_show_is_shown_as_a_sign(new_bot: NewBot) -> None:
    _, said = await ended(new_bot(PYTHONIOENCODING="ascii"), "calendar", "2028", "--language", "es")
    assert "Elecci?n presidencial" in said


@pytest.mark.parametrize("closed", ["<&-", "| true", "| head -1"])
async def test_a_terminal_that_is_closed_ends_the_game_without_a_traceback(
    new_bot: NewBot, closed: str
) -> None:
    bot = new_bot()
    play = f"{shlex.quote(sys.executable)} -m bot.cli play"
    typed = "" if closed == "<&-" else "yes /quiz help | head -20 | "
    process = await asyncio.create_subprocess_shell(
        f"{typed}{play} {closed}",
        cwd=bot.folder,
        env=bot.whole_environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), PLENTY)
    assert b"Traceback" not in said
    assert process.returncode == 0


async def piped(bot: Bot, *lines: str) -> str:
    """Play in the terminal with lines from a pipe; all that was shown. It ends with status 0."""
    return await fed(bot, "".join(f"{line}\n" for line in lines).encode())


async def fed(bot: Bot, typed: bytes) -> str:
    """Like `piped`, with bytes."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        "run",
        cwd=bot.folder,
        env={**bot.whole_environment(), "COLUMNS": "200"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(typed), PLENTY)
    text = said.decode()
    assert process.returncode == 0, text
    assert "Traceback" not in text
    return text
