"""What rests sealed in the bot database opens with the same SECRET_KEY only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.bot_database.vault import Vault, derive

VAULT = Vault("a secret key that is long enough for this")


@given(st.text())
def test_what_was_sealed_is_what_is_opened(text: str) -> None:
    sealed = VAULT.seal(text)
    assert VAULT.open(sealed) == text
    assert VAULT.seal(text) != sealed


def test_what_is_sealed_cannot_be_read() -> None:
    assert b"urn:fdc" not in VAULT.seal("urn:fdc:gov.uk:2022:canary")


@pytest.mark.parametrize(
    "sealed",
    [b"", b"rubbish", VAULT.seal("x")[:-1], Vault("another secret key").seal("x")],
    ids=["nothing", "rubbish", "a byte cut off", "another key"],
)
def test_another_key_or_a_changed_byte_opens_nothing(sealed: bytes) -> None:
    with pytest.raises(ValueError, match="sealed with another SECRET_KEY, or was changed"):
        VAULT.open(sealed)


def test_every_purpose_has_a_key_of_its_own() -> None:
    keys = {derive("one", "undo"), derive("one", "digest"), derive("two", "undo"), derive("two", "digest")}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 4
    assert derive("one", "undo") == derive("one", "undo")
