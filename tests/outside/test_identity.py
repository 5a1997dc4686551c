"""Our own tokens: fetched once, renewed ahead of their end, and the old one used while it lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from aiohttp import web

from adapters.identity import (
    GRAPH_SCOPE,
    LAST_MOMENT,
    RENEW_BEFORE,
    TEAMS_SCOPE,
    AzureIdentity,
    ClientSecret,
    Identity,
    Token,
)
from handlers.errors import Unavailable
from practice import faults
from practice.login import BOT_FRAMEWORK, GRAPH
from practice.outside import APP_ID, APP_PASSWORD, TENANT_ID, Outside
from tests.world import running_bot, settings_for


@dataclass
class Source:
    """Gives numbered tokens that last an hour on this clock, when it is not down."""

    now: float = 0.0
    down: bool = False
    given: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    async def fetch(self, scope: str) -> Token:
        await self.gate.wait()
        if self.down:
            raise Unavailable("down")
        self.given += 1
        return Token(f"{scope} {self.given}", self.now + 3600)

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def source() -> Source:
    source = Source()
    source.gate.set()
    return source


@pytest.fixture
async def ours(source: Source) -> AsyncIterator[Identity]:
    ours = Identity(source, lambda: source.now)
    yield ours
    source.gate.set()
    await ours.close()


async def test_a_token_is_fetched_once_for_each_scope(source: Source, ours: Identity) -> None:
    assert [await ours.token("a"), await ours.token("b"), await ours.token("a")] == ["a 1", "b 2", "a 1"]


async def settled() -> None:
    """Let what goes on in the background go on until it waits for something."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_token_is_replaced_five_minutes_before_its_end_and_nobody_waits_for_that(
    source: Source, ours: Identity
) -> None:
    assert RENEW_BEFORE == 300
    await ours.token("a")
    source.now = 3600 - RENEW_BEFORE - 1
    assert await ours.token("a") == "a 1"
    await settled()
    assert source.given == 1
    source.now += 1
    source.gate.clear()
    assert {await ours.token("a") for _ in range(5)} == {"a 1"}
    source.gate.set()
    await settled()
    assert await ours.token("a") == "a 2"
    assert source.given == 2


async def test_many_who_ask_at_once_share_one_fetch(source: Source, ours: Identity) -> None:
    source.gate.clear()
    asking = [asyncio.create_task(ours.token("a")) for _ in range(20)]
    await asyncio.sleep(0)
    source.gate.set()
    assert set(await asyncio.gather(*asking)) == {"a 1"}
    assert source.given == 1


async def test_the_old_token_is_used_nearly_to_its_end_when_no_new_one_can_be_had(
    source: Source, ours: Identity
) -> None:
    await ours.token("a")
    source.down = True
    for now in (3300, 3500, 3600 - LAST_MOMENT - 1):
        source.now = now
        assert await ours.token("a") == "a 1"
        await settled()
    source.now = 3600 - LAST_MOMENT
    with pytest.raises(Unavailable):
        await ours.token("a")
    source.down = False
    assert await ours.token("a") == "a 2"


async def test_without_any_token_it_says_so(source: Source, ours: Identity) -> None:
    source.down = True
    with pytest.raises(Unavailable):
        await ours.token("a")


async def test_a_refused_token_is_forgotten_and_others_stay(source: Source, ours: Identity) -> None:
    await ours.token("a"), await ours.token("b")
    ours.forget("a")
    ours.forget("never asked for")
    assert [await ours.token("a"), await ours.token("b")] == ["a 3", "b 2"]


async def test_a_token_refused_while_its_renewal_fails_is_not_given_out_again(source: Source, ours: Identity) -> None:
    await ours.token("a")
    source.now, source.down = 3500, True
    source.gate.clear()
    assert await ours.token("a") == "a 1"
    await settled()
    ours.forget("a")
    source.gate.set()
    await settled()
    with pytest.raises(Unavailable):
        await ours.token("a")


async def test_closing_closes_the_source(source: Source, ours: Identity) -> None:
    await ours.close()
    assert source.closed


async def test_the_login_service_gives_tokens_for_teams_and_graph(outside: Outside, identity: Identity) -> None:
    for scope, audience in ((TEAMS_SCOPE, BOT_FRAMEWORK), (GRAPH_SCOPE, GRAPH)):
        assert outside.login.accepts(f"Bearer {await identity.token(scope)}", audience)
    await identity.token(TEAMS_SCOPE)
    assert len(outside.faults.of("login")) == 2
    await identity.close()


@pytest.mark.parametrize(
    "fault",
    [
        faults.drop(),
        faults.empty(),
        faults.html(),
        faults.status(500),
        faults.status(429, retry_after=30),
        faults.status(400, error="x"),
    ],
    ids=["cut", "empty", "html", "500", "429", "400"],
)
async def test_a_login_service_out_of_order_is_unavailable(
    outside: Outside, identity: Identity, fault: faults.Fault
) -> None:
    outside.faults.queue("login", fault)
    with pytest.raises(Unavailable, match="the login service"):
        await identity.token(GRAPH_SCOPE)
    assert await identity.token(GRAPH_SCOPE)


async def test_a_refusal_is_told_by_its_code_and_never_with_the_password(
    outside: Outside, client: httpx.AsyncClient
) -> None:
    wrong = ClientSecret(client, f"{outside.url}/login", TENANT_ID, APP_ID, f"{APP_PASSWORD}-canary")
    with pytest.raises(Unavailable) as refused:
        await wrong.fetch(GRAPH_SCOPE)
    assert str(refused.value) == "the login service refused us: 401 invalid_client"


ODD_TOKENS = [
    {"access_token": "t", "expires_in": "3599"},
    {"access_token": 5, "expires_in": 3599},
    {"access_token": "t"},
    {"expires_in": 3599},
    {"error": {"code": "canary"}},
    ["canary"],
]


@pytest.mark.parametrize("answer", ODD_TOKENS)
async def test_an_answer_without_a_proper_token_is_none(answer: object) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=answer))
    async with httpx.AsyncClient(transport=transport) as client:
        with pytest.raises(Unavailable, match="200 no token in its answer"):
            await ClientSecret(client, "https://login.example", TENANT_ID, APP_ID, "p").fetch(GRAPH_SCOPE)


@asynccontextmanager
async def azure_machine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """Azure's own identity endpoint on a machine, as App Service runs it: plain http on loopback, with a secret."""
    queries: list[str] = []

    async def token(request: web.Request) -> web.Response:
        queries.append(request.query_string)
        if request.headers.get("X-IDENTITY-HEADER") != "header secret" or len(queries) > 1:
            return web.json_response({"error": "invalid_request"}, status=400)
        return web.json_response(
            {"access_token": "managed", "expires_on": "4102444800", "resource": "x", "token_type": "Bearer"}
        )

    app = web.Application()
    app.router.add_get("/msi/token", token)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.delenv("AZURE_FEDERATED_TOKEN_FILE", raising=False)
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{runner.addresses[0][1]}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header secret")
    try:
        yield queries
    finally:
        await runner.cleanup()


async def test_a_managed_identity_gives_tokens_and_says_when_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    async with azure_machine(monkeypatch) as queries:
        source = AzureIdentity(APP_ID)
        token = await source.fetch(GRAPH_SCOPE)
        assert token.text == "managed"
        assert APP_ID in queries[0]
        with pytest.raises(Unavailable, match="the managed identity gave no token"):
            await source.fetch(TEAMS_SCOPE)
        await source.close()


async def test_the_bot_starts_with_a_managed_identity_and_no_password(
    outside: Outside, databases: tuple[str, str]
) -> None:
    settings = {**settings_for(outside, *databases), "APP_TYPE": "UserAssignedMSI", "APP_PASSWORD": ""}
    async with running_bot(settings) as url, httpx.AsyncClient() as client:
        assert (await client.get(f"{url}/livez")).status_code == 200


async def test_a_workload_identity_whose_token_file_is_gone_is_unavailable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path / "gone"))
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT_ID)
    source = AzureIdentity(APP_ID)
    with pytest.raises(Unavailable, match="the managed identity gave no token"):
        await source.fetch(GRAPH_SCOPE)
    await source.close()
