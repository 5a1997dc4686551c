"""One sentence for the person who just clicked or wrote."""

from __future__ import annotations

from collections.abc import Mapping

from bot.words.developers import PIM_GROUP
from bot.words.site import Site
from handlers.answers import Say
from handlers.roles import Refusal

SAYINGS: Mapping[Say | Refusal, str] = {
    Say.STALE: "This card has changed since you opened it. Nothing was done. Check it again, then choose.",
    Say.NO_SUCH_REQUEST: "There is no such request. Nothing was done.",
    Say.NOT_THIS_THREAD: "This belongs to a request in another thread. Nothing was done.",
    Say.NO_SUCH_BUTTON: "The bot does not know this button. Nothing was done.",
    Say.NOT_A_CLICK: "Nothing was done, because nobody pressed the button.",
    Say.CANNOT_CHECK_YOU: "The directory did not answer, so we could not check who you are. Nothing was done."
    " Try again in a minute.",
    Say.IDENTITY_REQUIRED: "Say how you checked who is asking, then ask again. Nothing was sent to a developer yet.",
    Say.IDENTITY_NOTE_REQUIRED: "Write how you checked who is asking, then ask again."
    " Nothing was sent to a developer yet.",
    Say.REASON_REQUIRED: "Write the reason, then press Reject again. The person who asked will see it.",
    Say.NOTE_REQUIRED: "Write what was done or decided, then press the button again.",
    Say.DECISION_REQUIRED: "Choose one of the answers, then press the button again.",
    Say.NOT_AN_ADDRESS: "The account's email address is not a valid address. Nothing was changed. Correct it,"
    " then press the button again.",
    Say.NOT_AN_ADDRESS_NOW: "The email address they use now is not a valid address. Nothing was changed."
    " Correct it or clear it, then press the button again.",
    Say.ID_FOR_AN_ADDRESS: "This is an id, not an email address. Nothing was changed. The bot finds accounts by email"
    " address only: type that one, then press the button again.",
    Say.LOOK_ALIKE_LETTERS: "The email address has letters that only look like plain ones, or accents. Nothing was"
    " changed. Type it by hand instead of pasting it, then press the button again.",
    Say.LOOKED_AGAIN: "The details changed, so we looked again. Check what the card shows now,"
    " then press Ask a developer again.",
    Say.STILL_CANNOT_LOOK: "The Teaching Vacancies database still does not answer. Your details are kept."
    " Press Try again in a few minutes.",
    Say.STILL_ASKING: "The bot is still asking the database whether the change was made. Nothing was done.",
    Say.NOTHING_TO_ASK: "There is no account to act on yet. Check the email address, then press Change details.",
    Say.TOO_LONG: "What you typed is too long. Use at most 500 characters in each box, 2,000 for what a developer"
    " is asked for.",
    Say.NO_TEXT: "Write what a developer is to do, then ask again. Nothing was sent to a developer yet.",
    Say.ALREADY_APPROVED: "You have approved this already. Another developer has to approve it too.",
    Say.APPROVE_FIRST: "Press Approve first. Nothing was done.",
    Say.CONFIRM_NOW: "Nothing was done yet. Check who it is and what will go, then confirm within 2 minutes."
    " Otherwise leave it: it then waits as before.",
    Say.CONFIRMED_TOO_LATE: "The 2 minutes are over, or the request changed. Nothing was done. Press Approve again.",
    Say.ONE_MORE_NEEDED: "Your approval counts. One more developer has to approve.",
    Say.LIMIT_REACHED: "So many requests of this kind were approved today that two developers have to approve"
    " each further one. Your approval counts as the first.",
    Say.CANNOT_CHECK_OTHERS: "The directory did not answer, so we could not check the developer who approved first."
    " Nothing was done. Try again in a minute.",
    Say.EARLIER_NO_LONGER_COUNTS: "The earlier approval no longer counts: that developer has no production access"
    " any more or may not approve. Yours counts as the first, and one more developer has to approve.",
    Say.PAUSED: "All actions are paused, so nothing can be approved now. Nothing was done.",
    Say.SOMEBODY_LOOKS: "Another developer is looking at this already. The card says who, and until when.",
    Say.ASKED_AGAIN: "A new request with the same details is in this thread. Its card says what comes next.",
    Say.ASKED_AGAIN_ALREADY: "Somebody has asked for this again already. The new request is in this thread.",
    Say.TAKEN: "what you wrote counts. The card above shows where the request stands.",
    Say.NOT_PAUSED: "Nothing is paused.",
    Say.PAUSED_ALREADY: "All actions are paused already.",
    Say.TYPE_ADDRESS_AGAIN: "A deletion cannot be undone. Type the email address again, then ask again."
    " Nothing was sent to a developer yet.",
    Say.ADDRESSES_DIFFER: "The two email addresses differ. Check them, then ask again."
    " Nothing was sent to a developer yet.",
    Say.TICK_ALERTS: "There is no account to delete. Tick that job alerts are to be stopped, then ask again.",
    Say.RECORD_A_DECISION: "This person has job applications. Choose what was decided and press Record decision.",
    Say.NO_LONGER_UNDOABLE: "This can no longer be undone: the old GOV.UK One Login is not kept any more.",
    Say.UNDO_ASKED: "A request to undo this is in this thread. Its card says what comes next.",
    Say.NOT_ACTIVE_TO_RESUME: "You need production access to let actions go on. Everything stays paused.",
    Say.OWN_PAUSE: "You paused all actions, so another developer has to let them go on.",
    Say.NO_ORGANISATION: "There is no organisation to use yet. Type its name and town, or its URN, UKPRN or postcode,"
    " then press Change details.",
    Say.CHOOSE_AN_ORGANISATION: "Choose one of the organisations on the card, then press Use this organisation.",
    Say.LOOKED_FOR_ANOTHER: "What you typed changed, so we looked again. Check what the card shows now, then choose.",
    Say.DEVELOPER_FIRST: "Teaching Vacancies does not have this organisation, though it ought to. Signing in with it"
    " would fail, so press Ask a developer.",
    Say.OPEN_ALREADY: "This is open already, so no second request was made. You count as asking for it too, and will be"
    " told how it ends.",
    Say.APPROVED_ALREADY: "This is open and was approved already, so no second request was made. Its card shows how it"
    " ends.",
    Say.YES_NO_LONGER_COUNTS: "This is open already, so no second request was made. You count as asking for it too, so"
    " what was approved so far no longer counts, and other developers have to decide.",
    Say.CHOOSE_A_KIND: "Choose what this is about, then press the button again.",
    Say.NO_REGISTER: "There is no copy of the register of schools that is new enough, so nothing was looked up.",
    Say.NOT_FOR_A_DEVELOPER: "A developer cannot change anything about this. Choose the organisation and press Use this"
    " organisation, or press Resolved by BA.",
    Refusal.NOT_BA_OR_DEVELOPER: "Only business analysts and developers of Teaching Vacancies can use this bot.",
    Refusal.NOT_DEVELOPER: "Only a developer can do this. Nothing was done.",
    Refusal.NOT_REQUESTER_OR_DEVELOPER: "Only a person who asked for this request, or a developer, can do this."
    " Nothing was done.",
    Refusal.OWN_REQUEST: "You created, edited or asked for this request, so another developer has to decide."
    " Nothing was done.",
    Refusal.NOT_ACTIVE: f"You need production access to approve. Activate the group {PIM_GROUP}"
    " at {pim_url} and press Approve again. Nothing was done yet.",
}

NOT_A_MESSAGE = "The bot could not read which message this is about. Nothing was done. Write to the bot: new"
UNKNOWN_AUTHOR = (
    "The bot could not read who wrote this message, and whoever wrote it may not approve what it asks for. Nothing was"
    " done. Write to the bot: new"
)
WRONG_PLACE = "This bot works only in the support channel of the Teaching Vacancies team."
NOT_FOR_YOU = SAYINGS[Refusal.NOT_BA_OR_DEVELOPER]
SEE_THE_CARD = "Your click arrived. The card in the thread will show what came of it."
OUT_OF_ORDER = (
    "The bot cannot reach its own database. The card in the thread shows whether your click counted."
    " If it did not, try again in a minute."
)


def sentence(say: Say | Refusal, site: Site) -> str:
    """The words for a code; every code has some (a test walks them)."""
    return SAYINGS[say].replace("{pim_url}", site.pim_url)


def code_of(text: str | None) -> Say | Refusal | None:
    """The code that was stored as text; None for one that this version does not know."""
    return next((code for code in SAYINGS if code == text), None)
