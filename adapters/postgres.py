"""Connections to a PostgreSQL, pooled, from the address in the settings as it stands."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial

import asyncpg
from sqlalchemy import AdaptedConnection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

CONNECT_SECONDS = 3.0
POOL_SECONDS = 15.0
COMMAND_SECONDS = 8.0  # longer than any statement timeout: only a dead network is cut off by this one
ANSWER_SECONDS = 2.0

# No answer, or none any more; also what the server says to a session that it ends at this very moment, and asyncpg when
# that reaches it just before we ask (its internal error: "another operation is in progress").
LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleSessionTimeoutError,
    OSError,
    TimeoutError,
)
FAULTS = (*LOST, asyncpg.PostgresError)


# A session that stalls with a lock in hand is ended by the server, and whoever waits for it goes on: every writer of
# the audit waits for one row. Milliseconds; less than COMMAND_SECONDS.
SHORT_TURNS = {
    "idle_in_transaction_session_timeout": "4000",
    "lock_timeout": "7000",
    "statement_timeout": "7500",
}


async def connect(
    url: str, *, name: str, encrypted: bool, limits: Mapping[str, str] | None = None
) -> asyncpg.Connection:
    """Open one connection, with these settings of the server's for its session.

    `encrypted` demands TLS with a checked certificate, whatever the address asks for.
    """
    tls = {"ssl": _tls()} if encrypted else {}
    return await asyncpg.connect(
        url,
        timeout=CONNECT_SECONDS,
        command_timeout=COMMAND_SECONDS,
        server_settings={"application_name": name, **(limits or {})},
        **tls,
    )


def make_engine(
    url: str,
    *,
    name: str,
    encrypted: bool,
    size: int,
    limits: Mapping[str, str] | None = None,
    trusted: float = 0.0,
) -> AsyncEngine:
    """An engine with at most `size` connections, made when needed; asyncpg reads the address itself.

    Before each use a connection is asked whether it still answers, unless it is taken with `not_asked` or was used in
    the last `trusted` seconds: for work that is tried again anyway when it is not.
    """
    if encrypted:
        _tls()  # made before anybody waits: reading the machine's certificates takes a while

    async def creator() -> asyncpg.Connection:
        return await connect(url, name=name, encrypted=encrypted, limits=limits)

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=creator,
        pool_size=size,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_use_lifo=True,  # few are in use all the time, the others rest
        hide_parameters=True,  # an error must not carry what people wrote
        pool_recycle=1800,
    )
    event.listen(engine.sync_engine, "checkout", partial(_still_there, trusted))
    event.listen(engine.sync_engine, "checkin", _rests)
    return engine


_ASK: ContextVar[bool] = ContextVar("ask", default=True)


@contextmanager
def not_asked() -> Iterator[None]:
    """Take connections from a pool as they are: what is sent first finds out, and can be sent again."""
    before = _ASK.set(False)
    try:
        yield
    finally:
        _ASK.reset(before)


def _still_there(trusted: float, connection: AdaptedConnection, entry: ConnectionPoolEntry, _: object) -> None:
    """A connection that died in the pool must not cost an approval: the pool makes another one in its place.

    SQLAlchemy's own pre-ping asks in three round trips, which was half of what a turn cost; this asks in one.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError("closed meanwhile")
    since = entry.info.get("rests_since")
    if since is None or not _ASK.get() or time.monotonic() - since < trusted:
        return
    try:
        connection.run_async(lambda asked: asked.execute("SELECT", timeout=ANSWER_SECONDS))
    except FAULTS:
        connection.driver_connection.terminate()
        raise DisconnectionError("does not answer") from None


def _rests(_: object, entry: ConnectionPoolEntry) -> None:
    entry.info["rests_since"] = time.monotonic()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
