"""The pages of deploy/ name what there is: files, settings, commands, permissions, checks of the doctor."""

from __future__ import annotations

import re

import pytest

from bot.settings import Settings
from tests.deploy.documents import OVERLAY, base, kustomization, one, overlay_settings
from tests.guards.repo import ROOT

DEPLOY = ROOT / "deploy"
README, AZURE = (DEPLOY / "README.md").read_text(), (DEPLOY / "azure.md").read_text()
PERMISSIONS = {"User.Read.All", "GroupMember.Read.All", "PrivilegedAssignmentSchedule.Read.AzureADGroup"}


def test_every_file_of_the_folder_is_named() -> None:
    for path in DEPLOY.iterdir():
        assert path.name == "README.md" or path.name in README, path.name


@pytest.mark.parametrize("page", [README, AZURE], ids=["README", "azure"])
def test_every_setting_that_is_named_is_one(page: str) -> None:
    named = {name for name in re.findall(r"`([A-Z]+(?:_[A-Z]+)+)", page) if name != "APP_NAME_SUFFIX"}
    assert named <= {name.upper() for name in Settings.model_fields}


def test_every_check_of_the_doctor_that_is_named_is_one() -> None:
    pages = [path.read_text() for path in (ROOT / "bot" / "checks").glob("*.py")]
    checks = {name for page in pages for name in re.findall(r'Check\("([^"]+)"', page)}
    named = set(re.findall(r"`((?:Entra|Graph|bot database|service database): [^`]+)`", AZURE))
    assert named
    assert named <= checks


def test_the_permissions_are_those_that_the_directory_says_it_needs() -> None:
    told = (ROOT / "adapters" / "directory.py").read_text().split('"""')[1]
    settings = (ROOT / "docs" / "settings.md").read_text()
    for permission in PERMISSIONS:
        assert permission in told
        assert f"`{permission}`" in AZURE
        assert f"`{permission}`" in settings
    assigned = re.search(r"for permission in (.+); do", AZURE)
    assert assigned is not None
    assert set(assigned[1].split()) == {"User.Read.All", "GroupMember.Read.All"}


def test_the_identity_is_one_and_the_same_everywhere() -> None:
    [account] = [patch for patch in kustomization(OVERLAY)["patches"] if patch["target"]["kind"] == "ServiceAccount"]
    assert overlay_settings()["APP_ID"] in account["patch"]
    name = one(base(), "ServiceAccount")["metadata"]["name"]
    namespace = kustomization(OVERLAY)["namespace"]
    assert f"system:serviceaccount:{namespace}:{name}" in AZURE
