"""What a refusal costs the bot in CPU, kind by kind, beside a bare aiohttp request in the same run.

Run by hand: `python -m tests.benchmarks.refusals [TIMES]`. Goal of issue 7: under 5 ms each. Each server is a process
of its own that tells its CPU time, threads included; the kinds take turns, so that a busy machine is unfair to all.
"""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count

import aiohttp
from aiohttp import web

from bot import logs
from bot.serving import alone
from bot.settings import read_settings
from practice import activities
from practice.altering import Json, altered
from practice.outside import AMINA, OUTSIDER, Outside
from tests.benchmarks.ground import ground, serve_with_cpu
from tests.world import settings_for

ROUNDS = 10
BARE, BOT = "bare", "bot"
NUMBER = "1700000000000"  # in place of each delivery's own
NUMBERS = count(1_700_000_000_001)


@dataclass(frozen=True)
class Kind:
    """One kind of request: what is sent, and the status that comes back."""

    body: bytes
    headers: Mapping[str, str]
    status: int = 401


def kinds(outside: Outside) -> dict[str, Kind]:
    """The refusals by name. An outsider is one after Graph was asked; the last is no refusal, but is passed over."""
    here, sign = outside.service_url, outside.login.sign_activity_token
    honest = activities.message(
        outside.teams.place, AMINA, message_id=NUMBER, root=NUMBER, when=time.time(), text="unlink a@b.example"
    )
    good, json_type = f"Bearer {sign(here)}", {"Content-Type": "application/json"}

    def with_token(token: str) -> Kind:
        return Kind(written(honest), {**json_type, "Authorization": f"Bearer {token}"})

    def with_body(body: bytes, status: int, **headers: str) -> Kind:
        return Kind(body, {**json_type, **headers, "Authorization": good}, status)

    def changed(status: int, changes: Mapping[str, object]) -> Kind:
        return with_body(written(altered(honest, changes)), status)

    forged = sign(here, key=outside.login.stranger, header={"kid": outside.login.signing_key.kid})
    return {
        "no token": Kind(written(honest), json_type),
        "malformed token": with_token("not.a.token"),
        "token of 7 KB": with_token("eyJ" * 2_300),
        "algorithm none": with_token(sign(here, algorithm="none")),
        "wrong issuer": with_token(sign(here, claims={"iss": "https://issuer.example"})),
        "unknown key": with_token(sign(here, header={"kid": "nobody"})),
        "wrong signature": with_token(forged),
        "another bot's": with_token(sign(here, audience="11111111-2222-3333-4444-555555555555")),
        "another service": with_token(sign("https://smba.example/")),
        "body too large": with_body(b"[" * 300_000, 413),
        "body compressed": with_body(gzip.compress(b"0" * 10_000_000), 415, **{"Content-Encoding": "gzip"}),
        "body no JSON": with_body(b"{" * 1_000, 400),
        "200 KB no JSON": with_body(b'["' + b"a" * 200_000, 400),
        "200 KB of lists": with_body(b"[" * 200_000, 400),
        "200 KB of objects": with_body(b"[" + b"{}," * 66_000 + b"{}]", 400),
        "200 KB of entities": changed(400, {"entities": [{}] * 50_000}),
        "a field twice": with_body(written(honest)[:-1] + b', "type": "x"}', 400),
        "wrong types": changed(400, {"from": [5], "entities": {}}),
        "another tenant": changed(200, {"channelData.tenant.id": "11111111-2222-3333-4444-555555555555"}),
        "unknown invoke": changed(200, {"type": "invoke", "name": "task/fetch"}),
        "an outsider": changed(200, {"from.aadObjectId": OUTSIDER.object_id}),
        "not for the bot": changed(200, {"entities": []}),
    }


def hostile(outside: Outside) -> dict[str, Kind]:
    """Messages by a BA that are let in and made to cost what reading can cost, the bot's answer in the thread included.

    QUALITY allows a hostile body 50 ms: look at how much more than a usual message each costs.
    """
    place, headers = outside.teams.place, {"Content-Type": "application/json"}
    headers["Authorization"] = f"Bearer {outside.login.sign_activity_token(outside.service_url)}"

    def kind(text: str, html: str = "<p></p>") -> Kind:
        activity = activities.message(
            place, AMINA, message_id=NUMBER, root=NUMBER, when=time.time(), text=text, html=html
        )
        return Kind(written(activity), headers, 200)

    return {
        "a usual message": kind("Can you unlink the One Login of nobody@example.com?"),
        "text of addresses": kind("a@b.co " * 14_000),
        "text of numbers": kind("123456 " * 14_000),
        "text of orders": kind("unlink delete " * 7_000),
        "copy of mentions": kind("x", "<at>TV Support</at>" * 5_000),
        "copy of links": kind("x", "<a href='mailto:a@b.co'>a@b.co</a>" * 2_900),
        "copy of entities": kind("x", "&amp;" * 19_000),
        "copy of attributes": kind("x", f"<a {'b=c ' * 24_000}>"),
        "copy of lines": kind("x", "x\n" * 49_000),
    }


def written(activity: Json) -> bytes:
    return json.dumps(activity).encode()


async def main(times: int) -> None:
    async with ground() as here, Outside() as outside:
        settings = settings_for(outside, here.bot_url, here.tv_url)
        async with served(BOT, settings) as bot, served(BARE, {}) as bare:
            await measure(outside, bot, bare, times)


async def measure(outside: Outside, bot: str, bare: str, times: int) -> None:
    spent: dict[str, list[float]] = {}
    async with aiohttp.ClientSession() as session:
        cases = kinds(outside) | hostile(outside)
        first = cases["no token"]
        for _ in range(ROUNDS):
            for name, kind in cases.items():
                spent.setdefault(name, []).append(await cost(session, bot, kind, times // ROUNDS))
            plain = Kind(first.body, first.headers, 200)
            spent.setdefault("bare aiohttp", []).append(await cost(session, bare, plain, times // ROUNDS))
    one = statistics.median(spent.pop("bare aiohttp"))
    print(f"{'bare aiohttp':20} {one:6.2f} ms CPU")
    for name, each in spent.items():
        middle = statistics.median(each)
        print(f"{name:20} {middle:6.2f} ms CPU, {middle / one:5.1f} times bare, worst round {max(each):6.2f}")


async def cost(session: aiohttp.ClientSession, url: str, kind: Kind, times: int) -> float:
    """Milliseconds of the server's CPU for one of these requests, the one that asks for it left out."""
    before = await cpu(session, url)
    for _ in range(times):
        body = kind.body.replace(NUMBER.encode(), str(next(NUMBERS)).encode())
        async with session.post(f"{url}/api/messages", data=body, headers=kind.headers) as answer:
            await answer.read()
            if answer.status != kind.status:
                raise SystemExit(f"{kind.body[:80]!r} was answered {answer.status}, not {kind.status}")
    return 1000 * (await cpu(session, url) - before) / max(1, times)


async def cpu(session: aiohttp.ClientSession, url: str, what: str = "cpu") -> float:
    """Seconds of CPU that the server has used, or used for collecting garbage ("collected")."""
    async with session.get(f"{url}/{what}") as answer:
        return float(await answer.text())


@asynccontextmanager
async def served(what: str, settings: Mapping[str, str]) -> AsyncIterator[str]:
    """A server in a process of its own, ready."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.benchmarks.refusals",
        what,
        env={**kept, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        port = int(await process.stdout.readline())
        if what == BOT:
            await asyncio.sleep(2)  # its keys are there and its first looks are over
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def serve(what: str) -> None:
    """Serve the bot, or a bare answer, with the CPU time of this process beside it."""

    async def bare(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"error": "not authorised"})

    began, spent_collecting = 0.0, 0.0

    def collecting(phase: str, _: object) -> None:
        nonlocal began, spent_collecting
        if phase == "start":
            began = time.thread_time()
        else:
            spent_collecting += time.thread_time() - began

    async def collected(_: web.Request) -> web.Response:
        return web.Response(text=str(spent_collecting))

    gc.callbacks.append(collecting)
    logs.set_up()
    app = alone(read_settings(os.environ)) if what == BOT else web.Application(client_max_size=1_000_000)
    if what == BARE:
        app.router.add_post("/api/messages", bare)
    app.router.add_get("/collected", collected)
    await serve_with_cpu(app)


if __name__ == "__main__":
    word = sys.argv[1] if len(sys.argv) > 1 else "200"
    asyncio.run(serve(word) if word in (BOT, BARE) else main(int(word)))
