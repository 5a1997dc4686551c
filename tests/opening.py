"""A request in a bot database, without the message that asks for it."""

from __future__ import annotations

from datetime import datetime

from handlers.model import Request
from handlers.ports import Book, NewRequest, Opening
from handlers.states import State


async def open_one(book: Book, new: NewRequest, state: State, at: datetime) -> Request:
    """As a first delivery opens one that nobody is told about."""
    assert await book.open(Opening(new, state, f"activity {new.id}", {}), at)
    request = await book.find(new.id)
    assert request is not None
    return request
