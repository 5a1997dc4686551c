"""Deletions and an undo as business analysts and developers live them, on a wide screen and on a phone."""

from __future__ import annotations

import asyncpg
import pytest
from playwright.async_api import Page, expect

from practice.outside import DANA, ELIF
from tests.browser.conftest import Stage, ask, ask_developer, card, pane, picture, post, press, shows

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them

SIZES = pytest.mark.parametrize("size", ["wide", pytest.param("narrow", marks=pytest.mark.long)])


async def ask_to_delete(page: Page, email: str) -> None:
    await post(page, f"Please delete all the data of {email}, they asked us to. Ticket 50412.")
    await shows(page, "Delete a jobseeker's data")


async def ask_developer_to_delete(page: Page, email: str) -> None:
    await card(page).get_by_label("Type the email address again").fill(email)
    await ask_developer(page)


async def count(stage: Stage, query: str, email: str) -> int:
    connection = await asyncpg.connect(stage.tv_url)
    try:
        return int(await connection.fetchval(query, email))
    finally:
        await connection.close()


ACCOUNTS = "SELECT count(*) FROM jobseekers WHERE email = $1"
ALERTS = "SELECT count(*) FROM subscriptions WHERE lower(email) = lower($1)"


@pytest.mark.parametrize("size", [pytest.param("wide", marks=pytest.mark.long), "narrow"])
async def test_without_applications_it_is_confirmed_by_the_approver_alone_and_all_is_gone(
    stage: Stage, size: str
) -> None:
    amina, email = await stage.window("amina", size), stage.people["full_profile"]
    await ask_to_delete(amina, email)
    await shows(amina, "What will be deleted")
    await card(amina).scroll_into_view_if_needed()
    await picture(amina, f"delete-{size}-1-asked")
    await press(amina, "Ask a developer")
    await card(amina).get_by_label("They wrote from the account's own address").check()
    await press(amina, "Ask a developer")
    await amina.locator(".line").get_by_text("Type the email address again").wait_for()
    await picture(amina, f"delete-{size}-2-typed-once")
    await ask_developer_to_delete(amina, email)

    stage.outside.directory.activate(DANA)
    dana = await stage.window("dana", size)
    await shows(dana, "Waiting for a developer to approve")
    await press(dana, "Approve")
    await shows(dana, "You are about to delete this person's data. It cannot be undone.")
    await picture(dana, f"delete-{size}-3-confirm")
    assert await card(amina).get_by_text("You are about to delete").count() == 0
    assert await card(amina).get_by_role("button", name="Confirm deletion").count() == 0
    assert await count(stage, ACCOUNTS, email) == 1

    await press(dana, "Confirm deletion")
    await shows(dana, "The account and everything listed here are deleted.")
    await picture(dana, f"delete-{size}-4-done")
    await shows(amina, "delete your message")
    assert await card(amina).get_by_text(email).count() == 0
    await picture(amina, f"delete-{size}-5-told")
    assert await count(stage, ACCOUNTS, email) == 0

    await pane(dana, "What happened")
    happened = dana.locator("#happened")
    await happened.locator("tr.changed", has_text="saved_jobs").first.wait_for()
    await happened.get_by_text("Dana Reid pressed Confirm deletion → Approved, about to run").wait_for()
    await happened.locator("tr.changed", has_text="saved_jobs").first.scroll_into_view_if_needed()
    await picture(dana, f"delete-{size}-6-rows")
    assert stage.outside.channel.faults == []


@pytest.mark.long
@SIZES
async def test_with_applications_only_who_asks_sees_the_list_and_a_decision_closes_it(stage: Stage, size: str) -> None:
    amina, email = await stage.window("amina", size), stage.people["every_status"]
    await ask_to_delete(amina, email)
    await shows(amina, "This person has job applications, so nothing is deleted")
    await picture(amina, f"applications-{size}-1-refused")
    ben = await stage.window("ben", size)
    await press(ben, "Show applications")
    await shows(ben, "Vacancy")
    await picture(ben, f"applications-{size}-2-listed")
    assert await card(amina).get_by_text("Vacancy", exact=True).count() == 0
    await card(amina).get_by_label("Ask the data protection team").check()
    await press(amina, "Record decision")
    await shows(amina, "Decided: the data protection team is asked. Nothing was deleted.")
    await shows(amina, "Reply you can send to the person")
    await picture(amina, f"applications-{size}-3-decided")
    await expect(ben.locator(".card").last.get_by_text("Vacancy", exact=True)).to_have_count(0)
    assert await count(stage, ACCOUNTS, email) == 1


@pytest.mark.long
async def test_what_is_ticked_is_shown_to_the_approver_and_goes(stage: Stage) -> None:
    amina, email = await stage.window("amina"), stage.people["alerts_with_capitals"]
    await ask_to_delete(amina, email)
    await card(amina).get_by_label("Also stop job alerts sent to this address (3)").check()
    await card(amina).get_by_label("Also remove feedback given with this address (1)").check()
    await picture(amina, "options-1-ticked")
    await ask_developer_to_delete(amina, email)
    stage.outside.directory.activate(ELIF)
    elif_ = await stage.window("elif", dark=True)
    await shows(elif_, "Job alerts to this address are stopped too")
    await press(elif_, "Approve")
    await shows(elif_, "You are about to delete this person's data")
    await picture(elif_, "options-2-confirm-dark")
    await press(elif_, "Confirm deletion")
    await shows(elif_, "The account and everything listed here are deleted.")
    await picture(elif_, "options-3-done-dark")
    assert await count(stage, ALERTS, email) == 0


@pytest.mark.long
@SIZES
async def test_an_unlink_is_undone(stage: Stage, size: str) -> None:
    amina, email = await stage.window("amina", size), stage.people["linked"]
    linked = "SELECT count(govuk_one_login_id) FROM jobseekers WHERE email = $1"
    await ask(amina, email)
    await ask_developer(amina)
    for developer in (DANA, ELIF):
        stage.outside.directory.activate(developer)
    dana = await stage.window("dana", size)
    await press(dana, "Approve")
    await shows(amina, "The account is no longer linked to a GOV.UK One Login.")
    assert await count(stage, linked, email) == 0
    await press(amina, "Undo unlink")
    await shows(amina, "The old GOV.UK One Login can be put back on this account.")
    await picture(amina, f"undo-{size}-1-asked")
    await ask_developer(amina)
    await shows(dana, "Waiting for a developer to approve")
    await press(dana, "Approve")
    await shows(amina, "The old GOV.UK One Login is back on the account.")
    await picture(amina, f"undo-{size}-2-done")
    assert await count(stage, linked, email) == 1
    assert stage.outside.channel.faults == []
