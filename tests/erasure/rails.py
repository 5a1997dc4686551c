"""What Rails' `destroy` takes, told a second time: by following the models' associations row by row, without SQL.

Measured for Teaching Vacancies 98445ab on the app's own models; kept apart from the erasure map on purpose, so that a
mistake in the map cannot hide in the preview and in the deletion alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.erasure.tv import Rows

Key = tuple[str, str]


@dataclass
class Rails:
    """The models, over rows that were read beforehand."""

    rows: dict[str, dict[str, dict[str, Any]]]

    def destroy(self, jobseeker: str) -> set[Key]:
        """Jobseeker#destroy: children in order of declaration, then the row."""
        return {
            *self.has("feedbacks", jobseeker_id=jobseeker),
            *self.has("saved_jobs", jobseeker_id=jobseeker),
            *self.profile(jobseeker),
            *self.has("noticed_notifications", recipient_type="Jobseeker", recipient_id=jobseeker),
            ("jobseekers", jobseeker),
        }

    def profile(self, jobseeker: str) -> Iterator[Key]:
        for profile in self.has("jobseeker_profiles", jobseeker_id=jobseeker):
            of = {"jobseeker_profile_id": profile[1]}
            yield profile
            for table in ("personal_details", "employments", "jobseeker_profile_excluded_organisations"):
                yield from self.has(table, **of)
            for preferences in self.has("job_preferences", **of):
                yield preferences
                yield from self.has("job_preferences_locations", job_preferences_id=preferences[1])
            for qualification in self.has("qualifications", **of):
                yield qualification
                yield from self.has("qualification_results", qualification_id=qualification[1])
            text = {"record_type": "JobseekerProfile", "record_id": profile[1], "name": "about_you_richtext"}
            yield from self.has("action_text_rich_texts", **text)

    def inactivity_job(self, jobseeker: str) -> tuple[set[Key], set[Key]]:
        """What DestroyInactiveAccountsJob takes by address: job alerts with their runs, and feedback.

        The bot ignores capitals there, which the job does not.
        """
        address = self.rows["jobseekers"][jobseeker]["email"].lower()
        alerts = {key for key in self.has("subscriptions") if self.address(key) == address}
        runs = {run for alert in alerts for run in self.has("alert_runs", subscription_id=alert[1])}
        feedback = {key for key in self.has("feedbacks") if self.address(key) == address}
        return alerts | runs, feedback - set(self.has("feedbacks", jobseeker_id=jobseeker))

    def has(self, table: str, **values: Any) -> Iterator[Key]:
        for key, row in self.rows.get(table, {}).items():
            if all(row[name] == value for name, value in values.items()):
                yield table, key

    def address(self, key: Key) -> str | None:
        email = self.rows[key[0]][key[1]]["email"]
        return email.lower() if email else None


def rails(rows: Rows) -> Rails:
    """The models over all rows of a database."""
    tables: dict[str, dict[str, dict[str, Any]]] = {}
    for (table, key), row in rows.items():
        tables.setdefault(table, {})[key] = json.loads(row)
    return Rails(tables)
