"""Bot databases at one revision or another, as an operator would have them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from adapters.postgres import make_engine
from practice.databases import create_database, drop_database
from practice.postgres import Server
from tests.guards.repo import ROOT


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "adapters/bot_database/migrations"))
    return config


def revisions() -> list[str]:
    """All, oldest first."""
    return [str(each.revision) for each in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


@asynccontextmanager
async def database_at(server: Server, revision: str | None) -> AsyncIterator[str]:
    """The owner's address of a new bot database at this revision; with None it is empty."""
    name = f"upgrade_{uuid4().hex[:12]}"
    await create_database(server, name)
    try:
        if revision is not None:
            await migrate_to(server.url(name), revision)
        yield server.url(name)
    finally:
        await drop_database(server, name)


async def migrate_to(url: str, revision: str) -> None:
    """Bring it to this revision with Alembic alone."""

    def upgrade(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    engine = make_engine(url, name="test", encrypted=False, size=1)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()
