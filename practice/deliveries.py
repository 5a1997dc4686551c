"""What Teams delivers to the bot: a log, and deliveries that come twice or late on command."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from practice.altering import Json
from practice.waiting import Changes

LOGGED: Final = 200
SEARCH: Final = "application/search"
"""The name of the invoke by which a field of a card asks what to offer."""
Answer = tuple[int, str]
Send = Callable[[], Awaitable[Answer]]


@dataclass
class Sent:
    """One delivery: `when` is time.monotonic(), `took` seconds, `status` None until it is answered."""

    kind: str
    who: str
    when: float
    status: int | None = None
    took: float = 0.0
    answer: str = ""


@dataclass
class Deliveries:
    """The log, and how often the next activities come twice, or how late (seconds, one for each)."""

    twice: int = 0
    late: deque[float] = field(default_factory=deque)
    log: deque[Sent] = field(default_factory=lambda: deque(maxlen=LOGGED))
    changes: Changes = field(default_factory=Changes)

    async def carry(self, activity: Json, send: Send) -> Answer:
        """Deliver an activity, late or twice when told to; the answer to the first copy counts."""
        late = self.late.popleft() if self.late else 0.0
        copies = 2 if self.twice > 0 else 1
        self.twice = max(0, self.twice - 1)
        if late:
            self.changes.ring()
            await asyncio.sleep(late)
        answers = await asyncio.gather(*(self._logged(activity, send) for _ in range(copies)))
        return answers[0]

    async def _logged(self, activity: Json, send: Send) -> Answer:
        who = activity.get("from")
        name = str(who.get("name", "")) if isinstance(who, dict) else ""
        kind = "search" if activity.get("name") == SEARCH else str(activity.get("type"))
        sent = Sent(kind, name, time.monotonic())
        self.log.append(sent)
        self.changes.ring()
        try:
            sent.status, sent.answer = await send()
        finally:
            sent.took = time.monotonic() - sent.when
            self.changes.ring()
        return sent.status, sent.answer
