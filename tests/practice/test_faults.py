"""Every misbehaviour of the practice world, as a caller meets it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from practice import faults
from practice.outside import CHANNEL_ID, Outside

THREADS = f"v3/conversations/{CHANNEL_ID}/activities"
HELLO = {"type": "message", "text": "hello"}


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as world:
        yield world


@pytest.fixture
async def bot(outside: Outside) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, base_url=outside.service_url) as client:
        client.headers["Authorization"] = f"Bearer {outside.login.issue('https://api.botframework.com')}"
        yield client


@pytest.mark.parametrize("code", [403, 404, 412, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("retry_after", [1, 30, None, "Thu, 04 Mar 2027 14:15:00 GMT", "soon"])
async def test_a_status_with_any_retry_after(
    outside: Outside, bot: httpx.AsyncClient, code: int, retry_after: str | int | None
) -> None:
    outside.faults.queue("connector", faults.status(code, retry_after=retry_after))
    answer = await bot.post(THREADS, json=HELLO)
    assert answer.status_code == code
    assert answer.headers.get("Retry-After") == (None if retry_after is None else str(retry_after))
    assert set(answer.json()["error"]) == {"code", "message"}
    assert outside.channel.messages == []
    assert (await bot.post(THREADS, json=HELLO)).status_code == 201


async def test_a_drop_does_nothing_and_a_lost_reply_does_it(outside: Outside, bot: httpx.AsyncClient) -> None:
    outside.faults.queue("connector", faults.drop(), faults.lost_reply())
    with pytest.raises(httpx.TransportError):
        await bot.post(THREADS, json=HELLO)
    assert outside.channel.messages == []
    with pytest.raises(httpx.TransportError):
        await bot.post(THREADS, json=HELLO)
    assert [message.text for message in outside.channel.messages] == ["hello"]
    dropped, lost = outside.faults.of("connector")
    assert (dropped.handled, dropped.status, lost.handled, lost.status) == (False, None, True, None)


async def test_an_empty_answer_and_a_web_page(outside: Outside, bot: httpx.AsyncClient) -> None:
    outside.faults.queue("connector", faults.empty(), faults.html())
    answer = await bot.post(THREADS, json=HELLO)
    assert (answer.status_code, answer.content) == (200, b"")
    answer = await bot.post(THREADS, json=HELLO)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert outside.channel.messages == []


async def test_a_delay_and_a_late_reply(outside: Outside, bot: httpx.AsyncClient) -> None:
    outside.faults.queue("connector", faults.delay(60), faults.late_reply(60))
    for expected in (0, 1):
        with pytest.raises(httpx.ReadTimeout):
            await bot.post(THREADS, json=HELLO, timeout=0.05)
        assert len(outside.channel.messages) == expected


async def test_a_held_call_waits_for_the_gate(outside: Outside, bot: httpx.AsyncClient) -> None:
    gate = asyncio.Event()
    outside.faults.queue("connector", faults.hold(gate))
    sending = asyncio.create_task(bot.post(THREADS, json=HELLO))
    await outside.faults.until(lambda log: log.of("connector"))
    (call,) = outside.faults.calls
    assert not call.done
    assert outside.channel.messages == []
    gate.set()
    assert (await sending).status_code == 201
    await outside.faults.until(lambda log: call.done)
    assert call.status == 201


async def test_a_huge_body_can_be_left_unread(outside: Outside, bot: httpx.AsyncClient) -> None:
    outside.faults.queue("openid", faults.huge(1_000_000), faults.huge())
    answer = await bot.get(f"{outside.url}/openid/v1/.well-known/keys")
    assert len(answer.content) == 1_000_000
    assert set(answer.json()) == {"padding"}
    async with bot.stream("GET", f"{outside.url}/openid/v1/.well-known/keys") as stream:
        assert stream.status_code == 200
    assert (await bot.get(f"{outside.url}/openid/v1/.well-known/keys")).json()["keys"]


async def test_queues_are_by_service_and_method(outside: Outside, bot: httpx.AsyncClient) -> None:
    outside.faults.queue("graph", faults.status(503), times=2)
    outside.faults.queue("connector", faults.status(412), method="PUT")
    assert (await bot.post(THREADS, json=HELLO)).status_code == 201
    assert (await bot.put(f"{THREADS}/1", json=HELLO)).status_code == 412
    assert (await bot.put(f"{THREADS}/1", json=HELLO)).status_code == 404
    assert [(await bot.get(f"{outside.url}/graph/v1.0/users/x")).status_code for _ in range(3)] == [503, 503, 401]
    with pytest.raises(ValueError, match="no service"):
        outside.faults.queue("teams", faults.drop())


async def test_an_outage_lasts_until_it_ends(outside: Outside, bot: httpx.AsyncClient) -> None:
    outside.faults.always("connector", faults.status(503))
    outside.faults.queue("connector", faults.status(429))
    assert [(await bot.post(THREADS, json=HELLO)).status_code for _ in range(3)] == [429, 503, 503]
    outside.faults.always("connector", None)
    assert (await bot.post(THREADS, json=HELLO)).status_code == 201
    outside.faults.always("connector", faults.status(503))
    outside.faults.queue("connector", faults.status(429))
    assert outside.faults.waiting("connector") == 1
    outside.faults.clear()
    assert (await bot.post(THREADS, json=HELLO)).status_code == 201


async def test_the_call_log(outside: Outside, bot: httpx.AsyncClient) -> None:
    await bot.post(THREADS, json=HELLO)
    await bot.get(f"{outside.url}/graph/v1.0/nothing")
    await bot.get(f"{outside.url}/elsewhere")
    seen = [(call.service, call.method, call.path, call.status) for call in outside.faults.calls]
    assert seen == [
        ("connector", "POST", f"/connector/{THREADS}", 201),
        ("graph", "GET", "/graph/v1.0/nothing", 404),
    ]
    assert outside.faults.calls[0].when <= outside.faults.calls[1].when
    assert outside.faults.of("connector", "PUT") == []
    with pytest.raises(TimeoutError, match="connector"):
        await outside.faults.until(lambda log: log.of("login"), timeout=0.01)
