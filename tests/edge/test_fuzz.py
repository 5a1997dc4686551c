"""Whatever stands in an activity whose token is good: never a 500, never an echo, and nothing moves."""

from __future__ import annotations

import json
import re
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from practice import activities
from practice.altering import Json
from practice.buttons import press
from practice.channel import Message
from practice.directory import Person
from practice.outside import AMINA, BEN, DANA, ELIF, OUTSIDER
from practice.postgres import Server
from tests.attacks.everything import Everything, settled
from tests.attacks.knocks import token
from tests.attacks.moves import typed_code, waiting
from tests.conftest import fresh_databases
from tests.edge.mutations import Change, Spoiling, as_bytes, changed, changes, spoilings
from tests.world import World, living_world

ANSWERS = {200, 400, 401, 413, 415}
LONGEST_ANSWER = 25_000  # characters; a card is the longest
OUT_OF_ORDER = {"turn_failed", "delivery_failed", "answer_not_drawn", "card_not_noted", "step_failed"}
# Mentions go to whom the activity names; in Teams those are people of the channel, here they are made up.
MADE_UP = ("mention of somebody unknown",)
WAITS = "SELECT state, version, attempt, xid FROM requests WHERE id::text = $1"
DECIDED = "SELECT (SELECT count(*) FROM approvals) AS approvals, (SELECT count(*) FROM confirmations) AS confirmations"
ADDRESSES = re.compile(r"- \S+")
USUAL = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The bot in its thread draws its pauses at random, and may.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")


KINDS = (
    *("unlink", "delete", "sign in", "help wanted", "help", "figures"),
    *("typed approval", "press without access", "press by an outsider"),
    *("edited", "deleted", "message action", "dialog"),
)


@dataclass(repr=False)
class Aim:
    """A request that waits, what real activities about it look like, and what they cost."""

    portal: BlockingPortal
    world: World
    card: Message
    log: list[Any]
    token: str
    corpus: dict[str, Json] = field(default_factory=dict)
    before: list[Any] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    answered: Counter[int] = field(default_factory=Counter)
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def request(self) -> str:
        """The id of the request that waits."""
        return str(press(self.card.card or {}, "Approve", {}).action["data"]["request"])

    def approve(self, person: Person) -> Json:
        action = press(self.card.card or {}, "Approve", {}).action
        place, card = self.world.outside.teams.place, self.card
        return activities.invoke(
            place, person, message_id=card.id, root=card.root, when=time.time(), action=action, trigger="manual"
        )

    def message(self, text: str, person: Person = AMINA, root: str | None = None) -> Json:
        number = self.world.outside.channel.next_id()
        place = self.world.outside.teams.place
        return activities.message(place, person, message_id=number, root=root or number, when=time.time(), text=text)

    async def still_waits(self) -> bool:
        """Whether nobody has decided anything about the request."""
        return [await self.world.bot_rows(WAITS, self.request), await self.world.bot_rows(DECIDED)] == self.before

    async def hit(self, body: bytes) -> None:
        """Send this; the answer is short, honest and no echo, and nothing was out of order."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        began = time.process_time()
        status, answer = await self.world.outside.teams.send(body, headers)
        self.spent.append(time.process_time() - began)
        self.answered[status] += 1
        assert status in ANSWERS, (status, answer)
        parsed = json.loads(answer)
        assert isinstance(parsed, dict)
        assert len(answer) < LONGEST_ANSWER
        assert "canary" not in str(without_words_of_a_form(parsed))
        assert [line for line in self.log if line["event"] in OUT_OF_ORDER] == []


def without_words_of_a_form(answer: Any) -> Any:
    """An answer without what a form is filled in with from its message: its fields, and the addresses found there."""
    if isinstance(answer, list):
        return [without_words_of_a_form(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if str(answer.get("type", "")).startswith("Input."):
        return {}
    if answer.get("type") == "TextBlock" and ADDRESSES.fullmatch(answer["text"]):
        return {}
    return {name: without_words_of_a_form(each) for name, each in answer.items()}


@pytest.fixture(scope="module")
def aim(templates: tuple[Server, dict[str, str]]) -> Iterator[Aim]:
    """In a thread of its own: while hypothesis thinks, the bot goes on working."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(aimed(portal, *templates)) as aim:
        yield aim


@asynccontextmanager
async def aimed(portal: BlockingPortal, server: Server, people: dict[str, str]) -> AsyncIterator[Aim]:
    async with fresh_databases(server) as urls, living_world(people, *urls) as world, aim_in(portal, world) as aim:
        yield aim


@asynccontextmanager
async def aim_in(portal: BlockingPortal, world: World) -> AsyncIterator[Aim]:
    """The aim, and at its end a look at all that was not to move."""
    card = await settled(world, await waiting(world))
    world.outside.directory.deactivate(DANA)
    with capture_logs() as log:
        aim = Aim(portal, world, card, log, token(world))
        aim.corpus = corpus(aim, await typed_code(world, card))
        service = (await Everything.now(world)).of("service database")
        aim.before = [await world.bot_rows(WAITS, aim.request), await world.bot_rows(DECIDED)]
        yield aim
        assert await aim.still_waits()
        assert (await Everything.now(world)).of("service database") == service
        assert "canary" not in str(log)
    faults = world.outside.channel.faults
    faults[:] = [fault for fault in faults if not fault.startswith(MADE_UP)]
    spent = sorted(1000 * each for each in aim.spent)
    told = f"median {statistics.median(spent):.1f}, p99 {spent[int(0.99 * len(spent))]:.1f}, most {spent[-1]:.1f}"
    print(f"answered {dict(aim.answered)}; ms of CPU of everything in this process: {told}")


def corpus(aim: Aim, code: str) -> dict[str, Json]:
    """Real activities of every kind that arrives, by the names in `KINDS`; none of them decides anything."""
    place, people, when = aim.world.outside.teams.place, aim.world.people, time.time()
    first = aim.world.outside.channel.messages[0]
    written = {
        "unlink": f"unlink the One Login of {people['closed']} please, ticket 12345",
        "delete": f"Can you delete all the data of {people['full_profile']}?\n\nThey wrote from {people['linked']}.",
        "sign in": "A school cannot sign in: Wilmore Academy, URN 123456, it says unknown organisation category",
        "help wanted": "we need a developer to look at the alerts that were not sent",
        "help": "help",
        "figures": "stats",
    }
    messages = {name: aim.message(text) for name, text in written.items()}
    edited = activities.edited(messages["unlink"], when=when)
    deleted = activities.deleted(place, BEN, message_id=first.id, root=first.root, when=when)
    return messages | {
        "typed approval": aim.message(f"approve {code}", DANA, aim.card.root),
        "press without access": aim.approve(DANA),
        "press by an outsider": aim.approve(OUTSIDER),
        "edited": edited,
        "deleted": deleted,
        "message action": activities.message_action(place, BEN, first, "create_request", when=when),
        "dialog": activities.message_action(place, BEN, first, "create_request", when=when, data={"kind": "unlink"}),
    }


def mangled(aim: Aim, kind: str, wanted: list[Change], spoiling: Spoiling | None, ascii_only: bool) -> None:
    """Any real activity, mangled anywhere: nobody who sends one could decide anything."""
    activity = {**aim.corpus[kind], "id": f"fuzz-{next(aim.numbers)}"}
    aim.portal.call(aim.hit, as_bytes(changed(activity, wanted), spoiling, ascii_only=ascii_only))


def mangled_press(aim: Aim, wanted: list[Change]) -> None:
    """A press by somebody who could approve, of anything but what the card shows."""
    honest = {**aim.approve(ELIF), "id": f"fuzz-{next(aim.numbers)}"}
    activity = changed(honest, wanted, under="value")
    assume(decisive(activity) != decisive(honest))
    aim.portal.call(aim.hit, as_bytes(activity, None, ascii_only=True))
    assert aim.portal.call(aim.still_waits)


def decisive(activity: Json) -> str:
    """What of a press decides what it does, as it is sent: 2 is not 2.0."""
    value = _object(activity.get("value"))
    action = _object(value.get("action"))
    data = _object(action.get("data"))
    ids = [data.get(name) for name in ("request", "version", "digest")]
    return json.dumps([value.get("trigger"), action.get("verb"), ids])


def _object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def test_the_real_ones_are_all_let_in(aim: Aim) -> None:
    """Otherwise their mangled ones would get no further than the door."""
    assert set(aim.corpus) == set(KINDS)
    before = aim.answered.copy()
    for activity in (*aim.corpus.values(), aim.approve(OUTSIDER)):
        aim.portal.call(aim.hit, as_bytes({**activity, "id": f"fuzz-{next(aim.numbers)}"}, None, ascii_only=True))
    assert aim.answered - before == {200: len(KINDS) + 1}


ANYTHING = given(st.sampled_from(KINDS), changes, spoilings, st.booleans())


@settings(USUAL, max_examples=120)
@ANYTHING
def test_a_mangled_activity_does_nothing(
    aim: Aim, kind: str, wanted: list[Change], spoiling: Spoiling | None, ascii_only: bool
) -> None:
    mangled(aim, kind, wanted, spoiling, ascii_only)


@settings(USUAL, max_examples=40)
@given(changes)
def test_a_mangled_press_moves_nothing(aim: Aim, wanted: list[Change]) -> None:
    mangled_press(aim, wanted)


@pytest.mark.long
@settings(USUAL, max_examples=4_000)
@ANYTHING
def test_thousands_of_mangled_activities_do_nothing(
    aim: Aim, kind: str, wanted: list[Change], spoiling: Spoiling | None, ascii_only: bool
) -> None:
    mangled(aim, kind, wanted, spoiling, ascii_only)


@pytest.mark.long
@settings(USUAL, max_examples=1_000)
@given(changes)
def test_thousands_of_mangled_presses_move_nothing(aim: Aim, wanted: list[Change]) -> None:
    mangled_press(aim, wanted)
