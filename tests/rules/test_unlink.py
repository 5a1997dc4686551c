"""What the accounts mean: every row of the measured facts (unlink.md), before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.model import Details
from handlers.terms import Finding, Verdict
from handlers.unlink import Accounts, Jobseeker, assess, shown
from tests.rules.given import EMAIL, KEY, NOW, OLD_ID, jobseeker, second_account

F, V = Finding, Verdict
NEW = "ama.new@example.com"
CLOSED = date(2026, 10, 1)
NO_REASON = {"email_opt_out": True, "email_opt_out_reason": None}


@dataclass(frozen=True)
class Case:
    """A row of the facts: the account as it is, the address they use now with its accounts, what follows."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    account: dict[str, Any] = field(default_factory=dict)
    now: str | None = None
    others: tuple[Jobseeker, ...] = ()


CASES = {
    "1 the same e-mail, as far as anybody said": Case(V.CAN_UNLINK, (F.SAME_EMAIL_JUST_SIGN_IN,)),
    "2 the same e-mail, given": Case(V.CAN_UNLINK, (F.SAME_EMAIL_GIVEN,), now=EMAIL),
    "2 the same e-mail, in capitals and with blanks": Case(
        V.CAN_UNLINK, (F.SAME_EMAIL_GIVEN,), now=f" {EMAIL.upper()} "
    ),
    "2 the same e-mail finds the same row again": Case(
        V.CAN_UNLINK, (F.SAME_EMAIL_GIVEN,), now=EMAIL, others=(jobseeker(),)
    ),
    "4 a new e-mail without an account": Case(V.CAN_UNLINK, (F.NEW_EMAIL_NO_ACCOUNT,), now=NEW),
    "7 a second account takes this one over": Case(
        V.BY_HAND, (F.MERGE_DESTROYS_ACCOUNT,), now=NEW, others=(second_account(),)
    ),
    "9 the second account has applications": Case(
        V.CAN_UNLINK, (F.NO_MERGE_SECOND_KEPT,), now=NEW, others=(second_account(applications=1),)
    ),
    "9 the second account has a profile": Case(
        V.CAN_UNLINK, (F.NO_MERGE_SECOND_KEPT,), now=NEW, others=(second_account(profile_entries=1),)
    ),
    "10 this one has sent messages": Case(
        V.BY_HAND,
        (F.MERGE_DESTROYS_ACCOUNT, F.MERGE_DESTROYS_MESSAGES),
        {"messages_sent": 1},
        NEW,
        (second_account(),),
    ),
    "11 stored with capitals": Case(V.BY_HAND, (F.STORED_WITH_CAPITALS,), {"email": "Ama@example.com"}),
    "11 stored with outer blanks": Case(V.BY_HAND, (F.STORED_WITH_CAPITALS,), {"email": f" {EMAIL}"}),
    "12 opted out, no reason": Case(V.SIGN_IN_WOULD_FAIL, (F.OPT_OUT_WITHOUT_REASON,), NO_REASON),
    "12 opted out, a reason below the enum": Case(
        V.SIGN_IN_WOULD_FAIL, (F.OPT_OUT_WITHOUT_REASON,), {**NO_REASON, "email_opt_out_reason": -1}
    ),
    "12 opted out, a reason above the enum": Case(
        V.SIGN_IN_WOULD_FAIL, (F.OPT_OUT_WITHOUT_REASON,), {**NO_REASON, "email_opt_out_reason": 4}
    ),
    "12 opted out, no reason, not linked either": Case(
        V.SIGN_IN_WOULD_FAIL, (F.OPT_OUT_WITHOUT_REASON,), {**NO_REASON, "one_login_id": None}
    ),
    "12 opted out, no reason, closed": Case(
        V.SIGN_IN_WOULD_FAIL, (F.OPT_OUT_WITHOUT_REASON, F.CLOSED_REOPENS), {**NO_REASON, "closed_on": CLOSED}
    ),
    "opted out with the first reason": Case(
        V.CAN_UNLINK, (F.SAME_EMAIL_JUST_SIGN_IN,), {**NO_REASON, "email_opt_out_reason": 0}
    ),
    "opted out with the last reason": Case(
        V.CAN_UNLINK, (F.SAME_EMAIL_JUST_SIGN_IN,), {**NO_REASON, "email_opt_out_reason": 3}
    ),
    "a reason left over from an opt-out that ended": Case(
        V.CAN_UNLINK, (F.SAME_EMAIL_JUST_SIGN_IN,), {"email_opt_out_reason": 9}
    ),
    "13 closed": Case(V.CAN_UNLINK, (F.SAME_EMAIL_JUST_SIGN_IN, F.CLOSED_REOPENS), {"closed_on": CLOSED}),
    "13 closed and stored with capitals": Case(
        V.BY_HAND, (F.STORED_WITH_CAPITALS, F.CLOSED_REOPENS), {"email": "Ama@example.com", "closed_on": CLOSED}
    ),
    "not linked: NULL": Case(V.NOT_LINKED, (), {"one_login_id": None}),
    "not linked: empty": Case(V.NOT_LINKED, (), {"one_login_id": ""}),
    "not linked: blanks only": Case(V.NOT_LINKED, (), {"one_login_id": " \t"}),
    "not linked and closed": Case(V.NOT_LINKED, (F.CLOSED_REOPENS,), {"one_login_id": None, "closed_on": CLOSED}),
    "not linked, the same e-mail given": Case(V.NOT_LINKED, (), {"one_login_id": None}, EMAIL),
    "7 not linked, so that the next sign-in is what destroys it": Case(
        V.BY_HAND, (F.MERGE_DESTROYS_ACCOUNT,), {"one_login_id": None}, NEW, (second_account(),)
    ),
    "9 not linked, a second account of its own": Case(
        V.NOT_LINKED, (F.NO_MERGE_SECOND_KEPT,), {"one_login_id": None}, NEW, (second_account(applications=1),)
    ),
    "4 not linked, a new e-mail without an account": Case(
        V.NOT_LINKED, (F.NEW_EMAIL_NO_ACCOUNT,), {"one_login_id": None}, NEW
    ),
    "an odd address that never changed is no obstacle": Case(
        V.CAN_UNLINK, (F.SAME_EMAIL_JUST_SIGN_IN,), {"email": "ama@@example"}
    ),
    "two accounts under the address they use now": Case(
        V.BY_HAND,
        (F.SEVERAL_SECOND,),
        {},
        NEW,
        (second_account(), second_account(id="33333333-3333-3333-3333-333333333333", email=NEW.upper())),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_card_says_what_the_facts_say(case: Case) -> None:
    row = jobseeker(**case.account)
    evidence = assess(Details(row.email, case.now), Accounts((row,), case.others), NOW, KEY)
    assert (evidence.verdict, evidence.findings) == (case.verdict, case.findings)
    assert evidence.account == shown(row)
    others = [other for other in case.others if other.id != row.id]
    assert evidence.second == (shown(others[0]) if others else None)
    assert (evidence.digest is not None) == (case.verdict is V.CAN_UNLINK)


def test_nobody_there_is_not_found() -> None:
    evidence = assess(Details(EMAIL), Accounts(), NOW, KEY)
    assert (evidence.verdict, evidence.findings, evidence.account, evidence.digest) == (V.NOT_FOUND, (), None, None)


LOWER = jobseeker()
CAPITALS = jobseeker(id="99999999-9999-9999-9999-999999999999", email="Ama@Example.com")


def test_of_two_that_differ_in_capitals_none_is_taken_until_one_is_typed() -> None:
    for subject, exact in (("AMA@example.com", True), (EMAIL, False)):
        evidence = assess(Details(subject, subject_exact=exact), Accounts((LOWER, CAPITALS)), NOW, KEY)
        assert (evidence.verdict, evidence.findings) == (V.SEVERAL, (F.SEVERAL_BY_CASE,))
        assert evidence.addresses == (LOWER.email, CAPITALS.email)
        assert evidence.digest is None


@pytest.mark.parametrize(("typed", "verdict"), [(LOWER, V.CAN_UNLINK), (CAPITALS, V.BY_HAND)])
def test_the_one_typed_letter_by_letter_is_taken_and_its_twin_named(typed: Jobseeker, verdict: Verdict) -> None:
    evidence = assess(Details(f" {typed.email} ", subject_exact=True), Accounts((LOWER, CAPITALS)), NOW, KEY)
    assert evidence.verdict is verdict
    assert evidence.findings[0] is F.TWIN_BY_CASE
    assert evidence.account == shown(typed)


def test_a_card_may_show_the_tail_of_a_one_login_id_and_no_more() -> None:
    account = shown(jobseeker())
    assert (account.linked, account.login_tail) == (True, OLD_ID[-4:])
    assert OLD_ID not in str(account)
    for not_linked in (None, "", "   "):
        assert shown(jobseeker(one_login_id=not_linked)).login_tail is None


def jobseekers(number: str) -> st.SearchStrategy[Jobseeker]:
    """Any account at all, under an id of its own."""
    addresses = st.sampled_from([EMAIL, NEW, "Ama@example.com", f"{EMAIL} ", ""])
    small = st.integers(0, 2)
    return st.builds(
        Jobseeker,
        id=st.just(number * 8),
        email=addresses,
        one_login_id=st.sampled_from([None, "", " ", OLD_ID]),
        closed_on=st.sampled_from([None, CLOSED]),
        email_opt_out=st.booleans(),
        email_opt_out_reason=st.none() | st.integers(-1, 4),
        last_sign_in_at=st.none(),
        sign_in_count=small,
        applications=small,
        profile_entries=small,
        messages_sent=small,
    )


@settings(max_examples=500, deadline=None)
@given(subject=jobseekers("1"), second=st.none() | jobseekers("2"), now=st.sampled_from([None, EMAIL, NEW]))
def test_only_what_rails_would_unlink_without_harm_can_be_approved(
    subject: Jobseeker, second: Jobseeker | None, now: str | None
) -> None:
    seconds = (second,) if second and now else ()
    evidence = assess(Details(subject.email, now), Accounts((subject,), seconds), NOW, KEY)
    assert (evidence.digest is None) == (evidence.verdict is not V.CAN_UNLINK)
    if evidence.verdict is V.CAN_UNLINK:
        assert subject.one_login_id and subject.one_login_id.strip()
        assert subject.email == subject.email.strip().lower()
        assert not subject.email_opt_out or subject.email_opt_out_reason in (0, 1, 2, 3)
        merged = second if seconds and now != subject.email else None
        assert merged is None or merged.applications or merged.profile_entries
