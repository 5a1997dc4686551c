"""The service database as a port: short transactions with hard limits, every fault told as one error."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.postgres import FAULTS
from adapters.service_database import drift, erasures, publishers, rights, statements
from adapters.service_database import jobseekers as sql
from adapters.service_database.applications import applications
from adapters.straight import Begun, Straight
from handlers.errors import ServiceDatabaseUnavailable
from handlers.holdings import Application, Found, Holdings, Options
from handlers.organisations import Organisation
from handlers.publishers import Held
from handlers.service import Acting, ServiceDatabase, TransactionStatus
from handlers.unlink import Accounts, Jobseeker, LoginFound, normal

# A stalled worker loses its session after the last of these, so the settler never waits long for "in progress".
_LIMITS = (
    "SET LOCAL statement_timeout = '5s'; SET LOCAL lock_timeout = '2s';"
    " SET LOCAL idle_in_transaction_session_timeout = '10s';"
    " SET LOCAL jit = off;"  # a statement here has many small parts: compiling them costs more than it saves
)
# Never READ WRITE: a database that its operators have made read-only, or that is full, stays so.
_BEGIN_LOOKING, _BEGIN_ACTING = f"BEGIN READ ONLY; {_LIMITS}", f"BEGIN; {_LIMITS}"


INVALID_PARAMETER = "22023"
QUERY_CANCELED = "57014"
# A column or a table that is gone, a right that is missing: the server names it, and these messages hold nothing else.
NAMES_WHAT_IS_MISSING = {"42703", "42P01", "42501"}


class PostgresService(ServiceDatabase):
    """Teaching Vacancies' PostgreSQL through one small pool."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._straight = Straight(engine)

    async def look_up(self, subject: str, current_email: str | None) -> Accounts:
        async with self._looking("look up") as begun:
            subjects = await _find(begun, subject)
            seconds = await _find(begun, current_email) if current_email else ()
        return Accounts(subjects, seconds)

    async def look_up_login(self, subject_id: str, one_login_id: str) -> LoginFound:
        async with self._looking("look up") as begun:
            return await _find_login(begun.connection, subject_id, one_login_id)

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
        async with self._looking("applications") as begun:
            with _one_error():
                return await applications(begun.connection, key)

    async def held(self, organisations: Sequence[Organisation]) -> Mapping[str, Held]:
        async with self._looking("organisations") as begun:
            with _one_error():
                return await publishers.held(begun.connection, organisations)

    async def known_at(self, email: str) -> tuple[str, ...]:
        async with self._looking("publishers") as begun:
            with _one_error():
                return await publishers.known_at(begun.connection, email)

    async def drift(self) -> tuple[str, ...]:
        async with self._looking("drift") as begun:
            with _one_error():
                return await drift.drift(begun.connection)

    async def wrong_rights(self) -> tuple[str, ...]:
        """Rights too many or too few, in sentences; for operators, no rule asks. Raises ServiceDatabaseUnavailable."""
        async with self._looking("rights") as begun:
            with _one_error():
                return await rights.wrong_rights(begun.connection)

    async def version(self) -> int:
        """PostgreSQL's own number: 140005 is 14.5. Raises ServiceDatabaseUnavailable."""
        async with self._looking("version") as begun:
            with _one_error():
                return int((await begun.connection.execute(text("SHOW server_version_num"))).scalar_one())

    @asynccontextmanager
    async def acting(self, request_id: UUID) -> AsyncIterator[PostgresActing]:
        async with self._transaction(_BEGIN_ACTING, str(request_id)) as begun:
            yield PostgresActing(begun)

    async def transaction_status(self, xid: str) -> TransactionStatus:
        async with self._looking("settle") as begun:
            with _one_error():
                try:
                    status = (await begun.connection.execute(sql.TRANSACTION_STATUS, {"xid": xid})).scalar_one()
                except DBAPIError as error:
                    # "in the future": another server, or one restored from before. It cannot tell us either.
                    if _sqlstate(error) != INVALID_PARAMETER:
                        raise
                    status = None
        return TransactionStatus(status) if status else TransactionStatus.TOO_OLD_TO_TELL

    async def reachable(self) -> None:
        """Ask for nothing. Raises ServiceDatabaseUnavailable."""
        async with self._looking("ready"):
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
        async with self._looking("preview") as begun:
            with _one_error():
                return await erasures.preview(begun.connection, statement, subject)

    def _looking(self, what: str) -> AbstractAsyncContextManager[Begun]:
        """A transaction that cannot change anything."""
        return self._transaction(_BEGIN_LOOKING, what)

    @asynccontextmanager
    async def _transaction(self, begin: str, what: str) -> AsyncIterator[Begun]:
        """A transaction that ends by rolling back unless its user committed; `what` is ours, and no quote is in it."""
        async with AsyncExitStack() as ending:
            with _one_error():
                named = f"{begin} SET LOCAL application_name = 'tv-support-bot {what}'"
                begun = await ending.enter_async_context(self._straight.begun(named))
            yield begun


class PostgresActing(Acting):
    """The open transaction of one action."""

    def __init__(self, begun: Begun) -> None:
        self._begun, self._connection = begun, begun.connection

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
            await self._begun.commit()


async def _find(begun: Begun, email: str) -> tuple[Jobseeker, ...]:
    with _one_error():
        return tuple(sql.jobseeker(row) for row in await sql.FIND.rows(begun.straight, email=normal(email)))


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


@contextmanager
def _one_error() -> Iterator[None]:
    """Every way in which a database can fail to do something, as the one error that the rules know."""
    try:
        yield
    except (SQLAlchemyError, *FAULTS) as error:
        raise ServiceDatabaseUnavailable(_said(error)) from error


def _said(error: Exception) -> str:
    """What went wrong, in words that hold nothing of anybody: at most a table or a column by its name."""
    said = getattr(getattr(getattr(error, "orig", None), "__cause__", None), "message", None)
    names = said if _sqlstate(error) in NAMES_WHAT_IS_MISSING else None
    return f"{type(error).__name__}: {names}" if names else type(error).__name__
