"""The columns that each version of the bot database's schema has, written down when it is made.

.venv/bin/python -m tests.upgrades.columns      writes those of the newest schema
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from sqlalchemy.dialects import postgresql

from adapters.bot_database.revision import newest
from adapters.bot_database.tables import metadata

FOLDER: Final = Path(__file__).with_name("columns")
Columns = dict[str, dict[str, dict[str, object]]]
"""Table → column → its `type` in PostgreSQL's words, and whether an INSERT has to `give` it a value."""


def of_now() -> Columns:
    return {
        table.name: {
            column.name: {
                "type": column.type.compile(dialect=postgresql.dialect()).lower(),  # type: ignore[no-untyped-call]
                "give": not column.nullable and column.server_default is None,
            }
            for column in table.columns
        }
        for table in metadata.sorted_tables
    }


def written() -> dict[str, Columns]:
    """Revision → its columns."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}


if __name__ == "__main__":
    (FOLDER / f"{newest()}.json").write_text(json.dumps(of_now(), indent=1) + "\n")
