"""The live schema against the erasure map: any difference is a sentence, and with a sentence nothing may be deleted.

A release of Teaching Vacancies can add a table about jobseekers on any day; deleting by yesterday's map would then
leave a part of the person behind, or take a row that nobody has looked at. Reads the catalogue only, which every role
may do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.service_database.known_schema import FOREIGN_KEYS, LINKS, LOSES, POLYMORPHIC, READ, WRITTEN

Fact = tuple[str, str, str, str]

ON_DELETE = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
# Names under which Rails, or somebody in a hurry, would link a row to one that goes.
LINK_NAMES = sorted(
    {
        f"{stem}_id"
        for table in LOSES
        for plural in (table, table.removeprefix("action_text_"), table.removeprefix("noticed_"))
        for stem in (plural, plural.removesuffix("s"))
    }
    | {"account_id", "applicant_id", "candidate_id", "person_id", "sender_id", "user_id"}
)

CATALOGUE = text("""
WITH tables AS MATERIALIZED (
    SELECT c.oid, c.relrowsecurity,
           CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
), written AS MATERIALIZED (
    SELECT *, name = ANY(CAST(:loses AS text[])) AS loses FROM tables WHERE name = ANY(CAST(:written AS text[]))
), columns AS MATERIALIZED (
    SELECT t.name, a.attname AS column FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
    WHERE a.attnum > 0 AND NOT a.attisdropped
)
SELECT 'column' AS kind, name::text AS table, "column"::text AS what, '' AS more
FROM columns WHERE name = ANY(CAST(:read AS text[]))
UNION ALL
SELECT 'link', name, "column", '' FROM columns WHERE "column" ~ 'jobseeker' OR "column" = ANY(CAST(:links AS text[]))
UNION ALL
SELECT 'pair', k.name, left(k.column, -5), '' FROM columns k JOIN columns i ON i.name = k.name
    AND k.column ~ '_type$' AND i.column = left(k.column, -5) || '_id'
UNION ALL
SELECT 'key', f.name, (SELECT string_agg(a.attname, ', ' ORDER BY place) FROM unnest(k.conkey) WITH ORDINALITY AS u
    (number, place) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number),
    t.name || ' ' || k.confdeltype::text
    FROM pg_catalog.pg_constraint k JOIN written t ON t.oid = k.confrelid JOIN tables f ON f.oid = k.conrelid
    WHERE k.contype = 'f' AND t.loses
UNION ALL
SELECT CASE WHEN g.tgisinternal THEN 'unguarded' ELSE 'trigger' END, t.name,
       CASE WHEN g.tgisinternal THEN '' ELSE g.tgname END, ''
    FROM pg_catalog.pg_trigger g JOIN written t ON t.oid = g.tgrelid
    WHERE NOT g.tgisinternal OR g.tgenabled = 'D'
UNION ALL
SELECT 'rule', t.name, r.rulename, '' FROM pg_catalog.pg_rewrite r JOIN written t ON t.oid = r.ev_class
UNION ALL
SELECT 'child', t.name, i.inhrelid::regclass::text, ''
    FROM pg_catalog.pg_inherits i JOIN written t ON t.oid = i.inhparent
UNION ALL
SELECT 'hidden', name, '', '' FROM tables WHERE relrowsecurity AND name = ANY(CAST(:read AS text[]))
""")


async def drift(connection: AsyncConnection) -> tuple[str, ...]:
    """The differences as sentences, in order; none means that deleting is safe. One round trip.

    Raises SQLAlchemyError.
    """
    known = {"loses": list(LOSES), "written": list(WRITTEN), "read": list(READ), "links": LINK_NAMES}
    found = {(row.kind, row.table, row.what, row.more) for row in await connection.execute(CATALOGUE, known)}
    return tuple(sorted(set(compare(found))))


def compare(found: Iterable[Fact]) -> Iterator[str]:
    """Sentences for what the catalogue holds (kind, table, name, more) and the map does not, and the reverse."""
    facts = set(found)
    yield from _missing({(table, name) for kind, table, name, _ in facts if kind == "column"})
    yield from _keys({(table, name, *more.split(" ")) for kind, table, name, more in facts if kind == "key"})
    for kind, table, name, _ in facts:
        match kind:
            case "link" if (table, name) not in LINKS and not _is_key(table, name, facts):
                yield f"The column {table}.{name} looks like a link to a jobseeker and is not in the erasure map."
            case "pair" if (table, name) not in POLYMORPHIC:
                yield f"The columns {table}.{name}_type and _id can name a jobseeker and are not in the erasure map."
            case "trigger":
                yield f"There is a trigger on {table}: {name}."
            case "unguarded":
                yield f"The foreign keys of {table} are not checked: their triggers are switched off."
            case "rule":
                yield f"There is a rule on {table}: {name}."
            case "child":
                yield f"The table {name} inherits from {table}, so its rows would go as well."
            case "hidden":
                yield f"The table {table} hides rows by row-level security."


def _is_key(table: str, column: str, facts: set[Fact]) -> bool:
    """A new foreign key is named as that; its column would only say the same again."""
    return any(fact[:3] == ("key", table, column) for fact in facts)


def _missing(columns: set[tuple[str, str]]) -> Iterator[str]:
    tables = {table for table, _ in columns}
    for table, names in READ.items():
        if table not in tables:
            yield f"The table {table} is gone."
            continue
        for name in names:
            if (table, name) not in columns:
                yield f"The column {table}.{name} is gone."


def _keys(live: set[tuple[str, ...]]) -> Iterator[str]:
    rules = {key[:3]: key[3] for key in live}
    for key in FOREIGN_KEYS:
        if key not in rules:
            yield f"The foreign key of {key[0]}.{key[1]} to {key[2]} is gone."
    for (table, column, to_table), rule in rules.items():
        if (table, column, to_table) not in FOREIGN_KEYS:
            yield f"The foreign key of {table}.{column} to {to_table} is not in the erasure map."
        elif rule != "a":
            yield f"The foreign key of {table}.{column} to {to_table} is ON DELETE {ON_DELETE[rule]}, not NO ACTION."
