"""The private list of job applications: where, in which status, and how many messages each way."""

from __future__ import annotations

from typing import Any

from handlers.holdings import STATUSES, Application
from practice.service_database.people import Situation
from tests.erasure.tv import Tv


async def vacancy(tv: Tv, *organisations: Any, published_by: Any = None) -> str:
    key = await tv.insert(
        "vacancies",
        job_title="Teacher of Latin",
        slug="teacher-of-latin",
        type="PublishedVacancy",
        publisher_organisation_id=published_by,
        working_patterns="{0}",
    )
    for day, organisation in enumerate(organisations, 1):
        at = f"2026-11-{day:02}"
        await tv.insert("organisation_vacancies", vacancy_id=key, organisation_id=organisation, created_at=at)
    return key


async def organisation_of(tv: Tv, vacancy_id: str) -> str | None:
    person = await tv.id_of(Situation.ONLY_THE_ROW)
    await tv.owner.execute("DELETE FROM job_applications WHERE jobseeker_id = $1", person)
    await tv.insert("job_applications", jobseeker_id=person, vacancy_id=vacancy_id, status=0)
    [application] = await tv.service.applications(person)
    return application.organisation


async def test_nobody_without_applications_has_a_list(tv: Tv) -> None:
    assert await tv.service.applications(await tv.id_of(Situation.FULL_PROFILE)) == ()


async def test_every_status_is_listed_with_its_name_and_messages_each_way(tv: Tv) -> None:
    listed = await tv.service.applications(await tv.id_of(Situation.EVERY_STATUS))
    assert {each.status for each in listed} == {*STATUSES, "no_status"}
    for each in listed:
        assert each.vacancy is not None and each.vacancy.startswith("Teacher of ")
        assert each.organisation
        assert (each.submitted_at is None) == (each.status in ("draft", "no_status"))
        messages = 1 if each.status == "interviewing" else 0
        assert (each.from_jobseeker, each.from_publisher) == (messages, messages)


async def test_they_come_in_the_order_in_which_they_were_begun(tv: Tv) -> None:
    person = await tv.id_of(Situation.EVERY_STATUS)
    begun = await tv.owner.fetch(
        "SELECT status FROM job_applications WHERE jobseeker_id = $1 ORDER BY created_at", person
    )
    names = ["no_status" if row["status"] is None else STATUSES[row["status"]] for row in begun]
    assert [each.status for each in await tv.service.applications(person)] == names


async def test_the_only_organisation_of_a_vacancy_is_named(tv: Tv) -> None:
    world = await tv.world()
    school = await tv.owner.fetchval("SELECT name FROM organisations WHERE id = $1", world.schools[0])
    assert await organisation_of(tv, await vacancy(tv, world.schools[0])) == school
    alone = await vacancy(tv, world.local_authority, published_by=world.schools[0])
    assert await organisation_of(tv, alone) == "Fellmoor local authority"


async def test_of_several_the_trust_is_named_first_then_the_publisher_then_the_group_of_a_school(tv: Tv) -> None:
    world = await tv.world()
    trust = await vacancy(tv, *world.schools[:2], world.trust, published_by=world.schools[0])
    assert await organisation_of(tv, trust) == "Tern Valley Learning Trust"
    publisher = await vacancy(tv, *world.schools[:2], published_by=world.local_authority)
    assert await organisation_of(tv, publisher) == "Fellmoor local authority"
    in_the_trust, of_the_authority = world.schools[0], world.schools[-1]
    first = await vacancy(tv, in_the_trust, of_the_authority)
    assert await organisation_of(tv, first) == "Tern Valley Learning Trust"
    other_way_round = await vacancy(tv, of_the_authority, in_the_trust)
    assert await organisation_of(tv, other_way_round) == "Fellmoor local authority"


async def test_an_application_for_a_vacancy_of_nobody_is_listed_all_the_same(tv: Tv) -> None:
    key = await vacancy(tv)
    await tv.owner.execute("UPDATE vacancies SET job_title = NULL WHERE id = $1", key)
    assert await organisation_of(tv, key) is None
    [listed] = await tv.service.applications(await tv.id_of(Situation.ONLY_THE_ROW))
    assert listed == Application(None, None, "draft", None, 0, 0)
