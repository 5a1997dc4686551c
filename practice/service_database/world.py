"""The invented world around the jobseekers: a trust, a local authority, schools, hiring staff and their vacancies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from practice.service_database.book import Book, Page
from practice.service_database.staff import publisher

# Numbers that GIAS has not given to anyone (its URNs begin at 100000 and are far from 900000) and postcodes of area ZZ,
# which does not exist.
SCHOOLS = (
    ("Brackenfold Primary School", "Primary", 2),
    ("Saltmere Academy", "Secondary", 4),
    ("Hollin Beck School", "Primary", 2),
    ("Quarry Lane High School", "Secondary", 4),
    ("Thistlewick Infant School", "Primary", 2),
    ("Marram Point Special School", "Not applicable", 0),
)
SUBJECTS = ("Mathematics", "English", "Biology", "History", "Music", "Art and design", "Geography", "Physics")
IN_A_TRUST = 3  # the first of the schools


@dataclass(frozen=True)
class World:
    """Ids that a jobseeker's rows can point to; each vacancy belongs to one school and one publisher."""

    trust: UUID
    local_authority: UUID
    schools: tuple[UUID, ...]
    publishers: tuple[UUID, ...]
    vacancies: tuple[UUID, ...]


def build_world(book: Book) -> World:
    """Write the world down."""
    page = book.page("world")
    trust = page.insert(
        "organisations",
        type="SchoolGroup",
        group_type="Multi-academy trust",
        name="Tern Valley Learning Trust",
        slug="tern-valley-learning-trust",
        uid="90001",
        created_at=page.ago(1500),
    )
    authority = page.insert(
        "organisations",
        type="SchoolGroup",
        group_type="local_authority",
        name="Fellmoor",
        slug="fellmoor",
        local_authority_code="999",
        created_at=page.ago(1500),
    )
    schools = tuple(_school(page, number) for number in range(len(SCHOOLS)))
    for number, school in enumerate(schools):
        group = trust if number < IN_A_TRUST else authority
        page.insert("school_group_memberships", school_id=school, school_group_id=group, created_at=page.ago(1400))
    publishers = tuple(
        publisher(page, f"office{number + 1}@school.test", school) for number, school in enumerate(schools[:4])
    )
    vacancies = tuple(
        _vacancy(page, number, schools[number % len(schools)], publishers[number % len(publishers)])
        for number in range(24)
    )
    return World(trust, authority, schools, publishers, vacancies)


def _school(page: Page, number: int) -> UUID:
    name, phase, phase_number = SCHOOLS[number]
    return page.insert(
        "organisations",
        type="School",
        name=name,
        slug=name.lower().replace(" ", "-"),
        urn=str(900001 + number),
        phase=phase_number,
        school_type="Academies" if number < IN_A_TRUST else "Local authority maintained schools",
        establishment_status="Open",
        town="Fellmoor",
        postcode=f"ZZ9 {number + 1}AA",
        minimum_age=4 if phase == "Primary" else 11,
        maximum_age=11 if phase == "Primary" else 18,
        created_at=page.ago(1500),
    )


def _vacancy(page: Page, number: int, school: UUID, publisher: UUID) -> UUID:
    title = f"Teacher of {page.rng.choice(SUBJECTS)}"
    published = page.ago(page.rng.randint(5, 700))
    vacancy = page.insert(
        "vacancies",
        type="PublishedVacancy",
        job_title=title,
        slug=f"{title.lower().replace(' ', '-')}-{number + 1}",
        publisher_id=publisher,
        publisher_organisation_id=school,
        publish_on=published.date(),
        expires_at=published + timedelta(days=28),
        enable_job_applications=True,
        working_patterns=[0],
        salary="Main pay range",
        created_at=published - timedelta(days=2),
        updated_at=published,
    )
    page.insert("organisation_vacancies", organisation_id=school, vacancy_id=vacancy, created_at=published)
    return vacancy
