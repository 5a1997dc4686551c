"""The answers to `find` and `status`: requests by code, kind and state, organisations by name and number."""

from __future__ import annotations

from collections.abc import Sequence

from bot.words.register import numbers, plain, why
from bot.words.requests import SHORT_KINDS, STATES
from bot.words.times import moment
from handlers.eligibility import judge
from handlers.model import Request
from handlers.organisations import Listed
from handlers.ports import LISTED

NOTHING_OPEN = "No request is open."
OPEN = "Open requests, the oldest first:"
MORE_OPEN = f"There are more than these {LISTED}. When some of them are over, write status again."
MORE_REQUESTS = f"There are more than these {LISTED}. Write find and a code for an older one."
NO_REQUEST = "There is no such request."
REQUESTS = "Requests about that, the newest first:"
NO_ORGANISATION = "The register has nothing like that. Write find and a name and town, a postcode, a URN or a UKPRN."
ORGANISATIONS = "From the register of schools:"


def waiting(requests: Sequence[Request]) -> list[str]:
    return [OPEN, *_requests(requests, MORE_OPEN)] if requests else [NOTHING_OPEN]


def standing(requests: Sequence[Request]) -> list[str]:
    return [REQUESTS, *_requests(requests, MORE_REQUESTS)] if requests else [NO_REQUEST]


def organisations(found: Sequence[Listed]) -> list[str]:
    return [ORGANISATIONS, *map(_organisation, found)] if found else [NO_ORGANISATION]


def _requests(requests: Sequence[Request], more: str) -> list[str]:
    lines = [_request(each) for each in requests[:LISTED]]
    return [*lines, more] if len(requests) > LISTED else lines


def _request(request: Request) -> str:
    since = moment(request.state_since)
    return f"{request.code}: {SHORT_KINDS[request.kind]}. {STATES[request.state]} since {since}"


def _organisation(listed: Listed) -> str:
    organisation = listed.organisation
    place = f", {plain(organisation.town)}" if organisation.town else ""
    accepted = why(listed, judge(organisation, listed.trust_schools))
    return f"{plain(organisation.name)}{place}: {numbers(organisation)}. {accepted}"
