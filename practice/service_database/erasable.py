"""People for deletions: each situation in which something goes, stays, or forbids it; and anybody at random."""

from __future__ import annotations

from uuid import UUID

from handlers.holdings import STATUSES
from practice.service_database import traces
from practice.service_database.book import Page
from practice.service_database.profiles import profile
from practice.service_database.traces import Jobseeker
from practice.service_database.world import World


def everything(page: Page, world: World, email: str) -> None:
    """A row at least in every table that goes with a jobseeker, and traces in those that stay."""
    person = traces.jobseeker(page, email, signed_in=88)
    profile(page, world, person, full=True)
    for _ in range(3):
        traces.saved_job(page, world, person)
    alert = traces.subscription(page, email)
    traces.subscription(page, email, unsubscribed_at=page.ago(9))
    traces.feedback_on_alert(page, alert)
    traces.feedback(page, person)
    traces.feedback(page, person, subscription_id=alert)
    traces.feedback(page, person, signed_in=False, subscription_id=alert)
    for days in (3, 4):
        traces.notification(page, person, record=None, at=page.ago(days))
    traces.work_of_the_service(page, person)


def every_status(page: Page, world: World, email: str) -> None:
    """An application in each status, one of old without any, and messages on the one being interviewed for."""
    person = traces.jobseeker(page, email)
    for status in STATUSES:
        application = traces.application(page, world, person, status)
        if status == "interviewing":
            traces.conversation(page, world, person, application)
    page.insert("job_applications", jobseeker_id=person.id, vacancy_id=world.vacancies[0], status=None, type=None)


def batched(page: Page, world: World, email: str) -> None:
    """An application in a batch of the hiring staff: Rails' own destroy fails on it (destroy-graph: PG::NotNull)."""
    application = traces.application(page, world, traces.jobseeker(page, email), "shortlisted")
    batch = page.insert("job_application_batches", vacancy_id=page.rng.choice(world.vacancies))
    page.insert("batchable_job_applications", job_application_batch_id=batch, job_application_id=application)


def moved_messages(page: Page, world: World, email: str, email_of_new: str) -> None:
    """An application that somebody moved to the person's new account, and left its messages with the old one."""
    old, new = traces.jobseeker(page, email), traces.jobseeker(page, email_of_new)
    application = traces.application(page, world, new, "submitted")
    traces.conversation(page, world, old, application)


def embedded_file(page: Page, world: World, email: str) -> None:
    """A picture in the text about oneself; the service's editor does not let one do that any more."""
    person = traces.jobseeker(page, email)
    text = _about_you(page, profile_of(page, person))
    _attach(page, "ActionText::RichText", text, "embeds")


def shared_event(page: Page, email: str, email_of_other: str) -> None:
    """One event that notified this person twice and another one once, and an event that never counted."""
    person, other = traces.jobseeker(page, email), traces.jobseeker(page, email_of_other)
    event = _event(page, count=3)
    for recipient in (person.id, person.id, other.id):
        _notify(page, event, "Jobseeker", recipient)
    _notify(page, _event(page, count=None), "Jobseeker", person.id)


def look_alikes(page: Page, world: World, email: str) -> None:
    """Rows that carry this person's ids under another type or name: they are somebody else's."""
    person = traces.jobseeker(page, email)
    mine = profile_of(page, person)
    text = _about_you(page, mine)
    traces.rich_text(page, "Vacancy", mine, "about_you_richtext", page.ago(2))
    traces.rich_text(page, "JobseekerProfile", mine, "something_else", page.ago(2))
    _attach(page, "Vacancy", text, "embeds")
    _attach(page, "ActionText::RichText", text, "something_else")
    event = _event(page, count=2)
    _notify(page, event, "Jobseeker", person.id)
    _notify(page, event, "Publisher", person.id)
    page.insert("emergency_login_keys", owner_type="Publisher", owner_id=person.id, not_valid_after=page.ago(1))
    page.append(
        "versions",
        item_type="Vacancy",
        item_id=page.rng.choice(world.vacancies),
        event="update",
        whodunnit=f"gid://teaching-vacancies/Publisher/{person.id}",
    )
    for another in (f"x{email}", f"{email}.test", email.replace(".", "_", 1)):
        traces.subscription(page, another)
        traces.feedback(page, person, signed_in=False, email=another)


def alerts_with_capitals(page: Page, _world: World, email: str) -> None:
    """Job alerts under the same address written in other ways (destroy-graph: matching there is by exact text)."""
    person = traces.jobseeker(page, email)
    traces.subscription(page, email)
    alert = traces.subscription(page, email.title())
    traces.subscription(page, email.upper(), unsubscribed_at=page.ago(100))
    traces.feedback_on_alert(page, alert)
    traces.feedback(page, person, signed_in=False, email=email.upper())


def feedback_by_address(page: Page, world: World, email: str) -> None:
    """Feedback given before and after signing in."""
    person = traces.jobseeker(page, email)
    traces.feedback(page, person)
    for _ in range(2):
        traces.feedback(page, person, signed_in=False)
    traces.saved_job(page, world, person)


def alerts_only(page: Page, _world: World, email: str) -> None:
    """No account, and mail every week nevertheless."""
    alert = traces.subscription(page, email)
    traces.subscription(page, email)
    traces.feedback_on_alert(page, alert)


def anybody(page: Page, world: World, email: str) -> Jobseeker:
    """Somebody without job applications, with any of the rest: often little, now and then all of it."""
    rng = page.rng
    person = traces.jobseeker(page, email, signed_in=rng.randint(0, 60))
    alerts = [traces.subscription(page, rng.choice((email, email.upper()))) for _ in range(rng.choice((0, 0, 1, 3)))]
    for alert in alerts:
        if page.chance(0.4):
            traces.feedback_on_alert(page, alert)
    for _ in range(rng.choice((0, 0, 1, 4))):
        about = {"subscription_id": rng.choice(alerts)} if alerts and page.chance(0.3) else {}
        traces.feedback(page, person, signed_in=page.chance(0.6), **about)
    for _ in range(rng.choice((0, 1, 7))):
        traces.saved_job(page, world, person)
    if page.chance(0.7):
        profile(page, world, person, full=page.chance(0.5))
    event = _event(page, count=None if page.chance(0.2) else 4)
    for _ in range(rng.choice((0, 0, 1, 2))):
        _notify(page, event, "Jobseeker", person.id)
    _notify(page, event, "Publisher", rng.choice((person.id, rng.choice(world.publishers))))
    if page.chance(0.3):
        traces.work_of_the_service(page, person)
    return person


def profile_of(page: Page, person: Jobseeker) -> UUID:
    """A profile with nothing on it."""
    return page.insert("jobseeker_profiles", jobseeker_id=person.id, active=False, created_at=person.joined)


def _about_you(page: Page, profile_id: UUID) -> UUID:
    return traces.rich_text(page, "JobseekerProfile", profile_id, "about_you_richtext", page.ago(20))


def _attach(page: Page, record_type: str, record: UUID, name: str) -> None:
    blob = page.insert(
        "active_storage_blobs",
        key=f"{page.rng.getrandbits(140):028x}",
        filename="picture.png",
        content_type="image/png",
        byte_size=page.rng.randint(1000, 90000),
        service_name="practice",
    )
    page.insert("active_storage_attachments", record_type=record_type, record_id=record, name=name, blob_id=blob)


def _event(page: Page, *, count: int | None) -> UUID:
    return page.insert(
        "noticed_events", type="Jobseekers::MessageReceivedNotifier", params={}, notifications_count=count
    )


def _notify(page: Page, event: UUID, recipient_type: str, recipient: UUID) -> None:
    page.insert(
        "noticed_notifications",
        type="Jobseekers::MessageReceivedNotifier::Notification",
        event_id=event,
        recipient_type=recipient_type,
        recipient_id=recipient,
    )
