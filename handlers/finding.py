"""`find` and `status`: what is open, where a request stands, what there was about an address, which organisation.

A notice holds no words: it names requests by their codes and organisations by the register's ids.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.answers import Answer, Say
from handlers.errors import RegisterUnavailable
from handlers.form import LONGEST_INPUT
from handlers.notices import Notice, NoticeKind, told
from handlers.ports import Ports
from handlers.roles import Standing
from handlers.said import Said

CODE = re.compile(r"[A-Z0-9]{5}")
_FIND = re.compile(r"find(?! (?:out|and)\b)\b\W*(.+)", re.I)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:]+@[^\s<>()\[\],;:]+")
MOST = 5  # organisations


def query_in(text: str) -> str | None:
    """What a message that begins with "find" looks for; None for any other."""
    found = _FIND.fullmatch(" ".join(text.split()))
    return found[1] if found and len(found[1]) <= LONGEST_INPUT else None


def names_only(query: str) -> bool:
    """Whether a search is for no more than it names: with words around an address it may be a request."""
    return "@" not in query or len(query.split()) == 1


async def find(query: str, said: Said, standing: Standing, ports: Ports) -> Answer:
    """An address finds the requests about it, a code its request, anything else organisations."""
    code = query.strip(" #.").upper()
    if CODE.fullmatch(code) and await ports.book.find_by_code(code) is not None:
        return await post(said, _naming(said, [code], NoticeKind.STANDING), ports)
    address = _ADDRESS.search(query)
    if address is not None:
        requests = await ports.book.about(address[0].rstrip("."))
        return await post(said, _naming(said, [each.code for each in requests], NoticeKind.STANDING), ports)
    try:
        answer = ports.organisations.look_up(query, MOST)
    except RegisterUnavailable:
        return await post(said, replace(told(NoticeKind.SAID, said.thread, said.person), code=Say.NO_REGISTER), ports)
    ids = [match.organisation.id for match in answer.matches]
    return await post(said, _naming(said, ids, NoticeKind.FOUND), ports)


async def status_of(code: str, said: Said, standing: Standing, ports: Ports) -> Answer:
    """Where the request with this code stands."""
    there = await ports.book.find_by_code(code.upper()) is not None
    return await post(said, _naming(said, [code.upper()] if there else [], NoticeKind.STANDING), ports)


async def status(said: Said, standing: Standing, ports: Ports) -> Answer:
    """The requests that are open."""
    return await post(said, told(NoticeKind.WAITING, said.thread, said.person), ports)


def _naming(said: Said, names: Sequence[str], kind: NoticeKind) -> Notice:
    return replace(told(kind, said.thread, said.person), code=",".join(names))


async def post(asked: Said, notice: Notice, ports: Ports) -> Answer:
    """Answer in the thread, once."""
    now = ports.clock()
    async with ports.book.turn() as turn:
        if await turn.first_time(asked.activity_id):
            await turn.notify(notice, now)
            await turn.keep_reply(asked.activity_id, Answer().stored())
    return Answer()
