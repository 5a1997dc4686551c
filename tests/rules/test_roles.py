"""Who may press what, and where: every button in every state, by everybody, against the design's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from handlers.answers import Answer, Say
from handlers.approvals import CONFIRM_WITHIN
from handlers.decide import press
from handlers.model import Confirmation
from handlers.roles import BUTTONS, Refusal, Standing, Verb
from handlers.states import State
from handlers.terms import Kind
from tests.register.given import SCHOOL
from tests.rules.given import AMINA, CHECKED, DANA, GROUPS, NOW, click, evidence, request, standing
from tests.rules.given_access import found, having
from tests.rules.memory import Memory, memory

S = State
BA_OR_DEVELOPER = {"BA", "BA and developer", "developer", "active developer"}
DEVELOPER = BA_OR_DEVELOPER - {"BA"}

# DESIGN.md's button table: title, state → who may press it there. "+": only who is not a requester; "*": also a
# requester who is no developer. `Cancel` for what is with a developer stands in the table of states only.
ANYBODY = sorted(BA_OR_DEVELOPER)
DESIGNED: Mapping[tuple[str, State], tuple[list[str], str]] = {
    ("Ask a developer", S.TRIAGE): (ANYBODY, ""),
    ("Change details", S.TRIAGE): (ANYBODY, ""),
    ("Use this organisation", S.TRIAGE): (ANYBODY, ""),
    ("Change details", S.AWAITING_APPROVAL): (ANYBODY, ""),
    ("Resolved by BA", S.TRIAGE): (ANYBODY, ""),
    ("Cancel", S.TRIAGE): (ANYBODY, ""),
    ("Cancel", S.AWAITING_APPROVAL): (ANYBODY, ""),
    ("Refer back", S.TRIAGE): (ANYBODY, ""),
    ("Approve", S.AWAITING_APPROVAL): (["active developer"], "+"),
    ("Reject", S.AWAITING_APPROVAL): (sorted(DEVELOPER), "+"),
    ("Cancel", S.APPROVED): (sorted(DEVELOPER), "*"),
    ("Cancel", S.WITH_DEVELOPER): (sorted(DEVELOPER), "*"),
    ("Record decision", S.REFERRED_BACK): (ANYBODY, ""),
    ("Mark done", S.WITH_DEVELOPER): (sorted(DEVELOPER), ""),
    ("Confirm deletion", S.AWAITING_APPROVAL): (["active developer"], "+"),
    ("Try again", S.TRIAGE): (ANYBODY, ""),
    ("I'm looking", S.AWAITING_APPROVAL): (sorted(DEVELOPER), ""),
    ("I'm looking", S.WITH_DEVELOPER): (sorted(DEVELOPER), ""),
    ("Close", S.REFERRED_BACK): (ANYBODY, ""),
    ("Show applications", S.REFERRED_BACK): (ANYBODY, ""),
    ("Undo unlink", S.DONE): (ANYBODY, ""),
    ("Ask again", S.EXPIRED): (ANYBODY, ""),
    ("Ask again", S.LAPSED): (ANYBODY, ""),
    ("Ask again", S.REJECTED): (ANYBODY, ""),
    ("Ask again", S.FAILED): (ANYBODY, ""),
}
ROLES: Mapping[str, Standing] = {
    "nobody": standing(),
    "BA": standing(GROUPS.ba),
    "BA and developer": standing(GROUPS.ba, GROUPS.developer),
    "developer": standing(GROUPS.developer),
    "active developer": standing(GROUPS.developer, GROUPS.production_access),
    "active only": standing(GROUPS.production_access),
    "guest": standing(*GROUPS.all(), member=False),
    "disabled": standing(*GROUPS.all(), enabled=False),
    "in a group without id": standing(""),
}
GIVEN = {**CHECKED, "reason": "wrong person", "decision": "answered", "note": "done"}


def may(title: str, state: State, role: str, *, asked: bool) -> bool:
    roles, relation = DESIGNED.get((title, state), ([], ""))
    if asked and relation == "+":
        return False
    return role in roles or (relation == "*" and asked and role in BA_OR_DEVELOPER)


async def pressed(verb: Verb, state: State, role: str, *, asked: bool) -> tuple[Answer, Memory]:
    kind = Kind.DELETE_JOBSEEKER if verb is Verb.CONFIRM_DELETION else Kind.UNLINK_ONE_LOGIN
    here = memory(request(state, kind=kind, undoable=state is State.DONE))
    if verb is Verb.USE_ORGANISATION:
        chosen = await found(having(SCHOOL))
        here.book.request = request(state, kind=Kind.PUBLISHER_ACCESS, evidence=replace(evidence(), access=chosen))
    here.directory.everybody = ROLES[role]
    shown = here.book.request
    assert shown is not None
    person = AMINA if asked else DANA
    assert shown.digest is not None
    first = Confirmation(person.object_id, shown.version, shown.digest, NOW + CONFIRM_WITHIN)
    here.book.confirmations[person.object_id] = first
    return await press(click(shown, verb, person, inputs=GIVEN), here.ports), here


@pytest.mark.parametrize("verb", Verb)
async def test_a_button_works_for_whom_and_where_the_design_says(verb: Verb) -> None:
    wrong = []
    for state in State:
        for role in ROLES:
            for asked in (True, False):
                answer, here = await pressed(verb, state, role, asked=asked)
                worked = any(entry.action == verb for entry in here.book.entries)
                if worked != may(BUTTONS[verb].title, state, role, asked=asked):
                    relation = "a requester" if asked else "no requester"
                    wrong.append(f"{verb} in {state} by {role}, {relation}: {'worked' if worked else answer.say}")
                assert worked or here.state is state, "a refused click changed something"
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", ["nobody", "active only", "guest", "disabled", "in a group without id"])
async def test_whoever_is_neither_ba_nor_developer_is_told_so_wherever_they_press(verb: Verb, role: str) -> None:
    for state in State:
        answer, _ = await pressed(verb, state, role, asked=True)
        assert answer == Answer(Refusal.NOT_BA_OR_DEVELOPER)


@pytest.mark.parametrize(
    ("verb", "state", "role", "asked", "why"),
    [
        (Verb.APPROVE, S.AWAITING_APPROVAL, "BA", False, Refusal.NOT_DEVELOPER),
        (Verb.APPROVE, S.AWAITING_APPROVAL, "developer", False, Refusal.NOT_ACTIVE),
        (Verb.APPROVE, S.AWAITING_APPROVAL, "active developer", True, Refusal.OWN_REQUEST),
        (Verb.REJECT, S.AWAITING_APPROVAL, "developer", True, Refusal.OWN_REQUEST),
        (Verb.MARK_DONE, S.WITH_DEVELOPER, "BA", True, Refusal.NOT_DEVELOPER),
        (Verb.CANCEL, S.APPROVED, "BA", False, Refusal.NOT_REQUESTER_OR_DEVELOPER),
        (Verb.APPROVE, S.DONE, "active developer", False, Say.STALE),
    ],
)
async def test_each_refusal_says_why(verb: Verb, state: State, role: str, asked: bool, why: Refusal | Say) -> None:
    answer, here = await pressed(verb, state, role, asked=asked)
    assert answer.say is why
    [entry] = here.book.entries
    assert (entry.action, entry.code) == (f"refused:{verb}", why)


def test_every_title_is_written_as_in_the_design() -> None:
    assert {button.title for button in BUTTONS.values()} == {title for title, _ in DESIGNED}


def test_whoever_has_all_three_groups_is_in_none_as_a_guest_or_with_a_closed_account() -> None:
    for group in GROUPS.all():
        assert standing(*GROUPS.all()).has(group)
        assert not ROLES["guest"].has(group)
        assert not ROLES["disabled"].has(group)
    assert not ROLES["in a group without id"].has("")
