"""The part of a card that shows what was looked up, when, and what it means."""

from __future__ import annotations

from bot.cards.parts import Element, box, facts, line, literal, masked, quiet, written
from bot.words import requests as words
from bot.words.times import day, moment
from handlers.model import Account, Request
from handlers.states import State
from handlers.terms import Kind


def evidence_parts(request: Request, *, hidden: bool) -> list[Element]:
    """`hidden`: the request is over, so addresses are masked and advice is left out."""
    evidence = request.evidence
    if request.kind is Kind.DEVELOPER_HELP:
        return []
    if evidence is None:
        return [] if hidden else _no_subject(request)
    parts: list[Element] = []
    if evidence.findings and (not hidden or request.state is State.NOTHING_TO_DO):
        parts.append(box([line(words.FINDINGS[finding]) for finding in evidence.findings], "accent"))
    if evidence.account:
        parts += account_parts(evidence.account, hidden=hidden)
    elif request.details.subject and not hidden:
        parts.append(written(words.ADDRESS, request.details.subject))
    if request.details.current_email and not evidence.second and not hidden:
        parts.append(written(words.USED_NOW, request.details.current_email))
    if evidence.second:
        parts += [line("Second account", weight="Bolder"), *account_parts(evidence.second, hidden=hidden)]
    if not hidden and request.state is State.TRIAGE:
        parts.append(line(words.VERDICTS[evidence.verdict], weight="Bolder"))
    if not hidden:
        parts += [line(f"- {literal(address)}") for address in evidence.addresses]
    return [*parts, quiet(f"Looked up {moment(evidence.looked_up_at)}")]


def account_parts(account: Account, *, hidden: bool) -> list[Element]:
    """What a card says of one account, in the order of reading.

    The address has a line of its own: a long one would be cut off in a column of facts on a phone.
    """
    address = written(words.ADDRESS, masked(account.email) if hidden else account.email)
    if hidden:
        return [address]
    link = "Not linked"
    if account.login_tail:
        link = "Linked, ending " if account.linked else "Not linked. To be put back: the one ending "
        link += literal(account.login_tail)
    rows = {
        "Account id": account.id,
        "GOV.UK One Login": link,
        "Account closed": day(account.closed_on) if account.closed_on else "No",
        "Last signed in": moment(account.last_sign_in_at) if account.last_sign_in_at else "Never",
        "Times signed in": str(account.sign_in_count),
        "Job applications": str(account.applications),
    }
    return [address, facts(rows)]


def _no_subject(request: Request) -> list[Element]:
    if not request.details.candidates:
        return [line(words.NO_SUBJECT, weight="Bolder")]
    named = [line(f"- {literal(address)}") for address in request.details.candidates]
    return [line(words.CANDIDATES), *named, line(words.NO_SUBJECT, weight="Bolder")]
