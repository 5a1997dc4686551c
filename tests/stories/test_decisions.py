"""Who may decide, and what every button does; asked over HTTP, with the directory asked at the click."""

from __future__ import annotations

import asyncio

import pytest

from handlers.states import State
from practice import faults
from practice.outside import AMINA, BEN, DANA, DEVELOPER_GROUP, ELIF, GUEST, OUTSIDER
from tests.world import CHECKED, World


async def state_of(world: World) -> str:
    [row] = await world.bot_rows("SELECT state FROM requests")
    return str(row["state"])


async def test_how_the_person_was_checked_has_to_be_said_first(world: World) -> None:
    message = await world.request("linked")
    assert "how you checked" in str((await world.press(AMINA, message, "Ask a developer")).text)
    refused = await world.press(AMINA, message, "Ask a developer", identity_check="other")
    assert "how you checked" in str(refused.text)
    assert await state_of(world) == State.TRIAGE
    reply = await world.press(AMINA, message, "Ask a developer", identity_check="other", identity_note="By phone")
    assert "By phone" in str(reply.card)
    assert await state_of(world) == State.AWAITING_APPROVAL


async def test_changing_the_address_while_asking_looks_again_first(world: World) -> None:
    message = await world.request("linked")
    reply = await world.press(AMINA, message, "Ask a developer", email=world.people["closed"], **CHECKED)
    assert "so we looked again" in str(reply.card)
    assert "The account is closed" in str(reply.card)
    assert await state_of(world) == State.TRIAGE


async def test_nobody_approves_what_they_asked_for(world: World) -> None:
    message = await world.asked("linked", person=DANA)
    refused = await world.approved(message, DANA)
    assert "another developer has to decide" in str(refused.text)
    assert "Approved" in str((await world.approved(message, ELIF)).card)


async def test_whoever_edits_becomes_a_requester(world: World) -> None:
    message = await world.request("linked")
    await world.press(DANA, message, "Change details", ticket="Z-77")
    message = await world.card("Z-77")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    await world.card("Waiting for a developer")
    assert "another developer has to decide" in str((await world.approved(message, DANA)).text)


@pytest.mark.parametrize("person", [BEN, OUTSIDER, GUEST])
async def test_only_developers_approve(world: World, person: object) -> None:
    message = await world.asked()
    assert isinstance(person, type(BEN))
    world.outside.directory.activate(person)
    refused = await world.press(person, message, "Approve")
    assert "Only" in str(refused.text)
    assert await state_of(world) == State.AWAITING_APPROVAL
    assert (await world.jobseeker("linked"))["govuk_one_login_id"]


async def test_a_guest_or_a_disabled_account_never_counts(world: World) -> None:
    message = await world.asked()
    world.outside.directory.join(GUEST, DEVELOPER_GROUP)
    assert "Only business analysts and developers" in str((await world.approved(message, GUEST)).text)
    world.outside.directory.enable(DANA, False)
    assert "Only business analysts and developers" in str((await world.approved(message, DANA)).text)
    assert await state_of(world) == State.AWAITING_APPROVAL


@pytest.mark.parametrize(
    "fault",
    [faults.status(503), faults.status(429, retry_after=1), faults.status(403), faults.html(), faults.drop()],
    ids=["503", "429", "403", "html", "cut"],
)
async def test_when_the_directory_gives_no_clear_answer_nobody_may_approve(world: World, fault: faults.Fault) -> None:
    message = await world.asked()
    world.outside.directory.activate(DANA)
    world.outside.faults.queue("graph", fault, fault)
    refused = await world.press(DANA, message, "Approve")
    assert "could not check who you are" in str(refused.text)
    assert await state_of(world) == State.AWAITING_APPROVAL


async def test_reject_needs_a_reason_that_the_requester_sees(world: World) -> None:
    message = await world.asked()
    refused = await world.outside.teams.click(DANA, message, "Reject", {"reason": " "}, check=False)
    assert "Write the reason" in str(refused.text)
    reply = await world.press(DANA, message, "Reject", reason="The *wrong* person")
    assert "The *wrong* person" in str(reply.card)
    told = await world.outside.channel.until(lambda c: [m for m in c.from_bot if "rejected" in (m.text or "")])
    assert AMINA.teams_id in str(told[0].mentioned)
    assert "wrong" not in (told[0].text or "")


async def test_change_details_while_waiting_takes_the_request_back_to_triage(world: World) -> None:
    message = await world.asked()
    waiting = message.card
    reply = await world.press(BEN, message, "Change details")
    assert "Check the details" in str(reply.card)
    world.outside.directory.activate(DANA)
    late = await world.outside.teams.click(DANA, message, "Approve", card=waiting)
    assert "has changed since you opened it" in str(late.card)
    assert await state_of(world) == State.TRIAGE


@pytest.mark.parametrize(
    ("button", "state"),
    [
        ("Resolved by BA", State.RESOLVED_BY_BA),
        ("Cancel", State.CANCELLED),
        ("Refer back", State.REFERRED_BACK),
    ],
)
async def test_a_ba_ends_a_request_without_a_developer(world: World, button: str, state: State) -> None:
    message = await world.request("linked")
    await world.press(AMINA, message, button)
    assert await state_of(world) == state


async def test_a_late_click_gets_the_fresh_card_and_one_sentence(world: World) -> None:
    message = await world.asked()
    waiting = message.card
    await world.approved(message)
    await world.card("no longer linked")
    world.outside.directory.activate(ELIF)
    late = await world.outside.teams.click(ELIF, message, "Approve", card=waiting)
    assert "has changed since you opened it" in str(late.card)
    assert "no longer linked" in str(late.card)


async def test_many_approvals_at_once_act_once(world: World) -> None:
    message = await world.asked()
    for person in (DANA, ELIF):
        world.outside.directory.activate(person)
    card = message.card
    replies = await asyncio.gather(
        *(world.outside.teams.click((DANA, ELIF)[number % 2], message, "Approve", card=card) for number in range(20))
    )
    assert all(reply.http_status == 200 for reply in replies)
    await world.card("no longer linked")
    [started] = await world.bot_rows("SELECT count(*) AS times FROM audit WHERE action = 'started'")
    [approved] = await world.bot_rows("SELECT count(*) AS times FROM audit WHERE action = 'approve'")
    assert (started["times"], approved["times"]) == (1, 1)


async def test_what_changed_after_the_approval_was_asked_for_stops_the_action(world: World) -> None:
    message = await world.asked()
    await world.tv_rows(
        "UPDATE jobseekers SET govuk_one_login_id = 'urn:fdc:gov.uk:2022:other' WHERE email = $1",
        world.people["linked"],
    )
    await world.approved(message)
    card = await world.card("The account changed after it was approved")
    assert "nothing was changed" in str(card.card)
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] == "urn:fdc:gov.uk:2022:other"


async def test_every_click_is_on_the_record_and_names_no_one(world: World) -> None:
    message = await world.asked()
    await world.press(DANA, message, "Approve")
    await world.approved(message)
    await world.card("no longer linked")
    records = await world.bot_rows("SELECT * FROM audit ORDER BY seq")
    actions = [record["action"] for record in records]
    assert actions == ["opened", "ask_developer", "refused:approve", "approve", "started", "settled"]
    assert [record["code"] for record in records][2] == "not_active"
    for canary in (world.people["linked"], "Amina", "Dana", "urn:fdc"):
        assert canary not in str(records)
