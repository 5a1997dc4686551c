"""Deliveries that come twice or late, and the log of them all."""

from __future__ import annotations

import time

from practice.deliveries import Deliveries

ACTIVITY = {"type": "message", "from": {"name": "Amina"}}


async def test_a_delivery_is_logged_with_its_answer() -> None:
    deliveries = Deliveries()

    async def send() -> tuple[int, str]:
        return 200, "{}"

    assert await deliveries.carry(ACTIVITY, send) == (200, "{}")
    [sent] = deliveries.log
    assert (sent.kind, sent.who, sent.status, sent.answer) == ("message", "Amina", 200, "{}")


async def test_twice_is_for_as_many_as_were_asked_and_the_first_answer_counts() -> None:
    deliveries, sends = Deliveries(twice=1), 0

    async def send() -> tuple[int, str]:
        nonlocal sends
        sends += 1
        return 200, str(sends)

    assert await deliveries.carry(ACTIVITY, send) == (200, "1")
    assert (sends, deliveries.twice) == (2, 0)
    assert await deliveries.carry(ACTIVITY, send) == (200, "3")


async def test_late_is_late_once() -> None:
    deliveries = Deliveries()
    deliveries.late.append(0.1)

    async def send() -> tuple[int, str]:
        return 200, ""

    began = time.monotonic()
    await deliveries.carry(ACTIVITY, send)
    assert time.monotonic() - began >= 0.1
    assert not deliveries.late


async def test_an_activity_of_any_shape_is_carried() -> None:
    deliveries = Deliveries()

    async def send() -> tuple[int, str]:
        return 400, ""

    assert await deliveries.carry({"from": "nobody"}, send) == (400, "")
