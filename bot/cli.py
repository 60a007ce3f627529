"""civiquiz on the command line."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer

from bot.ports import CannotStart
from bot.settings import Settings, load_settings
from questions.model import LANGUAGES
from questions.page import shown

app = typer.Typer(
    name="civiquiz",
    help="A quiz bot for Discord and Slack that asks about civics and names its sources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run(
    platforms: Annotated[
        list[str] | None,
        typer.Argument(help="discord, slack or both; if none is named, each whose tokens are set."),
    ] = None,
    shards: Annotated[
        str | None,
        typer.Option(help="Of Discord's shards hold these alone: 0-3/16. Or none: deliver, hear nothing."),
    ] = None,
    http: Annotated[
        bool, typer.Option("--http", help="Serve Slack over HTTP, whatever else is set.")
    ] = False,
) -> None:
    """Serve Discord and Slack, as their tokens are set; play in the terminal if none is."""
    settings = load_settings()
    from bot.app import run_chats, run_terminal
    from bot.serving import serving

    chats = serving(settings, platforms or (), shards, http=http)
    if chats:
        _log_to_stderr(settings.civiquiz_log)
        asyncio.run(run_chats(settings, chats))
    else:
        _play(settings, run_terminal)


@app.command()
def play() -> None:
    """Play in the terminal, whatever tokens are set."""
    from bot.app import run_terminal

    _play(load_settings(), run_terminal)


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Packs to check; all built-in ones if none is named.")
    ] = None,
) -> None:
    """Check packs: every fault of every file, with how to mend it. Hints alone let a file pass."""
    from questions.lint import check as find_faults

    found = find_faults(files or [])
    for fault in found:
        typer.echo(str(fault), err=True)
    hints = sum(fault.hint for fault in found)
    said = _counted(len(found) - hints, "fault") + (f", {_counted(hints, 'hint')}" if hints else "") + "."
    if hints < len(found):
        typer.echo(said, err=True)
        raise typer.Exit(1)
    typer.echo(said)


@app.command()
def calendar(
    year: Annotated[int, typer.Argument(help="The year of a presidential election, such as 2028.")],
    json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
    language: Annotated[str, typer.Option(help="en or es")] = "en",
) -> None:
    """Print the dates of a US presidential election, with the act that fixes each and the working."""
    from rich.console import Console

    from bot.calendar_table import as_json, as_table

    if language not in LANGUAGES:
        raise CannotStart(
            f"There is no calendar in “{shown(language)}”. The languages are {' and '.join(LANGUAGES)}."
        )
    try:
        if json:
            typer.echo(as_json(year))
        else:
            Console(highlight=False).print(as_table(year, "es" if language == "es" else "en"))
    except ValueError as error:
        raise CannotStart(f"{error}.") from None


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date. A SQLite file is backed up first."""
    from bot.store.schema import NEWEST
    from bot.store.store import migrate as bring_up_to_date

    backup = bring_up_to_date(load_settings().database_url, datetime.now(UTC))
    typer.echo(f"The database has schema {NEWEST}.")
    if backup is not None:
        typer.echo(f"The file as it was before: {backup}")


scores = typer.Typer(help="Compare the scores with the answers, and put them right.", no_args_is_help=True)
app.add_typer(scores, name="scores")
# More lines than this tell nobody more.
_MOST_TOLD = 20


@scores.command(name="check")
def check_scores() -> None:
    """Compare all scores with what the answers give; exit status 1 if any differs. A bot may run beside."""
    from bot.store.beside import beside
    from bot.store.rebuild import all_days, differences

    wrong = 0
    with beside(load_settings().database_url) as database:
        days = database.look(all_days)
        for community, day in days:
            for one in database.look(partial(differences, community=community, day=day)):
                wrong += 1
                if wrong <= _MOST_TOLD:
                    typer.echo(str(one), err=True)
    if wrong:
        typer.echo(f"The answers give other scores in {_counted(wrong, 'line')}.", err=True)
        typer.echo("To write what is right: civiquiz scores rebuild", err=True)
        raise typer.Exit(1)
    typer.echo(f"The scores are what the answers give; {len(days)} days of communities were compared.")


@scores.command(name="rebuild")
def rebuild_scores() -> None:
    """Write the scores that the answers give, in short units. A bot may run beside."""
    from bot.store.beside import beside
    from bot.store.rebuild import all_days, rebuild

    with beside(load_settings().database_url) as database:
        written = sum(rebuild(database, day) for day in database.look(all_days))
    typer.echo(
        f"The scores are what the answers give; {_counted(written, 'line').lower()} had to be written."
    )


due_work = typer.Typer(
    help="What is to be done at its time: what waits, what fails, and what was set aside.",
    no_args_is_help=True,
)
app.add_typer(due_work, name="due")
_Ids = Annotated[list[int] | None, typer.Argument(help="Ids, as civiquiz due list shows them.")]
_Kind = Annotated[str | None, typer.Option(help="All that failed of a kind, such as post-daily.")]


@due_work.command(name="list")
def list_due(
    json: Annotated[bool, typer.Option("--json", help="As JSON, for programs: all of it.")] = False,
    kind: Annotated[str | None, typer.Option(help="Only work of this kind.")] = None,
    most: Annotated[int, typer.Option(min=1, help="How many lines at most.")] = 40,
) -> None:
    """Show due work, the worst first, and what became of work in the last week. A bot may run meanwhile."""
    from rich.console import Console

    from bot import desk
    from bot.due_table import as_json, as_table
    from bot.store.beside import beside

    with beside(load_settings().database_url) as database:
        found = database.look(lambda c: desk.overview(c, datetime.now(UTC), kind))
    if json:
        typer.echo(as_json(found))
    else:
        Console(highlight=False).print(as_table(found, most))


@due_work.command(name="retry")
def retry_due(ids: _Ids = None, kind: _Kind = None) -> None:
    """Try work again that failed or was set aside. A bot that runs does it within a second."""
    from bot import desk
    from bot.store.beside import beside

    with beside(load_settings().database_url) as database:
        count = database.write(lambda c: desk.retry(c, datetime.now(UTC), ids or [], kind))
    typer.echo(f"{_counted(count, 'piece')} of work will be tried again.")


@due_work.command(name="drop")
def drop_due(ids: _Ids = None, kind: _Kind = None) -> None:
    """Drop work that failed or was set aside: it will never be done."""
    from bot import desk
    from bot.store.beside import beside

    with beside(load_settings().database_url) as database:
        count = database.write(lambda c: desk.drop(c, datetime.now(UTC), ids or [], kind))
    typer.echo(f"{_counted(count, 'piece')} of work dropped.")


@app.command()
def invite() -> None:
    """Print the link that adds the bot to a Discord server, with exactly the permissions it needs."""
    token = load_settings().discord_token
    if token is None:
        raise CannotStart("DISCORD_TOKEN is not set. Put it into .env; the README says where to find it.")
    from adapters.discord.invite import application_id, invite_link

    typer.echo(invite_link(asyncio.run(application_id(token.get_secret_value()))))


@app.command(name="new-key")
def new_key() -> None:
    """Print a new CIVIQUIZ_SECRET_KEY, under which Slack's tokens are kept."""
    from adapters.slack.seal import new_key as make

    typer.echo(make())


def main() -> None:
    """Run the command line; what the operator must mend is one sentence and exit status 1."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # What is no text in the encoding of the terminal is read and shown as a sign.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except CannotStart as reason:
        typer.echo(str(reason), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _counted(number: int, what: str) -> str:
    """No faults; 1 fault; 2 faults."""
    return f"{number or 'No'} {what}{'' if number == 1 else 's'}"


def _play(settings: Settings, run_terminal: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    # The screen belongs to the players: only what is wrong is logged.
    _log_to_stderr("WARNING")
    asyncio.run(run_terminal(settings))


def _log_to_stderr(level: str) -> None:
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if sys.stderr.isatty()
        else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
    ]
    if not sys.stderr.isatty():
        processors.insert(-1, structlog.processors.format_exc_info)
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(level=max(logging.WARNING, logging.getLevelNamesMapping()[level]), stream=sys.stderr)


if __name__ == "__main__":
    main()
