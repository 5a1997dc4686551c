"""Makes and drops databases in a practice PostgreSQL."""

from __future__ import annotations

import asyncpg

from practice.postgres import Server

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


async def _run(server: Server, command: str) -> None:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(command)
    finally:
        await connection.close()
