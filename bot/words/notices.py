"""What a notice says in the thread. No personal data: notices show up in notifications."""

from __future__ import annotations

from bot.words import erasure, requests, sentences
from bot.words.site import Site
from handlers.answers import Say
from handlers.execute import came_to
from handlers.model import Request
from handlers.notices import Notice, NoticeKind
from handlers.states import State
from handlers.terms import Kind, Result

HELP = (
    "I can unlink a jobseeker from their GOV.UK One Login, delete a jobseeker's data, and find out why hiring staff"
    " cannot sign in. Mention me and write what you need, with the email address of the account or the name of the"
    " school, for example: unlink the One Login of name@example.com. For anything else that needs a developer, write"
    " what it is. You can also write: new for an empty form, status for what is open, find and an organisation, an"
    " address or a request's code, stats for the figures, pause to stop all actions, resume to let them go on."
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


PLAIN = {
    NoticeKind.HELP: HELP,
    NoticeKind.COULD_NOT_CHECK_YOU: COULD_NOT_CHECK_YOU,
    NoticeKind.PAUSED: "all actions are paused. Requests can still be opened and changed. A developer with production"
    " access, other than the one who paused, lets them go on by writing to me: resume.",
    NoticeKind.RESUMED: "actions go on. What was approved and has not lapsed runs now.",
    NoticeKind.FIGURES: "here are the figures.",
}
ABOUT_A_REQUEST = {
    NoticeKind.APPROVAL_NEEDED: "request {code} waits for a developer to approve it. Check the card above.",
    NoticeKind.SECOND_NEEDED: "request {code} has been approved by one developer and needs another. Check the card"
    " above.",
    NoticeKind.DEVELOPER_NEEDED: "request {code} needs a developer to do something by hand. The card above says what.",
}
REMINDERS = {
    State.AWAITING_APPROVAL: "request {code} still waits for a developer to approve it.",
    State.WITH_DEVELOPER: "request {code} still waits for a developer to do something by hand.",
}
HAS_REPLY = frozenset({Result.UNLINKED, Result.NOT_LINKED, *requests.REPLIES})


def text(notice: Notice, request: Request | None, mentions: str, site: Site) -> str:
    """The text of a notice, with `mentions` already written as Teams wants them."""
    return f"{mentions} {_words(notice, request, site)}".strip()


def _words(notice: Notice, request: Request | None, site: Site) -> str:
    if notice.kind in PLAIN:
        return PLAIN[notice.kind]
    code = request.code if request else ""
    if notice.kind is NoticeKind.SAID:
        known = sentences.code_of(notice.code)
        about = f"request {code}: " if code else ""
        how = f" To confirm, write: confirm {code}-{request.version}" if request and known is Say.CONFIRM_NOW else ""
        return about + (sentences.sentence(known, site) if known else sentences.SEE_THE_CARD) + how
    if notice.kind is NoticeKind.REMINDER and notice.state in REMINDERS:
        return REMINDERS[notice.state].replace("{code}", code)
    if notice.kind in ABOUT_A_REQUEST:
        return ABOUT_A_REQUEST[notice.kind].replace("{code}", code)
    ending = OUTCOMES.get(notice.state, "has moved on") if notice.state else "has moved on"
    reply = " The card holds a reply to send." if request and came_to(request) in HAS_REPLY else ""
    if request and request.kind is Kind.DELETE_JOBSEEKER and notice.state is State.DONE:
        reply = f"{reply} {erasure.DELETE_YOUR_MESSAGE}"
    return f"request {code} {ending}.{reply}"
