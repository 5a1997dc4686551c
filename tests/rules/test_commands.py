"""What people order in words: exact words only, everything else is talk; and what a phone types instead of pressing."""

from __future__ import annotations

import pytest

from handlers.answers import Answer, Say
from handlers.commands import COMMANDS, LONGEST_COMMAND, command_in, decision_in
from handlers.decide import press
from handlers.intake import receive
from handlers.model import Pause, Thread
from handlers.notices import NoticeKind
from handlers.reading import Message
from handlers.roles import Refusal
from handlers.said import Said
from handlers.states import State
from tests.rules.given import AMINA, BEN, DANA, EMAIL, GROUPS, NOW, THREAD, click, request, standing
from tests.rules.memory import Memory, memory

ASKED = request(State.AWAITING_APPROVAL)
ACTIVE = standing(GROUPS.developer, GROUPS.production_access)


def said(
    text: str, *, person: object = DANA, thread: Thread = THREAD, number: int = 1, html: str | None = None
) -> Said:
    assert isinstance(person, type(DANA))
    return Said(f"message {number}", person, thread, Message(text, html, ("TV Support",)))


def developers(here: Memory) -> Memory:
    here.directory.everybody = ACTIVE
    return here


@pytest.mark.parametrize("word", COMMANDS)
@pytest.mark.parametrize("shape", ["{}", " {} ", "{}.", "{}!", "{}?", "please {}", "{} please", "{} now", "\n{}\n"])
def test_a_command_is_one_word_alone_with_a_little_politeness(word: str, shape: str) -> None:
    for text in (shape.format(word), shape.format(word.upper()), shape.format(word.title())):
        assert command_in(text) is COMMANDS[word], text


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "please",
        "hello",
        "do not pause",
        "don't resume",
        "pause?? no, resume",
        "we should pause this one",
        "can you pause Mrs Smith's job alerts",
        "resume work on ama@example.com",
        "stop the press: ama@example.com cannot sign in",
        "the stats page is broken",
        "help me unlink ama@example.com",
        "unpause",
        "pausе",
        "approve",
        "approve ABCDE",
        "approve ABCDE-",
        "approve ABCDE-3 and ABCDF-3",
        "approve ABCDEF-3",
        "approve ABCD-3",
        "approve ABCDE-1234567",
        "approve ABCDE--3",
        "approve ABCDE-3\nresume",
        "do not approve ABCDE-3",
        "approved ABCDE-3",
        "reject ABCDE-3",
        "pause " + " " * 5 + "now" * LONGEST_COMMAND,
    ],
)
def test_a_sentence_with_such_a_word_in_it_is_talk(text: str) -> None:
    assert command_in(text) is None
    assert decision_in(text) is None


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("approve ABCDE-3", "approve"),
        ("Approve abcde-3.", "approve"),
        ("approve #ABCDE-3", "approve"),
        ("APPROVE ABCDE 3", "approve"),
        ("  approve   ABCDE-3 ", "approve"),
        ("approve ABCDE - 3", "approve"),
        ("approve ABCDE–3", "approve"),
        ("confirm ABCDE-3", "confirm_deletion"),
        ("confirm deletion ABCDE-3", "confirm_deletion"),
    ],
)
async def test_an_approval_may_be_typed_as_phones_write_it(text: str, verb: str) -> None:
    here = developers(memory(ASKED))
    assert decision_in(text) is not None
    assert command_in(text) is None
    await receive(said(text), here.ports)
    assert here.book.entries[0].action in (verb, f"refused:{verb}")


async def test_the_mention_of_the_bot_is_no_part_of_the_command() -> None:
    here = developers(memory())
    html = "<p><at>TV Support</at>&nbsp;pause</p>"
    await receive(said("<at>TV Support</at> pause", html=html), here.ports)
    assert here.book.paused == Pause(DANA, NOW)


async def test_what_was_typed_does_what_the_button_does_and_is_answered_in_the_thread() -> None:
    typed, pressed = developers(memory(ASKED)), developers(memory(ASKED))
    answer = await receive(said("approve ABCDE-3"), typed.ports)
    await press(click(ASKED, "approve"), pressed.ports)
    assert answer == Answer(card=ASKED.id)
    assert typed.book.request == pressed.book.request
    assert typed.book.entries == pressed.book.entries
    assert [(notice.kind, notice.people, notice.code, notice.request_id) for notice in typed.book.notices] == [
        (NoticeKind.SAID, (DANA,), Say.TAKEN, ASKED.id)
    ]


@pytest.mark.parametrize(
    ("text", "changed", "why"),
    [
        ("approve ABCDE-2", {}, Say.STALE),
        ("approve ABCDE-4", {}, Say.STALE),
        ("approve ZZZZZ-3", {}, Say.NO_SUCH_REQUEST),
        ("approve ABCDE-3", {"groups": (GROUPS.ba,)}, Refusal.NOT_DEVELOPER),
        ("approve ABCDE-3", {"groups": (GROUPS.developer,)}, Refusal.NOT_ACTIVE),
        ("approve ABCDE-3", {"person": AMINA}, Refusal.OWN_REQUEST),
        ("approve ABCDE-3", {"thread": Thread("19:x;messageid=9", THREAD.service_url)}, Say.NOT_THIS_THREAD),
        ("approve ABCDE-3", {"paused": True}, Say.PAUSED),
        ("confirm ABCDE-3", {}, Say.APPROVE_FIRST),
    ],
)
async def test_what_was_typed_is_checked_like_a_press_and_the_answer_says_why_not(
    text: str, changed: dict[str, object], why: Say | Refusal
) -> None:
    here = developers(memory(ASKED))
    groups, thread = changed.get("groups"), changed.get("thread", THREAD)
    assert isinstance(thread, Thread)
    if isinstance(groups, tuple):
        here.directory.everybody = standing(*groups)
    if changed.get("paused"):
        here.book.paused = Pause(AMINA, NOW)
    message = said(text, person=changed.get("person", DANA), thread=thread)
    for _ in range(2):
        assert (await receive(message, here.ports)).say is why
    assert here.book.request == ASKED
    assert [(notice.kind, notice.code, notice.thread) for notice in here.book.notices] == [
        (NoticeKind.SAID, why, thread)
    ]
    assert [entry.code for entry in here.book.entries] == [why]


@pytest.mark.parametrize(
    ("text", "recorded"),
    [("pause", []), ("resume", []), ("stats", []), ("approve ABCDE-3", ["refused:approve"])],
)
async def test_whoever_is_neither_ba_nor_developer_orders_nothing(text: str, recorded: list[str]) -> None:
    here = memory(ASKED)
    here.directory.everybody = standing(GROUPS.production_access)
    assert await receive(said(text), here.ports) == Answer(Refusal.NOT_BA_OR_DEVELOPER)
    assert (here.book.notices, here.book.paused) == ([], None)
    assert [entry.action for entry in here.book.entries] == recorded


@pytest.mark.parametrize(
    ("text", "kind"),
    [("stats", NoticeKind.FIGURES), ("figures", NoticeKind.FIGURES), ("help", NoticeKind.HELP)],
)
async def test_figures_and_help_are_sent_once_and_change_nothing(text: str, kind: NoticeKind) -> None:
    here = memory(ASKED)
    for _ in range(2):
        assert await receive(said(text, person=BEN), here.ports) == Answer()
    assert [(notice.kind, notice.people) for notice in here.book.notices] == [(kind, (BEN,))]
    assert here.book.entries == []


async def test_a_message_that_names_a_person_and_a_command_is_a_request() -> None:
    here = memory()
    await receive(said(f"pause: unlink the One Login of {EMAIL} first", person=AMINA), here.ports)
    assert here.book.paused is None
    assert here.book.request is not None


class TestPause:
    """Anybody stops all actions; only another, active developer lets them go on."""

    async def order(self, here: Memory, text: str, person: object = DANA, number: int = 1) -> list[str | None]:
        await receive(said(text, person=person, number=number), here.ports)
        return [notice.code or notice.kind for notice in here.book.notices]

    @pytest.mark.parametrize("word", ["pause", "stop"])
    @pytest.mark.parametrize("group", [GROUPS.ba, GROUPS.developer])
    async def test_any_ba_or_developer_stops_everything_at_any_time(self, word: str, group: str) -> None:
        here = memory()
        here.directory.everybody = standing(group)
        assert await self.order(here, word, BEN) == [NoticeKind.PAUSED]
        assert here.book.paused == Pause(BEN, NOW)
        assert [(entry.action, entry.actor) for entry in here.book.entries] == [("pause", BEN.object_id)]
        assert await self.order(here, word, BEN) == [NoticeKind.PAUSED], "the same message came twice"

    async def test_what_is_paused_stays_paused_by_whom_it_was(self) -> None:
        here = memory()
        here.book.paused = Pause(AMINA, NOW)
        assert await self.order(here, "pause", BEN) == [Say.PAUSED_ALREADY]
        assert here.book.paused == Pause(AMINA, NOW)

    @pytest.mark.parametrize(
        ("by", "groups", "why"),
        [
            (AMINA, (GROUPS.developer,), Say.NOT_ACTIVE_TO_RESUME),
            (AMINA, (GROUPS.ba,), Refusal.NOT_DEVELOPER),
            (AMINA, (GROUPS.ba, GROUPS.production_access), Refusal.NOT_DEVELOPER),
            (DANA, (GROUPS.developer, GROUPS.production_access), Say.OWN_PAUSE),
            (None, (GROUPS.developer, GROUPS.production_access), Say.NOT_PAUSED),
        ],
    )
    async def test_whoever_may_not_lets_nothing_go_on_and_is_told_why(
        self, by: object, groups: tuple[str, ...], why: Say | Refusal
    ) -> None:
        here = memory()
        before = here.book.paused = Pause(by, NOW) if isinstance(by, type(DANA)) else None
        here.directory.everybody = standing(*groups)
        for _ in range(2):
            assert await self.order(here, "resume") == [why]
        assert here.book.paused == before
        assert [(entry.action, entry.code) for entry in here.book.entries] == [("refused:resume", why)]

    async def test_another_active_developer_lets_it_go_on(self) -> None:
        here = developers(memory())
        here.book.paused = Pause(AMINA, NOW)
        assert await self.order(here, "resume") == [NoticeKind.RESUMED]
        assert await here.book.pause() is None
        assert [(entry.action, entry.actor) for entry in here.book.entries] == [("resume", DANA.object_id)]

    @pytest.mark.parametrize("text", ["pause", "resume", "resume please", "stats"])
    async def test_of_two_deliveries_at_the_same_moment_one_orders(self, text: str) -> None:
        here = developers(memory())
        here.book.paused = Pause(AMINA, NOW) if "resume" in text else None
        here.book.replies["message 1"] = None
        before = here.book.paused
        assert await self.order(here, text) == []
        assert here.book.paused == before

    async def test_a_refused_order_that_came_twice_at_once_is_told_once(self) -> None:
        here = developers(memory())
        here.book.replies["message 1"] = None
        assert await self.order(here, "resume") == []
        assert here.book.entries == []
