"""Every attack on approvals, one file each in approvals/: nothing happens beside its record, and the answer says why.

A file has a docstring (the attack in one sentence), `REFUSED` (the code that the attacker is told and the audit keeps;
None for what is not let in at all), `prepare` (everything honest, up to the attack) and `attack` (what the attacker
does; gives what they are told). It may have `SETTINGS` for the bot, `TOLD` (words that the answer holds, when there is
no code for them) and `RECORDED` (the one record that is left, where the attack leads to a lesser step instead of a
refusal: action and code).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from bot.words.sentences import SAYINGS
from handlers.answers import Say
from handlers.roles import Refusal
from handlers.states import State
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, waiting
from tests.attacks.watch import Seen, fault_in_the_chain
from tests.world import World, living_world

FOLDER = Path(__file__).parent / "approvals"
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
AT_LEAST = 32
# These need a world of their own each; the quick tier tries these, and TOGETHER, the long one all.
QUICK = frozenset(
    {
        "after_editing_it",
        "approve_alone_of_a_deletion",
        "approve_while_paused",
        "confirm_by_somebody_else",
        "first_approver_lost_access",
        "one_person_twice",
        "replay_after_done",
        "typed_by_the_requester",
    }
)

Urls = tuple[str, str]
People = dict[str, str]


@dataclass(frozen=True)
class Attack:
    """One file of approvals/."""

    sentence: str
    refused: Say | Refusal | None
    prepare: Callable[[World], Awaitable[Message]]
    attack: Callable[[World, Message], Awaitable[str]]
    settings: Mapping[str, str]
    told: str
    recorded: tuple[str, str] | None

    @staticmethod
    def named(name: str) -> Attack:
        module = import_module(f"tests.attacks.approvals.{name}")
        refused = module.REFUSED
        words = SAYINGS[refused].split(". ")[0].removesuffix(".") if refused else ""
        return Attack(
            sentence=(module.__doc__ or "").strip(),
            refused=refused,
            prepare=module.prepare,
            attack=module.attack,
            settings=getattr(module, "SETTINGS", {}),
            told=getattr(module, "TOLD", words),
            recorded=getattr(module, "RECORDED", None),
        )


def together(name: str) -> bool:
    """Whether an attack needs no more than the one request of `waiting`."""
    attack = Attack.named(name)
    return attack.prepare is waiting and not attack.settings and attack.recorded is None


TOGETHER = [name for name in NAMES if together(name)]
ALONE = [name for name in NAMES if name not in TOGETHER]


def tier(name: str) -> list[pytest.MarkDecorator]:
    return [] if name in QUICK else [pytest.mark.long]


@pytest.mark.parametrize("name", [pytest.param(name, marks=tier(name)) for name in ALONE])
async def test_an_attack_leaves_nothing_but_its_record(name: str, databases: Urls, people: People) -> None:
    attack = Attack.named(name)
    async with living_world(people, *databases, **attack.settings) as world:
        await carry_out(attack, world, await attack.prepare(world))


@pytest.mark.long
async def test_one_attack_after_the_other_on_one_request_leaves_nothing_but_their_records(world: World) -> None:
    """They all begin with the same request, and leave it as it was: each must hold after all the others too."""
    card = await waiting(world)
    staff = world.outside.directory.people
    for name in TOGETHER:
        try:
            await carry_out(Attack.named(name), world, card)
        except (AssertionError, LookupError, TimeoutError) as error:
            raise AssertionError(f"{name}: {error}") from error
        world.outside.faults.clear()
        for person in staff:
            world.outside.directory.add(person)


async def carry_out(attack: Attack, world: World, card: Message) -> None:
    """Attack, and look at all that it could have changed."""
    before = await Seen.now(world)
    heard = await attack.attack(world, card)
    after = await Seen.now(world)
    assert attack.told in heard, "the attacker is told why"
    check(attack, before, after)
    assert await fault_in_the_chain(world) is None


def check(attack: Attack, before: Seen, after: Seen) -> None:
    """Compare the two moments."""
    assert after.service == before.service, "no row of the service database changed"
    records = after.since(before)
    if attack.recorded is not None:
        assert [(each["action"], each["code"]) for each in records] == [attack.recorded]
        assert records[0]["to_state"] == State.AWAITING_APPROVAL, "it still waits"
        return
    assert after.requests == before.requests
    assert after.bot == before.bot, "requests, requesters, approvals, confirmations and the pause are as before"
    if attack.refused is None:
        assert (records, after.stored) == ([], before.stored), "what is not let in leaves no trace"
        return
    assert records, "the refusal is on the record"
    for record in records:
        assert record["action"].startswith("refused:"), record
        assert record["code"] == attack.refused, record


async def test_the_watch_sees_an_approval_that_goes_through(world: World) -> None:
    card = await waiting(world)
    before = await Seen.now(world)
    await approve(world, DANA, card)
    await world.card("no longer linked")
    after = await Seen.now(world)
    assert after.service != before.service
    assert after.requests != before.requests
    assert after.bot != before.bot
    assert [record["action"] for record in after.since(before)] == ["approve", "started", "settled"]


def test_there_are_enough_attacks_and_each_says_what_it_is() -> None:
    assert len(NAMES) >= AT_LEAST
    sentences = [Attack.named(name).sentence for name in NAMES]
    assert len(set(sentences)) == len(NAMES)
    for sentence in sentences:
        assert sentence.endswith(".") and "\n\n" not in sentence, sentence
