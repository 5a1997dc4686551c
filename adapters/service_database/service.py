"""The service database as a port: short transactions with hard limits, every fault told as one error."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.service_database import drift, erasures, publishers, rights, statements
from adapters.service_database import jobseekers as sql
from adapters.service_database.applications import applications
from handlers.errors import ServiceDatabaseUnavailable
from handlers.holdings import Application, Found, Holdings, Options
from handlers.organisations import Organisation
from handlers.publishers import Held
from handlers.service import Acting, ServiceDatabase, TransactionStatus
from handlers.unlink import Accounts, Jobseeker, LoginFound, normal

# A stalled worker loses its session after the last of these, so the settler never waits long for "in progress".
_LIMITS = text(
    "SELECT set_config('statement_timeout', '5s', true), set_config('lock_timeout', '2s', true),"
    " set_config('idle_in_transaction_session_timeout', '10s', true),"
    " set_config('jit', 'off', true),"  # a statement here has many small parts: compiling them costs more than it saves
    " set_config('application_name', :name, true),"
    # Never 'off': a database that its operators have made read-only, or that is full, stays so.
    " CASE WHEN :read_only THEN set_config('transaction_read_only', 'on', true) END"
)


INVALID_PARAMETER = "22023"
QUERY_CANCELED = "57014"
# A column or a table that is gone, a right that is missing: the server names it, and these messages hold nothing else.
NAMES_WHAT_IS_MISSING = {"42703", "42P01", "42501"}


class PostgresService(ServiceDatabase):
    """Teaching Vacancies' PostgreSQL through one small pool."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def look_up(self, subject: str, current_email: str | None) -> Accounts:
        async with self._transaction("tv-support-bot look up", read_only=True) as connection:
            subjects = await _find(connection, subject)
            seconds = await _find(connection, current_email) if current_email else ()
        return Accounts(subjects, seconds)

    async def look_up_login(self, subject_id: str, one_login_id: str) -> LoginFound:
        async with self._transaction("tv-support-bot look up", read_only=True) as connection:
            return await _find_login(connection, subject_id, one_login_id)

    async def preview(self, address: str) -> Found:
        return await self._preview(statements.PREVIEW, statements.PREVIEW_SHORT, {"address": normal(address)})

    async def preview_of(self, subject_id: str) -> Found:
        key = _uuid(subject_id)
        if key is None:
            return Found()
        return await self._preview(statements.PREVIEW_OF, statements.PREVIEW_OF_SHORT, {"id": key})

    async def applications(self, subject_id: str) -> tuple[Application, ...]:
        key = _uuid(subject_id)
        if key is None:
            return ()
        async with self._transaction("tv-support-bot applications", read_only=True) as connection:
            with _one_error():
                return await applications(connection, key)

    async def held(self, organisations: Sequence[Organisation]) -> Mapping[str, Held]:
        async with self._transaction("tv-support-bot organisations", read_only=True) as connection:
            with _one_error():
                return await publishers.held(connection, organisations)

    async def known_at(self, email: str) -> tuple[str, ...]:
        async with self._transaction("tv-support-bot publishers", read_only=True) as connection:
            with _one_error():
                return await publishers.known_at(connection, email)

    async def drift(self) -> tuple[str, ...]:
        async with self._transaction("tv-support-bot drift", read_only=True) as connection:
            with _one_error():
                return await drift.drift(connection)

    async def wrong_rights(self) -> tuple[str, ...]:
        """Rights too many or too few, in sentences; for operators, no rule asks. Raises ServiceDatabaseUnavailable."""
        async with self._transaction("tv-support-bot rights", read_only=True) as connection:
            with _one_error():
                return await rights.wrong_rights(connection)

    async def version(self) -> int:
        """PostgreSQL's own number: 140005 is 14.5. Raises ServiceDatabaseUnavailable."""
        async with self._transaction("tv-support-bot version", read_only=True) as connection:
            with _one_error():
                return int((await connection.execute(text("SHOW server_version_num"))).scalar_one())

    @asynccontextmanager
    async def acting(self, request_id: UUID) -> AsyncIterator[PostgresActing]:
        async with self._transaction(f"tv-support-bot {request_id}", read_only=False) as connection:
            yield PostgresActing(connection)

    async def transaction_status(self, xid: str) -> TransactionStatus:
        async with self._transaction("tv-support-bot settle", read_only=True) as connection:
            with _one_error():
                try:
                    status = (await connection.execute(sql.TRANSACTION_STATUS, {"xid": xid})).scalar_one()
                except DBAPIError as error:
                    # "in the future": another server, or one restored from before. It cannot tell us either.
                    if _sqlstate(error) != INVALID_PARAMETER:
                        raise
                    status = None
        return TransactionStatus(status) if status else TransactionStatus.TOO_OLD_TO_TELL

    async def reachable(self) -> None:
        """Ask for nothing. Raises ServiceDatabaseUnavailable."""
        async with self._transaction("tv-support-bot ready", read_only=True):
            pass

    async def _preview(self, statement: TextClause, short: TextClause, subject: Mapping[str, Any]) -> Found:
        """Preview, and when that takes too long once more without what has no index and only stays."""
        try:
            return await self._previewed(statement, subject)
        except ServiceDatabaseUnavailable as error:
            if _sqlstate(error.__cause__) != QUERY_CANCELED:
                raise
        return await self._previewed(short, subject)

    async def _previewed(self, statement: TextClause, subject: Mapping[str, Any]) -> Found:
        async with self._transaction("tv-support-bot preview", read_only=True) as connection:
            with _one_error():
                return await erasures.preview(connection, statement, subject)

    @asynccontextmanager
    async def _transaction(self, name: str, *, read_only: bool) -> AsyncIterator[AsyncConnection]:
        """A transaction that ends by rolling back unless its user committed."""
        with _one_error():
            connection = await self._engine.connect()
        try:
            with _one_error():
                await connection.execute(_LIMITS, {"name": name, "read_only": read_only})
            yield connection
        finally:
            await _let_go(connection)


class PostgresActing(Acting):
    """The open transaction of one action."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, subject_id: str, second_id: str | None, current_email: str | None) -> Accounts:
        email = normal(current_email) if current_email else None
        with _one_error():
            locked = await self._connection.execute(
                sql.LOCK,
                {
                    "subject_id": UUID(subject_id),
                    "second_id": UUID(second_id) if second_id else None,
                    "current_email": email,
                },
            )
            ids = [row.id for row in locked]
            found = await self._connection.execute(sql.READ, {"ids": ids})
            rows = [sql.jobseeker(row) for row in found.mappings()]
        subjects = tuple(row for row in rows if row.id == subject_id)
        return Accounts(subjects, tuple(row for row in rows if row.id != subject_id))

    async def unlink(self, subject_id: str) -> int:
        with _one_error():
            done = await self._connection.execute(sql.UNLINK, {"subject_id": UUID(subject_id)})
        return int(done.rowcount)

    async def lock_login(self, subject_id: str, one_login_id: str) -> LoginFound:
        with _one_error():
            only = {"subject_id": UUID(subject_id), "second_id": None, "current_email": None}
            await self._connection.execute(sql.LOCK, only)
        return await _find_login(self._connection, subject_id, one_login_id)

    async def link(self, subject_id: str, one_login_id: str) -> int:
        given = {"subject_id": UUID(subject_id), "one_login_id": one_login_id}
        with _one_error():
            try:
                return int((await self._connection.execute(sql.LINK, given)).rowcount)
            except IntegrityError:  # the unique index: somebody signed in with the old id a moment ago
                return 0

    async def drift(self) -> tuple[str, ...]:
        with _one_error():
            return await drift.drift(self._connection)

    async def lock_holdings(self, subject_id: str | None, address: str, options: Options) -> Holdings | None:
        with _one_error():
            return await erasures.lock_holdings(self._connection, subject_id, address, options)

    async def erase(self, holdings: Holdings, options: Options) -> Mapping[str, int]:
        with _one_error():
            return await erasures.erase(self._connection, holdings, options)

    async def transaction_id(self) -> str:
        with _one_error():
            return str((await self._connection.execute(sql.TRANSACTION_ID)).scalar_one())

    async def commit(self) -> None:
        with _one_error():
            await self._connection.commit()


async def _find(connection: AsyncConnection, email: str) -> tuple[Jobseeker, ...]:
    with _one_error():
        found = await connection.execute(sql.FIND, {"email": normal(email)})
        return tuple(sql.jobseeker(row) for row in found.mappings())


async def _find_login(connection: AsyncConnection, subject_id: str, one_login_id: str) -> LoginFound:
    with _one_error():
        found = await connection.execute(sql.READ, {"ids": [UUID(subject_id)]})
        row = found.mappings().one_or_none()
        taken = await connection.execute(sql.LOGIN_TAKEN, {"one_login_id": one_login_id})
        return LoginFound(sql.jobseeker(row) if row else None, bool(taken.scalar_one()))


def _uuid(text: str) -> UUID | None:
    """An id, or None for what is none: people type all sorts of things."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _sqlstate(error: BaseException | None) -> str | None:
    return getattr(getattr(error, "orig", None), "sqlstate", None)


async def _let_go(connection: AsyncConnection) -> None:
    """Give a connection back; one that cannot even roll back is thrown away, which rolls back on the server."""
    try:
        await connection.close()
    except (SQLAlchemyError, asyncpg.PostgresError, OSError, TimeoutError):
        await connection.invalidate()


@contextmanager
def _one_error() -> Iterator[None]:
    """Every way in which a database can fail to do something, as the one error that the rules know."""
    try:
        yield
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
        raise ServiceDatabaseUnavailable(_said(error)) from error


def _said(error: Exception) -> str:
    """What went wrong, in words that hold nothing of anybody: at most a table or a column by its name."""
    said = getattr(getattr(getattr(error, "orig", None), "__cause__", None), "message", None)
    names = said if _sqlstate(error) in NAMES_WHAT_IS_MISSING else None
    return f"{type(error).__name__}: {names}" if names else type(error).__name__
