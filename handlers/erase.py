"""Deleting a jobseeker's data: what the holdings say before, and the one action under the lock.

With a job application in any status, a draft too, nothing is ever deleted: the BA and the team decide how to answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.acting import Acted, Ending
from handlers.errors import ApplicationsFound, ErasureRefused, ServiceDatabaseUnavailable
from handlers.holdings import Found, Holdings, digest, summary
from handlers.model import Account, Details, Evidence, Request
from handlers.ports import Ports
from handlers.service import Acting
from handlers.states import State
from handlers.terms import Finding, Result, Verdict
from handlers.unlink import Accounts, normal, shown


async def look_up(details: Details, subject: str, ports: Ports) -> Evidence:
    """Ask the service database what is held under this address. Raises ServiceDatabaseUnavailable."""
    service, now = ports.service, ports.clock()
    drift = await service.drift()
    try:
        found = await service.preview(subject)
        if len(found.accounts) > 1 and details.subject_exact:
            exact = [account for account in found.accounts if account.email == subject.strip()]
            found = await service.preview_of(exact[0].id) if len(exact) == 1 else found
        accounts = await service.look_up(subject, None)
    except ServiceDatabaseUnavailable:
        if drift:  # a table or column that we look at is not there any more
            return Evidence(now, Verdict.SCHEMA_DRIFTED, drift=drift)
        raise
    return assess(details, found, accounts, drift, at=now, key=ports.digest_key)


def assess(
    details: Details, found: Found, accounts: Accounts, drift: tuple[str, ...], *, at: datetime, key: bytes
) -> Evidence:
    """Say what the holdings mean; only a verdict that may be approved carries a digest."""
    if len(found.accounts) > 1:
        addresses = tuple(account.email for account in found.accounts)
        return Evidence(at, Verdict.SEVERAL, (Finding.SEVERAL_BY_CASE,), addresses=addresses)
    holdings = found.holdings
    if holdings is None:
        return Evidence(at, Verdict.NOT_FOUND)
    verdict, findings = _judge(holdings, drift)
    if holdings.id is not None and len(accounts.subjects) > 1:
        findings = (Finding.TWIN_BY_CASE, *findings)
    approvable = verdict is Verdict.CAN_DELETE or (verdict is Verdict.ONLY_ALERTS and details.stop_alerts)
    return Evidence(
        at,
        verdict,
        findings,
        _account(holdings, accounts),
        digest=digest(holdings, details.options, key) if approvable else None,
        erasure=summary(holdings) if verdict is not Verdict.NOT_FOUND else None,
        drift=drift,
    )


def _judge(holdings: Holdings, drift: tuple[str, ...]) -> tuple[Verdict, tuple[Finding, ...]]:
    if holdings.applications:
        return Verdict.HAS_APPLICATIONS, ()
    hands = (
        (Finding.MESSAGES_WITHOUT_APPLICATION, holdings.messages_without_application),
        (Finding.FILES_IN_ABOUT_YOU, holdings.embeds),
    )
    findings = tuple(finding for finding, number in hands if number)
    if findings:
        return Verdict.BY_HAND, findings
    if holdings.id is None and not any(holdings.alerts.values()):
        return Verdict.NOT_FOUND, ()
    if drift:
        return Verdict.SCHEMA_DRIFTED, ()
    return (Verdict.ONLY_ALERTS if holdings.id is None else Verdict.CAN_DELETE), ()


def _account(holdings: Holdings, accounts: Accounts) -> Account | None:
    return next((shown(row) for row in accounts.subjects if row.id == holdings.id), None)


async def act(acting: Acting, request: Request, ports: Ports) -> Acted | Ending:
    """Under the lock: delete exactly what was approved, or say why nothing is done."""
    approved = request.evidence
    details = request.details
    if approved is None or approved.digest is None or details.subject is None:
        return Ending(State.FAILED, Result.CHANGED_SINCE_SHOWN)
    drift = await acting.drift()
    if drift:
        now = replace(approved, verdict=Verdict.SCHEMA_DRIFTED, digest=None, drift=drift)
        return Ending(State.FAILED, Result.SCHEMA_DRIFTED, now)
    account = approved.account
    address = account.email if account else normal(details.subject)
    holdings = await acting.lock_holdings(account.id if account else None, address, details.options)
    if holdings is None:
        return Ending(State.FAILED, Result.ACCOUNT_GONE if account else Result.CHANGED_SINCE_SHOWN)
    if holdings.applications:
        return _referred_back(approved, holdings)
    if not holdings.may_be_erased or digest(holdings, details.options, ports.digest_key) != approved.digest:
        return Ending(State.FAILED, Result.CHANGED_SINCE_SHOWN)
    try:
        await acting.erase(holdings, details.options)
    except ApplicationsFound:
        return _referred_back(approved, holdings)
    except ErasureRefused:
        return Ending(State.FAILED, Result.CHANGED_SINCE_SHOWN)
    return Acted()


def done_result(request: Request) -> Result:
    """What a committed deletion was: with an account, or of job alerts alone."""
    only_alerts = request.evidence is not None and request.evidence.verdict is Verdict.ONLY_ALERTS
    return Result.ALERTS_STOPPED if only_alerts else Result.DELETED


def _referred_back(approved: Evidence, holdings: Holdings) -> Ending:
    """An application was begun after the card was shown: the card then counts it."""
    now = Evidence(approved.looked_up_at, Verdict.HAS_APPLICATIONS, (), approved.account, erasure=summary(holdings))
    return Ending(State.REFERRED_BACK, Result.HAS_APPLICATIONS, now)
