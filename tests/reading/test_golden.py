"""Real shapes of messages: one file each, with what must be read from it. Add a file to add a case."""

import json
from pathlib import Path

import pytest

from handlers.reading import understand
from handlers.reading.lines import message_from

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


def test_there_are_golden_files() -> None:
    assert len(GOLDEN) >= 90


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    case = json.loads(path.read_text())
    read = understand(message_from(case["message"])).as_json()
    assert {key: read[key] for key in case["expect"]} == case["expect"], read["reasons"]
