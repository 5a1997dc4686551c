"""Hiring staff cannot sign in: from the BA's message to the words for the Support Team, on the register's sample."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from handlers.roles import BUTTONS, Verb
from handlers.states import State
from practice.altering import DROP
from practice.buttons import titles
from practice.channel import Message
from practice.databases import as_role
from practice.door import door_to
from practice.outside import AMINA, BEN, DANA, ELIF, OUTSIDER
from practice.service_database.checksum import checksums
from practice.service_database.register import CLOSED_WITH_SUCCESSOR, OPEN_BUT_DISCARDED, OPEN_BUT_MISSING
from practice.service_database.staff import STAFF_EMAILS, Staff
from tests.outside.drawn import elements, read
from tests.register.sample import put_sample, taken_up, today
from tests.world import World, living_world

TO_PASTE = "Message for the Support Team, to paste"
USE = BUTTONS[Verb.USE_ORGANISATION].title
# Three entries of this name: a multi-academy trust, a school sponsor, and a sixth form centre that has closed.
SAME_NAME = (
    'Somebody in HR at Harris Federation sees the page "This type of organisation cannot use Teaching Vacancies" when'
    " they sign in. Ticket 50977"
)


@pytest.fixture
async def world(world: World) -> World:
    """The same, once the bot answers from the register: it takes it up right after its start."""
    await taken_up(world.bot_url)
    return world


async def state(world: World) -> str:
    [row] = await world.bot_rows("SELECT state FROM requests")
    return str(row["state"])


async def requesters(world: World) -> set[str]:
    return {row["object_id"] for row in await world.bot_rows("SELECT object_id FROM requesters")}


async def on_record(world: World) -> list[tuple[str, str, str | None]]:
    """Who did what, with which code; and that no record holds more."""
    rows = await world.bot_rows("SELECT * FROM audit ORDER BY seq")
    random = {"at", "request_id", "hash", "previous_hash"}  # these have every run of digits sooner or later
    whole = str([[each[name] for name in each if name not in random] for each in rows]).lower()
    for personal in ("harris", "reading", "joan", "gareth", "@", "5097", "5098", "10055126"):
        assert personal not in whole
    return [(row["action"], row["actor"], row["code"]) for row in rows]


def field(card: Mapping[str, Any] | None, name: str) -> dict[str, Any]:
    [found] = [each for each in elements(card or {}) if each.get("id") == name]
    return found


async def sums(world: World) -> Mapping[str, Any]:
    """A checksum of each table of the service database."""
    connection = await asyncpg.connect(world.tv_url)
    try:
        return await checksums(connection)
    finally:
        await connection.close()


def to_paste(message: Message) -> str:
    shown = read(message.card or {})
    assert TO_PASTE in shown
    return shown.split(TO_PASTE, 1)[1]


async def test_of_three_entries_with_one_name_the_ba_names_the_one_that_can_be_used(world: World) -> None:
    before = await sums(world)
    await world.say(SAME_NAME)
    message = await world.card("HARRIS FEDERATION")
    shown = str(message.card)
    for part in (
        "The cause: the person signed in for an entry of DfE Sign-in of a kind that Teaching Vacancies does not accept",
        "Teaching Vacancies accepts the organisation found here, so they signed in for another entry",
        "group UID 3320, UKPRN 10055126",
        "Teaching Vacancies has it",
        "group UID 3319, no UKPRN",
        "Teaching Vacancies does not accept this type of group: School sponsor",
    ):
        assert part in shown, part
    assert field(message.card, "organisation")["value"] == "uid:3320"
    assert "Ask a developer" not in titles(message.card or {})

    reply = await world.press(BEN, message, USE)
    assert "Resolved by BA" in read(reply.card or {})
    done = await world.card(TO_PASTE)
    words = to_paste(done)
    for part in ("Ticket 50977", "UKPRN 10055126, group UID 3320", "choose exactly this organisation, by its number"):
        assert part in words, part
    assert await state(world) == State.RESOLVED_BY_BA
    assert await requesters(world) == {AMINA.object_id, BEN.object_id}, "whoever presses becomes a requester"
    assert await on_record(world) == [
        ("opened", AMINA.object_id, "publisher_access"),
        (Verb.USE_ORGANISATION, BEN.object_id, "organisation_named"),
    ]
    assert await sums(world) == before, "nothing is ever changed"


async def test_beside_a_school_the_sponsor_of_its_name_is_shown(world: World) -> None:
    await world.say(
        "The head of Churchend Primary Academy sees This type of organisation cannot use Teaching Vacancies."
    )
    message = await world.card("URN 136457")
    shown = read(message.card or {})
    assert "There are entries with a similar name that Teaching Vacancies does not accept" in shown
    assert "School sponsor, Open\ngroup UID 2690, no UKPRN" in shown
    assert field(message.card, "organisation")["value"] == "urn:136457"


async def test_one_that_is_missing_goes_to_a_developer_and_then_to_the_support_team(world: World) -> None:
    await world.say(
        "The business manager of E P Collier Primary School in Reading sees This establishment is not registered with"
        " Teaching Vacancies. Ticket 50983"
    )
    message = await world.card("open, but Teaching Vacancies does not have it")
    assert "Ask a developer" in titles(message.card or {})
    reply = await world.press(BEN, message, USE)
    assert "Signing in with it" in str(reply.card), "a message now would not help them"
    assert await state(world) == State.TRIAGE

    reply = await world.press(BEN, message, "Ask a developer")
    assert "With a developer" in str(reply.card)
    waiting = await world.card("With a developer")
    assert f'School.find_by(urn: "{OPEN_BUT_MISSING}")' in read(waiting.card or {})
    assert TO_PASTE not in str(waiting.card)
    await world.outside.channel.until(lambda c: [m for m in c.from_bot if DANA.teams_id in m.mentioned])

    refused = await world.press(BEN, waiting, "Mark done", note="I think it is there now")
    assert "developer" in refused.text and await state(world) == State.WITH_DEVELOPER
    reply = await world.press(DANA, waiting, "Mark done", note="Ran the import again")
    done = await world.card(TO_PASTE)
    words = to_paste(done)
    assert "Ticket 50983" in words
    assert "A developer has looked at what Teaching Vacancies holds about E P Collier Primary School" in words
    assert await state(world) == State.DONE
    assert await requesters(world) == {AMINA.object_id, BEN.object_id}
    assert [code for _, _, code in await on_record(world)] == [
        "publisher_access",
        "data_is_wrong",
        "data_is_wrong",
        "not_developer",
        "done_by_hand",
    ]


async def test_the_form_chooses_searches_and_takes_a_number(world: World) -> None:
    await world.say("The head of St Joseph's Catholic Primary School cannot sign in with DfE Sign-in.")
    message = await world.card("Add the town or the postcode")
    assert "London (8)" in read(message.card or {})
    refused = await world.press(AMINA, message, USE)
    assert "Choose one of the organisations" in refused.text

    offered = await world.outside.teams.search(
        BEN, message, "St Joseph's Catholic Primary School, Newbury", "organisations"
    )
    chosen = dict(offered.choices)["St Joseph's Catholic Primary School, Newbury (URN 110094, UKPRN 10070225)"]
    reply = await world.press(BEN, message, USE, search=chosen)
    assert "check what the card shows now" in str(reply.card).lower(), "another than those shown is shown first"
    assert "This is probably the one" in str(reply.card)
    assert field(reply.card, "organisation")["value"] == "urn:110094"
    newbury = await world.card("Newbury")

    reply = await world.press(AMINA, newbury, USE, search="Brakkenfoold Akademy of Nowhere")
    assert "The register has nothing like this" in str(reply.card), "what was typed is looked for before it is used"
    nothing = await world.card("nothing like this")
    assert field(nothing.card, "organisation")["type"] == "Input.Text"
    assert USE not in titles(nothing.card or {})

    reply = await world.press(AMINA, nothing, "Change details", organisation="urn 125204")
    assert field(reply.card, "organisation")["value"] == "urn:125204"
    dorking = await world.card("Dorking")
    await world.press(ELIF, dorking, USE, ticket="50985")
    done = await world.card(TO_PASTE)
    assert "Ticket 50985" in to_paste(done) and "Dorking (UKPRN 10075805, URN 125204)" in to_paste(done)
    assert await requesters(world) == {AMINA.object_id, BEN.object_id, ELIF.object_id}


async def test_a_number_in_the_message_means_one_organisation_and_an_address_says_where_it_is_listed(
    world: World,
) -> None:
    email = STAFF_EMAILS[Staff.AT_ONE_SCHOOL]
    await world.say(f"{email} of Redlands Primary School (URN 109787) cannot sign in with DfE Sign-in, ticket 50981")
    message = await world.card("URN 109787")
    assert "DfE Sign-in has listed this person at this organisation before" in str(message.card)
    assert email in str(message.card)
    await world.press(AMINA, message, USE, error_page="not_authorised")
    done = await world.card(TO_PASTE)
    [row] = await world.bot_rows("SELECT result FROM requests")
    assert row["result"] == "organisation_named"
    assert email not in str(done.card)
    assert "They have no access to Teaching Vacancies at Redlands Primary School" in to_paste(done)
    await on_record(world)


async def test_a_closed_school_leads_to_its_successor(world: World) -> None:
    await world.say(
        f"{STAFF_EMAILS[Staff.AT_A_CLOSED_SCHOOL]} at Reading School (URN {CLOSED_WITH_SUCCESSOR}) sees This"
        " establishment is not registered with Teaching Vacancies. Ticket 50982"
    )
    message = await world.card("has closed and has a successor with a new URN")
    assert field(message.card, "organisation")["value"] == "urn:136449", "the successor, not the closed one"
    assert "Ask a developer" not in titles(message.card or {})
    await world.press(AMINA, message, USE)
    done = await world.card(TO_PASTE)
    assert "Reading School, Reading (UKPRN 10032956, URN 136449)" in to_paste(done)
    await on_record(world)


async def test_one_that_is_discarded_though_it_is_open_is_for_a_developer(world: World) -> None:
    await world.say("The office at Katesgrove Primary School in Reading cannot sign in. Ticket 50984")
    message = await world.card("open, but Teaching Vacancies has discarded it")
    assert f"URN {OPEN_BUT_DISCARDED}" in str(message.card)
    await world.press(AMINA, message, "Ask a developer")
    [row] = await world.bot_rows("SELECT state, result FROM requests")
    assert (row["state"], row["result"]) == (State.WITH_DEVELOPER, "data_is_wrong")


async def test_an_outsiders_press_is_refused_and_on_the_record(world: World) -> None:
    await world.say(SAME_NAME)
    message = await world.card("HARRIS FEDERATION")
    before = await world.bot_rows("SELECT version, state FROM requests")
    for button in (USE, "Change details", "Resolved by BA", "Cancel"):
        reply = await world.press(OUTSIDER, message, button)
        assert "Only business analysts and developers" in reply.text
    elsewhere = {"channelData.team": DROP}
    reply = await world.outside.teams.click(AMINA, message, USE, overrides=elsewhere)
    assert "works only in the support channel" in reply.text
    assert await world.bot_rows("SELECT version, state FROM requests") == before
    assert await requesters(world) == {AMINA.object_id}
    refused = [(actor, code) for action, actor, code in await on_record(world) if action.startswith("refused:")]
    assert refused == [(OUTSIDER.object_id, "not_ba_or_developer")] * 4


NOBODY_THERE = "http://127.0.0.1:9/register"


@pytest.mark.long
async def test_without_a_register_the_details_are_kept_until_there_is_one(
    people: dict[str, str], databases: tuple[str, str], tmp_path: Path
) -> None:
    async with living_world(people, *databases, GIAS_DATA_DIR=str(tmp_path), GIAS_BASE_URL=NOBODY_THERE) as world:
        await taken_up(world.bot_url, "no register yet")
        await world.say(SAME_NAME)
        message = await world.card("no copy of the register of schools")
        assert "Your details are kept" in str(message.card)
        assert USE not in titles(message.card or {})
        reply = await world.press(AMINA, message, "Try again", ticket="50999")
        assert "no copy of the register of schools" in str(reply.card)
        put_sample(tmp_path, today())
        await taken_up(world.bot_url)
        message = await world.card("no copy of the register of schools")
        reply = await world.press(AMINA, message, "Try again")
        assert "group UID 3320" in str(reply.card)
        message = await world.card("group UID 3320")
        await world.press(AMINA, message, USE)
        assert "Ticket 50999" in to_paste(await world.card(TO_PASTE))
        await on_record(world)


async def test_without_the_service_database_the_register_alone_answers(
    people: dict[str, str], databases: tuple[str, str]
) -> None:
    async with (
        door_to(as_role(databases[1])) as (door, through),
        living_world(people, *databases, TV_DATABASE_URL=through) as world,
    ):
        await taken_up(world.bot_url)
        door.close()
        await world.say(f"{SAME_NAME}. They wrote from {STAFF_EMAILS[Staff.AT_ONE_SCHOOL]}")
        message = await world.card("this rests on the register alone")
        assert "group UID 3320, UKPRN 10055126" in str(message.card)
        assert "Teaching Vacancies has it" not in str(message.card)
        door.open()
        reply = await world.press(AMINA, message, "Change details")
        assert "rests on the register alone" not in str(reply.card)
        assert "Teaching Vacancies has it" in str(reply.card)
        assert "listed this person at another organisation" in str(reply.card)
