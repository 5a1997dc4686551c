"""What both the bot and its doctor open outside: databases, Graph, the web; closed again in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.directory import GraphDirectory
from adapters.identity import AzureIdentity, ClientSecret, Identity
from adapters.postgres import make_engine
from adapters.service_database.service import PostgresService
from adapters.web import make_client
from bot.counting import called
from bot.settings import AppType, Settings
from handlers.roles import Groups

WEB_SECONDS = 10.0


@dataclass(frozen=True)
class Opened:
    """What is open: `bot_engine` for the bot database, `service` for Teaching Vacancies'."""

    client: httpx.AsyncClient
    identity: Identity
    groups: Groups
    directory: GraphDirectory
    bot_engine: AsyncEngine
    service: PostgresService


@asynccontextmanager
async def opened(
    settings: Settings, *, name: str, bot_connections: int, service_connections: int, limits: Mapping[str, str]
) -> AsyncIterator[Opened]:
    """Open it all under this application name; nothing is asked of anybody before it is used.

    `limits` are the bot database's settings for a session.
    """
    async with AsyncExitStack() as closing:
        client = await closing.enter_async_context(make_client(WEB_SECONDS, called(settings)))
        identity = Identity(_token_source(settings, client))
        closing.push_async_callback(identity.close)
        groups = Groups(settings.ba_group_id, settings.developer_group_id, settings.production_access_group_id)
        bot_engine = open_bot_database(settings, name, bot_connections, limits)
        closing.push_async_callback(bot_engine.dispose)
        service_engine = make_engine(
            settings.tv_database_url.get_secret_value(),
            name=name,
            encrypted=settings.production,
            size=service_connections,
        )
        closing.push_async_callback(service_engine.dispose)
        directory = GraphDirectory(client, settings.graph_base_url, identity, groups)
        yield Opened(client, identity, groups, directory, bot_engine, PostgresService(service_engine))


def open_bot_database(
    settings: Settings, name: str, connections: int, limits: Mapping[str, str], *, trusted: float = 0.0
) -> AsyncEngine:
    """A pool of its own on the bot database; `trusted` as adapters/postgres.py has it."""
    url = settings.database_url.get_secret_value()
    return make_engine(url, name=name, encrypted=settings.production, size=connections, limits=limits, trusted=trusted)


def _token_source(settings: Settings, client: httpx.AsyncClient) -> ClientSecret | AzureIdentity:
    if settings.app_type is AppType.USER_ASSIGNED_MSI:
        return AzureIdentity(settings.app_id)
    return ClientSecret(
        client,
        settings.login_base_url,
        settings.app_tenant_id,
        settings.app_id,
        settings.app_password.get_secret_value(),
    )
