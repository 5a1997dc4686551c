"""The schema of the Teaching Vacancies database, as SQL for any PostgreSQL from 14 on, without extensions.

The data are in tv-schema.json (compact.py made it and describes its form). Exact but for one thing: there is no
PostGIS, so columns of type geometry or geography are text, and the gist indexes on them are left out (the one mixed
gist index, on vacancies, goes with them).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("tv-schema.json")
ON_DELETE = {None: "", "nullify": " ON DELETE SET NULL", "cascade": " ON DELETE CASCADE"}
RAILS_OWN_TABLES = (
    'CREATE TABLE "schema_migrations" ("version" character varying NOT NULL PRIMARY KEY)',
    'CREATE TABLE "ar_internal_metadata" ("key" character varying NOT NULL PRIMARY KEY, "value" character varying, '
    '"created_at" timestamp(6) without time zone NOT NULL, "updated_at" timestamp(6) without time zone NOT NULL)',
)


@dataclass(frozen=True)
class Column:
    """A column; `default` is SQL, or None without one."""

    name: str
    type: str
    null: bool
    default: str | None


@dataclass(frozen=True)
class Index:
    """An index; `where` is the SQL condition of a partial one."""

    name: str
    columns: tuple[str, ...]
    unique: bool
    method: str
    where: str | None


@dataclass(frozen=True)
class Table:
    """A table; its columns here do not repeat `id`, a uuid or a bigint from a sequence."""

    name: str
    id_type: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key to the id of another table; `on_delete` is "nullify", "cascade" or None."""

    name: str
    table: str
    column: str
    to_table: str
    on_delete: str | None


@dataclass(frozen=True)
class Schema:
    """All of it, in the order of the source."""

    version: str
    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...]


@cache
def read() -> Schema:
    """The schema that is made here: without gist indexes, geometry as text."""
    data = json.loads(SOURCE.read_text())
    tables = (_table(name, table) for name, table in data["tables"].items())
    return Schema(data["schema_version"], tuple(tables), tuple(ForeignKey(*key) for key in data["foreign_keys"]))


def ddl() -> list[str]:
    """The statements that make the schema in an empty database, in order; Rails' own two tables come last."""
    schema = read()
    tables = [_create_table(table) for table in schema.tables]
    indexes = [_create_index(table.name, index) for table in schema.tables for index in table.indexes]
    return [*tables, *indexes, *map(_add_foreign_key, schema.foreign_keys), *RAILS_OWN_TABLES]


def _table(name: str, data: dict[str, Any]) -> Table:
    columns = tuple(_column(*column) for column in data["columns"])
    indexes = (
        Index(index, tuple(over), unique == "unique", method, where)
        for index, over, unique, method, where in data["indexes"]
        if method != "gist"
    )
    return Table(name, data["id"], columns, tuple(indexes))


def _column(name: str, kind: str, null: str, *default: object) -> Column:
    if kind.startswith(("geometry", "geography")):
        kind = "text"
    return Column(name, kind, null == "null", _literal(default[0]) if default else None)


def _literal(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case []:
            return "'{}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case _:
            return "'" + json.dumps(value).replace("'", "''") + "'"


def _create_table(table: Table) -> str:
    identity = "uuid DEFAULT gen_random_uuid() NOT NULL" if table.id_type == "uuid" else "bigserial NOT NULL"
    columns = [f'"id" {identity} PRIMARY KEY', *map(_column_definition, table.columns)]
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)})'


def _column_definition(column: Column) -> str:
    default = "" if column.default is None else f" DEFAULT {column.default}"
    return f'"{column.name}" {column.type}{default}{"" if column.null else " NOT NULL"}'


def _create_index(table: str, index: Index) -> str:
    columns = ", ".join(f'"{column}"' for column in index.columns)
    where = "" if index.where is None else f" WHERE {index.where}"
    unique = "UNIQUE " if index.unique else ""
    return f'CREATE {unique}INDEX "{index.name}" ON "{table}" USING {index.method} ({columns}){where}'


def _add_foreign_key(key: ForeignKey) -> str:
    return (
        f'ALTER TABLE "{key.table}" ADD CONSTRAINT "{key.name}" FOREIGN KEY ("{key.column}") '
        f'REFERENCES "{key.to_table}" ("id"){ON_DELETE[key.on_delete]}'
    )
