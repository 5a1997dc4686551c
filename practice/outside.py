"""The whole outside world on one loopback port: login service, Graph, connector, register, and the people."""

from __future__ import annotations

import base64
import hashlib
import time
import uuid
from collections.abc import Callable
from typing import Final

from aiohttp import web

from practice.activities import Place
from practice.channel import Channel
from practice.connector import Connector
from practice.directory import Directory, Person
from practice.faults import Faults
from practice.login import Login
from practice.register_server import RegisterServer
from practice.teams import Teams
from practice.waiting import Changes

HOST: Final = "127.0.0.1"
BOT_NAME: Final = "TV Support"
PIM_URL: Final = "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup"
MOST_BODY: Final = 16 * 1024 * 1024
"""More than any message may be, so that the connector itself answers 413 and in its own words."""
_NAMES: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "tv-support-bot.practice.example")


def practice_id(name: str) -> str:
    """Give the id that this name has in every practice world."""
    return str(uuid.uuid5(_NAMES, name))


TENANT_ID: Final = practice_id("tenant")
APP_ID: Final = practice_id("app")
APP_PASSWORD: Final = f"practice-{practice_id('password')}"
TEAM_ID: Final = practice_id("team")
CHANNEL_ID: Final = f"19:{practice_id('channel').replace('-', '')}@thread.tacv2"
GENERAL_ID: Final = f"19:{practice_id('general').replace('-', '')}@thread.tacv2"
BA_GROUP: Final = practice_id("business analysts")
DEVELOPER_GROUP: Final = practice_id("developers")
PRODUCTION_ACCESS_GROUP: Final = practice_id("s189 TV production PIM")


def _person(name: str, *groups: str) -> Person:
    digest = hashlib.sha512(name.encode()).digest()[:48]
    teams_id = f"29:1{base64.urlsafe_b64encode(digest).decode()}"
    return Person(practice_id(name), teams_id, name, groups=frozenset(groups))


AMINA: Final = _person("Amina Yusuf", BA_GROUP)
BEN: Final = _person("Ben Hart", BA_GROUP)
DANA: Final = _person("Dana Reid", DEVELOPER_GROUP)
ELIF: Final = _person("Elif Kaya", DEVELOPER_GROUP)
OUTSIDER: Final = _person("Owen Pryce")
_GUEST: Final = _person("Greta Lund")
GUEST: Final = Person(_GUEST.object_id, _GUEST.teams_id, _GUEST.name, user_type="Guest")
PEOPLE: Final = (AMINA, BEN, DANA, ELIF, OUTSIDER, GUEST)


class Outside:
    """Everything the bot talks to; nobody has production access until `directory.activate` says so.

    `port` 0 takes a free one; with `or_any_port` so does a taken one. `clock` gives unix seconds to tokens, messages
    and the send budget. Routes may be added to `app` until `start`.
    """

    def __init__(self, *, port: int = 0, or_any_port: bool = False, clock: Callable[[], float] = time.time) -> None:
        self.changes = Changes()
        """Rung by whatever changes here: messages, calls, deliveries, people's switches."""
        self.faults = Faults(changes=self.changes)
        self.login = Login(tenant=TENANT_ID, app_id=APP_ID, password=APP_PASSWORD, clock=clock)
        groups = (BA_GROUP, DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP)
        self.directory = Directory(
            self.login, PEOPLE, groups=(*groups, TEAM_ID), production_access=PRODUCTION_ACCESS_GROUP, clock=clock
        )
        self.directory.changes = self.changes
        # Real groups hold groups; whoever lists members meets them too.
        self.directory.nest(DEVELOPER_GROUP, "Digital platform leads")
        self.channel = Channel(CHANNEL_ID, bot_id=f"28:{APP_ID}", clock=clock, changes=self.changes)
        self.connector = Connector(self.channel, self.login, self.directory, bot_name=BOT_NAME, clock=clock)
        self.app = web.Application(middlewares=[self.faults.middleware], client_max_size=MOST_BODY)
        self.register = RegisterServer()
        for service in (self.login, self.directory, self.connector, self.register):
            self.app.add_routes(service.routes())
        self.url = ""
        self._ports, self._clock = [port, 0] if or_any_port else [port], clock
        self._runner: web.AppRunner | None = None
        self._teams: Teams | None = None

    @property
    def teams(self) -> Teams:
        """Teams, once started."""
        if self._teams is None:
            raise RuntimeError("the practice world is not started")
        return self._teams

    @property
    def bot_url(self) -> str:
        """Where the bot listens, without /api/messages."""
        return self.teams.bot_url

    @bot_url.setter
    def bot_url(self, value: str) -> None:
        self.teams.bot_url = value.rstrip("/")

    @property
    def service_url(self) -> str:
        """The connector's address as activities and their tokens name it; Teams' own ends in a slash too."""
        return f"{self.url}/connector/"

    async def start(self) -> None:
        """Listen on loopback."""
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen(self._runner)
        self.url = self.login.base_url = f"http://{HOST}:{self._runner.addresses[0][1]}"
        place = Place(TENANT_ID, GENERAL_ID, CHANNEL_ID, self.service_url, bot_id=f"28:{APP_ID}", bot_name=BOT_NAME)
        self._teams = Teams(place, self.channel, self.login, clock=self._clock)
        self._teams.deliveries.changes = self.changes
        self._teams.start()

    async def _listen(self, runner: web.AppRunner) -> None:
        *others, last = self._ports
        for port in others:
            try:
                await web.TCPSite(runner, HOST, port).start()
            except OSError:
                continue
            return
        await web.TCPSite(runner, HOST, last).start()

    async def stop(self) -> None:
        """Stop listening and cut what is open; calls that a fault still holds end with it."""
        if self._teams is not None:
            await self._teams.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Outside:
        await self.start()
        return self

    async def __aexit__(self, *why: object) -> None:
        await self.stop()

    def settings(self) -> dict[str, str]:
        """Give the environment variables of the bot that concern the outside (DESIGN, Outside contract)."""
        return {
            "APP_ID": APP_ID,
            "APP_TENANT_ID": TENANT_ID,
            "APP_TYPE": "SingleTenant",
            "APP_PASSWORD": APP_PASSWORD,
            "TEAM_ID": TEAM_ID,
            "CHANNEL_ID": CHANNEL_ID,
            "BA_GROUP_ID": BA_GROUP,
            "DEVELOPER_GROUP_ID": DEVELOPER_GROUP,
            "PRODUCTION_ACCESS_GROUP_ID": PRODUCTION_ACCESS_GROUP,
            "PIM_URL": PIM_URL,
            "OPENID_METADATA_URL": f"{self.url}/openid/v1/.well-known/openidconfiguration",
            "LOGIN_BASE_URL": f"{self.url}/login",
            "GRAPH_BASE_URL": f"{self.url}/graph/v1.0",
            "SERVICE_URL_HOSTS": HOST,
            "GIAS_BASE_URL": f"{self.url}/register",
        }
