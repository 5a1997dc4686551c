"""What people write to the bot: stop and go on, the figures, an approval from a phone, and anything for a developer."""

from __future__ import annotations

import httpx
import pytest

from handlers.states import State
from practice.buttons import titles
from practice.channel import Message
from practice.outside import AMINA, BEN, DANA, ELIF
from tests.outside.drawn import read
from tests.world import World

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them


async def actions(world: World) -> str:
    async with httpx.AsyncClient(base_url=world.outside.bot_url) as client:
        return str((await client.get("/readyz")).json()["checks"]["actions"])


async def code_of(world: World) -> str:
    [row] = await world.bot_rows("SELECT code, version FROM requests")
    return f"{row['code']}-{row['version']}"


# --- pause and resume -------------------------------------------------------------------------------------------------


async def test_a_pause_shows_on_every_open_card_stops_approvals_and_lets_requests_in(world: World) -> None:
    waiting = await world.asked()
    await world.say("pause", BEN)
    paused = await world.card("All actions are paused")
    assert "Ben Hart" in str(paused.card)
    assert (await world.told("all actions are paused")).mentioned == [BEN.teams_id]
    assert (await actions(world)).startswith("paused since ")
    refused = await world.approved(waiting)
    assert "All actions are paused" in str(refused.text)

    await world.say(f"unlink the One Login of {world.people['closed']}", AMINA)
    assert "All actions are paused" in str((await world.card("The account is closed", 1)).card)

    await world.say("resume", BEN)
    assert (await world.told("Only a developer can do this")).mentioned == [BEN.teams_id]
    await world.say("resume", ELIF)
    assert (await world.told("You need production access to let actions go on")).mentioned == [ELIF.teams_id]
    await world.say("resume", DANA)
    assert (await world.told("actions go on. What was approved")).mentioned == [DANA.teams_id]
    await world.outside.channel.until(lambda channel: not any("paused" in str(each.card) for each in channel.cards))
    assert await actions(world) == "ok"
    await world.approved(waiting)
    await world.card("no longer linked")


async def test_what_is_approved_waits_while_paused_and_runs_when_it_is_over(world: World) -> None:
    """Approved and paused at the same moment: a row that says approved, and a pause before anybody ran it."""
    message = await world.asked()
    await world.bot_rows(
        "INSERT INTO settings (name, value) VALUES ('pause', jsonb_build_object('by', jsonb_build_object("
        "'object_id', 'x', 'teams_id', '29:x', 'name', 'Somebody'), 'since', now()))"
    )
    await world.bot_rows("UPDATE requests SET state = 'approved', due_at = now() + interval '15 minutes'")
    await world.say("stats", AMINA)
    await world.card("How it ended", 1)  # the workers have turned meanwhile
    [row] = await world.bot_rows("SELECT state FROM requests")
    assert row["state"] == State.APPROVED
    assert (await world.jobseeker("linked"))["govuk_one_login_id"]
    world.outside.directory.activate(DANA)
    await world.say("resume", DANA)
    await world.outside.channel.until(lambda channel: "no longer linked" in str(channel.find(message).card))


async def test_who_paused_does_not_let_it_go_on_alone(world: World) -> None:
    world.outside.directory.activate(DANA)
    await world.say("resume", DANA)
    await world.told("Nothing is paused.")
    await world.say("Please pause.", DANA)
    await world.told("all actions are paused")
    await world.say("resume", DANA)
    assert (await world.told("another developer has to let them go on")).mentioned == [DANA.teams_id]
    await world.say("stop", AMINA)
    await world.told("All actions are paused already.")
    assert (await actions(world)).startswith("paused since ")


async def test_a_sentence_with_the_word_in_it_pauses_nothing(world: World) -> None:
    await world.say("we should pause this for now, shouldn't we")
    await world.told("I can unlink a jobseeker")
    assert await actions(world) == "ok"


# --- an approval from a phone -----------------------------------------------------------------------------------------


async def test_a_phone_whose_buttons_fail_types_the_approval_in_the_thread(world: World) -> None:
    message = await world.asked()
    typed = f"approve {(await code_of(world)).lower()}"
    assert (await code_of(world)) in str(message.card)

    await world.say(typed, DANA, reply_to=message)
    refused = await world.told("You need production access to approve")
    assert (refused.mentioned, refused.root) == ([DANA.teams_id], message.root)
    assert (await code_of(world)).split("-")[0] in refused.text

    world.outside.directory.activate(DANA)
    await world.say(typed, DANA)
    assert (await world.told("in another thread")).root != message.root
    await world.say(typed, DANA, reply_to=message)
    assert (await world.told("what you wrote counts")).mentioned == [DANA.teams_id]
    await world.card("no longer linked")
    await world.say(typed, DANA, reply_to=message)
    await world.told("Nothing was done. Check it again", after=0)
    actions_ = [row["action"] for row in await world.bot_rows("SELECT action FROM audit ORDER BY seq")]
    assert actions_.count("approve") == 1


async def test_nobody_types_an_approval_of_their_own_request(world: World) -> None:
    message = await world.asked(person=DANA)
    world.outside.directory.activate(DANA)
    await world.say(f"approve {await code_of(world)}", DANA, reply_to=message)
    await world.told("so another developer has to decide")
    assert (await world.jobseeker("linked"))["govuk_one_login_id"]


async def test_a_deletion_is_typed_in_two_steps_and_the_answer_says_how(world: World) -> None:
    email = world.people["full_profile"]
    await world.say(f"Please delete all the data of {email}, they asked us to.")
    message = await world.card("Delete a jobseeker's data")
    await world.press(AMINA, message, "Ask a developer", identity_check="own_address", confirm_email=email)
    await world.card("Waiting for a developer to approve")
    world.outside.directory.activate(DANA)
    code = await code_of(world)
    await world.say(f"approve {code}", DANA, reply_to=message)
    asked = await world.told("Nothing was done yet")
    assert f"write: confirm {code}" in asked.text
    assert email not in asked.text
    await world.say(f"confirm {code}", DANA, reply_to=message)
    await world.card("are deleted")


# --- the figures ------------------------------------------------------------------------------------------------------


async def test_the_figures_count_what_happened(world: World) -> None:
    message = await world.asked()
    await world.approved(message)
    await world.card("no longer linked")
    await world.say(f"unlink the One Login of {world.people['closed']}")
    second = await world.card("The account is closed", 1)
    await world.press(AMINA, second, "Resolved by BA")
    await world.say("Can a developer look at why the job alert emails went out twice?", BEN)
    third = await world.card("What is a developer to do?", 2)
    await world.press(BEN, third, "Ask a developer")
    await world.told("needs a developer to do something by hand")

    await world.say("stats", BEN)
    shown = await world.card("Support requests since", 3)
    table = rows(shown)
    assert table["How it ended"] == ["Unlink One Login", "Developer help"]
    assert table["Done"] == ["1", "0"]
    assert table["Resolved by BA"] == ["1", "0"]
    assert table["Open"] == ["0", "1"]
    assert table["All"] == ["2", "1"]
    assert table["Unlink One Login"][0] == "under a minute (under a minute)"
    assert "Waiting now: 1" in str(shown.card)
    [request] = await world.bot_rows("SELECT code FROM requests WHERE kind = 'developer_help'")
    assert table[request["code"]][:2] == ["Developer help", "With a developer, to do by hand"]
    assert titles(shown.card or {}) == []


def rows(message: Message) -> dict[str, list[str]]:
    """The cells of the card's tables, by what stands first in each row."""
    found = {}
    for table in (message.card or {})["body"]:
        for row in table.get("rows", []):
            first, *others = (read(cell) for cell in row["cells"])
            found[first] = others
    return found


# --- developer_help ---------------------------------------------------------------------------------------------------


async def test_anything_else_goes_to_a_developer_who_finds_the_steps_and_says_what_was_done(world: World) -> None:
    await world.say("Can a developer look at why the job alert emails went out twice today? Ticket 50977", AMINA)
    message = await world.card("Something else for a developer")
    assert "went out twice today?" in str(message.card)
    reply = await world.press(AMINA, message, "Ask a developer", text="Find out why job alerts went out twice")
    assert "With a developer, to do by hand" in str(reply.card)
    assert set((await world.told("by hand")).mentioned) == {DANA.teams_id, ELIF.teams_id}
    message = await world.card("With a developer, to do by hand")
    for step in ("s189 TV production PIM", "az login --tenant", "make production railsc CONFIRM_PRODUCTION=YES"):
        assert step in read(message.card or {})

    await world.press(ELIF, message, "I'm looking")
    message = await world.card("Elif Kaya, until ")
    refused = await world.press(BEN, message, "Mark done", note="Me too")
    assert "Only a developer can do this" in str(refused.text)
    await world.press(ELIF, message, "Mark done", note="Restarted the queue")
    done = await world.card("Restarted the queue")
    assert "Elif Kaya" in str(done.card)
    assert "Find out why" not in str(done.card), "when it is over, what people wrote is no longer shown"
    assert (await world.told("is done")).mentioned == [AMINA.teams_id]
