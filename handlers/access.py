"""Hiring staff cannot sign in: which organisation is meant, what Teaching Vacancies has of it, and what follows.

Nothing is ever changed here. The causes and the advice are the tables of handlers/diagnose.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from handlers.diagnose import diagnose
from handlers.diagnosis import Access, Advice, Candidate, Holding, Page, Situation, same_name
from handlers.eligibility import Reason, judge
from handlers.errors import RegisterUnavailable, ServiceDatabaseUnavailable
from handlers.model import Details, Evidence
from handlers.organisations import Answer, Ask, Listed, OrganisationKind
from handlers.ports import Organisations, Ports
from handlers.publishers import Held
from handlers.terms import Verdict

MOST: Final = 5  # organisations that a card shows, besides the successors of the one that is meant
MOST_HEIRS: Final = 3
MOST_MISTAKEN: Final = 2
SURE: Final = 0.9  # of a name: what fits worse is offered and not taken as meant
EQUAL: Final = 0.005  # a difference in fit that means nothing
UNKNOWN: Final = Held(Holding.NOT_ASKED)
# Teaching Vacancies answers with these pages for faults of its own as well, so a developer may have to look.
MAY_BE_OURS: Final = frozenset({Page.NOT_FOUND, Page.SERVER_ERROR})


async def look_up(details: Details, ports: Ports) -> Evidence:
    """Look the organisation up in the register and both it and the person in the service database.

    The verdict is NO_REGISTER when there is no register to ask. Without the service database the diagnosis rests on
    the register alone, and says so.
    """
    now = ports.clock()
    asked, known_at = True, None
    try:
        if details.subject is not None:
            known_at = await ports.service.known_at(details.subject)
    except ServiceDatabaseUnavailable:
        asked = False
    try:
        answer = ports.organisations.look_up(details.organisation, MOST) if details.organisation else None
        listed, chosen = _meant(details, answer, known_at or (), ports.organisations)
    except RegisterUnavailable:
        return Evidence(now, Verdict.NO_REGISTER)
    candidates = [_candidate(each) for each in listed]
    try:
        held = await ports.service.held([each.organisation for each in candidates]) if candidates and asked else {}
    except ServiceDatabaseUnavailable:
        asked, held = False, {}
    candidates = [_with(each, held.get(each.organisation.id, UNKNOWN)) for each in candidates]
    too_common = answer is not None and answer.ask is Ask.TOWN
    situation = Situation(details.error_page, None, tuple(candidates), too_common, known_at)
    found = Access(
        day=answer.day if answer else None,
        situation=situation,
        diagnosis=diagnose(situation),
        asked=asked,
        ask=answer.ask if answer else None,
        alike=answer.alike if answer else 0,
        places=answer.places if answer else (),
    )
    chosen_one = choose(found, chosen, details.error_page) if chosen else None
    return Evidence(now, Verdict.DIAGNOSED, access=chosen_one or found)


def choose(access: Access, organisation_id: str, page: Page | None) -> Access | None:
    """The same with this one of the candidates meant; None when it is not one of them."""
    meant = next((each for each in access.candidates if each.organisation.id == organisation_id), None)
    if meant is None:
        return None
    others = tuple(each for each in access.candidates if each is not meant)
    situation = replace(access.situation, page=page, chosen=meant, others=others, too_common=False)
    return replace(access, situation=situation, diagnosis=diagnose(situation))


def may_be_ours(access: Access | None) -> bool:
    """Whether a developer can help: Teaching Vacancies' own data is wrong, or it may be."""
    if access is None:
        return False
    return access.diagnosis.advice is Advice.ASK_A_DEVELOPER or access.situation.page in MAY_BE_OURS


def _meant(
    details: Details, answer: Answer | None, known_at: Iterable[str], register: Organisations
) -> tuple[list[Listed], str | None]:
    """What to show, and the id of the one that is meant if that is clear; a person's own choice goes first."""
    matches = [match.listed for match in answer.matches] if answer else []
    picked = register.find(details.organisation_id) if details.organisation_id else None
    if picked is None and answer is None:
        matches = [each for each in map(register.find, list(known_at)[:MOST]) if each is not None]
    chosen = picked.organisation.id if picked else _clear(answer)
    first = picked or next((each for each in matches if each.organisation.id == chosen), None)
    found = {each.organisation.id: each for each in ([first] if first else [])}
    for heir in first.successors[:MOST_HEIRS] if first else ():
        listed = register.find(heir.id)
        if listed is not None:
            found.setdefault(heir.id, listed)
    for each in matches[:MOST]:
        found.setdefault(each.organisation.id, each)
    for each in _mistaken_for(first, register) if first else ():
        found.setdefault(each.organisation.id, each)
    return list(found.values()), chosen


def _mistaken_for(listed: Listed, register: Organisations) -> list[Listed]:
    """The sponsors and other groups of a school's name that people sign in for by mistake (support-requests.md)."""
    if listed.organisation.kind is not OrganisationKind.ESTABLISHMENT:
        return []
    groups = register.groups_named(listed.organisation.name)
    return [each for each in groups if not judge(each.organisation, each.trust_schools).accepted][:MOST_MISTAKEN]


def _clear(answer: Answer | None) -> str | None:
    """The one organisation that the words can only mean: one number's, or one name's.

    Where several fit equally well it is the one that Teaching Vacancies accepts, if there is one alone: like-named
    entries of which only one is accepted are the commonest case (support-requests.md).
    """
    if answer is None or not answer.matches or answer.ask is not None or answer.matches[0].score < SURE:
        return None
    best = answer.matches[0]
    if answer.alike <= 1:
        return best.organisation.id
    equal = [match.listed for match in answer.matches if match.score >= best.score - EQUAL]
    if len(equal) < answer.alike or not all(same_name(each.organisation, best.organisation) for each in equal):
        return None
    accepted = [each.organisation.id for each in equal if _candidate(each).eligibility.accepted]
    return accepted[0] if len(accepted) == 1 else None


def _candidate(listed: Listed) -> Candidate:
    """An organisation as a card keeps it: what it is a part of, and a trust's hundred members, are left out."""
    kept = replace(listed, predecessors=(), groups=(), members=())
    return Candidate(kept, judge(listed.organisation, listed.trust_schools))


def _with(candidate: Candidate, held: Held) -> Candidate:
    """The same with what Teaching Vacancies has of it.

    The nightly import keeps no further education college but those in the pilot, so one that is kept is in the pilot,
    of which we have no list.
    """
    eligibility = candidate.eligibility
    if eligibility.reason is Reason.COLLEGE_OUTSIDE_PILOT and held.holding is Holding.KEPT:
        eligibility = judge(candidate.organisation, pilot=(candidate.organisation.ukprn,))
    return replace(candidate, eligibility=eligibility, holding=held.holding, also_discarded=held.also_discarded)
