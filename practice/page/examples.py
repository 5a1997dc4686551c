"""Messages to click: one for each kind and each awkward case, about people in the practice service database."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import asyncpg

from practice.altering import Json
from practice.service_database.people import EMAILS, Situation
from practice.service_database.register import CLOSED_WITH_SUCCESSOR, OPEN_BUT_MISSING
from practice.service_database.staff import STAFF_EMAILS, Staff
from practice.story import SOMEBODY


@dataclass(frozen=True)
class Example:
    """One message and what it shows."""

    group: str
    title: str
    text: str


def _of(situation: Situation) -> str:
    return EMAILS[situation]


UNLINK, DELETE = "Unlink a GOV.UK One Login", "Delete a jobseeker's data"
SIGN_IN, AWKWARD = "Hiring staff cannot sign in", "Awkward messages"
HELP, WORDS = "For a developer, by hand", "Words for the bot"

EXAMPLES = (
    Example(
        UNLINK, "They are not linked", f"Can you unlink {_of(Situation.NOT_LINKED)}? They reset their GOV.UK One Login."
    ),
    Example(
        UNLINK,
        "They have a second account",
        f"{_of(Situation.SECOND_ACCOUNT)} reset their One Login, please unlink."
        f" They now use {_of(Situation.SECOND_ACCOUNT_NEW)}.",
    ),
    Example(
        UNLINK,
        "Their second account has a job application",
        f"Unlink the One Login of {_of(Situation.MERGE_BLOCKED)}, they now use {_of(Situation.MERGE_BLOCKED_NEW)}",
    ),
    Example(
        UNLINK,
        "A merge would delete their messages",
        f"Unlink the One Login of {_of(Situation.MERGE_WITH_MESSAGES)},"
        f" they now use {_of(Situation.MERGE_WITH_MESSAGES_NEW)}",
    ),
    Example(UNLINK, "Their account is closed", f"Please unlink {_of(Situation.CLOSED)} from their old One Login."),
    Example(
        UNLINK,
        "They opted out without a reason",
        f"{_of(Situation.OPT_OUT_WITHOUT_REASON)} cannot sign in since they reset their One Login. Unlink?",
    ),
    Example(
        UNLINK, "Stored with capital letters", f"Unlink One Login for {_of(Situation.CAPITALS).lower()}, ticket 50311"
    ),
    Example(UNLINK, "Two accounts, apart from capitals", f"Unlink One Login for {_of(Situation.CAPITALS_TWIN_LOWER)}"),
    Example(
        UNLINK,
        "Unlinked by mistake: press Undo unlink when it is done",
        f"Unlink the One Login of {_of(Situation.OPT_OUT_WITH_REASON)}, ticket 50877",
    ),
    Example(UNLINK, "No such account", "Please unlink nobody.here@example.com from their One Login"),
    Example(
        DELETE,
        "A full profile, no job applications",
        f"{_of(Situation.FULL_PROFILE)} asks us to delete all their data. Ticket 50412.",
    ),
    Example(
        DELETE,
        "Job alerts and feedback to tick as well",
        f"Please delete all data of {_of(Situation.ALERTS_WITH_CAPITALS)}, they want no more emails either.",
    ),
    Example(DELETE, "An application only begun", f"Please delete the account of {_of(Situation.DRAFT_ONLY)}"),
    Example(
        DELETE,
        "Applications in every status",
        f"{_of(Situation.EVERY_STATUS)} asked for their data to be deleted. Ticket 50498.",
    ),
    Example(
        DELETE, "No account, but job alerts", f"Please delete everything you hold about {_of(Situation.ALERTS_ONLY)}"
    ),
    Example(DELETE, "A file in their about you text", f"Delete the data of {_of(Situation.EMBEDDED_FILE)}, please."),
    Example(
        DELETE,
        "Messages that belong to no application any more",
        f"{_of(Situation.MESSAGES_MOVED)} wants their account deleted.",
    ),
    Example(
        DELETE,
        "Two accounts, apart from capitals",
        f"Delete all data of {_of(Situation.CAPITALS_TWIN_LOWER)}, ticket 50633",
    ),
    Example(DELETE, "An id instead of an address", "Delete the data of account 5b0d5e0c-2f53-4b3e-9c1a-3f8f6a1f2d77"),
    Example(
        SIGN_IN,
        "Several organisations have the same name",
        "Somebody in HR at Harris Federation sees “This type of organisation cannot use Teaching Vacancies”."
        " Ticket 50977",
    ),
    Example(
        SIGN_IN,
        "Their school has closed and has a successor",
        f"{STAFF_EMAILS[Staff.AT_A_CLOSED_SCHOOL]} at Reading School (URN {CLOSED_WITH_SUCCESSOR}) sees “This"
        " establishment is not registered with Teaching Vacancies”. Ticket 50982",
    ),
    Example(
        SIGN_IN,
        "It is open, but Teaching Vacancies does not have it",
        f"The office of E P Collier Primary School (URN {OPEN_BUT_MISSING}) cannot sign in with DfE Sign-in."
        " Ticket 50983",
    ),
    Example(
        SIGN_IN,
        "So many have the name that the town is needed",
        "A headteacher at St Joseph's Catholic Primary School cannot sign in. Ticket 50985",
    ),
    Example(
        SIGN_IN,
        "A trust",
        f"{STAFF_EMAILS[Staff.AT_A_TRUST]} of Oxford Diocesan Schools Trust cannot sign in with DfE Sign-in.",
    ),
    Example(
        SIGN_IN,
        "Only what the page says",
        "Hiring staff see “You are not authorised” when they sign in. They did not say which organisation.",
    ),
    Example(HELP, "Something went wrong", "Can a developer look at why the job alert emails went out twice today?"),
    Example(
        HELP,
        "Something has to be changed",
        "Can a developer change the closing date of vacancy 12345?\nThe school typed June and meant July. Ticket 51004",
    ),
    Example(AWKWARD, "No address", "Somebody rang: they reset their One Login and cannot get in. Can you unlink them?"),
    Example(
        AWKWARD,
        "Two addresses, which one?",
        f"Unlink One Login please: {_of(Situation.LINKED)} or maybe {_of(Situation.CLOSED)}",
    ),
    Example(
        AWKWARD,
        "A forwarded email",
        f"Can you unlink this one?\n\nFrom: Support desk <support@school.test>\n"
        f"Subject: FW: cannot sign in\n\nHello, I reset my GOV.UK One Login. My address is"
        f" {_of(Situation.LINKED)}.\nThank you\n--\nSupport desk, 0300 555 0100",
    ),
    Example(AWKWARD, "Please do not", f"Please do NOT unlink {_of(Situation.LINKED)} yet, I am still checking."),
    Example(AWKWARD, "Already done", f"Thanks, I unlinked {_of(Situation.LINKED)} yesterday."),
    Example(AWKWARD, "Markup and mentions", "<b>Unlink</b> [me](https://example.com) <at>everyone</at> {{DATE(now)}}"),
    Example(AWKWARD, "Just hello", "hello, what can you do?"),
    Example(WORDS, "The team's figures", "stats"),
    Example(WORDS, "Stop all actions", "pause"),
    Example(WORDS, "Let them go on (as another developer, with production access)", "resume"),
)


async def examples(owner_service_url: str) -> list[Json]:
    """Give all of them; the first is about somebody whom unlinking helps and whom nobody has unlinked yet."""
    connection = await asyncpg.connect(owner_service_url)
    try:
        email = await connection.fetchval(SOMEBODY)
    finally:
        await connection.close()
    first = [] if email is None else [Example(UNLINK, "The usual case", _usual(email))]
    return [asdict(example) for example in (*first, *EXAMPLES)]


def _usual(email: str) -> str:
    return f"{email} reset their GOV.UK One Login and needs unlinking. Ticket 48213."
