"""Statements straight to asyncpg, on connections of SQLAlchemy's pool: a third of the processor time of its own way.

For what every message and click asks. SQLAlchemy still writes the statements, once each, and keeps the connections.
What died in the pool is found by the first thing that is sent, where that can be sent again: a BEGIN, or a statement
outside of any transaction. That saves the round trip that only asks whether anybody is there. What waits long for a
lock is called off and sent again too; where that word is lost as well, the server may go on with the first one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import BindParameter, ClauseElement
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler

from adapters.postgres import ANSWER_SECONDS, FAULTS, LOST, not_asked

CALL_OFF_SECONDS = 1.0

Row = Mapping[str, Any]

T = TypeVar("T")
_Place = Callable[[Mapping[str, Any]], Any]
_First = Callable[[asyncpg.Connection, float | None], Awaitable[T]]

_DIALECT = make_url("postgresql+asyncpg://").get_dialect()()
_GIVEN = object()


class Ready:
    """A statement put into words once. Each execution gives its `bindparam`s by name, and the columns to set."""

    def __init__(self, statement: ClauseElement, *, columns: Sequence[str] = ()) -> None:
        self.statement, self._columns = statement, columns

    async def rows(self, on: asyncpg.Connection, timeout: float | None = None, /, **given: Any) -> Sequence[Row]:
        """All rows. Raises one of FAULTS."""
        rows: Sequence[Row] = await on.fetch(self._words, *self._ordered(given), timeout=timeout)
        return rows

    async def row(self, on: asyncpg.Connection, /, **given: Any) -> Row | None:
        """The first row, or None. Raises one of FAULTS."""
        row: Row | None = await on.fetchrow(self._words, *self._ordered(given))
        return row

    def _ordered(self, given: Mapping[str, Any]) -> list[Any]:
        """Raises KeyError for a parameter that was not given."""
        return [place(given) for place in self._places]

    @cached_property
    def _compiled(self) -> SQLCompiler:
        compiled = self.statement.compile(dialect=_DIALECT, column_keys=self._columns or None)
        assert isinstance(compiled, SQLCompiler)
        return compiled

    @cached_property
    def _put(self) -> ExpandedState:
        """The statement in words, with each list after IN written out."""
        bound = self._compiled.binds.items()
        return self._compiled.construct_expanded_state({name: _GIVEN for name, each in bound if each.required})

    @cached_property
    def _words(self) -> str:
        return self._put.statement

    @cached_property
    def _places(self) -> tuple[_Place, ...]:
        """For `$1`, `$2` and so on, what makes its value of what is given."""
        binds, put = self._compiled.binds, self._put
        return tuple(_place(name, binds.get(name), put.parameters[name]) for name in put.positiontup or ())


def _place(name: str, bound: BindParameter[Any] | None, standing: Any) -> _Place:
    """`bound` is None for a part of a list, which stands there as it is sent."""
    if bound is None:
        return lambda _: standing
    send = bound.type.dialect_impl(_DIALECT).bind_processor(_DIALECT) or _as_it_is
    if standing is _GIVEN:
        return lambda given: send(given[name])
    worked_out = bound.callable or (lambda: standing)
    return lambda _: send(worked_out())


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Begun:
    """A transaction, for both ways of asking: straight, and by SQLAlchemy. It is rolled back unless committed."""

    straight: asyncpg.Connection
    connection: AsyncConnection

    async def commit(self) -> None:
        """Raises one of FAULTS, also when the server rolled back instead because something had failed before."""
        if await self.straight.execute("COMMIT;") != "COMMIT":
            raise asyncpg.InFailedSQLTransactionError("rolled back, not committed")


class Straight:
    """An engine's connections, asked straight; SQLAlchemyError is raised when none is free or a new one is cut off."""

    def __init__(self, engine: AsyncEngine) -> None:
        # SQLAlchemy begins nothing by itself: what it sends on these connections is in our transaction, if in any.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def alone(self, statement: Ready, /, **given: Any) -> Sequence[Row]:
        """All rows of a statement outside of any transaction. Raises one of FAULTS.

        It must be harmless twice, also both at once; the rows are those of the one that was answered.
        """

        async def ask(on: asyncpg.Connection, seconds: float | None) -> Sequence[Row]:
            return await statement.rows(on, seconds, **given)

        rows, connection = await self._first(ask)
        await connection.close()
        return rows

    @asynccontextmanager
    async def begun(self, begin: str = "BEGIN") -> AsyncIterator[Begun]:
        """A transaction; `begin` may set its limits, in the same round trip. Raises one of FAULTS."""

        async def start(on: asyncpg.Connection, seconds: float | None) -> asyncpg.Connection:
            await on.execute(begin, timeout=seconds)
            return on

        straight, connection = await self._first(start)
        try:
            yield Begun(straight, connection)
        finally:
            await _ended(straight, connection)

    async def _first(self, ask: _First[T]) -> tuple[T, AsyncConnection]:
        """Ask on a connection from the pool, and once more on one that answers; that is then the caller's to close."""
        with not_asked():
            connection = await self._engine.connect()
        try:
            return await _tried(ask, connection, ANSWER_SECONDS), connection
        except LOST:
            connection = await self._engine.connect()
            return await _tried(ask, connection, None), connection


async def _tried(ask: _First[T], connection: AsyncConnection, seconds: float | None) -> T:
    """Whatever goes wrong, also when whoever waits gives up: this connection is not used again."""
    straight = (await connection.get_raw_connection()).driver_connection
    assert straight is not None
    try:
        return await ask(straight, seconds)
    except BaseException as error:
        try:
            if isinstance(error, TimeoutError):  # waiting for a lock, it would go on beside what is sent next
                with suppress(*FAULTS):
                    await straight.close(timeout=CALL_OFF_SECONDS)
        finally:
            straight.terminate()
            await connection.close()
        raise


async def _ended(straight: asyncpg.Connection, connection: AsyncConnection) -> None:
    """Roll back what was not committed; a connection that cannot do that is thrown away, which rolls back as well."""
    try:
        if not straight.is_closed() and straight.is_in_transaction():  # SQLAlchemy closes what it has lost
            await straight.execute("ROLLBACK", timeout=ANSWER_SECONDS)
    except FAULTS:
        straight.terminate()
    except BaseException:
        straight.terminate()
        raise
    finally:
        await connection.close()
