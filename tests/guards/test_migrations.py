"""What the migrations make is what the tables say, to the last partial index."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database.migrate import migrate_to_newest
from adapters.bot_database.tables import metadata
from adapters.postgres import make_engine
from tests.guards.repo import ROOT

OPTIONS = {"compare_type": True, "compare_server_default": True}


@pytest.fixture
async def migrated(databases: tuple[str, str]) -> AsyncIterator[AsyncConnection]:
    engine = make_engine(databases[0], name="test", encrypted=False, size=1)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


async def test_the_migrations_make_exactly_the_tables(migrated: AsyncConnection) -> None:
    def differences(connection: Connection) -> list[Any]:
        found = compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), metadata)
        return [each for each in found if "alembic_version" not in str(each)]

    assert await migrated.run_sync(differences) == []


async def test_indexes_cover_the_same_rows(migrated: AsyncConnection) -> None:
    """Alembic does not compare their conditions."""
    rows = await migrated.execute(text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
    made = {row.indexname: _condition(row.indexdef) for row in rows}
    for table in metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["postgresql"]["where"]
            assert made[str(index.name)] == _plain(str(where) if where is not None else ""), index.name


async def test_checks_are_the_same(migrated: AsyncConnection) -> None:
    rows = await migrated.execute(
        text("SELECT conname, pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE contype = 'c'")
    )
    made = {row.conname: _plain(row.rule.removeprefix("CHECK ")) for row in rows if row.conname.startswith("ck_")}
    told = {
        f"ck_{table.name}_{str(check.name).removeprefix(f'ck_{table.name}_')}": _plain(str(check.sqltext))  # type: ignore[attr-defined]
        for table in metadata.tables.values()
        for check in table.constraints
        if type(check).__name__ == "CheckConstraint"
    }
    assert made == told


def _condition(definition: str) -> str:
    return _plain(definition.partition(" WHERE ")[2])


def _plain(condition: str) -> str:
    """A condition without what PostgreSQL adds when it repeats it: brackets, casts, spaces."""
    return re.sub(r"[()\s]|::\w+", "", condition).lower()


def test_revisions_make_one_line_without_forks() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "adapters/bot_database/migrations"))
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_there_is_no_way_back_that_would_take_the_audit_along() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "adapters/bot_database/migrations"))
    for revision in ScriptDirectory.from_config(config).walk_revisions():
        with pytest.raises(NotImplementedError, match="audit"):
            revision.module.downgrade()


async def test_migrating_again_changes_nothing(databases: tuple[str, str], migrated: AsyncConnection) -> None:
    before = (await migrated.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
    await migrated.rollback()
    assert await migrate_to_newest(databases[0], encrypted=False) == before
