"""Unlinking a jobseeker from GOV.UK One Login: what the accounts say, before and under the lock.

Every rule is a row of the measured facts on Teaching Vacancies 98445ab: what `unlink_from_govuk_one_login!` does,
when Rails refuses, and what the next sign-in then does with the account.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from handlers.model import Account, Details, Evidence
from handlers.terms import Finding, Verdict

_ABOUT_UNLINKING = frozenset({Finding.SAME_EMAIL_JUST_SIGN_IN, Finding.SAME_EMAIL_GIVEN})
OPT_OUT_REASONS = range(4)  # the enum of jobseekers.email_opt_out_reason: 0 to 3
TAIL = 4


@dataclass(frozen=True)
class Jobseeker:
    """One row of `jobseekers` with the counts that decide what a later sign-in does.

    `profile_entries` counts qualifications and employments of the profile; with any of them, or with applications,
    a second account is never merged (jobseeker.rb:100). Times are UTC without zone, as Rails stores them.
    """

    id: str
    email: str
    one_login_id: str | None
    closed_on: date | None
    email_opt_out: bool
    email_opt_out_reason: int | None
    last_sign_in_at: datetime | None
    sign_in_count: int
    applications: int
    profile_entries: int
    messages_sent: int

    @property
    def linked(self) -> bool:
        """Rails' `present?`: NULL, empty and blanks-only all mean not linked."""
        return bool(self.one_login_id and self.one_login_id.strip())

    @property
    def sign_in_would_fail(self) -> bool:
        """The next sign-in runs `update!` and fails on this row, linked or not: opted out without a valid reason."""
        return self.email_opt_out and self.email_opt_out_reason not in OPT_OUT_REASONS

    @property
    def stored_with_capitals(self) -> bool:
        return self.email != normal(self.email)

    @property
    def may_be_merged_into(self) -> bool:
        """Whether a sign-in of this account may swallow another one (jobseeker.rb:100)."""
        return not self.applications and not self.profile_entries


@dataclass(frozen=True)
class Accounts:
    """The rows found: under the subject's address (capitals ignored), and under the address used now."""

    subjects: tuple[Jobseeker, ...] = ()
    seconds: tuple[Jobseeker, ...] = ()


@dataclass(frozen=True)
class LoginFound:
    """An account by its id, None when it is gone, and whether any account has a certain One Login id."""

    account: Jobseeker | None
    login_taken: bool


def normal(email: str) -> str:
    """An address as the service stores it: no blanks around it, lower case (devise.rb:60,65)."""
    return email.strip().lower()


def assess(details: Details, accounts: Accounts, looked_up_at: datetime, digest_key: bytes) -> Evidence:
    """Say what the accounts mean for this request, beginning with whether unlinking is needed at all.

    Returns the evidence that the card shows; only a verdict of CAN_UNLINK carries a digest to approve.
    """
    subject, twins = _choose(details, accounts.subjects)
    if subject is None:
        several = len(accounts.subjects) > 1
        return Evidence(
            looked_up_at,
            Verdict.SEVERAL if several else Verdict.NOT_FOUND,
            (Finding.SEVERAL_BY_CASE,) if several else (),
            addresses=tuple(row.email for row in accounts.subjects),
        )
    others = [row for row in accounts.seconds if row.id != subject.id]
    second = others[0] if others else None
    verdict, findings = _judge(details, subject, second, several_seconds=len(others) > 1)
    if twins:
        findings = (Finding.TWIN_BY_CASE, *findings)
    return Evidence(
        looked_up_at,
        verdict,
        findings,
        shown(subject),
        shown(second) if second else None,
        digest=digest(subject, second, digest_key) if verdict is Verdict.CAN_UNLINK else None,
    )


def _choose(details: Details, rows: tuple[Jobseeker, ...]) -> tuple[Jobseeker | None, bool]:
    """The one row meant: the only one, or among several that differ in capitals the one typed letter by letter."""
    if len(rows) == 1:
        return rows[0], False
    typed = (details.subject or "").strip()
    exact = [row for row in rows if row.email == typed]
    return (exact[0], True) if len(exact) == 1 and details.subject_exact else (None, False)


def _judge(
    details: Details, subject: Jobseeker, second: Jobseeker | None, *, several_seconds: bool
) -> tuple[Verdict, tuple[Finding, ...]]:
    closed = (Finding.CLOSED_REOPENS,) if subject.closed_on else ()
    if subject.stored_with_capitals:
        return Verdict.BY_HAND, (Finding.STORED_WITH_CAPITALS, *closed)
    if subject.sign_in_would_fail:
        return Verdict.SIGN_IN_WOULD_FAIL, (Finding.OPT_OUT_WITHOUT_REASON, *closed)
    if several_seconds:
        return Verdict.BY_HAND, (Finding.SEVERAL_SECOND, *closed)
    verdict, findings = _after_unlinking(details, subject, second)
    if not subject.linked and verdict is not Verdict.BY_HAND:
        return Verdict.NOT_LINKED, (*(each for each in findings if each not in _ABOUT_UNLINKING), *closed)
    return verdict, (*findings, *closed)


def _after_unlinking(
    details: Details, subject: Jobseeker, second: Jobseeker | None
) -> tuple[Verdict, tuple[Finding, ...]]:
    """What the next sign-in does once the account is not linked: the table "SURPRISE" of the facts."""
    if details.current_email is None:
        return Verdict.CAN_UNLINK, (Finding.SAME_EMAIL_JUST_SIGN_IN,)
    if normal(details.current_email) == normal(subject.email):
        return Verdict.CAN_UNLINK, (Finding.SAME_EMAIL_GIVEN,)
    if second is None:
        return Verdict.CAN_UNLINK, (Finding.NEW_EMAIL_NO_ACCOUNT,)
    if not second.may_be_merged_into:
        return Verdict.CAN_UNLINK, (Finding.NO_MERGE_SECOND_KEPT,)
    messages = (Finding.MERGE_DESTROYS_MESSAGES,) if subject.messages_sent else ()
    return Verdict.BY_HAND, (Finding.MERGE_DESTROYS_ACCOUNT, *messages)


def shown(row: Jobseeker) -> Account:
    """The part of a row that a card may show."""
    return Account(
        id=row.id,
        email=row.email,
        linked=row.linked,
        login_tail=row.one_login_id[-TAIL:] if row.one_login_id and row.linked else None,
        closed_on=row.closed_on,
        last_sign_in_at=row.last_sign_in_at,
        sign_in_count=row.sign_in_count,
        applications=row.applications,
    )


def digest(subject: Jobseeker, second: Jobseeker | None, key: bytes) -> str:
    """A keyed fingerprint of everything that the decision rests on, of both accounts; 64 hex digits.

    Sign-in times and counters are left out: they move without changing what unlinking means.
    """
    rests_on = [_rests_on(row) if row else None for row in (subject, second)]
    text = json.dumps(rests_on, default=str, sort_keys=True, ensure_ascii=False)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _rests_on(row: Jobseeker) -> dict[str, object]:
    fields = asdict(row)
    for moving in ("last_sign_in_at", "sign_in_count", "applications", "profile_entries", "messages_sent"):
        del fields[moving]
    return {**fields, "may_be_merged_into": row.may_be_merged_into, "has_sent_messages": row.messages_sent > 0}
