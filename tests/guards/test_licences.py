"""Whatever is shipped may be shipped: the licence of every locked package, as the package itself names it.

The image says the same of itself in /app/sbom.json; tests/image/ reads that.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

from tests.guards.licences import HEADING, not_allowed
from tests.guards.locks import locked

RUN = [each for each in locked("run") if each.marker is None or each.marker.evaluate()]


@pytest.mark.parametrize("package", RUN, ids=lambda each: each.name)
def test_every_package_that_runs_has_a_licence_that_lets_us_ship_it(package: Requirement) -> None:
    try:
        told = distribution(package.name).metadata.json
    except PackageNotFoundError:
        pytest.fail(f"{package.name} is locked and not installed: ./dev test installs it")
    headings = [each for each in told.get("classifier", []) if each.startswith(HEADING)]
    expression = told.get("license_expression")
    assert not not_allowed([str(expression)] if expression else headings or [str(told.get("license", ""))])


@pytest.mark.parametrize("told", [["GPL-3.0-only"], ["MIT AND AGPL-3.0"], [f"{HEADING}GNU General Public License"], []])
def test_others_are_named(told: list[str]) -> None:
    assert not_allowed(told)
    assert not not_allowed(["MIT", "(Apache-2.0 OR BSD-3-Clause) AND PSF-2.0"])
