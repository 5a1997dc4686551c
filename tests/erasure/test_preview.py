"""What is read about one person, and only about that one."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from adapters.service_database import service as module
from handlers.errors import ServiceDatabaseUnavailable
from handlers.holdings import STATUSES, Options, summary
from practice.service_database.people import EMAILS, Situation
from tests.erasure.tv import Tv, the_one


async def test_an_account_is_found_in_capitals_and_with_blanks_around_it(tv: Tv) -> None:
    email = EMAILS[Situation.FULL_PROFILE]
    found = await tv.service.preview(email)
    assert [holder.email for holder in found.accounts] == [email]
    assert await tv.service.preview(f"  {email.upper()} ") == found
    assert await tv.service.preview_of(the_one(found).id or "") == found
    stored = the_one(await tv.service.preview(EMAILS[Situation.CAPITALS].lower()))
    assert stored.email == EMAILS[Situation.CAPITALS]


async def test_two_accounts_that_differ_in_capitals_are_named_and_not_read(tv: Tv) -> None:
    found = await tv.service.preview(EMAILS[Situation.CAPITALS_TWIN_LOWER])
    twins = {EMAILS[Situation.CAPITALS_TWIN], EMAILS[Situation.CAPITALS_TWIN_LOWER]}
    assert {holder.email for holder in found.accounts} == twins
    assert found.holdings is None
    for holder in found.accounts:
        assert the_one(await tv.service.preview_of(holder.id)).email == holder.email


async def test_job_alerts_with_the_other_twins_very_address_are_the_other_twins(tv: Tv) -> None:
    twins = {EMAILS[Situation.CAPITALS_TWIN], EMAILS[Situation.CAPITALS_TWIN_LOWER]}
    neither = EMAILS[Situation.CAPITALS_TWIN].upper()
    alerts = {address: await tv.insert("subscriptions", email=address) for address in (*twins, neither)}
    words = {address: await tv.insert("feedbacks", email=address) for address in (*twins, neither)}
    for holder in (await tv.service.preview(neither)).accounts:
        held = the_one(await tv.service.preview_of(holder.id))
        assert set(held.alerts["subscriptions"]) == {alerts[holder.email], alerts[neither]}
        assert set(held.feedback["feedbacks_by_address"]) == {words[holder.email], words[neither]}


@pytest.mark.parametrize(
    "nobody", ["", "rubbish", "x" * 5000, "ama.okafor@example.com", "00000000-0000-4000-8000-000000000000"]
)
async def test_nobody_is_found_by_what_is_no_id_of_an_account(tv: Tv, nobody: str) -> None:
    found = await tv.service.preview_of(nobody)
    assert (found.accounts, found.holdings) == ((), None)
    assert await tv.service.applications(nobody) == ()


async def test_nobody_at_all_holds_nothing(tv: Tv) -> None:
    found = await tv.service.preview("Nobody@example.com")
    held = the_one(found)
    assert (found.accounts, held.id, held.email) == ((), None, "nobody@example.com")
    assert not any([*held.goes(Options(True, True)).values(), held.loosened, held.applications])


async def test_no_account_but_job_alerts_holds_those_alone(tv: Tv) -> None:
    numbers = summary(await tv.held(Situation.ALERTS_ONLY))
    assert not any(numbers.account.values())
    assert (numbers.alerts, numbers.loosened) == ({"subscriptions": 2, "alert_runs": 2}, 1)


async def test_ended_job_alerts_and_those_with_capitals_are_the_persons_too(tv: Tv) -> None:
    assert summary(await tv.held(Situation.CLOSED)).alerts["subscriptions"] == 3
    numbers = summary(await tv.held(Situation.ALERTS_WITH_CAPITALS))
    assert numbers.alerts == {"subscriptions": 3, "alert_runs": 2}
    assert (numbers.feedback, numbers.loosened) == ({"feedbacks_by_address": 1}, 1)


async def test_every_status_is_counted_and_so_is_none(tv: Tv) -> None:
    assert (await tv.held(Situation.EVERY_STATUS)).applications == dict.fromkeys([*STATUSES, "no_status"], 1)
    assert (await tv.held(Situation.DRAFT_ONLY)).applications == {"draft": 1}
    assert (await tv.held(Situation.BATCHED_APPLICATION)).applications == {"shortlisted": 1}


async def test_messages_count_only_without_an_application_of_the_person(tv: Tv) -> None:
    assert (await tv.held(Situation.MERGE_WITH_MESSAGES)).messages_without_application == 0
    moved = await tv.held(Situation.MESSAGES_MOVED)
    assert (moved.messages_without_application, moved.applications) == (1, {})
    assert (await tv.held(Situation.MESSAGES_MOVED_NEW)).messages_without_application == 0


async def test_a_message_of_hiring_staff_with_the_same_id_is_theirs(tv: Tv) -> None:
    person = await tv.id_of(Situation.LOOK_ALIKES)
    conversation = await tv.owner.fetchval("SELECT id FROM conversations LIMIT 1")
    await tv.insert("messages", conversation_id=conversation, type="PublisherMessage", sender_id=person)
    assert (await tv.held(Situation.LOOK_ALIKES)).messages_without_application == 0


async def test_files_in_the_about_you_text_are_counted_and_no_others(tv: Tv) -> None:
    assert (await tv.held(Situation.EMBEDDED_FILE)).embeds == 1
    assert (await tv.held(Situation.LOOK_ALIKES)).embeds == 0


async def test_rows_with_the_persons_ids_under_another_type_are_not_theirs(tv: Tv) -> None:
    numbers = summary(await tv.held(Situation.LOOK_ALIKES))
    held = {
        step: number for step, number in {**numbers.account, **numbers.alerts, **numbers.feedback}.items() if number
    }
    expected = ("action_text_rich_texts", "jobseeker_profiles", "noticed_notifications", "jobseekers")
    assert held == dict.fromkeys(expected, 1)
    assert numbers.stays == {"emergency_login_keys": 0, "noticed_events": 1, "versions": 0}


async def test_what_stays_is_counted(tv: Tv) -> None:
    stays = (await tv.held(Situation.FULL_PROFILE)).stays
    assert stays == {"emergency_login_keys": 1, "noticed_events": 2, "versions": 1}
    assert (await tv.held(Situation.SHARED_EVENT)).stays["noticed_events"] == 2


async def test_a_preview_asks_once(tv: Tv) -> None:
    await tv.service.preview(EMAILS[Situation.FULL_PROFILE])
    said: list[str] = []
    engine = tv.service._straight._engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    await tv.service.preview(EMAILS[Situation.FULL_PROFILE])
    assert len([words for words in said if "FROM" in words]) == 1, said


async def test_a_history_too_long_to_count_is_left_out_and_the_rest_is_shown(
    tv: Tv, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = await tv.held(Situation.FULL_PROFILE)
    await tv.owner.execute(
        "ALTER TABLE versions RENAME TO slow_versions;"
        "CREATE VIEW versions AS SELECT v.* FROM slow_versions v, pg_sleep(30);"
        "GRANT SELECT (whodunnit) ON versions TO tv_support_bot"
    )
    limits = str(module._LIMITS).replace("'5s'", "'300ms'")
    monkeypatch.setattr(module, "_LIMITS", text(limits))
    held = await tv.held(Situation.FULL_PROFILE)
    assert held.stays == {**full.stays, "versions": None}
    assert held.account == full.account
    assert the_one(await tv.service.preview_of(held.id or "")).stays == held.stays


async def test_another_fault_is_no_reason_to_ask_again(tv: Tv) -> None:
    await tv.owner.execute("REVOKE SELECT (whodunnit) ON versions FROM tv_support_bot")
    with pytest.raises(ServiceDatabaseUnavailable):
        await tv.service.preview(EMAILS[Situation.FULL_PROFILE])
