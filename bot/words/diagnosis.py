"""What a diagnosis of a failed sign-in says: causes, findings, questions, advice."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.diagnosis import Advice, Cause, Finding, Question

CERTAIN = "The cause: {cause}"
LIKELY = "A likely cause: {cause}"

CAUSES: Mapping[Cause, str] = {
    Cause.NO_ORGANISATION_YET: "the person has not been approved for an organisation in DfE Sign-in yet.",
    Cause.NO_ROLE: "the person has no access to Teaching Vacancies at the organisation they signed in for.",
    Cause.CATEGORY: "the person signed in for an entry of DfE Sign-in of a kind that Teaching Vacancies does not"
    " accept. Often several entries have the same name.",
    Cause.TYPE: "Teaching Vacancies does not accept the type of the establishment they signed in for.",
    Cause.NOT_REGISTERED: "Teaching Vacancies has no open school under the URN they signed in for.",
    Cause.UNKNOWN_AUTHORITY_OR_TRUST: "Teaching Vacancies does not know the local authority or the trust they signed"
    " in for.",
    Cause.TRUST_WITHOUT_SCHOOL: "they signed in for a single-academy trust, and Teaching Vacancies has no school that"
    " names it.",
}

FINDINGS: Mapping[Finding, str] = {
    Finding.SIGNED_IN_FOR_ANOTHER_ENTRY: "Teaching Vacancies accepts the organisation found here, so they signed in"
    " for another entry.",
    Finding.SAME_NAME_NOT_ACCEPTED: "There are entries with a similar name that Teaching Vacancies does not accept.",
    Finding.CLOSED_WITH_SUCCESSOR: "The school has closed and has a successor with a new URN. They need to join the"
    " successor in DfE Sign-in.",
    Finding.CLOSED_WITHOUT_SUCCESSOR: "The school has closed, and the register names no successor that Teaching"
    " Vacancies accepts.",
    Finding.TRUST_HAS_CLOSED: "The register says that this trust has closed. Check that it is the right one.",
    Finding.NAMESAKE_IS_ACCEPTED: "Teaching Vacancies does not accept this entry, but it accepts another one of the"
    " same name.",
    Finding.TYPE_IS_ACCEPTED_IN_REGISTER: "The register gives it a type that Teaching Vacancies accepts, so DfE Sign-in"
    " holds another type, or they signed in for another entry.",
    Finding.COLLEGE_OUTSIDE_PILOT: "Teaching Vacancies accepts only the further education colleges in its pilot.",
    Finding.OPEN_BUT_MISSING: "The register says that it is open, but Teaching Vacancies does not have it.",
    Finding.OPEN_BUT_DISCARDED: "The register says that it is open, but Teaching Vacancies has discarded it.",
    Finding.DISCARDED_BUT_ACCEPTED: "Teaching Vacancies has discarded it, but of trusts and local authorities sign-in"
    " does not look at that.",
    Finding.TRUST_SCHOOL_MISSING: "The register names a school of this trust, but Teaching Vacancies has no school that"
    " names it, so signing in for the trust ends in an error.",
    Finding.TRUST_SCHOOL_DISCARDED_TOO: "Teaching Vacancies has a discarded school of this trust too, often the one"
    " before it became an academy, and sign-in may take either. If they see the wrong one, they need to sign in for"
    " the school and not for the trust.",
    Finding.KEPT_SO_ANOTHER_ENTRY: "Teaching Vacancies has this school, so they signed in for another entry, or the"
    " school was added after they tried.",
    Finding.KNOWN_HERE: "DfE Sign-in has listed this person at this organisation before. That does not say that they"
    " still have access.",
    Finding.KNOWN_ELSEWHERE: "DfE Sign-in has listed this person at another organisation, not at this one.",
    Finding.NEVER_KNOWN: "Teaching Vacancies has not seen this email address at any organisation that it holds. They"
    " may use another address.",
    Finding.NO_UKPRN: "The register has no UKPRN for it. Quote the URN or the code instead.",
}

QUESTIONS: Mapping[Question, str] = {
    Question.WHICH_PAGE: "What does the error page say, word for word?",
    Question.WHICH_ORGANISATION: "What is the name and town of the organisation, or its URN or UKPRN?",
    Question.WHICH_OF_THESE: "Which of these organisations is it?",
    Question.WHICH_TOWN: "Which town is the organisation in?",
    Question.WHICH_ENTRY_THEY_CHOSE: "Which organisation do they choose in DfE Sign-in, and of which type does the"
    " error page say it is?",
    Question.WHICH_EMAIL: "Which email address do they sign in with?",
}

ADVICE: Mapping[Advice, str] = {
    Advice.WAIT_FOR_APPROVER: "They need to wait until the organisation's approver in DfE Sign-in accepts them."
    " Teaching Vacancies cannot do it.",
    Advice.REQUEST_THE_SERVICE: "They need to request Teaching Vacancies under My services in DfE Sign-in, or ask the"
    " organisation's approver to add it.",
    Advice.USE_THIS_ENTRY: "They need to sign in for the accepted organisation below, or request access to it in DfE"
    " Sign-in.",
    Advice.JOIN_THE_SUCCESSOR: "They need to request access to the successor in DfE Sign-in.",
    Advice.NOT_ELIGIBLE: "This organisation cannot use Teaching Vacancies.",
    Advice.COLLEGE_NOT_YET: "This college can use Teaching Vacancies only if it joins the pilot. Ask the team.",
    Advice.ASK_A_DEVELOPER: "Teaching Vacancies' own data is wrong. Ask a developer.",
    Advice.ASK_FIRST: "Ask first which organisation it is.",
}
