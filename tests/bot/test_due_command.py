"""`civiquiz due`: the operator sees what waits and fails, tries it again or drops it, while a bot may run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from bot.cli import app
from bot.course import CLOSE_TURN, POST_TURN, REVEAL_TURN
from bot.daily import CLOSE_DAILY
from bot.ports import CannotStart
from bot.store import counts, due, schedules, tables
from bot.store.counts import What
from bot.store.store import open_store
from tests.bot.fakes import House
from tests.factories import COMMUNITY, SECOND, room_schedule, work

# Commands go by the time of the machine, or of its database.
NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Said:
    status: int
    words: str


@pytest.fixture
def civiquiz(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """The command line as an operator types it, with a wide window; `main` tells a CannotStart."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Said:
        result = CliRunner().invoke(app, ["due", *arguments])
        if isinstance(result.exception, CannotStart):
            return Said(1, str(result.exception))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Said(result.exit_code, result.output)

    return run


def add(engine: Engine, kind: str = POST_TURN, **row: Any) -> int:
    """Write a row of work as a bot would have left it; its id."""
    with engine.begin() as connection:
        subject = str(row.pop("subject", kind))
        due.add_work(connection, work(subject, kind=kind, due_at=row.pop("due_at", NOW - HOUR)))
        found = tables.due.c.key == f"{kind}:{subject}"
        if row:
            connection.execute(tables.due.update().where(found).values(**row))
        return int(connection.execute(select(tables.due.c.id).where(found)).scalar_one())


def set_aside(engine: Engine, kind: str = POST_TURN, **row: Any) -> int:
    return add(engine, kind, **({"attempts": 12, "error": "a fault", "set_aside_at": NOW - HOUR} | row))


def rows(engine: Engine) -> dict[int, Any]:
    with engine.connect() as connection:
        return {row.id: row for row in connection.execute(select(tables.due))}


def line_of(said: Said, id: int) -> list[str]:
    """The cells of the line of a piece of work."""
    found = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.words.splitlines()]
    return next(cells for cells in found if cells and cells[0] == str(id))


# --- list


def test_nothing_that_waits_is_said_in_a_sentence(civiquiz: Callable[..., Said]) -> None:
    assert civiquiz("list") == Said(0, "Nothing waits.\n")


def test_what_was_set_aside_stands_first_then_what_fails_is_late_or_only_waits(
    civiquiz: Callable[..., Said], engine: Engine
) -> None:
    waits = add(engine, subject="soon", due_at=NOW + 26.5 * HOUR)
    held = add(engine, subject="held", lease="a bot", lease_ends=NOW + HOUR, attempts=1)
    late = add(engine, subject="late")
    failing = add(engine, subject="failing", error="502", attempts=3, due_at=NOW + 2 * HOUR)
    aside = set_aside(engine, subject="aside", set_aside_at=NOW - 3.5 * HOUR)
    said = civiquiz("list")
    assert said.status == 0
    first, *lines = said.words.splitlines()
    assert first.endswith("UTC: 1 set aside, 1 failing, 1 late, 1 under way, 1 waiting.")
    order = [id for line in lines for id in rows(engine) if line.startswith(f"│ {id:>2} ")]
    assert order == [aside, failing, late, held, waits]
    kind, community, state, since, attempts, error = line_of(said, aside)[1:]
    assert (kind, community, state, attempts, error) == (POST_TURN, COMMUNITY, "set aside", "12", "a fault")
    assert since.startswith(f"{NOW - 3.5 * HOUR:%m-%d %H:%M:%S}, 3 h ago")
    assert line_of(said, waits)[4].endswith("in 26 h")
    assert line_of(said, failing)[3] == "failing"
    assert "civiquiz due retry" in said.words


def test_more_lines_than_asked_for_are_counted_and_not_shown(
    civiquiz: Callable[..., Said], engine: Engine
) -> None:
    for number in range(5):
        add(engine, subject=f"t{number}")
    said = civiquiz("list", "--most", "2")
    assert said.words.count("late") == 1 + 2
    assert "and 3 more" in said.words


def test_only_one_kind_is_shown_if_asked_for(civiquiz: Callable[..., Said], engine: Engine) -> None:
    add(engine, POST_TURN)
    add(engine, REVEAL_TURN)
    said = civiquiz("list", "--kind", REVEAL_TURN)
    assert REVEAL_TURN in said.words
    assert POST_TURN not in said.words


def test_errors_of_others_have_no_say_on_the_operators_screen(
    civiquiz: Callable[..., Said], engine: Engine
) -> None:
    set_aside(engine, error="[bold]x[/bold] \x1b[2J")
    said = civiquiz("list").words
    assert "[bold]x[/bold] �[2J" in said
    assert "\x1b" not in said


def test_programs_get_all_of_it(civiquiz: Callable[..., Said], engine: Engine) -> None:
    for number in range(50):
        add(engine, subject=f"t{number}")
    aside = set_aside(engine, subject="aside")
    told = json.loads(civiquiz("list", "--json").words)
    assert len(told["work"]) == 51
    first = told["work"][0]
    assert (first["id"], first["state"], first["error"], first["attempts"]) == (
        aside,
        "set aside",
        "a fault",
        12,
    )
    assert datetime.fromisoformat(first["since"]) == NOW - HOUR
    assert told["counts"] == []


def test_what_became_of_work_in_the_last_week_is_counted_by_kind(
    civiquiz: Callable[..., Said], engine: Engine
) -> None:
    today = datetime.now(UTC).date()
    with engine.begin() as connection:
        for days in (0, 6, 8, 29, 31):
            day = today - timedelta(days=days)
            counts.add_counts(connection, day, {(POST_TURN, What.DONE): 1000, (POST_TURN, What.UNSURE): 1})
        counts.add_counts(connection, today, {(REVEAL_TURN, What.DONE): 3})
    said = civiquiz("list").words
    [header] = [line for line in said.splitlines() if "unsure" in line]
    assert [cell.strip() for cell in header.strip("┃").split("┃")] == ["kind", "done", "unsure"]
    assert [
        cell.strip() for cell in next(x for x in said.splitlines() if POST_TURN in x).split("│")[2:4]
    ] == [
        "2,000",
        "2",
    ]
    with engine.connect() as connection:
        oldest = min(connection.scalars(select(tables.due_count.c.day)))
    assert oldest == today - timedelta(days=29)


# --- retry


def test_work_that_was_set_aside_is_tried_again_as_if_for_the_first_time(
    civiquiz: Callable[..., Said], engine: Engine
) -> None:
    one = set_aside(engine, subject="one", unsure=True)
    other = set_aside(engine, subject="other")
    assert civiquiz("retry", str(one)) == Said(0, "1 piece of work will be tried again.\n")
    found = rows(engine)
    assert (found[one].set_aside_at, found[one].attempts, found[one].unsure) == (None, 0, False)
    assert found[one].due_at == NOW - HOUR
    assert found[other].set_aside_at is not None


def test_work_that_waits_after_a_failure_is_tried_again_at_once(
    civiquiz: Callable[..., Said], engine: Engine
) -> None:
    id = add(engine, error="502", attempts=4, due_at=NOW + HOUR)
    assert civiquiz("retry", str(id)).status == 0
    assert rows(engine)[id].due_at < NOW + HOUR / 2


def test_all_that_failed_of_a_kind_is_tried_again_and_nothing_else(
    civiquiz: Callable[..., Said], engine: Engine
) -> None:
    aside = set_aside(engine, subject="aside")
    failing = add(engine, subject="failing", error="502", attempts=1, due_at=NOW + HOUR)
    waits = add(engine, subject="waits", due_at=NOW + HOUR)
    other = set_aside(engine, REVEAL_TURN)
    assert civiquiz("retry", "--kind", POST_TURN) == Said(0, "2 pieces of work will be tried again.\n")
    found = rows(engine)
    assert [found[id].attempts for id in (aside, failing)] == [0, 0]
    assert found[waits].due_at == NOW + HOUR
    assert found[other].set_aside_at is not None
    assert civiquiz("retry", "--kind", "close-turn") == Said(0, "No pieces of work will be tried again.\n")


def test_a_bot_that_runs_does_what_is_to_be_tried_again(
    civiquiz: Callable[..., Said], engine: Engine, database_url: str
) -> None:
    id = set_aside(engine)
    store, _ = open_store(database_url, NOW)
    try:
        assert civiquiz("retry", str(id)).status == 0
        with engine.begin() as connection:
            (claim,) = due.claim(connection, ["discord"], datetime.now(UTC), "a bot", 10)
        assert (claim.id, claim.attempts) == (id, 1)
    finally:
        store.close()


# --- drop


def test_work_that_was_set_aside_is_dropped(civiquiz: Callable[..., Said], engine: Engine) -> None:
    one, other = set_aside(engine, subject="one"), set_aside(engine, subject="other")
    assert civiquiz("drop", str(one)) == Said(0, "1 piece of work dropped.\n")
    assert list(rows(engine)) == [other]
    assert civiquiz("drop", "--kind", POST_TURN).status == 0
    assert rows(engine) == {}


@pytest.mark.parametrize("needed", [CLOSE_TURN, CLOSE_DAILY, "open-turn", "close-practice"])
@pytest.mark.parametrize("by_kind", [False, True], ids=["by id", "by kind"])
def test_what_a_quiz_needs_to_end_cannot_be_dropped(
    civiquiz: Callable[..., Said], engine: Engine, needed: str, by_kind: bool
) -> None:
    id = set_aside(engine, needed)
    said = civiquiz("drop", *(("--kind", needed) if by_kind else (str(id),)))
    assert said.status == 1
    assert f"{id} ({needed}) cannot be dropped" in said.words
    assert list(rows(engine)) == [id]


def test_a_daily_that_is_dropped_comes_again_at_its_next_time(
    civiquiz: Callable[..., Said], engine: Engine
) -> None:
    schedule = room_schedule()
    with engine.begin() as connection:
        schedules.put_schedule(connection, schedule)
    today = schedule.rule.date_at(NOW)
    id = set_aside(engine, "open-daily", subject=f"{schedule.id}/{today}")
    assert civiquiz("drop", str(id)).status == 0
    [planned] = rows(engine).values()
    assert planned.kind == "open-daily"
    assert planned.due_at > NOW
    assert planned.due_at == schedule.rule.next_after(NOW + SECOND)[1]


# --- bad input


@pytest.mark.parametrize("command", ["retry", "drop"])
def test_bad_input_is_told_in_a_sentence_and_changes_nothing(
    civiquiz: Callable[..., Said], engine: Engine, command: str
) -> None:
    aside = set_aside(engine, subject="aside")
    held = add(engine, subject="held", lease="a bot", lease_ends=NOW + HOUR, attempts=1)
    waits = add(engine, subject="waits", due_at=NOW + HOUR)
    before = rows(engine)
    for arguments, sentence in (
        ((), "Name the work by its ids"),
        ((str(aside), "--kind", POST_TURN), "Name the work by its ids"),
        ((str(aside), "4711"), "There is no work 4711"),
        ((str(aside), str(held)), f"Work {held} is under way"),
        ((str(aside), str(waits)), f"Work {waits} "),
        (("--kind", "dance"), "There is no work of the kind “dance”"),
    ):
        said = civiquiz(command, *arguments)
        assert said.status == 1
        assert sentence in said.words
        assert rows(engine) == before
    assert civiquiz(command, "soon").status == 2


def test_a_kind_that_is_none_cannot_be_listed(civiquiz: Callable[..., Said]) -> None:
    said = civiquiz("list", "--kind", "dance")
    assert said.status == 1
    assert "There is no work of the kind “dance”" in said.words


# --- what the timekeeper counts


async def test_a_bot_writes_down_what_became_of_work(database_url: str) -> None:
    house = await House(database_url).open()
    house.stage.faults.append(RuntimeError("a fault of ours"))
    await house.person("ana").types("play history 1 10")
    await house.pass_time(60)
    await house.timekeeper.write_counts()
    found = await house.shell.store.read(lambda c: counts.counts_since(c, house.clock.now().date()))
    assert found[POST_TURN, What.RETRIED] == 1
    assert [found[kind, What.DONE] for kind in (POST_TURN, CLOSE_TURN, REVEAL_TURN)] == [1, 1, 1]
    await house.timekeeper.write_counts()
    again = await house.shell.store.read(lambda c: counts.counts_since(c, house.clock.now().date()))
    assert again == found
    await house.close()


async def test_counts_that_cannot_be_written_wait_for_the_next_time(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await House(database_url).open()
    house.shell.counts[POST_TURN, What.DONE] = 2
    write = house.shell.store.write

    async def failing(unit: Any) -> Any:
        raise ConnectionError("gone")

    monkeypatch.setattr(house.shell.store, "write", failing)
    await house.timekeeper.write_counts()
    monkeypatch.setattr(house.shell.store, "write", write)
    await house.timekeeper.write_counts()
    found = await house.shell.store.read(lambda c: counts.counts_since(c, house.clock.now().date()))
    assert found == {(POST_TURN, What.DONE): 2}
    await house.close()
