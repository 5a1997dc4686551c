"""Who may press what, and where: DESIGN.md's button table as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import assert_never

from handlers.model import Request
from handlers.states import State


class Verb(StrEnum):
    """What a button asks for; its title stands in `BUTTONS`."""

    ASK_DEVELOPER = "ask_developer"
    CHANGE_DETAILS = "change_details"
    USE_ORGANISATION = "use_organisation"
    RESOLVED_BY_BA = "resolved_by_ba"
    CANCEL = "cancel"
    REFER_BACK = "refer_back"
    TRY_AGAIN = "try_again"
    IM_LOOKING = "im_looking"
    APPROVE = "approve"
    CONFIRM_DELETION = "confirm_deletion"
    REJECT = "reject"
    RECORD_DECISION = "record_decision"
    CLOSE = "close"
    MARK_DONE = "mark_done"
    ASK_AGAIN = "ask_again"
    SHOW_APPLICATIONS = "show_applications"
    UNDO_UNLINK = "undo_unlink"


class Who(Enum):
    """The rule that says whether a person may press a button."""

    BA_OR_DEVELOPER = auto()
    DEVELOPER = auto()
    REQUESTER_OR_DEVELOPER = auto()
    OTHER_DEVELOPER = auto()
    ACTIVE_OTHER_DEVELOPER = auto()


@dataclass(frozen=True)
class Groups:
    """The object ids of the three Entra groups that give rights."""

    ba: str
    developer: str
    production_access: str

    def all(self) -> tuple[str, str, str]:
        return self.ba, self.developer, self.production_access

    def admit(self, standing: Standing) -> bool:
        """Whether the bot is for this person at all: for business analysts and developers."""
        return standing.has(self.ba) or standing.has(self.developer)


@dataclass(frozen=True)
class Standing:
    """What the directory says of a person at this moment: a member of the tenant in use, and of which groups."""

    member: bool
    enabled: bool
    groups: frozenset[str]

    def has(self, group: str) -> bool:
        """Whether the person counts as in this group: an empty group id means nobody, guests and disabled never."""
        return bool(group) and self.member and self.enabled and group in self.groups


class Refusal(StrEnum):
    """Why somebody may not press a button; its words are in bot/words."""

    NOT_BA_OR_DEVELOPER = "not_ba_or_developer"
    NOT_DEVELOPER = "not_developer"
    NOT_REQUESTER_OR_DEVELOPER = "not_requester_or_developer"
    OWN_REQUEST = "own_request"
    NOT_ACTIVE = "not_active"


@dataclass(frozen=True)
class Button:
    """One button: its exact title, and for each state that shows it, who may press it there."""

    title: str
    who: Mapping[State, Who]


S = State
BUTTONS: Mapping[Verb, Button] = {
    Verb.USE_ORGANISATION: Button("Use this organisation", {S.TRIAGE: Who.BA_OR_DEVELOPER}),
    Verb.ASK_DEVELOPER: Button("Ask a developer", {S.TRIAGE: Who.BA_OR_DEVELOPER}),
    Verb.TRY_AGAIN: Button("Try again", {S.TRIAGE: Who.BA_OR_DEVELOPER}),
    Verb.APPROVE: Button("Approve", {S.AWAITING_APPROVAL: Who.ACTIVE_OTHER_DEVELOPER}),
    # The second step of Approve for what cannot be undone, drawn only for the person who pressed Approve.
    Verb.CONFIRM_DELETION: Button("Confirm deletion", {S.AWAITING_APPROVAL: Who.ACTIVE_OTHER_DEVELOPER}),
    Verb.IM_LOOKING: Button("I'm looking", {S.AWAITING_APPROVAL: Who.DEVELOPER, S.WITH_DEVELOPER: Who.DEVELOPER}),
    Verb.REJECT: Button("Reject", {S.AWAITING_APPROVAL: Who.OTHER_DEVELOPER}),
    Verb.CHANGE_DETAILS: Button(
        "Change details", {S.TRIAGE: Who.BA_OR_DEVELOPER, S.AWAITING_APPROVAL: Who.BA_OR_DEVELOPER}
    ),
    Verb.RESOLVED_BY_BA: Button("Resolved by BA", {S.TRIAGE: Who.BA_OR_DEVELOPER}),
    Verb.REFER_BACK: Button("Refer back", {S.TRIAGE: Who.BA_OR_DEVELOPER}),
    Verb.RECORD_DECISION: Button("Record decision", {S.REFERRED_BACK: Who.BA_OR_DEVELOPER}),
    Verb.SHOW_APPLICATIONS: Button("Show applications", {S.REFERRED_BACK: Who.BA_OR_DEVELOPER}),
    Verb.CLOSE: Button("Close", {S.REFERRED_BACK: Who.BA_OR_DEVELOPER}),
    # In `unknown` only when the database can no longer tell, so that a person looks and says what they saw.
    Verb.MARK_DONE: Button("Mark done", {S.WITH_DEVELOPER: Who.DEVELOPER, S.UNKNOWN: Who.DEVELOPER}),
    Verb.CANCEL: Button(
        "Cancel",
        {
            S.TRIAGE: Who.BA_OR_DEVELOPER,
            S.AWAITING_APPROVAL: Who.BA_OR_DEVELOPER,
            S.APPROVED: Who.REQUESTER_OR_DEVELOPER,
            S.WITH_DEVELOPER: Who.REQUESTER_OR_DEVELOPER,
        },
    ),
    Verb.UNDO_UNLINK: Button("Undo unlink", {S.DONE: Who.BA_OR_DEVELOPER}),
    Verb.ASK_AGAIN: Button(
        "Ask again", dict.fromkeys((S.EXPIRED, S.LAPSED, S.REJECTED, S.FAILED), Who.BA_OR_DEVELOPER)
    ),
}


def refusal(who: Who, object_id: str, standing: Standing, groups: Groups, request: Request) -> Refusal | None:
    """Why this person may not press a button held by `who`; None when they may."""
    developer = standing.has(groups.developer)
    admitted = groups.admit(standing)
    match who:
        case Who.BA_OR_DEVELOPER:
            return None if admitted else Refusal.NOT_BA_OR_DEVELOPER
        case Who.DEVELOPER:
            return None if developer else Refusal.NOT_DEVELOPER
        case Who.REQUESTER_OR_DEVELOPER:
            asked = admitted and request.asked_by(object_id)
            return None if developer or asked else Refusal.NOT_REQUESTER_OR_DEVELOPER
        case Who.OTHER_DEVELOPER | Who.ACTIVE_OTHER_DEVELOPER:
            if not developer:
                return Refusal.NOT_DEVELOPER
            if request.asked_by(object_id):
                return Refusal.OWN_REQUEST
            if who is Who.ACTIVE_OTHER_DEVELOPER and not standing.has(groups.production_access):
                return Refusal.NOT_ACTIVE
            return None
        case _:
            assert_never(who)
