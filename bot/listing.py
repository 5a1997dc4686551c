"""What a notice lists, looked up when it is sent: a notice itself holds codes and ids only."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.parts import literal
from bot.words import listing as words
from bot.words import sentences
from handlers.answers import Say
from handlers.errors import RegisterUnavailable
from handlers.notices import Notice, NoticeKind
from handlers.ports import Book, Organisations

LISTS = frozenset({NoticeKind.WAITING, NoticeKind.STANDING, NoticeKind.FOUND})


async def listed(notice: Notice, book: Book, organisations: Organisations) -> str:
    """The list in markdown: the first line says what it is."""
    first, *rest = [literal(line) for line in await _lines(notice, book, organisations)]
    return "\n".join([first, *([""] if rest else []), *(f"- {line}" for line in rest)])


async def _lines(notice: Notice, book: Book, organisations: Organisations) -> Sequence[str]:
    names = [name for name in (notice.code or "").split(",") if name]
    if notice.kind is NoticeKind.WAITING:
        return words.waiting(await book.waiting())
    if notice.kind is NoticeKind.STANDING:
        requests = [await book.find_by_code(name) for name in names]
        return words.standing([each for each in requests if each is not None])
    try:
        found = [organisations.find(name) for name in names]
    except RegisterUnavailable:
        return [sentences.SAYINGS[Say.NO_REGISTER]]
    return words.organisations([each for each in found if each is not None])
