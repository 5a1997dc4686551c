"""People, accounts and requests as the rules see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bot.words.site import Site
from handlers.decide import Click
from handlers.errors import RegisterUnavailable
from handlers.model import Details, Evidence, Person, Request, Thread
from handlers.organisations import Answer, Listed
from handlers.ports import Organisations
from handlers.roles import Groups, Standing
from handlers.states import State
from handlers.terms import Kind, Verdict
from handlers.unlink import Accounts, Jobseeker, assess

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday
KEY = b"a key for digests in tests, 32 b"
GROUPS = Groups("business analysts", "developers", "production access")
AMINA = Person("00000000-0000-0000-0000-00000000000a", "29:a", "Amina Yusuf")
BEN = Person("00000000-0000-0000-0000-00000000000b", "29:b", "Ben Hart")
DANA = Person("00000000-0000-0000-0000-00000000000d", "29:d", "Dana Reid")
ELIF = Person("00000000-0000-0000-0000-00000000000e", "29:e", "Elif Kaya")
FAY = Person("00000000-0000-0000-0000-00000000000f", "29:f", "Fay Osei")
THREAD = Thread("19:channel@thread.tacv2;messageid=1", "https://smba.trafficmanager.net/uk/")

SITE = Site("https://portal.azure.com/#view/pim", "77777777-0000-0000-0000-000000000007")

EMAIL = "ama@example.com"
OLD_ID = "urn:fdc:gov.uk:2022:old"
CHECKED = {"identity_check": "own_address"}


def jobseeker(**fields: Any) -> Jobseeker:
    """A linked account with nothing remarkable about it, but for these fields."""
    usual: dict[str, Any] = {
        "id": "11111111-1111-1111-1111-111111111111",
        "email": EMAIL,
        "one_login_id": OLD_ID,
        "closed_on": None,
        "email_opt_out": False,
        "email_opt_out_reason": None,
        "last_sign_in_at": NOW.replace(day=1, tzinfo=None),
        "sign_in_count": 7,
        "applications": 3,
        "profile_entries": 2,
        "messages_sent": 0,
    }
    return Jobseeker(**(usual | fields))


def second_account(**fields: Any) -> Jobseeker:
    """The same person's other account: new and bare, so that a sign-in would merge the old one into it."""
    usual: dict[str, Any] = {
        "id": "22222222-2222-2222-2222-222222222222",
        "email": "ama.new@example.com",
        "one_login_id": "urn:fdc:gov.uk:2022:new",
        "applications": 0,
        "profile_entries": 0,
    }
    return jobseeker(**(usual | fields))


def evidence(row: Jobseeker | None = None, details: Details | None = None) -> Evidence:
    """What the card shows of this row: unless told, of one that can be unlinked."""
    return assess(details or Details(EMAIL), Accounts((row or jobseeker(),)), NOW, KEY)


def could_not_look() -> Evidence:
    return Evidence(NOW, Verdict.COULD_NOT_LOOK)


def request(state: State = State.TRIAGE, **fields: Any) -> Request:
    """Amina's request about an account that can be unlinked."""
    usual = Request(
        id=UUID(int=1),
        code="ABCDE",
        kind=Kind.UNLINK_ONE_LOGIN,
        state=state,
        version=3,
        details=Details(EMAIL, identity_check="own_address"),
        thread=THREAD,
        created_at=NOW,
        state_since=NOW,
        requesters=(AMINA,),
        evidence=evidence(),
    )
    return replace(usual, **fields)


def click(shown: Request, verb: str, person: Person = DANA, **fields: Any) -> Click:
    """A press of this button on the request's card, by hand, with the way of checking filled in."""
    usual = Click(
        activity_id="click 1",
        person=person,
        conversation_id=shown.thread.conversation_id,
        by_hand=True,
        shown_on=shown.id,
        verb=verb,
        request_id=shown.id,
        version=shown.version,
        digest=shown.digest,
        inputs=CHECKED,
    )
    return replace(usual, **fields)


def standing(*groups: str, member: bool = True, enabled: bool = True) -> Standing:
    return Standing(member, enabled, frozenset(groups))


class NoRegister(Organisations):
    """No copy of the register."""

    def look_up(self, query: str, most: int = 5) -> Answer:
        raise RegisterUnavailable("there is no copy of the register")

    def find(self, organisation_id: str) -> Listed | None:
        raise RegisterUnavailable("there is no copy of the register")

    def groups_named(self, name: str, most: int = 5) -> tuple[Listed, ...]:
        raise RegisterUnavailable("there is no copy of the register")
