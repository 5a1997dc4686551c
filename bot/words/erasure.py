"""What a deletion takes and leaves, in words: one for each step of the erasure map and for each thing that stays."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.holdings import NO_STATUS, OTHER_STATUS

STEPS: Mapping[str, str] = {
    "jobseekers": "Account",
    "jobseeker_profiles": "Profile",
    "personal_details": "Name and phone number",
    "action_text_rich_texts": "About you text",
    "employments": "Jobs and breaks",
    "qualifications": "Qualifications",
    "qualification_results": "Qualification results",
    "job_preferences": "Job preferences",
    "job_preferences_locations": "Preferred locations",
    "jobseeker_profile_excluded_organisations": "Organisations hidden from",
    "saved_jobs": "Saved jobs",
    "noticed_notifications": "Notifications",
    "feedbacks": "Feedback given signed in",
    "subscriptions": "Job alerts",
    "alert_runs": "Log of job alerts sent",
    "feedbacks_by_address": "Feedback given with this address",
}
STAYS: Mapping[str, str] = {
    "emergency_login_keys": "Emergency login keys, deleted on the 1st of the month",
    "noticed_events": "What the notifications were about",
    "versions": "History of changes they made",
}
LOOSENED = "Feedback about their job alerts, which only loses its link"
NOT_COUNTED = "not counted"
WILL_GO = "What will be deleted"
WOULD_GO = "What a deletion takes"
HAS_GONE = "What was deleted"
WILL_STAY = "What stays"
NO_ACCOUNT = "There is no account with this email address, but there are job alerts. They can be stopped alone."
TICK = "To do so, tick below that job alerts are to be stopped."
OUTSIDE = (
    "BigQuery, GOV.UK Notify and logs keep what they have. The bot's deletion sends no event to BigQuery, which goes on"
    " counting this person."
)
APPLICATIONS = "Job applications"
NO_APPLICATIONS_LISTED = "There are no job applications any more."
DRIFT = "The Teaching Vacancies database has changed in a way that the bot does not know, so it deletes nothing:"
DELETE_YOUR_MESSAGE = (
    "The messages in this thread still hold the email address. Whoever wrote it there: delete your message. The bot"
    " cannot."
)
CONFIRM = "You are about to delete this person's data. It cannot be undone."
CONFIRM_ALERTS = "You are about to stop and delete the job alerts of this address. It cannot be undone."
STATUSES: Mapping[str, str] = {
    "draft": "Draft",
    "submitted": "Submitted",
    "reviewed": "Reviewed",
    "shortlisted": "Shortlisted",
    "unsuccessful": "Not shortlisted",
    "withdrawn": "Withdrawn",
    "interviewing": "Interviewing",
    "offered": "Offered",
    "declined": "Offer declined",
    "unsuccessful_interview": "Unsuccessful after interview",
    "rejected": "Rejected",
    NO_STATUS: "No status",
    OTHER_STATUS: "Another status",
}
OPTIONS: Mapping[str, str] = {
    "stop_alerts": "Also stop job alerts sent to this address ({number})",
    "remove_feedback": "Also remove feedback given with this address ({number})",
}
TICKED: Mapping[str, str] = {
    "stop_alerts": "Job alerts to this address are stopped too",
    "remove_feedback": "Feedback given with this address is removed too",
}
