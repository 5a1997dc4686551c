"""Previewing and doing deletions on one connection, by the statements that the erasure map makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, TextClause
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.service_database import statements as sql
from adapters.service_database.erasure_map import COUNTED_BEFORE, STAYS, STEPS, Part
from handlers.errors import ApplicationsFound, NeedsHands, RowsDiffer
from handlers.holdings import Found, Holder, Holdings, Keys, Options, status_name

NO_STATUS = -1  # what the statements say for a status that is NULL


async def preview(connection: AsyncConnection, statement: TextClause, subject: Mapping[str, Any]) -> Found:
    """What is held, by one of the PREVIEW statements: one round trip. Raises SQLAlchemyError."""
    row = (await connection.execute(statement, {"address": None, **subject})).mappings().one()
    accounts = tuple(Holder(*account) for account in zip(row["ids"], row["emails"], strict=True))
    if len(accounts) > 1 or (not accounts and "id" in subject):
        return Found(accounts)
    stays = {stay.name: row.get(f"stays_{stay.name}") for stay in STAYS if stay.number is not None}
    email = accounts[0].email if accounts else subject["address"]
    return Found(accounts, _holdings(row, accounts[0].id if accounts else None, email, stays))


async def lock_holdings(
    connection: AsyncConnection, subject_id: str | None, address: str, options: Options
) -> Holdings | None:
    """Look by address, lock, read by key; None when it is not as it was. Raises SQLAlchemyError."""
    given = _given(subject_id, address)
    found: dict[str, Any] = {"alerts": [], "addressed": []}
    if options != Options() or subject_id is None:
        look = (await connection.execute(sql.LOOK, given)).mappings().one()
        if subject_id is None and look["account"]:
            return None
        found = {name: look[name] for name in found}
    email = given["address"]
    if subject_id is not None:
        email = (await connection.execute(sql.LOCK, {"id": given["id"]})).scalar_one_or_none()
        if email is None:
            return None
    row = (await connection.execute(sql.READ, {**given, **found})).mappings().one()
    return _holdings(row, subject_id, email, {})


async def erase(connection: AsyncConnection, holdings: Holdings, options: Options) -> Mapping[str, int]:
    """Take the steps in order, each checked against the keys that were read. Raises ErasureRefused, SQLAlchemyError."""
    given = _given(holdings.id, holdings.email)
    await _refuse_applications(connection, holdings)
    if holdings.messages_without_application or holdings.embeds:
        raise NeedsHands("there are messages without an application, or files")
    found = {
        "alerts": [UUID(key) for key in holdings.alerts.get("subscriptions", ())],
        "addressed": [UUID(key) for keys in holdings.feedback.values() for key in keys],
    }
    expected = holdings.goes(options)
    if options.stop_alerts:
        expected["feedbacks_of_alerts"] = holdings.loses_link(options)
    counts: dict[str, int] = {}
    for step in STEPS:
        if step.name not in expected:
            continue
        if step.name == COUNTED_BEFORE:
            await connection.execute(sql.UPDATE_COUNTERS, given)
        counts[step.name] = await _take(connection, step.name, expected[step.name], {**given, **found})
    return counts


async def _take(connection: AsyncConnection, step: str, expected: Keys, given: Mapping[str, Any]) -> int:
    try:
        taken = (await connection.execute(sql.ACTS[step], given)).scalars().all()
    except IntegrityError as error:  # the foreign key is the last net: something hangs on these rows by now
        raise RowsDiffer(step) from error
    if tuple(sorted(taken)) != expected:
        raise RowsDiffer(step)
    return len(taken)


async def _refuse_applications(connection: AsyncConnection, holdings: Holdings) -> None:
    """Our own second look, whatever the rules have concluded from the holdings."""
    if holdings.id is None:
        return
    number = (await connection.execute(sql.COUNT_APPLICATIONS, {"id": UUID(holdings.id)})).scalar_one()
    if number or holdings.applications:
        raise ApplicationsFound(f"{number} job applications")


def _given(subject_id: str | None, address: str) -> dict[str, Any]:
    return {"id": UUID(subject_id) if subject_id else None, "address": address.strip().lower()}


def _holdings(row: RowMapping, subject_id: str | None, email: str, stays: Mapping[str, int | None]) -> Holdings:
    parts: dict[Part, dict[str, Keys]] = {part: {} for part in Part}
    for step in STEPS:
        if step.change is None:
            parts[step.part][step.name] = tuple(sorted(row[step.name]))
    return Holdings(
        id=subject_id,
        email=email,
        account=parts[Part.ACCOUNT],
        alerts=parts[Part.ALERTS],
        feedback=parts[Part.FEEDBACK],
        loosened=tuple(sorted(row["feedbacks_of_alerts"])),
        applications=dict(Counter(status_name(None if number == NO_STATUS else number) for number in row["statuses"])),
        messages_without_application=row["messages"],
        embeds=row["embeds"],
        stays=stays,
    )
