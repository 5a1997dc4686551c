"""The Teams app: what it is called, what it asks for, and its icons."""

from __future__ import annotations

import hashlib
import json
import re
import runpy
import struct
import zlib
from typing import Any

import pytest
from jsonschema import Draft4Validator

from bot.manifest import LONGEST_SUFFIX, PLACEHOLDER, filled, read_package_settings
from handlers.commands import COMMANDS
from practice.page.site import HERE as PAGE
from tests.guards.repo import ROOT

FOLDER = ROOT / "manifest"
TEXT = (FOLDER / "manifest.json").read_text()
SCHEMAS = PAGE / "node_modules" / "@microsoft" / "app-manifest" / "build" / "json-schemas" / "teams"
WITH_MORE = {"find"}
"""Words that say something only with what follows them (handlers/finding.py)."""
DIGESTS = {"1.1.0": "1c30a89976e3fbf9f1326d35270a431b79ab491f376a90ded18bbbdfb56fa906"}
ENVIRONMENT = {"APP_ID": "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", "APP_NAME_SUFFIX": "s" * LONGEST_SUFFIX}
HEAD = b"\x89PNG\r\n\x1a\n"
WHITE = (255, 255, 255)
Pixel = tuple[int, int, int, int]


def manifest(**environ: str) -> dict[str, Any]:
    read: dict[str, Any] = filled(json.loads(TEXT), read_package_settings(ENVIRONMENT | environ))
    return read


def pixels(data: bytes) -> list[list[Pixel]]:
    """The rows of a PNG such as manifest/draw_icons.py writes: 8 bits a channel with opacity, no row filter."""
    assert data.startswith(HEAD)
    at, image, size = len(HEAD), b"", (0, 0)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            size, form = struct.unpack(">II", body[:8]), tuple(body[8:])
            assert form == (8, 6, 0, 0, 0)
        elif kind == b"IDAT":
            image += body
        at += 12 + length
    flat, (width, height) = zlib.decompress(image), size
    rows = [flat[row * (4 * width + 1) :][: 4 * width + 1] for row in range(height)]
    assert not any(row[0] for row in rows)
    return [[(row[x], row[x + 1], row[x + 2], row[x + 3]) for x in range(1, 4 * width, 4)] for row in rows]


def icon(name: str) -> list[list[Pixel]]:
    return pixels((FOLDER / manifest()["icons"][name]).read_bytes())


def test_it_is_json_once_filled_and_every_placeholder_is_known() -> None:
    assert set(PLACEHOLDER.findall(TEXT)) == {"APP_ID", "NAME_SUFFIX", "WEBSITE_URL", "PRIVACY_URL", "TERMS_URL"}
    assert "{{" not in json.dumps(manifest())


def test_microsofts_schema_of_this_version_takes_it() -> None:
    schema = json.loads((SCHEMAS / f"v{manifest()['manifestVersion']}" / "MicrosoftTeams.schema.json").read_text())
    check = Draft4Validator(schema)
    assert [error.message for error in check.iter_errors(manifest())] == []
    assert list(check.iter_errors(manifest() | {"bots": [{"botId": "nobody", "scopes": ["everywhere"]}]}))


def test_it_is_a_version_that_teams_takes_into_channels() -> None:
    """teams-facts §5: from 1.25 the service refuses the team scope without tier1; no schema says so."""
    read = manifest()
    assert tuple(map(int, read["manifestVersion"].split("."))) >= (1, 25)
    assert f"/v{read['manifestVersion']}/" in read["$schema"]
    assert read["supportsChannelFeatures"] == "tier1"
    assert re.fullmatch(r"\d+\.\d+\.\d+", read["version"])


@pytest.mark.parametrize(
    ("where", "longest"),
    [
        ("name.short", 30),
        ("name.full", 100),
        ("description.short", 80),
        ("description.full", 4000),
        ("developer.name", 32),
    ],
)
def test_words_fit_with_the_longest_suffix(where: str, longest: int) -> None:
    first, second = where.split(".")
    text = manifest()[first][second]
    assert 0 < len(text) <= longest
    assert text == text.strip()


def test_words_are_plain() -> None:
    read = manifest()
    commands = [*read["bots"][0]["commandLists"][0]["commands"], *read["composeExtensions"][0]["commands"]]
    for text in (*read["description"].values(), *(command["description"] for command in commands)):
        assert not re.search(r"\b(please|sorry|simply|easy|e\.g|i\.e)\b", text, re.I), text
        assert not re.search(r"[!<>*]", text), text
        assert not re.search(r"[A-Z]{2}", text.replace("GOV.UK", "")), text


def test_there_is_one_bot_in_teams_channels_and_nowhere_else() -> None:
    read = manifest()
    [bot] = read["bots"]
    assert bot["botId"] == read["id"] == ENVIRONMENT["APP_ID"]
    assert bot["scopes"] == ["team"]
    assert read["defaultInstallScope"] == "team"
    assert {"staticTabs", "configurableTabs", "connectors"}.isdisjoint(read)


def test_its_menu_names_only_what_the_bot_answers() -> None:
    [commands] = manifest()["bots"][0]["commandLists"]
    assert commands["scopes"] == ["team"]
    assert {command["title"] for command in commands["commands"]} <= set(COMMANDS) | WITH_MORE


def test_a_message_can_be_handed_to_the_bot_and_nothing_else() -> None:
    """teams-facts §4.1: without `message` in the context Teams offers the command where there is no message."""
    read = manifest()
    [extension] = read["composeExtensions"]
    assert extension["botId"] == read["id"]
    [command] = extension["commands"]
    assert (command["type"], command["context"], command["fetchTask"]) == ("action", ["message"], True)


def test_it_asks_for_no_right_and_no_domain() -> None:
    """The bot reads only what mentions it or is handed to it, so it needs no resource-specific consent."""
    read = manifest()
    assert {"authorization", "webApplicationInfo", "permissions", "devicePermissions"}.isdisjoint(read)
    assert read["validDomains"] == []


def test_the_color_icon_is_whole() -> None:
    rows = icon("color")
    assert len(rows) == 192
    assert {len(row) for row in rows} == {192}
    assert {pixel[3] for row in rows for pixel in row} == {255}
    accent = manifest()["accentColor"]
    assert f"#{bytes(rows[0][0][:3]).hex().upper()}" == accent


def test_the_outline_icon_is_white_on_nothing() -> None:
    rows = icon("outline")
    assert len(rows) == 32
    assert {len(row) for row in rows} == {32}
    assert {pixel[:3] for row in rows for pixel in row if pixel[3]} == {WHITE}
    edge = [*rows[0], *rows[-1], *(row[0] for row in rows), *(row[-1] for row in rows)]
    assert {pixel[3] for pixel in edge} == {0}
    drawn = sum(pixel[3] for row in rows for pixel in row) / (255 * 32 * 32)
    assert 0.1 < drawn < 0.6


def test_the_icons_are_what_the_script_draws() -> None:
    """Pixels, not bytes: zlib's releases pack differently."""
    script = runpy.run_path(str(FOLDER / "draw_icons.py"))
    for name, image in script["icons"]().items():
        assert pixels((FOLDER / name).read_bytes()) == image, name


def test_a_changed_package_has_a_new_version() -> None:
    """Teams takes no changed app under an old version. What changed on purpose gets a new version and a line here."""
    files = [TEXT.encode(), *(pixel_bytes(name) for name in ("color", "outline"))]
    assert hashlib.sha256(b"".join(files)).hexdigest() == DIGESTS[manifest()["version"]]


def pixel_bytes(name: str) -> bytes:
    return bytes(value for row in icon(name) for pixel in row for value in pixel)


def test_the_folder_holds_nothing_else() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == {
        "manifest.json",
        "color.png",
        "outline.png",
        "draw_icons.py",
    }
