"""A stand-in for Teaching Vacancies' own database: its real schema, with invented people and real schools."""

from __future__ import annotations

from datetime import datetime

import asyncpg

from practice.service_database.book import Book
from practice.service_database.people import fill
from practice.service_database.register import write_register
from practice.service_database.schema import ddl, read
from practice.service_database.staff import write_staff

__all__ = ["build"]


async def build(url: str, *, seed: int, now: datetime, crowd: int = 200) -> dict[str, str]:
    """Make the schema and the people in the empty database at this address; situation → e-mail address.

    Raises asyncpg.PostgresError, above all when the database is not empty; nothing is left half made.
    """
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(";\n".join(ddl()))
            await _sign(connection)
            people = await fill(connection, seed=seed, now=now, crowd=crowd)
            await _fill_organisations(connection, Book(seed, now))
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return people


async def _fill_organisations(connection: asyncpg.Connection, book: Book) -> None:
    """The schools, trusts and authorities that the register has too, and hiring staff at some of them."""
    write_staff(book.page("staff"), await write_register(connection, book.page("register")))
    await book.write(connection)


async def _sign(connection: asyncpg.Connection) -> None:
    """Leave Rails' own marks: which version of the schema this is, and of which environment."""
    await connection.execute('INSERT INTO "schema_migrations" ("version") VALUES ($1)', read().version)
    await connection.execute(
        'INSERT INTO "ar_internal_metadata" ("key", "value", "created_at", "updated_at") '
        "VALUES ('environment', 'practice', timezone('UTC', now()), timezone('UTC', now()))"
    )
