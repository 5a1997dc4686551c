"""Bad tokens and bodies get a short 4xx, and nothing is stored; the token is always checked for real."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from practice.outside import AMINA, APP_ID
from tests.world import World

Forge = Callable[[World], str]


def claims(**changes: object) -> Forge:
    return lambda world: world.outside.login.sign_activity_token(world.outside.service_url, claims=changes)


FORGED: dict[str, Forge] = {
    "none": lambda _: "",
    "malformed": lambda _: "not.a.token",
    "two words": lambda _: "a b",
    "long": lambda _: "a" * 7_000,
    "algorithm none": lambda world: world.outside.login.sign_activity_token(
        world.outside.service_url, algorithm="none"
    ),
    "HS256 with the public key": lambda world: world.outside.login.sign_activity_token(
        world.outside.service_url, algorithm="HS256", key=world.outside.login.signing_key.public_pem()
    ),
    "signed by a stranger": lambda world: world.outside.login.sign_activity_token(
        world.outside.service_url, key=world.outside.login.stranger
    ),
    "unknown key id": lambda world: world.outside.login.sign_activity_token(
        world.outside.service_url, header={"kid": "nobody"}
    ),
    "issuer of the emulator": claims(iss="https://login.microsoftonline.com/botframework.com/v2.0"),
    "another bot's": claims(aud="11111111-2222-3333-4444-555555555555"),
    "audience a list": claims(aud=[APP_ID]),
    "expired": claims(exp=1_600_000_000),
    "never ends": claims(exp=None),
    "not yet": claims(nbf=4_000_000_000),
    "another service url": claims(serviceurl="https://example.com/"),
    "no service url": claims(serviceurl=None),
}


async def nothing_stored(world: World) -> None:
    for table in ("inbox", "requests", "notices", "audit"):
        assert await world.bot_rows(f"SELECT * FROM {table}") == [], table
    assert world.outside.channel.from_bot == []


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
async def test_a_bad_token_is_not_let_in(world: World, forge: Forge) -> None:
    delivery = await world.say("unlink somebody@example.com from One Login", AMINA, token=forge(world))
    assert delivery.status == 401
    assert json.loads(delivery.body) == {"error": "not authorised"}
    await nothing_stored(world)


async def test_a_header_that_is_far_too_long_is_a_bad_request(world: World) -> None:
    assert (await world.say("hello", token="a" * 20_000)).status == 400
    await nothing_stored(world)


async def test_a_key_that_speaks_for_no_channel_is_not_let_in(world: World) -> None:
    world.outside.login.rotate(endorsements=())
    delivery = await world.say("unlink somebody@example.com from One Login")
    assert delivery.status == 401
    world.outside.login.rotate(endorsements=("webchat",))
    assert (await world.say("unlink somebody@example.com from One Login")).status == 401


async def test_a_new_key_is_fetched_once_and_then_good(world: World) -> None:
    assert (await world.say("hello")).status == 200
    world.outside.login.rotate(keep_old=False)
    assert (await world.say("hello")).status == 200
    fetched = len(world.outside.faults.of("openid"))
    forged = world.outside.login.sign_activity_token(world.outside.service_url, header={"kid": "x"})
    for _ in range(5):
        assert (await world.say("hello", token=forged)).status == 401
    assert len(world.outside.faults.of("openid")) == fetched


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"{not json", JSON, 400),
        (b"\xff\xfe", JSON, 400),
        (b"[]", JSON, 400),
        (b"{}", JSON, 400),
        (b'{"type": 5}', JSON, 400),
        (b'{"type": "message", "from": "me"}', JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b'{"type": "message", "text": "' + b"a" * 300_000 + b'"}', JSON, 413),
    ],
)
async def test_a_bad_body_gets_a_short_4xx(world: World, body: bytes, headers: dict[str, str], status: int) -> None:
    token = world.outside.login.sign_activity_token(world.outside.service_url)
    answered, text = await world.outside.teams.send(body, {**headers, "Authorization": f"Bearer {token}"})
    assert answered == status
    assert len(text) < 200
    await nothing_stored(world)


async def test_a_compressed_body_is_refused(world: World) -> None:
    token = world.outside.login.sign_activity_token(world.outside.service_url)
    headers = {**JSON, "Authorization": f"Bearer {token}", "Content-Encoding": "gzip"}
    status, _ = await world.outside.teams.send(b"not gzip", headers)
    assert status == 415
    status, _ = await world.outside.teams.send(b"not gzip", {**headers, "Authorization": "Bearer x"})
    assert status == 401


async def test_the_token_is_checked_before_the_body_is_looked_at(world: World) -> None:
    body = b'{"type": "message", "entities": [' + b",".join([b"{}"] * 60_000) + b"]}"
    status, _ = await world.outside.teams.send(body, {**JSON, "Authorization": "Bearer rubbish"})
    assert status == 401
    status, _ = await world.outside.teams.send(b"{not json", {**JSON, "Authorization": "Bearer rubbish"})
    assert status == 401
