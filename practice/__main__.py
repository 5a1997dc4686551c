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
from practice.bot_process import BotFailed, bot_process
from practice.outside import Outside
from practice.postgres import PostgresUnavailable
from practice.storage import default_folder, open_storage

cli = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@cli.callback()
def practice() -> None:
    """A laptop's Teaching Vacancies: invented people, nothing leaves this machine."""


@cli.command()
def run(
    fresh: Annotated[bool, typer.Option(help="Forget what earlier runs left and begin anew.")] = False,
    story_only: Annotated[bool, typer.Option(help="Play the story once, then stop.")] = False,
) -> None:
    """Start both databases, the outside world and the bot, play the first story, then stay up."""
    folder = default_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(_run(folder, fresh=fresh, story_only=story_only))
    except (PostgresUnavailable, BotFailed, OSError) as error:
        typer.echo(f"Cannot start: {error}", err=True)
        raise typer.Exit(1) from None


async def _run(folder: Path, *, fresh: bool, story_only: bool) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with open_storage(folder, os.environ, fresh=fresh) as storage, Outside() as outside:
        settings = {
            **outside.settings(),
            "ENVIRONMENT": "practice",
            "DATABASE_URL": storage.bot_url,
            "TV_DATABASE_URL": storage.service_url,
            "SECRET_KEY": "only for practice, where nothing is secret",
        }
        async with bot_process(settings, folder / "bot.log") as url:
            outside.bot_url = url
            print("TV Support Bot, practice mode: invented people, nothing leaves this machine.")
            print(f"    Databases    {storage.what}")
            print(f"    The bot      {url} (its log: {folder / 'bot.log'})")
            print(f"    Teams, Graph and the login service stand in at {outside.url}")
            told = asyncio.create_task(_tell(outside, storage.owner_service_url))
            stop = asyncio.create_task(stopped.wait())
            await asyncio.wait({told, stop}, return_when=asyncio.FIRST_COMPLETED)
            if told.done():
                told.result()
            if not story_only and not stopped.is_set():
                print("\nEverything stays up. Ctrl-C stops it all.", flush=True)
                await stop
            for task in (told, stop):
                task.cancel()
    print("Stopped.")


async def _tell(outside: Outside, service_url: str) -> None:
    try:
        await story.play(outside, service_url)
    except story.NobodyLeft:
        print("\nEverybody here is unlinked by now: ./dev run --fresh begins anew.")
    except TimeoutError as error:
        print(f"\nThe story broke off: {error}", file=sys.stderr)


if __name__ == "__main__":
    cli()
