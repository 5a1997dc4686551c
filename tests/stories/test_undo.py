"""Undoing an unlink, over HTTP: exactly the old GOV.UK One Login, by an approved request, for 14 days."""

from __future__ import annotations

import pytest

from practice.buttons import titles
from practice.channel import Message
from practice.outside import AMINA, BEN, DANA, ELIF
from tests.world import CHECKED, World

pytestmark = pytest.mark.long

TAKE = "UPDATE jobseekers SET govuk_one_login_id = $2 WHERE email = $1"


async def unlinked(world: World) -> tuple[Message, str]:
    """A card on which an unlink is done, and the One Login id that the account had."""
    old = (await world.jobseeker("linked"))["govuk_one_login_id"]
    await world.approved(await world.asked("linked"))
    return await world.card("no longer linked"), old


async def undo_asked(world: World, done: Message) -> Message:
    reply = await world.press(BEN, done, "Undo unlink")
    assert "A request to undo this is in this thread" in str(reply.card)
    again = await world.card("Undo an unlink")
    await world.press(BEN, again, "Ask a developer", **CHECKED)
    return await world.card("Waiting for a developer to approve")


async def test_an_undo_that_was_rejected_is_asked_again_and_puts_exactly_the_old_id_back(world: World) -> None:
    done, old = await unlinked(world)
    asked = await undo_asked(world, done)
    await world.press(DANA, asked, "Reject", reason="Ask the person first")
    rejected = await world.card("Rejected")
    await world.press(AMINA, rejected, "Ask again")
    again = await world.card("Check the details")
    assert "The old GOV.UK One Login can be put back" in str(again.card)
    await world.press(AMINA, again, "Ask a developer", **CHECKED)
    await world.approved(await world.card("Waiting for a developer to approve"), ELIF)
    put_back = await world.card("The old GOV.UK One Login is back on the account")
    assert "BigQuery" in str(put_back.card)
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] == old
    assert "Undo unlink" not in titles(world.outside.channel.find(done).card or {})


async def test_whoever_has_signed_in_again_needs_no_undo(world: World) -> None:
    done, _ = await unlinked(world)
    await world.tv_rows(TAKE, world.people["linked"], "urn:fdc:gov.uk:2022:new")
    await world.press(BEN, done, "Undo unlink")
    card = await world.card("linked to a GOV.UK One Login again, so there was nothing to undo")
    assert "Ask a developer" not in titles(card.card or {})
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] == "urn:fdc:gov.uk:2022:new"


async def test_whoever_signs_in_again_after_the_approval_was_asked_for_keeps_the_new_one(world: World) -> None:
    done, _ = await unlinked(world)
    asked = await undo_asked(world, done)
    await world.tv_rows(TAKE, world.people["linked"], "urn:fdc:gov.uk:2022:new")
    await world.approved(asked, ELIF)
    await world.card("linked to a GOV.UK One Login again, so there was nothing to undo")
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] == "urn:fdc:gov.uk:2022:new"


async def test_when_another_account_has_the_old_id_nobody_can_be_asked(world: World) -> None:
    done, old = await unlinked(world)
    await world.tv_rows(TAKE, world.people["not_linked"], old)
    await world.press(BEN, done, "Undo unlink")
    card = await world.card("Another account has the old GOV.UK One Login now")
    assert "Ask a developer" not in titles(card.card or {})
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] is None


async def test_when_another_account_takes_the_old_id_meanwhile_nothing_is_changed(world: World) -> None:
    done, old = await unlinked(world)
    asked = await undo_asked(world, done)
    await world.tv_rows(TAKE, world.people["not_linked"], old)
    await world.approved(asked, ELIF)
    card = await world.card("Another account has the old GOV.UK One Login now. Nothing was changed.")
    assert "Not done, nothing was changed" in str(card.card)
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] is None


async def test_after_14_days_the_old_id_is_forgotten_and_nothing_can_be_undone(world: World) -> None:
    done, old = await unlinked(world)
    assert "Can be undone until" in str(done.card)
    before = done.card
    await world.bot_rows("UPDATE requests SET state_since = state_since - interval '14 days 1 minute'")
    await world.outside.channel.until(lambda c: "Undo unlink" not in titles(c.find(done).card or {}))
    [row] = await world.bot_rows("SELECT undo FROM requests")
    assert row["undo"] is None
    late = await world.outside.teams.click(BEN, done, "Undo unlink", card=before)
    assert "can no longer be undone" in str(late.text)
    [forgotten] = await world.bot_rows("SELECT * FROM audit WHERE action = 'login_forgotten'")
    assert old not in str(forgotten)


async def test_an_undo_that_outlives_the_14_days_finds_nothing_to_put_back(world: World) -> None:
    done, _ = await unlinked(world)
    asked = await undo_asked(world, done)
    await world.bot_rows("UPDATE requests SET undo = NULL")
    await world.approved(asked, ELIF)
    card = await world.card("Not done, nothing was changed")
    assert "Undo an unlink" in str(card.card)
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] is None
