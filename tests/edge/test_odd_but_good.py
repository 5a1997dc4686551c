"""What looks odd and is honest gets in: an edge that refuses too much is an outage."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx

from practice.altering import DROP
from practice.outside import APP_ID, TEAM_ID, TENANT_ID
from tests.attacks.knocks import as_bytes, message, send, token, write
from tests.world import World

TOKENS: dict[str, dict[str, Any]] = {
    "begins in a minute": {"nbf": lambda: int(time.time()) + 60},
    "ended a minute ago, within the leeway": {"exp": lambda: int(time.time()) - 60},
    "no beginning": {"nbf": DROP},
    "issued a minute from now": {"iat": lambda: int(time.time()) + 60},
    "ends at a broken second": {"exp": lambda: time.time() + 3600.5},
    "claims of which we know nothing": {"tid": TENANT_ID, "azp": APP_ID, "ver": "2.0", "uti": "x"},
}
CHANGES: dict[str, dict[str, Any]] = {
    "half an emoji at its end": {"text": "<at>TV Support</at> unlink {} \ud83d", "attachments": DROP},
    "half an emoji in the copy": {"attachments.0.content": "<p>unlink {} \udc4d</p>"},
    "half an emoji in the name": {"from.name": "Amina \ud83d"},
    "ids in capitals": {
        "channelData.tenant.id": TENANT_ID.upper(),
        "recipient.id": f"28:{APP_ID.upper()}",
        "entities.0.mentioned.id": f"28:{APP_ID.upper()}",
    },
    "no tenant in the conversation": {"conversation.tenantId": DROP},
    "no tenant in the conversation, but its name": {"conversation.tenantId": None},
    "the team's group and the channel's type": {
        "channelData.team.aadGroupId": TEAM_ID.upper(),
        "channelData.channel.type": "standard",
    },
    "nothing but the team's group": {"channelData.team": {"aadGroupId": TEAM_ID}},
    "fields of which we know nothing": {"channelData.app": {"id": "x"}, "from.role": "user", "membership": [1, {}]},
    "a number as large as JSON has": {"localTimestamp": 10**300},
    "braces in the text": {"text": "<at>TV Support</at> unlink {} " + "{}" * 9_000, "attachments": DROP},
}


Knock = Callable[[World], Awaitable[tuple[int, str]]]
BODIES: dict[str, Knock] = {
    "a character set": lambda world: send(
        world, as_bytes(message(world)), {"Content-Type": "application/json; charset=UTF-8"}
    ),
    "capitals in the content type": lambda world: send(
        world, as_bytes(message(world)), {"Content-Type": "Application/JSON"}
    ),
    "blanks around it": lambda world: send(world, b"\r\n  " + as_bytes(message(world)) + b"\n"),
    "a query": lambda world: send(world, as_bytes(message(world)), path="/api/messages?from=teams"),
    "chunks without a length": lambda world: in_chunks(world, as_bytes(message(world))),
}


def with_token(claims: dict[str, Any]) -> Knock:
    def now() -> dict[str, Any]:
        """Times are of the moment of the knock: a whole suite runs longer than the leeway."""
        return {
            name: value() if name in ("nbf", "exp", "iat") and callable(value) else value
            for name, value in claims.items()
        }

    return lambda world: write(world, token=token(world, claims=now()))


def with_changes(changes: dict[str, Any]) -> Knock:
    def written(value: Any, address: str) -> Any:
        return value.replace("unlink {}", f"unlink {address}") if isinstance(value, str) else value

    return lambda world: write(world, {name: written(each, world.people["closed"]) for name, each in changes.items()})


KNOCKS = {
    **{f"token: {name}": with_token(claims) for name, claims in TOKENS.items()},
    **{f"activity: {name}": with_changes(changes) for name, changes in CHANGES.items()},
    **{f"body: {name}": knock for name, knock in BODIES.items()},
}


async def test_what_is_odd_and_honest_opens_a_request(world: World) -> None:
    refused: list[tuple[str, tuple[int, str]]] = []
    for number, (name, knock) in enumerate(KNOCKS.items()):
        answer = await knock(world)
        [row] = await world.bot_rows("SELECT count(*) FROM requests")
        if answer != (200, "{}") or row["count"] != number + 1 - len(refused):
            refused.append((name, answer))
        # What is open already would be joined by the next one, which is about the same account.
        await world.bot_rows("UPDATE requests SET state = 'cancelled'")
    assert refused == []


async def in_chunks(world: World, body: bytes) -> tuple[int, str]:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 100):
            yield body[start : start + 100]

    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token(world)}"}
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.post(f"{world.bot_url}/api/messages", content=chunks(), headers=headers)
    return answer.status_code, answer.text
