"""Why hiring staff cannot sign in: from what the BA gives and what is known to causes, findings, questions and advice.

Source: teaching-vacancies 98445ab, omniauth_callbacks_controller.rb (order of the decision) and its three error pages;
documentation/operations/support-requests.md (the commonest cause is the wrong one of several like-named entries in
DfE Sign-in). All rules are the tables; the words for their codes are in bot/words/diagnosis.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from handlers.diagnosis import Advice, Cause, Diagnosis, Finding, Holding, Page, Question, Situation
from handlers.eligibility import Category, Reason
from handlers.organisations import Organisation, OrganisationKind

Rule = Callable[[Situation], bool]


def diagnose(situation: Situation) -> Diagnosis:
    """Apply the tables below."""
    certain = PAGES.get(situation.page) if situation.page else None
    likely = [cause for cause, holds in LIKELY if holds(situation)] if certain is None else []
    advice = next(advice for advice, holds in ADVICE if holds(situation))
    return Diagnosis(
        certain,
        tuple(dict.fromkeys(likely)),
        tuple(finding for finding, holds in FINDINGS if holds(situation)),
        tuple(question for question, holds in QUESTIONS if holds(situation)),
        advice,
        _use(situation, advice),
    )


def _use(situation: Situation, advice: Advice) -> Organisation | None:
    """The one entry to sign in with, if there is exactly one."""
    if advice is Advice.JOIN_THE_SUCCESSOR:
        return situation.heirs[0] if len(situation.heirs) == 1 else None
    if situation.chosen is None:
        return None
    if situation.accepted:
        return situation.chosen.organisation
    return situation.namesakes[0].organisation if advice is Advice.USE_THIS_ENTRY else None


def _page(*pages: Page) -> Rule:
    return lambda situation: situation.page in pages


def _because(*reasons: Reason) -> Rule:
    return lambda situation: situation.reason in reasons


def _accepted(situation: Situation) -> bool:
    return situation.accepted


def _not_found(situation: Situation) -> bool:
    """Whether sign-in finds nothing of it: only of schools does it pass over the discarded ones (`School.kept`)."""
    if situation.kind is OrganisationKind.ESTABLISHMENT:
        return situation.holding in (Holding.MISSING, Holding.DISCARDED)
    return situation.holding is Holding.MISSING


def _none_of(*categories: Category) -> Rule:
    return lambda situation: situation.category in categories and _not_found(situation)


def _wrongly(holding: Holding) -> Rule:
    """Eligible and open in the register, so that sign-in ought to find it."""
    return lambda situation: (
        situation.accepted and not situation.closed and situation.holding is holding and _not_found(situation)
    )


def _single_academy_trust(situation: Situation) -> bool:
    return situation.category is Category.SINGLE_ACADEMY_TRUST


def _others_refused(situation: Situation) -> bool:
    return situation.accepted and any(not other.eligibility.accepted for other in situation.others)


def _known(situation: Situation, *, here: bool) -> bool:
    if not situation.known_at or situation.chosen is None:
        return False
    ids = {situation.chosen.organisation.id}
    if _single_academy_trust(situation):  # whoever signs in for it is listed at its school
        ids |= {school.id for school in situation.chosen.listed.trust_schools}
    return (not ids.isdisjoint(situation.known_at)) is here


def _may_still_be(situation: Situation) -> bool:
    """Nothing speaks against the organisation, and no page says what happened."""
    return situation.accepted and situation.page is None


def _not_refused(situation: Situation) -> bool:
    return situation.chosen is None or situation.accepted


PAGES: Final[Mapping[Page, Cause]] = {
    Page.PENDING_APPROVAL: Cause.NO_ORGANISATION_YET,
    Page.NOT_AUTHORISED: Cause.NO_ROLE,
    Page.UNKNOWN_ORGANISATION_CATEGORY: Cause.CATEGORY,
    Page.UNSUPPORTED_ESTABLISHMENT_TYPE: Cause.TYPE,
    Page.UNREGISTERED_ESTABLISHMENT: Cause.NOT_REGISTERED,
}
"""A page that names its cause makes it certain. "Page not found" and "there is a problem" have other causes too."""

LIKELY: Final[tuple[tuple[Cause, Rule], ...]] = (
    (Cause.UNKNOWN_AUTHORITY_OR_TRUST, _page(Page.NOT_FOUND)),
    (Cause.TRUST_WITHOUT_SCHOOL, _page(Page.SERVER_ERROR)),
    (Cause.TRUST_WITHOUT_SCHOOL, _because(Reason.TRUST_WITHOUT_SCHOOL)),
    (Cause.CATEGORY, _because(Reason.GROUP_NEVER, Reason.SECURE_TRUST)),
    (Cause.TYPE, _because(Reason.TYPE_REFUSED)),
    (Cause.NOT_REGISTERED, _because(Reason.CLOSED, Reason.COLLEGE_OUTSIDE_PILOT, Reason.TYPE_GROUP_DISCARDED)),
    (Cause.NOT_REGISTERED, _none_of(Category.ESTABLISHMENT)),
    (Cause.UNKNOWN_AUTHORITY_OR_TRUST, _none_of(Category.LOCAL_AUTHORITY, Category.MULTI_ACADEMY_TRUST)),
    # Its own number is stored nowhere: sign-in looks for a school that names it, and ends in an error without one.
    (Cause.TRUST_WITHOUT_SCHOOL, _none_of(Category.SINGLE_ACADEMY_TRUST)),
    (Cause.CATEGORY, _others_refused),
    (Cause.NO_ROLE, _may_still_be),
    (Cause.NO_ORGANISATION_YET, _may_still_be),
)
"""Without such a page: the causes that the organisation's own facts speak for, most likely first."""

FINDINGS: Final[tuple[tuple[Finding, Rule], ...]] = (
    (
        Finding.SIGNED_IN_FOR_ANOTHER_ENTRY,
        lambda situation: situation.accepted and situation.page is Page.UNKNOWN_ORGANISATION_CATEGORY,
    ),
    (
        Finding.TYPE_IS_ACCEPTED_IN_REGISTER,
        lambda situation: situation.accepted and situation.page is Page.UNSUPPORTED_ESTABLISHMENT_TYPE,
    ),
    (
        Finding.KEPT_SO_ANOTHER_ENTRY,
        lambda situation: (
            situation.page is Page.UNREGISTERED_ESTABLISHMENT
            and situation.accepted
            and situation.holding is Holding.KEPT
        ),
    ),
    (Finding.SAME_NAME_NOT_ACCEPTED, _others_refused),
    (
        Finding.NAMESAKE_IS_ACCEPTED,
        lambda situation: not situation.accepted and bool(situation.namesakes),
    ),
    (
        Finding.CLOSED_WITH_SUCCESSOR,
        lambda situation: situation.reason is Reason.CLOSED and bool(situation.heirs),
    ),
    (
        Finding.CLOSED_WITHOUT_SUCCESSOR,
        lambda situation: situation.reason is Reason.CLOSED and not situation.heirs,
    ),
    (Finding.TRUST_HAS_CLOSED, _because(Reason.CLOSED_TRUST)),
    (Finding.COLLEGE_OUTSIDE_PILOT, _because(Reason.COLLEGE_OUTSIDE_PILOT)),
    (
        Finding.OPEN_BUT_MISSING,
        lambda situation: _wrongly(Holding.MISSING)(situation) and not _single_academy_trust(situation),
    ),
    (Finding.OPEN_BUT_DISCARDED, _wrongly(Holding.DISCARDED)),
    (
        Finding.DISCARDED_BUT_ACCEPTED,
        lambda situation: situation.accepted and situation.holding is Holding.DISCARDED and not _not_found(situation),
    ),
    (
        Finding.TRUST_SCHOOL_MISSING,
        lambda situation: _wrongly(Holding.MISSING)(situation) and _single_academy_trust(situation),
    ),
    (
        Finding.TRUST_SCHOOL_DISCARDED_TOO,
        lambda situation: situation.chosen is not None and situation.chosen.also_discarded,
    ),
    (Finding.KNOWN_HERE, lambda situation: _known(situation, here=True)),
    (Finding.KNOWN_ELSEWHERE, lambda situation: _known(situation, here=False)),
    (Finding.NEVER_KNOWN, lambda situation: situation.known_at == ()),
    (
        Finding.NO_UKPRN,
        lambda situation: (
            situation.accepted and situation.chosen is not None and not situation.chosen.organisation.ukprn
        ),
    ),
)

QUESTIONS: Final[tuple[tuple[Question, Rule], ...]] = (
    (Question.WHICH_TOWN, lambda situation: situation.chosen is None and situation.too_common),
    (
        Question.WHICH_OF_THESE,
        lambda situation: situation.chosen is None and bool(situation.others) and not situation.too_common,
    ),
    (
        Question.WHICH_OF_THESE,
        lambda situation: situation.reason is Reason.CLOSED and len(situation.heirs) > 1,
    ),
    (
        Question.WHICH_ORGANISATION,
        lambda situation: situation.chosen is None and not situation.others and not situation.too_common,
    ),
    (Question.WHICH_PAGE, lambda situation: situation.page is None),
    (
        Question.WHICH_ENTRY_THEY_CHOSE,
        lambda situation: (
            situation.accepted
            and situation.page
            in (
                Page.UNKNOWN_ORGANISATION_CATEGORY,
                Page.UNSUPPORTED_ESTABLISHMENT_TYPE,
                Page.UNREGISTERED_ESTABLISHMENT,
            )
            and not _not_found(situation)
        ),
    ),
    (Question.WHICH_EMAIL, lambda situation: situation.known_at is None and situation.page is Page.NOT_AUTHORISED),
)

ADVICE: Final[tuple[tuple[Advice, Rule], ...]] = (
    # These two are decided before the organisation is looked at; a refused one would only be the next obstacle.
    (Advice.WAIT_FOR_APPROVER, lambda situation: situation.page is Page.PENDING_APPROVAL and _not_refused(situation)),
    (Advice.REQUEST_THE_SERVICE, lambda situation: situation.page is Page.NOT_AUTHORISED and _not_refused(situation)),
    (Advice.ASK_FIRST, lambda situation: situation.chosen is None),
    (Advice.ASK_A_DEVELOPER, _wrongly(Holding.MISSING)),
    (Advice.ASK_A_DEVELOPER, _wrongly(Holding.DISCARDED)),
    (Advice.USE_THIS_ENTRY, _accepted),
    (Advice.JOIN_THE_SUCCESSOR, lambda situation: situation.reason is Reason.CLOSED and bool(situation.heirs)),
    (Advice.USE_THIS_ENTRY, lambda situation: len(situation.namesakes) == 1),
    (Advice.COLLEGE_NOT_YET, _because(Reason.COLLEGE_OUTSIDE_PILOT)),
    (Advice.NOT_ELIGIBLE, lambda _: True),
)
"""The first that holds."""
