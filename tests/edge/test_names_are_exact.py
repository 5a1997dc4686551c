"""What machines name is taken as it is spelled, or names nothing: never repaired into a name that is known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from bot.activities import ExecuteData, ExecuteValue, Sender

NUMBER = "aaaaaaaa-0000-4000-8000-00000000000a"


def test_a_nul_character_does_not_vanish_from_a_verb_or_a_trigger() -> None:
    value = ExecuteValue.model_validate({"trigger": "man\0ual", "action": {"verb": "app\0rove", "data": {}}})
    assert value.trigger != "manual"
    assert value.action.verb != "approve"
    assert "\0" not in f"{value.trigger}{value.action.verb}", "PostgreSQL cannot hold it"


@pytest.mark.parametrize("version", ["2", 2.0, True, "two", [2]])
def test_a_version_is_a_whole_number_and_nothing_that_could_be_read_as_one(version: Any) -> None:
    with pytest.raises(ValidationError):
        ExecuteData.model_validate({"request": NUMBER, "version": version})


@pytest.mark.parametrize(
    "spelling", [NUMBER.upper(), f"{{{NUMBER}}}", f"urn:uuid:{NUMBER}", NUMBER.replace("-", ""), ""]
)
def test_a_request_is_named_as_our_cards_name_it(spelling: str) -> None:
    assert ExecuteData.model_validate({"request": NUMBER}).request_id == UUID(NUMBER)
    assert ExecuteData.model_validate({"request": spelling}).request_id is None


def test_an_object_id_has_one_spelling() -> None:
    assert Sender.model_validate({"aadObjectId": NUMBER.upper()}).object_id == NUMBER
    for other in (f"{NUMBER}\0", f"{{{NUMBER}}}", NUMBER.replace("-", "")):
        assert Sender.model_validate({"aadObjectId": other}).object_id == ""
