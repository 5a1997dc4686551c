"""What a preview and a deletion cost on a service database with a million jobseekers, beside one with a thousand.

Run by hand: `python -m tests.benchmarks.erase_at_scale [JOBSEEKERS]`. Measured through the adapter, as the bot's role,
on people who hold the same rows in both. Prints medians and their ratio; exits 1 when one is above LIMIT. What reads
whole tables because Teaching Vacancies has no index for it (search by address, versions.whodunnit) is timed apart; it
never runs under a lock.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import time
from collections.abc import Awaitable
from uuid import UUID, uuid4

from adapters.service_database import statements
from handlers.holdings import Options
from practice.postgres import Cluster, Server
from practice.postgres_home import scratch
from tests.benchmarks.grown import DEPENDENT, grow, measured
from tests.erasure.tv import Tv, opened

LIMIT = 1.5
PEOPLE, SEARCHES = 120, 5
SMALL, LARGE = 1000, 1_000_000
BY_KEY = "preview, by key"
DELETION = "deletion"
WHOLE = "preview, with the searches"
SEARCH = "search before the lock"

Times = dict[str, list[float]]


async def main(large: int) -> int:
    folder = scratch()
    with Cluster(folder, durable=False, settings={"shared_buffers": "1GB"}) as cluster:
        urls = [await made(cluster.server, size) for size in (SMALL, large)]
        async with opened(urls[0]) as small, opened(urls[1]) as grown:
            times = await measure(small, grown)
    shutil.rmtree(folder)
    return report(*times)


async def made(server: Server, size: int) -> str:
    started = time.perf_counter()
    url = await grow(server, f"tv_{size}", size, PEOPLE)
    rows = sum(size // every for every, _ in DEPENDENT.values())
    print(f"{size:,} jobseekers, {rows:,} dependent rows: made in {time.perf_counter() - started:.0f} s", flush=True)
    return url


async def measure(*databases: Tv) -> tuple[Times, ...]:
    """Seconds for each of the people, in turn here and there; the first few warm the connections and are dropped."""
    taken: tuple[Times, ...] = tuple({name: [] for name in (WHOLE, SEARCH, BY_KEY, DELETION)} for _ in databases)
    for number in range(PEOPLE):
        email = measured(number)
        for tv, times in zip(databases, taken, strict=True):
            key = await tv.owner.fetchval("SELECT id FROM jobseekers WHERE email = $1", email)
            if number < SEARCHES:
                times[WHOLE].append(await timed(tv.service.preview(email)))
                times[SEARCH].append(await timed(search(tv, key, email)))
            times[BY_KEY].append(await timed(by_key(tv, key, email)))
            times[DELETION].append(await timed(deletion(tv, str(key), email)))
    return tuple({name: each[len(each) // 6 :] for name, each in times.items()} for times in taken)


async def by_key(tv: Tv, key: UUID, email: str) -> None:
    """The part of a preview that finds everything by an index: what is read under the lock as well."""
    async with tv.service._looking("benchmark") as begun:
        given = {"id": key, "address": email, "alerts": [], "addressed": []}
        row = (await begun.connection.execute(statements.READ, given)).mappings().one()
        assert row["jobseekers"] == [str(key)]


async def search(tv: Tv, key: UUID, email: str) -> None:
    """Job alerts and feedback by address, as before a lock."""
    async with tv.service._looking("benchmark") as begun:
        await begun.connection.execute(statements.LOOK, {"id": key, "address": email})


async def deletion(tv: Tv, key: str, email: str) -> None:
    """Drift, lock, read, erase, commit: everything between the approval and the changed rows."""
    async with tv.service.acting(uuid4()) as acting:
        assert await acting.drift() == ()
        holdings = await acting.lock_holdings(key, email, Options())
        assert holdings is not None
        counts = await acting.erase(holdings, Options())
        assert all(counts.values())
        await acting.commit()


async def timed(work: Awaitable[object]) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


def report(small: Times, large: Times) -> int:
    print(f"{'medians, milliseconds':<30}{'small':>10}{'large':>10}{'ratio':>8}")
    bad = 0
    for name, times in small.items():
        before, after = statistics.median(times) * 1000, statistics.median(large[name]) * 1000
        apart = name in (WHOLE, SEARCH)
        bad |= not apart and after / before > LIMIT
        print(f"{name:<30}{before:>10.1f}{after:>10.1f}{after / before:>8.2f}{'  no index there' if apart else ''}")
    return int(bad)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else LARGE)))
