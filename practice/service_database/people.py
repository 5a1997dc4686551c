"""Invented jobseekers: one for each situation that a request may meet, and a crowd of ordinary ones around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import asyncpg

from handlers.holdings import STATUSES
from practice.service_database import erasable, traces
from practice.service_database.book import Book, Page
from practice.service_database.profiles import profile
from practice.service_database.traces import Jobseeker
from practice.service_database.world import World, build_world


class Situation(StrEnum):
    """Who is there: those up to CAPITALS_TWIN_LOWER for what unlinking does to each, the others for deleting.

    A name that ends in NEW is the same person's second account, with the address they use in One Login now.
    """

    LINKED = "linked"
    NOT_LINKED = "not_linked"
    BLANK_ID = "blank_id"
    SECOND_ACCOUNT = "second_account"
    SECOND_ACCOUNT_NEW = "second_account_new"
    MERGE_BLOCKED = "merge_blocked"
    MERGE_BLOCKED_NEW = "merge_blocked_new"
    MERGE_WITH_MESSAGES = "merge_with_messages"
    MERGE_WITH_MESSAGES_NEW = "merge_with_messages_new"
    CLOSED = "closed"
    OPT_OUT_WITHOUT_REASON = "opt_out_without_reason"
    OPT_OUT_WITH_REASON = "opt_out_with_reason"
    CAPITALS = "capitals"
    CAPITALS_TWIN = "capitals_twin"
    CAPITALS_TWIN_LOWER = "capitals_twin_lower"
    FULL_PROFILE = "full_profile"
    ONLY_THE_ROW = "only_the_row"
    DRAFT_ONLY = "draft_only"
    EVERY_STATUS = "every_status"
    BATCHED_APPLICATION = "batched_application"
    MESSAGES_MOVED = "messages_moved"
    MESSAGES_MOVED_NEW = "messages_moved_new"
    EMBEDDED_FILE = "embedded_file"
    SHARED_EVENT = "shared_event"
    SHARED_EVENT_OTHER = "shared_event_other"
    LOOK_ALIKES = "look_alikes"
    ALERTS_WITH_CAPITALS = "alerts_with_capitals"
    FEEDBACK_BY_ADDRESS = "feedback_by_address"
    ALERTS_ONLY = "alerts_only"


WITHOUT_ACCOUNT = frozenset({Situation.ALERTS_ONLY})

EMAILS: Mapping[Situation, str] = {
    Situation.LINKED: "ama.okafor@example.com",
    Situation.NOT_LINKED: "tomas.lind@example.org",
    Situation.BLANK_ID: "bryn.howell@example.net",
    Situation.SECOND_ACCOUNT: "leila.osman@example.com",
    Situation.SECOND_ACCOUNT_NEW: "leila.osman.new@example.org",
    Situation.MERGE_BLOCKED: "marek.nowak@example.com",
    Situation.MERGE_BLOCKED_NEW: "marek.nowak.new@example.org",
    Situation.MERGE_WITH_MESSAGES: "ines.duarte@example.com",
    Situation.MERGE_WITH_MESSAGES_NEW: "ines.duarte.new@example.org",
    Situation.CLOSED: "petra.vance@example.net",
    Situation.OPT_OUT_WITHOUT_REASON: "hugh.arden@example.org",
    Situation.OPT_OUT_WITH_REASON: "sunita.rao@example.org",
    Situation.CAPITALS: "Ola.Marsh@Example.com",
    Situation.CAPITALS_TWIN: "Noor.Ferrer@example.org",
    Situation.CAPITALS_TWIN_LOWER: "noor.ferrer@example.org",
    Situation.FULL_PROFILE: "wren.castell@example.com",
    Situation.ONLY_THE_ROW: "odell.pryce@example.net",
    Situation.DRAFT_ONLY: "tamsin.vale@example.org",
    Situation.EVERY_STATUS: "rhona.keld@example.com",
    Situation.BATCHED_APPLICATION: "jonas.thwaite@example.net",
    Situation.MESSAGES_MOVED: "sefton.gray@example.org",
    Situation.MESSAGES_MOVED_NEW: "sefton.gray.new@example.org",
    Situation.EMBEDDED_FILE: "nia.bevan@example.com",
    Situation.SHARED_EVENT: "callum.rook@example.org",
    Situation.SHARED_EVENT_OTHER: "edith.marlow@example.net",
    Situation.LOOK_ALIKES: "iris.holm@example.com",
    Situation.ALERTS_WITH_CAPITALS: "dara.quill@example.org",
    Situation.FEEDBACK_BY_ADDRESS: "milo.fenn@example.net",
    Situation.ALERTS_ONLY: "zofia.brand@example.com",
}

FIRST_NAMES = ("ada", "bea", "cai", "dev", "ewa", "finn", "gwen", "hana", "idris", "jo", "kemi", "lars", "mina", "ned")
LAST_NAMES = ("ashdown", "bellweather", "crake", "dunmore", "ellery", "farrow", "garside", "o'dowd", "penhale", "tarn")
DOMAINS = ("example.com", "example.org", "example.net")


async def fill(connection: asyncpg.Connection, *, seed: int, now: datetime, crowd: int = 200) -> dict[str, str]:
    """Fill the empty schema; situation → the jobseeker's e-mail address as stored.

    The same seed, moment and crowd make the same rows, ids included. `now` without zone means UTC.
    """
    await write_people(seed=seed, now=now, crowd=crowd).write(connection)
    return {situation.value: email for situation, email in EMAILS.items()}


def write_people(*, seed: int, now: datetime, crowd: int) -> Book:
    """The same without a database: all rows of the world, the situations and the crowd."""
    book = Book(seed, now)
    world = build_world(book)
    for situation in Situation:
        page = book.page(situation)
        SITUATIONS[situation](page, world, EMAILS[situation])
    for number in range(crowd):
        _ordinary(book.page(f"crowd/{number}"), world, number)
    return book


def _linked(page: Page, world: World, email: str) -> None:
    person = traces.jobseeker(page, email, signed_in=41)
    profile(page, world, person)
    traces.saved_job(page, world, person)
    traces.subscription(page, email)
    traces.feedback(page, person)
    traces.feedback(page, person, signed_in=False)
    traces.work_of_the_service(page, person)


def _linked_and_bare(page: Page, _world: World, email: str) -> None:
    traces.jobseeker(page, email, signed_in=2)


def _not_linked(page: Page, world: World, email: str) -> None:
    person = traces.jobseeker(page, email, govuk_one_login_id=None)
    traces.saved_job(page, world, person)


def _blank_id(page: Page, _world: World, email: str) -> None:
    # Rails takes '' for not linked; the index is unique, so there is at most one such row.
    traces.jobseeker(page, email, govuk_one_login_id="")


def _with_an_application(page: Page, world: World, email: str) -> None:
    traces.application(page, world, traces.jobseeker(page, email), "submitted")


def _with_messages(page: Page, world: World, email: str) -> None:
    person = traces.jobseeker(page, email)
    application = traces.application(page, world, person, "interviewing")
    traces.conversation(page, world, person, application)


def _closed(page: Page, _world: World, email: str) -> None:
    closed = page.ago(40)
    traces.jobseeker(
        page,
        email,
        account_closed_on=closed.date(),
        current_sign_in_at=closed,
        last_sign_in_at=closed - timedelta(days=9),
        updated_at=closed,
    )
    # Reactivation wakes all three, though the person had ended the last one before (unlink.md, case 13).
    for at in (closed, closed, page.ago(45)):
        traces.subscription(page, email, unsubscribed_at=at)


def _draft(page: Page, world: World, email: str) -> None:
    traces.application(page, world, traces.jobseeker(page, email), "draft")


def _sharing(page: Page, _world: World, email: str) -> None:
    erasable.shared_event(page, email, EMAILS[Situation.SHARED_EVENT_OTHER])


def _moved_messages(page: Page, world: World, email: str) -> None:
    erasable.moved_messages(page, world, email, EMAILS[Situation.MESSAGES_MOVED_NEW])


def _written_with_the_other(_page: Page, _world: World, _email: str) -> None:
    """Two people who share rows are written on one page."""


def _opt_out_without_reason(page: Page, _world: World, email: str) -> None:
    traces.jobseeker(page, email, email_opt_out=True, email_opt_out_reason=None)


def _opt_out_with_reason(page: Page, _world: World, email: str) -> None:
    traces.jobseeker(page, email, email_opt_out=True, email_opt_out_reason=1, email_opt_out_comment="Too many.")


def _ordinary(page: Page, world: World, number: int) -> Jobseeker:
    rng = page.rng
    name = f"{rng.choice(FIRST_NAMES)}.{rng.choice(LAST_NAMES)}{number + 1}"
    linked = {} if page.chance(0.9) else {"govuk_one_login_id": None}
    person = traces.jobseeker(page, f"{name}@{rng.choice(DOMAINS)}", signed_in=rng.randint(1, 60), **linked)
    for _ in range(rng.randint(0, 3)):
        traces.saved_job(page, world, person)
    for _ in range(rng.choice((0, 0, 1, 2))):
        traces.subscription(page, person.email, unsubscribed_at=page.ago(20) if page.chance(0.3) else None)
    if page.chance(0.4):
        traces.feedback(page, person, signed_in=page.chance(0.7))
    if page.chance(0.5):
        profile(page, world, person)
    if page.chance(0.2):
        traces.notification(page, person, record=None, at=page.ago(rng.uniform(1, 25)))
    if page.chance(0.35):
        for status in rng.sample(STATUSES, rng.randint(1, 3)):
            application = traces.application(page, world, person, status)
            if status != "draft" and page.chance(0.3):
                traces.conversation(page, world, person, application)
    return person


SITUATIONS: Mapping[Situation, Callable[[Page, World, str], None]] = {
    Situation.LINKED: _linked,
    Situation.NOT_LINKED: _not_linked,
    Situation.BLANK_ID: _blank_id,
    Situation.SECOND_ACCOUNT: _linked,
    Situation.SECOND_ACCOUNT_NEW: _linked_and_bare,
    Situation.MERGE_BLOCKED: _linked,
    Situation.MERGE_BLOCKED_NEW: _with_an_application,
    Situation.MERGE_WITH_MESSAGES: _with_messages,
    Situation.MERGE_WITH_MESSAGES_NEW: _linked_and_bare,
    Situation.CLOSED: _closed,
    Situation.OPT_OUT_WITHOUT_REASON: _opt_out_without_reason,
    Situation.OPT_OUT_WITH_REASON: _opt_out_with_reason,
    Situation.CAPITALS: _linked_and_bare,
    Situation.CAPITALS_TWIN: _linked_and_bare,
    Situation.CAPITALS_TWIN_LOWER: _linked_and_bare,
    Situation.FULL_PROFILE: erasable.everything,
    Situation.ONLY_THE_ROW: _linked_and_bare,
    Situation.DRAFT_ONLY: _draft,
    Situation.EVERY_STATUS: erasable.every_status,
    Situation.BATCHED_APPLICATION: erasable.batched,
    Situation.MESSAGES_MOVED: _moved_messages,
    Situation.MESSAGES_MOVED_NEW: _written_with_the_other,
    Situation.EMBEDDED_FILE: erasable.embedded_file,
    Situation.SHARED_EVENT: _sharing,
    Situation.SHARED_EVENT_OTHER: _written_with_the_other,
    Situation.LOOK_ALIKES: erasable.look_alikes,
    Situation.ALERTS_WITH_CAPITALS: erasable.alerts_with_capitals,
    Situation.FEEDBACK_BY_ADDRESS: erasable.feedback_by_address,
    Situation.ALERTS_ONLY: erasable.alerts_only,
}
