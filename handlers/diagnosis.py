"""What a diagnosis of a failed sign-in speaks of: pages, causes, findings, questions, advice. Rules: diagnose.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.eligibility import Category, Eligibility, Reason, judge
from handlers.organisations import Ask, Listed, Organisation, OrganisationKind


class Page(StrEnum):
    """What the person sees; the first five are handlers.reading's ErrorPage."""

    PENDING_APPROVAL = "pending_approval"
    NOT_AUTHORISED = "not_authorised"
    UNKNOWN_ORGANISATION_CATEGORY = "unknown_organisation_category"
    UNSUPPORTED_ESTABLISHMENT_TYPE = "unsupported_establishment_type"
    UNREGISTERED_ESTABLISHMENT = "unregistered_establishment"
    NOT_FOUND = "not_found"  # "Page not found": an unknown authority or trust (RecordNotFound)
    SERVER_ERROR = "server_error"  # "there is a problem": among others a single-academy trust without a school


class Cause(StrEnum):
    """The seven reasons why sign-in fails, in the order in which Teaching Vacancies decides."""

    NO_ORGANISATION_YET = "no_organisation_yet"
    NO_ROLE = "no_role"
    CATEGORY = "category"
    TYPE = "type"
    NOT_REGISTERED = "not_registered"
    UNKNOWN_AUTHORITY_OR_TRUST = "unknown_authority_or_trust"
    TRUST_WITHOUT_SCHOOL = "trust_without_school"


class Holding(StrEnum):
    """What Teaching Vacancies' own database has under the organisation's URN, UID or code."""

    NOT_ASKED = "not_asked"
    KEPT = "kept"
    DISCARDED = "discarded"
    MISSING = "missing"


class Finding(StrEnum):
    """One thing that the person who answers should know."""

    SIGNED_IN_FOR_ANOTHER_ENTRY = "signed_in_for_another_entry"
    SAME_NAME_NOT_ACCEPTED = "same_name_not_accepted"
    CLOSED_WITH_SUCCESSOR = "closed_with_successor"
    CLOSED_WITHOUT_SUCCESSOR = "closed_without_successor"
    TRUST_HAS_CLOSED = "trust_has_closed"
    NAMESAKE_IS_ACCEPTED = "namesake_is_accepted"
    TYPE_IS_ACCEPTED_IN_REGISTER = "type_is_accepted_in_register"
    COLLEGE_OUTSIDE_PILOT = "college_outside_pilot"
    OPEN_BUT_MISSING = "open_but_missing"
    OPEN_BUT_DISCARDED = "open_but_discarded"
    DISCARDED_BUT_ACCEPTED = "discarded_but_accepted"
    TRUST_SCHOOL_MISSING = "trust_school_missing"
    TRUST_SCHOOL_DISCARDED_TOO = "trust_school_discarded_too"
    KEPT_SO_ANOTHER_ENTRY = "kept_so_another_entry"
    KNOWN_HERE = "known_here"
    KNOWN_ELSEWHERE = "known_elsewhere"
    NEVER_KNOWN = "never_known"
    NO_UKPRN = "no_ukprn"


class Question(StrEnum):
    """What to ask the person next, most useful first."""

    WHICH_PAGE = "which_page"
    WHICH_ORGANISATION = "which_organisation"
    WHICH_OF_THESE = "which_of_these"
    WHICH_TOWN = "which_town"
    WHICH_ENTRY_THEY_CHOSE = "which_entry_they_chose"
    WHICH_EMAIL = "which_email"


class Advice(StrEnum):
    """What to tell the person, or who has to act."""

    WAIT_FOR_APPROVER = "wait_for_approver"
    REQUEST_THE_SERVICE = "request_the_service"
    USE_THIS_ENTRY = "use_this_entry"
    JOIN_THE_SUCCESSOR = "join_the_successor"
    NOT_ELIGIBLE = "not_eligible"
    COLLEGE_NOT_YET = "college_not_yet"
    ASK_A_DEVELOPER = "ask_a_developer"
    ASK_FIRST = "ask_first"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One organisation of the register that could be meant, and what is known of it.

    `also_discarded`: the service holds a discarded school of this single-academy trust beside the kept one.
    """

    listed: Listed
    eligibility: Eligibility
    holding: Holding = Holding.NOT_ASKED
    also_discarded: bool = False

    @property
    def organisation(self) -> Organisation:
        return self.listed.organisation


def same_name(one: Organisation, other: Organisation) -> bool:
    """Whether two names are the same but for capitals, spaces and signs."""
    first, second = ("".join(each for each in name.casefold() if each.isalnum()) for name in (one.name, other.name))
    return first == second


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a diagnosis rests on.

    `chosen` is the one organisation meant, None while several could be; `others` are the rest that were found.
    `too_common`: the name is one that many have. `known_at` are the ids of the organisations at which the service
    database lists the person; None when it was not asked or there was no address to ask with.
    """

    page: Page | None = None
    chosen: Candidate | None = None
    others: tuple[Candidate, ...] = ()
    too_common: bool = False
    known_at: tuple[str, ...] | None = None

    @property
    def kind(self) -> OrganisationKind | None:
        return self.chosen.organisation.kind if self.chosen else None

    @property
    def reason(self) -> Reason | None:
        """Why the chosen one is accepted or not."""
        return self.chosen.eligibility.reason if self.chosen else None

    @property
    def category(self) -> Category | None:
        return self.chosen.eligibility.category if self.chosen else None

    @property
    def accepted(self) -> bool:
        return self.chosen is not None and self.chosen.eligibility.accepted

    @property
    def closed(self) -> bool:
        return self.chosen is not None and self.chosen.organisation.is_closed

    @property
    def heirs(self) -> tuple[Organisation, ...]:
        """The accepted successors of a closed school; of those that were looked up too, more is known."""
        if self.chosen is None:
            return ()
        known = {other.organisation.id: other.eligibility.accepted for other in self.others}
        heirs = (heir for heir in self.chosen.listed.successors if not heir.is_closed)
        return tuple(heir for heir in heirs if known.get(heir.id, judge(heir).accepted))

    @property
    def namesakes(self) -> tuple[Candidate, ...]:
        """The others that are accepted and have the chosen one's name, whatever kind of entry they are."""
        if self.chosen is None:
            return ()
        others = (other for other in self.others if other.eligibility.accepted)
        return tuple(other for other in others if same_name(other.organisation, self.chosen.organisation))

    @property
    def holding(self) -> Holding:
        return self.chosen.holding if self.chosen else Holding.NOT_ASKED


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is certain, what is likely (most likely first), what to know, what to ask next, what to say.

    `use` is the organisation whose UKPRN (or URN) to quote, None while there is none or there are several. With
    `advice` ASK_A_DEVELOPER it is Teaching Vacancies' own data that is wrong.
    """

    certain: Cause | None
    likely: tuple[Cause, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    advice: Advice
    use: Organisation | None


@dataclass(frozen=True, slots=True)
class Access:
    """What a card shows of a failed sign-in: the organisations that could be meant, and what follows from them.

    `day` is the register's own date; `asked` False says that the service database did not answer, so that nobody
    knows what Teaching Vacancies has. `ask`, `alike` and `places` are the register's answer to words that many fit.
    """

    day: date | None
    situation: Situation
    diagnosis: Diagnosis
    asked: bool = True
    ask: Ask | None = None
    alike: int = 0
    places: tuple[tuple[str, int], ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All that could be meant, the one that is meant first."""
        return ((self.situation.chosen,) if self.situation.chosen else ()) + self.situation.others
