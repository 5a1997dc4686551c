"""The wiring: the only module that names concrete adapters."""

from __future__ import annotations

import asyncio
import math
import os
import platform
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx
import structlog
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database.anchoring import Anchoring
from adapters.bot_database.book import PostgresBook
from adapters.bot_database.register_days import RegisterDays
from adapters.bot_database.retention import Retention
from adapters.bot_database.turn import WORK
from adapters.bot_database.vault import Vault, derive
from adapters.bot_database.verify import verify
from adapters.bot_database.work import Work
from adapters.directory import GraphDirectory
from adapters.identity import GRAPH_SCOPE, TEAMS_SCOPE, AzureIdentity, ClientSecret, Identity
from adapters.postgres import SHORT_TURNS, connect, make_engine
from adapters.register.current import CurrentRegister
from adapters.register.store import age, freshness, last_good
from adapters.service_database.service import PostgresService
from adapters.teams import Teams
from adapters.web import make_client
from bot.audit import anchor_key, anchor_of
from bot.doctor import Check, Outcome, examine
from bot.fetching import Fetching
from bot.health import NO_ANCHOR, OK, Health, route_health
from bot.inbound import LARGEST_BODY, Inbound
from bot.metrics import REGISTER_AGE
from bot.sending import Sending
from bot.settings import AppType, Settings
from bot.signing_keys import SigningKeys
from bot.turns import Place, Turns
from bot.update_apart import update_apart
from bot.words import audit as audit_words
from bot.words import fixes
from bot.words import register as words
from bot.words.site import Site
from bot.worker import Worker
from handlers.execute import run_next
from handlers.model import Kind
from handlers.organisations import Freshness
from handlers.ports import Policy, Ports
from handlers.reading import Message, understand
from handlers.reminders import remind_next
from handlers.roles import Groups
from handlers.settle import settle_next
from handlers.states import State
from handlers.timers import due, time_out

BOT_CONNECTIONS = 10
WORK_CONNECTIONS = 12  # one for each step below but the register's, two for the anchor
SERVICE_CONNECTIONS = 4
DOCTOR_CONNECTIONS = 3
WEB_SECONDS = 10.0
STOP_SECONDS = 12.0  # with what the web server and the anchor take, 20 in all
USABLE = (Freshness.FINE, Freshness.OLD)

log = structlog.get_logger()


def now() -> datetime:
    return datetime.now(UTC)


def make_app(settings: Settings) -> web.Application:
    """The whole bot as an aiohttp application; everything it opens, it closes when the application ends."""
    # Nothing compressed is taken (bot/inbound.py), so nothing is ever unpacked.
    app = web.Application(client_max_size=LARGEST_BODY, handler_args={"auto_decompress": False})
    app.cleanup_ctx.append(partial(_run, settings=settings))
    return app


async def _run(app: web.Application, *, settings: Settings) -> AsyncIterator[None]:
    client = make_client(WEB_SECONDS)
    identity = Identity(_token_source(settings, client))
    groups = Groups(settings.ba_group_id, settings.developer_group_id, settings.production_access_group_id)
    directory = GraphDirectory(client, settings.graph_base_url, identity, groups)
    encrypted = settings.production
    bot_url = settings.database_url.get_secret_value()
    bot_engine = make_engine(
        bot_url, name="tv-support-bot", encrypted=encrypted, size=BOT_CONNECTIONS, limits=SHORT_TURNS
    )
    service_engine = make_engine(
        settings.tv_database_url.get_secret_value(),
        name="tv-support-bot",
        encrypted=encrypted,
        size=SERVICE_CONNECTIONS,
    )
    secret = settings.secret_key.get_secret_value()
    book = PostgresBook(bot_engine, Vault(secret))
    # Clicks and the worker do not queue behind each other.
    work_engine = make_engine(
        bot_url, name="tv-support-bot worker", encrypted=encrypted, size=WORK_CONNECTIONS, limits=SHORT_TURNS
    )
    work = Work(work_engine)
    work_book = PostgresBook(work_engine, Vault(secret))
    service = PostgresService(service_engine)
    policy = Policy(
        settings.approvals_to_delete,
        {Kind.UNLINK_ONE_LOGIN: settings.unlinks_per_day, Kind.DELETE_JOBSEEKER: settings.deletions_per_day},
    )
    register = CurrentRegister(settings.gias_data_dir, now)
    ports = Ports(book, directory, service, register, now, groups, derive(secret, "digest"), policy)
    site = Site(settings.pim_url, settings.app_tenant_id)
    teams = Teams(client, identity, settings.service_url_hosts, plain_http=not settings.production)
    work_ports = replace(ports, book=work_book)
    sending = Sending(work_book, work, teams, directory, clock=now, site=site)
    keys = SigningKeys(client, settings.openid_metadata_url)
    place = Place(settings.app_tenant_id, settings.team_id, settings.channel_id, f"28:{settings.app_id}")
    turns = Turns(ports, Work(bot_engine), place, site)
    inbound = Inbound(settings.app_id, settings.openid_metadata_url, keys, teams.serves, turns.on_activity)
    anchor = anchor_of(settings, client)
    anchoring = Anchoring(work_engine, anchor, anchor_key(settings), now) if anchor else None
    retention = Retention(work_engine, derive(secret, "subject"), now)
    worker = Worker(
        {
            "retention": retention.step,
            **({"anchor": anchoring.step} if anchoring else {}),
            "cards": sending.next_card,
            "notices": sending.next_notice,
            "execute": lambda: run_next(uuid4(), work_ports),
            "settle": lambda: settle_next(work_ports),
            "timers": lambda: time_out(work_book, now()),
            "looks": lambda: work_book.end_looks(now()),
            "forgetting": lambda: work_book.forget_logins(now()),
            "reminders": lambda: remind_next(work_ports),
            "register": register.take_up,
        },
        lambda: connect(bot_url, name="tv-support-bot listen", encrypted=encrypted),
        WORK,
    )
    fetching = Fetching(
        RegisterDays(bot_engine),
        lambda: update_apart(settings),
        lambda: _stored_day(settings.gias_data_dir),
        lambda: register.freshness in USABLE,
        name=f"{platform.node()}:{os.getpid()}",
        clock=now,
    )
    REGISTER_AGE.set_function(lambda: register.age.total_seconds() if register.age else math.inf)
    app.router.add_post("/api/messages", inbound.handle)
    anchored = (lambda: anchoring.trouble or OK) if anchoring else (lambda: NO_ANCHOR)
    told = {"register": lambda: _standing(register), "audit_anchor": anchored}
    route_health(app, Health(bot_engine, book, service, keys, told))
    warm_up()
    beside = [
        asyncio.create_task(keys.keep_fresh(), name="signing keys"),
        asyncio.create_task(fetching.keep_fresh(), name="fetching the register"),
    ]
    worker.start()
    log.info("started", environment=settings.environment)
    yield
    for task in beside:
        task.cancel()
    await worker.stop(STOP_SECONDS)
    if anchoring:
        await anchoring.last()
    await asyncio.gather(*beside, return_exceptions=True)
    register.close()
    await identity.close()
    await client.aclose()
    await bot_engine.dispose()
    await work_engine.dispose()
    await service_engine.dispose()
    log.info("stopped")


async def examined(settings: Settings) -> list[Outcome]:
    """What the doctor finds with these settings; everything is opened for it and closed after it."""
    from adapters.bot_database.migrate import behind  # noqa: PLC0415 - Alembic is 9 MB that serving never needs

    encrypted = settings.production
    bot_url, tv_url = settings.database_url.get_secret_value(), settings.tv_database_url.get_secret_value()
    bot_engine = make_engine(bot_url, name="tv-support-bot doctor", encrypted=encrypted, size=DOCTOR_CONNECTIONS)
    service_engine = make_engine(tv_url, name="tv-support-bot doctor", encrypted=encrypted, size=DOCTOR_CONNECTIONS)
    client = make_client(WEB_SECONDS)
    identity = Identity(_token_source(settings, client))
    groups = Groups(settings.ba_group_id, settings.developer_group_id, settings.production_access_group_id)
    directory = GraphDirectory(client, settings.graph_base_url, identity, groups)
    service = PostgresService(service_engine)

    async def bot_database(look: Callable[[AsyncConnection], Awaitable[str | None]]) -> list[str]:
        async with bot_engine.connect() as connection:
            fault = await look(connection)
        return [fault] if fault else []

    async def reachable() -> list[str]:
        await service.reachable()
        return []

    async def developers() -> list[str]:
        return [] if await directory.developers() else ["the developer group has no members, so nobody can approve"]

    async def register() -> list[str]:
        day = await _stored_day(settings.gias_data_dir)
        old = age(day, now()) if day else None
        return [] if freshness(old) is Freshness.FINE else [words.standing(freshness(old), day, old)]

    async def token(scope: str) -> list[str]:
        await identity.token(scope)
        return []

    async def audit() -> list[str]:
        verdict = await verify(bot_engine, anchor_of(settings, client), anchor_key(settings), now())
        missing = settings.production and settings.audit_anchor is None
        told = [] if verdict.good else audit_words.verified(verdict)
        return [*told, *([audit_words.NOT_IN_PRODUCTION] if missing else [])]

    try:
        return await examine(
            [
                Check("bot database: schema", fixes.MIGRATE, lambda: bot_database(behind)),
                Check("audit: chain and anchor", fixes.AUDIT, audit),
                Check("service database: answers", fixes.SERVICE, reachable),
                Check("service database: rights", fixes.RIGHTS, service.wrong_rights),
                Check("service database: erasure map", fixes.DRIFT, service.drift),
                Check("Entra: token for Graph", fixes.SIGN_IN, lambda: token(GRAPH_SCOPE)),
                Check("Entra: token for Teams", fixes.SIGN_IN, lambda: token(TEAMS_SCOPE)),
                Check("Graph: developers", fixes.GROUPS, developers),
                Check("register: age", fixes.REGISTER, register),
            ]
        )
    finally:
        await identity.close()
        await client.aclose()
        await bot_engine.dispose()
        await service_engine.dispose()


def _standing(register: CurrentRegister) -> str:
    return words.standing(register.freshness, register.day, register.age)


async def _stored_day(folder: Path) -> date | None:
    day, _ = await asyncio.to_thread(last_good, folder)
    return day


def warm_up() -> None:
    """Do once, before anybody waits, what is slow the first time: the bank holidays and the rules of reading."""
    due(State.TRIAGE, now())
    understand(Message("unlink somebody@example.com from One Login", "<p>unlink somebody@example.com</p>"))


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
