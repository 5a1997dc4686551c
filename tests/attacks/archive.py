"""What the attacks on the audit share: an honest record with its anchor, and the ways in which people get at them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.anchor.file import AnchorFile
from adapters.anchor.lines import sealed
from adapters.bot_database.anchoring import Anchoring
from adapters.bot_database.audit import FIRST_HASH, HASHED, append, chained
from adapters.bot_database.verify import Verdict, verify
from adapters.postgres import make_engine
from handlers.ports import Entry
from handlers.states import State
from practice.databases import as_role
from tests.world import rows_of

KEY = b"a key for tests, which only the bot has"
INSERT = (
    "INSERT INTO audit SELECT {number}, at, action, actor, request_id, version, from_state, to_state, code, digest,"
    " previous_hash, hash FROM audit WHERE seq = {of}"
)
TABLES = ("audit", "audit_head")


@dataclass
class Archive:
    """Records 1 to 18 of which three lines of the anchor cover the first 4, 9 and 14; 5, 10 and 15 name these lines.

    What came after the last line (16 to 18) is a few minutes old: that no line covers it yet is as it should be.
    """

    url: str
    engine: AsyncEngine
    file: Path
    now: datetime

    @staticmethod
    async def opened(stack: AsyncExitStack, url: str, file: Path) -> Archive:
        """As the bot sees it: its own role, its own anchor."""
        engine = make_engine(as_role(url), name="archive", encrypted=False, size=3)
        stack.push_async_callback(engine.dispose)
        archive = Archive(url, engine, file, datetime.now(UTC) - timedelta(minutes=30))
        for _ in range(3):
            await archive.write(4)
            await archive.anchor()
        await archive.write(3)
        return archive

    @staticmethod
    async def copied(stack: AsyncExitStack, honest: Archive, url: str, file: Path) -> Archive:
        """The same records in a database of its own, with its own copy of the anchor."""
        engine = make_engine(as_role(url), name="archive", encrypted=False, size=3)
        stack.push_async_callback(engine.dispose)
        file.write_bytes(honest.file.read_bytes())  # noqa: ASYNC240 - a few lines
        return Archive(url, engine, file, honest.now)

    async def write(self, number: int, *, actor: str = "00000000-0000-0000-0000-00000000000a") -> None:
        """Honest records, one transaction each."""
        for each in range(number):
            self.now += timedelta(seconds=30)
            async with self.engine.begin() as connection:
                entry = Entry("approve", actor, UUID(int=each + 1), 3, State.AWAITING_APPROVAL, State.APPROVED, "code")
                await append(connection, entry, self.now)

    async def anchor(self) -> Anchoring:
        """What the bot's own step does."""
        anchoring = Anchoring(self.engine, AnchorFile(self.file), KEY, lambda: self.now)
        await anchoring.step()
        return anchoring

    async def verdict(self, *, later: timedelta = timedelta(0)) -> Verdict:
        return await verify(self.engine, AnchorFile(self.file), KEY, self.now + later)

    # What attackers do.

    async def as_bot(self, *statements: str) -> None:
        """With the bot's own password."""
        await _run(as_role(self.url), statements)

    async def as_owner(self, *statements: str) -> None:
        """With the password of the owner of the tables, who switches the triggers off first."""
        off = "ALTER TABLE audit DISABLE TRIGGER ALL"
        await _run(self.url, [off, *statements])

    async def rehash(self) -> None:
        """Compute every hash anew from what the records now say, and the head too."""
        connection = await asyncpg.connect(self.url)
        try:
            previous, seq = FIRST_HASH, 0
            for row in await connection.fetch("SELECT * FROM audit ORDER BY seq"):
                record = {name: row[name] for name in HASHED}
                digest, seq = chained(previous, record), row["seq"]
                await connection.execute(
                    "UPDATE audit SET previous_hash = $1, hash = $2 WHERE seq = $3", previous, digest, seq
                )
                previous = digest
            await connection.execute("UPDATE audit_head SET seq = $1, hash = $2", seq, previous)
        finally:
            await connection.close()

    async def hash_of(self, seq: int) -> str:
        [row] = await rows_of(self.url, "SELECT hash FROM audit WHERE seq = $1", seq)
        return str(row["hash"])

    async def back_up(self, prefix: str = "old") -> None:
        anew = [f"DROP TABLE IF EXISTS {prefix}_{name}" for name in TABLES]
        await _run(self.url, anew + [f"CREATE TABLE {prefix}_{name} AS TABLE {name}" for name in TABLES])

    async def restore(self, prefix: str = "old") -> None:
        """Put the copy back, as if nothing had happened since."""
        put_back = [f"TRUNCATE {name}; INSERT INTO {name} SELECT * FROM {prefix}_{name}" for name in TABLES]
        await self.as_owner(*put_back)

    def lines(self) -> list[str]:
        return self.file.read_text().splitlines()

    def set_lines(self, lines: Sequence[str]) -> None:
        self.file.write_text("".join(f"{line}\n" for line in lines))

    def edit_line(self, number: int, name: str, value: str) -> None:
        """Change one field of one line."""
        lines = self.lines()
        before, _, rest = lines[number - 1].partition(f'"{name}":')
        end = rest.find(",") if "," in rest else rest.find("}")
        lines[number - 1] = f'{before}"{name}":{value}{rest[end:]}'
        self.set_lines(lines)

    def forge_line(self, count: int, digest: str, key: bytes = b"another key") -> None:
        line = sealed(key, self.now, count, digest)
        with self.file.open("a") as file:
            file.write(f"{line.text()}\n")


async def _run(url: str, statements: Sequence[str]) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
