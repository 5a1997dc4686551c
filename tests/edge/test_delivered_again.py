"""The same activity delivered again: the answer that was given, no work, and nobody else's answer."""

from __future__ import annotations

import asyncio

import pytest

from practice.altering import altered
from practice.outside import AMINA, BEN, DANA, ELIF
from tests.attacks.everything import Everything, settled
from tests.attacks.moves import deletion, waiting
from tests.world import World


async def test_a_message_that_comes_again_is_answered_as_before_and_opens_nothing(world: World) -> None:
    first = await world.say(f"unlink {world.people['linked']} from One Login")
    await settled(world, await world.card())
    before, asked = await Everything.now(world), len(world.outside.faults.of("graph"))
    again = [await world.outside.teams.deliver(first.activity) for _ in range(3)]
    again += await asyncio.gather(*(world.outside.teams.deliver(first.activity) for _ in range(5)))
    assert {(each.status, each.body) for each in again} == {(first.status, first.body)}
    assert before.differs(await Everything.now(world)) == []
    assert len(world.outside.faults.of("graph")) == asked


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_press_that_comes_again_is_answered_as_before_whatever_has_changed_since(
    world: World, allowed: bool
) -> None:
    card = await settled(world, await waiting(world))
    person = ELIF if allowed else AMINA
    first = await world.outside.teams.click(person, card, "I'm looking", card=card.card)
    world.outside.directory.remove(person)
    await settled(world, card)
    before, asked = await Everything.now(world), len(world.outside.faults.of("graph"))
    again = [await world.outside.teams.invoke_raw(first.activity) for _ in range(3)]
    assert {(each.http_status, each.body) for each in again} == {(200, first.body)}
    assert bool(first.card) is allowed
    assert before.differs(await Everything.now(world)) == []
    assert len(world.outside.faults.of("graph")) == asked


async def test_an_answer_that_was_for_one_person_is_not_given_to_another(world: World) -> None:
    """The approver's own view names the person who would be deleted."""
    card = await deletion(world)
    first = await world.outside.teams.click(DANA, card, "Approve")
    assert "Confirm deletion" in str(first.card)
    changes = {"from": {"id": BEN.teams_id, "aadObjectId": BEN.object_id, "name": BEN.name}}
    others = await world.outside.teams.invoke_raw(altered(first.activity, changes))
    assert "Confirm deletion" not in others.body
    assert "Only a developer can do this" in others.body
    again = await world.outside.teams.invoke_raw(first.activity)
    assert again.body == first.body
