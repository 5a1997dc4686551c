"""What the card says for each case of the measured facts, before anybody decides."""

from __future__ import annotations

import pytest

from handlers.states import State
from practice.buttons import titles
from practice.outside import AMINA, DANA
from tests.faults.cutting_proxy import CuttingProxy
from tests.proxies import in_front_of
from tests.world import CHECKED, World, living_world


async def state_of(world: World) -> str:
    [row] = await world.bot_rows("SELECT state FROM requests")
    return str(row["state"])


async def test_first_of_all_the_card_says_that_unlinking_may_not_be_needed(world: World) -> None:
    message = await world.request("linked")
    assert "Unlinking may not be needed" in str(message.card)
    reply = await world.press(AMINA, message, "Change details", current_email=world.people["linked"].upper())
    assert "Unlinking is not needed" in str(reply.card)


async def test_an_address_that_nobody_uses_yet_would_open_an_empty_account(world: World) -> None:
    message = await world.request("linked")
    reply = await world.press(AMINA, message, "Change details", current_email="brand.new@example.com")
    assert "Unlinking will not help on its own" in str(reply.card)


@pytest.mark.parametrize("situation", ["not_linked", "blank_id"])
async def test_an_account_that_is_not_linked_needs_nothing(world: World, situation: str) -> None:
    message = await world.request(situation)
    assert "there was nothing to unlink" in str(message.card)
    assert "Reply you can send" in str(message.card)
    assert await state_of(world) == State.NOTHING_TO_DO
    told = await world.outside.channel.until(lambda c: [m for m in c.from_bot if "needed nothing" in m.text])
    assert "The card holds a reply to send" in told[0].text
    assert told[0].mentioned == [AMINA.teams_id]


async def test_an_opt_out_without_a_reason_goes_back_and_can_be_handed_to_a_developer(world: World) -> None:
    message = await world.request("opt_out_without_reason")
    assert "every sign-in fails" in str(message.card)
    assert await state_of(world) == State.REFERRED_BACK
    reply = await world.press(AMINA, message, "Record decision", decision="by_hand")
    assert "With a developer" in str(reply.card)
    message = await world.card("With a developer")
    reply = await world.press(DANA, message, "Mark done", note="Set the reason in the console")
    assert "Done" in str(reply.card)
    assert await state_of(world) == State.DONE


async def test_an_opt_out_with_a_reason_is_no_obstacle(world: World) -> None:
    message = await world.request("opt_out_with_reason")
    assert "This account can be unlinked" in str(message.card)


async def test_a_second_address_that_was_wrong_can_be_taken_out_again(world: World) -> None:
    message = await world.request("linked")
    await world.press(AMINA, message, "Change details", current_email="brand.new@example.com", ticket="48214")
    message = await world.card("brand.new@example.com")
    reply = await world.press(AMINA, message, "Change details", current_email="", ticket="")
    assert reply.card
    assert "brand.new@example.com" not in str(reply.card)
    assert "48214" not in str(reply.card)


@pytest.mark.parametrize(
    ("old", "finding"),
    [("second_account", "delete this one"), ("merge_with_messages", "delete the messages")],
)
async def test_a_merge_that_would_destroy_the_account_goes_to_a_developer_by_hand(
    world: World, old: str, finding: str
) -> None:
    message = await world.request(old)
    new = world.people[f"{old}_new"]
    reply = await world.press(AMINA, message, "Change details", current_email=new)
    assert finding in str(reply.card)
    assert new in str(reply.card)
    reply = await world.press(AMINA, message, "Ask a developer", **CHECKED)
    assert "With a developer, to do by hand" in str(reply.card)
    await world.outside.channel.until(lambda c: [m for m in c.from_bot if "by hand" in (m.text or "")])
    assert (await world.jobseeker(old))["govuk_one_login_id"]


async def test_a_cancelled_request_no_longer_says_what_a_developer_has_to_do(world: World) -> None:
    message = await world.request("capitals")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    message = await world.card("With a developer, to do by hand")
    reply = await world.press(AMINA, message, "Cancel")
    assert "Cancelled" in str(reply.card)
    assert "A developer has to do this by hand" not in str(reply.card)


async def test_a_second_account_of_its_own_is_never_merged_so_unlinking_may_go_on(world: World) -> None:
    message = await world.request("merge_blocked")
    new = world.people["merge_blocked_new"]
    reply = await world.press(AMINA, message, "Change details", current_email=new)
    assert "The two are never merged" in str(reply.card)
    reply = await world.press(AMINA, message, "Ask a developer", **CHECKED)
    assert "Waiting for a developer" in str(reply.card)


async def test_a_closed_account_is_named_as_such(world: World) -> None:
    message = await world.request("closed")
    assert "starts all its job alerts again" in str(message.card)


async def test_an_address_stored_with_capitals_is_shown_as_it_is_and_left_to_a_developer(world: World) -> None:
    message = await world.request("capitals")
    assert world.people["capitals"] in str(message.card)
    assert "stored with capital letters" in str(message.card)
    reply = await world.press(AMINA, message, "Ask a developer", **CHECKED)
    assert "With a developer, to do by hand" in str(reply.card)


async def test_two_accounts_that_differ_in_capitals_are_both_shown_and_asked_for(world: World) -> None:
    message = await world.request("capitals_twin")
    capitals, lower = world.people["capitals_twin"], world.people["capitals_twin_lower"]
    assert capitals in str(message.card)
    assert lower in str(message.card)
    assert "Ask a developer" not in titles(message.card or {})
    reply = await world.press(AMINA, message, "Change details", email=lower)
    assert "Another account has the same address" in str(reply.card)
    assert "This account can be unlinked" in str(reply.card)
    reply = await world.press(AMINA, message, "Change details", email=capitals)
    assert "stored with capital letters" in str(reply.card)


async def test_an_unknown_address_is_said_and_asked_for_again(world: World) -> None:
    await world.say("unlink nobody.here@example.com from their One Login")
    message = await world.card("There is no account with this email address")
    reply = await world.press(AMINA, message, "Change details", email=world.people["linked"])
    assert "This account can be unlinked" in str(reply.card)


async def test_a_message_without_an_address_gets_a_card_that_asks_for_it(world: World) -> None:
    await world.say("a jobseeker reset their One Login, can you unlink them?")
    message = await world.card("Which account is it?")
    refused = await world.press(AMINA, message, "Change details", email="not an address")
    assert "not a valid address" in str(refused.text)
    reply = await world.press(AMINA, message, "Change details", email=world.people["linked"])
    assert "This account can be unlinked" in str(reply.card)


async def test_with_several_addresses_the_card_names_them_and_asks(world: World) -> None:
    one, two = world.people["linked"], world.people["closed"]
    await world.say(f"unlink the One Login of {one} and {two}")
    message = await world.card("more than one address")
    assert one in str(message.card)
    assert two in str(message.card)


async def test_while_the_service_database_is_down_nothing_is_lost(
    databases: tuple[str, str], people: dict[str, str]
) -> None:
    async with (
        in_front_of(databases[1], CuttingProxy) as (proxy, tv_url),
        living_world(people, databases[0], tv_url) as world,
    ):
        proxy.refuse = True
        message = await world.request("linked")
        assert "We could not look this account up" in str(message.card)
        reply = await world.press(AMINA, message, "Try again", ticket="Z-1234")
        assert "still does not answer" in str(reply.card)
        assert "Z-1234" in str(reply.card)
        proxy.refuse = False
        reply = await world.press(AMINA, message, "Try again")
        assert "This account can be unlinked" in str(reply.card)
        assert "Z-1234" in str(reply.card)


async def test_other_talk_gets_a_helpful_answer_and_no_request(world: World) -> None:
    await world.say("morning! what can you do?")
    answer = (await world.outside.channel.until(lambda c: c.from_bot))[0]
    assert "I can unlink a jobseeker" in (answer.text or "")
    assert await world.bot_rows("SELECT * FROM requests") == []


async def test_an_unlinked_account_that_a_merge_would_destroy_is_no_nothing_to_do(world: World) -> None:
    email = world.people["second_account"]
    await world.tv_rows("UPDATE jobseekers SET govuk_one_login_id = NULL WHERE email = $1", email)
    await world.say("someone reset their One Login, please unlink")
    message = await world.card("Which account is it?")
    inputs = {"email": email, "current_email": world.people["second_account_new"]}
    reply = await world.press(AMINA, message, "Change details", **inputs)
    assert "delete this one" in str(reply.card)
    assert await state_of(world) == State.TRIAGE


async def test_blanks_around_a_stored_address_are_found_and_left_to_a_developer(world: World) -> None:
    email = world.people["linked"]
    await world.tv_rows("UPDATE jobseekers SET email = ' ' || email WHERE email = $1", email)
    await world.say(f"unlink {email} from One Login")
    await world.card("stored with capital letters or spaces")
