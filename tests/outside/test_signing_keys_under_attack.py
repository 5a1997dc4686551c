"""Floods, stalls and rotations of the keys: the key server is hardly asked, and tokens with known keys get in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import httpx
import pytest
from aiohttp import web

from bot import signing_keys as module
from bot.signing_keys import NoKeysYet, SigningKeys, UnknownKey
from practice import faults
from practice.faults import Fault
from practice.outside import Outside
from tests.outside.test_signing_keys import Time, fetches
from tests.world import World, running_bot, settings_for

FLOOD = 500
SOON = 0.2  # seconds; what a fetch may take in these tests


def answering(body: bytes, content_type: str) -> Fault:
    return Fault(apply=False, answer=lambda: web.Response(body=body, content_type=content_type))


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def keys(outside: Outside, client: httpx.AsyncClient, clock: Time) -> SigningKeys:
    return SigningKeys(client, outside.settings()["OPENID_METADATA_URL"], clock)


async def refused(what: Awaitable[object]) -> bool:
    """Whether no key was given."""
    try:
        await what
    except UnknownKey:
        return True
    return False


async def test_a_flood_of_unknown_keys_makes_one_fetch_and_known_ones_go_on(
    outside: Outside, keys: SigningKeys, clock: Time
) -> None:
    await keys.refresh()
    before = fetches(outside)
    flood = [keys.get(f"unknown {number}") for number in range(FLOOD)]
    known = [keys.get(outside.login.signing_key.kid) for _ in range(FLOOD)]
    assert await asyncio.gather(*map(refused, flood)) == [True] * FLOOD
    assert len({id(key) for key in await asyncio.gather(*known)}) == 1
    assert fetches(outside) == before + 1
    clock.now = module.UNKNOWN_KEY_PAUSE - 1
    assert await asyncio.gather(*(refused(keys.get(f"more {number}")) for number in range(FLOOD))) == [True] * FLOOD
    assert fetches(outside) == before + 1


async def test_a_flood_while_the_key_server_is_down_asks_it_every_ten_seconds_at_most(
    outside: Outside, keys: SigningKeys, clock: Time
) -> None:
    await keys.refresh()
    before = fetches(outside)
    outside.faults.always("openid", faults.drop())
    for second in range(60):
        clock.now = float(second)
        assert all(await asyncio.gather(*(refused(keys.get(f"{second} {number}")) for number in range(20))))
    assert fetches(outside) - before <= 60 / module.RETRY_AFTER_FAILURE
    assert await keys.get(outside.login.signing_key.kid)


async def test_while_the_key_server_stalls_known_keys_are_given_at_once_and_unknown_ones_refused(
    outside: Outside, keys: SigningKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keys.refresh()
    monkeypatch.setattr(module, "FETCH_SECONDS", SOON)
    outside.faults.always("openid", faults.hold(asyncio.Event()))
    waiting = [asyncio.create_task(refused(keys.get(f"unknown {number}"))) for number in range(50)]
    await asyncio.sleep(0)
    assert await keys.get(outside.login.signing_key.kid)
    assert not any(task.done() for task in waiting), "the known key came first"
    assert all(await asyncio.gather(*waiting))
    assert fetches(outside) == 2
    outside.faults.clear()


async def test_a_document_that_drips_is_given_up_and_holds_up_no_later_fetch(
    outside: Outside, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte comes within the client's own limit, so only one on the whole ends it."""
    monkeypatch.setattr(module, "FETCH_SECONDS", SOON)
    async with dripping() as url:
        keys = SigningKeys(client, url)
        async with asyncio.timeout(10):
            assert not await keys.refresh()
            assert await refused(keys.get("any"))


@asynccontextmanager
async def dripping() -> AsyncIterator[str]:
    """A key server that sends a blank now and then, and never an end."""

    async def drip(_: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        writing.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        with suppress(ConnectionError):
            while not writing.is_closing():
                writing.write(b" ")
                await writing.drain()
                await asyncio.sleep(SOON / 10)

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


async def test_an_hourly_fetch_that_was_overtaken_never_brings_old_keys_back(
    outside: Outside, keys: SigningKeys
) -> None:
    """The old key set is on its way, slowly, when a message with a new key comes."""
    await keys.refresh()
    arrives = asyncio.Event()
    outside.faults.queue("openid", faults.FINE, replace(answering(good_keys(outside), "text/json"), gate=arrives))
    slow = asyncio.create_task(keys.refresh())
    await outside.faults.until(lambda seen: len(seen.of("openid")) == 4)
    new = outside.login.rotate(keep_old=False)
    message = asyncio.create_task(keys.get(new.kid))
    await asyncio.wait({message}, timeout=2 * SOON)
    arrives.set()
    assert await slow
    assert await message
    assert await keys.get(new.kid)


async def test_a_key_that_vanished_is_good_no_more(outside: Outside, keys: SigningKeys) -> None:
    await keys.refresh()
    old = outside.login.signing_key
    outside.login.rotate(keep_old=False)
    assert await keys.refresh()
    with pytest.raises(UnknownKey):
        await keys.get(old.kid)


@pytest.mark.parametrize(
    "fault",
    [
        answering(b"", "application/json"),
        answering(b"{", "application/json"),
        answering(b'{"keys": [', "application/json"),
        answering(b"\xff\xfe", "application/json"),
        answering(b"null", "application/json"),
        answering(b"<html>", "text/html"),
        answering(b"\x89PNG", "image/png"),
        faults.status(429, retry_after=1),
        faults.status(301),
        faults.huge(),
    ],
)
@pytest.mark.parametrize("good_before", [0, 1], ids=["metadata", "keys"])
async def test_whatever_comes_instead_of_keys_the_old_ones_stay(
    outside: Outside, keys: SigningKeys, fault: Fault, good_before: int
) -> None:
    assert await keys.refresh()
    outside.faults.queue("openid", *[faults.FINE] * good_before, fault)
    assert not await keys.refresh()
    assert await keys.get(outside.login.signing_key.kid)


async def test_what_the_documents_call_themselves_does_not_matter(outside: Outside, keys: SigningKeys) -> None:
    outside.faults.queue("openid", faults.FINE, answering(good_keys(outside), "text/plain"))
    assert await keys.refresh()
    assert await keys.get(outside.login.signing_key.kid)


def good_keys(outside: Outside) -> bytes:
    return json.dumps({"keys": [key.jwk() for key in outside.login.keys]}).encode()


async def test_before_the_first_keys_nothing_is_said_of_any(outside: Outside, keys: SigningKeys) -> None:
    outside.faults.always("openid", faults.status(503))
    with pytest.raises(NoKeysYet):
        await keys.get(outside.login.signing_key.kid)


async def test_old_keys_are_good_for_days_while_the_key_server_is_down(
    outside: Outside, keys: SigningKeys, clock: Time
) -> None:
    await keys.refresh()
    outside.faults.always("openid", faults.drop())
    for day in range(1, 8):
        clock.now = day * 86_400.0
        assert not await keys.refresh()
        assert await keys.get(outside.login.signing_key.kid)


async def test_a_bot_that_has_no_keys_yet_asks_for_a_second_delivery(
    databases: tuple[str, str], people: dict[str, str]
) -> None:
    """401 would lose the message: Teams sends that again to nobody."""
    async with Outside() as outside:
        outside.faults.always("openid", faults.status(503))
        async with running_bot(settings_for(outside, *databases)) as url:
            outside.bot_url = url
            world = World(outside, people, url, *databases, {})
            sent = await world.say(f"unlink {people['linked']} from One Login")
            assert sent.status == 503
            assert (await world.say("hello", token="not.a.token")).status == 401
            assert await world.bot_rows("SELECT * FROM inbox") == []


async def test_a_flood_of_forged_tokens_holds_up_nobody_and_asks_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over HTTP, while the key server stalls: the honest message in the middle of it is answered."""
    monkeypatch.setattr(module, "FETCH_SECONDS", 5 * SOON)
    assert (await world.say("hello", mention_bot=False)).status == 200
    before = len(world.outside.faults.of("openid"))
    world.outside.faults.always("openid", faults.hold(asyncio.Event()))
    forged = [
        world.outside.login.sign_activity_token(
            world.outside.service_url, key=world.outside.login.stranger, header={"kid": f"unknown {number}"}
        )
        for number in range(60)
    ]
    flood = [asyncio.create_task(world.say("hello", token=token)) for token in forged]
    honest = await world.say(f"unlink {world.people['linked']} from One Login")
    assert honest.status == 200
    assert not any(task.done() and task.result().status != 401 for task in flood)
    world.outside.faults.clear()
    assert {(await task).status for task in flood} == {401}
    assert len(world.outside.faults.of("openid")) - before <= 2
    await world.card("This account can be unlinked")
