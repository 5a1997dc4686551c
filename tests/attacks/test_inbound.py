"""Every attack on the way in, one file each in inbound/: it is refused, and nothing whatever comes of it.

A file has a docstring (the attack in one sentence), `STATUS` (what must come back: a 4xx, or 200), with 200 `TOLD` (the
words that the answer holds; None where Teams expects no words), and `attack` (what the attacker does; gives the status
and the body that came back). `ASKS` says that the directory may be asked: only where the person is what is wrong.
`OWN_WORDS` says that the sender may get its own words back: only what is no HTTP.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.logs import OfLibraries
from practice.channel import Message
from tests.attacks.everything import Everything, settled
from tests.attacks.knocks import CANARY, Heard, press, publish_other_keys, told
from tests.attacks.moves import waiting
from tests.world import World

FOLDER = Path(__file__).parent / "inbound"
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
AT_LEAST = 70
LONGEST_ANSWER = 200  # characters


@dataclass(frozen=True)
class Attack:
    """One file of inbound/."""

    name: str
    sentence: str
    status: int
    told: str | None
    asks: bool
    own_words: bool
    attack: Callable[[World, Message], Awaitable[Heard]]

    @staticmethod
    def named(name: str) -> Attack:
        module = import_module(f"tests.attacks.inbound.{name}")
        return Attack(
            name=name,
            sentence=(module.__doc__ or "").strip(),
            status=module.STATUS,
            told=getattr(module, "TOLD", None),
            asks=getattr(module, "ASKS", False),
            own_words=getattr(module, "OWN_WORDS", False),
            attack=module.attack,
        )


ATTACKS = [Attack.named(name) for name in NAMES]


async def test_no_attack_gets_in(world: World) -> None:
    """All of them, one after the other, with one look at everything at the end; the long tier looks after each."""
    card = await ready(world)
    before = await Everything.now(world)
    faults = [fault for attack in ATTACKS for fault in await carried_out(attack, world, card)]
    assert not faults, "\n".join(faults)
    assert before.differs(await Everything.now(world)) == []


@pytest.mark.long
async def test_no_attack_leaves_a_trace(world: World) -> None:
    card = await ready(world)
    faults = []
    before = await Everything.now(world)
    for attack in ATTACKS:
        faults += await carried_out(attack, world, card)
        after = await Everything.now(world)
        faults += [f"{attack.name}: {name} changed" for name in before.differs(after)]
        before = after
    assert not faults, "\n".join(faults)


async def ready(world: World) -> Message:
    """A request that waits, two developers who could approve it, and nothing still on its way."""
    card = await waiting(world)
    await publish_other_keys(world)
    return await settled(world, card)


async def carried_out(attack: Attack, world: World, card: Message) -> list[str]:
    """Attack; what is wrong with the answer, the log and the calls to the directory."""
    asked = len(world.outside.faults.of("graph"))
    try:
        with logged() as lines:
            status, body = await attack.attack(world, card)
    except AssertionError as error:
        return [f"{attack.name}: {error}"]
    wrong = []
    if status != attack.status:
        wrong.append(f"answered {status} {body[:LONGEST_ANSWER]!r}")
    if status == 200 and attack.told not in (told(body), None):
        wrong.append(f"told {body[:LONGEST_ANSWER]!r}")
    if len(body) > LONGEST_ANSWER or (("eyJ" in body or CANARY in body) and not attack.own_words):
        wrong.append(f"the answer is long or an echo: {body[:LONGEST_ANSWER]!r}")
    if len(world.outside.faults.of("graph")) > asked and not attack.asks:
        wrong.append("the directory was asked")
    for secret in (CANARY, "eyJ", *private(world)):
        wrong += [f"the log holds {secret!r}: {line}" for line in lines if secret in line]
    return [f"{attack.name}: {each}" for each in wrong]


def private(world: World) -> Iterator[str]:
    """What must not stand in a log: addresses of jobseekers, names and ids of people. Tokens begin with eyJ."""
    yield from world.people.values()
    for person in world.outside.directory.people:
        yield from (person.name, person.object_id, person.teams_id)


@contextmanager
def logged() -> Iterator[list[str]]:
    """The bot's log meanwhile, the lines about libraries included (their own words never get into it, bot/logs.py)."""
    libraries, root = OfLibraries(logging.WARNING), logging.getLogger()
    lines: list[str] = []
    root.addHandler(libraries)
    try:
        with capture_logs() as records:
            yield lines
    finally:
        root.removeHandler(libraries)
        lines += [json.dumps(record, default=str) for record in records]


async def test_the_watch_sees_what_gets_in(world: World) -> None:
    card = await ready(world)
    before = await Everything.now(world)
    status, body = await press(world, card)
    assert status == 200 and '"statusCode": 200' in body
    await world.card("no longer linked")
    changed = before.differs(await Everything.now(world))
    assert {"bot database: requests", "bot database: inbox", "bot database: audit"} <= set(changed)
    assert {"service database: jobseekers", "channel"} <= set(changed)


def test_there_are_enough_attacks_and_each_says_what_it_is() -> None:
    assert len(ATTACKS) >= AT_LEAST
    assert len({attack.sentence for attack in ATTACKS}) == len(ATTACKS)
    for attack in ATTACKS:
        assert attack.sentence.endswith(".") and "\n\n" not in attack.sentence, attack
        assert attack.status == 200 or 400 <= attack.status < 500, attack
        assert not (attack.asks and attack.status != 200), attack
