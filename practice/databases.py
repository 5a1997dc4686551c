"""Makes and drops databases in a practice PostgreSQL, and gives the bot's role its rights there."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from practice.postgres import Server

ROLE = "tv_support_bot"
DEPLOY = Path(__file__).parents[1] / "deploy"
BOT_RIGHTS, SERVICE_RIGHTS = ((DEPLOY / name).read_text() for name in ("bot_database.sql", "service_database.sql"))
FILE_COPY_FROM = 15  # the first PostgreSQL that lets one choose; for small templates it is four times as fast


async def create_database(server: Server, name: str, template: str | None = None) -> None:
    """Make a database, empty or as a copy of another one that nobody is connected to at that moment.

    Raises asyncpg.DuplicateDatabaseError, asyncpg.ObjectInUseError (the template is in use).
    """
    command = f"CREATE DATABASE {quoted(name)}"
    if template is not None:
        command += f" TEMPLATE {quoted(template)}"
        if server.major >= FILE_COPY_FROM:
            command += " STRATEGY file_copy"
    await _run(server, command)


async def drop_database(server: Server, name: str) -> None:
    """Drop a database and cut whoever is connected to it; nothing happens when there is none."""
    await _run(server, f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")


def quoted(name: str) -> str:
    """An identifier as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


async def grant(owner_url: str, rights: str) -> None:
    """Give the bot's role the rights that a script of deploy/ lists, and nothing else; made when it is not there."""
    password = urlsplit(as_role(owner_url)).password
    connection = await asyncpg.connect(owner_url)
    try:
        with suppress(asyncpg.DuplicateObjectError):
            await connection.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{password}'")
        await connection.execute(rights)
    finally:
        await connection.close()


def as_role(owner_url: str) -> str:
    """The address of the same database for the bot's role; its password follows from the owner's."""
    parts = urlsplit(owner_url)
    password = hashlib.sha256(f"{ROLE} {parts.password}".encode()).hexdigest()
    return urlunsplit(parts._replace(netloc=f"{ROLE}:{password}@{parts.hostname}:{parts.port}"))


async def _run(server: Server, command: str) -> None:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(command)
    finally:
        await connection.close()
