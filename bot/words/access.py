"""What is said about hiring staff who cannot sign in: the form, the organisations, the message for the Support Team.

The pages to hand out are those of publisher-access.md and the service's own help for hiring staff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.words.register import OWN_NUMBERS, numbers, plain
from handlers.diagnosis import Access, Advice, Candidate, Holding, Page
from handlers.eligibility import Category
from handlers.organisations import GroupType, Organisation, OrganisationKind

PAGES: Mapping[Page, str] = {
    Page.UNKNOWN_ORGANISATION_CATEGORY: "This type of organisation cannot use Teaching Vacancies",
    Page.UNSUPPORTED_ESTABLISHMENT_TYPE: "This type of establishment is not supported",
    Page.UNREGISTERED_ESTABLISHMENT: "This establishment is not registered with Teaching Vacancies",
    Page.NOT_AUTHORISED: "You are not authorised (the page shows their email address)",
    Page.PENDING_APPROVAL: "Your request for an organisation waits for approval",
    Page.NOT_FOUND: "Page not found",
    Page.SERVER_ERROR: "There is a problem with the service",
}

HOLDINGS: Mapping[Holding, str] = {
    Holding.KEPT: "Teaching Vacancies has it.",
    Holding.DISCARDED: "Teaching Vacancies has discarded it.",
    Holding.MISSING: "Teaching Vacancies does not have it.",
}

OF_SINGLE_TRUST: Mapping[Holding, str] = {
    Holding.KEPT: "Teaching Vacancies has its school.",
    Holding.DISCARDED: "Teaching Vacancies has discarded its school.",
    Holding.MISSING: "Teaching Vacancies has no school that names it.",
}

NOT_ASKED = (
    "The Teaching Vacancies database did not answer, so this rests on the register alone. Press Change details to look"
    " again."
)
FOUND = "Organisations in the register"
MEANT = "This is probably the one"
NOBODY_SAID = (
    "Which organisation is it? Type its name and town, or its URN, UKPRN or postcode, then press Change details."
)
PRESS_USE = "Check the organisation with the person. Then choose it and press Use this organisation."
ASK_NEXT = "Ask the person"
NAMED_BY_PAGE = "They see"
LOOKED_FOR = "Looked for"
CHOICE = "Which organisation is it?"
SEARCH = "Not among these? Type a name and town, or a URN, UKPRN or postcode, and choose from the list"
NOT_CHOSEN = "Choose an organisation from the list, or clear this field"
DESCRIBED = "Organisation: name and town, or URN, UKPRN or postcode"
ERROR_PAGE = "What does the error page say?"
EMAIL = "Email address they sign in with (optional)"
MESSAGE = "Message for the Support Team, to paste"

_ORGANISATIONS = "https://services.signin.education.gov.uk/organisations"
_SERVICES = "https://services.signin.education.gov.uk/my-services"
_HELP = "https://help.signin.education.gov.uk/contact-us"
_HIRING = "https://teaching-vacancies.service.gov.uk/get-help-hiring/"
_REQUEST_ACCESS = f"{_HIRING}how-to-request-organisation-access"
_ELIGIBILITY = f"{_HIRING}how-to-setup-your-account/check-your-eligibility-to-advertise-roles"
_APPROVER = (
    "The organisation's own approver in DfE Sign-in decides about that. We cannot do it, and if nobody knows the"
    f" approver, DfE Sign-in helps: {_HELP}"
)
_SIGN_IN_WITH = (
    "Ask them to sign out of DfE Sign-in, sign in again and choose exactly this organisation, by its number and not by"
    " its name: several can have the same name."
)
_IF_NOT_LISTED = (
    f"If it is not in their list, they can request access to it at {_ORGANISATIONS} (how: {_REQUEST_ACCESS})."
)
_PILOT = (
    "Teaching Vacancies accepts only the colleges in its pilot so far, and as far as we know this one is not in it."
)
_CONSOLE: Mapping[OrganisationKind, tuple[str, str]] = {
    OrganisationKind.ESTABLISHMENT: ("School", "urn"),
    OrganisationKind.GROUP: ("SchoolGroup", "uid"),
    OrganisationKind.LOCAL_AUTHORITY: ("SchoolGroup", "local_authority_code"),
}
LOOK_FIRST = "To see what Teaching Vacancies has of it:"


def choice(organisation: Organisation) -> str:
    """One organisation as a line to choose."""
    place = f", {plain(organisation.town)}" if organisation.town else ""
    closed = ", closed" if organisation.is_closed else ""
    return f"{plain(organisation.name)}{place} ({numbers(organisation)}{closed})"


def held(candidate: Candidate) -> str | None:
    """What Teaching Vacancies has of it; None when nobody knows."""
    single = candidate.eligibility.category is Category.SINGLE_ACADEMY_TRUST
    return (OF_SINGLE_TRUST if single else HOLDINGS).get(candidate.holding)


def message(access: Access, ticket: str | None) -> Iterator[str]:
    """The message for the Support Team, paragraph by paragraph, as plain text; nothing without a chosen one."""
    chosen = access.situation.chosen
    if chosen is None:
        return
    if ticket:
        yield f"Ticket {plain(ticket)}"
    meant, use = chosen.organisation, access.diagnosis.use
    match access.diagnosis.advice:
        case Advice.USE_THIS_ENTRY if use is not None:
            yield f"The organisation to sign in with is {_named(use)}."
            if use.id != meant.id:
                yield f"Another entry has the same name and cannot use Teaching Vacancies: {numbers(meant)}."
            yield _SIGN_IN_WITH
            yield _IF_NOT_LISTED
            yield _APPROVER
        case Advice.JOIN_THE_SUCCESSOR:
            heirs = [use] if use else access.situation.heirs
            yield f"{_named(meant)} has closed. They now need {' or '.join(_named(heir) for heir in heirs)}."
            yield _IF_NOT_LISTED
            yield _APPROVER
        case Advice.WAIT_FOR_APPROVER:
            yield f"Their request to join {_named(meant)} in DfE Sign-in has not been approved yet."
            yield _APPROVER
        case Advice.REQUEST_THE_SERVICE:
            yield f"They have no access to Teaching Vacancies at {_named(meant)}."
            yield f"They can request it at {_SERVICES}, or the organisation's approver can add it for them."
            yield "If they also have DfE Sign-in with another email address, they need to sign out and use that one."
        case Advice.COLLEGE_NOT_YET:
            yield f"{_named(meant)} is a further education college."
            yield _PILOT
        case Advice.ASK_A_DEVELOPER:
            # "Done" says only that a developer looked and wrote a note; what they changed we do not know.
            yield f"A developer has looked at what Teaching Vacancies holds about {_named(meant)}."
            yield "They can try again."
            yield _SIGN_IN_WITH
            yield "If it still fails, ask what the page says now and come back to us with its words."
        case _:
            yield f"{_named(meant)} cannot use Teaching Vacancies."
            yield f"Who can use it: {_ELIGIBILITY}"


def _named(organisation: Organisation) -> str:
    place = f", {plain(organisation.town)}" if organisation.town else ""
    return f"{plain(organisation.name)}{place} ({_quoted(organisation)})"


def _quoted(organisation: Organisation) -> str:
    """The number to quote first; without a UKPRN it says which number stands in for it."""
    own = f"{OWN_NUMBERS[organisation.kind]} {organisation.number}"
    if not organisation.ukprn:
        return f"{own}; it has no UKPRN, so quote this number"
    return f"UKPRN {organisation.ukprn}, {own}"


def console(organisation: Organisation) -> str:
    """What a developer types to see what the service has of it; columns: publisher-access.md."""
    is_group = organisation.kind is OrganisationKind.GROUP
    if is_group and organisation.type_code == GroupType.SINGLE_ACADEMY_TRUST:
        return f"""School.where("gias_data->>'Trusts (code)' = ?", "{organisation.number}")"""
    model, column = _CONSOLE[organisation.kind]
    return f'{model}.find_by({column}: "{organisation.number}")'
