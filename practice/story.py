"""The first story, played against the running bot over HTTP: asked, refused, approved, done, seen by everyone."""

from __future__ import annotations

import time
from collections.abc import Iterable

import asyncpg

from practice.channel import Channel, Message
from practice.outside import AMINA, DANA, Outside
from practice.plain import card_lines, message_text

# Somebody for whom unlinking is straightforward; each run of the story uses one up.
SOMEBODY = """
SELECT email FROM jobseekers
WHERE govuk_one_login_id <> '' AND email = lower(email) AND account_closed_on IS NULL
  AND NOT (email_opt_out AND email_opt_out_reason IS NULL)
ORDER BY created_at, id LIMIT 1
"""
ROW = "SELECT email, govuk_one_login_id, updated_at FROM jobseekers WHERE email = $1"


class NobodyLeft(Exception):
    """Everybody in the service database is unlinked by now."""


async def play(outside: Outside, service_url: str) -> None:
    """Tell the story on standard output while it happens. Raises NobodyLeft, TimeoutError."""
    connection = await asyncpg.connect(service_url)
    try:
        email = await connection.fetchval(SOMEBODY)
        if email is None:
            raise NobodyLeft
        message = await _ask(outside, connection, email)
        await _approve(outside, connection, email, message)
    finally:
        await connection.close()


async def _ask(outside: Outside, connection: asyncpg.Connection, email: str) -> Message:
    text = f"Hi, {email} reset their GOV.UK One Login and needs unlinking. Ticket 48213."
    _title(f"{AMINA.name}, a business analyst, writes in the channel:")
    _show([f"@TV Support {text}"])
    posted = (await outside.teams.post(AMINA, text)).message
    assert posted is not None
    message = await _card(outside.channel, posted, "")
    _title("The bot answers in the thread with a card:")
    _show(card_lines(message.card or {}))
    await _row("The row in the service database before:", connection, email)
    _title(f"{AMINA.name} says how she checked who is asking, and presses Ask a developer. Everyone sees:")
    await outside.teams.click(AMINA, message, "Ask a developer", {"identity_check": "own_address"})
    message = await _card(outside.channel, posted, "Waiting for a developer")
    _show(card_lines(message.card or {}))
    notice = await _notice(outside.channel, posted, "waits for a developer")
    _title("and the developers are pinged:")
    _show([message_text(notice)])
    return message


async def _approve(outside: Outside, connection: asyncpg.Connection, email: str, message: Message) -> None:
    outside.directory.deactivate(DANA)
    _title(f"{DANA.name}, a developer without production access, presses Approve. Only she sees:")
    refused = await outside.teams.click(DANA, message, "Approve")
    _show([str(refused.text)])
    _title(f"{DANA.name} activates her access in PIM and presses Approve again. Everyone sees:")
    outside.directory.activate(DANA)
    clicked = time.monotonic()
    await outside.teams.click(DANA, message, "Approve")
    done = await _card(outside.channel, message, "no longer linked")
    took = time.monotonic() - clicked
    _show(card_lines(done.card or {}))
    notice = await _notice(outside.channel, message, "is done")
    _show([message_text(notice), f"({took:.2f} seconds from the click to the final card)"])
    await _row("The row in the service database after:", connection, email)


async def _card(channel: Channel, thread: Message, words: str) -> Message:
    def shown(now: Channel) -> list[Message]:
        return [each for each in now.thread(thread) if each.card and words in str(each.card)]

    return (await channel.until(shown, 10))[-1]


async def _notice(channel: Channel, thread: Message, words: str) -> Message:
    return (await channel.until(lambda now: [each for each in now.thread(thread) if words in each.text], 10))[-1]


async def _row(title: str, connection: asyncpg.Connection, email: str) -> None:
    row = await connection.fetchrow(ROW, email)
    _title(title)
    _show([f"{name:<20} {value}" for name, value in dict(row or {}).items()])


def _title(text: str) -> None:
    print(f"\n{text}")


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        print(f"    {line}")
