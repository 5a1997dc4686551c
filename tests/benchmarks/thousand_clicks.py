"""How long a thousand presses of Approve at once take, by twenty approvers over two processes of the bot.

Run by hand: `python -m tests.benchmarks.thousand_clicks [ROUNDS]`. Prints the seconds and the answers of each round;
an answer of 504 came after the 15 seconds that Teams waits. What it shows depends on what else the machine does.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from adapters.bot_database.migrate import migrate_to_newest
from practice.databases import BOT_RIGHTS, SERVICE_RIGHTS, create_database, grant
from practice.postgres import Cluster
from practice.postgres_home import scratch
from practice.service_database import build
from tests.faults.thousand_clicks import CLICKS, thousand_clicks, two_replicas


async def main(rounds: int) -> None:
    folder = scratch()
    with Cluster(folder, durable=True, max_connections=200) as cluster:
        server = cluster.server
        for number in range(rounds):
            bot, tv = f"bot{number}", f"tv{number}"
            await create_database(server, bot)
            await create_database(server, tv)
            await migrate_to_newest(server.url(bot), encrypted=False)
            people = await build(server.url(tv), seed=number, now=datetime.now(UTC), crowd=10)
            await grant(server.url(bot), BOT_RIGHTS)
            await grant(server.url(tv), SERVICE_RIGHTS)
            async with two_replicas(people, server.url(bot), server.url(tv), Path(folder)) as (world, urls):
                answered = await thousand_clicks(world, urls, await world.asked())
            print(f"{CLICKS} clicks, the last one answered after {answered.seconds:.1f} s: {dict(answered.answers)}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
