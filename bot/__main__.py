"""The commands. Exit 0 is good, 1 bad news, 2 wrong use or settings."""

from __future__ import annotations

import asyncio
import errno
import io
import os
import signal
import sys
from collections.abc import Coroutine, Iterable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from bot import logs
from bot.settings import RegisterSettings, Settings, SettingsWrong, read_register_settings, read_settings
from handlers.errors import kind_of

_Found = TypeVar("_Found")

WRONG_USE = 2
CANNOT_LISTEN = frozenset({errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES})
STOPPED = 143  # what a shell says of a program that SIGTERM ended

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="The TV Support Bot.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
register_cli = typer.Typer(no_args_is_help=True, help="Our copy of the register of organisations (GIAS).")
cli.add_typer(register_cli, name="register")
audit_cli = typer.Typer(no_args_is_help=True, help="The record of everything that was asked, decided and done.")
cli.add_typer(audit_cli, name="audit")


@cli.command()
def serve() -> None:
    """Answer Teams and do the work, until SIGTERM."""
    _end_on_sigterm(0)
    from bot import serving  # noqa: PLC0415 - each command loads what it needs and no more

    settings = _settings()
    try:
        serving.run(settings)
    except OSError as error:
        if error.errno not in CANNOT_LISTEN:
            raise
        _wrong([f"HOST, PORT: cannot be listened to ({os.strerror(error.errno)})"])


@cli.command()
def migrate() -> None:
    """Bring the bot database to the newest schema; doing it again does nothing."""
    from adapters.bot_database.migrate import MigrationFailed, migrate_to_newest  # noqa: PLC0415

    settings = _settings()
    try:
        revision = asyncio.run(
            migrate_to_newest(settings.database_url.get_secret_value(), encrypted=settings.production)
        )
    except MigrationFailed as error:
        typer.echo(f"Not migrated: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"The bot database is at {revision}.")


@cli.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    post: Annotated[bool, typer.Option("--post", help="Also post a test card in the channel, for all to see.")] = False,
) -> None:
    """Look at everything the bot needs and say what is wrong and how to put it right; 1 when anything is."""
    from bot import doctor as checkup  # noqa: PLC0415
    from bot.checks import examined  # noqa: PLC0415

    outcomes = asyncio.run(examined(_settings(), post=post))
    _print([checkup.as_json(outcomes)] if as_json else checkup.lines(outcomes))
    if any(outcome.faults for outcome in outcomes):
        raise typer.Exit(1)


@cli.command()
def manifest(
    out: Annotated[Path, typer.Option(help="Where to write it; - is standard output.")] = Path("tv-support-bot.zip"),
) -> None:
    """Write the Teams app to upload; the same settings give the same file, byte for byte."""
    from bot import manifest as command  # noqa: PLC0415

    try:
        package = command.package(command.read_package_settings(os.environ))
    except SettingsWrong as error:
        _wrong(error.faults)
    if str(out) == "-":
        sys.stdout.buffer.write(package.content)
        return
    try:
        out.write_bytes(package.content)
    except OSError as error:
        _say(f"Could not write {out}: {error.strerror}")
        raise typer.Exit(1) from None
    typer.echo(f"Wrote {out}: {package.name}, version {package.version}.")


@cli.command()
def understand() -> None:
    """Say what messages ask for: JSON lines in on standard input, JSON lines out."""
    from handlers.reading.lines import run_lines  # noqa: PLC0415

    _print(run_lines(sys.stdin))


@cli.command()
def lookup(
    query: Annotated[
        list[str] | None, typer.Argument(help="A name or a number; without one, one a line is read.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON lines.")] = False,
) -> None:
    """Find organisations in the register by a number, a name or a postcode."""
    from bot import lookup as command  # noqa: PLC0415
    from bot.words import register as words  # noqa: PLC0415

    settings = _register_settings()
    try:
        register = command.open_register(settings.gias_data_dir, datetime.now(UTC), _say)
    except command.NoRegister as error:
        _say(str(error))
        raise typer.Exit(1) from None
    for answer in command.answers(register, _queries(query)):
        if as_json:
            typer.echo(command.as_json(answer))
            if answer.ask:
                _say(words.ask(answer))
        else:
            _print(line.encode("utf-8", "replace").decode() for line in command.as_text(answer))


@register_cli.command()
def update(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Fetch the newest day of the register, check it and put it in place; whatever fails, the last good one stays."""
    from bot import update as command  # noqa: PLC0415
    from bot.words import register as words  # noqa: PLC0415

    settings = _register_settings()
    logs.set_up()
    updated, tried = asyncio.run(command.update_register(settings, _ignore if as_json else _say))
    if as_json:
        typer.echo(command.as_json(tried))  # whoever reads this writes the log
    else:
        tried.tell()
        _print(words.updated(updated.came, updated.day, updated.why, updated.counts, updated.undefined))
    raise typer.Exit(0 if updated.good else 1)


@audit_cli.command()
def verify(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Check every record, the chain between them and the anchor outside; 1 when anything does not fit."""
    from bot import audit  # noqa: PLC0415
    from bot.words import audit as words  # noqa: PLC0415

    verdict = _from_database(audit.verified(_settings()))
    _print([audit.as_json(verdict)] if as_json else words.verified(verdict))
    raise typer.Exit(0 if verdict.good else 1)


@audit_cli.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="A file that is not there yet; without one, standard output.")
    ] = None,
) -> None:
    """Write every record as CSV, times in UTC, with the hashes to check them by."""
    from bot import audit  # noqa: PLC0415
    from bot.words import audit as words  # noqa: PLC0415

    settings = _settings()
    try:
        with file.open("x", encoding="utf-8", newline="") if file else nullcontext(sys.stdout) as out:
            count = _from_database(audit.export(settings, out))
    except FileExistsError:
        _say(words.ALREADY_THERE)
        raise typer.Exit(WRONG_USE) from None
    except OSError as error:
        _say(words.CANNOT_WRITE.format(why=type(error).__name__))
        raise typer.Exit(1) from None
    _say(words.exported(count))


def _from_database(work: Coroutine[None, None, _Found]) -> _Found:
    """What the work finds; without an answer from the bot database the command ends with 1."""
    import asyncpg  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from bot.audit import NoDatabase  # noqa: PLC0415
    from bot.words import audit as words  # noqa: PLC0415

    lost = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError, TimeoutError)
    try:
        return asyncio.run(work)
    except (NoDatabase, *lost) as error:
        _say(words.NO_DATABASE.format(why=kind_of(error)))
        raise typer.Exit(1) from None


def _queries(words: list[str] | None) -> Iterable[str]:
    if words is not None:
        return [" ".join(words)]
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return sys.stdin


def _say(words: str) -> None:
    typer.echo(words, err=True)


def _ignore(_: str) -> None:
    """What only people read."""


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _settings() -> Settings:
    try:
        return read_settings(os.environ)
    except SettingsWrong as error:
        _wrong(error.faults)


def _register_settings() -> RegisterSettings:
    try:
        return read_register_settings(os.environ)
    except SettingsWrong as error:
        _wrong(error.faults)


def _wrong(faults: list[str]) -> NoReturn:
    typer.echo("The settings are not right. Each line names a variable and what is wrong with it:", err=True)
    for fault in faults:
        typer.echo(f"  {fault}", err=True)
    raise typer.Exit(WRONG_USE)


def _end_on_sigterm(code: int) -> None:
    """Process 1 of a container hears no SIGTERM unless it says what it does then; aiohttp takes over once it serves."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(code))


if __name__ == "__main__":
    _end_on_sigterm(STOPPED)
    cli()
