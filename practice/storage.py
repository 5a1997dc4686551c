"""The two databases of a practice run: embedded ones kept in a folder, or the ones that the environment names."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from adapters.bot_database.migrate import MigrationFailed, migrate_to_newest
from adapters.bot_database.tables import metadata
from practice.databases import BOT_RIGHTS, SERVICE_RIGHTS, as_role, create_database, drop_database, grant
from practice.postgres import Cluster, PostgresUnavailable
from practice.service_database import build
from practice.service_database.schema import read

SEED = 1
COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
BOT, SERVICE = "bot", "teaching_vacancies"


@dataclass(frozen=True)
class Storage:
    """Where both databases are, and in words what they are.

    The bot uses the addresses of its own role, with exactly the rights in deploy/; the owner reads every row.
    """

    bot_url: str
    service_url: str
    owner_bot_url: str
    owner_service_url: str
    what: str


@asynccontextmanager
async def open_storage(
    folder: Path, environ: Mapping[str, str], *, fresh: bool, thread_gone: bool
) -> AsyncIterator[Storage]:
    """Both databases, filled. Raises PostgresUnavailable with one line when they cannot be had.

    `fresh` begins both anew; `thread_gone` the bot database alone, whose cards lived in that thread.
    Databases that the environment names are never emptied, and the service database must be empty or a practice one.
    """
    given = environ.get("DATABASE_URL"), environ.get("TV_DATABASE_URL")
    if given[0] and given[1]:
        await _check_given(given[1])
        await _migrate(given[0])
        what = "the databases that DATABASE_URL and TV_DATABASE_URL name"
        yield Storage(given[0], given[1], given[0], given[1], what)
        return
    if any(given):
        raise PostgresUnavailable("Set both DATABASE_URL and TV_DATABASE_URL, or neither for an embedded PostgreSQL.")
    with Cluster(folder) as cluster:
        server = cluster.server
        for name, anew in ((BOT, fresh or thread_gone), (SERVICE, fresh)):
            if anew:
                await drop_database(server, name)
        with suppress(asyncpg.DuplicateDatabaseError):
            await create_database(server, BOT)
        await _migrate(server.url(BOT))
        await _embedded_service(cluster)
        kind = f"PostgreSQL {server.major}, embedded, on 127.0.0.1:{server.port}"
        bot, service = server.url(BOT), server.url(SERVICE)
        await grant(bot, BOT_RIGHTS)
        await grant(service, SERVICE_RIGHTS)
        yield Storage(as_role(bot), as_role(service), bot, service, kind)


async def _embedded_service(cluster: Cluster) -> None:
    server = cluster.server
    try:
        await create_database(server, SERVICE)
    except asyncpg.DuplicateDatabaseError:
        if await _is_ours(server.url(SERVICE)):
            return
        await drop_database(server, SERVICE)
        await create_database(server, SERVICE)
    await build(server.url(SERVICE), seed=SEED, now=datetime.now(UTC))


async def _migrate(url: str) -> None:
    try:
        await migrate_to_newest(url, encrypted=False)
    except MigrationFailed as error:
        raise PostgresUnavailable(f"the bot database cannot be used: {error}") from None
    connection = await asyncpg.connect(url)
    try:
        found = {(row["table_name"], row["column_name"]) for row in await connection.fetch(COLUMNS)}
    finally:
        await connection.close()
    if not {(table.name, column.name) for table in metadata.tables.values() for column in table.columns} <= found:
        # While a migration is being written, an earlier run may have kept what an older text of it made.
        raise PostgresUnavailable("an earlier run left another bot database: ./dev run --fresh begins anew")


async def move_home(owner_bot_url: str, service_url: str) -> None:
    """Let what the bot database holds be answered at this service URL: the practice channel has moved to it."""
    connection = await asyncpg.connect(owner_bot_url)
    try:
        for table in ("requests", "notices", "channel"):
            await connection.execute(f"UPDATE {table} SET service_url = $1 WHERE service_url <> $1", service_url)
    finally:
        await connection.close()


async def _check_given(url: str) -> None:
    try:
        if await _is_ours(url):
            return
        await build(url, seed=SEED, now=datetime.now(UTC))
    except asyncpg.DuplicateTableError:
        raise PostgresUnavailable(
            "TV_DATABASE_URL names a database with tables that practice did not make: nothing was touched."
            " Name an empty one."
        ) from None
    except (OSError, asyncpg.PostgresError) as error:
        raise PostgresUnavailable(f"TV_DATABASE_URL cannot be used: {type(error).__name__}.") from None


async def _is_ours(url: str) -> bool:
    """Whether a practice run of this schema made what is there."""
    connection = await asyncpg.connect(url)
    try:
        mark = await connection.fetchval(
            "SELECT m.value FROM ar_internal_metadata m JOIN schema_migrations s ON s.version = $1"
            " WHERE m.key = 'environment'",
            read().version,
        )
    except asyncpg.UndefinedTableError:
        return False
    finally:
        await connection.close()
    return bool(mark == "practice")


def default_folder() -> Path:
    """Where practice keeps its data: PRACTICE_DIR, else .practice beside the project's files."""
    return Path(os.environ.get("PRACTICE_DIR") or Path(__file__).parents[1] / ".practice")
