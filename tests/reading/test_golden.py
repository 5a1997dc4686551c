"""Real shapes of messages: one file each, with what must be read from it. Add a file to add a case.

The folders say what a case is about; `expect` holds only the keys that matter in it. Deletions have two lists more,
one message a line: what asks for one, and what has the words and does not.
"""

import json
from pathlib import Path

import pytest

from handlers.reading import Asked, Message, understand
from handlers.reading.lines import message_from

FOLDER = Path(__file__).parent / "golden"
GOLDEN = sorted(FOLDER.rglob("*.json"))


def _name(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


def test_there_are_golden_files() -> None:
    assert len(GOLDEN) >= 890


@pytest.mark.parametrize("path", GOLDEN, ids=_name)
def test_golden(path: Path) -> None:
    case = json.loads(path.read_text())
    read = understand(message_from(case["message"])).as_json()
    assert {key: read[key] for key in case["expect"]} == case["expect"], read["reasons"]


@pytest.mark.parametrize("path", [path for path in GOLDEN if path.parent.name == "not_a_deletion"], ids=_name)
def test_what_is_no_deletion_stays_none_in_another_wrapping(path: Path) -> None:
    """Said after a greeting, with a ticket, in capitals: still no deletion."""
    message = json.loads(path.read_text())["message"]
    for wrapped in (f"Hi team,\n\n{message['text']}", f"{message['text']}\n\nTicket 51234", message["text"].upper()):
        assert understand(message_from({**message, "text": wrapped})).kind is not Asked.delete_jobseeker


def _lines(name: str) -> list[str]:
    return (FOLDER / name).read_text().splitlines()


@pytest.mark.parametrize("text", _lines("deletions.txt"))
def test_a_clear_request_is_a_deletion(text: str) -> None:
    reading = understand(Message(text))
    assert (reading.kind, len(reading.emails), reading.must_ask) == (Asked.delete_jobseeker, 1, False), reading.reasons


@pytest.mark.parametrize("text", _lines("never_a_deletion.txt"))
def test_words_of_deletion_alone_are_no_deletion(text: str) -> None:
    assert understand(Message(text)).kind is not Asked.delete_jobseeker


@pytest.mark.parametrize("path", GOLDEN, ids=_name)
def test_the_reasons_are_plain_sentences_without_anything_of_the_message(path: Path) -> None:
    """They are kept and shown where the message is not, so they hold no address, number or name."""
    reading = understand(message_from(json.loads(path.read_text())["message"]))
    assert reading.reasons
    for reason in reading.reasons:
        assert reason.endswith(".")
        assert not any(letter in "@0123456789" for letter in reason)
        assert not reading.organisation or reading.organisation not in reason
