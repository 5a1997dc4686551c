"""What a notice says in the thread. No personal data: notices show up in notifications."""

from __future__ import annotations

from handlers.model import NoticeKind, Request, Result
from handlers.states import State

HELP = (
    "I can unlink a jobseeker from their GOV.UK One Login. Mention me and write what you need with the email address"
    " of the account, for example: unlink the One Login of name@example.com."
    " For anything else, mention a developer in this thread."
)
COULD_NOT_CHECK_YOU = "The directory did not answer, so I did nothing yet. Send your message again in a few minutes."

OUTCOMES = {
    State.DONE: "is done",
    State.NOTHING_TO_DO: "needed nothing to be done",
    State.FAILED: "was not done and nothing was changed",
    State.REJECTED: "was rejected, the card says why",
    State.REFERRED_BACK: "is back with you, the card says why",
    State.CANCELLED: "was cancelled",
    State.RESOLVED_BY_BA: "was resolved by a BA",
    State.CLOSED: "is closed, the card says what was decided",
    State.EXPIRED: "expired because nobody decided in time",
    State.LAPSED: "was approved but did not run in time, so it lapsed",
}


def text(kind: NoticeKind, request: Request | None, state: State | None, mentions: str) -> str:
    """The text of a notice, with `mentions` already written as Teams wants them."""
    who = f"{mentions} " if mentions else ""
    if kind is NoticeKind.HELP:
        return f"{who}{HELP}"
    if kind is NoticeKind.COULD_NOT_CHECK_YOU:
        return f"{who}{COULD_NOT_CHECK_YOU}"
    code = request.code if request else ""
    if kind is NoticeKind.APPROVAL_NEEDED:
        return f"{who}request {code} waits for a developer to approve it. Check the card above."
    if kind is NoticeKind.DEVELOPER_NEEDED:
        return f"{who}request {code} needs a developer to do something by hand. The card above says what."
    ending = OUTCOMES.get(state, "has moved on") if state else "has moved on"
    reply = (
        " The card holds a reply to send." if request and request.result in (Result.UNLINKED, Result.NOT_LINKED) else ""
    )
    return f"{who}request {code} {ending}.{reply}"
