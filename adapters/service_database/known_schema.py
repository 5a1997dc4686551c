"""What the erasure map takes for granted about the schema (Teaching Vacancies 98445ab, db/schema.rb). Data only."""

from __future__ import annotations

from adapters.service_database.erasure_map import STEPS

# Tables that lose rows, and those in which the bot writes at all.
LOSES = tuple(dict.fromkeys(step.table for step in STEPS))
WRITTEN = (*LOSES, "noticed_events")

# Every column that a statement about deletions names; deploy/service_database.sql grants reading exactly these.
READ = {
    "action_text_rich_texts": ("id", "name", "record_id", "record_type"),
    "active_storage_attachments": ("name", "record_id", "record_type"),
    "alert_runs": ("id", "subscription_id"),
    "conversations": ("id", "job_application_id"),
    "emergency_login_keys": ("owner_id", "owner_type"),
    "employments": ("id", "jobseeker_profile_id"),
    "feedbacks": ("email", "id", "jobseeker_id", "subscription_id"),
    "job_applications": ("created_at", "id", "jobseeker_id", "status", "submitted_at", "vacancy_id"),
    "job_preferences": ("id", "jobseeker_profile_id"),
    "job_preferences_locations": ("id", "job_preferences_id"),
    "jobseeker_profile_excluded_organisations": ("id", "jobseeker_profile_id"),
    "jobseeker_profiles": ("id", "jobseeker_id"),
    "jobseekers": ("email", "id"),
    "messages": ("conversation_id", "sender_id", "type"),
    "noticed_events": ("id", "notifications_count"),
    "noticed_notifications": ("event_id", "id", "recipient_id", "recipient_type"),
    "organisation_vacancies": ("created_at", "id", "organisation_id", "vacancy_id"),
    "organisations": ("id", "local_authority_code", "name", "uid"),
    "personal_details": ("id", "jobseeker_profile_id"),
    "qualification_results": ("id", "qualification_id"),
    "qualifications": ("id", "jobseeker_profile_id"),
    "saved_jobs": ("id", "jobseeker_id"),
    "school_group_memberships": ("created_at", "id", "school_group_id", "school_id"),
    "subscriptions": ("email", "id"),
    "vacancies": ("id", "job_title", "publisher_organisation_id"),
    "versions": ("whodunnit",),
}

# Every foreign key into a table that loses rows: (table, column, to table). All are ON DELETE NO ACTION, so a row that
# the map does not know stops a deletion instead of going with it.
FOREIGN_KEYS = (
    ("alert_runs", "subscription_id", "subscriptions"),
    ("employments", "jobseeker_profile_id", "jobseeker_profiles"),
    ("feedbacks", "jobseeker_id", "jobseekers"),
    ("feedbacks", "subscription_id", "subscriptions"),
    ("job_applications", "jobseeker_id", "jobseekers"),
    ("job_preferences", "jobseeker_profile_id", "jobseeker_profiles"),
    ("job_preferences_locations", "job_preferences_id", "job_preferences"),
    ("jobseeker_profile_excluded_organisations", "jobseeker_profile_id", "jobseeker_profiles"),
    ("jobseeker_profiles", "jobseeker_id", "jobseekers"),
    ("personal_details", "jobseeker_profile_id", "jobseeker_profiles"),
    ("qualification_results", "qualification_id", "qualifications"),
    ("qualifications", "jobseeker_profile_id", "jobseeker_profiles"),
    ("saved_jobs", "jobseeker_id", "jobseekers"),
)

# Columns that look like a link to a jobseeker or to a row that goes, and what they are is known: the foreign keys
# above, and those that no foreign key guards.
LINKS = (
    *((table, column) for table, column, _ in FOREIGN_KEYS),
    ("conversations", "has_unread_jobseeker_messages"),  # a flag
    ("messages", "sender_id"),
)

# Pairs of a type and an id, each of which may name any row: (table, the part before _type and _id).
POLYMORPHIC = (
    ("action_text_rich_texts", "record"),
    ("active_storage_attachments", "record"),
    ("emergency_login_keys", "owner"),
    ("friendly_id_slugs", "sluggable"),  # vacancies and organisations
    ("noticed_events", "record"),
    ("noticed_notifications", "recipient"),
    ("versions", "item"),
)
