"""No message is too strange or too long: every one is read, in bounded time, and nothing invents a deletion."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading import Asked, Message, understand
from handlers.reading.actions import ACTION_STEMS, ACTIONS, DELETION_WORDS
from handlers.reading.subjects import MOST_SENDERS
from handlers.reading.words import sentences

DELETION = ["delete", "deleted", "deletion", "remove", "erase"]
_PLAIN_WORDS = """
    please do not don't unlink unlinked account data of from the jobseeker one login reset was has been to be wants can
    you we should school sign in error jo@example.com sam@example.org o'neil@ @ From: Sent: To: On wrote: Thanks 123456
    URN UKPRN #99 ticket <p> </p> <br> <at>Bot</at> <blockquote> </blockquote> </a> &nbsp; &amp; , . ? ( ) [ > é
"""
_OTHER_SHAPES = ["<a href='mailto:jo@example.com'>", "](mailto:a@b.cc)", "\n", "\n\n", "\u202e", "\u200b", "\ud800"]
OTHER_WORDS = [*_PLAIN_WORDS.split(), *_OTHER_SHAPES]
OTHER_TALK = st.lists(st.sampled_from(OTHER_WORDS), max_size=40).map(" ".join)
TALK = st.lists(st.sampled_from(OTHER_WORDS + DELETION), max_size=40).map(" ".join)
ANYTHING = st.one_of(st.text(max_size=400), TALK)
SECONDS = 2.0  # far above what any takes; only catastrophic backtracking is slower


def read(message: Message) -> tuple[Asked, bool]:
    started = time.process_time()
    reading = understand(message)
    assert time.process_time() - started < SECONDS
    assert reading.reasons
    assert reading == understand(message)
    return reading.kind, reading.must_ask


@settings(max_examples=300, deadline=None)
@given(text=ANYTHING, html=st.none() | ANYTHING, mentions=st.lists(ANYTHING, max_size=3))
def test_any_message_is_read(text: str, html: str | None, mentions: list[str]) -> None:
    kind, must_ask = read(Message(text, html, tuple(mentions)))
    assert must_ask or kind is not Asked.ambiguous


@settings(max_examples=300, deadline=None)
@given(text=OTHER_TALK, html=st.none() | OTHER_TALK)
def test_no_message_without_deletion_words_is_a_deletion(text: str, html: str | None) -> None:
    kind, _ = read(Message(text, html))
    assert not DELETION_WORDS.search(f"{text} {html}".lower())
    assert kind is not Asked.delete_jobseeker


@settings(max_examples=200, deadline=None)
@given(before=OTHER_TALK, negative=st.sampled_from(["do not", "don't", "never", "please do not"]))
def test_a_forbidden_deletion_is_never_a_deletion(before: str, negative: str) -> None:
    kind, _ = read(Message(f"{before}\n\n{negative} delete jo@example.com"))
    assert kind is not Asked.delete_jobseeker


@settings(max_examples=200, deadline=None)
@given(text=TALK)
def test_an_action_without_one_sure_address_is_asked_about(text: str) -> None:
    reading = understand(Message(text))
    if reading.kind in (Asked.unlink_one_login, Asked.delete_jobseeker) and len(reading.emails) != 1:
        assert reading.must_ask


LONG = {
    unit: (unit * (40_000 // len(unit)))[:40_000]
    for unit in [
        *(
            "a",
            "@",
            "a@",
            "<",
            "<div>",
            "<b>",
            "<blockquote>a",
            "<!--",
            "<!",
            "<![CDATA[",
            "<at>",
            "<at>x</at>",
            "&",
            "&#",
        ),
        *("delete ", "not ", "please delete jo ", "From:", "From:\n", "On ", "> ", ".", "'", "Aa School ", "123456 "),
        *(
            "ticket ",
            "urn number ",
            "one login ",
            ", ",
            "(",
            "_",
            "[",
            "[a](",
            "<a href='mailto:x@example.com'>",
            "<mailto:",
        ),
        *(
            "delete the ",
            "at aa bb cc dd ",
            "A1 ",
            "-@",
            "new ",
            '"',
            ";",
            "https://",
            "<p>a",
            "a\n",
            "abc@example.com ",
        ),
    ]
}


@pytest.mark.parametrize("unit", LONG)
def test_long_messages_take_bounded_time(unit: str) -> None:
    read(Message(LONG[unit], LONG[unit]))
    read(Message("", LONG[unit]))


@pytest.mark.parametrize("rest", ["x" * 30_000, "é" * 15_000, "delete sam@example.net " * 2_000, "<p>a" * 3_000])
def test_what_was_not_read_to_its_end_is_asked_about(rest: str) -> None:
    _, must_ask = read(Message(f"Please unlink jo@example.com\n\n{rest}"))
    assert must_ask


@pytest.mark.parametrize("many", ["sam{}@example.net ", "@sam{} ", "a{}@"])
def test_more_addresses_than_anybody_means_are_asked_about(many: str) -> None:
    text = "Please unlink jo@example.com\n" + "".join(many.format(number) for number in range(700))
    _, must_ask = read(Message(text))
    assert must_ask


@pytest.mark.parametrize("between", [" ", "; ", ",\n"])
def test_a_long_list_of_addresses_is_short_for_the_rules(between: str) -> None:
    [sentence] = sentences(f"Unlink {between.join(['jo@example.com'] * 500)} from One Login")
    assert sentence == "unlink ADDRESS, ADDRESS from one login"


def test_more_senders_than_a_chain_of_mails_has_are_asked_about() -> None:
    text = "Please unlink sam0@example.net\n\n"
    text += "".join(f"From: Sam <sam{number}@example.net>\nSent: today\n\n" for number in range(MOST_SENDERS + 1))
    _, must_ask = read(Message(text))
    assert must_ask


def test_the_quick_look_passes_every_action_word() -> None:
    for action in ACTIONS:
        for forms in (action.base, action.done, action.doing, action.noun):
            for word in forms.split("|"):
                assert ACTION_STEMS.search(word) or "(?:" in forms, word
