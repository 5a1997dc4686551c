"""What a mangled activity costs the bot in CPU, one by one: real ones, changed as tests/edge/test_fuzz.py does.

Run by hand: `python -m tests.benchmarks.mangled [HOW MANY]`. QUALITY: 5,000 of them, never more than 50 ms each. The
bot is a process of its own; what is told is the CPU of that process, threads included, from one request to the next,
so also what its loops did meanwhile. The dearest are sent again a few times, each as a new delivery: the least of these
is what the activity itself costs, the rest was the machine or the loops. Garbage collection is told apart.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections import Counter
from collections.abc import Callable

import aiohttp
from anyio.from_thread import BlockingPortal
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from practice.altering import Json
from practice.outside import Outside
from tests.attacks.everything import settled
from tests.attacks.knocks import token
from tests.attacks.moves import typed_code, waiting
from tests.benchmarks.ground import ground
from tests.benchmarks.refusals import BOT, cpu, served
from tests.edge.mutations import Change, Spoiling, as_bytes, changed, changes, spoilings
from tests.edge.test_fuzz import KINDS, Aim, corpus
from tests.world import World, settings_for

LIMIT = 50.0  # milliseconds
AGAIN, DEAREST = 5, 12
Sent = Callable[[str], bytes]  # by the id of the delivery


def mangled(activities: dict[str, Json], how_many: int) -> list[tuple[str, Sent]]:
    """So many of them, the same in each run."""
    made: list[tuple[str, Sent]] = []

    @settings(
        max_examples=how_many,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(KINDS), changes, spoilings, st.booleans())
    def make(kind: str, wanted: list[Change], spoiling: Spoiling | None, ascii_only: bool) -> None:
        def sent(delivery: str) -> bytes:
            return as_bytes(changed({**activities[kind], "id": delivery}, wanted), spoiling, ascii_only=ascii_only)

        made.append((f"{kind}: {', '.join(change.how for change in wanted)}", sent))

    make()
    return made


async def main(how_many: int) -> int:
    async with ground() as here, Outside() as outside:
        environ = settings_for(outside, here.bot_url, here.tv_url)
        async with served(BOT, environ) as url:
            outside.bot_url = url
            return await measure(World(outside, here.people, url, here.bot_url, here.tv_url, environ), how_many)


async def measure(world: World, how_many: int) -> int:
    card = await settled(world, await waiting(world))
    aim = Aim(BlockingPortal(), world, card, [], token(world))
    activities = corpus(aim, await typed_code(world, card))
    bodies = await asyncio.to_thread(mangled, activities, how_many)
    async with aiohttp.ClientSession() as session:
        spent, statuses = [], []
        for number, (what, sent) in enumerate(bodies):
            milliseconds, collecting, status = await once(session, world, sent(f"mangled-{number}"))
            spent.append((milliseconds, collecting, what, sent))
            statuses.append(status)
        print(f"answered {dict(Counter(statuses))}")
        tell("with all that the process did", [each[0] for each in spent])
        tell("garbage collection left out", [each[0] - each[1] for each in spent])
        dearest = sorted(spent, key=lambda each: each[0], reverse=True)[:DEAREST]
        worst = 0.0
        for place, (milliseconds, collecting, what, sent) in enumerate(dearest):
            times = [(await once(session, world, sent(f"again-{place}-{n}")))[0] for n in range(AGAIN)]
            worst = max(worst, min(times))
            print(
                f"{milliseconds:6.1f} ms, {collecting:.1f} of it collecting; again {min(times):5.1f} at least  {what}"
            )
        print(f"no activity of {how_many} costs more than {worst:.1f} ms by itself (at most {LIMIT:.0f})")
    return int(worst > LIMIT)


async def once(session: aiohttp.ClientSession, world: World, body: bytes) -> tuple[float, float, int]:
    """Milliseconds of CPU from before this request until after it, those of them spent collecting, and the status."""
    url = world.outside.bot_url
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token(world)}"}
    before, collecting = await cpu(session, url), await cpu(session, url, "collected")
    async with session.post(f"{url}/api/messages", data=body, headers=headers) as answer:
        await answer.read()
        status = answer.status
    after, collected = await cpu(session, url), await cpu(session, url, "collected")
    return 1000 * (after - before), 1000 * (collected - collecting), status


def tell(what: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100)
    print(f"{what:32} median {cuts[49]:5.1f}  p99 {cuts[98]:5.1f}  most {max(times):5.1f} ms CPU")


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)))
