"""What a practice run finds of the runs before it."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest

from practice.postgres import PostgresUnavailable
from practice.storage import move_home, open_storage


async def count(url: str, table: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))
    finally:
        await connection.close()


async def run(url: str, command: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(command)
    finally:
        await connection.close()


REQUEST = (
    "INSERT INTO requests (id, code, kind, state, version, details, conversation_id, service_url, created_at,"
    " state_since) VALUES"
    " (gen_random_uuid(), 'ABCDE', 'unlink_one_login', 'triage', 1, '{}', 'x', 'there', now(), now())"
)


async def test_both_databases_are_kept_and_begun_anew_when_told(open_folder: Path) -> None:
    async with open_storage(open_folder, {}, fresh=False, thread_gone=True) as storage:
        await run(storage.owner_bot_url, REQUEST)
        await run(storage.owner_service_url, "DELETE FROM saved_jobs")
    async with open_storage(open_folder, {}, fresh=False, thread_gone=False) as storage:
        assert await count(storage.bot_url, "requests") == 1
        assert await count(storage.owner_service_url, "saved_jobs") == 0
        await move_home(storage.owner_bot_url, "here")
        assert await count(storage.owner_bot_url, "requests WHERE service_url = 'here'") == 1
    async with open_storage(open_folder, {}, fresh=False, thread_gone=True) as storage:
        assert await count(storage.bot_url, "requests") == 0
        assert await count(storage.owner_service_url, "saved_jobs") == 0
    async with open_storage(open_folder, {}, fresh=True, thread_gone=True) as storage:
        assert await count(storage.owner_service_url, "saved_jobs") > 0


async def test_a_bot_database_of_another_make_is_named_with_the_remedy(open_folder: Path) -> None:
    async with open_storage(open_folder, {}, fresh=False, thread_gone=False) as storage:
        await run(storage.owner_bot_url, "ALTER TABLE requests DROP COLUMN note")
    with pytest.raises(PostgresUnavailable, match="--fresh"):
        async with open_storage(open_folder, {}, fresh=False, thread_gone=False):
            pass
