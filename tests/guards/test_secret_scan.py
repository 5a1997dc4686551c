"""The scan that ./dev lint runs finds what it is there for. What is planted here is split, so as not to be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guards.secret_scan import findings

PLANTED = {
    "Entra client secret": "APP_PASSWORD: " + "aB3" + "8Q~" + "x9Y-z_0.w1V~u2T3s4R5q6P7o8N9m0L1k2",
    "Private Key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "AWS Access Key": "key = " + "AKIA" + "IOSFODNN7EXAMPLE",
    "GitHub Token": "token " + "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
    "JSON Web Token": "Bearer "
    + "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    + "."
    + "eyJzdWIiOiIxMjM0NTY3ODkwIn0"
    + "."
    + "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "Azure Storage Account access key": "AccountKey="
    + "lJzRc1YdHaAA2KCNJJ1tkYwF/+mKK6Ygw0NGe170Xu592euJv2wYUtBlV8z+qnlcNQSnIYVTkLWntUO1F8j8rQ==",
}


@pytest.mark.parametrize("kind", sorted(PLANTED))
@pytest.mark.parametrize("folder", ["bot", "tests"])
def test_a_secret_is_found_wherever_it_is(kind: str, folder: str, tmp_path: Path) -> None:
    place = tmp_path / folder / "settings.py"
    place.parent.mkdir()
    place.write_text(f'"""A module."""\n\nVALUE = "{PLANTED[kind]}"\n')
    found = findings(tmp_path, [place])
    assert f"{folder}/settings.py:3: {kind}" in found
    assert not [line for line in found if PLANTED[kind][-12:] in line], "the secret itself is never told"


def test_a_guess_counts_where_it_would_be_shipped_only(tmp_path: Path) -> None:
    for folder, count in (("bot", 1), ("tests", 0)):
        place = tmp_path / folder / "settings.py"
        place.parent.mkdir()
        place.write_text('password = "correct horse"\n')  # pragma: allowlist secret
        assert len(findings(tmp_path, [place])) == count
