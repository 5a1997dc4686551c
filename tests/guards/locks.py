"""The committed locks as requirements."""

from __future__ import annotations

from packaging.requirements import Requirement

from tests.guards.repo import ROOT


def locked(name: str) -> list[Requirement]:
    """Every package of requirements/{name}.lock, with its version and its marker, without its hashes."""
    lines = (ROOT / "requirements" / f"{name}.lock").read_text().splitlines()
    return [Requirement(line.removesuffix("\\")) for line in lines if line and not line.startswith(" ")]
