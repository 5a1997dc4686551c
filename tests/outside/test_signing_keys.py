"""The keys of what Teams sends: fetched off the request path, kept when the key server fails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot import signing_keys as module
from bot.signing_keys import SigningKeys, UnknownKey
from practice import faults
from practice.faults import Fault
from practice.login import Login, SigningKey
from practice.outside import Outside


@dataclass
class Time:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def keys(outside: Outside, client: httpx.AsyncClient, clock: Time) -> SigningKeys:
    return SigningKeys(client, outside.settings()["OPENID_METADATA_URL"], clock)


def fetches(outside: Outside) -> int:
    return len([call for call in outside.faults.of("openid") if call.path.endswith("openidconfiguration")])


async def test_a_published_key_is_found_with_the_channels_it_speaks_for(outside: Outside, keys: SigningKeys) -> None:
    key = await keys.get(outside.login.signing_key.kid)
    assert key.endorsements == ("msteams",)
    assert key.public_key.public_numbers() == outside.login.signing_key.private.public_key().public_numbers()
    assert keys.ready
    await keys.get(outside.login.signing_key.kid)
    assert fetches(outside) == 1


@pytest.mark.parametrize("key_id", [None, ""])
async def test_a_token_that_names_no_key_makes_us_fetch_nothing(
    outside: Outside, keys: SigningKeys, key_id: str | None
) -> None:
    with pytest.raises(UnknownKey):
        await keys.get(key_id)
    assert fetches(outside) == 0


async def test_many_who_meet_a_new_key_at_once_share_one_fetch(outside: Outside, keys: SigningKeys) -> None:
    found = await asyncio.gather(*(keys.get(outside.login.signing_key.kid) for _ in range(20)))
    assert len({id(key) for key in found}) == 1
    assert fetches(outside) == 1


async def test_unknown_keys_make_us_look_at_most_every_five_minutes(
    outside: Outside, keys: SigningKeys, clock: Time
) -> None:
    assert module.UNKNOWN_KEY_PAUSE == 300
    for number in range(5):
        clock.now = number * 10
        with pytest.raises(UnknownKey):
            await keys.get(f"unknown {number}")
    assert fetches(outside) == 1
    new = outside.login.rotate()
    with pytest.raises(UnknownKey):
        await keys.get(new.kid)
    clock.now = 300
    assert await keys.get(new.kid)
    assert fetches(outside) == 2


async def test_when_looking_for_a_new_key_fails_it_is_looked_for_again_soon(
    outside: Outside, keys: SigningKeys, clock: Time
) -> None:
    outside.faults.queue("openid", faults.status(503))
    with pytest.raises(UnknownKey):
        await keys.get(outside.login.signing_key.kid)
    clock.now = module.RETRY_AFTER_FAILURE - 1
    with pytest.raises(UnknownKey):
        await keys.get(outside.login.signing_key.kid)
    clock.now = module.RETRY_AFTER_FAILURE
    assert await keys.get(outside.login.signing_key.kid)


BROKEN: dict[str, tuple[Fault, int]] = {
    "cut": (faults.drop(), 0),
    "cut at the keys": (faults.drop(), 1),
    "500": (faults.status(500), 0),
    "404 at the keys": (faults.status(404), 1),
    "html": (faults.html(), 0),
    "empty": (faults.empty(), 0),
    "empty keys": (faults.empty(), 1),
    "huge": (faults.huge(), 0),
    "huge keys": (faults.huge(), 1),
}


@pytest.mark.parametrize(("fault", "good_before"), BROKEN.values(), ids=BROKEN.keys())
async def test_while_the_key_server_is_out_of_order_the_old_keys_stay(
    outside: Outside, keys: SigningKeys, fault: Fault, good_before: int
) -> None:
    assert await keys.refresh()
    outside.login.rotate(keep_old=False)
    outside.faults.queue("openid", *[faults.FINE] * good_before, fault)
    assert not await keys.refresh()
    assert keys.ready
    assert await keys.refresh()
    assert await keys.get(outside.login.signing_key.kid)


async def test_a_huge_document_is_not_read_to_its_end(outside: Outside, keys: SigningKeys) -> None:
    outside.faults.queue("openid", faults.huge(1_000_000_000))
    async with asyncio.timeout(5):
        assert not await keys.refresh()


def served(*documents: object) -> Callable[[httpx.Request], httpx.Response]:
    """A key server that answers with these documents in turn."""
    left = iter(documents)
    return lambda _: httpx.Response(200, content=json.dumps(next(left)).encode())


async def refreshed(*documents: object, address: str = "https://keys.example/metadata") -> SigningKeys:
    async with httpx.AsyncClient(transport=httpx.MockTransport(served(*documents))) as client:
        keys = SigningKeys(client, address)
        await keys.refresh()
        return keys


METADATA = {"jwks_uri": "https://keys.example/keys"}


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"jwks_uri": 5},
        {"jwks_uri": "http://keys.example/keys"},
        {"jwks_uri": "/keys"},
        {"jwks_uri": "https://[keys"},
        ["https://keys.example/keys"],
        "https://keys.example/keys",
    ],
)
async def test_keys_are_taken_from_an_address_as_safe_as_the_metadatas_only(metadata: object) -> None:
    good = {"keys": [a_key().jwk()]}
    assert not (await refreshed(metadata, good)).ready
    assert (await refreshed(METADATA, good)).ready


def a_key() -> SigningKey:
    return Login(tenant="t", app_id="a", password="p").signing_key


ODD_KEYS: list[Any] = [
    5,
    "key",
    {},
    {"kid": 5},
    {"kid": "no kind of key"},
    {"kid": "of another kind", "kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ"},
    {"kid": "symmetric", "kty": "oct", "k": "c2VjcmV0"},
    {"kid": "unheard of", "kty": "PQ"},
    {"kid": "without numbers", "kty": "RSA"},
    {"kid": "numbers of a wrong type", "kty": "RSA", "n": 5, "e": "AQAB"},
    {"kid": "numbers too small", "kty": "RSA", "n": "AQAB", "e": "AQAB"},
    {"kid": "not base64", "kty": "RSA", "n": "é", "e": "AQAB"},
    {"kid": "kind no text", "kty": ["RSA"]},
]


@pytest.mark.parametrize("odd", ODD_KEYS, ids=lambda odd: odd.get("kid", "empty") if isinstance(odd, dict) else odd)
async def test_one_entry_that_we_cannot_read_takes_no_other_key_away(odd: Any) -> None:
    good = a_key()
    keys = await refreshed(METADATA, {"keys": [odd, good.jwk(), odd]})
    assert (await keys.get(good.kid)).endorsements == ("msteams",)


@pytest.mark.parametrize("endorsements", [None, "msteams", {}, 5])
async def test_a_key_with_odd_endorsements_speaks_for_no_channel(endorsements: object) -> None:
    good = a_key()
    keys = await refreshed(METADATA, {"keys": [{**good.jwk(), "endorsements": endorsements}]})
    assert (await keys.get(good.kid)).endorsements == ()


@pytest.mark.parametrize("found", [{}, {"keys": {}}, {"keys": []}, {"keys": None}, {"keys": [{"kid": "x"}]}])
async def test_no_usable_key_is_no_answer(found: object) -> None:
    assert not (await refreshed(METADATA, found)).ready


async def test_documents_nested_beyond_reason_are_no_answer() -> None:
    nested = httpx.MockTransport(lambda _: httpx.Response(200, content=b"[" * 200_000))
    async with httpx.AsyncClient(transport=nested) as client:
        assert not await SigningKeys(client, "https://keys.example/metadata").refresh()


@pytest.mark.parametrize("address", ["http://[", "keys.example", "http://127.0.0.1:1/"])
async def test_an_address_that_cannot_be_called_is_no_answer(client: httpx.AsyncClient, address: str) -> None:
    assert not await SigningKeys(client, address).refresh()


async def test_keys_are_kept_fresh_and_failures_tried_again_sooner(
    outside: Outside, keys: SigningKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (module.REFRESH_EVERY, module.RETRY_AFTER_FAILURE) == (3600, 10)
    monkeypatch.setattr(module, "RETRY_AFTER_FAILURE", 0.01)
    outside.faults.queue("openid", faults.status(503), times=3)
    fresh = asyncio.create_task(keys.keep_fresh())
    await outside.faults.until(lambda seen: len(seen.of("openid")) == 5)
    await outside.faults.until(lambda seen: seen.of("openid")[-1].done)
    await asyncio.sleep(0.2)
    assert keys.ready
    assert len(outside.faults.of("openid")) == 5, "good keys were fetched again before the hour was over"
    fresh.cancel()
    await asyncio.gather(fresh, return_exceptions=True)
