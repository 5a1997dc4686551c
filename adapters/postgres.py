"""Connections to a PostgreSQL, pooled, from the address in the settings as it stands."""

from __future__ import annotations

import ssl
from functools import lru_cache

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CONNECT_SECONDS = 3.0
POOL_SECONDS = 15.0
COMMAND_SECONDS = 8.0  # longer than any statement timeout: only a dead network is cut off by this one


async def connect(url: str, *, name: str, encrypted: bool) -> asyncpg.Connection:
    """Open one connection. `encrypted` demands TLS with a checked certificate, whatever the address asks for."""
    tls = {"ssl": _tls()} if encrypted else {}
    return await asyncpg.connect(
        url,
        timeout=CONNECT_SECONDS,
        command_timeout=COMMAND_SECONDS,
        server_settings={"application_name": name},
        **tls,
    )


def make_engine(url: str, *, name: str, encrypted: bool, size: int) -> AsyncEngine:
    """An engine with at most `size` connections, made when needed; asyncpg reads the address itself."""

    if encrypted:
        _tls()  # made before anybody waits: reading the machine's certificates takes a while

    async def creator() -> asyncpg.Connection:
        return await connect(url, name=name, encrypted=encrypted)

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=creator,
        pool_size=size,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,  # a connection that died in the pool must not cost an approval
        hide_parameters=True,  # an error must not carry what people wrote
        pool_recycle=1800,
    )


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
