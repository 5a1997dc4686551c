"""Whom a notice mentions: developers who are in the channel, a few of them, and never those who cannot help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.mentions import MOST_MENTIONS, MOST_OF_ALL, ROSTER_TRIES
from handlers.model import Person
from handlers.notices import Audience, Notice, NoticeKind
from practice import directory, faults
from practice.outside import AMINA, DANA, DEVELOPER_GROUP, ELIF, practice_id
from tests.outside.office import Office


def known(person: directory.Person) -> Person:
    return Person(person.object_id, person.teams_id, person.name)


def crowd(office: Office, number: int) -> None:
    """Further developers, in the group and in the channel."""
    for each in range(number):
        name = f"Further {each:02}"
        person = replace(DANA, object_id=practice_id(name), teams_id=f"29:{name.replace(' ', '')}", name=name)
        office.outside.directory.add(person)


async def mentioned(office: Office) -> set[str]:
    await office.drain(1)
    [notice] = office.outside.channel.from_bot
    return set(notice.mentioned)


async def test_developers_are_mentioned_and_nobody_else(office: Office) -> None:
    await office.told(Audience.DEVELOPERS)
    assert await mentioned(office) == {DANA.teams_id, ELIF.teams_id}


async def test_who_cannot_approve_is_left_out(office: Office) -> None:
    await office.told(Audience.DEVELOPERS, known(DANA), known(AMINA))
    assert await mentioned(office) == {ELIF.teams_id}


async def test_a_developer_who_is_not_in_the_channel_is_not_mentioned(office: Office) -> None:
    """Graph lists them; the roster of the channel does not."""
    office.outside.directory.leave(ELIF, DEVELOPER_GROUP)
    office.outside.directory.nest(DEVELOPER_GROUP, "A group of others")
    await office.told(Audience.DEVELOPERS)
    assert await mentioned(office) == {DANA.teams_id}


@pytest.mark.parametrize(
    ("audience", "most"), [(Audience.DEVELOPERS, MOST_MENTIONS), (Audience.ALL_DEVELOPERS, MOST_OF_ALL)]
)
async def test_five_are_mentioned_and_in_the_last_reminder_all(office: Office, audience: Audience, most: int) -> None:
    assert (MOST_MENTIONS, MOST_OF_ALL) == (5, 25)
    crowd(office, 8 if audience is Audience.ALL_DEVELOPERS else 30)
    await office.told(audience)
    expected = 10 if audience is Audience.ALL_DEVELOPERS else most
    assert len(await mentioned(office)) == expected


async def test_however_many_developers_a_message_holds_so_many_mentions(office: Office) -> None:
    crowd(office, 40)
    await office.told(Audience.ALL_DEVELOPERS)
    assert len(await mentioned(office)) == MOST_OF_ALL


async def test_a_roster_in_pages_is_read_to_its_end(office: Office) -> None:
    office.outside.connector.page_size = 2
    await office.told(Audience.DEVELOPERS)
    assert await mentioned(office) == {DANA.teams_id, ELIF.teams_id}


@pytest.mark.parametrize("service", ["graph", "connector"])
async def test_without_a_list_it_goes_out_without_names_after_some_tries_rather_than_never(
    office: Office, service: str
) -> None:
    office.outside.faults.always(service, faults.status(503), method="GET")
    await office.told(Audience.DEVELOPERS)
    await office.drain(10)
    [notice] = office.outside.channel.from_bot
    assert notice.mentioned == []
    assert len([call for call in office.outside.faults.of(service, "GET") if call.status == 503]) >= ROSTER_TRIES


async def test_a_roster_that_teams_refuses_is_not_asked_for_again(office: Office) -> None:
    office.outside.faults.queue("connector", faults.status(403, error="BotNotInConversationRoster"), method="GET")
    await office.told(Audience.DEVELOPERS)
    assert await mentioned(office) == set()
    assert len(office.outside.faults.of("connector", "GET")) == 1


async def test_the_figures_are_posted_as_a_card_and_mention_nobody(office: Office) -> None:
    await office.opened()
    async with office.here.book.turn() as turn:
        asked = Notice(NoticeKind.FIGURES, Audience.REQUESTERS, office.thread, people=(known(AMINA),))
        await turn.notify(asked, office.here.clock())
    await office.drain(1)
    cards = [card for card in office.outside.channel.cards if "How it ended" in str(card.card)]
    assert len(cards) == 1
    assert "Waiting now: 1" in str(cards[0].card)
    assert (cards[0].mentioned, cards[0].text) == ([], "")
    assert cards[0].summary and cards[0].summary.startswith("Support requests since")
