"""The practice world's commands."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from practice import story
from practice.bot_process import BotFailed
from practice.living import Living, living
from practice.postgres import PostgresUnavailable
from practice.running import AlreadyRunning, Mark, only_run
from practice.storage import default_folder

cli = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@cli.callback()
def practice() -> None:
    """A laptop's Teaching Vacancies: invented people, nothing leaves this machine."""


@cli.command()
def run(
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what earlier runs left and begin anew.")] = False,
    tell: Annotated[bool, typer.Option("--story", help="Play the first story in the terminal too.")] = False,
    story_only: Annotated[bool, typer.Option("--story-only", help="Play the story once, then stop.")] = False,
) -> None:
    """Start both databases, the outside world, the bot and the practice channel's page, and stay up."""
    folder = default_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with only_run(folder) as mark:
            asyncio.run(_run(folder, mark, fresh=fresh, tell=tell or story_only, stay=not story_only))
    except AlreadyRunning as told:
        typer.echo(str(told), err=True)
        raise typer.Exit(1) from None
    except (PostgresUnavailable, BotFailed, OSError) as error:
        typer.echo(f"Cannot start: {error}", err=True)
        raise typer.Exit(1) from None


@cli.command()
def pictures() -> None:
    """Make the pictures of README and docs anew, and write down what they show (needs Chromium)."""
    from practice.doc_pictures import FOLDER, take_doc_pictures  # noqa: PLC0415 - only developers have the browser's driver
    from practice.picture import NoBrowser  # noqa: PLC0415

    try:
        taken = asyncio.run(take_doc_pictures())
    except (NoBrowser, PostgresUnavailable, BotFailed, OSError) as error:
        typer.echo(f"No pictures: {error}", err=True)
        raise typer.Exit(1) from None
    print(f"{len(taken)} pictures in {FOLDER}")


@cli.command()
def diagram() -> None:
    """Draw the states and arrows into docs/how-it-works.md anew."""
    from practice.diagram import PAGE, drawn  # noqa: PLC0415 - each command loads what it needs

    PAGE.write_text(drawn(PAGE.read_text()))
    print(f"Drawn into {PAGE.name}")


@cli.command()
def gallery(
    folder: Annotated[Path, typer.Argument(help="Where the pictures go.")] = Path("build/gallery"),
    only: Annotated[list[str] | None, typer.Option("--only", help="A card's name; may be given again.")] = None,
    theme: Annotated[list[str] | None, typer.Option("--theme", help="light or dark; both unless told.")] = None,
) -> None:
    """Picture every card in every state and view with Microsoft's renderer (needs Chromium)."""
    from practice.gallery import THEMES, take_gallery  # noqa: PLC0415 - only developers have the browser's driver
    from practice.picture import NoBrowser  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = asyncio.run(take_gallery(folder, only or (), theme or THEMES))
    except KeyError as unknown:
        typer.echo(f"There is no card {unknown}.", err=True)
        raise typer.Exit(2) from None
    except NoBrowser as error:
        typer.echo(f"No pictures: {error}", err=True)
        raise typer.Exit(1) from None
    print(f"{len(taken)} pictures in {folder}")


async def _run(folder: Path, mark: Mark, *, fresh: bool, tell: bool, stay: bool) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with living(folder, os.environ, fresh=fresh) as world:
        mark.tell(f"open {world.page_url} (process {os.getpid()}). Ctrl-C there stops it.")
        _greet(world)
        stop = asyncio.create_task(stopped.wait())
        if tell:
            told = asyncio.create_task(_tell(world))
            await asyncio.wait({told, stop}, return_when=asyncio.FIRST_COMPLETED)
            if told.done():
                told.result()
            told.cancel()
        if stay:
            await stop
        stop.cancel()
    print("Stopped.")


def _greet(world: Living) -> None:
    print("TV Support Bot, practice mode: invented people, nothing leaves this machine.")
    print(f"\n    The practice channel    {world.page_url}\n")
    print(f"    Databases    {world.storage.what}")
    print(f"    The bot      {world.bot_url} (its log: {world.log})")
    print(
        "\nOpen the first address in a browser. Ctrl-C stops everything; the next start goes on from here.", flush=True
    )


async def _tell(world: Living) -> None:
    try:
        await story.play(world.outside, world.storage.owner_service_url)
    except story.NobodyLeft:
        print("\nEverybody here is unlinked by now: ./dev run --fresh begins anew.")
    except TimeoutError as error:
        print(f"\nThe story broke off: {error}", file=sys.stderr)
    sys.stdout.flush()


if __name__ == "__main__":
    cli()
