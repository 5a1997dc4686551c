"""`python -m bot manifest`: the zip that goes to Teams, from a handful of settings."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.guards.repo import ROOT

APP_ID = "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"


def manifest(*words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "manifest", *words], cwd=ROOT, env=environ, capture_output=True, check=False
    )


def test_it_holds_the_filled_manifest_and_the_icons() -> None:
    done = manifest("--out", "-", APP_ID=APP_ID, APP_NAME_SUFFIX="staging", APP_TERMS_URL="https://www.example.org/t")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        read = json.loads(archive.read("manifest.json"))
        assert archive.read("color.png") == (ROOT / "manifest" / "color.png").read_bytes()
        assert archive.read("outline.png") == (ROOT / "manifest" / "outline.png").read_bytes()
    assert (read["id"], read["name"]["short"]) == (APP_ID, "TV Support (staging)")
    assert read["developer"]["termsOfUseUrl"] == "https://www.example.org/t"


def test_the_same_settings_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    told = manifest("--out", str(first), APP_ID=APP_ID, TZ="Asia/Tokyo").stdout.decode()
    manifest("--out", str(second), APP_ID=APP_ID.upper(), TZ="America/Lima")
    assert first.read_bytes() == second.read_bytes()
    assert "TV Support, version " in told
    assert manifest("--out", "-", APP_ID=APP_ID, APP_NAME_SUFFIX="staging").stdout != first.read_bytes()


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({}, "APP_ID: is missing"),
        ({"APP_ID": "0" * 32}, "APP_ID: must be a real id"),
        ({"APP_ID": APP_ID, "APP_NAME_SUFFIX": "s" * 18}, "APP_NAME_SUFFIX: must be"),
        ({"APP_ID": APP_ID, "APP_NAME_SUFFIX": "<at>all</at>"}, "APP_NAME_SUFFIX: must be"),
        ({"APP_ID": APP_ID, "APP_PRIVACY_URL": "http://www.example.org"}, "APP_PRIVACY_URL: must be"),
    ],
)
def test_wrong_settings_are_named_and_nothing_is_written(environ: dict[str, str], named: str, tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    done = manifest("--out", str(out), **environ)
    assert done.returncode == 2
    assert named in done.stderr.decode()
    assert "<at>" not in done.stderr.decode()
    assert not out.exists()


def test_a_place_that_cannot_be_written_to_is_bad_news(tmp_path: Path) -> None:
    done = manifest("--out", str(tmp_path / "nowhere" / "app.zip"), APP_ID=APP_ID)
    assert done.returncode == 1
    assert "Could not write" in done.stderr.decode()
