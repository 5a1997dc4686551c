import json

import pytest

from handlers.reading import Asked, Message, understand
from handlers.reading.lines import run_lines

KEYS = [
    "kind",
    "emails",
    "organisation",
    "urn",
    "ukprn",
    "postcode",
    "uid",
    "ticket",
    "error_page",
    "must_ask",
    "reasons",
]


def test_a_reading_has_the_contract_s_keys_in_its_order() -> None:
    reading = understand(Message("Please unlink jo@example.com"))
    assert reading.kind is Asked.unlink_one_login
    assert list(reading.as_json()) == KEYS


def test_one_answer_a_line_and_blank_lines_are_passed_over() -> None:
    lines = ['{"text": "Please unlink jo@example.com"}\n', "\n", '\ufeff{"text": null, "html": "<p>hi</p>"}\n']
    answers = [json.loads(line) for line in run_lines(lines)]
    assert [answer["kind"] for answer in answers] == ["unlink_one_login", "none"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "not a JSON object"),
        ("{}", 'neither "text" nor "html"'),
        ('{"text": 1}', "must be text"),
        ('{"text": "hi", "html": []}', "must be text"),
        ('{"text": "hi", "mentions": "Bot"}', "must be a list of names"),
        ('{"text": "hi", "mentions": [1]}', "must be a list of names"),
    ],
)
def test_a_bad_line_says_what_to_do_and_does_not_stop_the_rest(line: str, words: str) -> None:
    bad, good = (json.loads(answer) for answer in run_lines([line, '{"text": "hello", "mentions": null}']))
    assert words in bad["error"]
    assert 'Write one JSON object on the line: {"text"' in bad["error"]
    assert good["kind"] == "none"


def test_a_lone_surrogate_is_written_down_safely() -> None:
    (answer,) = run_lines(['{"text": "School: Oak \\ud800 School"}'])
    assert answer.isascii()
