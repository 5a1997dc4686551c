"""What has to be said in one place is said there: buttons, settings, and what the audit may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields

import pytest

from adapters.bot_database.audit import HASHED
from adapters.bot_database.tables import audit
from bot.cards.inputs import SENDS_INPUTS
from bot.settings import Settings
from handlers.model import Request
from handlers.plans import PLANS
from handlers.ports import Entry
from handlers.roles import BUTTONS, Verb
from handlers.states import OPEN, State
from tests.guards.repo import ROOT

# QUALITY: every field that can reach the audit is declared keep, hash or drop; an undeclared one fails the build.
AUDIT_FIELDS: Mapping[str, str] = {
    "action": "keep: a verb, or what the bot did by itself",
    "actor": "keep: an Entra object id, or bot",
    "request_id": "keep: our own number",
    "version": "keep: our own number",
    "from_state": "keep: a state",
    "to_state": "keep: a state",
    "code": "keep: a refusal, result, verdict, decision or kind, or how many records an anchor line covers",
    "digest": "hash: keyed, of what the decision rested on, or the seal of an anchor line",
}


FOLLOW_UPS = {Verb.ASK_AGAIN, Verb.UNDO_UNLINK}  # what is over is followed by a request of its own


def test_every_verb_has_a_button_and_a_plan() -> None:
    assert set(BUTTONS) == set(PLANS) == set(Verb)
    assert len({button.title for button in BUTTONS.values()}) == len(Verb)
    for verb, button in BUTTONS.items():
        assert button.who.keys() <= (set(State) - OPEN if verb in FOLLOW_UPS else OPEN), verb
        assert SENDS_INPUTS.get(verb, set()) <= button.who.keys(), verb


def test_every_field_that_reaches_the_audit_is_declared() -> None:
    assert {field.name for field in fields(Entry)} == set(AUDIT_FIELDS)
    assert {rule.split(":")[0] for rule in AUDIT_FIELDS.values()} <= {"keep", "hash", "drop"}


def test_the_audit_holds_these_fields_its_order_and_its_chain_and_all_of_it_is_hashed() -> None:
    columns = {column.name for column in audit.columns}
    assert columns == {*AUDIT_FIELDS, "seq", "at", "previous_hash", "hash"}
    assert set(HASHED) == columns - {"previous_hash", "hash"}


def test_nothing_that_people_wrote_has_a_field_in_the_audit() -> None:
    private = {"details", "evidence", "note", "requesters", "decided_by", "thread", "approvals"}
    assert private <= {field.name for field in fields(Request)}
    assert not private & set(AUDIT_FIELDS)


@pytest.mark.parametrize("name", sorted(name.upper() for name in Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    text = "\n".join(page.read_text() for page in pages if page.exists())
    assert f"`{name}`" in text


def test_no_setting_is_documented_that_there_is_not() -> None:
    page = ROOT / "docs" / "settings.md"
    named = set(re.findall(r"^\| `([A-Z_]+)`", page.read_text(), re.M))
    assert named == {name.upper() for name in Settings.model_fields}
