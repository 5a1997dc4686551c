"""The job applications of one person, for the private list: where, in which status, and how many messages each way.

Names and texts of an application are encrypted there and nobody here reads them. Which organisation a vacancy goes by
is vacancy.rb:196-200, " local authority" is organisation.rb:126 (Teaching Vacancies 98445ab).
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.holdings import Application, status_name

# The only organisation of the vacancy; of several the trust (it alone has a uid), else the one that published it,
# else the group of its first school.
APPLICATIONS = text("""
SELECT v.job_title, a.status, a.submitted_at,
       o.name || CASE WHEN o.local_authority_code <> '' THEN ' local authority' ELSE '' END AS organisation,
       (SELECT count(*) FROM conversations c JOIN messages m ON m.conversation_id = c.id
         WHERE c.job_application_id = a.id AND m.type = 'JobseekerMessage') AS from_jobseeker,
       (SELECT count(*) FROM conversations c JOIN messages m ON m.conversation_id = c.id
         WHERE c.job_application_id = a.id AND m.type = 'PublisherMessage') AS from_publisher
FROM job_applications a
JOIN vacancies v ON v.id = a.vacancy_id
LEFT JOIN LATERAL (
    SELECT count(*) = 1 AS alone FROM organisation_vacancies ov WHERE ov.vacancy_id = v.id
) organisations_of_it ON true
LEFT JOIN organisations o ON o.id = coalesce(
    (SELECT p.id FROM organisation_vacancies ov JOIN organisations p ON p.id = ov.organisation_id
      WHERE ov.vacancy_id = v.id AND (alone OR coalesce(p.uid, '') <> '') ORDER BY ov.created_at, ov.id LIMIT 1),
    v.publisher_organisation_id,
    (SELECT s.school_group_id FROM organisation_vacancies ov JOIN school_group_memberships s
         ON s.school_id = ov.organisation_id
      WHERE ov.vacancy_id = v.id ORDER BY ov.created_at, ov.id, s.created_at, s.id LIMIT 1))
WHERE a.jobseeker_id = :id
ORDER BY a.created_at, a.id
""")


async def applications(connection: AsyncConnection, subject_id: UUID) -> tuple[Application, ...]:
    """All of them, oldest first. Raises SQLAlchemyError."""
    found = (await connection.execute(APPLICATIONS, {"id": subject_id})).mappings()
    return tuple(
        Application(
            vacancy=row["job_title"],
            organisation=row["organisation"],
            status=status_name(row["status"]),
            submitted_at=row["submitted_at"],
            from_jobseeker=row["from_jobseeker"],
            from_publisher=row["from_publisher"],
        )
        for row in found
    )
