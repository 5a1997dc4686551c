"""Misbehaviour on command: what the next calls of a service meet, and a log of every call."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from practice.waiting import Changes, Found

SERVICES: Final = ("connector", "graph", "login", "openid", "register")
CHUNK: Final = 64 * 1024


@dataclass
class Call:
    """One call, entered as it arrives and completed when it is over.

    `when` is time.monotonic(), `took` seconds. `handled`: the service did its work. `status`: what the caller was
    told, None when the connection was cut or the call is not `done` yet.
    """

    service: str
    method: str
    path: str
    when: float
    took: float = 0.0
    done: bool = False
    handled: bool = False
    status: int | None = None


@dataclass(frozen=True)
class Fault:
    """What happens to one call; make it with the functions below.

    `apply`: the service does its work. `answer`: what goes back instead of the service's own answer. `cut`: nothing
    goes back. `before` and `after` are seconds; `gate` holds the call until it is set, before any work.
    """

    apply: bool = True
    answer: Callable[[], web.Response] | None = None
    cut: bool = False
    huge: int = 0
    before: float = 0.0
    after: float = 0.0
    gate: asyncio.Event | None = None


FINE: Final = Fault()


def status(code: int, *, retry_after: str | int | None = None, error: str = "Injected") -> Fault:
    """Answer with this status and do nothing; `retry_after` may be seconds, an HTTP date or rubbish."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    body = {"error": {"code": error, "message": f"The practice world was told to answer {code}."}}
    return Fault(apply=False, answer=lambda: web.json_response(body, status=code, headers=headers))


def empty() -> Fault:
    """Answer 200 with no body and do nothing."""
    return Fault(apply=False, answer=lambda: web.Response(status=200))


def html() -> Fault:
    """Answer 200 with a web page, as a proxy in between does, and do nothing."""
    page = "<!doctype html><html><head><title>Sign in</title></head><body>Sign in to continue</body></html>"
    return Fault(apply=False, answer=lambda: web.Response(text=page, content_type="text/html"))


def delay(seconds: float) -> Fault:
    """Do the work as usual, this much later."""
    return Fault(before=seconds)


def late_reply(seconds: float) -> Fault:
    """Do the work at once, answer this much later."""
    return Fault(after=seconds)


def hold(gate: asyncio.Event) -> Fault:
    """Do nothing until the test sets the gate, then work as usual."""
    return Fault(gate=gate)


def drop() -> Fault:
    """Cut the connection before anything is done."""
    return Fault(apply=False, cut=True)


def lost_reply() -> Fault:
    """Do the work, then cut the connection without an answer."""
    return Fault(cut=True)


def huge(size: int = 32 * 1024 * 1024) -> Fault:
    """Answer 200 with valid JSON of this many bytes and do nothing."""
    return Fault(apply=False, huge=size)


@dataclass
class Faults:
    """The queues of misbehaviour, one for each service, and the call log."""

    calls: list[Call] = field(default_factory=list)
    _next: dict[str, deque[tuple[str | None, Fault]]] = field(default_factory=dict)
    _always: dict[str, tuple[str | None, Fault]] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)

    def queue(self, service: str, *faults: Fault, times: int = 1, method: str | None = None) -> None:
        """Let the next calls of a service meet these faults, each `times` over, in order.

        With `method`, only calls of that method are touched and others pass by.
        """
        waiting = self._next.setdefault(_known(service), deque())
        waiting.extend((method, fault) for fault in faults for _ in range(times))

    def always(self, service: str, fault: Fault | None, *, method: str | None = None) -> None:
        """Let every call of a service that meets no queued fault meet this one; None ends it."""
        self._always.pop(_known(service), None)
        if fault is not None:
            self._always[service] = (method, fault)

    def clear(self) -> None:
        """Let everything work again; the call log stays."""
        self._next.clear()
        self._always.clear()

    def waiting(self, service: str) -> int:
        """Count the queued faults that no call has met yet."""
        return len(self._next.get(_known(service), ()))

    def of(self, service: str, method: str | None = None) -> list[Call]:
        """Give the calls of one service, oldest first."""
        return [call for call in self.calls if call.service == service and method in (None, call.method)]

    async def until(self, predicate: Callable[[Faults], Found], timeout: float = 20.0) -> Found:
        """Wait until the call log satisfies the predicate; raises TimeoutError with the last calls."""
        return await self.changes.until(lambda: predicate(self), timeout, lambda: repr(self.calls[-10:]))

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Stand between every service and its caller."""
        service = request.path.split("/", 2)[1]
        if service not in SERVICES:
            return await handler(request)
        call = Call(service, request.method, request.path, time.monotonic())
        self.calls.append(call)
        self.changes.ring()
        try:
            return await _meet(self._take(service, request.method), call, request, handler)
        finally:
            call.done, call.took = True, time.monotonic() - call.when
            self.changes.ring()

    def _take(self, service: str, method: str) -> Fault:
        waiting = self._next.get(service, deque())
        for place, (only, fault) in enumerate(waiting):
            if only in (None, method):
                del waiting[place]
                return fault
        only, fault = self._always.get(service, (None, FINE))
        return fault if only in (None, method) else FINE


async def _meet(fault: Fault, call: Call, request: web.Request, handler: Handler) -> web.StreamResponse:
    if fault.before:
        await asyncio.sleep(fault.before)
    if fault.gate:
        await request.read()  # it has arrived: its caller may give up meanwhile, the work is done all the same
        await fault.gate.wait()
    response: web.StreamResponse = web.Response()
    if fault.apply:
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            response = web.Response(status=refusal.status, text=refusal.text)
        call.handled = True
    if fault.after:
        await asyncio.sleep(fault.after)
    if fault.cut:
        if request.transport is not None:
            request.transport.abort()
        return response
    if fault.huge:
        call.status = 200
        return await _flood(request, fault.huge)
    if fault.answer is not None:
        response = fault.answer()
    call.status = response.status
    return response


async def _flood(request: web.Request, size: int) -> web.StreamResponse:
    """Send one endless-looking JSON string in pieces, until the caller has had enough."""
    response = web.StreamResponse(headers={"Content-Type": "application/json; charset=utf-8"})
    await response.prepare(request)
    start, end = b'{"padding":"', b'"}'
    await response.write(start)
    left = size - len(start) - len(end)
    while left > 0:
        await response.write(b"a" * min(CHUNK, left))
        left -= CHUNK
    await response.write(end)
    return response


def _known(service: str) -> str:
    if service not in SERVICES:
        raise ValueError(f"{service!r} is no service; they are {', '.join(SERVICES)}")
    return service
