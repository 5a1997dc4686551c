"""What a person gets back at once for a message or a click, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from handlers.roles import Refusal


class Say(StrEnum):
    """One sentence for the person who clicked; its words are in bot/words."""

    STALE = "stale"
    NO_SUCH_REQUEST = "no_such_request"
    NOT_THIS_THREAD = "not_this_thread"
    NO_SUCH_BUTTON = "no_such_button"
    NOT_A_CLICK = "not_a_click"
    CANNOT_CHECK_YOU = "cannot_check_you"
    IDENTITY_REQUIRED = "identity_required"
    IDENTITY_NOTE_REQUIRED = "identity_note_required"
    REASON_REQUIRED = "reason_required"
    NOTE_REQUIRED = "note_required"
    DECISION_REQUIRED = "decision_required"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_AN_ADDRESS_NOW = "not_an_address_now"
    ID_FOR_AN_ADDRESS = "id_for_an_address"
    LOOK_ALIKE_LETTERS = "look_alike_letters"
    LOOKED_AGAIN = "looked_again"
    STILL_CANNOT_LOOK = "still_cannot_look"
    STILL_ASKING = "still_asking"
    NOTHING_TO_ASK = "nothing_to_ask"
    TOO_LONG = "too_long"
    NO_TEXT = "no_text"
    ALREADY_APPROVED = "already_approved"
    APPROVE_FIRST = "approve_first"
    CONFIRM_NOW = "confirm_now"
    CONFIRMED_TOO_LATE = "confirmed_too_late"
    ONE_MORE_NEEDED = "one_more_needed"
    LIMIT_REACHED = "limit_reached"
    CANNOT_CHECK_OTHERS = "cannot_check_others"
    EARLIER_NO_LONGER_COUNTS = "earlier_no_longer_counts"
    PAUSED = "paused"
    SOMEBODY_LOOKS = "somebody_looks"
    ASKED_AGAIN = "asked_again"
    ASKED_AGAIN_ALREADY = "asked_again_already"
    TAKEN = "taken"
    NOT_PAUSED = "not_paused"
    PAUSED_ALREADY = "paused_already"
    OWN_PAUSE = "own_pause"
    TYPE_ADDRESS_AGAIN = "type_address_again"
    ADDRESSES_DIFFER = "addresses_differ"
    TICK_ALERTS = "tick_alerts"
    RECORD_A_DECISION = "record_a_decision"
    NO_LONGER_UNDOABLE = "no_longer_undoable"
    UNDO_ASKED = "undo_asked"
    NOT_ACTIVE_TO_RESUME = "not_active_to_resume"
    NO_ORGANISATION = "no_organisation"
    CHOOSE_AN_ORGANISATION = "choose_an_organisation"
    LOOKED_FOR_ANOTHER = "looked_for_another"
    DEVELOPER_FIRST = "developer_first"
    NO_REGISTER = "no_register"
    OPEN_ALREADY = "open_already"
    APPROVED_ALREADY = "approved_already"
    YES_NO_LONGER_COUNTS = "yes_no_longer_counts"
    CHOOSE_A_KIND = "choose_a_kind"
    NOT_FOR_A_DEVELOPER = "not_for_a_developer"


class View(StrEnum):
    """Which of a request's cards somebody gets: everybody's, or one that only they see."""

    COMMON = "common"
    CONFIRM = "confirm"
    APPLICATIONS = "applications"
    REQUESTER = "requester"


@dataclass(frozen=True)
class Answer:
    """What to answer: a sentence, the request's card as it stands when the answer is drawn, or both, or nothing.

    It holds codes and ids only, so it can be stored for later deliveries without holding personal data.
    """

    say: Say | Refusal | None = None
    card: UUID | None = None
    view: View = View.COMMON

    def stored(self) -> dict[str, Any]:
        reply: dict[str, Any] = {"say": self.say, "card": str(self.card) if self.card else None}
        return reply | ({"view": self.view} if self.view is not View.COMMON else {})

    @staticmethod
    def restored(reply: Mapping[str, Any]) -> Answer:
        """The answer that `stored` wrote. Raises ValueError on a code that this version does not know."""
        say = reply.get("say")
        known: Say | Refusal | None = None
        if say is not None:
            known = Say(say) if say in list(Say) else Refusal(say)
        card = reply.get("card")
        return Answer(known, UUID(card) if card else None, View(reply.get("view", View.COMMON)))
