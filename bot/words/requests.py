"""What a request's card says: titles, states, findings, results, labels and replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.states import State
from handlers.terms import Because, Finding, Kind, Result, Verdict

KINDS: Mapping[Kind, str] = {
    Kind.UNLINK_ONE_LOGIN: "Unlink a jobseeker from GOV.UK One Login",
    Kind.UNDO_UNLINK: "Undo an unlink: put the old GOV.UK One Login back",
    Kind.DELETE_JOBSEEKER: "Delete a jobseeker's data",
    Kind.PUBLISHER_ACCESS: "Hiring staff cannot sign in",
    Kind.DEVELOPER_HELP: "Something else for a developer",
    Kind.UNDECIDED: "New support request",
}
SHORT_KINDS: Mapping[Kind, str] = {
    Kind.UNLINK_ONE_LOGIN: "Unlink One Login",
    Kind.UNDO_UNLINK: "Undo an unlink",
    Kind.DELETE_JOBSEEKER: "Delete data",
    Kind.PUBLISHER_ACCESS: "Sign-in help",
    Kind.DEVELOPER_HELP: "Developer help",
    Kind.UNDECIDED: "Not decided yet",
}

ADDRESS = "Email address"
USED_NOW = "They use now"

STATES: Mapping[State, str] = {
    State.TRIAGE: "Check the details",
    State.AWAITING_APPROVAL: "Waiting for a developer to approve",
    State.APPROVED: "Approved, about to run",
    State.RUNNING: "Running",
    State.UNKNOWN: "We do not know yet whether it was done",
    State.REFERRED_BACK: "Back with the business analyst",
    State.WITH_DEVELOPER: "With a developer, to do by hand",
    State.DONE: "Done",
    State.NOTHING_TO_DO: "Nothing to do",
    State.FAILED: "Not done, nothing was changed",
    State.RESOLVED_BY_BA: "Resolved by BA",
    State.REJECTED: "Rejected",
    State.CANCELLED: "Cancelled",
    State.EXPIRED: "Expired, nothing was changed",
    State.LAPSED: "Approval lapsed, nothing was changed",
    State.CLOSED: "Closed",
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.COULD_NOT_LOOK: "We could not look this account up: the Teaching Vacancies database did not answer."
    " Your details are kept. Press Try again.",
    Verdict.NOT_FOUND: "There is no account with this email address. Ask the person which address they used,"
    " then press Change details.",
    Verdict.SEVERAL: "More than one account has this address, apart from capital letters.",
    Verdict.BY_HAND: "The bot does not do this. A developer has to do it by hand.",
    Verdict.SIGN_IN_WOULD_FAIL: "Unlinking would not help: this person cannot sign in until a developer has"
    " corrected their account.",
    Verdict.NOT_LINKED: "This account is not linked to a GOV.UK One Login.",
    Verdict.CAN_UNLINK: "This account can be unlinked.",
    Verdict.HAS_APPLICATIONS: "This person has job applications, so nothing is deleted.",
    Verdict.SCHEMA_DRIFTED: "The bot deletes nothing until it knows the database as it is now. A developer has to do"
    " it by hand.",
    Verdict.ONLY_ALERTS: "There is no account with this email address, but there are job alerts.",
    Verdict.CAN_DELETE: "There are no job applications, so this person's data can be deleted.",
    Verdict.LINKED_AGAIN: "The account is linked to a GOV.UK One Login again, so there is nothing to undo.",
    Verdict.OLD_LOGIN_TAKEN: "Another account has the old GOV.UK One Login now, so it cannot be put back.",
    Verdict.UNLINKED_LATER: "This account was unlinked once more after that. Undo the later unlink instead.",
    Verdict.GONE: "The account, or what the bot kept of its old GOV.UK One Login, is no longer there."
    " Nothing was changed.",
    Verdict.NO_REGISTER: "There is no copy of the register of schools (GIAS) that is new enough, so nothing was looked"
    " up. Your details are kept. Press Try again later, or look the organisation up on"
    " https://get-information-schools.service.gov.uk yourself.",
    Verdict.DIAGNOSED: "The register was looked at.",
    Verdict.CAN_UNDO: "The old GOV.UK One Login can be put back on this account.",
}

FINDINGS: Mapping[Finding, str] = {
    Finding.SAME_EMAIL_JUST_SIGN_IN: "Unlinking may not be needed. If the person signs in to GOV.UK One Login with"
    " this same address, Teaching Vacancies links their new One Login by itself. If they use another address now,"
    " add it with Change details, because there may be a second account.",
    Finding.SAME_EMAIL_GIVEN: "Unlinking is not needed. The person uses the same address, so they can simply sign in:"
    " Teaching Vacancies links their new One Login by itself.",
    Finding.NEW_EMAIL_NO_ACCOUNT: "Unlinking will not help on its own. The address they use now has no account, so"
    " signing in creates a new, empty one. They need to change their GOV.UK One Login address to the one on this"
    " account first.",
    Finding.MERGE_DESTROYS_ACCOUNT: "The person has a second account under the address they use now. After"
    " unlinking, changing their One Login address would merge this account into the second one and delete this one.",
    Finding.MERGE_DESTROYS_MESSAGES: "That merge would also delete the messages that they sent to schools.",
    Finding.NO_MERGE_SECOND_KEPT: "The person has a second account under the address they use now, with job"
    " applications or a profile of its own. The two are never merged: signing in will open the second account.",
    Finding.CLOSED_REOPENS: "The account is closed. Signing in opens it again and starts all its job alerts again,"
    " also the ones they stopped before.",
    Finding.OPT_OUT_WITHOUT_REASON: "The account says that the person opted out of emails but holds no valid reason."
    " Every sign-in fails on that, linked or not.",
    Finding.STORED_WITH_CAPITALS: "The address is stored with capital letters or spaces. Signing in never finds such"
    " an account, so a developer has to correct the address.",
    Finding.TWIN_BY_CASE: "Another account has the same address apart from capital letters. Check that this is the"
    " right one.",
    Finding.SEVERAL_BY_CASE: "Type the address exactly as it stands here, capital letters included, then press"
    " Change details.",
    Finding.MESSAGES_WITHOUT_APPLICATION: "There are messages to schools that belong to no job application any more."
    " They may have to be kept, so a developer looks at them.",
    Finding.FILES_IN_ABOUT_YOU: "There are files in the about you text. Only Teaching Vacancies itself can delete"
    " them.",
    Finding.SEVERAL_SECOND: "The address they use now belongs to more than one account, apart from capital letters.",
}

RESULTS: Mapping[Result, str] = {
    Result.UNLINKED: "The account is no longer linked to a GOV.UK One Login.",
    Result.UNDONE: "The old GOV.UK One Login is back on the account.",
    Result.DELETED: "The account and everything listed here are deleted.",
    Result.ALERTS_STOPPED: "The job alerts are stopped and deleted. There was no account.",
    Result.HAS_APPLICATIONS: "This person has job applications, so nothing is deleted and nothing was changed."
    " The business analyst and the team decide how to answer.",
    Result.SCHEMA_DRIFTED: "The bot deleted nothing, because it does not know the database as it is now. A developer"
    " has to look.",
    Result.LINKED_AGAIN: "The account is linked to a GOV.UK One Login again, so there was nothing to undo.",
    Result.OLD_LOGIN_TAKEN: "Another account has the old GOV.UK One Login now. Nothing was changed.",
    Result.UNLINKED_LATER: "The account was unlinked once more after that, so the older One Login is not put back."
    " Undo the later unlink instead.",
    Result.KEPT_AND_ANSWERED: "Decided: the data is kept and the person gets an answer. Nothing was deleted.",
    Result.ASKED_DATA_PROTECTION: "Decided: the data protection team is asked. Nothing was deleted.",
    Result.DECIDED_OTHERWISE: "Decided otherwise, in the words below. Nothing was deleted.",
    Result.NOT_LINKED: "The account is not linked to a GOV.UK One Login, so there was nothing to unlink.",
    Result.ACCOUNT_GONE: "The account is no longer there. Nothing was changed.",
    Result.CHANGED_SINCE_SHOWN: "The account changed after it was approved, so the bot did nothing."
    " Press Ask again to see it as it is now.",
    Result.SIGN_IN_WOULD_FAIL: "Unlinking would not help: the account says that the person opted out of emails but"
    " holds no valid reason, and every sign-in fails on that. Nothing was changed.",
    Result.SEEN_DONE: "A developer looked at the account: the change was made.",
    Result.SEEN_NOT_DONE: "A developer looked at the account: the change was not made.",
    Result.NEEDS_HANDS: "A developer has to do this by hand.",
    Result.COULD_NOT_REACH: "The Teaching Vacancies database did not answer or was busy. Nothing was changed.",
    Result.NOT_COMMITTED: "The change did not reach the Teaching Vacancies database. Nothing was changed.",
    Result.COULD_NOT_ASK: "The change was sent, and the Teaching Vacancies database has not told us whether it was"
    " made. The bot goes on asking and will not run it again.",
    Result.TOO_OLD_TO_TELL: "The change was sent too long ago for the database to say whether it was made. A developer"
    " has to look at the account.",
    Result.DONE_BY_HAND: "A developer did this by hand.",
    Result.ORGANISATION_NAMED: "The organisation is found. The message for the Support Team is below.",
    Result.DATA_IS_WRONG: "The register says that this organisation is open and of a kind that Teaching Vacancies"
    " accepts, but Teaching Vacancies does not have it. A developer looks at why the nightly import left it out.",
    Result.SIGN_IN_NEEDS_HANDS: "The page that they see can have a cause in Teaching Vacancies itself. A developer"
    " looks at the logs.",
    Result.REFERRED_BY_PERSON: "Somebody gave this back to the business analyst.",
}

BIGQUERY = (
    "BigQuery shows the link as it was before until the account next changes: the bot's change sends no event there."
)

_UNLINKED = "We have unlinked your Teaching Vacancies account from your old GOV.UK One Login."
_NOT_LINKED = "Your Teaching Vacancies account is not linked to an old GOV.UK One Login."
_JUST_SIGN_IN = (
    " Sign in to Teaching Vacancies with the email address of your account and it will be linked to your GOV.UK One"
    " Login."
)
_CHANGE_ADDRESS_FIRST = (
    " Before you sign in, change the email address of your GOV.UK One Login to the one of your Teaching Vacancies"
    " account. If you sign in before that, you will get a new, empty account."
)
_TWO_ACCOUNTS = (
    " You have a second Teaching Vacancies account, under the email address you use now. Signing in opens that one."
    " Tell us if you need something from the other account."
)
_HOW_TO_SIGN_IN: Mapping[Finding, str] = {
    Finding.NEW_EMAIL_NO_ACCOUNT: _CHANGE_ADDRESS_FIRST,
    Finding.NO_MERGE_SECOND_KEPT: _TWO_ACCOUNTS,
}


_KEPT = (
    "You asked us to delete your data. You have applied for jobs through Teaching Vacancies, and we have to keep job"
    " applications and the messages about them for a time, also for the schools that received them. So we have not"
    " deleted your account."
)
REPLIES: Mapping[Result, str] = {
    Result.DELETED: "We have deleted your Teaching Vacancies account and the data that belongs to it. If you sign in"
    " again, you will get a new, empty account.",
    Result.ALERTS_STOPPED: "You have no Teaching Vacancies account. We have stopped your job alerts and deleted them.",
    Result.KEPT_AND_ANSWERED: f"{_KEPT} You can close your account yourself: sign in and go to account settings.",
    Result.ASKED_DATA_PROTECTION: f"{_KEPT} We have passed your request to the data protection team of the Department"
    " for Education, who will answer you.",
    Result.DECIDED_OTHERWISE: f"{_KEPT} We are looking at what else we can do and will write to you again.",
    Result.UNDONE: "Your Teaching Vacancies account is linked to your earlier GOV.UK One Login again. Sign in with"
    " that one.",
}


ALERTS_GO_ON = " The job alerts that you set up with this email address go on. Each of them holds a link to stop it."


def reply(result: Result | None, findings: Sequence[Finding]) -> str | None:
    """What can be sent to the person who asked: what was done, and what their next sign-in will do."""
    if result is not None and result in REPLIES:
        return REPLIES[result]
    done = {Result.UNLINKED: _UNLINKED, Result.NOT_LINKED: _NOT_LINKED}.get(result) if result else None
    if done is None:
        return None
    how = next((_HOW_TO_SIGN_IN[finding] for finding in findings if finding in _HOW_TO_SIGN_IN), _JUST_SIGN_IN)
    return done + how


IDENTITY_CHECKS: Mapping[str, str] = {
    "own_address": "They wrote from the account's own address",
    "other": "Another way (say how)",
}
CHECKED: Mapping[str, str] = {
    "own_address": "they wrote from the account's own address",
    "other": "another way",
}
DECISIONS: Mapping[str, str] = {
    "answered": "The person got an answer",
    "by_hand": "A developer corrects the account by hand",
    "other": "Something else (say what)",
}
ABOUT_APPLICATIONS: Mapping[str, str] = {
    "keep": "Keep the data and answer the person",
    "data_protection": "Ask the data protection team",
    "other": "Something else (say what)",
}

LABELS: Mapping[str, str] = {
    "email": "Email address of the account",
    "current_email": "Email address they use now, if it is another one",
    "identity_check": "How did you check who is asking? (needed to ask a developer)",
    "identity_note": "How exactly, if another way",
    "ticket": "Ticket number (optional)",
    "confirm_email": "Type the email address again (needed to ask a developer)",
    "reason": "Reason, if you reject",
    "decision": "What was decided?",
    "note": "What was done or decided",
    "text": "What is a developer to do?",
    "kind": "What is it about?",
    "words": "In words, if it is for a developer",
}
SIGHTINGS: Mapping[Kind, Mapping[str, str]] = {
    Kind.UNLINK_ONE_LOGIN: {
        "made": "The account is unlinked",
        "not_made": "The account is still linked as before",
    },
    Kind.UNDO_UNLINK: {"made": "The account is linked again", "not_made": "The account is still not linked"},
    Kind.DELETE_JOBSEEKER: {"made": "What was to be deleted is gone", "not_made": "It is all still there"},
}
SIGHTING = "What did you see in the Teaching Vacancies database?"
TWO_NEEDED: Mapping[Because, str] = {
    Because.ALWAYS: "Two developers have to approve this.",
    Because.DAILY_LIMIT: "Two developers have to approve this, because so many requests of this kind were approved"
    " today.",
}
CHOOSE_A_KIND = "Choose what this is about and fill in what you know, then press Change details."
YOU_ASKED = "You asked for this, so a developer who did not decides."
REFRESH = "Refresh"
FORM = "Check what this is about and whom. The request then stands in this thread, and nothing is done before that."
KINDS_OF_FORM = "New support request"
CREATE = "Create request"
UNDERSTOOD = "How we read the message"
SEVERAL_ASKED = (
    "If the message asks for more than one thing, do one of them here and write to the bot once more for the other."
)
CHECK_TEXT = "Check what the developer is asked for, then press Ask a developer."
NO_LONGER_KEPT = "It ended more than 30 days ago, so who asked for it and for whom is no longer kept."
PAUSED = "All actions are paused. Nothing will run, whatever is approved, until a developer lets them go on."
DEADLINES: Mapping[State, str] = {
    State.TRIAGE: "Expires {at} if nobody goes on with it",
    State.AWAITING_APPROVAL: "Expires {at} if nobody decides",
    State.APPROVED: "Lapses {at} if it has not run by then",
}
NO_SUBJECT = "Which account is it? The bot finds accounts by email address only. Type it, then press Change details."
CANDIDATES = "The message names more than one address, or one that we could not read for certain:"
REPLACED = "This card was replaced by a newer one in this thread."


def summary(code: str, state: State) -> str:
    """The line for notifications and screen readers: never with personal data."""
    return f"Request {code}: {STATES[state].lower()}"
