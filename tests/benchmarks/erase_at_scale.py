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
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

from adapters.service_database import erasures, statements
from handlers.holdings import Options
from practice.postgres import Cluster
from practice.postgres_home import scratch
from tests.benchmarks.grown import DEPENDENT, grow
from tests.erasure.tv import EVERYTHING, Tv, opened, the_one

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
        times = {}
        for size in (SMALL, large):
            started = time.perf_counter()
            url, people = await grow(cluster.server, f"tv_{size}", size, PEOPLE)
            rows = sum(size // every for every, _ in DEPENDENT.values())
            print(f"{size:,} jobseekers, {rows:,} dependent rows: made in {time.perf_counter() - started:.0f} s")
            async with opened(url) as tv:
                times[size] = await measure(tv, people)
    shutil.rmtree(folder)
    return report(times[SMALL], times[large])


async def measure(tv: Tv, people: list[str]) -> Times:
    """Seconds for each of the people; the first few warm the connection and are dropped."""
    times: Times = {WHOLE: [], SEARCH: [], BY_KEY: [], DELETION: []}
    for email in people[:SEARCHES]:
        times[WHOLE].append(await timed(lambda email=email: tv.service.preview(email)))  # type: ignore[misc]
        times[SEARCH].append(await timed(lambda email=email: locked(tv, email, EVERYTHING)))  # type: ignore[misc]
    for email in people:
        key = await tv.owner.fetchval("SELECT id FROM jobseekers WHERE email = $1", email)
        times[BY_KEY].append(await timed(lambda key=key, email=email: by_key(tv, key, email)))  # type: ignore[misc]
        times[DELETION].append(await timed(lambda key=key, email=email: deletion(tv, str(key), email)))  # type: ignore[misc]
    return {name: each[len(each) // 6 :] for name, each in times.items()}


async def by_key(tv: Tv, key: UUID, email: str) -> None:
    """The part of a preview that finds everything by an index: what is read under the lock as well."""
    async with tv.service._transaction("benchmark", read_only=True) as connection:
        given = {"id": key, "address": email, "alerts": [], "addressed": []}
        row = (await connection.execute(statements.READ, given)).mappings().one()
        assert row["jobseekers"] == [str(key)]


async def locked(tv: Tv, email: str, options: Options) -> None:
    key = the_one(await tv.service.preview(email)).id if options == Options() else None
    async with tv.service._transaction("benchmark", read_only=True) as connection:
        await connection.execute(statements.LOOK, {**erasures._given(key, email)})


async def deletion(tv: Tv, key: str, email: str) -> None:
    """Drift, lock, read, erase, commit: everything between the approval and the changed rows."""
    async with tv.service.acting(uuid4()) as acting:
        assert await acting.drift() == ()
        holdings = await acting.lock_holdings(key, email, Options())
        assert holdings is not None
        counts = await acting.erase(holdings, Options())
        assert all(counts.values())
        await acting.commit()


async def timed(once: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await once()
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
