"""The moves that several attacks on the way in make: something honest, and what the attacker changes of it."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from practice import activities
from practice.altering import Json, altered
from practice.channel import Message
from practice.directory import Person
from practice.login import SigningKey
from practice.outside import AMINA, DANA
from tests.world import World

CANARY = "canary"
"""Stands in every text that an attack sends: it must not come back, and not stand in the log."""
ANSWER_SECONDS = 10.0
Heard = tuple[int, str]
"""The status and the body of the bot's answer."""


def token(
    world: World,
    *,
    claims: Mapping[str, Any] | None = None,
    header: Mapping[str, Any] | None = None,
    key: SigningKey | bytes | None = None,
    algorithm: str = "RS256",
) -> str:
    """A token as the connector makes it, but for what is named."""
    return world.outside.login.sign_activity_token(
        world.outside.service_url, claims=claims, header=header, key=key, algorithm=algorithm
    )


def message(world: World, person: Person = AMINA, changes: Mapping[str, Any] | None = None) -> Json:
    """What Teams delivers of a message that would open a request."""
    number = world.outside.channel.next_id()
    text = f"{CANARY}: unlink {world.people['closed']} from One Login"
    activity = activities.message(
        world.outside.teams.place, person, message_id=number, root=number, when=time.time(), text=text
    )
    return altered(activity, changes or {})


async def write(
    world: World, changes: Mapping[str, Any] | None = None, *, person: Person = AMINA, token: str | None = None
) -> Heard:
    """Deliver such a message; `changes` by dotted path (practice/altering.py)."""
    return await deliver(world, message(world, person, changes), token)


async def press(
    world: World,
    card: Message,
    changes: Mapping[str, Any] | None = None,
    *,
    person: Person = DANA,
    token: str | None = None,
) -> Heard:
    """Deliver a press of Approve, by somebody who could give the approval unless told."""
    reply = await world.outside.teams.click(
        person, card, "Approve", card=card.card, overrides={"from.name": CANARY, **(changes or {})}, token=token
    )
    return reply.http_status, reply.body


async def deliver(world: World, activity: Json, token: str | None = None) -> Heard:
    """Deliver an activity with this token, the usual one unless told."""
    delivery = await world.outside.teams.deliver(activity, token)
    return delivery.status, delivery.body


async def both(
    world: World, card: Message, changes: Mapping[str, Any] | None = None, *, token: str | None = None
) -> Heard:
    """Deliver a message and a press, both changed like this; the press's answer, once the message got the same."""
    written = await write(world, changes, token=token)
    pressed = await press(world, card, changes, token=token)
    assert (written[0], told(written[1])) == (pressed[0], told(pressed[1])), "a message and a press are refused alike"
    return pressed


def signed(world: World, header: bytes, claims: bytes) -> str:
    """A token whose parts are these bytes, with a good signature."""
    text = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (header, claims))
    signature = world.outside.login.signing_key.private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def parts(token: str) -> tuple[Json, Json]:
    """The header and the claims of a token."""
    header, claims, _ = token.split(".")
    read = [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (header, claims)]
    return read[0], read[1]


@cache
def key_for(*endorsements: str) -> SigningKey:
    """A key that the key server publishes, and that may speak for these channels only."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return SigningKey(f"for {endorsements}", private, endorsements)


OTHER_KEYS = ((), ("webchat",))


async def publish_other_keys(world: World) -> None:
    """Have the bot know keys of other channels, and look for a key that nobody has: it will not look again so soon."""
    world.outside.login.keys += [key_for(*channels) for channels in OTHER_KEYS]
    for key in (world.outside.login.signing_key, world.outside.login.stranger):
        await write(world, {"type": "typing"}, token=token(world, key=key))


async def send(
    world: World,
    body: bytes,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    *,
    method: str = "POST",
    path: str = "/api/messages",
    signed: bool = True,
) -> Heard:
    """Send these bytes as JSON with a good token, unless the headers say otherwise."""
    given = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
    named = {name.lower() for name, _ in given}
    usual = [("Content-Type", "application/json"), *([("Authorization", f"Bearer {token(world)}")] if signed else [])]
    given += [(name, value) for name, value in usual if name.lower() not in named]
    # Nothing here is encrypted, and reading all certificates each time takes long.
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS, verify=False) as client:
        answer = await client.request(method, f"{world.bot_url}{path}", content=body, headers=given)
    return answer.status_code, answer.text


async def send_raw(world: World, request: bytes) -> Heard:
    """Send bytes that no HTTP client would, up to the bot's whole answer."""
    address = urlsplit(world.bot_url)
    reading, writing = await asyncio.open_connection(address.hostname, address.port)
    try:
        writing.write(request)
        head = await asyncio.wait_for(reading.readuntil(b"\r\n\r\n"), ANSWER_SECONDS)
        length = next(int(line.split(b":")[1]) for line in head.lower().splitlines() if b"content-length" in line)
        body = await asyncio.wait_for(reading.readexactly(length), ANSWER_SECONDS)
    finally:
        writing.close()
    return int(head.split(b" ", 2)[1]), body.decode()


def told(body: str) -> str | None:
    """The sentence in an answer, to a message or to a press; None when it has none."""
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    in_dialog = answer.get("task") or {}
    found = answer.get("message") or answer.get("value") or answer.get("error") or in_dialog.get("value")
    return str(found) if found else None


def as_bytes(activity: Json) -> bytes:
    return json.dumps(activity).encode()
