"""Jobseekers' profiles, with all that hangs on them."""

from __future__ import annotations

from uuid import UUID

from practice.service_database.book import Page
from practice.service_database.traces import Jobseeker, rich_text
from practice.service_database.world import SUBJECTS, World

GCSE, UNDERGRADUATE = 0, 4  # qualifications.category
JOB, BREAK = 0, 1  # employments.employment_type


def profile(page: Page, world: World, person: Jobseeker, *, full: bool = False) -> UUID:
    """A profile with personal details, job preferences, qualifications and employments; `full` leaves nothing out."""
    key = page.insert(
        "jobseeker_profiles",
        jobseeker_id=person.id,
        active=page.chance(0.5),
        qualified_teacher_status=0,
        qualified_teacher_status_year=str(page.now.year - page.rng.randint(1, 30)),
        teacher_reference_number_ciphertext=page.ciphertext(),
        created_at=person.joined,
    )
    page.insert(
        "personal_details",
        jobseeker_profile_id=key,
        first_name_ciphertext=page.ciphertext(),
        last_name_ciphertext=page.ciphertext(),
        phone_number_ciphertext=page.ciphertext(),
        phone_number_provided=True,
        has_right_to_work_in_uk=True,
        completed_steps={"name": "completed", "phone_number": "completed", "work": "completed"},
    )
    preferences = page.insert("job_preferences", jobseeker_profile_id=key, roles=["teacher"], phases=["primary"])
    page.insert("job_preferences_locations", job_preferences_id=preferences, name="Fellmoor", radius=10, uk_area="")
    _education(page, key)
    for years in range(page.rng.randint(1, 3)):
        _employment(page, key, years)
    if full or page.chance(0.3):
        school = page.rng.choice(world.schools)
        page.insert("jobseeker_profile_excluded_organisations", jobseeker_profile_id=key, organisation_id=school)
    if full or page.chance(0.5):
        rich_text(page, "JobseekerProfile", key, "about_you_richtext", person.joined)
    return key


def _education(page: Page, profile_id: UUID) -> None:
    # Names of no real school: this is what people type, not a reference to an organisation.
    school = page.insert(
        "qualifications", jobseeker_profile_id=profile_id, category=GCSE, institution="Old Mill School", year=2004
    )
    for subject in page.rng.sample(SUBJECTS, 3):
        page.insert(
            "qualification_results", qualification_id=school, subject=subject, grade=str(page.rng.randint(4, 9))
        )
    page.insert(
        "qualifications",
        jobseeker_profile_id=profile_id,
        category=UNDERGRADUATE,
        institution="University of Fellmoor",
        subject=page.rng.choice(SUBJECTS),
        grade="2:1",
        year=2010,
        finished_studying=True,
    )


def _employment(page: Page, profile_id: UUID, years: int) -> None:
    ended = page.ago(365 * years) if years else None
    page.insert(
        "employments",
        jobseeker_profile_id=profile_id,
        employment_type=JOB if page.chance(0.9) else BREAK,
        organisation_ciphertext=page.ciphertext(),
        job_title_ciphertext=page.ciphertext(),
        main_duties_ciphertext=page.ciphertext(),
        started_on=page.ago(365 * (years + 1)).date(),
        ended_on=ended.date() if ended else None,
        is_current_role=ended is None,
    )
