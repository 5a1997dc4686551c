"""Reminding developers of what waits for them: after one and four working hours, then once more all of them."""

from __future__ import annotations

from handlers.notices import reminder
from handlers.ports import Entry, Ports
from handlers.timers import REMIND_AFTER
from handlers.working_time import in_working_hours, next_opening


async def remind_next(ports: Ports) -> bool:
    """Send the reminder of one request that is due; False when there is none.

    Outside working hours, and while a developer says that they are looking, it is put off. After an outage one
    reminder stands for all that were missed.
    """
    now = ports.clock()
    request = await ports.book.to_remind(now)
    if request is None:
        return False
    looking = request.look.until if request.look and request.look.until > now else None
    if looking or not in_working_hours(now):
        await ports.book.remind_at(request.id, next_opening(looking or now))
        return True
    due = sum(after(request.state_since) <= now for after in REMIND_AFTER)
    sent = max(due, request.reminders + 1)
    next_at = REMIND_AFTER[sent](request.state_since) if sent < len(REMIND_AFTER) else None
    async with ports.book.turn() as turn:
        if await turn.remind(request, sent, next_at, Entry("reminded", "bot", digest=request.digest), now):
            await turn.notify(reminder(request, to_all=sent >= len(REMIND_AFTER)), now)
    return True
