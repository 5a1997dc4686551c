"""The wiring: here the rules are given their adapters; what the doctor opens too is in bot/opening.py."""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import structlog
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bot_database.anchoring import Anchoring
from adapters.bot_database.book import PostgresBook
from adapters.bot_database.channel import Channel
from adapters.bot_database.register_days import RegisterDays
from adapters.bot_database.retention import Retention
from adapters.bot_database.vault import Vault, derive
from adapters.bot_database.verify import verify
from adapters.bot_database.waking import WORK, Loop
from adapters.bot_database.work import Work
from adapters.postgres import SHORT_TURNS, connect
from adapters.register.current import CurrentRegister
from adapters.register.store import last_good
from adapters.teams import Teams
from bot.audit import anchor_key, anchor_of
from bot.counting import recorded
from bot.fetching import Fetching
from bot.health import NO_ANCHOR, OK, Health, route_health
from bot.hearing import Hearing
from bot.inbound import LARGEST_BODY, Inbound
from bot.opening import Opened, open_bot_database, opened
from bot.place import Place
from bot.sending import Sending
from bot.settings import Settings
from bot.signing_keys import SigningKeys
from bot.standing import show_always
from bot.turns import Turns
from bot.update_apart import update_apart
from bot.watching import Watching
from bot.words import register as words
from bot.words.site import Site
from bot.worker import Worker
from handlers.execute import run_next
from handlers.organisations import Freshness
from handlers.ports import Policy, Ports
from handlers.reading import Message, understand
from handlers.reminders import remind_next
from handlers.settle import settle_next
from handlers.terms import Kind
from handlers.timers import time_out

NAME = "tv-support-bot"  # as the databases list us
BOT_CONNECTIONS = 10
WORK_CONNECTIONS = 12  # one for each step below but the register's and the hearing's, two for the anchor
SERVICE_CONNECTIONS = 4
WORKER_TRUSTS = 1.0  # seconds; a step that meets a dead connection comes again in one
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
    sizes = {"bot_connections": BOT_CONNECTIONS, "service_connections": SERVICE_CONNECTIONS}
    async with opened(settings, name=NAME, **sizes, limits=SHORT_TURNS) as outside:
        # Clicks and the worker do not queue behind each other.
        work_engine = open_bot_database(
            settings, f"{NAME} worker", WORK_CONNECTIONS, SHORT_TURNS, trusted=WORKER_TRUSTS
        )
        try:
            async with _wired(app, settings, outside, work_engine):
                yield
        finally:
            await work_engine.dispose()
    log.info("stopped")


@asynccontextmanager
async def _wired(
    app: web.Application, settings: Settings, outside: Opened, work_engine: AsyncEngine
) -> AsyncIterator[None]:
    """Everything in its place and at work, until this is left."""
    bot_engine, client, secret = outside.bot_engine, outside.client, settings.secret_key.get_secret_value()
    vault = Vault(secret)
    book, work_book = (PostgresBook(engine, vault, recorded) for engine in (bot_engine, work_engine))
    work = Work(work_engine)
    policy = Policy(
        settings.approvals_to_delete,
        {Kind.UNLINK_ONE_LOGIN: settings.unlinks_per_day, Kind.DELETE_JOBSEEKER: settings.deletions_per_day},
    )
    register = CurrentRegister(settings.gias_data_dir, now)
    digest_key = derive(secret, "digest")
    ports = Ports(book, outside.directory, outside.service, register, now, outside.groups, digest_key, policy)
    site = Site(settings.pim_url, settings.app_tenant_id)
    teams = Teams(client, outside.identity, settings.service_url_hosts, plain_http=not settings.production)
    work_ports = replace(ports, book=work_book)
    channel = Channel(work_engine)
    sending = Sending(work_book, work, channel, teams, outside.directory, organisations=register, clock=now, site=site)
    keys = SigningKeys(client, settings.openid_metadata_url)
    place = Place(settings.app_tenant_id, settings.team_id, settings.channel_id, f"28:{settings.app_id}")
    hearing = Hearing(Channel(bot_engine))
    turns = Turns(ports, Work(bot_engine), place, site, hearing)
    inbound = Inbound(settings.app_id, settings.openid_metadata_url, keys, teams.serves, turns.on_activity)
    anchor = anchor_of(settings, client)
    anchoring = Anchoring(work_engine, anchor, anchor_key(settings), now) if anchor else None
    retention = Retention(work_engine, vault.subject_key, now)
    worker = Worker(
        {
            "retention": retention.step,
            **({"anchor": anchoring.step} if anchoring else {}),
            Loop.CARDS: sending.next_card,
            Loop.NOTICES: sending.next_notice,
            "hearing": hearing.step,
            Loop.EXECUTE: lambda: run_next(uuid4(), work_ports),
            Loop.SETTLE: lambda: settle_next(work_ports),
            "timers": lambda: time_out(work_book, now()),
            "looks": lambda: work_book.end_looks(now()),
            "forgetting": lambda: work_book.forget_logins(now()),
            "reminders": lambda: remind_next(work_ports),
            "register": register.take_up,
        },
        lambda: connect(settings.database_url.get_secret_value(), name=f"{NAME} listen", encrypted=settings.production),
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
    watching = Watching(bot_engine, lambda: verify(bot_engine, anchor, anchor_key(settings), now()), now)
    show_always(settings, {"turns": bot_engine, "worker": work_engine}, register, anchoring, now)
    app.router.add_post("/api/messages", inbound.handle)
    anchored = (lambda: anchoring.trouble or OK) if anchoring else (lambda: NO_ANCHOR)
    told = {"register": lambda: _standing(register), "audit_anchor": anchored, "teams": lambda: hearing.told}
    route_health(app, Health(bot_engine, book, outside.service, keys, told))
    warm_up()
    beside = [
        asyncio.create_task(keys.keep_fresh(), name="signing keys"),
        asyncio.create_task(fetching.keep_fresh(), name="fetching the register"),
        asyncio.create_task(watching.figures(), name="reading the figures"),
        asyncio.create_task(watching.audit(), name="verifying the audit"),
    ]
    worker.start()
    log.info("started", environment=settings.environment)
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await worker.stop(STOP_SECONDS)
        if anchoring:
            await anchoring.last()
        await asyncio.gather(*beside, return_exceptions=True)
        register.close()


def _standing(register: CurrentRegister) -> str:
    return words.standing(register.freshness, register.day, register.age)


async def _stored_day(folder: Path) -> date | None:
    day, _ = await asyncio.to_thread(last_good, folder)
    return day


def warm_up() -> None:
    """Do once, before anybody waits, what is slow the first time: the rules of reading."""
    understand(Message("unlink somebody@example.com from One Login", "<p>unlink somebody@example.com</p>"))
