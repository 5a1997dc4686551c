"""Writes tv-schema.json, the part of a parsed Rails schema that the practice service database needs.

    python -m practice.service_database.compact SOURCE.json

SOURCE.json is Teaching Vacancies' db/schema.rb as JSON, with the line of every item and both Rails' and PostgreSQL's
types. What is written keeps PostgreSQL's: a column is [name, type, "null" | "not null", default if it has one], an
index [name, columns, "unique" | "", method, condition], a foreign key [name, table, column, to table, on delete]. One
table or foreign key a line, so that a new release of the service reads as a small difference.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("tv-schema.json")
LICENCE = "MIT; (c) Crown copyright, Department for Education: see NOTICE beside this file"


def compact(source: dict[str, Any]) -> str:
    """The text of tv-schema.json for a parsed schema."""
    head = {
        "source": {**source["source"], "licence": LICENCE},
        "schema_version": source["schema_version"],
        "rails_schema_version": source["rails_schema_version"],
    }
    tables = {name: _table(table) for name, table in sorted(source["tables"].items())}
    keys = [
        [key["name"], key["from_table"], key["column"], key["to_table"], key["on_delete"]]
        for key in source["foreign_keys"]
        if key["to_column"] == "id"
    ]
    if len(keys) != len(source["foreign_keys"]):
        raise SystemExit("A foreign key names another column than id: this form has no place for it.")
    lines = [f"{_json(name)}: {_json(value)}," for name, value in head.items()]
    lines += ['"tables": {', ",\n".join(f"{_json(name)}: {_json(table)}" for name, table in tables.items()), "},"]
    lines += ['"foreign_keys": [', ",\n".join(map(_json, keys)), "]"]
    return "\n".join(["{", *lines, "}", ""])


def _table(table: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": table["id"]["pg_type"],
        "columns": [
            [column["name"], column["pg_type"], "null" if column["null"] else "not null"]
            + ([column["default"]] if column["has_default"] else [])
            for column in table["columns"]
        ],
        "indexes": [
            [index["name"], index["columns"], "unique" if index["unique"] else "", index["using"], index["where"]]
            for index in table["indexes"]
        ],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    TARGET.write_text(compact(json.loads(Path(sys.argv[1]).read_text())))
