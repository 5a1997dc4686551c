"""What jobseekers leave behind in the service, each as a function that writes the rows Rails would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from handlers.holdings import STATUSES
from practice.service_database.book import Page
from practice.service_database.world import SUBJECTS, World

DAILY, WEEKLY = 0, 1  # subscriptions.frequency
JOB_ALERT_FEEDBACK, GENERAL_FEEDBACK = 0, 1  # feedbacks.feedback_type


@dataclass(frozen=True)
class Jobseeker:
    """A row of jobseekers, as far as other rows need it."""

    id: UUID
    email: str
    joined: datetime


def jobseeker(page: Page, email: str, *, signed_in: int = 12, **columns: Any) -> Jobseeker:
    """An account, linked to One Login unless `govuk_one_login_id` says otherwise."""
    joined = page.ago(page.rng.randint(60, 1200))
    latest = page.ago(page.rng.uniform(1, 50))
    row: dict[str, Any] = {
        "email": email,
        "govuk_one_login_id": page.one_login_id(),
        "sign_in_count": signed_in,
        "current_sign_in_at": latest if signed_in else None,
        "last_sign_in_at": latest - timedelta(days=page.rng.uniform(1, 9)) if signed_in > 1 else None,
        "current_sign_in_ip_ciphertext": page.ciphertext() if signed_in else None,
        "last_sign_in_ip_ciphertext": page.ciphertext() if signed_in > 1 else None,
        "created_at": joined,
        "updated_at": latest if signed_in else joined,
    }
    return Jobseeker(page.insert("jobseekers", **(row | columns)), email, joined)


def saved_job(page: Page, world: World, person: Jobseeker) -> UUID:
    """A vacancy kept for later."""
    return page.insert("saved_jobs", jobseeker_id=person.id, vacancy_id=page.rng.choice(world.vacancies))


def subscription(page: Page, email: str, *, unsubscribed_at: datetime | None = None) -> UUID:
    """A job alert. It knows its person by address only; one that was ended keeps its row."""
    created = page.ago(page.rng.randint(50, 400))
    key = page.insert(
        "subscriptions",
        email=email,
        frequency=page.rng.choice((DAILY, WEEKLY)),
        search_criteria={"keyword": page.rng.choice(SUBJECTS), "location": "Fellmoor", "radius": "10"},
        unsubscribed_at=unsubscribed_at,
        created_at=created,
        updated_at=unsubscribed_at or created,
    )
    if unsubscribed_at is None:
        page.insert("alert_runs", subscription_id=key, run_on=page.ago(1).date(), status=1, created_at=page.ago(1))
    return key


def feedback(page: Page, person: Jobseeker, *, signed_in: bool = True, **columns: Any) -> UUID:
    """A comment on the service: linked to the account, or by address only when given signed out."""
    row: dict[str, Any] = {
        "jobseeker_id": person.id if signed_in else None,
        "email": person.email,
        "feedback_type": GENERAL_FEEDBACK,
        "rating": page.rng.randint(0, 4),
        "comment": "An invented comment.",
    }
    return page.insert("feedbacks", **(row | columns))


def feedback_on_alert(page: Page, subscription_id: UUID) -> UUID:
    """What a link in a job alert's mail leaves: no address and no account, only the alert."""
    return page.insert(
        "feedbacks", subscription_id=subscription_id, feedback_type=JOB_ALERT_FEEDBACK, relevant_to_user=False
    )


def application(page: Page, world: World, person: Jobseeker, status: str) -> UUID:
    """A job application in the status of that name, for a vacancy at random."""
    begun = page.ago(page.rng.uniform(10, 50))
    moved = {f"{status}_at": begun + timedelta(days=5)} if status != "draft" else {"draft_at": begun}
    if status not in ("draft", "submitted"):
        moved["submitted_at"] = begun + timedelta(days=1)
    return page.insert(
        "job_applications",
        jobseeker_id=person.id,
        vacancy_id=page.rng.choice(world.vacancies),
        type="NativeJobApplication",
        status=STATUSES.index(status),
        first_name_ciphertext=page.ciphertext(),
        last_name_ciphertext=page.ciphertext(),
        email_address=person.email,
        created_at=begun,
        **moved,
    )


def conversation(page: Page, world: World, person: Jobseeker, application_id: UUID) -> UUID:
    """A question of the hiring staff and the jobseeker's answer, with the notification that the question caused."""
    asked, answered = page.ago(6), page.ago(5)
    key = page.insert("conversations", job_application_id=application_id, created_at=asked, last_message_at=answered)
    question = message(page, key, "PublisherMessage", page.rng.choice(world.publishers), asked)
    message(page, key, "JobseekerMessage", person.id, answered)
    notification(page, person, record=question, at=asked)
    return key


def message(page: Page, conversation_id: UUID, kind: str, sender: UUID, at: datetime) -> UUID:
    """One message: `kind` is JobseekerMessage or PublisherMessage, and nothing but that says whose id `sender` is."""
    key = page.insert(
        "messages", conversation_id=conversation_id, type=kind, sender_id=sender, read=True, created_at=at
    )
    rich_text(page, "Message", key, "content", at)
    return key


def notification(page: Page, person: Jobseeker, *, record: UUID | None, at: datetime) -> UUID:
    """A notification and its event, which counts it."""
    event = page.insert(
        "noticed_events",
        type="Jobseekers::MessageReceivedNotifier",
        record_type="Message",
        record_id=record,
        params={},
        notifications_count=1,
        created_at=at,
    )
    return page.insert(
        "noticed_notifications",
        type="Jobseekers::MessageReceivedNotifier::Notification",
        event_id=event,
        recipient_type="Jobseeker",
        recipient_id=person.id,
        created_at=at,
    )


def rich_text(page: Page, record_type: str, record: UUID, name: str, at: datetime) -> UUID:
    """A formatted text of another row; the service encrypts its body."""
    body = page.ciphertext()
    return page.insert(
        "action_text_rich_texts",
        record_type=record_type,
        record_id=record,
        name=name,
        body_ciphertext=body,
        created_at=at,
    )


def work_of_the_service(page: Page, person: Jobseeker) -> None:
    """What only points at a jobseeker without a foreign key: a way in by mail, and a change they made."""
    page.insert("emergency_login_keys", owner_type="Jobseeker", owner_id=person.id, not_valid_after=page.ago(29.9))
    page.append(
        "versions",
        item_type="ReferenceRequest",
        item_id=UUID(int=page.rng.getrandbits(128), version=4),
        event="update",
        object_changes={"status": ["created", "requested"]},
        whodunnit=f"gid://teaching-vacancies/Jobseeker/{person.id}",
        created_at=page.ago(20),
    )
