"""The erasure map: which rows go with a jobseeker, in which order, and which stay. Data only.

Measured against `Jobseeker#destroy` of Teaching Vacancies 98445ab (schema 20260810152440) for a jobseeker without
job applications. Preview and deletion are both made from these steps (statements.py), so they cannot differ;
drift.py compares them with the live schema. The conditions speak of three common table expressions: `subject` (one
row: id, address), `alerts` and `addressed` (the ids of job alerts and of feedback under the address).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """When a step is taken."""

    ACCOUNT = "account"
    ALERTS = "stop_alerts"
    FEEDBACK = "remove_feedback"


@dataclass(frozen=True)
class Step:
    """Rows of one table that go, or with `change` stay and are changed so."""

    name: str
    table: str
    where: str
    what: str
    part: Part = Part.ACCOUNT
    change: str | None = None


@dataclass(frozen=True)
class Stays:
    """What is left about the person; `number` counts it, and is None where SQL cannot look for it."""

    name: str
    number: str | None
    why: str
    indexed: bool = True


SUBJECT = "(SELECT id FROM subject)"
# = ANY(ARRAY(…)) and not IN (…): the few ids are found first and then looked up by index, whatever the planner thinks
# of joining; with IN it read half of an index once the tables had grown.
_PROFILE = f"ANY(ARRAY(SELECT id FROM jobseeker_profiles WHERE jobseeker_id = {SUBJECT}))"
_OF_PROFILE = f"jobseeker_profile_id = {_PROFILE}"
_PREFERENCES = f"ANY(ARRAY(SELECT id FROM job_preferences WHERE {_OF_PROFILE}))"
_QUALIFICATIONS = f"ANY(ARRAY(SELECT id FROM qualifications WHERE {_OF_PROFILE}))"
_ALERTS = "ANY(ARRAY(SELECT id FROM alerts))"
# Polymorphic links: the same uuid under another type is somebody else's row.
_ABOUT_YOU = f"record_type = 'JobseekerProfile' AND name = 'about_you_richtext' AND record_id = {_PROFILE}"
_NOTIFIED = f"recipient_type = 'Jobseeker' AND recipient_id = {SUBJECT}"

STEPS = (
    Step("feedbacks", "feedbacks", f"jobseeker_id = {SUBJECT}", "feedback given signed in (jobseeker.rb:9)"),
    Step(
        "feedbacks_by_address",
        "feedbacks",
        "id = ANY(ARRAY(SELECT id FROM addressed))",
        "feedback given signed out with the address (destroy_inactive_accounts_job.rb:9)",
        Part.FEEDBACK,
    ),
    Step(
        "alert_runs",
        "alert_runs",
        f"subscription_id = {_ALERTS}",
        "the log of each job alert, gone with it (subscription.rb)",
        Part.ALERTS,
    ),
    Step(
        "feedbacks_of_alerts",
        "feedbacks",
        f"subscription_id = {_ALERTS} AND (jobseeker_id = {SUBJECT}) IS NOT TRUE",
        "feedback on a job alert is kept and loses its link (subscription.rb: dependent nullify, updated_at untouched)",
        Part.ALERTS,
        change="subscription_id = NULL",
    ),
    Step(
        "subscriptions",
        "subscriptions",
        f"id = {_ALERTS}",
        "job alerts under the address, ended ones too (destroy_inactive_accounts_job.rb:8)",
        Part.ALERTS,
    ),
    Step("saved_jobs", "saved_jobs", f"jobseeker_id = {SUBJECT}", "saved jobs (jobseeker.rb:13)"),
    Step("personal_details", "personal_details", _OF_PROFILE, "name and phone number (jobseeker_profile.rb:6)"),
    Step(
        "job_preferences_locations",
        "job_preferences_locations",
        f"job_preferences_id = {_PREFERENCES}",
        "where the person looks for work (job_preferences.rb:6)",
    ),
    Step("job_preferences", "job_preferences", _OF_PROFILE, "what work they look for (jobseeker_profile.rb:7)"),
    Step("employments", "employments", _OF_PROFILE, "jobs and breaks alike (jobseeker_profile.rb:8)"),
    Step(
        "qualification_results",
        "qualification_results",
        f"qualification_id = {_QUALIFICATIONS}",
        "grades (qualification.rb:5)",
    ),
    Step("qualifications", "qualifications", _OF_PROFILE, "qualifications (jobseeker_profile.rb:11)"),
    Step(
        "jobseeker_profile_excluded_organisations",
        "jobseeker_profile_excluded_organisations",
        _OF_PROFILE,
        "who must not see the profile; the organisations stay (jobseeker_profile.rb:12)",
    ),
    Step("action_text_rich_texts", "action_text_rich_texts", _ABOUT_YOU, "about you (jobseeker_profile.rb:34)"),
    Step("jobseeker_profiles", "jobseeker_profiles", f"jobseeker_id = {SUBJECT}", "the profile (jobseeker.rb:16)"),
    Step("noticed_notifications", "noticed_notifications", _NOTIFIED, "notifications (jobseeker.rb:17)"),
    Step("jobseekers", "jobseekers", f"id = {SUBJECT}", "the account itself"),
)

# noticed 3.0.0, belongs_to :event, counter_cache: true. Before the notifications go; `updated_at` is left alone.
COUNTED_BEFORE = "noticed_notifications"
COUNTERS = f"""
UPDATE noticed_events SET notifications_count = coalesce(notifications_count, 0) - gone.number
FROM (SELECT event_id, count(*) AS number FROM noticed_notifications WHERE {_NOTIFIED} GROUP BY event_id) gone
WHERE noticed_events.id = gone.event_id
"""

STAYS = (
    Stays(
        "emergency_login_keys",
        f"SELECT count(*) FROM emergency_login_keys WHERE owner_type = 'Jobseeker' AND owner_id = {SUBJECT}",
        "hold only the uuid; all are deleted on the 1st of each month",
    ),
    Stays(
        "noticed_events",
        f"SELECT count(DISTINCT event_id) FROM noticed_notifications WHERE {_NOTIFIED}",
        "an event may have notified others; only its counter goes down",
    ),
    Stays(
        "versions",
        f"SELECT count(*) FROM versions WHERE whodunnit = 'gid://teaching-vacancies/Jobseeker/' || {SUBJECT}::text",
        "the history of other rows, which the person changed; kept for good",
        indexed=False,
    ),
    Stays("sessions", None, "encoded, cannot be searched; trimmed after 14 days"),
    Stays("solid_queue_jobs", None, "queued work that names the person is discarded when it finds nobody"),
    Stays("bigquery", None, "earlier events stay, and plain SQL sends none that says that the person is gone"),
)

# What forbids a deletion (handlers/holdings.py): always read together with the rest.
STATUSES = f"SELECT coalesce(status, -1) FROM job_applications WHERE jobseeker_id = {SUBJECT}"
MESSAGES = f"""
SELECT count(*) FROM messages m
WHERE m.type = 'JobseekerMessage' AND m.sender_id = {SUBJECT} AND NOT EXISTS (
    SELECT FROM conversations c JOIN job_applications a ON a.id = c.job_application_id
    WHERE c.id = m.conversation_id AND a.jobseeker_id = m.sender_id)
"""
EMBEDS = f"""
SELECT count(*) FROM active_storage_attachments
WHERE record_type = 'ActionText::RichText' AND name = 'embeds'
  AND record_id = ANY(ARRAY(SELECT id FROM action_text_rich_texts WHERE {_ABOUT_YOU}))
"""
